package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom to trust, and who we are, as a JDK TLS context; made only for https. */
final class Tls {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final TransportSettings settings;
    private final Set<TrustAnchor> anchors;
    private final Optional<KeyStore> common;

    private Tls(TransportSettings settings, Set<TrustAnchor> anchors, Optional<KeyStore> common) {
        this.settings = settings;
        this.anchors = anchors;
        this.common = common;
    }

    /**
     * Begins to set up the JDK's TLS, and reads whom to trust meanwhile.
     *
     * @throws Failure.Usage if the file of certificate authorities cannot be used
     */
    static Tls with(TransportSettings settings) {
        TlsStart.begin();
        if (System.getProperty("com.sun.net.ssl.checkRevocation") != null) {
            // the JDK asks authorities over http
            UnusedHttpAddresses.giveWay();
        }
        if (settings.insecure()) {
            return new Tls(settings, Set.of(), Optional.empty());
        }
        return settings.trust().isPresent()
                ? new Tls(settings, anchors(settings.trust().orElseThrow()), Optional.empty())
                : new Tls(settings, Set.of(), common());
    }

    /** The context for the settings, once the JDK's TLS is set up. */
    SSLContext context() {
        TlsStart.await();
        try {
            if (!settings.insecure()
                    && settings.trust().isEmpty()
                    && settings.certificate().isEmpty()
                    && System.getProperty("javax.net.ssl.keyStore") != null) {
                // a certificate of the person's that the JDK is told of
                return SSLContext.getDefault();
            }
            TrustManager[] trust = settings.insecure()
                    ? new TrustManager[] {new TrustAnyone()}
                    : sparingly(settings.trust().isPresent() ? trusted(anchors) : trusted(common));
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
     * The authorities that come with the JDK, or the file of them that it is told of: read here, since it can be done while
     * TLS is set up. Empty where more than a file's name is set, or it cannot be read: then it is the JDK's to say.
     */
    private static Optional<KeyStore> common() {
        String told = System.getProperty("javax.net.ssl.trustStore");
        if ("NONE".equals(told)
                || System.getProperty("javax.net.ssl.trustStoreType") != null
                || System.getProperty("javax.net.ssl.trustStoreProvider") != null
                || System.getProperty("javax.net.ssl.trustStorePassword") != null
                || Security.getProperty("security.systemCACerts") != null) {
            return Optional.empty();
        }
        Path security = Path.of(System.getProperty("java.home", ""), "lib", "security");
        Path first = told == null ? security.resolve("jssecacerts") : Path.of(told);
        Path file = Files.isRegularFile(first) && Files.isReadable(first) ? first : security.resolve("cacerts");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(in, null);
            return Optional.of(store);
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static TrustManager[] trusted(Optional<KeyStore> common) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(common.orElse(null));
        return factory.getTrustManagers();
    }

    private static Set<TrustAnchor> anchors(Path file) {
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        try {
            for (Certificate certificate : certificates(Files.readAllBytes(file))) {
                anchors.add(new TrustAnchor((X509Certificate) certificate, null));
            }
        } catch (IOException e) {
            throw unusable(file, "it cannot be read");
        } catch (CertificateException | IllegalArgumentException e) {
            throw unusable(file, "it holds no PEM certificates");
        }
        if (anchors.isEmpty()) {
            throw unusable(file, "it holds no certificate");
        }
        return anchors;
    }

    /** Without a key store, which takes longer to set up than the authorities to read. */
    private static TrustManager[] trusted(Set<TrustAnchor> anchors) throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
        // as the JDK does with a key store
        parameters.setRevocationEnabled(false);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory.getTrustManagers();
    }

    /** The certificates of a PEM file, one by one: the JDK's search for them in a file costs a cold start much. */
    private static Collection<? extends Certificate> certificates(byte[] file) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (!text.contains(BEGIN)) {
            return factory.generateCertificates(new ByteArrayInputStream(file));
        }
        List<Certificate> found = new ArrayList<>();
        int from = text.indexOf(BEGIN);
        while (from >= 0) {
            int end = text.indexOf(END, from);
            if (end < 0) {
                throw new CertificateException("the last certificate has no end");
            }
            byte[] der = Base64.getMimeDecoder()
                    .decode(text.substring(from + BEGIN.length(), end).trim());
            found.add(factory.generateCertificate(new ByteArrayInputStream(der)));
            from = text.indexOf(BEGIN, end);
        }
        return found;
    }

    private static Failure unusable(Path file, String why) {
        return new Failure.Usage("the certificate authorities in " + file + " cannot be used: " + why)
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
