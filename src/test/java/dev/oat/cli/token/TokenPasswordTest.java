package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenPasswordTest {
    private static Playground playground;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
    }

    @AfterAll
    static void stop() {
        playground.close();
    }

    private String[] words(String... more) {
        List<String> words = new ArrayList<>(List.of("token", "password"));
        words.addAll(List.of("--issuer", playground.issuer().toString(), "--client-id", "demo-password"));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    private TestWorld world() {
        return TestWorld.at(home).at(Instant.now());
    }

    @Test
    void asks_for_name_and_password_on_the_terminal_and_warns_in_one_line() {
        TestWorld world = world().typing("alice", "wonderland");
        TestWorld.Outcome outcome = world.run(words("-o", "token"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().trim()).isNotEmpty().doesNotContain(" ");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("RFC 9700 §2.4").contains("oat login");
        assertThat(world.prompts()).containsExactly("Username: ", "Password: ");
    }

    @Test
    void takes_the_password_by_reference_and_validates_an_id_token() {
        TestWorld world = world().with("PW", "wonderland");
        TestWorld.Outcome outcome =
                world.run(words("--username", "alice", "--password", "env:PW", "--scope", "openid", "-v"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).has("id_token")).isTrue();
        assertThat(outcome.err()).contains("ok  ID token:").doesNotContain("wonderland");
    }

    @Test
    void a_wrong_password_is_exit_3_with_what_to_check() {
        TestWorld.Outcome outcome =
                world().with("PW", "nope-canary").run(words("--username", "alice", "--password", "env:PW"));
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("invalid_grant")
                .contains("check the user name")
                .doesNotContain("nope-canary");
    }

    @Test
    void without_a_terminal_it_fails_at_once_and_says_how_to_give_the_password() {
        TestWorld.Outcome outcome = world().run(words("--username", "alice"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no terminal").contains("env:NAME");
    }

    @Test
    void no_input_forbids_asking_even_on_a_terminal() {
        TestWorld world = world().typing("alice", "wonderland");
        TestWorld.Outcome outcome = world.run(words("--username", "alice", "--no-input"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(world.prompts()).isEmpty();
    }

    @Test
    void a_typed_password_is_written_nowhere() throws IOException {
        TestWorld world = world().typing("wonderland");
        assertThat(world.run(words("--username", "alice")).code()).isZero();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("wonderland");
            }
        }
    }
}
