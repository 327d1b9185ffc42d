package dev.oat.jose;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be read of a text that is, or was meant to be, a JWT: for people who look at a broken one.
 *
 * <p>It takes what {@link Jwt#decode} refuses, says what was wrong with it, and verifies nothing. No code that decides
 * anything may use it.
 */
public final class LooseToken {
    /** What a text turned out to be. */
    public enum Kind {
        /** Three parts: a JWS. */
        SIGNED,
        /** Three parts, whose header says {@code alg: none}. */
        UNSECURED,
        /** Five parts: a JWE. */
        ENCRYPTED,
        /** None of them; as much as looked like a part was read all the same. */
        BROKEN,
        /** No JWT, nor anything like one. */
        OPAQUE
    }

    private static final int MAX_LENGTH = 1 << 20;
    private static final int MAX_CUTS = 64;

    private final List<String> problems = new ArrayList<>();
    private final Kind kind;
    private final Optional<JsonObject> header;
    private final Optional<JsonObject> claims;
    private final String payload;
    private final int signatureLength;

    private LooseToken(String text) {
        String compact = cleaned(text);
        String[] parts = compact.startsWith("{") ? new String[] {compact} : compact.split("\\.", -1);
        header = object("header", parts[0]);
        boolean like = header.isPresent()
                && (header.orElseThrow().has("alg") || header.orElseThrow().has("enc"));
        boolean encrypted = parts.length == 5;
        if (header.isEmpty() && !(parts.length == 3 || encrypted)) {
            problems.clear();
            problems.add(shape(compact, parts.length));
            kind = Kind.OPAQUE;
        } else if (parts.length == 3 || encrypted) {
            boolean none = header.flatMap(known -> known.value("alg"))
                    .filter(alg -> alg instanceof String name && name.equalsIgnoreCase("none"))
                    .isPresent();
            kind = encrypted ? Kind.ENCRYPTED : none ? Kind.UNSECURED : Kind.SIGNED;
            if (header.isPresent() && !like) {
                problems.add("the header has no alg");
            }
        } else {
            problems.add(shape(compact, parts.length));
            kind = Kind.BROKEN;
        }
        if (kind == Kind.ENCRYPTED || kind == Kind.OPAQUE || parts.length < 2) {
            payload = "";
            claims = Optional.empty();
        } else {
            payload = new String(bytes("payload", parts[1]), StandardCharsets.UTF_8);
            claims = payload.isEmpty() ? Optional.empty() : json("payload", payload);
        }
        signatureLength = kind != Kind.ENCRYPTED && parts.length > 2 ? bytes("signature", parts[2]).length : 0;
        if (kind == Kind.SIGNED && signatureLength == 0) {
            problems.add("the signature is empty");
        }
        if (kind == Kind.UNSECURED) {
            problems.add("alg is none: nothing protects the token, and nobody should accept it (RFC 8725 §3.2)");
        }
    }

    /**
     * Reads what can be read.
     *
     * @throws JoseException if the text is longer than a mebibyte
     */
    public static LooseToken read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new JoseException("the token is longer than " + MAX_LENGTH + " characters");
        }
        return new LooseToken(text);
    }

    private String cleaned(String text) {
        String clean = text.strip();
        if (clean.regionMatches(true, 0, "Authorization:", 0, 14)) {
            clean = clean.substring(14).strip();
            problems.add("a header's name stood before the token");
        }
        int space = clean.indexOf(' ');
        if (space > 0) {
            String scheme = clean.substring(0, space).toLowerCase(Locale.ROOT);
            if (scheme.equals("bearer") || scheme.equals("dpop")) {
                clean = clean.substring(space + 1).strip();
                problems.add("the scheme " + scheme + " stood before the token");
            }
        }
        if (clean.length() > 1
                && (clean.startsWith("\"") || clean.startsWith("'"))
                && clean.charAt(0) == clean.charAt(clean.length() - 1)) {
            clean = clean.substring(1, clean.length() - 1);
            problems.add("the token stood in quotation marks");
        }
        StringBuilder joined = new StringBuilder(clean.length());
        clean.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> joined.append((char) c));
        if (joined.length() < clean.length() && joined.indexOf("{") != 0) {
            problems.add("the token was broken by blanks or line ends");
            return joined.toString();
        }
        return clean;
    }

    private static String shape(String compact, int parts) {
        if (compact.startsWith("{")) {
            return "it is JSON; the token is a member of it, such as access_token or id_token";
        }
        if (parts == 1) {
            return "there is no dot in it: an opaque token, which only its server can read (oat introspect)";
        }
        return "it has " + parts + " parts with dots between; a signed token has 3, an encrypted one 5";
    }

    private Optional<JsonObject> object(String part, String text) {
        byte[] bytes = bytes(part, text);
        return bytes.length == 0 ? Optional.empty() : json(part, new String(bytes, StandardCharsets.UTF_8));
    }

    private byte[] bytes(String part, String text) {
        try {
            return Base64Url.decode(text);
        } catch (JoseException e) {
            problems.add("the " + part + " is " + e.getMessage());
        }
        StringBuilder kept = new StringBuilder();
        for (char c : text.toCharArray()) {
            char same = c == '+' ? '-' : c == '/' ? '_' : c;
            if (Ascii.isLetterOrDigit(same) || same == '-' || same == '_') {
                kept.append(same);
            }
        }
        if (kept.length() % 4 == 1) {
            kept.setLength(kept.length() - 1);
        }
        return Base64.getUrlDecoder().decode(kept.toString());
    }

    private Optional<JsonObject> json(String part, String text) {
        try {
            return Optional.of(JsonObject.parse(text));
        } catch (JsonException e) {
            problems.add("the " + part + ": " + e.getMessage());
        }
        int cut = text.length();
        for (int i = 0; i < MAX_CUTS; i++) {
            cut = text.lastIndexOf(',', cut - 1);
            if (cut <= 0) {
                break;
            }
            try {
                JsonObject beginning = JsonObject.parse(text.substring(0, cut) + "}");
                problems.add("the " + part + " breaks off; what follows " + last(beginning) + " is left out");
                return Optional.of(beginning);
            } catch (JsonException e) {
                // an earlier comma may do
            }
        }
        return Optional.empty();
    }

    private static String last(JsonObject object) {
        String name = "";
        for (String each : object.members().keySet()) {
            name = each;
        }
        return name;
    }

    /** Returns what it turned out to be. */
    public Kind kind() {
        return kind;
    }

    /** Returns the header, as far as it could be read. */
    public Optional<JsonObject> header() {
        return header;
    }

    /** The claims, as far as they could be read; empty for an encrypted token. */
    public Optional<JsonObject> claims() {
        return claims;
    }

    /** Returns the payload as text, for one that is no JSON object. */
    public String payload() {
        return payload;
    }

    /** Bytes in the signature. */
    public int signatureLength() {
        return signatureLength;
    }

    /** Returns what a strict reader would refuse, one sentence part each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** What it is, and nothing of what it holds. */
    @Override
    public String toString() {
        return "LooseToken[" + kind + "]";
    }
}
