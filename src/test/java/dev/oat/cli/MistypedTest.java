package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.PlaygroundSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person in a hurry gets wrong, and that the answer is what to type instead. */
class MistypedTest {
    @TempDir
    Path home;

    private TestWorld world() {
        return TestWorld.at(home);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokn | did you mean oat token?",
                "token client-credential | did you mean oat token client-credentials?",
                "jwt decod | did you mean oat jwt decode?",
                "jwt | oat jwt decode",
                "login --isuer x | did you mean --issuer?",
                "--issuer https://as.example login | oat login --issuer …",
                "-v token client-credentials | oat token client-credentials -v …",
                "--nonsense | oat COMMAND --nonsense …",
                "completion | oat completion bash",
                "login -- --issuer x | oat login --help",
                "explain | oat explain invalid_grant",
                "help tokn | did you mean oat help token?",
                "token --timeout soon --token-endpoint https://as.example/t --client-id c | write 30, 30s, 5m or 1h",
                "call example.com/x | did you mean https://example.com/… ?",
            })
    void each_is_exit_2_and_says_what_to_type(String words, String hint) {

        TestWorld.Outcome outcome = world().run(words.split(" "));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("\n     try: ").contains(hint);
    }

    @Test
    void a_path_alone_is_completed_from_the_profiles_api() {
        TestWorld world = world().with("OAT_API", "https://api.example/v1");
        assertThat(world.run("call", "/orders?access=SECRETCANARY").err())
                .contains("the URL is a path alone", "try: write it in full: https://api.example/v1/…")
                .doesNotContain("SECRETCANARY");
    }

    @Test
    void who_has_profiles_is_told_to_name_one() {
        TestWorld world = world();
        world.run("profile", "add", "work", "--issuer", "https://as.example", "--client-id", "c");
        // the only one needs no name
        assertThat(world.run("token").err())
                .contains("using profile work, as there is no other")
                .doesNotContain("try: -p");
        world.run("profile", "add", "home", "--issuer", "https://as.example", "--client-id", "c");
        assertThat(world.run("userinfo").err())
                .contains("try: -p home (or work); to make it the usual one: oat profile use home");
        assertThat(world.run("introspect", "literal:x").err()).contains("try: -p home (or work); ");
    }

    @Test
    void a_slash_at_the_issuers_end_is_named() {
        try (Playground playground =
                Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()))) {
            TestWorld.Outcome outcome = world().with("CS", "service-secret")
                    .run(
                            "token",
                            "client-credentials",
                            "--issuer",
                            playground.issuer() + "/",
                            "--client-id",
                            "demo-service",
                            "--client-secret",
                            "env:CS");
            assertThat(outcome.code()).isEqualTo(6);
            assertThat(outcome.err())
                    .contains("see OpenID Connect Discovery §4.3\n     try: --issuer " + playground.issuer()
                            + ": the slash at the end counts");
        }
    }

    @Test
    void standard_input_without_anything_is_nothing_to_explain() {
        TestWorld.Outcome outcome = world().reading(" \n").run("explain", "-");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is nothing to look at", "oat explain invalid_grant");
    }
}
