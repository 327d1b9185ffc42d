package dev.oat.html;

import java.util.Set;

/** What an element can hold: attributes, text and further elements. */
public sealed interface HtmlPart permits Html, HtmlPart.Attribute {
    /** Attributes whose value a browser goes to. */
    Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction");

    /** One attribute of an element. */
    record Attribute(String name, String value) implements HtmlPart {
        public Attribute {
            if (name.startsWith("on") || name.equals("style") || name.equals("srcdoc")) {
                throw new IllegalArgumentException("pages hold no inline code");
            }
            value = ADDRESSES.contains(name) && !opensPage(value) ? "#" : value;
        }

        private static boolean opensPage(String address) {
            return address.startsWith("#")
                    || address.startsWith("https://")
                    || address.startsWith("http://")
                    || address.equals("data:,")
                    || (address.startsWith("/") && !address.startsWith("//"));
        }
    }
}
