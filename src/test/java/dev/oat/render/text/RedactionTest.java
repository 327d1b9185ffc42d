package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction = new Redaction(false);

    @Test
    void keeps_length_and_a_short_hash_so_that_two_secrets_can_be_told_apart() {
        // sha256("abc") begins ba7816
        assertThat(redaction.hidden("abc")).isEqualTo("[3 chars #ba7816]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token",
                "refresh_token",
                "id_token",
                "code",
                "code_verifier",
                "client_secret",
                "client_assertion",
                "password",
                "device_code",
                "subject_token",
                "registration_access_token",
                "X-Vendor-Secret",
                "accessToken",
                "refreshToken",
                "idToken",
                "assertion",
                "vendor_assertion",
                "saml-assertion",
                "Vendor_Assertion",
                "db_password",
                "X-Vendor-Token",
                "request_uri",
                "user_code",
                "token",
                "id_token_hint",
                "actor_token",
                "nonce",
                "state",
                "request",
                "response",
                "software_statement",
                "auth_req_id",
                "login_hint_token",
                "session_state",
                "api_key",
                "apikey",
                "otp",
                "pin",
                "passphrase",
                "secret"
            })
    void hides_by_name_in_forms_addresses_and_json(String name) {
        assertThat(redaction.fields(Form.empty().with(name, "canary")).toString())
                .doesNotContain("canary");
        assertThat(redaction.address("https://a.example/cb?x=1&" + name + "=canary#" + name + "=canary"))
                .contains("x=1")
                .doesNotContain("canary");
        assertThat(redaction
                        .json(JsonObject.parse("{\"deep\":[{\"" + name + "\":\"canary\"}],\"n\":1}"))
                        .toJson())
                .contains("\"n\":1")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Cookie", "Set-Cookie", "DPoP", "Proxy-Authorization", "X-Api-Key"})
    void hides_by_header_name(String name) {
        assertThat(redaction.header(new Headers.Header(name, "Scheme canary", false)))
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Vendor-Token",
                "X-Client-Secret",
                "Private-Token",
                "X-Gateway-Assertion",
                "Password",
                "Api-Key"
            })
    void hides_header_fields_that_are_named_like_secrets(String name) {
        assertThat(redaction.header(new Headers.Header(name, "canary", false))).doesNotContain("canary");
    }

    /** {@code id:secret} in Base64, without a colon, and what is no Base64 at all. */
    @ParameterizedTest
    @ValueSource(strings = {"aWQ6Y2FuYXJ5", "Y2FuYXJ5", "c2NyYW1ibGVk!!"})
    void of_basic_credentials_only_the_client_id_stays(String credentials) {
        for (String name : new String[] {"Authorization", "Proxy-Authorization"}) {
            String shown = redaction.header(new Headers.Header(name, "Basic " + credentials, false));
            assertThat(shown).startsWith("Basic ").doesNotContain("canary", credentials);
            assertThat(shown.contains("id:[")).isEqualTo(credentials.equals("aWQ6Y2FuYXJ5"));
        }
    }

    @Test
    void of_authorization_the_scheme_stays() {
        assertThat(redaction.header(new Headers.Header("Authorization", "Bearer canary", false)))
                .startsWith("Bearer [6 chars #");
    }

    @Test
    void hides_by_type_whatever_the_name() {
        assertThat(redaction
                        .fields(Form.empty().with("harmless", Secret.of("canary")))
                        .toString())
                .doesNotContain("canary");
        assertThat(redaction.header(new Headers.Header("X-Harmless", "canary", true)))
                .doesNotContain("canary");
    }

    @Test
    void redirects_hide_the_code_that_they_carry() {
        assertThat(redaction.header(new Headers.Header(
                        "Location", "http://127.0.0.1:1/callback?code=canary&state=s-canary", false)))
                .startsWith("http://127.0.0.1:1/callback?code=[")
                .doesNotContain("canary");
    }

    /** Wherever in an address it lies: the query, the fragment, both, a page's own route behind the #. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example/cb#access_token=canary",
                "https://a.example/cb#x=1&access_token=canary&y=2",
                "https://a.example/cb?x=1#access_token=canary",
                "https://a.example/cb?code=canary#x=1",
                "https://a.example/cb?code=canary#code=canary",
                "https://a.example/#/done?code=canary",
                "https://a.example/#!/done?x=1&id_token=canary",
                "https://a.example/cb?x=1;code=canary",
                "https://a.example/cb?access%5Ftoken=canary",
                "https://a.example/cb?code=canary;canary",
                "com.example.app:/cb?code=canary",
                "/cb?state=canary",
                "https://canary@a.example/",
                "https://u:canary@a.example/cb?x=1",
                "//u:canary@a.example/",
                "HTTPS://u:can@canary@a.example#f",
                "see https://u:canary@a.example/ and http://canary@b.example/",
            })
    void an_address_shows_no_secret_wherever_it_lies(String address) {
        assertThat(redaction.address(address)).doesNotContain("canary");
        for (String name : new String[] {"Location", "Content-Location", "Referer", "Link", "Refresh"}) {
            assertThat(redaction.header(new Headers.Header(name, address, false)))
                    .as(name)
                    .doesNotContain("canary");
        }
        if (address.contains("//")) {
            assertThat(redaction
                            .json(JsonObject.of(java.util.Map.of("uri", address, "all", java.util.List.of(address))))
                            .toJson())
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example/cb",
                "https://a.example/@user",
                "https://a.example/?to=me@b.example",
                "mailto:me@a.example",
                "a // b @ c",
                "x=1",
                "",
            })
    void an_address_without_secrets_stays_as_it_is(String address) {
        assertThat(redaction.address(address)).isEqualTo(address);
    }

    @Test
    void numbers_under_secret_names_are_hidden_and_codes_of_errors_are_not() {
        assertThat(redaction
                        .json(JsonObject.parse("{\"user_code\":123456,\"pin\":4711,\"code\":401}"))
                        .toJson())
                .doesNotContain("123456", "4711")
                .contains("\"code\":401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    void each_private_member_of_a_key_is_hidden_wherever_the_key_lies(String member) {
        for (String key : new String[] {
            "{\"kty\":\"RSA\",\"n\":\"pub\",\"" + member + "\":\"canary\"}",
            "{\"keys\":[{\"n\":\"pub\",\"" + member + "\":\"canary\"}]}",
            "{\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"n\":\"pub\",\"" + member + "\":[{\"r\":\"canary\"}]}]}}",
            "{\"cnf\":{\"jwk\":{\"crv\":\"P-256\",\"n\":\"pub\",\"" + member + "\":\"canary\"}}}",
        }) {
            assertThat(redaction.json(JsonObject.parse(key)).toJson())
                    .contains("pub")
                    .doesNotContain("canary");
            assertThat(redaction.body("application/jwk-set+json", key)).doesNotContain("canary");
        }
    }

    @Test
    void private_keys_are_hidden_and_public_members_stay() {
        assertThat(redaction
                        .json(JsonObject.parse("{\"kty\":\"EC\",\"x\":\"pub\",\"d\":\"canary\"}"))
                        .toJson())
                .contains("pub")
                .doesNotContain("canary");
    }

    @Test
    void a_body_that_is_not_understood_is_only_measured() {
        assertThat(redaction.body("text/plain", "token canary"))
                .doesNotContain("canary")
                .contains("12 characters");
        assertThat(redaction.body("application/json", "{\"access_token\":\"canary"))
                .doesNotContain("canary");
        for (String noForm : new String[] {"canary", "access_token=canary%", "x=%zz&canary"}) {
            assertThat(redaction.body("application/x-www-form-urlencoded", noForm))
                    .contains(noForm.length() + " characters")
                    .doesNotContain("canary");
        }
    }

    /** Who may have guessed a password must not be able to try it on what is shown. */
    @Test
    void a_hash_with_salt_can_be_compared_with_its_like_only() {
        Redaction salted = new Redaction(false, Secret.of("salt"));
        assertThat(salted.hidden("canary"))
                .isEqualTo(new Redaction(false, Secret.of("salt")).hidden("canary"))
                .isNotEqualTo(new Redaction(false, Secret.of("other")).hidden("canary"))
                .isNotEqualTo(redaction.hidden("canary"));
    }

    @Test
    void userinfo_is_hidden_in_any_header_field() {
        assertThat(redaction.header(new Headers.Header("X-Where", "see https://u:canary@a.example/", false)))
                .contains("a.example")
                .doesNotContain("canary");
    }

    @Test
    void show_secrets_shows_everything() {
        Redaction loud = new Redaction(true);
        assertThat(loud.address("https://a/?code=c")).isEqualTo("https://a/?code=c");
        assertThat(loud.body("text/plain", "x")).isEqualTo("x");
    }
}
