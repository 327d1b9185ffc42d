package dev.oat.render.text;

/** Sets apart the parts of a JSON text that is laid out already: names, texts, numbers and the three words. */
public final class JsonColours {
    private JsonColours() {}

    /**
     * The text with colours; without these it is the same text.
     *
     * @param json valid JSON
     * @param style in what it is shown
     */
    public static String of(String json, Style style) {
        if (!style.colour()) {
            return json;
        }
        StringBuilder text = new StringBuilder(json.length() * 2);
        int i = 0;
        while (i < json.length()) {
            char c = json.charAt(i);
            int end = i + 1;
            if (c == '"') {
                end = endOfText(json, i);
                text.append(style.paint(isName(json, end) ? Style.Ink.BLUE : Style.Ink.GREEN, json.substring(i, end)));
            } else if (c == '-' || (c >= '0' && c <= '9')) {
                while (end < json.length() && "0123456789+-.eE".indexOf(json.charAt(end)) >= 0) {
                    end++;
                }
                text.append(style.paint(Style.Ink.CYAN, json.substring(i, end)));
            } else if (c >= 'a' && c <= 'z') {
                while (end < json.length() && json.charAt(end) >= 'a' && json.charAt(end) <= 'z') {
                    end++;
                }
                text.append(style.paint(Style.Ink.MAGENTA, json.substring(i, end)));
            } else {
                text.append(c);
            }
            i = end;
        }
        return text.toString();
    }

    private static int endOfText(String json, int start) {
        int i = start + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(json.length(), i + 1);
    }

    private static boolean isName(String json, int end) {
        int i = end;
        while (i < json.length() && Character.isWhitespace(json.charAt(i))) {
            i++;
        }
        return i < json.length() && json.charAt(i) == ':';
    }
}
