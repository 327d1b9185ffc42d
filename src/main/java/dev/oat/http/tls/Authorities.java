package dev.oat.http.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificate authorities as they lie in a file: each is parsed when it is asked for.
 *
 * <p>There are more than a hundred of them that come with a JDK or a system, and a server's chain names one or two. To parse
 * them all takes a cold start as long as a fifth of a whole request.
 */
final class Authorities {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    /** As many are parsed at once: what is wrong with one of them is told when its file is read. */
    private static final int FEW = 8;

    /** So many characters of Base64 that they hold the names in nearly any certificate. */
    private static final int HEAD = 1 << 10;

    /** Each a certificate's bytes, or its text in Base64. */
    private final List<Object> written;

    private @Nullable Set<TrustAnchor> all;

    private Authorities(List<Object> written) {
        this.written = written;
    }

    /**
     * Returns the certificates of a file.
     *
     * @param file PEM or DER
     * @throws CertificateException if there are a few, and one is broken; if all are; or if one has no end
     */
    static Authorities of(byte[] file) throws CertificateException {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        List<Object> found = new ArrayList<>();
        int from = text.indexOf(BEGIN);
        if (from < 0) {
            for (Certificate certificate : factory().generateCertificates(new ByteArrayInputStream(file))) {
                found.add(certificate.getEncoded());
            }
        }
        while (from >= 0) {
            int end = text.indexOf(END, from);
            if (end < 0) {
                throw new CertificateException("the last certificate has no end");
            }
            found.add(text.substring(from + BEGIN.length(), end).trim());
            from = text.indexOf(BEGIN, end);
        }
        Authorities authorities = new Authorities(found);
        if (authorities.isSmall()) {
            authorities.all();
            return authorities;
        }
        Set<TrustAnchor> first = new LinkedHashSet<>();
        for (int i = 0; first.isEmpty(); i++) {
            if (i == found.size()) {
                throw new CertificateException("none of the certificates can be read");
            }
            authorities.add(found.get(i), first);
        }
        return authorities;
    }

    /**
     * Returns the certificates of a Java key store.
     *
     * @return empty where there is more in it than trusted certificates, or it needs a password
     */
    static Optional<Authorities> ofKeyStore(byte[] file) {
        Optional<List<byte[]>> certificates = TrustStoreFile.certificates(file);
        return certificates.isPresent()
                ? Optional.of(new Authorities(new ArrayList<>(certificates.orElseThrow())))
                : Optional.empty();
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    /** Returns whether there is nothing to gain from choosing among them. */
    boolean isSmall() {
        return written.size() <= FEW;
    }

    /**
     * All of them; one of many that is broken vouches for nobody.
     *
     * @throws CertificateException if there are a few, and one is broken
     */
    synchronized Set<TrustAnchor> all() throws CertificateException {
        Set<TrustAnchor> anchors = all;
        if (anchors == null) {
            anchors = new LinkedHashSet<>();
            for (Object one : written) {
                add(one, anchors);
            }
            all = anchors;
        }
        return anchors;
    }

    /**
     * Returns those that a chain names, letter by letter, as an issuer or as one of its own. There may be more that could vouch for it
     * (names are compared less strictly than that): who is refused with these is to be tried with all.
     *
     * @throws CertificateException if there are a few, and one of these is broken
     */
    Set<TrustAnchor> namedBy(X509Certificate[] chain) throws CertificateException {
        List<byte[]> names = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            names.add(certificate.getIssuerX500Principal().getEncoded());
            names.add(certificate.getSubjectX500Principal().getEncoded());
        }
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        for (Object one : written) {
            byte[] subject = subject(head(one));
            for (byte[] name : names) {
                if (subject == null || Arrays.equals(subject, name)) {
                    add(one, anchors);
                    break;
                }
            }
        }
        return anchors;
    }

    private void add(Object one, Set<TrustAnchor> anchors) throws CertificateException {
        try {
            byte[] encoded = one instanceof String text ? decoded(text) : (byte[]) one;
            Certificate certificate = factory().generateCertificate(new ByteArrayInputStream(encoded));
            anchors.add(new TrustAnchor((X509Certificate) certificate, null));
        } catch (CertificateException e) {
            if (isSmall()) {
                throw e;
            }
        }
    }

    private static byte[] decoded(String text) throws CertificateException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new CertificateException("a certificate is not in Base64", e);
        }
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    private static byte[] head(Object one) {
        if (!(one instanceof String text)) {
            return (byte[]) one;
        }
        byte[] plain = new byte[HEAD];
        int length = 0;
        for (int i = 0; i < text.length() && length < HEAD; i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                plain[length++] = (byte) c;
            }
        }
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(plain, length - length % 4));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * Returns the subject's name in a certificate (RFC 5280 §4.1), or null where it cannot be found in these first bytes.
     *
     * @param certificate its beginning, in DER
     */
    static byte @Nullable [] subject(byte[] certificate) {
        int body = DerPlaces.inside(certificate, 0, DerPlaces.SEQUENCE);
        int at = DerPlaces.inside(certificate, body, DerPlaces.SEQUENCE);
        if (DerPlaces.is(certificate, at, DerPlaces.CONTEXT_0)) {
            // the version
            at = DerPlaces.after(certificate, at);
        }
        // serial number, signature, issuer, validity
        for (int i = 0; i < 4; i++) {
            at = DerPlaces.after(certificate, at);
        }
        int end = DerPlaces.after(certificate, at);
        return end < 0 || end > certificate.length ? null : Arrays.copyOfRange(certificate, at, end);
    }
}
