package dev.oat.playground.net;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.oat.jose.Certificate;
import dev.oat.jose.Jwk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The playground's own certificate authority, and the server that it vouches for. It asks clients for a certificate and
 * takes any: whose it is, the client authentication decides.
 */
public final class TlsIdentity {
    private final SecureRandom random;
    private final Certificate authority;
    private final Certificate server;

    public TlsIdentity(SecureRandom random) {
        this.random = random;
        this.authority = Certificate.authority("oat playground", random);
        this.server = authority.issue("127.0.0.1", random);
    }

    /** Returns the authority that clients must trust to reach the server. */
    public Certificate authority() {
        return authority;
    }

    /** A new certificate of the authority's for a client. */
    public Certificate issue(String clientId) {
        return authority.issue(clientId, random);
    }

    /** Returns a certificate in which a client vouches for its own key. */
    public Certificate selfSigned(String clientId, Jwk key) {
        return Certificate.selfSigned(clientId, key, random);
    }

    HttpsConfigurator configurator() {
        SSLContext context = context();
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        };
    }

    private SSLContext context() {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(server.der()));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = "playground".toCharArray();
            store.setKeyEntry(
                    "server",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(server.key().toPkcs8())),
                    password,
                    new X509Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient()}, random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS for the playground", e);
        }
    }

    private static final class AnyClient implements X509TrustManager {
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
