package dev.oat.http.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that signs whatever a test asks for, right or wrong. */
public final class TestAuthority {
    static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final char[] PASSWORD = "test".toCharArray();

    private final KeyPair keys = keyPair("RSA", 2048);
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        Instant now = Instant.now();
        certificate = sign(
                name,
                keys,
                name,
                "SHA256withRSA",
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1)),
                // basicConstraints, critical: an authority
                sequence(oid("2.5.29.19"), der(1, new byte[] {-1}), der(4, sequence(der(1, new byte[] {-1})))));
    }

    public String pem() throws GeneralSecurityException {
        return pem(certificate);
    }

    static String pem(X509Certificate one) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(one.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A server's certificate as a test wants it. */
    public record Wish(
            List<byte[]> names, String commonName, Duration from, Duration until, String use, String algorithm) {
        public static Wish naming(byte[]... names) {
            return new Wish(
                    List.of(names), "test", Duration.ofHours(-1), Duration.ofHours(1), SERVER_USE, "SHA256withRSA");
        }

        Wish commonName(String other) {
            return new Wish(names, other, from, until, use, algorithm);
        }

        Wish valid(Duration begin, Duration end) {
            return new Wish(names, commonName, begin, end, use, algorithm);
        }

        Wish usedAs(String other) {
            return new Wish(names, commonName, from, until, other, algorithm);
        }

        Wish signedWith(String other) {
            return new Wish(names, commonName, from, until, use, other);
        }
    }

    public static byte[] dns(String name) {
        return der(0x82, name.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static byte[] ip(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return der(0x87, address);
    }

    /** Such a certificate from this authority. */
    X509Certificate certificate(Wish wish) {
        return certificate(wish, keys, name(certificate));
    }

    private X509Certificate certificate(Wish wish, KeyPair own, String issuer) {
        byte[] usage = sequence(oid("2.5.29.37"), der(4, sequence(oid(wish.use()))));
        byte[] names = sequence(oid("2.5.29.17"), der(4, sequence(wish.names().toArray(new byte[0][]))));
        Instant now = Instant.now();
        return sign(
                wish.commonName(),
                own,
                issuer,
                wish.algorithm(),
                now.plus(wish.from()),
                now.plus(wish.until()),
                wish.names().isEmpty() ? usage : join(usage, names));
    }

    /** A server's side of TLS with such a certificate from this authority. */
    public SSLContext server(Wish wish) throws GeneralSecurityException, IOException {
        return server(wish, name(certificate), certificate);
    }

    /** The same, with this authority's name spelt as it is given here, and without the authority's own certificate. */
    SSLContext server(Wish wish, String issuer) throws GeneralSecurityException, IOException {
        return server(wish, issuer, new Certificate[0]);
    }

    private SSLContext server(Wish wish, String issuer, Certificate... rest)
            throws GeneralSecurityException, IOException {
        KeyPair own = keyPair("RSA", 2048);
        X509Certificate leaf = certificate(wish, own, issuer);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = Arrays.copyOf(new Certificate[] {leaf}, 1 + rest.length);
        System.arraycopy(rest, 0, chain, 1, rest.length);
        store.setKeyEntry("server", own.getPrivate(), PASSWORD, chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private X509Certificate sign(
            String subject,
            KeyPair own,
            String issuer,
            String algorithm,
            Instant from,
            Instant until,
            byte[] extensions) {
        try {
            String oid = algorithm.equals("MD5withRSA") ? "1.2.840.113549.1.1.4" : "1.2.840.113549.1.1.11";
            byte[] signing = sequence(oid(oid), der(5));
            byte[] body = sequence(
                    der(0xa0, der(2, new byte[] {2})),
                    der(2, Arrays.copyOf(own.getPublic().getEncoded(), 8)),
                    signing,
                    distinguished(issuer),
                    sequence(time(from), time(until)),
                    distinguished(subject),
                    own.getPublic().getEncoded(),
                    der(0xa3, sequence(extensions)));
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] whole = sequence(body, signing, der(3, new byte[] {0}, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair(String type, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] distinguished(String commonName) {
        return sequence(der(0x31, sequence(oid("2.5.4.3"), der(12, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant when) {
        return der(24, TIME.format(when).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] parts = text.split("\\.");
        out.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            long arc = Long.parseLong(parts[i]);
            for (int shift = 28; shift >= 0; shift -= 7) {
                if (shift == 0 || arc >> shift > 0) {
                    out.write((int) (arc >> shift & 0x7f | (shift == 0 ? 0 : 0x80)));
                }
            }
        }
        return der(6, out.toByteArray());
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length > 255) {
            out.write(0x82);
            out.write(content.length >> 8);
        } else if (content.length > 127) {
            out.write(0x81);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
