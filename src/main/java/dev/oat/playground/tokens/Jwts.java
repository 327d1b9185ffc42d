package dev.oat.playground.tokens;

import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the JWTs of one issuer, and those that only look like it. */
public final class Jwts {
    /** The content encryptions that the issuer speaks. */
    public static final List<String> ENCRYPTIONS = List.of("A256GCM", "A128CBC-HS256");

    private final Issuer issuer;

    public Jwts(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns a JWT signed with the key of now. */
    public String signed(String type, Map<String, Object> claims) {
        return signed(type, claims, issuer.keys().current());
    }

    /** A JWT signed with a key of the issuer's. */
    public String signed(String type, Map<String, Object> claims, Jwk key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", issuer.keys().alg());
        header.put("typ", type);
        key.keyId().ifPresent(kid -> header.put("kid", kid));
        return Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key);
    }

    /**
     * Returns an answer in place of JSON, signed, and encrypted to a client that has asked for that.
     *
     * @param type its {@code typ}
     * @param claims its claims, to which {@code iss}, {@code aud} and {@code iat} are added
     */
    public String answer(String type, Map<String, Object> claims, PlaygroundClient client) {
        Faults faults = issuer.faults();
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put("iss", faults.isOn(Fault.JWT_ANSWER_WRONG_ISS) ? "https://elsewhere.example" : issuer.id());
        all.put("aud", faults.isOn(Fault.JWT_ANSWER_WRONG_AUD) ? "another-client" : client.id());
        all.put("iat", issuer.now().getEpochSecond());
        String jwt = signed(faults.isOn(Fault.JWT_ANSWER_WRONG_TYP) ? "at+jwt" : type, all);
        return sealed(faults.isOn(Fault.JWT_ANSWER_BAD_SIGNATURE) ? withBrokenSignature(jwt) : jwt, client);
    }

    /** Returns a JWT as the client gets it: encrypted, if it has asked for that. */
    public String sealed(String jwt, PlaygroundClient client) {
        return issuer.encryptionKey(client)
                .flatMap(key -> Jwe.recipient(
                        JwkSet.of(List.of(issuer.faults().isOn(Fault.ENCRYPTED_TO_ANOTHER) ? stranger() : key)),
                        List.of(),
                        ENCRYPTIONS))
                .map(recipient -> recipient.encrypt(jwt))
                .orElse(jwt);
    }

    private Jwk stranger() {
        return Jwk.generate("ECDH-ES", issuer.settings().random());
    }

    /** Returns a JWT with {@code alg: none}. */
    public static String unsigned(JsonObject claims) {
        return part(JsonObject.of(Map.of("alg", "none"))) + "." + part(claims) + ".";
    }

    /** The same token with another signature. */
    public static String withBrokenSignature(String jwt) {
        int signature = jwt.lastIndexOf('.') + 1;
        char first = jwt.charAt(signature);
        return jwt.substring(0, signature) + (first == 'A' ? 'B' : 'A') + jwt.substring(signature + 1);
    }

    private static String part(JsonObject object) {
        return Base64Url.encode(object.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
