package dev.oat.jose;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A signed JWT taken apart, whose words nobody has checked yet: decoding verifies nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-3">RFC 7519 §3</a>
 */
public final class Jwt {
    private static final int MAX_LENGTH = 1 << 20;

    private final JsonObject header;
    private final JsonObject claims;
    private final String compact;
    private final int signatureStart;
    private final List<String> repeated;

    private Jwt(JsonObject header, JsonObject claims, String compact, int signatureStart, List<String> repeated) {
        this.header = header;
        this.claims = claims;
        this.compact = compact;
        this.signatureStart = signatureStart;
        this.repeated = List.copyOf(repeated);
    }

    /**
     * Takes a compact token apart.
     *
     * @throws JoseException if it is longer than a mebibyte, or is not three parts of strict base64url of which the first
     *     two are JSON objects in UTF-8 that name no member twice with different values
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-7.1">RFC 7515 §7.1</a>
     */
    public static Jwt decode(String compact) {
        if (compact.length() > MAX_LENGTH) {
            throw new JoseException("the token is longer than " + MAX_LENGTH + " characters");
        }
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            throw new JoseException(
                    "not a JWT: expected three parts with dots between, found " + (first < 0 ? "no dot" : "one dot"));
        }
        int third = compact.indexOf('.', second + 1);
        if (third >= 0) {
            int fourth = compact.indexOf('.', third + 1);
            if (fourth >= 0 && compact.indexOf('.', fourth + 1) < 0) {
                throw new JoseException("the token is encrypted: five parts (JWE), expected three (JWS)");
            }
            throw new JoseException("not a JWT: expected three parts with dots between, found more");
        }
        List<String> repeated = new ArrayList<>();
        JsonObject header = object("header", compact.substring(0, first), repeated);
        JsonObject claims = object("payload", compact.substring(first + 1, second), repeated);
        bytes("signature", compact.substring(second + 1));
        return new Jwt(header, claims, compact, second + 1, repeated);
    }

    /** @param repeated takes the names of the members that come twice, with equal values */
    static JsonObject object(String part, String text, List<String> repeated) {
        byte[] utf8 = bytes(part, text);
        if (utf8.length == 0) {
            throw new JoseException("the token's " + part + " is empty");
        }
        for (byte octet : utf8) {
            if (octet == 0) {
                // no JSON text in UTF-8 holds it, and a parser that finds it guesses at other encodings
                throw new JoseException("the token's " + part + " is not JSON in UTF-8");
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            return JsonObject.parse(utf8, repeated::add);
        } catch (CharacterCodingException e) {
            throw new JoseException("the token's " + part + " is not UTF-8", e);
        } catch (JsonException e) {
            throw new JoseException("the token's " + part + ": " + e.getMessage(), e);
        }
    }

    static byte[] bytes(String part, String text) {
        try {
            return Base64Url.decode(text);
        } catch (JoseException e) {
            throw new JoseException("the token's " + part + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes a signed token.
     *
     * @param header the whole header: {@code alg} must be there; {@code kid} and {@code typ} are the caller's
     * @param key a private key, or a shared secret for an HMAC algorithm
     * @return the compact token
     * @throws JoseException if the header names no algorithm that is understood, or the key does not fit it
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-5.1">RFC 7515 §5.1</a>
     */
    public static String sign(JsonObject header, JsonObject claims, Jwk key) {
        if (!(header.value("alg").orElse("") instanceof String alg) || alg.isEmpty()) {
            throw new JoseException("the header names no \"alg\" to sign with");
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(alg)
                .orElseThrow(() -> new JoseException("\"" + alg + "\" is no signature algorithm that is understood"));
        if (header.has("crit") || header.has("b64")) {
            throw new JoseException("headers with \"crit\" or \"b64\" are not made here");
        }
        String input = part(header) + "." + part(claims);
        byte[] signature = Signing.sign(algorithm, key, input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64Url.encode(signature);
    }

    private static String part(JsonObject object) {
        return Base64Url.encode(object.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the header's members; untrusted. */
    public JsonObject header() {
        return header;
    }

    /** The payload's members; untrusted until every check on the token has passed. */
    public JsonObject claims() {
        return claims;
    }

    /**
     * Returns the warning that members come twice with equal values, of which the last counts; empty when none does.
     *
     * @param subject the first part of the check's name: {@code id_token}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4">RFC 7519 §4</a>
     */
    public Optional<Check> repetition(String subject) {
        return repetition(subject, repeated);
    }

    static Optional<Check> repetition(String subject, List<String> repeated) {
        return repeated.isEmpty()
                ? Optional.empty()
                : Optional.of(Check.warning(
                        subject + ".repeated",
                        "no member is named twice",
                        SpecRef.rfc(7519, "4"),
                        false,
                        "each name once",
                        String.join(", ", new LinkedHashSet<>(repeated)) + " twice, with equal values"));
    }

    /** Returns the token as it came. */
    public String compact() {
        return compact;
    }

    /** The header's {@code alg}, or empty when it is missing or no text. */
    public Optional<String> algorithm() {
        return headerText("alg");
    }

    /** Returns the header's {@code kid}, or empty when it is missing or no text. */
    public Optional<String> keyId() {
        return headerText("kid");
    }

    private Optional<String> headerText(String name) {
        return header.value(name).filter(String.class::isInstance).map(String.class::cast);
    }

    byte[] signedBytes() {
        return compact.substring(0, signatureStart - 1).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signature() {
        return Base64Url.decode(compact.substring(signatureStart));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Jwt jwt && compact.equals(jwt.compact);
    }

    @Override
    public int hashCode() {
        return Objects.hash(compact);
    }

    /** Returns the names of the members only: the token may be somebody's access. */
    @Override
    public String toString() {
        return "Jwt[header=" + header + ", claims=" + claims + "]";
    }
}
