package dev.oat.session.profile;

import dev.oat.trace.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Flat TOML, line by line: its plainest form is read here, and any is edited so that comments, order and blank lines stay
 * as a user wrote them.
 *
 * <p>An edit finds where an assignment begins and ends, and no more: whether the file is valid TOML, and what the values are
 * that are not written plainly, the TOML library says.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0</a>
 */
final class FlatToml {
    /** Digits that a long surely holds. */
    private static final int LONGEST_PLAIN_NUMBER = 18;

    private final String text;
    private int at;
    private int line = 1;

    private FlatToml(String text) {
        this.text = text;
    }

    /**
     * One assignment.
     *
     * @param key its key, without quotes
     * @param line the line it begins on, from 1
     * @param start where its line begins
     * @param valueStart where its value begins
     * @param valueEnd where its value ends
     * @param end where the next line begins
     */
    record Assignment(String key, int line, int start, int valueStart, int valueEnd, int end) {}

    /**
     * The values of a file that is written as plainly as this class writes one: on each line a bare key and a text in double
     * quotes without escapes, a list of such texts, a truth value or a small number, or a comment. Every command reads a
     * profile, and the TOML library takes longer to start than most commands take.
     *
     * @return empty for any other text, which the library is to judge
     */
    static Optional<Map<String, Object>> plainValues(String text) {
        FlatToml scanner = new FlatToml(text);
        Map<String, Object> values = new LinkedHashMap<>();
        while (scanner.at < text.length()) {
            scanner.skipSpace();
            String key = scanner.readBareKey();
            if (!key.isEmpty()) {
                Object value = scanner.readPlainAssignment();
                if (value == null || values.put(key, value) != null) {
                    return Optional.empty();
                }
            }
            if (!scanner.passesPlainEndOfLine()) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private @Nullable Object readPlainAssignment() {
        skipSpace();
        if (!passes('=')) {
            return null;
        }
        skipSpace();
        if (!passes('[')) {
            return readPlainScalar();
        }
        List<Object> elements = new ArrayList<>();
        skipSpace();
        while (!passes(']')) {
            String element = readPlainText();
            if (element == null) {
                return null;
            }
            elements.add(element);
            skipSpace();
            if (!passes(',') && (at >= text.length() || text.charAt(at) != ']')) {
                return null;
            }
            skipSpace();
        }
        return List.copyOf(elements);
    }

    private @Nullable Object readPlainScalar() {
        if (at < text.length() && text.charAt(at) == '"') {
            return readPlainText();
        }
        String word = readBareKey();
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        if (!Ascii.isDigits(word)
                || word.length() > LONGEST_PLAIN_NUMBER
                || (word.length() > 1 && word.charAt(0) == '0')) {
            return null;
        }
        return Long.valueOf(word);
    }

    private @Nullable String readPlainText() {
        if (!passes('"')) {
            return null;
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' || isControl(text.charAt(at))) {
                return null;
            }
            at++;
        }
        if (!passes('"') || (at == start + 1 && at < text.length() && text.charAt(at) == '"')) {
            // one without an end, or the beginning of one over several lines
            return null;
        }
        return text.substring(start, at - 1);
    }

    private boolean passesPlainEndOfLine() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '#') {
            while (at < text.length() && !isControl(text.charAt(at))) {
                at++;
            }
        }
        if (text.startsWith("\r\n", at)) {
            at++;
        }
        return passes('\n') || at == text.length();
    }

    /** Unlike {@link #skipBlanks()} it stops at a carriage return, which may only end a line. */
    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean passes(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isControl(char c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }

    /** Returns all assignments, in order; what is no assignment is passed over. */
    static List<Assignment> assignments(String text) {
        FlatToml scanner = new FlatToml(text);
        List<Assignment> found = new ArrayList<>();
        while (scanner.at < text.length()) {
            scanner.readLine().ifPresent(found::add);
        }
        return found;
    }

    /** Returns the line on which a key is set, or 0. */
    static int lineOf(String text, String key) {
        for (Assignment assignment : assignments(text)) {
            if (assignment.key().equals(key)) {
                return assignment.line();
            }
        }
        return 0;
    }

    /** Returns the text with one key set: in its place, with the comment behind it, or on a new line at the end. */
    static String with(String text, String key, Object value) {
        String literal = literal(value);
        for (Assignment assignment : assignments(text)) {
            if (assignment.key().equals(key)) {
                return text.substring(0, assignment.valueStart()) + literal + text.substring(assignment.valueEnd());
            }
        }
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String begun = text.isEmpty() || text.endsWith("\n") ? text : text + end;
        return begun + key + " = " + literal + end;
    }

    /** Returns the text without one key; a text that does not set it stays as it is. */
    static String without(String text, String key) {
        for (Assignment assignment : assignments(text)) {
            if (assignment.key().equals(key)) {
                return text.substring(0, assignment.start()) + text.substring(assignment.end());
            }
        }
        return text;
    }

    /** Returns a value as TOML: a text in double quotes, a number, a truth value, or a list of them. */
    static String literal(Object value) {
        if (value instanceof List<?> elements) {
            StringBuilder list = new StringBuilder("[");
            for (Object element : elements) {
                list.append(list.length() == 1 ? "" : ", ").append(literal(element));
            }
            return list.append(']').toString();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return quoted(value.toString());
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Reads one line, or the lines of one assignment. */
    private Optional<Assignment> readLine() {
        int start = at;
        int startLine = line;
        skipBlanks();
        String key = readKey();
        skipBlanks();
        if (key.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
            skipLine();
            return Optional.empty();
        }
        at++;
        skipBlanks();
        int valueStart = at;
        skipValue();
        int valueEnd = at;
        while (valueEnd > valueStart && isBlank(text.charAt(valueEnd - 1))) {
            valueEnd--;
        }
        skipLine();
        return Optional.of(new Assignment(key, startLine, start, valueStart, valueEnd, at));
    }

    private String readKey() {
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            int start = at + 1;
            skipString();
            return at > start ? text.substring(start, at - 1) : "";
        }
        return readBareKey();
    }

    private String readBareKey() {
        int start = at;
        while (at < text.length() && isBare(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isBare(char c) {
        return Ascii.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private void skipValue() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                skipString();
            } else if (c == '#') {
                if (depth == 0) {
                    return;
                }
                skipComment();
            } else if (c == '\n' || c == '\r') {
                if (depth == 0) {
                    return;
                }
                step();
            } else {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                step();
            }
        }
    }

    /** Passes a string of any of the four kinds; one that does not end reaches to the end of its line or of the text. */
    private void skipString() {
        char quote = text.charAt(at);
        String triple = String.valueOf(quote).repeat(3);
        boolean multiline = text.startsWith(triple, at);
        at += multiline ? 3 : 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && quote == '"') {
                step();
                if (at < text.length()) {
                    step();
                }
            } else if (multiline && text.startsWith(triple, at)) {
                at += 3;
                // up to two quotes may stand before the closing three
                while (at < text.length() && text.charAt(at) == quote) {
                    at++;
                }
                return;
            } else if (!multiline && (c == quote || c == '\n')) {
                at += c == quote ? 1 : 0;
                return;
            } else {
                step();
            }
        }
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void skipLine() {
        skipComment();
        if (at < text.length()) {
            step();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private void step() {
        if (text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }
}
