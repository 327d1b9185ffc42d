package dev.oat.cli.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResolutionTest {
    private static final Map<String, List<String>> PROD = Map.of(
            "issuer", List.of("https://prod.example"),
            "client_id", List.of("app"),
            "client_secret", List.of("env:PROD_SECRET"),
            "scope", List.of("read"),
            "api", List.of("https://api.example"));

    private final Map<Setting, List<String>> options = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, Map<String, List<String>>> profiles = new LinkedHashMap<>();
    private Optional<String> fallback = Optional.empty();
    private final List<String> used = new ArrayList<>();

    private Resolution resolve() {
        return Resolution.of(new Arguments(options, List.of()), variables, new Resolution.ProfileSource() {
            @Override
            public Optional<String> fallback() {
                return fallback;
            }

            @Override
            public Optional<String> only() {
                return profiles.size() == 1 ? profiles.keySet().stream().findFirst() : Optional.empty();
            }

            @Override
            public void used(String name) {
                used.add(name);
            }

            @Override
            public Map<String, List<String>> read(String name) {
                return Optional.ofNullable(profiles.get(name))
                        .orElseThrow(() -> new Failure.Usage("no profile " + name));
            }
        });
    }

    private void given(Setting setting, String... values) {
        options.put(setting, List.of(values));
    }

    @Nested
    @DisplayName(
            "Which settings: -p, else OAT_PROFILE, else a complete set, else profile use's choice, else default, else the only one")
    class WhichProfile {
        @Test
        void p_wins() {
            given(Settings.PROFILE, "a");
            variables.put("OAT_PROFILE", "b");
            fallback = Optional.of("c");
            assertThat(resolve().profileName()).contains("a");
        }

        @Test
        void then_the_variable() {
            variables.put("OAT_PROFILE", "b");
            given(Settings.ISSUER, "https://x.example");
            given(Settings.CLIENT_ID, "x");
            assertThat(resolve().profileName()).contains("b");
        }

        @Test
        void then_a_complete_set_of_options_and_environment() {
            fallback = Optional.of("c");
            given(Settings.ISSUER, "https://x.example");
            variables.put("OAT_CLIENT_ID", "x");
            assertThat(resolve().profileName()).isEmpty();
        }

        @Test
        void then_the_choice() {
            fallback = Optional.of("c");
            given(Settings.ISSUER, "https://x.example");
            profiles.put("c", Map.of());
            assertThat(resolve().profileName()).contains("c");
        }

        @Test
        void then_the_only_profile_there_is() {
            profiles.put("prod", PROD);
            variables.put("OAT_SCOPE", "openid");
            assertThat(resolve().profileName()).contains("prod");
            profiles.put("other", PROD);
            assertThat(resolve().profileName()).isEmpty();
        }

        /** Every setting that says which server and client, or proves one of them: a new one is tried too. */
        static Stream<Setting> block() {
            // who the identity provider is may be set once for all, and says nothing of this server and client
            return Settings.all().stream()
                    .filter(setting -> setting.block() != Setting.Block.NONE && setting != Settings.IDP);
        }

        @ParameterizedTest
        @MethodSource("block")
        void but_not_where_anything_is_said_of_a_server_a_client_or_a_secret(Setting setting) {
            profiles.put("prod", PROD);
            given(setting, "x");
            assertThat(resolve().profileName()).isEmpty();
            options.clear();
            if (setting.inEnvironment()) {
                variables.put(setting.variable(), "x");
                assertThat(resolve().profileName()).isEmpty();
            }
        }

        @Test
        void a_profile_is_not_read_before_it_is_needed() {
            given(Settings.PROFILE, "absent");
            Resolution resolution = resolve();
            assertThatThrownBy(() -> resolution.text(Settings.ISSUER)).isInstanceOf(Failure.Usage.class);
        }
    }

    @Nested
    @DisplayName("One block: issuer, endpoints, client id and their credentials come from one source")
    class OneBlock {
        @Test
        void an_untouched_profile_gives_everything() {
            profiles.put("prod", PROD);
            given(Settings.PROFILE, "prod");
            Resolution resolution = resolve();
            assertThat(resolution.isBlockWhole()).isTrue();
            assertThat(resolution.text(Settings.CLIENT_SECRET)).contains("env:PROD_SECRET");
            assertThat(resolution.texts(Settings.API)).containsExactly("https://api.example");
        }

        @ParameterizedTest
        @CsvSource({
            "issuer, https://evil.example",
            "metadata-url, https://evil.example/m",
            "token-endpoint, https://evil.example/token",
            "jwks-uri, https://evil.example/jwks",
            "client-id, other",
        })
        void changing_a_part_of_it_by_option_switches_off_secrets_session_and_api(String name, String value) {
            profiles.put("prod", PROD);
            given(Settings.PROFILE, "prod");
            given(setting(name), value);
            Resolution resolution = resolve();
            assertThat(resolution.isBlockWhole()).isFalse();
            assertThat(resolution.text(Settings.CLIENT_SECRET)).isEmpty();
            assertThat(resolution.texts(Settings.API)).isEmpty();
        }

        @Test
        void naming_the_same_value_again_changes_nothing() {
            profiles.put("prod", PROD);
            given(Settings.PROFILE, "prod");
            given(Settings.ISSUER, "https://prod.example");
            assertThat(resolve().isBlockWhole()).isTrue();
        }

        @Test
        void another_secret_by_option_switches_off_the_session_and_is_used() {
            profiles.put("prod", PROD);
            given(Settings.PROFILE, "prod");
            given(Settings.CLIENT_SECRET, "env:OTHER");
            Resolution resolution = resolve();
            assertThat(resolution.isBlockWhole()).isFalse();
            assertThat(resolution.text(Settings.CLIENT_SECRET)).contains("env:OTHER");
        }

        @Test
        void a_password_is_the_persons_and_changes_nothing_of_the_block() {
            profiles.put("prod", PROD);
            given(Settings.PROFILE, "prod");
            given(Settings.PASSWORD, "prompt");
            Resolution resolution = resolve();
            assertThat(resolution.isBlockWhole()).isTrue();
            assertThat(resolution.text(Settings.CLIENT_SECRET)).contains("env:PROD_SECRET");
        }

        @Test
        void a_password_of_the_profile_never_meets_another_issuer() {
            profiles.put(
                    "legacy",
                    Map.of(
                            "issuer",
                            List.of("https://prod.example"),
                            "password",
                            List.of("env:PW"),
                            "client_id",
                            List.of("x")));
            given(Settings.PROFILE, "legacy");
            assertThat(resolve().text(Settings.PASSWORD)).contains("env:PW");
            given(Settings.ISSUER, "https://evil.example");
            assertThat(resolve().text(Settings.PASSWORD)).isEmpty();
        }

        @Test
        void with_p_the_environment_fills_what_the_profile_lacks_and_never_the_block() {
            profiles.put("prod", PROD);
            given(Settings.PROFILE, "prod");
            variables.put("OAT_ISSUER", "https://evil.example");
            variables.put("OAT_CLIENT_SECRET", "env:EVIL");
            variables.put("OAT_SCOPE", "write");
            variables.put("OAT_AUDIENCE", "orders");
            variables.put("OAT_USERINFO_ENDPOINT", "https://evil.example/userinfo");
            Resolution resolution = resolve();
            assertThat(resolution.text(Settings.ISSUER)).contains("https://prod.example");
            assertThat(resolution.text(Settings.CLIENT_SECRET)).contains("env:PROD_SECRET");
            assertThat(resolution.text(Settings.USERINFO_ENDPOINT)).isEmpty();
            assertThat(resolution.texts(Settings.SCOPE)).containsExactly("read");
            assertThat(resolution.texts(Settings.AUDIENCE)).containsExactly("orders");
            assertThat(resolution.isBlockWhole()).isTrue();
        }

        @Test
        void without_p_the_environment_beats_the_profile_and_takes_its_secrets_away() {
            profiles.put("prod", PROD);
            fallback = Optional.of("prod");
            variables.put("OAT_ISSUER", "https://other.example");
            Resolution resolution = resolve();
            assertThat(resolution.text(Settings.ISSUER)).contains("https://other.example");
            assertThat(resolution.text(Settings.CLIENT_SECRET)).isEmpty();
            assertThat(resolution.texts(Settings.API)).isEmpty();
            assertThat(resolution.isBlockWhole()).isFalse();
        }

        @Test
        void a_secret_of_the_environment_never_meets_the_issuer_of_a_profile() {
            profiles.put("bare", Map.of("issuer", List.of("https://prod.example"), "client_id", List.of("app")));
            fallback = Optional.of("bare");
            variables.put("OAT_CLIENT_SECRET", "env:S");
            Resolution resolution = resolve();
            assertThat(resolution.text(Settings.CLIENT_SECRET)).isEmpty();
            assertThat(resolution.leavesUnused(Settings.CLIENT_SECRET)).isTrue();
        }

        @Test
        void a_secret_of_the_environment_never_meets_another_issuer_than_the_environments() {
            variables.put("OAT_ISSUER", "https://a.example");
            variables.put("OAT_CLIENT_ID", "app");
            variables.put("OAT_CLIENT_SECRET", "env:S");
            assertThat(resolve().text(Settings.CLIENT_SECRET)).contains("env:S");
            given(Settings.ISSUER, "https://b.example");
            assertThat(resolve().text(Settings.CLIENT_SECRET)).isEmpty();
        }

        @Test
        void options_and_environment_are_one_source() {
            given(Settings.ISSUER, "https://a.example");
            given(Settings.CLIENT_ID, "app");
            variables.put("OAT_CLIENT_SECRET", "env:S");
            assertThat(resolve().text(Settings.CLIENT_SECRET)).contains("env:S");
        }
    }

    @Nested
    @DisplayName("Precedence: option > environment > profile")
    class Precedence {
        @Test
        void for_what_is_no_part_of_the_block() {
            profiles.put("prod", PROD);
            fallback = Optional.of("prod");
            assertThat(resolve().texts(Settings.SCOPE)).containsExactly("read");
            variables.put("OAT_SCOPE", "a,b c");
            assertThat(resolve().texts(Settings.SCOPE)).containsExactly("a", "b", "c");
            given(Settings.SCOPE, "x", "y,z");
            assertThat(resolve().texts(Settings.SCOPE)).containsExactly("x", "y", "z");
            assertThat(resolve().value(Settings.SCOPE).orElseThrow().origin()).isEqualTo(Resolution.Origin.OPTION);
        }

        @Test
        void what_must_be_said_each_time_is_read_from_no_variable_and_no_profile() {
            profiles.put("prod", Map.of("insecure", List.of("true"), "allow_http", List.of("true")));
            fallback = Optional.of("prod");
            for (Setting setting :
                    List.of(Settings.INSECURE, Settings.SHOW_SECRETS, Settings.ALLOW_HTTP, Settings.ALLOW_HOST)) {
                variables.put(setting.variable(), "true");
                assertThat(resolve().value(setting)).as(setting.name()).isEmpty();
            }
        }

        @Test
        void a_parameter_is_never_split() {
            given(Settings.PARAM, "claims=a, b");
            assertThat(resolve().texts(Settings.PARAM)).containsExactly("claims=a, b");
        }
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "30s, 30", "5m, 300", "1h, 3600", "0, 0"})
    void seconds_may_have_a_unit(String text, long seconds) {
        given(Settings.MIN_TTL, text);
        assertThat(resolve().seconds(Settings.MIN_TTL)).contains(seconds);
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "''", "1d", "99999999999", "1.5", "s"})
    void what_is_no_number_of_seconds_is_a_usage_error(String text) {
        given(Settings.MIN_TTL, text);
        assertThatThrownBy(() -> resolve().seconds(Settings.MIN_TTL)).isInstanceOf(Failure.Usage.class);
    }

    private static Setting setting(String name) {
        return Settings.all().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
