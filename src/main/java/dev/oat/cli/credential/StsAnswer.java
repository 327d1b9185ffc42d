package dev.oat.cli.credential;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the small XML documents by which AWS answers; a document type, and with it any entity, is refused. */
final class StsAnswer {
    private static final int DEEPEST = 16;
    private static final int MOST = 200;

    private StsAnswer() {}

    /** Returns the texts of the elements that hold nothing else, by their names from the root on; empty where it is no such document. */
    static Optional<Map<String, String>> texts(String xml) {
        if (xml.contains("<!DOCTYPE")) {
            return Optional.empty();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.strip()));
            try {
                return Optional.of(texts(reader));
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> texts(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> texts = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.addLast(reader.getLocalName());
                    if (path.size() > DEEPEST || texts.size() > MOST) {
                        throw new XMLStreamException("more than any answer holds");
                    }
                    text.setLength(0);
                    leaf = true;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (leaf
                            && texts.put(String.join("/", path), text.toString().strip()) != null) {
                        throw new XMLStreamException("an element that is there twice");
                    }
                    path.removeLast();
                    leaf = false;
                }
                case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
                    throw new XMLStreamException("an entity");
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        return texts;
    }
}
