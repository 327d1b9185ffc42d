package dev.oat.json;

import java.util.List;
import java.util.Map;

/** Writes JSON values as text that is safe to show: what could not be seen, or would turn the line, is an escape. */
final class JsonWriter {
    private static final String LOWER = "0123456789abcdef";
    private static final String UPPER = "0123456789ABCDEF";

    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;
    private int depth;

    private JsonWriter(boolean pretty) {
        this.pretty = pretty;
    }

    static String write(Object value, boolean pretty) {
        JsonWriter writer = new JsonWriter(pretty);
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Object value) {
        if (value instanceof JsonObject object) {
            object(object.members());
        } else if (value instanceof List<?> elements) {
            array(elements);
        } else if (value instanceof String text) {
            text(text);
        } else {
            out.append(value);
        }
    }

    private void object(Map<String, Object> members) {
        if (members.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        depth++;
        boolean first = true;
        for (Map.Entry<String, Object> member : members.entrySet()) {
            separate(first);
            first = false;
            text(member.getKey());
            out.append(pretty ? ": " : ":");
            value(member.getValue());
        }
        depth--;
        separate(true);
        out.append('}');
    }

    private void array(List<?> elements) {
        if (elements.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        depth++;
        boolean first = true;
        for (Object element : elements) {
            separate(first);
            first = false;
            value(element);
        }
        depth--;
        separate(true);
        out.append(']');
    }

    private void separate(boolean withoutComma) {
        if (!withoutComma) {
            out.append(',');
        }
        if (pretty) {
            out.append('\n');
            for (int i = 0; i < depth; i++) {
                out.append("  ");
            }
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        escape(c, UPPER);
                    } else if (c >= 0x7f && isInvisible(text, i)) {
                        escape(c, LOWER);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c, String digits) {
        out.append("\\u")
                .append(digits.charAt(c >> 12))
                .append(digits.charAt(c >> 8 & 15))
                .append(digits.charAt(c >> 4 & 15))
                .append(digits.charAt(c & 15));
    }

    private static boolean isInvisible(String text, int i) {
        char c = text.charAt(i);
        return c <= 0x9f
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0x061c
                || c == 0xfeff
                || (Character.isSurrogate(c) && !isPaired(text, i));
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
