package dev.oat.jose;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One key: public, private, or a shared secret.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-4">RFC 7517 §4</a>
 */
public final class Jwk {
    private static final int MAX_RSA_BITS = 16384;
    private static final int MAX_EXPONENT_BITS = 256;
    private static final List<String> RSA_SECRETS = List.of("d", "p", "q", "dp", "dq", "qi");
    private static final Set<String> PUBLIC_MEMBERS =
            Set.of("kty", "use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256", "n", "e", "crv", "x", "y");

    private final JsonObject json;
    private final String keyType;

    private Jwk(JsonObject json, String keyType) {
        this.json = json;
        this.keyType = keyType;
    }

    /**
     * Returns a new key for one algorithm; key pairs have their thumbprint as {@code kid}.
     *
     * @param alg {@code RS256} and its siblings (2048 bits), {@code PS256} …, {@code ES256} …, {@code EdDSA} or
     *     {@code Ed25519} for signatures, {@code HS256} … for a shared secret; {@code RSA-OAEP-256} or {@code ECDH-ES} and their siblings for encryption
     * @throws JoseException if no key pair belongs to the algorithm
     */
    public static Jwk generate(String alg, SecureRandom random) {
        String use;
        String keyType;
        String curve;
        Optional<SignatureAlgorithm> signature = SignatureAlgorithm.named(alg);
        if (signature.isPresent() && signature.get().isSymmetric()) {
            return ofSecret(signature.get(), random);
        }
        if (signature.isPresent()) {
            use = "sig";
            keyType = signature.get().keyType();
            curve = keyType.equals("OKP") ? "Ed25519" : signature.get().curve();
        } else {
            use = "enc";
            keyType = KeyManagement.named(alg).map(KeyManagement::keyType).orElse("");
            curve = "P-256";
        }
        if (keyType.isEmpty() || keyType.equals("oct")) {
            throw new JoseException("no key can be made for \"" + alg + "\"");
        }
        Map<String, Object> material = KeyMaterial.generate(keyType, curve, random);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", keyType);
        members.put("kid", parse(JsonObject.of(material)).thumbprint());
        members.put("use", use);
        members.put("alg", alg);
        members.putAll(material);
        return parse(JsonObject.of(members));
    }

