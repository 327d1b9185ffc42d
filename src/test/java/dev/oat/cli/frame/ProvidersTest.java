package dev.oat.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.cli.TestWorld;
import dev.oat.cli.login.Login;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.token.TokenRefresh;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets: a line sets what an option sets, and says why. */
class ProvidersTest {
    @TempDir
    Path home;

    private static Arguments expanded(String provider, Map<Setting, List<String>> typed) {
        Map<Setting, List<String>> options = new java.util.LinkedHashMap<>(typed);
        options.put(Settings.PROVIDER, List.of(provider));
        return Providers.standard().expand(new Arguments(options, List.of()), new Login().settings());
    }

    @Test
    void every_line_sets_a_setting_that_a_profile_can_hold_and_gives_its_reason() {
        List<String> keys = Storage.profileKeys();
        List<String> wrong = new ArrayList<>();
        for (Providers.Row row : Providers.standard().rows()) {
            boolean known = row.isNote() || keys.contains(row.setting());
            if (!known || row.value().isEmpty() || row.reason().length() < 15) {
                wrong.add(row.toString());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(Providers.standard().names()).contains("github", "google", "entra", "okta", "auth0", "keycloak");
    }

    @ParameterizedTest
    @CsvSource({
        "google, https://accounts.google.com",
        "gitlab, https://gitlab.com",
        "entra=contoso.example, https://login.microsoftonline.com/contoso.example/v2.0",
        "auth0=dev.example, https://dev.example/",
        "okta=https://dev.example/, https://dev.example/oauth2/default",
        "keycloak=sso.example:8443/realms/a, https://sso.example:8443/realms/a",
    })
    void the_issuer_is_put_together_to_the_letter(String provider, String issuer) {
        assertThat(expanded(provider, Map.of()).first(Settings.ISSUER)).contains(issuer);
    }

    @ParameterizedTest
    @CsvSource({
        "keycloak=http://localhost:8080/realms/a, http://localhost:8080/realms/a",
        "keycloak=http://127.0.0.1:8080/realms/a/, http://127.0.0.1:8080/realms/a",
        "keycloak=http://[::1]:8080/realms/a, http://[::1]:8080/realms/a",
        "keycloak=HTTPS://sso.example/realms/a, https://sso.example/realms/a",
        "keycloak=https://sso.example/realms/a/.well-known/openid-configuration, https://sso.example/realms/a",
        "auth0=https://dev.example, https://dev.example/",
        "auth0=https://dev.example/, https://dev.example/",
        "auth0=http://localhost:3000, http://localhost:3000/",
        "auth0=https://dev.example/.well-known/openid-configuration, https://dev.example/",
        "okta=http://localhost:7000, http://localhost:7000/oauth2/default",
        "okta=https://dev.example, https://dev.example/oauth2/default",
        "okta=https://dev.example/oauth2/default, https://dev.example/oauth2/default",
        "okta=https://dev.example/oauth2/aus1, https://dev.example/oauth2/aus1",
        "okta=https://dev.example/oauth2/aus1/.well-known/oauth-authorization-server, https://dev.example/oauth2/aus1",
        "entra=https://contoso.example, https://login.microsoftonline.com/contoso.example/v2.0",
        "entra=https://login.microsoftonline.com/t-1, https://login.microsoftonline.com/t-1/v2.0",
        "entra=https://login.microsoftonline.com/t-1/v2.0, https://login.microsoftonline.com/t-1/v2.0",
        "entra=https://login.microsoftonline.com/t-1/oauth2/v2.0/token, https://login.microsoftonline.com/t-1/v2.0",
        "entra=https://login.microsoftonline.us/t-1, https://login.microsoftonline.us/t-1/v2.0",
        "entra=https://login.microsoftonline.us/t-1/v2.0/.well-known/openid-configuration,"
                + " https://login.microsoftonline.us/t-1/v2.0",
        "entra=http://127.0.0.1:9000/t-1/v2.0, http://127.0.0.1:9000/t-1/v2.0",
    })
    void a_whole_address_is_taken_for_where(String provider, String issuer) {
        assertThat(expanded(provider, Map.of()).first(Settings.ISSUER)).contains(issuer);
    }

    @Test
    void every_preset_that_takes_a_where_takes_an_address_over_http() {
        for (String name : Providers.standard().names()) {
            boolean takes = Providers.standard().rows().stream()
                    .anyMatch(row -> row.provider().equals(name) && row.value().contains("{where}"));
            if (takes) {
                String issuer = expanded(name + "=http://127.0.0.1:9000/x", Map.of())
                        .first(Settings.ISSUER)
                        .orElseThrow();
                assertThat(issuer).as(name).startsWith("http://127.0.0.1:9000/x");
            }
        }
    }

    @Test
    void what_was_typed_wins_and_parameters_are_added() {
        Arguments arguments = expanded(
                "google",
                Map.of(
                        Settings.ISSUER, List.of("https://other.example"),
                        Settings.PARAM, List.of("hd=example.com")));
        assertThat(arguments.first(Settings.ISSUER)).contains("https://other.example");
        assertThat(arguments.all(Settings.PARAM)).containsExactly("hd=example.com", "access_type=offline");
        assertThat(expanded("google", Map.of(Settings.PARAM, List.of("access_type=online")))
                        .all(Settings.PARAM))
                .containsExactly("access_type=online");
    }

    @Test
    void settings_that_a_command_does_not_know_are_left_out() {
        Arguments typed = new Arguments(Map.of(Settings.PROVIDER, List.of("google")), List.of());
        Arguments arguments = Providers.standard().expand(typed, new TokenRefresh().settings());
        assertThat(arguments.has(Settings.ISSUER)).isTrue();
        assertThat(arguments.has(Settings.PROMPT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "",
                "entra",
                "google=x",
                "okta=a b",
                "okta=evil.example?x",
                "auth0=a@b",
                "keycloak=ftp://a/b",
                "keycloak=http://",
                "okta=https://u:p@h/x",
                "entra=https:///t",
                "keycloak=https://a/b#c"
            })
    void a_preset_that_makes_no_sense_is_refused(String provider) {
        assertThatThrownBy(() -> expanded(provider, Map.of())).isInstanceOf(Failure.Usage.class);
    }

    @Test
    void a_profile_keeps_the_options_and_not_the_preset() throws IOException {
        TestWorld world = TestWorld.at(home).with("X", "s");
        TestWorld.Outcome outcome = world.run(
                "profile", "add", "hub", "--provider", "github", "--client-id", "x", "--client-secret", "env:X");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(Files.readString(home.resolve(".config/oat/profiles/hub.toml")))
                .contains("token_endpoint = \"https://github.com/login/oauth/access_token\"")
                .contains("auth_method = \"client_secret_post\"")
                .doesNotContain("provider");
    }
}
