package dev.oat.http.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's checks of a server's certificate, without its check of the name where the certificate names the server letter
 * by letter.
 *
 * <p>Before it compares a name the JDK reads every authority that comes with it, since a certificate of a public one may
 * not have a wildcard like {@code *.com}: on a cold start that takes longer than anything else in the handshake. Where the
 * name stands in the certificate there is no wildcard, and nothing to ask. Whatever is not so plain is left to the JDK:
 * wildcards, other spellings of an address, names that are no host names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9525#section-6">RFC 9525 §6</a>
 */
final class ExactNameTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509ExtendedTrustManager jdk;

    ExactNameTrust(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!(socket instanceof SSLSocket secure)
                || chain.length == 0
                || !names(chain[0], peer(secure.getHandshakeSession()))) {
            jdk.checkServerTrusted(chain, type, socket);
            return;
        }
        SSLParameters parameters = secure.getSSLParameters();
        String identification = parameters.getEndpointIdentificationAlgorithm();
        // null would leave it as it is
        parameters.setEndpointIdentificationAlgorithm("");
        secure.setSSLParameters(parameters);
        try {
            jdk.checkServerTrusted(chain, type, socket);
        } finally {
            parameters.setEndpointIdentificationAlgorithm(identification);
            secure.setSSLParameters(parameters);
        }
    }

    private static String peer(@Nullable SSLSession session) {
        String host = session == null ? null : session.getPeerHost();
        return host == null ? "" : host;
    }

    /** Returns whether the certificate has just this name or address, where the JDK would accept it, too. */
    static boolean names(X509Certificate certificate, String host) {
        boolean address = isAddress(host);
        if (!address && !isHostName(host)) {
            return false;
        }
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return false;
        }
        if (names == null) {
            return false;
        }
        for (List<?> name : names) {
            if (Integer.valueOf(address ? IP_ADDRESS : DNS_NAME).equals(name.get(0))
                    && name.get(1) instanceof String text
                    && text.equalsIgnoreCase(host)) {
                return true;
            }
        }
        return false;
    }

    /** An address never goes by a name's rules, however it is written. */
    private static boolean isAddress(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == ':') {
                return true;
            }
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether each label is of letters, digits and inner hyphens, and none that the JDK converts first (RFC 5890 §2.3.1). */
    private static boolean isHostName(String host) {
        int start = 0;
        for (int i = 0; i <= host.length(); i++) {
            char c = i == host.length() ? '.' : host.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            if (c == '.' && isLabel(host, start, i)) {
                start = i + 1;
            } else if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String host, int from, int to) {
        return to > from
                && to - from <= 63
                && host.charAt(from) != '-'
                && host.charAt(to - 1) != '-'
                && !host.regionMatches(true, from, "xn--", 0, 4);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        jdk.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        jdk.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        jdk.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        jdk.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        jdk.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }
}
