package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom to trust, as a JDK TLS context; made only for https. */
final class Tls {
    private Tls() {}

    /**
     * The context for these settings.
     *
     * @throws Failure.Usage if the file of certificate authorities cannot be used
     */
    static SSLContext context(TransportSettings settings) {
        try {
            if (!settings.insecure() && settings.trust().isEmpty()) {
                return SSLContext.getDefault();
            }
            TrustManager[] trust = settings.insecure()
                    ? new TrustManager[] {new TrustAnyone()}
                    : trusted(settings.trust().orElseThrow());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Failure.Unreachable("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(Path file) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream pem = Files.newInputStream(file)) {
            store.load(null, null);
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            if (number == 0) {
                throw unusable(file, "it holds no certificate");
            }
        } catch (IOException e) {
            throw unusable(file, "it cannot be read");
        } catch (java.security.cert.CertificateException e) {
            throw unusable(file, "it holds no PEM certificates");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
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
