package dev.oat.jose;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * A throw-away X.509 certificate for an EC key on P-256: for playgrounds, never for a real server; it
 * is good at any time, whatever the clocks say.
 *
 * @param name whose it is, as its common name
 * @param key the private key that belongs to it
 * @param der the certificate
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280 §4.1</a>
 */
public record Certificate(String name, Jwk key, byte[] der) {
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SET = 0x31;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final byte[] TRUE = {1, 1, (byte) 0xff};

    /** Returns an authority that vouches for itself, and may vouch for others. */
    public static Certificate authority(String name, SecureRandom random) {
        Jwk key = Jwk.generate("ES256", random);
        byte[] der = make(name, key, name, key, true, random);
        return new Certificate(name, key, der);
    }

    /** Returns one for a key that vouches for itself, and for nobody else. */
    public static Certificate selfSigned(String name, Jwk key, SecureRandom random) {
        return new Certificate(name, key, make(name, key, name, key, false, random));
    }

    /** One for a new key, for which this authority vouches; it is good for servers at the loopback's addresses too. */
    public Certificate issue(String subject, SecureRandom random) {
        Jwk own = Jwk.generate("ES256", random);
        return new Certificate(subject, own, make(subject, own, name, key, false, random));
    }

    /** Returns the certificate as PEM. */
    public String toPem() {
        return Pem.text("CERTIFICATE", der);
    }

    private static byte[] make(
            String subject, Jwk subjectKey, String issuer, Jwk issuerKey, boolean authority, SecureRandom random) {
        byte[] algorithm = Der.encode(Der.SEQUENCE, Der.encodeIdentifier(ECDSA_SHA256));
        byte[] body = Der.encode(
                Der.SEQUENCE,
                Der.encode(Der.context(0), Der.encode(BigInteger.TWO)),
                Der.encode(new BigInteger(127, random).add(BigInteger.ONE)),
                algorithm,
                name(issuer),
                Der.encode(Der.SEQUENCE, time("20000101000000Z"), time("29991231235959Z")),
                name(subject),
                KeyMembers.toPublic(subjectKey.toPrivateJson()),
                Der.encode(Der.context(3), Der.encode(Der.SEQUENCE, extensions(authority))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign((PrivateKey) KeyMaterial.signing(issuerKey.toPrivateJson()));
            signature.update(body);
            return Der.encode(
                    Der.SEQUENCE, body, algorithm, Der.encode(Der.BIT_STRING, new byte[] {0}, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new JoseException("this Java makes no certificates", e);
        }
    }

    private static byte[][] extensions(boolean authority) {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(Der.encode(
                Der.SEQUENCE,
                Der.encodeIdentifier(BASIC_CONSTRAINTS),
                TRUE,
                Der.encode(Der.OCTET_STRING, authority ? Der.encode(Der.SEQUENCE, TRUE) : Der.encode(Der.SEQUENCE))));
        if (!authority) {
            byte[] names = Der.encode(
                    Der.SEQUENCE,
                    Der.encode(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
                    Der.encode(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)));
            extensions.add(Der.encode(
                    Der.SEQUENCE, Der.encodeIdentifier(ALTERNATIVE_NAMES), Der.encode(Der.OCTET_STRING, names)));
        }
        return extensions.toArray(new byte[0][]);
    }

    private static byte[] name(String commonName) {
        byte[] text = Der.encode(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8));
        return Der.encode(
                Der.SEQUENCE, Der.encode(SET, Der.encode(Der.SEQUENCE, Der.encodeIdentifier(COMMON_NAME), text)));
    }

    private static byte[] time(String text) {
        return Der.encode(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the name only. */
    @Override
    public String toString() {
        return "Certificate[" + name + "]";
    }
}
