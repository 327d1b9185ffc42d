package dev.oat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a single profile nothing has to say which; and what a stored token's document says is true when it is printed. */
class OnlyProfileTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("SVC", "service-secret");
        playground = Playground.start(
                PlaygroundSettings.builder(world.clock(), new SecureRandom()).build());
        add("ci");
    }

    private void add(String name) {
        assertThat(world.run(
                                "profile",
                                "add",
                                name,
                                "--issuer",
                                playground.issuer().toString(),
                                "--client-id",
                                "demo-service",
                                "--client-secret",
                                "env:SVC",
                                "--grant-type",
                                "client_credentials",
                                "--api",
                                playground.gateway().toString())
                        .code())
                .isZero();
    }

    @AfterEach
    void stop() {
        playground.close();
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
        add("other");
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
