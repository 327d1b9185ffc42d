package dev.oat.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code WWW-Authenticate}: several challenges may stand in one field, and parameters may be quoted.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110 §11.6.1</a>
 */
public final class Challenges {
    /**
     * One challenge.
     *
     * @param scheme the scheme as the server wrote it
     * @param parameters the parameters, names in lower case
     */
    public record Challenge(String scheme, Map<String, String> parameters) {
        public Challenge {
            parameters = Map.copyOf(parameters);
        }

        /** Returns whether the scheme is this one, compared without case. */
        public boolean is(String other) {
            return scheme.equalsIgnoreCase(other);
        }

        /** A parameter's value. */
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name));
        }
    }

    private static final int MAX_LENGTH = 16_384;

    private final String text;
    private int at;

    private Challenges(String text) {
        this.text = text;
    }

    /** Returns the challenges of a response, in order; what cannot be read is passed over. */
    public static List<Challenge> in(Headers headers) {
        List<Challenge> all = new ArrayList<>();
        for (String value : headers.all("WWW-Authenticate")) {
            all.addAll(parse(value));
        }
        return all;
    }

    /** Returns the challenges of one field value. */
    public static List<Challenge> parse(String value) {
        return new Challenges(value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value).read();
    }

    private List<Challenge> read() {
        List<Challenge> challenges = new ArrayList<>();
        skipSeparators();
        while (at < text.length()) {
            String scheme = token();
            if (scheme.isEmpty()) {
                at++;
                skipSeparators();
                continue;
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            readParameters(parameters);
            challenges.add(new Challenge(scheme, parameters));
            skipSeparators();
        }
        return challenges;
    }

    private void readParameters(Map<String, String> parameters) {
        skipSpaces();
        while (at < text.length()) {
            int mark = at;
            String name = token();
            skipSpaces();
            if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
                // token68, or the scheme of the next challenge
                at = mark;
                if (parameters.isEmpty() && name.isEmpty()) {
                    skipToken68();
                }
                return;
            }
            at++;
            skipSpaces();
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            skipSpaces();
            int comma = at;
            skipSeparators();
            if (comma == at) {
                return;
            }
        }
    }

    private void skipToken68() {
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ' ') {
            at++;
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return value.toString();
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void skipSeparators() {
        while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
