package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JweTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk RSA = anyAlgorithm(Jwk.generate("RSA-OAEP-256", RANDOM));
    private static final Jwk EC = anyAlgorithm(Jwk.generate("ECDH-ES", RANDOM));

    private static Jwk anyAlgorithm(Jwk key) {
        return Jwk.parse(key.toPrivateJson().without("alg"));
    }

    private static Jwk secret(int bytes) {
        return Jwk.ofSecret(RANDOM.generateSeed(bytes));
    }

    private static JsonObject header(String alg, String enc) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", alg);
        header.put("enc", enc);
        return JsonObject.of(header);
    }

    private static Jwe.Decrypted decrypted(String compact, Jwk key, String alg, String enc) {
        return Jwe.decode(compact).decrypt(JwkSet.of(List.of(key)), Set.of(alg), Set.of(enc));
    }

    private static String failedCheck(Jwe.Decrypted decrypted) {
        assertThat(decrypted.plaintext()).isEmpty();
        return Check.firstFailed(decrypted.checks()).orElseThrow().name();
    }

    @Test
    void rfc_7516_a_1_rsa_oaep_and_aes_gcm() {
        Jwk key = Jwk.parse(JsonObject.parse("""
                        {"kty":"RSA",
                         "n":"oahUIoWw0K0usKNuOR6H4wkf4oBUXHTxRvgb48E-BVvxkeDNjbC4he8rUWcJoZmds2h7M70imEVhRU5djINXtqllXI4DFqcI1DgjT9LewND8MW2Krf3Spsk_ZkoFnilakGygTwpZ3uesH-PFABNIUYpOiN15dsQRkgr0vEhxN92i2asbOenSZeyaxziK72UwxrrKoExv6kc5twXTq4h-QChLOln0_mtUZwfsRaMStPs6mS6XrgxnxbWhojf663tuEQueGC-FCMfra36C9knDFGzKsNa7LZK2djYgyD3JR_MB_4NUJW_TqOQtwHYbxevoJArm-L5StowjzGy-_bq6Gw",
                         "e":"AQAB",
                         "d":"kLdtIj6GbDks_ApCSTYQtelcNttlKiOyPzMrXHeI-yk1F7-kpDxY4-WY5NWV5KntaEeXS1j82E375xxhWMHXyvjYecPT9fpwR_M9gV8n9Hrh2anTpTD93Dt62ypW3yDsJzBnTnrYu1iwWRgBKrEYY46qAZIrA2xAwnm2X7uGR1hghkqDp0Vqj3kbSCz1XyfCs6_LehBwtxHIyh8Ripy40p24moOAbgxVw3rxT_vlt3UVe4WO3JkJOzlpUf-KTVI2Ptgm-dARxTEtE-id-4OJr0h-K-VFs3VSndVTIznSxfyrj8ILL6MG_Uv8YAu7VILSB3lOW085-4qE3DzgrTjgyQ"}"""));
        String compact =
                "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ";

        assertThat(decrypted(compact, key, "RSA-OAEP", "A256GCM").plaintext())
                .contains("The true sign of intelligence is not knowledge but imagination.");
    }

    @Test
    void rfc_7516_a_3_key_wrap_and_cbc_with_hmac() {
        Jwk key = Jwk.parse(JsonObject.of(Map.of("kty", "oct", "k", "GawgguFyGrWKav7AX4VKUg")));
        String compact =
                "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";

        assertThat(decrypted(compact, key, "A128KW", "A128CBC-HS256").plaintext())
                .contains("Live long and prosper.");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA-OAEP, A256GCM, 0",
        "RSA-OAEP-256, A128CBC-HS256, 0",
        "ECDH-ES, A128GCM, 0",
        "ECDH-ES, A256CBC-HS512, 0",
        "ECDH-ES+A128KW, A192GCM, 0",
        "ECDH-ES+A192KW, A192CBC-HS384, 0",
        "ECDH-ES+A256KW, A256GCM, 0",
        "A128KW, A128GCM, 16",
        "A256KW, A256CBC-HS512, 32",
        "A128GCMKW, A128GCM, 16",
        "A256GCMKW, A256GCM, 32",
        "dir, A256GCM, 32",
        "dir, A128CBC-HS256, 32"
    })
    void both_decrypt_what_the_other_encrypted(String alg, String enc, int secretBytes) throws Exception {
        Jwk ours = alg.startsWith("RSA") ? RSA : alg.startsWith("ECDH") ? EC : secret(secretBytes);
        JWK theirs = JWK.parse(ours.toPrivateJson().toJson());
        Jwk recipient = ours.keyType().equals("oct") ? ours : Jwk.parse(ours.toPublicJson());

        JWEObject fromUs = JWEObject.parse(Jwe.encrypt(header(alg, enc), "für Álice", recipient));
        fromUs.decrypt(decrypter(theirs, alg));
        assertThat(fromUs.getPayload().toString()).isEqualTo("für Álice");

        JWEObject fromThem = new JWEObject(
                new JWEHeader(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc)), new Payload("für Bób"));
        fromThem.encrypt(encrypter(theirs, alg));
        Jwe.Decrypted decrypted = decrypted(fromThem.serialize(), ours, alg, enc);
        assertThat(decrypted.checks()).noneMatch(Check::failed);
        assertThat(decrypted.plaintext()).contains("für Bób");
    }

    private static JWEDecrypter decrypter(JWK key, String alg) throws Exception {
        if (key instanceof RSAKey rsa) {
            return new RSADecrypter(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDHDecrypter(ec);
        }
        OctetSequenceKey secret = (OctetSequenceKey) key;
        return alg.equals("dir") ? new DirectDecrypter(secret) : new AESDecrypter(secret);
    }

    private static JWEEncrypter encrypter(JWK key, String alg) throws Exception {
        if (key instanceof RSAKey rsa) {
            return new RSAEncrypter(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDHEncrypter(ec);
        }
        OctetSequenceKey secret = (OctetSequenceKey) key;
        return alg.equals("dir") ? new DirectEncrypter(secret) : new AESEncrypter(secret);
    }

    @Test
    void rfc_8037_a_6_keys_agree_on_a_montgomery_curve() {
        JsonObject bob = JsonObject.of(
                Map.of("kty", "OKP", "crv", "X25519", "x", "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"));
        byte[] secret = HexFormat.of().parseHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");

        String compact = Jwe.encrypt(header("ECDH-ES+A128KW", "A128GCM"), "hello", Jwk.parse(bob));
        Jwk key = Jwk.parse(bob.with("d", Base64Url.encode(secret)));
        assertThat(decrypted(compact, key, "ECDH-ES+A128KW", "A128GCM").plaintext())
                .contains("hello");
    }

    @Test
    void only_what_is_expected_is_decrypted() {
        String compact = Jwe.encrypt(header("RSA-OAEP", "A128GCM"), "hello", RSA);

        assertThat(failedCheck(decrypted(compact, RSA, "RSA-OAEP-256", "A128GCM")))
                .isEqualTo("encryption.alg");
        assertThat(failedCheck(decrypted(compact, RSA, "RSA-OAEP", "A256GCM"))).isEqualTo("encryption.enc");
        assertThat(failedCheck(decrypted(compact, EC, "RSA-OAEP", "A128GCM"))).isEqualTo("encryption.key");
        Jwk signing = Jwk.parse(RSA.toPrivateJson().with("use", "sig"));
        assertThat(failedCheck(decrypted(compact, signing, "RSA-OAEP", "A128GCM")))
                .isEqualTo("encryption.key");
        Jwk published = Jwk.parse(RSA.toPublicJson());
        assertThat(failedCheck(decrypted(compact, published, "RSA-OAEP", "A128GCM")))
                .isEqualTo("encryption.key");
    }

    @Test
    void a_named_key_is_the_only_one_tried() {
        Jwk first = Jwk.generate("ECDH-ES", RANDOM);
        Jwk second = Jwk.generate("ECDH-ES", RANDOM);
        JwkSet keys = JwkSet.of(List.of(first, second));
        JsonObject header = header("ECDH-ES", "A128GCM");

        String named = Jwe.encrypt(header.with("kid", second.keyId().orElseThrow()), "hello", second);
        assertThat(Jwe.decode(named)
                        .decrypt(keys, Set.of("ECDH-ES"), Set.of("A128GCM"))
                        .plaintext())
                .contains("hello");

        String unnamed = Jwe.encrypt(header, "hello", second);
        assertThat(failedCheck(Jwe.decode(unnamed).decrypt(keys, Set.of("ECDH-ES"), Set.of("A128GCM"))))
                .isEqualTo("encryption.key");
        String unknown = Jwe.encrypt(header.with("kid", "other"), "hello", second);
        assertThat(failedCheck(Jwe.decode(unknown).decrypt(keys, Set.of("ECDH-ES"), Set.of("A128GCM"))))
                .isEqualTo("encryption.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA1_5", "PBES2-HS256+A128KW", "none", "rsa-oaep", ""})
    void ways_that_are_not_understood_are_refused_even_if_they_are_said_to_be_expected(String alg) {
        String forged =
                Base64Url.encode(("{\"alg\":\"" + alg + "\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}")
                                .getBytes(StandardCharsets.UTF_8))
                        + ".AAAA.AAAA.AAAA.AAAA";
        JwkSet keys = JwkSet.of(List.of(RSA, secret(32)));

        assertThat(failedCheck(Jwe.decode(forged).decrypt(keys, Set.of(alg), Set.of("A128GCM"))))
                .isEqualTo("encryption.alg");
    }

    @ParameterizedTest
    @CsvSource({"zip, '\"DEF\"', encryption.zip", "crit, '[\"exp\"]', encryption.crit"})
    void headers_that_would_inflate_or_extend_are_refused(String name, String value, String check) {
        String forged = Base64Url.encode(("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"" + name + "\":" + value + "}")
                        .getBytes(StandardCharsets.UTF_8))
                + "..AAAA.AAAA.AAAA";

        assertThat(failedCheck(decrypted(forged, secret(16), "dir", "A128GCM"))).isEqualTo(check);
    }

    @Test
    void every_change_of_one_character_is_refused() {
        Jwk secret = secret(16);
        String compact = Jwe.encrypt(header("A128KW", "A128GCM"), "hello", secret);
        for (int at = 0; at < compact.length(); at++) {
            String changed =
                    compact.substring(0, at) + (compact.charAt(at) == 'A' ? 'B' : 'A') + compact.substring(at + 1);
            try {
                assertThat(decrypted(changed, secret, "A128KW", "A128GCM").plaintext())
                        .as(changed)
                        .isEmpty();
            } catch (JoseException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void a_point_off_the_curve_does_not_reach_our_key() {
        JsonObject off =
                JsonObject.parse("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\","
                        + "\"x\":\"gTxQxbqKSSEF0IiWu7bzeZQfvdSkVPEsVxQnjtpwMnQ\","
                        + "\"y\":\"X-dF2b1GkcKSDsMdHVtXsbWDT2D4f7UDK0uVP2o6nUA\"}}");
        String forged = Base64Url.encode(off.toJson().getBytes(StandardCharsets.UTF_8))
                + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";

        assertThat(failedCheck(decrypted(forged, EC, "ECDH-ES", "A128GCM"))).isEqualTo("encryption");
    }

    @Test
    void nothing_is_encrypted_that_nobody_could_or_should_decrypt() {
        for (JsonObject header : List.of(
                header("RSA1_5", "A128GCM"),
                header("RSA-OAEP", "none"),
                header("ECDH-ES", "A128GCM"),
                header("RSA-OAEP", "A128GCM").with("zip", "DEF"),
                header("RSA-OAEP", "A128GCM").with("crit", List.of("x")),
                header("RSA-OAEP", "A128GCM").with("typ", 1),
                JsonObject.EMPTY)) {
            assertThatThrownBy(() -> Jwe.encrypt(header, "hello", RSA)).isInstanceOf(JoseException.class);
        }
        assertThatThrownBy(() -> Jwe.encrypt(header("A256KW", "A128GCM"), "hello", secret(16)))
                .isInstanceOf(JoseException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "....", "e30.A.AA.AA.AA", "e30.AA==.AA.AA.AA", "e30.AA.AA.AA.AA.AA"})
    void what_is_no_encrypted_token_is_refused(String compact) {
        assertThatThrownBy(() -> Jwe.decode(compact)).isInstanceOf(JoseException.class);
    }

    @Test
    void no_text_shows_what_was_in_it() {
        String compact = Jwe.encrypt(header("ECDH-ES", "A128GCM"), "canary", EC);
        assertThat(decrypted(compact, EC, "ECDH-ES", "A128GCM").toString()).doesNotContain("canary");
        assertThat(Jwe.decode(compact).toString()).doesNotContain(compact);
        assertThat(Jwe.looksEncrypted(compact)).isTrue();
        assertThat(Jwe.looksEncrypted("a.b.c")).isFalse();
    }
}
