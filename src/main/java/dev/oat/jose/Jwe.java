package dev.oat.jose;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.JsonWebEncryption;

/**
 * An encrypted token, in its compact form of five parts.
 *
 * <p>Being able to decrypt says nothing about who encrypted: whoever has the public key can. What comes out is checked as
 * if it had come in the clear.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7516#section-3">RFC 7516 §3</a>
 */
public final class Jwe {
    /** The ways to encrypt content that are understood. */
    public static final Set<String> CONTENT_ENCRYPTIONS =
            Set.of("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM");

    private static final int MAX_LENGTH = 1 << 20;
    private static final SpecRef DECRYPTION = SpecRef.rfc(7516, "5.2");
    private static final Set<String> DECRYPTING = Set.of("decrypt", "unwrapKey", "deriveKey", "deriveBits");
    private static final Set<String> ENCRYPTING = Set.of("encrypt", "wrapKey", "deriveKey", "deriveBits");

    private final JsonObject header;
    private final String compact;
    private final List<String> repeated;

    private Jwe(JsonObject header, String compact, List<String> repeated) {
        this.header = header;
        this.repeated = List.copyOf(repeated);
        this.compact = compact;
    }

    /**
     * What decrypting a token came to.
     *
     * @param checks what was checked: {@code encryption.repeated} (only when so), {@code encryption.alg}, {@code encryption.enc}, {@code encryption.crit},
     *     {@code encryption.zip}, {@code encryption.key}, {@code encryption}
     * @param plaintext what was in it, unless a check failed: often a signed JWT in turn; untrusted
     */
    public record Decrypted(List<Check> checks, Optional<String> plaintext) {
        public Decrypted {
            checks = List.copyOf(checks);
            Objects.requireNonNull(plaintext, "plaintext is null");
        }

        /** Returns the checks only: the rest may be somebody's access. */
        @Override
        public String toString() {
            return "Decrypted[checks=" + checks + "]";
        }
    }

    /** Returns the {@code alg} values of those ways to agree on a key that are known here. */
    public static Set<String> keyManagementAlgorithms() {
        Set<String> all = new TreeSet<>();
        for (KeyManagement one : KeyManagement.values()) {
            all.add(one.id());
        }
        return all;
    }

    /** Returns whether a text has the five parts of an encrypted token. */
    public static boolean looksEncrypted(String compact) {
        return compact.chars().filter(c -> c == '.').count() == 4;
    }

    /**
     * Takes an encrypted token apart, as far as that goes without a key.
     *
     * @throws JoseException if it is longer than a mebibyte, or is not five parts of strict base64url of which the first is a
     *     JSON object
     */
    public static Jwe decode(String compact) {
        if (compact.length() > MAX_LENGTH) {
            throw new JoseException("the token is longer than " + MAX_LENGTH + " characters");
        }
        if (!looksEncrypted(compact)) {
            throw new JoseException("not an encrypted token: expected five parts with dots between");
        }
        String[] parts = compact.split("\\.", -1);
        String[] names = {"header", "encrypted key", "initialization vector", "ciphertext", "authentication tag"};
        for (int i = 1; i < parts.length; i++) {
            Jwt.bytes(names[i], parts[i]);
        }
        List<String> repeated = new ArrayList<>();
        return new Jwe(Jwt.object(names[0], parts[0], repeated), compact, repeated);
    }

    /** Returns the header's members; untrusted. */
    public JsonObject header() {
        return header;
    }

