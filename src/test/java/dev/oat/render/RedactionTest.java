package dev.oat.render;

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
                "accessToken"
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
    }

    @Test
    void show_secrets_shows_everything() {
        Redaction loud = new Redaction(true);
        assertThat(loud.address("https://a/?code=c")).isEqualTo("https://a/?code=c");
        assertThat(loud.body("text/plain", "x")).isEqualTo("x");
    }
}
