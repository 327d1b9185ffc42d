package dev.oat.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.tls.TestAuthority.Wish;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthoritiesTest {
    private static final char[] PASSWORD = "test".toCharArray();

    private final TestAuthority authority = new TestAuthority("an authority");

    /** Whatever people have made of names in twenty years. */
    private static List<X509Certificate> ofTheJdk() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream in = Files.newInputStream(Path.of(System.getProperty("java.home"), "lib/security/cacerts"))) {
            store.load(in, null);
        }
        List<X509Certificate> all = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            all.add((X509Certificate) store.getCertificate(alias));
        }
        return all;
    }

    @Test
    void the_name_is_found_in_every_certificate_of_the_jdk() throws Exception {
        assertThat(ofTheJdk())
                .hasSizeGreaterThan(20)
                .allSatisfy(one -> assertThat(Authorities.subject(one.getEncoded()))
                        .isEqualTo(one.getSubjectX500Principal().getEncoded()));
    }

    @Test
    void a_certificate_that_is_cut_or_broken_has_its_name_or_none() throws Exception {
        byte[] encoded = authority.certificate().getEncoded();
        byte[] name = authority.certificate().getSubjectX500Principal().getEncoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] found = Authorities.subject(Arrays.copyOf(encoded, length));
            assertThat(found == null || Arrays.equals(found, name)).isTrue();
        }
        for (int first = 0; first < 256; first++) {
            byte[] broken = encoded.clone();
            broken[1] = (byte) first;
            broken[5] = (byte) (first * 7);
            Authorities.subject(broken);
        }
        assertThat(Authorities.subject(new byte[] {0x30, (byte) 0x80, 0x30, (byte) 0x84, 1, 1, 1, 1}))
                .isNull();
    }

    @Test
    void of_many_those_are_parsed_that_a_chain_names() throws Exception {
        TestAuthority namesake = new TestAuthority("an authority");
        List<X509Certificate> all = ofTheJdk();
        all.add(0, authority.certificate());
        all.add(namesake.certificate());
        X509Certificate[] chain = {authority.certificate(Wish.naming(TestAuthority.dns("as.example")))};

        for (Authorities many : List.of(
                Authorities.of(pem(all)),
                Authorities.ofKeyStore(TrustStores.of("JKS", all)).orElseThrow(),
                Authorities.ofKeyStore(TrustStores.withoutPassword(all)).orElseThrow())) {
            assertThat(many.isSmall()).isFalse();
            assertThat(certificates(many.namedBy(chain)))
                    .containsExactlyInAnyOrder(authority.certificate(), namesake.certificate());
            assertThat(certificates(many.all())).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void a_certificate_whose_name_lies_too_deep_is_parsed_to_be_sure() throws Exception {
        List<X509Certificate> all = ofTheJdk();
        TestAuthority longNamed = new TestAuthority("x".repeat(900));
        all.add(longNamed.certificate());

        assertThat(certificates(Authorities.of(pem(all)).namedBy(new X509Certificate[] {authority.certificate()})))
                .containsExactly(longNamed.certificate());
    }

    @Test
    void one_that_is_broken_among_few_is_told_and_among_many_is_nobody_s_loss() throws Exception {
        String broken = "-----BEGIN CERTIFICATE-----\nMIIBnothing\n-----END CERTIFICATE-----\n";
        assertThatThrownBy(() -> Authorities.of((authority.pem() + broken).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> Authorities.of(broken.repeat(20).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(CertificateException.class);

        List<X509Certificate> all = ofTheJdk();
        all.add(authority.certificate());
        Authorities many = Authorities.of(
                (broken + new String(pem(all), StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII));
        assertThat(certificates(many.all())).containsExactlyElementsOf(all);
        assertThat(certificates(many.namedBy(new X509Certificate[] {authority.certificate()})))
                .containsExactly(authority.certificate());
    }

    @Test
    void a_key_store_that_is_cut_or_needs_a_password_is_left_to_the_jdk() throws Exception {
        List<X509Certificate> one = List.of(authority.certificate());
        // the last twenty are a digest that needs a password
        for (byte[] store : List.of(
                Arrays.copyOf(TrustStores.of("JKS", one), TrustStores.of("JKS", one).length - 20),
                TrustStores.withoutPassword(one))) {
            assertThat(certificates(Authorities.ofKeyStore(store).orElseThrow().all()))
                    .containsExactly(authority.certificate());
            for (int length = 0; length < store.length; length++) {
                assertThat(Authorities.ofKeyStore(Arrays.copyOf(store, length)))
                        .as("%s bytes", length)
                        .isEmpty();
            }
        }
        byte[] newer = TrustStores.of("JKS", one);
        newer[7] = 3;
        assertThat(Authorities.ofKeyStore(newer)).isEmpty();
        assertThat(Authorities.ofKeyStore(TrustStores.of("PKCS12", one))).isEmpty();
        assertThat(Authorities.ofKeyStore(authority.certificate().getEncoded())).isEmpty();
    }

    /** Wherever a byte is wrong: what is read is what the JDK reads, or nothing. */
    @Test
    void a_broken_key_store_holds_no_other_certificate_than_for_the_jdk() throws Exception {
        for (byte[] store : List.of(
                TrustStores.of("JKS", List.of(authority.certificate())),
                TrustStores.withoutPassword(List.of(authority.certificate())))) {
            for (int at = 0; at < store.length; at++) {
                for (int change : new int[] {1, 0x80, 0xff}) {
                    byte[] broken = store.clone();
                    broken[at] ^= (byte) change;
                    Optional<Authorities> read = Authorities.ofKeyStore(broken);
                    if (read.isPresent()) {
                        assertThat(isReadAlikeByTheJdk(broken, read.orElseThrow()))
                                .as("byte %s changed by %s", at, change)
                                .isTrue();
                    }
                }
            }
        }
    }

    private boolean isReadAlikeByTheJdk(byte[] file, Authorities own) throws GeneralSecurityException {
        List<X509Certificate> certificates;
        try {
            certificates = certificates(own.all());
        } catch (CertificateException e) {
            // broken itself, which is told where it is used
            return true;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        List<Certificate> trusted = new ArrayList<>();
        try {
            store.load(new ByteArrayInputStream(file), null);
        } catch (IOException | CertificateException e) {
            // the JDK minds what is no matter here, as the spelling of an alias
            return certificates.equals(List.of(authority.certificate()));
        }
        for (String alias : Collections.list(store.aliases())) {
            trusted.add(store.isCertificateEntry(alias) ? store.getCertificate(alias) : null);
        }
        return trusted.equals(certificates);
    }

    @Test
    void a_key_store_that_holds_a_key_is_left_to_the_jdk() throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        PrivateKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        store.setKeyEntry("key", key, PASSWORD, new Certificate[] {authority.certificate()});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);

        assertThat(Authorities.ofKeyStore(out.toByteArray())).isEmpty();
    }

    private static byte[] pem(List<X509Certificate> all) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate one : all) {
            text.append("# ").append(one.getSubjectX500Principal()).append('\n').append(TestAuthority.pem(one));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<X509Certificate> certificates(Set<TrustAnchor> anchors) {
        return anchors.stream().map(TrustAnchor::getTrustedCert).toList();
    }
}
