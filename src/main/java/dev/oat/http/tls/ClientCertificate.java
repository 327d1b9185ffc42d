package dev.oat.http.tls;

import dev.oat.http.Origins;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that shows a server who its client is, with the key that belongs to it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 §2</a>
 */
public final class ClientCertificate {
    private static final int LONGEST_CHAIN = 10;
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final Set<String> hosts;
    private final boolean endsAtAnAuthority;

    private ClientCertificate(
            PrivateKey key, List<X509Certificate> chain, Set<String> hosts, boolean endsAtAnAuthority) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.hosts = Set.copyOf(hosts);
        this.endsAtAnAuthority = endsAtAnAuthority;
    }

    /**
     * Returns a certificate for every server that asks for one.
     *
     * @param pkcs8 the private key, in PKCS#8
     * @param chain the certificates in DER, the client's own first
     * @throws Failure.Usage if this Java cannot read them
     */
    public static ClientCertificate of(byte[] pkcs8, List<byte[]> chain) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (byte[] der : chain) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            X509Certificate last = certificates.get(certificates.size() - 1);
            return new ClientCertificate(key(pkcs8), certificates, Set.of(), isSelfSigned(last));
        } catch (GeneralSecurityException e) {
            throw new Failure.Usage("the client certificate cannot be read: " + e.getMessage());
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // it is of another kind
            }
        }
        throw new GeneralSecurityException("TLS takes keys of the kinds RSA, EC and Ed25519");
    }

    /**
     * Returns this certificate for these servers only; others that ask for one get none.
     *
     * @param allowed their hosts and ports, as {@link Origins#peer} writes them
     */
    public ClientCertificate onlyFor(Set<String> allowed) {
        return new ClientCertificate(key, chain, allowed, endsAtAnAuthority);
    }

    /**
     * This certificate with those between it and its authority, as far as a file of authorities has them; the chain's own
     * end needs no sending, as only who has it already can trust it (RFC 8446 §4.4.2).
     *
     * @param authorities certificates in PEM or DER
     */
    public ClientCertificate completedFrom(byte[] authorities) {
        List<X509Certificate> longer = new ArrayList<>(chain);
        boolean whole = endsAtAnAuthority;
        try {
            Authorities known = Authorities.of(authorities);
            while (!whole && longer.size() < LONGEST_CHAIN) {
                X509Certificate next = issuer(longer.get(longer.size() - 1), known);
                if (next == null) {
                    break;
                }
                whole = isSelfSigned(next);
                if (!whole) {
                    longer.add(next);
                }
            }
        } catch (GeneralSecurityException e) {
            // whoever trusts by this file tells what is wrong with it
            return this;
        }
        return new ClientCertificate(key, longer, hosts, whole);
    }

    private static @Nullable X509Certificate issuer(X509Certificate issued, Authorities known)
            throws GeneralSecurityException {
        for (TrustAnchor anchor : known.namedBy(new X509Certificate[] {issued})) {
            X509Certificate candidate = anchor.getTrustedCert();
            if (candidate != null
                    && !candidate.equals(issued)
                    && candidate.getSubjectX500Principal().equals(issued.getIssuerX500Principal())) {
                try {
                    issued.verify(candidate.getPublicKey());
                    return candidate;
                } catch (GeneralSecurityException e) {
                    // a namesake
                }
            }
        }
        return null;
    }

    /** Returns whether it goes out alone though somebody else vouches for it, and who that is was nowhere to be found. */
    public boolean isAlone() {
        return chain.size() == 1 && !isSelfSigned() && !endsAtAnAuthority;
    }

    /** Who vouches for it. */
    public String issuer() {
        return chain.get(0).getIssuerX500Principal().getName();
    }

    /** Returns whether it vouches for itself, and no authority does. */
    public boolean isSelfSigned() {
        return isSelfSigned(chain.get(0));
    }

    private static boolean isSelfSigned(X509Certificate one) {
        return one.getSubjectX500Principal().equals(one.getIssuerX500Principal());
    }

    /**
     * Returns its name in certificate-bound tokens: SHA-256 over its DER form, in base64url.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 §3.1</a>
     */
    public String thumbprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(chain.get(0).getEncoded());
            return new String(Base64.getUrlEncoder().withoutPadding().encode(digest), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes sockets that listen with it.
     *
     * @throws Failure.Usage if this Java cannot
     */
    public ServerSocketFactory listening() {
        char[] password = {};
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("listener", key, password, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new Failure.Usage("nothing can be listened on with this certificate: " + e.getMessage());
        }
    }

    /** Gives it to the servers that may have it. */
    KeyManager[] keyManagers() {
        return new KeyManager[] {new OneCertificate()};
    }

    private boolean isFor(@Nullable String host, int port) {
        return hosts.isEmpty() || (host != null && hosts.contains(Origins.peer(host, port)));
    }

    /** Returns the subject only. */
    @Override
    public String toString() {
        return "ClientCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
    }

    /** Whose names the server would take is not looked at: of a self-signed certificate it may say none. */
    private final class OneCertificate extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
            return session != null && isFor(session.getPeerHost(), session.getPeerPort()) ? fitting(keyTypes) : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return engine != null && isFor(engine.getPeerHost(), engine.getPeerPort()) ? fitting(keyTypes) : null;
        }

        private @Nullable String fitting(String[] keyTypes) {
            String kind = chain.get(0).getPublicKey().getAlgorithm();
            for (String type : keyTypes) {
                boolean same = type.equals(kind)
                        || (type.equals("RSASSA-PSS") && kind.equals("RSA"))
                        || (type.equals("EdDSA") && kind.startsWith("Ed"));
                if (same) {
                    return ALIAS;
                }
            }
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
