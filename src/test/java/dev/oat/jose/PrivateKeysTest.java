package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
    private static final Optional<String> ANY = Optional.empty();

    @ParameterizedTest
    @CsvSource({
        "rsa.pkcs8.pem, RS256",
        "rsa.pkcs1.pem, RS512",
        "rsa.pkcs8.der, PS256",
        "rsa.pkcs1.der, PS384",
        "rsa.pbes2.pem, RS256",
        "rsa.pbes2.der, RS384",
        "rsa.pbes1.pem, RS256",
        "rsa.traditional-aes128.pem, RS256",
        "rsa.traditional-aes256.pem, RS256",
        "rsa.traditional-des3.pem, RS256",
        "rsa.p12, PS512",
        "ec256.sec1.pem, ES256",
        "ec256.pkcs8.pem, ES256",
        "ec256.private-only.pem, ES256",
        "ec256.traditional-aes256.pem, ES256",
        "ec256.legacy.p12, ES256",
        "ec384.sec1.pem, ES384",
        "ec384.pkcs8.pem, ES384",
        "ec384.private-only.pem, ES384",
        "ec521.sec1.pem, ES512",
        "ec521.pkcs8.pem, ES512",
        "ec521.private-only.pem, ES512",
        "ed25519.pkcs8.pem, EdDSA",
        "ed25519.pkcs8.pem, Ed25519",
    })
    void what_the_key_of_a_file_signs_its_public_half_verifies(String file, String alg) {
        PrivateKeys keys = PrivateKeys.read(KeyFiles.bytes(file), KeyFiles.PASSPHRASE);
        JwkSet openssl =
                PublicKeys.read(KeyFiles.bytes(file.substring(0, file.indexOf('.')) + ".public.pem"), Optional.empty());

        String token = Jwt.sign(
                JsonObject.of(Map.of("alg", alg)),
                JsonObject.of(Map.of("sub", "s")),
                keys.toSign(ANY, Optional.of(alg)));

        assertThat(SignatureChecks.verify(Jwt.decode(token), openssl, Set.of(alg)))
                .noneMatch(Check::failed);
        assertThat(keys.keys().get(0).thumbprint())
                .isEqualTo(openssl.keys().get(0).thumbprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa.pkcs8.pem",
                "ec256.sec1.pem",
                "ec384.pkcs8.pem",
                "ec521.pkcs8.pem",
                "ed25519.pkcs8.pem",
                "x25519.pkcs8.pem"
            })
    void a_key_written_as_pkcs8_is_the_same_key(String file) throws Exception {
        Jwk key = PrivateKeys.read(KeyFiles.bytes(file), ANY.map(Secret::of))
                .keys()
                .get(0);

        byte[] written = key.toPkcs8();

        assertThat(PrivateKeys.read(written, Optional.empty()).keys()).containsExactly(key);
        String kind = key.keyType().equals("OKP") ? key.curve() : key.keyType();
        assertThat(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(written)))
                .isNotNull();
    }

    @Test
    void the_jdk_reads_the_same_numbers_from_an_rsa_key() throws Exception {
        Jwk key = KeyFiles.key("rsa.pkcs8.pem");
        RSAPrivateCrtKey jdk = (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(KeyFiles.bytes("rsa.pkcs8.der")));

        assertThat(new java.math.BigInteger(
                        1, Base64Url.decode(key.toPrivateJson().text("qi").orElseThrow())))
                .isEqualTo(jdk.getCrtCoefficient());
    }

    @Test
    void the_public_half_of_an_x25519_key_is_openssls() {
        Jwk key = PrivateKeys.read(KeyFiles.bytes("x25519.pkcs8.pem"), Optional.empty())
                .keys()
                .get(0);

        assertThat(key.thumbprint())
                .isEqualTo(PublicKeys.read(KeyFiles.bytes("x25519.public.pem"), Optional.empty())
                        .keys()
                        .get(0)
                        .thumbprint());
    }

    @Test
    void the_first_published_edwards_key_has_the_published_public_half() {
        // RFC 8032 §7.1, test 1
        byte[] seed =
                java.util.HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

        assertThat(java.util.HexFormat.of().formatHex(PublicHalf.ofEd25519(seed)))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void a_jwk_is_read_with_its_name_and_algorithm() {
        Jwk key = Jwk.generate("PS256", new SecureRandom());

        Jwk read = PrivateKeys.read(bytes("\ufeff\n" + key.toPrivateJson().toPrettyJson()), Optional.empty())
                .toSign(ANY, ANY);

        assertThat(read).isEqualTo(key);
        assertThat(read.signatureAlgorithm(ANY, List.of())).isEqualTo("PS256");
    }

    @Test
    void of_a_set_the_named_key_is_taken_or_the_only_one_that_fits() {
        SecureRandom random = new SecureRandom();
        Jwk signing = Jwk.generate("ES256", random).withKeyId("s");
        Jwk other = Jwk.generate("RS256", random).withKeyId("r");
        Jwk decrypting = Jwk.generate("ECDH-ES", random).withKeyId("d");
        byte[] file = set(signing, other, decrypting);
        PrivateKeys keys = PrivateKeys.read(file, Optional.empty());

        assertThat(keys.toSign(Optional.of("r"), ANY)).isEqualTo(other);
        assertThat(keys.toSign(ANY, Optional.of("ES256"))).isEqualTo(signing);
        assertThatThrownBy(() -> keys.toSign(ANY, ANY))
                .hasMessageContaining("3 private keys (s, r, d), of which 2 fit");
        assertThatThrownBy(() -> keys.toSign(Optional.of("x"), ANY)).hasMessageContaining("none fits");
    }

    private static byte[] set(Jwk... keys) {
        List<JsonObject> members = Arrays.stream(keys).map(Jwk::toPrivateJson).toList();
        return bytes(JsonObject.of(Map.of("keys", members)).toJson());
    }

    @Test
    void a_key_without_a_name_gets_the_one_that_is_asked_for_and_a_named_one_keeps_its_own() {
        assertThat(PrivateKeys.read(KeyFiles.bytes("ed25519.pkcs8.pem"), Optional.empty())
                        .toSign(Optional.of("k1"), ANY)
                        .keyId())
                .contains("k1");
        byte[] named = set(Jwk.generate("ES256", new SecureRandom()).withKeyId("k2"));
        assertThatThrownBy(() -> PrivateKeys.read(named, Optional.empty()).toSign(Optional.of("k1"), ANY))
                .hasMessage("its key is named k2, not k1");
    }

    @Test
    void pkcs12_and_pem_bring_their_certificates() {
        assertThat(PrivateKeys.read(KeyFiles.bytes("rsa.p12"), KeyFiles.PASSPHRASE)
                        .certificates())
                .hasSize(1);
        byte[] both = bytes(new String(KeyFiles.bytes("ec256.pkcs8.pem"), StandardCharsets.US_ASCII)
                + new String(KeyFiles.bytes("ec256.certificate.pem"), StandardCharsets.US_ASCII));
        assertThat(PrivateKeys.read(both, Optional.empty()).certificates()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pkcs8.pem, false",
        "rsa.pkcs8.der, false",
        "rsa.pkcs1.der, false",
        "ec256.sec1.pem, false",
        "rsa.pbes2.pem, true",
        "rsa.pbes2.der, true",
        "rsa.traditional-des3.pem, true",
        "rsa.p12, true",
    })
    void only_what_is_closed_asks_for_a_passphrase(String file, boolean closed) {
        assertThat(PrivateKeys.needsPassphrase(KeyFiles.bytes(file))).isEqualTo(closed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa.pbes2.pem",
                "rsa.pbes2.der",
                "rsa.pbes1.pem",
                "rsa.traditional-aes256.pem",
                "rsa.p12",
                "ec256.legacy.p12"
            })
    void a_wrong_passphrase_is_said_to_be_one(String file) {
        assertThatThrownBy(() -> PrivateKeys.read(KeyFiles.bytes(file), Optional.of(Secret.of("wrong-battery"))))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("the passphrase does not open the");
        assertThatThrownBy(() -> PrivateKeys.read(KeyFiles.bytes(file), Optional.empty()))
                .hasMessage("the key is encrypted, and no passphrase was given");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa.scrypt.pem | openssl pkcs8 -topk8 -v2 aes-256-cbc",
                "rsa.pbes2-des3.pem | openssl pkcs8 -topk8 -v2 aes-256-cbc",
                "openssh.key | ssh-keygen -p -m PKCS8",
                "ec256k1.sec1.pem | 1.3.132.0.10 are not understood; P-256, P-384 and P-521 are",
                "ed448.pkcs8.pem | Ed448 keys are only read as a JWK",
                "rsa.public.pem | it holds no private key, but a PUBLIC KEY",
                "rsa.certificate.pem | it holds no private key, but a certificate",
                "certificate-only.p12 | the PKCS#12 file holds no private key",
            })
    void what_cannot_be_used_is_named_with_what_to_do(String file, String message) {
        assertThatThrownBy(() -> PrivateKeys.read(KeyFiles.bytes(file), KeyFiles.PASSPHRASE))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa.pkcs8.pem",
                "rsa.pkcs8.der",
                "rsa.pkcs1.der",
                "rsa.pbes2.der",
                "rsa.p12",
                "ec256.sec1.pem",
                "ed25519.pkcs8.pem",
                "rsa.traditional-aes128.pem"
            })
    void a_file_cut_short_anywhere_is_refused_with_a_plain_word(String file) {
        byte[] whole = KeyFiles.bytes(file);
        for (int length = 0; length < whole.length - 1; length += 1 + length / 60) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PrivateKeys.read(cut, KeyFiles.PASSPHRASE))
                    .as("%s cut to %d bytes", file, length)
                    .isInstanceOf(JoseException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa.pkcs8.der", "rsa.pkcs1.der", "rsa.pbes2.der", "rsa.p12"})
    void a_changed_byte_never_ends_in_anything_but_a_key_or_a_refusal(String file) {
        byte[] whole = KeyFiles.bytes(file);
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 60; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(Math.min(80, whole.length))] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(PrivateKeys.read(changed, KeyFiles.PASSPHRASE).keys())
                        .isNotEmpty();
            } catch (JoseException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "hello", "{}", "{\"keys\":[]}", "{\"kty\":\"RSA\"}", "[]", "-----BEGIN PRIVATE KEY-----"
            })
    void a_file_without_a_key_is_refused(String text) {
        assertThatThrownBy(() -> PrivateKeys.read(bytes(text), Optional.empty()))
                .isInstanceOf(JoseException.class);
    }

    @Test
    void a_public_jwk_is_no_private_key() {
        byte[] file =
                bytes(Jwk.generate("ES256", new SecureRandom()).toPublicJson().toJson());

        assertThatThrownBy(() -> PrivateKeys.read(file, Optional.empty()))
                .hasMessage("it holds a public key; the private one is needed");
    }

    @Test
    void the_algorithm_is_the_one_asked_for_else_the_first_that_the_receiver_takes() {
        Jwk rsa = KeyFiles.key("rsa.pkcs8.pem");
        Jwk ec = KeyFiles.key("ec384.pkcs8.pem");

        assertThat(rsa.signatureAlgorithm(ANY, List.of())).isEqualTo("RS256");
        assertThat(rsa.signatureAlgorithm(ANY, List.of("PS256", "ES256"))).isEqualTo("PS256");
        assertThat(rsa.signatureAlgorithm(Optional.of("PS512"), List.of("RS256")))
                .isEqualTo("PS512");
        assertThat(ec.signatureAlgorithm(ANY, List.of())).isEqualTo("ES384");
        assertThatThrownBy(() -> ec.signatureAlgorithm(Optional.of("RS256"), List.of()))
                .hasMessage("the key cannot sign with RS256: its kty is EC");
        assertThatThrownBy(() -> ec.signatureAlgorithm(Optional.of("none"), List.of()))
                .hasMessageContaining("\"none\" is no signature algorithm");
        assertThatThrownBy(() -> ec.signatureAlgorithm(ANY, List.of("RS256", "ES256")))
                .hasMessageContaining("the key signs with ES384, of which the receiver takes none");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
