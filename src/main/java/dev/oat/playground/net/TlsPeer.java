package dev.oat.playground.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Certificate;
import dev.oat.jose.Jwk;
import dev.oat.jose.PublicKeys;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The certificate that a client has shown, and whose key it has proved to hold. */
public final class TlsPeer {
    private final X509Certificate certificate;

    private TlsPeer(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /** Returns the client of an exchange, if it came by TLS and has shown a certificate. */
    static Optional<TlsPeer> of(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange secure)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new TlsPeer((X509Certificate) secure.getSSLSession().getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Returns whether an authority vouches that it belongs to the one of this name. */
    public boolean isVouchedFor(String name, Certificate authority) {
        try {
            certificate.verify(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(authority.der()))
                    .getPublicKey());
            return certificate.getSubjectX500Principal().getName().equals("CN=" + name);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Returns the certificate's name in the tokens that are bound to it.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 §3.1</a>
     */
    public String thumbprint() {
        try {
            return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the key that it has proved to hold. */
    public Jwk key() {
        try {
            return PublicKeys.ofCertificate(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
