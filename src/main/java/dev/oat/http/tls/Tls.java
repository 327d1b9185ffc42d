package dev.oat.http.tls;

import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom to trust, and who we are, as a JDK TLS context; made only for https. */
public final class Tls {
    private static final String REVOCATION = "com.sun.net.ssl.checkRevocation";

    private final TransportSettings settings;
    private final Optional<Authorities> authorities;
    private final Optional<KeyStore> common;

    private Tls(TransportSettings settings, Optional<Authorities> authorities, Optional<KeyStore> common) {
        this.settings = settings;
        this.authorities = authorities;
        this.common = common;
    }

    /**
     * Begins to set up the JDK's TLS, and reads whom to trust meanwhile.
     *
     * @throws Failure.Usage if the file of certificate authorities cannot be used
     */
    public static Tls with(TransportSettings settings) {
        TlsStart.begin();
        if (settings.insecure()) {
            return new Tls(settings, Optional.empty(), Optional.empty());
        }
        return settings.trust().isPresent()
                ? new Tls(settings, Optional.of(authorities(settings.trust().orElseThrow())), Optional.empty())
                : common(settings);
    }

    /** Returns the context for the settings, once the JDK's TLS is set up. */
    public SSLContext context() {
        TlsStart.await();
        try {
            if (!settings.insecure()
                    && settings.trust().isEmpty()
                    && settings.certificate().isEmpty()
                    && System.getProperty("javax.net.ssl.keyStore") != null) {
                // a certificate of the user's that the JDK is told of
                return SSLContext.getDefault();
            }
            TrustManager[] trust = settings.insecure()
                    ? new TrustManager[] {new TrustAnyone()}
                    : sparingly(
                            authorities.isPresent()
                                    ? new TrustManager[] {new FittingTrust(authorities.orElseThrow())}
                                    : trusted(common));
            KeyManager[] own = settings.certificate().isPresent()
                    ? settings.certificate().orElseThrow().keyManagers()
                    : null;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Failure.Unreachable("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] sparingly(TrustManager[] jdk) {
        for (int i = 0; i < jdk.length; i++) {
            if (jdk[i] instanceof X509ExtendedTrustManager checks) {
                jdk[i] = new ExactNameTrust(checks);
            }
        }
        return jdk;
    }

    /**
     * Returns the authorities that come with the JDK, or the file of them that it is told of: read here, since it can be done while
     * TLS is set up. Where more than a file's name is set, or it cannot be read, it is the JDK's to say.
     */
    private static Tls common(TransportSettings settings) {
        String told = System.getProperty("javax.net.ssl.trustStore");
        if ("NONE".equals(told)
                || System.getProperty("javax.net.ssl.trustStoreType") != null
                || System.getProperty("javax.net.ssl.trustStoreProvider") != null
                || System.getProperty("javax.net.ssl.trustStorePassword") != null
                || Security.getProperty("security.systemCACerts") != null) {
            return new Tls(settings, Optional.empty(), Optional.empty());
        }
        Path security = Path.of(System.getProperty("java.home", ""), "lib", "security");
        Path first = told == null ? security.resolve("jssecacerts") : Path.of(told);
        Path file = Files.isRegularFile(first) && Files.isReadable(first) ? first : security.resolve("cacerts");
        try {
            byte[] content = Files.readAllBytes(file);
            // to the JDK a key store is more than its certificates where it is to ask whether they are revoked, or to
            // check
            // them otherwise than by RFC 5280
            boolean plain = System.getProperty(REVOCATION) == null
                    && "PKIX".equals(Security.getProperty("ssl.TrustManagerFactory.algorithm"));
            Optional<Authorities> authorities = plain ? Authorities.ofKeyStore(content) : Optional.empty();
            if (authorities.isPresent()) {
                return new Tls(settings, authorities, Optional.empty());
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(new ByteArrayInputStream(content), null);
            return new Tls(settings, Optional.empty(), Optional.of(store));
        } catch (IOException | GeneralSecurityException e) {
            return new Tls(settings, Optional.empty(), Optional.empty());
        }
    }

    private static TrustManager[] trusted(Optional<KeyStore> common) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(common.orElse(null));
        return factory.getTrustManagers();
    }

    private static Authorities authorities(Path file) {
        Authorities found;
        try {
            found = Authorities.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unusable(file, "it cannot be read");
        } catch (CertificateException e) {
            throw unusable(file, "it holds no PEM certificates");
        }
        if (found.isEmpty()) {
            throw unusable(file, "it holds no certificate");
        }
        return found;
    }

    private static Failure unusable(Path file, String why) {
        return new Failure.Usage("the trust anchors in " + file + " cannot be used: " + why)
                .hint("give a PEM file with --cacert FILE or SSL_CERT_FILE");
    }

    /** Accepts every certificate and host name: what {@code --insecure} asks for. */
    private static final class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