    /**
     * Decrypts the token.
     *
     * @param keys our own private keys and shared secrets
     * @param algorithms the {@code alg} values that are expected
     * @param encryptions the {@code enc} values that are expected
     */
    public Decrypted decrypt(JwkSet keys, Set<String> algorithms, Set<String> encryptions) {
        List<Check> checks = new ArrayList<>();
        Jwt.repetition("encryption", repeated).ifPresent(checks::add);
        Optional<KeyManagement> algorithm =
                text("alg").filter(algorithms::contains).flatMap(KeyManagement::named);
        checks.add(Check.of(
                "encryption.alg",
                "the key management algorithm is an expected one",
                SpecRef.rfc(8725, "3.1"),
                algorithm.isPresent(),
                String.join(" or ", new TreeSet<>(algorithms)),
                shown("alg")));
        Optional<String> encryption = text("enc").filter(encryptions::contains).filter(CONTENT_ENCRYPTIONS::contains);
        checks.add(Check.of(
                "encryption.enc",
                "the content encryption is an expected one",
                SpecRef.rfc(8725, "3.1"),
                encryption.isPresent(),
                String.join(" or ", new TreeSet<>(encryptions)),
                shown("enc")));
        checks.add(
                absent("crit", "the header asks for no extension that is not understood", SpecRef.rfc(7516, "4.1.13")));
        // a compressed token may inflate without bound, and its length tells what it holds
        checks.add(absent("zip", "the content is not compressed", SpecRef.rfc(8725, "3.6")));
        if (Check.firstFailed(checks).isPresent() || algorithm.isEmpty() || encryption.isEmpty()) {
            return new Decrypted(checks, Optional.empty());
        }
        Optional<Jwk> key = key(keys, algorithm.get(), checks);
        if (key.isEmpty()) {
            return new Decrypted(checks, Optional.empty());
        }
        Optional<String> plaintext = plaintext(key.get(), algorithm.get(), encryption.get());
        checks.add(Check.of(
                "encryption",
                "the token can be decrypted",
                DECRYPTION,
                plaintext.isPresent(),
                "decrypts",
                plaintext.isPresent() ? "decrypts" : "does not decrypt: another key, or changed on its way"));
        return new Decrypted(checks, plaintext);
    }

    private Check absent(String name, String title, SpecRef spec) {
        return Check.of(
                "encryption." + name,
                title,
                spec,
                !header.members().containsKey(name),
                "no " + name,
                header.members().containsKey(name) ? shown(name) : "no " + name);
    }

    private Optional<Jwk> key(JwkSet keys, KeyManagement algorithm, List<Check> checks) {
        Map<String, Jwk> fitting = new LinkedHashMap<>();
        for (Jwk key : keys.keys()) {
            boolean named = !header.has("kid") || key.keyId().equals(text("kid"));
            if (named && key.isPrivate() && fits(algorithm, key, DECRYPTING)) {
                fitting.putIfAbsent(key.thumbprint(), key);
            }
        }
        String expected = "one key for " + algorithm.id() + (header.has("kid") ? " named " + shown("kid") : "");
        checks.add(Check.of(
                "encryption.key",
                "one of our keys may decrypt this token",
                SpecRef.oidcCore("10.2"),
                fitting.size() == 1,
                expected,
                fitting.size() == 1 ? expected : fitting.isEmpty() ? "no such key" : fitting.size() + " such keys"));
        return fitting.size() == 1 ? fitting.values().stream().findFirst() : Optional.empty();
    }

    private static boolean fits(KeyManagement algorithm, Jwk key, Set<String> operations) {
        return algorithm.fits(key.keyType(), key.curve())
                && key.use().orElse("enc").equals("enc")
                && key.algorithm().orElse(algorithm.id()).equals(algorithm.id())
                && (key.operations().isEmpty() || key.operations().stream().anyMatch(operations::contains))
                && (!key.keyType().equals("RSA") || key.rsaBits() >= Signing.MIN_RSA_BITS);
    }

