package dev.oat.cli.setting;

import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Locale;

/**
 * What comes along when a secret or a token is copied: line ends, white space, a byte order mark, the scheme before a token.
 *
 * <p>What can be no part of it is left out, and told; what may be one is sent, and told. The text itself is never shown.
 */
final class SecretForm {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final String[] SCHEMES = {"authorization:", "bearer", "dpop"};

    private final String source;
    private final Remarks remarks;
    private final boolean token;

    private SecretForm(String source, Remarks remarks, boolean token) {
        this.source = source;
        this.remarks = remarks;
        this.token = token;
    }

    /**
     * Returns a secret as it is to be sent; what is odd about it is told.
     *
     * @param secret the secret as it was found
     * @param label what it is: {@code --client-secret}
     * @param source what gave it, for messages
     * @throws Failure.Usage if nothing is left of it
     */
    static Secret judged(Secret secret, String label, String source, Remarks remarks) {
        String text = secret.reveal();
        String kept = new SecretForm(source, remarks, isToken(label)).judge(text);
        if (kept.isEmpty()) {
            throw new Failure.Usage(source + " is empty but for white space");
        }
        return kept.equals(text) ? secret : Secret.of(kept);
    }

    /** Tokens hold no white space (RFC 6750 §2.1, RFC 7515 §3.1); passwords and secrets may (RFC 6749 Appendix A). */
    private static boolean isToken(String label) {
        String name = label.toLowerCase(Locale.ROOT);
        return name.contains("token") || name.endsWith("assertion") || name.endsWith("statement");
    }

    private String judge(String text) {
        String kept = text;
        if (kept.charAt(0) == BYTE_ORDER_MARK) {
            warn("begins with a byte order mark", "it is left out");
            kept = kept.substring(1);
        }
        kept = withoutLineEnds(kept);
        if (token) {
            kept = withoutSpace(kept);
            kept = withoutScheme(kept);
            kept = withoutQuotes(kept);
        } else {
            tellSpace(kept);
        }
        tellInside(kept);
        return kept;
    }

    private String withoutLineEnds(String text) {
        int start = 0;
        int end = text.length();
        while (end > start && isLineEnd(text.charAt(end - 1))) {
            end--;
        }
        while (start < end && isLineEnd(text.charAt(start))) {
            start++;
        }
        if (end < text.length()) {
            warn("ends with a line end", "it is left out");
        }
        if (start > 0) {
            warn("begins with a line end", "it is left out");
        }
        return text.substring(start, end);
    }

    private String withoutSpace(String text) {
        int start = 0;
        int end = text.length();
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        if (end - start < text.length()) {
            warn("has white space around it", "it is left out");
        }
        return text.substring(start, end);
    }

    /** {@code Authorization: Bearer TOKEN}, as it stands in requests and recipes. */
    private String withoutScheme(String text) {
        String rest = text;
        StringBuilder found = new StringBuilder();
        for (String scheme : SCHEMES) {
            int length = scheme.length();
            boolean named = rest.regionMatches(true, 0, scheme, 0, length);
            boolean apart = scheme.endsWith(":") || (rest.length() > length && isSpace(rest.charAt(length)));
            if (named && apart) {
                found.append(found.length() == 0 ? "" : " ").append(rest, 0, length);
                rest = rest.substring(length).strip();
            }
        }
        if (found.length() > 0) {
            warn("begins with \"" + found + "\"", "only what follows is the token");
        }
        return rest;
    }

    private String withoutQuotes(String text) {
        boolean quoted = text.length() > 2 && text.charAt(0) == '"' && text.charAt(text.length() - 1) == '"';
        if (!quoted) {
            return text;
        }
        warn("stands in quotes", "they are left out");
        return text.substring(1, text.length() - 1);
    }

    private void tellSpace(String text) {
        if (!text.isEmpty() && isSpace(text.charAt(0))) {
            warn("begins with white space", "it is sent as a part of it");
        }
        if (!text.isEmpty() && isSpace(text.charAt(text.length() - 1))) {
            warn("ends with white space", "it is sent as a part of it");
        }
        if (text.regionMatches(true, 0, "bearer ", 0, "bearer ".length())) {
            warn("begins with \"Bearer\", as only tokens do in a request", "it is sent as a part of it");
        }
    }

    private void tellInside(String text) {
        // a SAML assertion may be given as the XML that it is
        boolean document = text.startsWith("<") || text.startsWith("{");
        boolean odd = false;
        for (int i = 1; i + 1 < text.length() && !document; i++) {
            char c = text.charAt(i);
            odd |= isLineEnd(c) || (token && isSpace(c)) || (c < ' ' && c != '\t') || c == BYTE_ORDER_MARK;
        }
        if (odd) {
            warn(token ? "has white space or a line end within" : "has a line end within", "it is sent so");
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }

    private static boolean isSpace(char c) {
        return !isLineEnd(c) && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b');
    }

    private void warn(String what, String then) {
        remarks.warn(source + " " + what + "; " + then);
    }
}
