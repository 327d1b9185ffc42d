package dev.oat.http.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's checks of a certificate chain, first with those authorities that the chain names, and where these do not vouch
 * for it with all: what is accepted with some of them is accepted with all, and why a chain is refused all decide.
 */
final class FittingTrust extends X509ExtendedTrustManager {
    private final Authorities authorities;
    private @Nullable X509ExtendedTrustManager whole;

    FittingTrust(Authorities authorities) {
        this.authorities = authorities;
    }

    private void check(X509Certificate[] chain, String type, @Nullable Object peer) throws CertificateException {
        if (!authorities.isSmall() && chain != null) {
            Set<TrustAnchor> named = authorities.namedBy(chain);
            if (!named.isEmpty()) {
                try {
                    ask(with(named), chain, type, peer);
                    return;
                } catch (CertificateException e) {
                    // the others may vouch for it, or say better what is wrong
                }
            }
        }
        ask(whole(), chain, type, peer);
    }

    private static void ask(X509ExtendedTrustManager jdk, X509Certificate[] chain, String type, @Nullable Object peer)
            throws CertificateException {
        if (peer instanceof Socket socket) {
            jdk.checkServerTrusted(chain, type, socket);
        } else if (peer instanceof SSLEngine engine) {
            jdk.checkServerTrusted(chain, type, engine);
        } else {
            jdk.checkServerTrusted(chain, type);
        }
    }

    private synchronized X509ExtendedTrustManager whole() throws CertificateException {
        X509ExtendedTrustManager made = whole;
        if (made == null) {
            made = with(authorities.all());
            whole = made;
        }
        return made;
    }

    /** Without a key store, which takes longer to set up than the authorities to read. */
    private static X509ExtendedTrustManager with(Set<TrustAnchor> anchors) throws CertificateException {
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
            // as the JDK does with a key store
            parameters.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager checks) {
                    return checks;
                }
            }
            throw new CertificateException("the JDK has no checks of certificates");
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, type, null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        whole().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        whole().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        whole().checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        try {
            return whole().getAcceptedIssuers();
        } catch (CertificateException e) {
            return new X509Certificate[0];
        }
    }
}
