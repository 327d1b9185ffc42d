package dev.oat.html;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A piece of a page, made of values: whatever is text in it has gone through the one function that escapes.
 *
 * <p>What is no text is names of elements and attributes, which code alone writes.
 */
public final class Html implements HtmlPart {
    private static final Set<String> VOID = Set.of("meta", "link", "br", "wbr", "input", "hr");
    private static final Html NOTHING = new Html("");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /** Nothing at all. */
    public static Html nothing() {
        return NOTHING;
    }

    /** A text as it is read. */
    public static Html text(String text) {
        return new Html(escaped(text));
    }

    /** Returns an attribute; addresses are held to those that open pages. */
    public static HtmlPart.Attribute at(String name, String value) {
        return new HtmlPart.Attribute(name, value);
    }

    /** The attribute {@code class}. */
    public static HtmlPart.Attribute cls(String names) {
        return new HtmlPart.Attribute("class", names);
    }

    /** Returns an element. */
    public static Html el(String tag, HtmlPart... parts) {
        return el(tag, List.of(parts));
    }

    /** An element of what a list holds. */
    public static Html el(String tag, List<? extends HtmlPart> parts) {
        StringBuilder markup = new StringBuilder("<").append(tag);
        for (HtmlPart part : parts) {
            if (part instanceof HtmlPart.Attribute attribute) {
                markup.append(' ')
                        .append(attribute.name())
                        .append("=\"")
                        .append(escaped(attribute.value()))
                        .append('"');
            }
        }
        markup.append('>');
        for (HtmlPart part : parts) {
            if (part instanceof Html html) {
                markup.append(html.markup);
            }
        }
        return new Html(
                VOID.contains(tag)
                        ? markup.toString()
                        : markup.append("</" + tag + ">").toString());
    }

    /** Several pieces, one after the other. */
    public static Html all(List<Html> pieces) {
        StringBuilder markup = new StringBuilder();
        pieces.forEach(piece -> markup.append(piece.markup));
        return new Html(markup.toString());
    }

    /** Several pieces, one after the other. */
    public static Html all(Html... pieces) {
        return all(List.of(pieces));
    }

    /** Code that this project wrote, in an element that holds nothing else. */
    static Html code(String tag, String code) {
        if (code.contains("</")) {
            throw new IllegalArgumentException("code that could end its element");
        }
        return new Html("<" + tag + ">" + code + "</" + tag + ">");
    }

    /** Returns whether this is nothing. */
    public boolean isEmpty() {
        return markup.isEmpty();
    }

    /** The markup. */
    @Override
    public String toString() {
        return markup;
    }

    /** Returns a text as HTML shows it, in content and in quoted attributes; what cannot be seen becomes U+FFFD. */
    public static String escaped(String text) {
        Objects.requireNonNull(text, "text is null");
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int c : text.codePoints().toArray()) {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append((char) c);
                default -> escaped.appendCodePoint(isInvisible(c) ? 0xFFFD : c);
            }
        }
        return escaped.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
