package dev.oat.http.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Has the JDK set up its TLS on a thread of its own, while the command line is still being read: half of what a cold
 * handshake costs is the JDK's own start, which no server has a part in.
 *
 * <p>Nothing that is made here is used: what remains are classes that are ready and code that is compiled. A failure shows
 * where TLS is really needed. In the meantime nobody else may touch the JDK's TLS classes ({@link #await()}): classes that
 * need one another, begun from both ends, wait for each other for ever.
 */
public final class TlsStart {
    /** There is one JDK to be set up in a process: the class is what begins it. */
    private static final TlsStart ONLY = new TlsStart();

    /** Nobody's: signed by its own key (RSA, 2048 bits), which is thrown away. The first handshake checks one like it. */
    private static final String CERTIFICATE =
            "MIICwTCCAamgAwIBAgIIPfKHEHv8I64wDQYJKoZIhvcNAQELBQAwDjEMMAoGA1UEAxMDb2F0MCAXDTIwMDEwMTAwMDAwMFoY"
                    + "DzIxMTkxMjA4MDAwMDAwWjAOMQwwCgYDVQQDEwNvYXQwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDfCQ/6sQ4E"
                    + "aThyUruzp6G/ektgOoTfNmt4AO/ERl4JH73DLVrEwkujz50nZnBzzAPCsJXDmviRXikARTEin6JGB0TlinXF6tOEXUhjzwca"
                    + "QLqng/qALQ7Fc5g18q3neGBR5Yb9XwieFkYgCREwZjz4gY0K+/676JPp3wWtYjcpfTbElrUQ1NaCX+HFe6WatFj42hC84KX8"
                    + "yKP8diMEHnrfwTDjIcbDdM5o1qgzIxC7thUP3QevCgPP36zwDlyWLhK4BwbL6fsw8PeI/Gn0I2NRlP44lnDD7GfKNltm+GV1"
                    + "GhCFgWavBEHrdx8sw/hpmbJiABevmD7CzwesiR/f7beNAgMBAAGjITAfMB0GA1UdDgQWBBQHvB8vKX6jcmE4Eduo18WI3uaS"
                    + "kDANBgkqhkiG9w0BAQsFAAOCAQEARSdntZfs+L6WBphjNNkxQghFzI2YLvgCYJJJueSgCBM2M7PAySmX8ZrFAbdeioQZCvNU"
                    + "BWv52tKV+lPcLE0WFy0Gm0rw/oHTT79Hgsyfi/vtrLoJ2kOqZCFYv7CX0I+JXgUu3P5DbjxpUgBYDwg06L2NGiuAmAkTve/q"
                    + "lgN8S41/hqebLejZHYT/8E+3Lu0auGSVV2vhMAVniszxybt68n7uUhl/zRFVAVmR3HGfGvxY+w3heIadl108m5WLGsl7ukEy"
                    + "sKBKPO0s9k2xEY69PRqndsYuhHvYlI+3hCy4g/DZ5SDey8EzlMHKYtukElbrTzB8zla4UCOqiqJJqLMmpg==";

    private final CountDownLatch ready = new CountDownLatch(1);

    private TlsStart() {
        Thread thread = new Thread(this::run, "oat-tls");
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins it, unless it has begun. */
    public static void begin() {
        ONLY.ready.getCount();
    }

    /** Begins it, unless it has begun, and waits until TLS can be used. */
    static void await() {
        try {
            ONLY.ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[0], new TrustManager[0], null);
                context.getDefaultSSLParameters();
            } finally {
                ready.countDown();
            }
            handshake();
        } catch (GeneralSecurityException | RuntimeException e) {
            // whoever needs TLS will be told
        }
    }

    /** What most handshakes take, about in its order. */
    private static void handshake() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        if (!(keys.getPublic() instanceof XECPublicKey own)) {
            return;
        }
        checkCertificate();
        PublicKey other = KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, own.getU()));
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.getPrivate());
        agreement.doPhase(other, true);
        MessageDigest digest = MessageDigest.getInstance("SHA-384");
        digest.digest(agreement.generateSecret());
        Mac mac = Mac.getInstance("HmacSHA384");
        mac.init(new SecretKeySpec(new byte[48], "HmacSHA384"));
        mac.doFinal(new byte[48]);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(new byte[32], "AES"), new GCMParameterSpec(128, new byte[12]));
        Signature.getInstance("RSASSA-PSS");
    }

    private static void checkCertificate() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        byte[] encoded = Base64.getDecoder().decode(CERTIFICATE);
        Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(encoded));
        TrustAnchor itself = new TrustAnchor((X509Certificate) certificate, null);
        PKIXParameters parameters = new PKIXParameters(Set.of(itself));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(certificate)), parameters);
    }
}
