package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples that the specifications publish, byte for byte. */
class PublishedVectorsTest {
    private static final String PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private static final Jwk A1 = key("""
            {"kty":"oct",
             "k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}""");

    private static final Jwk A2 = key("""
            {"kty":"RSA",
             "n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
             "e":"AQAB",
             "d":"Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ",
             "p":"4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
             "q":"uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
             "dp":"BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
             "dq":"h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
             "qi":"IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U"}""");
    private static final String A2_SIGNATURE =
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private static final Jwk RFC8037 = key("""
            {"kty":"OKP","crv":"Ed25519",
             "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
             "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");

    private static Jwk key(String json) {
        return Jwk.parse(JsonObject.parse(json));
    }

    private static List<Check> checked(String compact, Jwk key, String alg) {
        return SignatureChecks.verify(Jwt.decode(compact), JwkSet.of(List.of(key)), Set.of(alg));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void rfc_7515_a_1_hmac() {
        String input = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + PAYLOAD;
        String signature = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

        assertThat(checked(input + "." + signature, A1, "HS256")).noneMatch(Check::failed);
        assertThat(Base64Url.encode(Signing.sign(SignatureAlgorithm.HS256, A1, ascii(input))))
                .isEqualTo(signature);
        assertThat(Jwt.decode(input + "." + signature).claims().members())
                .containsEntry("iss", "joe")
                .containsEntry("exp", 1300819380L)
                .containsEntry("http://example.com/is_root", true);
    }

    @Test
    void rfc_7515_a_2_rsa() {
        String input = "eyJhbGciOiJSUzI1NiJ9." + PAYLOAD;

        assertThat(checked(input + "." + A2_SIGNATURE, key(A2.toPublicJson().toJson()), "RS256"))
                .noneMatch(Check::failed);
        assertThat(Base64Url.encode(Signing.sign(SignatureAlgorithm.RS256, A2, ascii(input))))
                .isEqualTo(A2_SIGNATURE);
    }

    @Test
    void rfc_7515_a_2_rsa_without_the_primes() {
        Jwk bare = Jwk.parse(A2.toPrivateJson()
                .without("p")
                .without("q")
                .without("dp")
                .without("dq")
                .without("qi"));

        String input = "eyJhbGciOiJSUzI1NiJ9." + PAYLOAD;
        assertThat(Base64Url.encode(Signing.sign(SignatureAlgorithm.RS256, bare, ascii(input))))
                .isEqualTo(A2_SIGNATURE);
    }

    @Test
    void rfc_7515_a_3_elliptic_curve() {
        Jwk a3 = key("""
                {"kty":"EC","crv":"P-256",
                 "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                 "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""");
        String signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

        assertThat(checked("eyJhbGciOiJFUzI1NiJ9." + PAYLOAD + "." + signature, a3, "ES256"))
                .noneMatch(Check::failed);
    }

    @Test
    void rfc_7515_a_4_the_largest_curve_over_a_payload_that_is_no_json() {
        Jwk a4 = key("""
                {"kty":"EC","crv":"P-521",
                 "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
                 "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}""");
        String signature =
                "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";
        String input = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA";

        assertThat(Signing.verifies(SignatureAlgorithm.ES512, a4, Base64Url.decode(signature), ascii(input)))
                .isTrue();
        assertThatThrownBy(() -> Jwt.decode(input + "." + signature)).isInstanceOf(JoseException.class);
    }

    @Test
    void rfc_7515_a_5_unsecured_is_decoded_and_refused() {
        String compact = "eyJhbGciOiJub25lIn0." + PAYLOAD + ".";

        assertThat(Jwt.decode(compact).algorithm()).contains("none");
        assertThat(Check.firstFailed(checked(compact, A2, "none")).orElseThrow().name())
                .isEqualTo("signature.alg");
    }

    @Test
    void rfc_7638_3_1_thumbprint() {
        Jwk key = key("""
                {"kty":"RSA",
                 "n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                 "e":"AQAB","alg":"RS256","kid":"2011-04-29"}""");

        assertThat(key.thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void rfc_8037_a_3_thumbprint_of_an_edwards_key() {
        assertThat(RFC8037.thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void rfc_8037_a_4_and_a_5_edwards_signature() {
        byte[] input = ascii("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
        String signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

        assertThat(Base64Url.encode(Signing.sign(SignatureAlgorithm.EDDSA, RFC8037, input)))
                .isEqualTo(signature);
        assertThat(Signing.verifies(
                        SignatureAlgorithm.EDDSA,
                        key(RFC8037.toPublicJson().toJson()),
                        Base64Url.decode(signature),
                        input))
                .isTrue();
    }

    @Test
    void rfc_9449_4_1_proof_is_signed_by_the_key_in_its_header() {
        String proof =
                "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        Jwk key = Jwk.parse(Jwt.decode(proof).header().object("jwk").orElseThrow());

        assertThat(checked(proof, key, "ES256")).noneMatch(Check::failed);
    }

    @Test
    void rfc_9449_6_1_thumbprint_of_that_key() {
        Jwk key = key("""
                {"kty":"EC","crv":"P-256",
                 "x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
                 "y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}""");

        assertThat(key.thumbprint()).isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    @Test
    void openid_connect_core_a_3_and_a_4_half_hashes() {
        assertThat(HalfHash.of("RS256", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"))
                .isEqualTo("77QmUPtjPfzWtF2AnpK9RQ");
        assertThat(HalfHash.of("RS256", "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"))
                .isEqualTo("LDktKdoQak3Pk0cnXxCltA");
    }

    @Test
    void the_half_hash_follows_the_algorithm() {
        assertThat(Base64Url.decode(HalfHash.of("PS384", "token"))).hasSize(24);
        assertThat(Base64Url.decode(HalfHash.of("ES512", "token"))).hasSize(32);
        assertThat(HalfHash.of("EdDSA", "token")).isEqualTo(HalfHash.of("RS512", "token"));
        assertThatThrownBy(() -> HalfHash.of("none", "token")).isInstanceOf(JoseException.class);
    }
}