    private Optional<String> plaintext(Jwk key, KeyManagement algorithm, String encryption) {
        try {
            JsonWebEncryption jwe = constrained(algorithm.id(), encryption);
            jwe.setCompactSerialization(compact);
            jwe.setKey(KeyMaterial.signing(key.toPrivateJson()));
            byte[] plaintext = jwe.getPlaintextBytes();
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plaintext))
                    .toString());
        } catch (org.jose4j.lang.JoseException | RuntimeException | CharacterCodingException e) {
            // one answer for every way to fail: what differs could be probed
            return Optional.empty();
        }
    }

    private static JsonWebEncryption constrained(String algorithm, String encryption) {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
        jwe.setContentEncryptionAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, encryption));
        return jwe;
    }

    /**
     * For whom, and how, something may be encrypted.
     *
     * @param key the recipient's public key
     * @param algorithm the way to hand over the content key
     * @param encryption the way to encrypt the content
     */
    public record Recipient(Jwk key, String algorithm, String encryption) {
        public Recipient {
            Objects.requireNonNull(key, "key is null");
            Objects.requireNonNull(algorithm, "algorithm is null");
            Objects.requireNonNull(encryption, "encryption is null");
        }

        /**
         * Returns a signed JWT, encrypted.
         *
         * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-5.2">RFC 7519 §5.2, cty</a>
         */
        public String encrypt(String jwt) {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("alg", algorithm);
            header.put("enc", encryption);
            header.put("cty", "JWT");
            key.keyId().ifPresent(kid -> header.put("kid", kid));
            return Jwe.encrypt(JsonObject.of(header), jwt, key);
        }
    }

    /**
     * Whom to encrypt to, of a set of public keys, and how: keys that say they are for encryption come first.
     *
     * @param keys the recipient's keys
     * @param algorithms the {@code alg} values that it takes; empty when it says nothing
     * @param encryptions the {@code enc} values that it takes; empty when it says nothing
     * @return empty when no key fits
     */
    public static Optional<Recipient> recipient(JwkSet keys, List<String> algorithms, List<String> encryptions) {
        String encryption = "";
        for (String preferred : List.of("A256GCM", "A128GCM", "A256CBC-HS512", "A128CBC-HS256", "A192GCM")) {
            if (encryption.isEmpty() && encryptions.contains(preferred)) {
                encryption = preferred;
            }
        }
        if (encryption.isEmpty() && !encryptions.isEmpty()) {
            return Optional.empty();
        }
        for (boolean said : new boolean[] {true, false}) {
            for (KeyManagement algorithm : KeyManagement.values()) {
                boolean taken = algorithms.isEmpty() || algorithms.contains(algorithm.id());
                for (Jwk key : keys.keys()) {
                    boolean open = !key.keyType().equals("oct") && key.use().isPresent() == said;
                    if (taken && open && fits(algorithm, key, ENCRYPTING)) {
                        // OpenID Connect Registration §2: this one unless something else is said
                        return Optional.of(new Recipient(
                                key, algorithm.id(), encryption.isEmpty() ? "A128CBC-HS256" : encryption));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Makes an encrypted token.
     *
     * @param header {@code alg} and {@code enc} must be there; {@code kid} and {@code cty} are the caller's
     * @param recipient the public key of whom it is for, or a shared secret
     * @return the compact token
     * @throws JoseException if the header names no algorithms that are understood, or the key does not fit them
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7516#section-5.1">RFC 7516 §5.1</a>
     */
    public static String encrypt(JsonObject header, String plaintext, Jwk recipient) {
        KeyManagement algorithm = header.value("alg")
                .filter(String.class::isInstance)
                .flatMap(alg -> KeyManagement.named((String) alg))
                .orElseThrow(() -> new JoseException("the header names no \"alg\" to encrypt with"));
        String encryption = header.value("enc")
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(CONTENT_ENCRYPTIONS::contains)
                .orElseThrow(() -> new JoseException("the header names no \"enc\" to encrypt with"));
        if (header.has("zip") || header.has("crit")) {
            throw new JoseException("headers with \"zip\" or \"crit\" are not made here");
        }
        if (!fits(algorithm, recipient, ENCRYPTING)) {
            throw new JoseException("the key cannot encrypt with " + algorithm.id());
        }
        try {
            JsonWebEncryption jwe = constrained(algorithm.id(), encryption);
            for (Map.Entry<String, Object> member : header.members().entrySet()) {
                if (!(member.getValue() instanceof String text)) {
                    throw new JoseException("the header's \"" + member.getKey() + "\" is no text");
                }
                jwe.setHeader(member.getKey(), text);
            }
            jwe.setKey(KeyMaterial.verifying(recipient.toPrivateJson()));
            jwe.setPlaintext(plaintext.getBytes(StandardCharsets.UTF_8));
            return jwe.getCompactSerialization();
        } catch (org.jose4j.lang.JoseException e) {
            throw new JoseException("the key cannot encrypt with " + algorithm.id(), e);
        }
    }

    private Optional<String> text(String name) {
        return header.value(name).filter(String.class::isInstance).map(String.class::cast);
    }

    private String shown(String name) {
        Object value = header.members().get(name);
        if (value == null) {
            return "no " + name;
        }
        return value instanceof String text ? text : JsonObject.toJson(value);
    }

    /** Returns the names of the header's members only. */
    @Override
    public String toString() {
        return "Jwe[header=" + header + "]";
    }
}
