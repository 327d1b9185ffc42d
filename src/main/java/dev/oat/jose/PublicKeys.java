package dev.oat.jose;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a file that verify: a JWK or a set of them, PEM (public keys and certificates), or what holds private keys. */
public final class PublicKeys {
    private PublicKeys() {}

    /**
     * Reads a file; of private keys the public halves count. A shared secret in a JWK stays one.
     *
     * @param file the file's bytes
     * @param passphrase what opens it, for those that are closed
     * @throws JoseException if it holds no key, or one that cannot be read; the message says why
     */
    public static JwkSet read(byte[] file, Optional<Secret> passphrase) {
        String text = new String(file, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            return ofJson(text);
        }
        List<Jwk> keys = new ArrayList<>();
        if (Pem.isIn(text)) {
            for (Pem block : Pem.blocks(text)) {
                switch (block.label()) {
                    case "PUBLIC KEY" -> keys.add(jwk(KeyMembers.ofPublic(block.bytes())));
                    case "RSA PUBLIC KEY" -> keys.add(jwk(KeyMembers.ofPublicPkcs1(block.bytes())));
                    case "CERTIFICATE" -> keys.add(withCertificate(block.bytes()));
                    default -> {
                        // private keys are read below
                    }
                }
            }
        }
        if (!keys.isEmpty()) {
            return JwkSet.of(keys);
        }
        for (Jwk key : PrivateKeys.read(file, passphrase).keys()) {
            keys.add(Jwk.parse(key.toPublicJson()));
        }
        return JwkSet.of(keys);
    }

    /**
     * Returns the certificates of a file, PEM or DER, in DER.
     *
     * @throws JoseException if it holds none
     */
    public static List<byte[]> certificates(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        List<byte[]> certificates = new ArrayList<>();
        if (Pem.isIn(text)) {
            for (Pem block : Pem.blocks(text)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(block.bytes());
                }
            }
        } else if (file.length > 0 && file[0] == Der.SEQUENCE) {
            certificates.add(file);
        }
        if (certificates.isEmpty()) {
            throw new JoseException("it holds no certificate");
        }
        return certificates;
    }

    /**
     * Returns the key of a certificate.
     *
     * @param der the certificate in DER
     * @throws JoseException if it cannot be read
     */
    public static Jwk ofCertificate(byte[] der) {
        try {
            return jwk(KeyMembers.ofPublic(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey()
                    .getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new JoseException("the certificate cannot be read", e);
        }
    }

    /** With the certificate itself, as servers know a self-signed one (RFC 8705 §2.2.2, RFC 7517 §4.7). */
    private static Jwk withCertificate(byte[] der) {
        JsonObject key = ofCertificate(der).toPublicJson();
        return Jwk.parse(key.with("x5c", List.of(Base64.getEncoder().encodeToString(der))));
    }

    private static JwkSet ofJson(String text) {
        try {
            JsonObject json = JsonObject.parse(text);
            return json.has("keys") && !json.has("kty") ? JwkSet.parse(json) : JwkSet.of(List.of(Jwk.parse(json)));
        } catch (JsonException e) {
            throw new JoseException("it is no JSON: " + e.getMessage(), e);
        }
    }

    private static Jwk jwk(Map<String, Object> members) {
        return Jwk.parse(JsonObject.of(members));
    }
}