    private static Jwk ofSecret(SignatureAlgorithm algorithm, SecureRandom random) {
        byte[] octets = new byte[algorithm.signatureLength()];
        random.nextBytes(octets);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "oct");
        members.put("use", "sig");
        members.put("alg", algorithm.id());
        members.put("k", Base64Url.encode(octets));
        return parse(JsonObject.of(members));
    }

    /**
     * Reads a key; members that nobody here knows are kept.
     *
     * @throws JoseException if the kind of key is unknown, or a member of it is missing, malformed or out of range
     */
    public static Jwk parse(JsonObject json) {
        try {
            String keyType = json.text("kty").orElseThrow(() -> new JoseException("the key has no \"kty\""));
            json.text("kid");
            json.text("alg");
            json.text("use");
            json.texts("key_ops");
            switch (keyType) {
                case "RSA" -> checkRsa(json);
                case "EC" -> checkCurve(json, coordinateLength(json), "x", "y");
                case "OKP" -> checkCurve(json, okpLength(json), "x");
                case "oct" -> {
                    if (octets(json, "k").length == 0) {
                        throw new JoseException("the key's \"k\" is empty");
                    }
                }
                default -> throw new JoseException("keys of the kind \"" + keyType + "\" are not understood");
            }
            return new Jwk(json, keyType);
        } catch (JsonException e) {
            throw new JoseException("the key: " + e.getMessage(), e);
        }
    }

    private static void checkRsa(JsonObject json) {
        int bits = number(json, "n").bitLength();
        if (bits > MAX_RSA_BITS) {
            throw new JoseException("the key has " + bits + " bits, more than " + MAX_RSA_BITS);
        }
        BigInteger exponent = number(json, "e");
        if (exponent.bitLength() < 2 || exponent.bitLength() > MAX_EXPONENT_BITS || !exponent.testBit(0)) {
            throw new JoseException("the key's \"e\" is out of range");
        }
        if (json.has("oth")) {
            throw new JoseException("RSA keys of more than two primes are not understood");
        }
        if (!json.has("d")) {
            return;
        }
        boolean primes = json.has("p");
        for (String name : RSA_SECRETS) {
            if (name.equals("d") || primes) {
                number(json, name);
            } else if (json.has(name)) {
                throw new JoseException("the key has \"" + name + "\" without \"p\"");
            }
        }
    }

    private static int coordinateLength(JsonObject json) {
        return switch (json.text("crv").orElse("")) {
            case "P-256" -> 32;
            case "P-384" -> 48;
            case "P-521" -> 66;
            default -> throw unknownCurve(json);
        };
    }

    private static int okpLength(JsonObject json) {
        return switch (json.text("crv").orElse("")) {
            case "Ed25519", "X25519" -> 32;
            case "X448" -> 56;
            case "Ed448" -> 57;
            default -> throw unknownCurve(json);
        };
    }

    private static JoseException unknownCurve(JsonObject json) {
        return new JoseException(
                json.has("crv")
                        ? "keys on the curve \"" + json.text("crv").orElse("") + "\" are not understood"
                        : "the key has no \"crv\"");
    }

    private static void checkCurve(JsonObject json, int length, String... coordinates) {
        for (String name : coordinates) {
            checkLength(json, name, length);
        }
        if (json.has("d")) {
            checkLength(json, "d", length);
        }
    }

    private static void checkLength(JsonObject json, String name, int length) {
        int found = octets(json, name).length;
        if (found != length) {
            throw new JoseException("the key's \"" + name + "\" has " + found + " bytes, its curve demands " + length);
        }
    }

    private static BigInteger number(JsonObject json, String name) {
        return new BigInteger(1, octets(json, name));
    }

    private static byte[] octets(JsonObject json, String name) {
        String text = json.text(name).orElseThrow(() -> new JoseException("the key has no \"" + name + "\""));
        try {
            return Base64Url.decode(text);
        } catch (JoseException e) {
            throw new JoseException("the key's \"" + name + "\" is " + e.getMessage(), e);
        }
    }

    /** Returns a secret that signer and verifier share, such as a client secret for {@code HS256}. */
    public static Jwk ofSecret(byte[] hmacKey) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "oct");
        members.put("k", Base64Url.encode(hmacKey));
        return parse(JsonObject.of(members));
    }

    /** Returns the key's name in its set. */
    public Optional<String> keyId() {
        return json.text("kid");
    }

    /** The one algorithm that the key is meant for. */
    public Optional<String> algorithm() {
        return json.text("alg");
    }

    /** Returns this key under a name. */
    public Jwk withKeyId(String kid) {
        return new Jwk(json.with("kid", kid), keyType);
    }

    /**
     * The algorithms with which the key may sign, the usual one first; empty when it is for something else.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC 7518 §3.1</a>
     */
    public List<String> signatureAlgorithms() {
        List<String> names = new ArrayList<>();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (misfit(algorithm, Set.of("sign")).isEmpty()) {
                names.add(algorithm.id());
            }
        }
        return names;
    }

    /**
     * Returns the algorithm to sign with: the one asked for, else the key's own, else the first of its usual ones that the
     * receiver takes.
     *
     * @param asked the algorithm that a user asked for, or empty
     * @param accepted what the receiver says it takes; empty when it says nothing
     * @throws JoseException if the key cannot sign so, or with nothing that the receiver takes
     */
    public String signatureAlgorithm(Optional<String> asked, List<String> accepted) {
        List<String> able = signatureAlgorithms();
        if (asked.isPresent()) {
            String alg = asked.orElseThrow();
            SignatureAlgorithm algorithm = SignatureAlgorithm.named(alg)
                    .orElseThrow(
                            () -> new JoseException("\"" + alg + "\" is no signature algorithm that is understood"));
            Optional<String> misfit = misfit(algorithm, Set.of("sign"));
            if (misfit.isPresent()) {
                throw new JoseException("the key cannot sign with " + alg + ": " + misfit.orElseThrow());
            }
            return alg;
        }
        if (able.isEmpty()) {
            throw new JoseException("the key is not for signatures");
        }
        if (algorithm().isPresent() && able.contains(algorithm().orElseThrow())) {
            return algorithm().orElseThrow();
        }
        for (String alg : able) {
            if (accepted.isEmpty() || accepted.contains(alg)) {
                return alg;
            }
        }
        throw new JoseException("the key signs with " + String.join(", ", able)
                + ", of which the receiver takes none: it takes " + String.join(", ", accepted));
    }

    /**
     * Returns why the key may not be used with an algorithm, or empty when it may.
     *
     * @param operations the {@code key_ops} of which the key must allow one, if it lists any
     */
    Optional<String> misfit(SignatureAlgorithm algorithm, Set<String> operations) {
        if (!keyType.equals(algorithm.keyType())) {
            return Optional.of("its kty is " + keyType);
        }
        if (!algorithm.fitsCurve(curve())) {
            return Optional.of("its crv is " + curve());
        }
        String use = use().orElse("sig");
        if (!use.equals("sig")) {
            return Optional.of("its use is " + use);
        }
        if (!operations().isEmpty() && operations().stream().noneMatch(operations::contains)) {
            return Optional.of("its key_ops do not allow it");
        }
        String alg = algorithm().orElse(algorithm.id());
        if (!algorithm.fitsKeyAlgorithm(alg)) {
            return Optional.of("its alg is " + alg);
        }
        return Optional.empty();
    }

    /** Returns the private key as PEM, for programs that know no JWK. */
    public String toPem() {
        return Pem.text("PRIVATE KEY", toPkcs8());
    }

    /**
     * The public key as PEM.
     *
     * @throws JoseException if the key is a shared secret, which has no public half
     */
    public String toPublicPem() {
        if (keyType.equals("oct")) {
            throw new JoseException("a shared secret has no public half");
        }
        return Pem.text("PUBLIC KEY", KeyMembers.toPublic(json));
    }

    /** Returns the private key in PKCS#8, for programs that know no JWK. */
    public byte[] toPkcs8() {
        if (!isPrivate()) {
            throw new JoseException("the key is public; the private one is needed");
        }
        return KeyMembers.toPkcs8(json);
    }

    /** {@code RSA}, {@code EC}, {@code OKP} or {@code oct}. */
    public String keyType() {
        return keyType;
    }

    /** Whether it can sign: a private key, or a shared secret. */
    public boolean isPrivate() {
        return keyType.equals("oct") || json.has("d");
    }

    /**
     * Returns the key's name made from its material: SHA-256 over its public members, in base64url.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7638#section-3">RFC 7638 §3</a>
     */
    public String thumbprint() {
        byte[] canonical = JsonObject.of(required()).toJson().getBytes(StandardCharsets.UTF_8);
        return Base64Url.encode(HalfHash.digest("SHA-256").digest(canonical));
    }

    /**
     * Returns the members that make the public key and no others, not even a name.
     *
     * @throws JoseException if the key is a shared secret, which has no public half
     */
    public JsonObject toBareJson() {
        if (keyType.equals("oct")) {
            throw new JoseException("a shared secret has no public half");
        }
        return JsonObject.of(required());
    }

    private Map<String, Object> required() {
        Map<String, Object> required = new LinkedHashMap<>();
        switch (keyType) {
            case "RSA" -> {
                // a leading zero octet is forbidden in both, yet met; the thumbprint is that of the number
                required.put("e", shortest("e"));
                required.put("kty", keyType);
                required.put("n", shortest("n"));
            }
            case "EC" -> {
                required.put("crv", curve());
                required.put("kty", keyType);
                required.put("x", text("x"));
                required.put("y", text("y"));
            }
            case "OKP" -> {
                required.put("crv", curve());
                required.put("kty", keyType);
                required.put("x", text("x"));
            }
            default -> {
                required.put("k", text("k"));
                required.put("kty", keyType);
            }
        }
        return required;
    }

    private String shortest(String name) {
        byte[] octets = number(json, name).toByteArray();
        int skip = octets[0] == 0 ? 1 : 0;
        byte[] unsigned = new byte[octets.length - skip];
        System.arraycopy(octets, skip, unsigned, 0, unsigned.length);
        return Base64Url.encode(unsigned);
    }

    private String text(String name) {
        return json.text(name).orElse("");
    }

    /** Returns the {@code crv}, or empty for kinds of keys without one. */
    String curve() {
        return json.text("crv").orElse("");
    }

    /** What the key is for, by its {@code use}. */
    public Optional<String> use() {
        return json.text("use");
    }

    /** Returns what may be done with the key; empty for anything. */
    List<String> operations() {
        return json.texts("key_ops");
    }

    /** The bits of an RSA modulus, or 0 for other kinds. */
    int secretBits() {
        return keyType.equals("oct") ? octets(json, "k").length * Byte.SIZE : 0;
    }

    int rsaBits() {
        return keyType.equals("RSA") ? number(json, "n").bitLength() : 0;
    }

    /**
     * Returns the public half, with the members that RFC 7517 knows to be public and no others.
     *
     * @throws JoseException if the key is a shared secret, which has no public half
     */
    public JsonObject toPublicJson() {
        if (keyType.equals("oct")) {
            throw new JoseException("a shared secret has no public half");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : json.members().entrySet()) {
            if (PUBLIC_MEMBERS.contains(member.getKey())) {
                members.put(member.getKey(), member.getValue());
            }
        }
        if (isPrivate() && json.has("key_ops")) {
            members.remove("key_ops");
            List<String> operations = publicOperations();
            if (!operations.isEmpty()) {
                members.put("key_ops", operations);
            }
        }
        return JsonObject.of(members);
    }

    private List<String> publicOperations() {
        List<String> operations = new ArrayList<>();
        for (String operation : operations()) {
            switch (operation) {
                case "sign" -> operations.add("verify");
                case "decrypt" -> operations.add("encrypt");
                case "unwrapKey" -> operations.add("wrapKey");
                case "verify", "encrypt", "wrapKey" -> operations.add(operation);
                default -> {
                    // deriveKey and deriveBits take the private half
                }
            }
        }
        return operations;
    }

    /** Returns the whole key with its secret members, as it was read; for key files and standard output when asked for. */
    public JsonObject toPrivateJson() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Jwk key && json.equals(key.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Kind and name only. */
    @Override
    public String toString() {
        return "Jwk[kty=" + keyType + keyId().map(kid -> ", kid=" + kid).orElse("") + "]";
    }
}
