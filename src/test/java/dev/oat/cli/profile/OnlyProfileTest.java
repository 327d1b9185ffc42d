package dev.oat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.ServiceWorld;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a single profile nothing has to say which; and what a stored token's document says is true when it is printed. */
class OnlyProfileTest {
    @TempDir
    Path home;

    private ServiceWorld service;
    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        service = ServiceWorld.at(home);
        world = service.world();
        playground = service.playground();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_single_profile_is_used_and_named_once() {
        for (int i = 0; i < 2; i++) {
            TestWorld.Outcome outcome = world.run("token");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out().lines()).hasSize(1);
            assertThat(outcome.err()).isEqualTo("oat: using profile ci, as there is no other\n");
        }
        assertThat(world.run("token", "-p", "ci").err()).isEmpty();
        assertThat(world.run("profile", "use", "ci").code()).isZero();
        assertThat(world.run("token").err()).isEmpty();
    }

    @Test
    void among_two_one_must_be_named() {
        service.add("other");
        TestWorld.Outcome outcome = world.run("token");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("-p ci (or other)").doesNotContain("using profile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--issuer https://as.example",
                "--token-endpoint https://as.example/token",
                "--metadata-url https://as.example/m",
                "--client-id other",
                "--client-secret env:SVC",
                "--jwks-uri https://as.example/jwks",
            })
    void a_command_with_a_server_or_client_of_its_own_takes_nothing_of_it(String options) {
        TestWorld.Outcome outcome = world.run(("token client-credentials " + options).split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("using profile");
    }

    @Test
    void an_api_that_it_does_not_name_is_asked_without_its_token() {
        assertThat(world.run("token").code()).isZero();
        TestWorld.Outcome known = world.run("call", playground.gateway() + "/hello", "--jq", ".client_id");
        assertThat(known.code()).as(known.err()).isZero();
        TestWorld.Outcome other = world.run("call", playground.issuer() + "/elsewhere", "--no-input");
        assertThat(other.err()).doesNotContain("using profile");
        assertThat(other.err()).contains("the API answered 404");
    }

    @ParameterizedTest
    @CsvSource({
        // of what is there beside the server, client and API -> whether a call with a token of its own uses it
        ",                        false",
        "min_ttl=60,              false",
        "scope=read,              false",
        "timeout=20s,             true",
        "proxy=http://127.0.0.1:9, true",
    })
    void a_call_with_a_given_token_names_it_only_where_it_uses_it(String setting, boolean used) {
        String token = world.run("token").out().strip();
        world.with("T", token);
        if (setting != null) {
            assertThat(world.run("profile", "set", "ci", setting).code()).isZero();
        }
        for (String[] given : new String[][] {
            {"--token", "env:T"}, {"-H", "Authorization: Bearer " + token}, {"--token", "env:T", "--follow"}
        }) {
            List<String> words = new ArrayList<>(List.of("call", playground.gateway() + "/hello"));
            words.addAll(List.of(given));
            TestWorld.Outcome outcome = world.run(words.toArray(String[]::new));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("demo-service");
            assertThat(outcome.err().lines().filter(line -> line.contains("using profile ci")))
                    .as(outcome.err())
                    .hasSize(used ? 1 : 0);
        }
    }

    @Test
    void what_takes_its_server_or_client_names_it_though_a_token_is_given() {
        world.with("T", world.run("token").out().strip());
        for (String command : List.of("introspect env:T", "revoke env:T")) {
            TestWorld.Outcome outcome = world.run(command.split(" "));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).startsWith("oat: using profile ci, as there is no other\n");
        }
    }

    @Test
    void a_stored_tokens_lifetime_counts_down() {
        JsonObject first = JsonObject.parse(world.run("token", "-o", "json").out());
        assertThat(first.number("expires_in")).contains(600L);
        world.pass(Duration.ofSeconds(100));
        JsonObject later = JsonObject.parse(world.run("token", "-o", "json").out());
        assertThat(later.text("access_token")).isEqualTo(first.text("access_token"));
        assertThat(later.number("expires_in")).contains(500L);
        assertThat(later.object("oat")).isEqualTo(first.object("oat"));
    }
}
