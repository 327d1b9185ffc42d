package dev.oat.cli.call;

import java.util.Optional;

/**
 * A file as curl's users write it: {@code FILE;type=MEDIA/TYPE;filename=NAME}, what is behind the file in either order; a
 * name with a semicolon stands in quotes.
 *
 * @param path the file
 * @param type its media type, where said
 * @param fileName the name under which it is uploaded, where said
 */
record UploadWord(String path, Optional<String> type, Optional<String> fileName) {
    private static final String TYPE = ";type=";
    private static final String FILE_NAME = ";filename=";

    static UploadWord of(String text) {
        int at = next(text, 0);
        String path = text.substring(0, at);
        Optional<String> type = Optional.empty();
        Optional<String> fileName = Optional.empty();
        while (at < text.length()) {
            boolean isType = text.startsWith(TYPE, at);
            int start = at + (isType ? TYPE : FILE_NAME).length();
            int close = isType ? -1 : closing(text, start);
            at = next(text, close < 0 ? start : close);
            if (isType) {
                type = Optional.of(text.substring(start, at));
            } else {
                fileName = Optional.of(
                        close < 0 ? text.substring(start, at) : unescaped(text.substring(start + 1, close)));
            }
        }
        return new UploadWord(path, type, fileName);
    }

    /** Returns where the next of the two begins, or the text's end. */
    private static int next(String text, int from) {
        int type = text.indexOf(TYPE, from);
        int name = text.indexOf(FILE_NAME, from);
        int first = type < 0 ? name : name < 0 ? type : Math.min(type, name);
        return first < 0 ? text.length() : first;
    }

    /** Returns where a quoted text ends that begins here and is whole, or -1. */
    private static int closing(String text, int start) {
        if (!text.startsWith("\"", start)) {
            return -1;
        }
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1 == text.length() || next(text, i) == i + 1 ? i : -1;
            }
        }
        return -1;
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.charAt(i) == '\\' && i + 1 < text.length();
            plain.append(text.charAt(escape ? ++i : i));
        }
        return plain.toString();
    }
}
