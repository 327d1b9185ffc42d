package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat userinfo}, {@code oat introspect} and {@code oat revoke} against a playground. */
class AskingAboutTokensTest {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Playground playground;
    private TestWorld world;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws IOException {
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
        world = TestWorld.at(home).at(Instant.now()).with("PW", "wonderland");
        Path profile = Files.createDirectories(home.resolve(".config/oat/profiles"), OWNER_ONLY)
                .resolve("work.toml");
        Files.writeString(
                profile,
                "issuer = \"" + playground.issuer() + "\"\n"
                        + "client_id = \"demo-password\"\n"
                        + "grant_type = \"password\"\n"
                        + "scope = [\"openid\", \"profile\", \"offline_access\"]\n");
        Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String signIn() {
        TestWorld.Outcome outcome = world.run(
                "token", "password", "-p", "work", "--username", "alice", "--password", "env:PW", "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JsonObject.parse(outcome.out()).text("access_token").orElseThrow();
    }

    // the session of --username is another than the profile's own; these write the name into the profile
    private String signInToTheProfile() throws IOException {
        Path profile = home.resolve(".config/oat/profiles/work.toml");
        Files.writeString(profile, Files.readString(profile) + "username = \"alice\"\npassword = \"env:PW\"\n");
        TestWorld.Outcome outcome = world.run("token", "password", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JsonObject.parse(outcome.out()).text("access_token").orElseThrow();
    }

    @Test
    void userinfo_prints_the_claims_of_the_sessions_person_and_nothing_else() throws IOException {
        signInToTheProfile();
        TestWorld.Outcome outcome = world.run("userinfo", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonObject claims = JsonObject.parse(outcome.out());
        assertThat(claims.text("sub")).contains("user-alice");
        assertThat(claims.text("name")).contains("Alice");
        assertThat(claims.has("oat")).isFalse();
    }

    @Test
    void userinfo_renews_a_refused_token_once() throws IOException {
        signInToTheProfile();
        playground.revokeAccessTokens();
        TestWorld.Outcome outcome = world.run("userinfo", "-p", "work", "-v");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("renewing it once").contains("(RFC 6749 §6)");
        assertThat(JsonObject.parse(outcome.out()).text("sub")).contains("user-alice");
    }

    @Test
    void userinfo_about_somebody_else_is_exit_6_and_not_printed() throws IOException {
        signInToTheProfile();
        playground.faults().on(Fault.USERINFO_WRONG_SUB);
        TestWorld.Outcome outcome = world.run("userinfo", "work");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("OpenID Connect Core §5.3.2")
                .contains("user-alice")
                .contains("user-mallory");
    }

    @Test
    void userinfo_without_a_session_says_how_to_get_one() {
        TestWorld.Outcome outcome = world.run("userinfo", "work");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("oat token password -p work");
    }

    @Test
    void userinfo_takes_a_given_token_and_never_renews_it() throws IOException {
        String token = signInToTheProfile();
        TestWorld.Outcome good = world.with("T", token)
                .run("userinfo", "--issuer", playground.issuer().toString(), "--token", "env:T");
        assertThat(good.code()).as(good.err()).isZero();
        playground.revokeAccessTokens();
        TestWorld.Outcome refused =
                world.run("userinfo", "--issuer", playground.issuer().toString(), "--token", "env:T", "-o", "json");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(JsonObject.parse(refused.err()).text("error")).contains("invalid_token");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void introspect_tells_of_the_sessions_token_and_prints_the_answer_unchanged() throws IOException {
        signInToTheProfile();
        TestWorld.Outcome outcome = world.run("introspect", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonObject answer = JsonObject.parse(outcome.out());
        assertThat(answer.flag("active")).contains(true);
        assertThat(answer.text("username")).contains("alice");
        assertThat(answer.has("oat")).isFalse();
    }

    @Test
    void introspect_of_an_inactive_token_is_exit_0() throws IOException {
        signInToTheProfile();
        playground.revokeAccessTokens();
        TestWorld.Outcome outcome = world.run("introspect", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("{\"active\":false}\n");
    }

    @Test
    void introspect_reads_a_token_from_standard_input() {
        String token = signIn();
        TestWorld.Outcome outcome = world.with("S", "service-secret")
                .reading(token + "\n")
                .run(
                        "introspect",
                        "-",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "demo-service",
                        "--client-secret",
                        "env:S");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).flag("active")).contains(true);
    }

    @Test
    void a_literal_token_earns_one_warning_line_that_does_not_repeat_it() {
        String token = signIn();
        TestWorld.Outcome outcome = world.run("introspect", token, "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("TOKEN stands in the command line").doesNotContain(token);
    }

    @Test
    void introspect_by_a_wrong_client_is_exit_3() {
        TestWorld.Outcome outcome = world.with("S", "nope-canary")
                .with("T", "sometoken")
                .run(
                        "introspect",
                        "env:T",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "demo-service",
                        "--client-secret",
                        "env:S");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("invalid_client")
                .contains("--client-id")
                .doesNotContain("nope-canary");
    }

    @Test
    void introspect_without_a_token_and_without_a_session_is_exit_4() {
        TestWorld.Outcome outcome = world.run("introspect", "-p", "work");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.err()).contains("no token is given");
    }

    @Test
    void a_revoked_access_token_is_not_handed_out_from_the_store_again() throws IOException {
        signInToTheProfile();
        TestWorld.Outcome outcome = world.run("revoke", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("revoked at " + playground.issuer());
        // the next command renews before it asks
        TestWorld.Outcome next = world.run("userinfo", "work", "-v");
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.err()).contains("(RFC 6749 §6)").doesNotContain("< 401");
    }

    @Test
    void revoking_the_sessions_refresh_token_ends_the_session() throws IOException {
        signInToTheProfile();
        TestWorld.Outcome outcome =
                world.run("revoke", "-p", "work", "--token-type-hint", "refresh_token", "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).flag("revoked")).contains(true);
        assertThat(outcome.err()).contains("the local copy is removed");
        assertThat(world.run("introspect", "-p", "work").code()).isEqualTo(4);
    }

    @Test
    void revoking_an_unknown_token_is_success() {
        TestWorld.Outcome outcome = world.with("T", "nobody-knows-it").run("revoke", "env:T", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_server_that_fails_leaves_the_session_as_it_was() throws IOException {
        signInToTheProfile();
        playground.faults().on(Fault.ERROR_500, "revoke");
        Path file = home.resolve(".local/state/oat/sessions/work.json");
        String before = Files.readString(file);
        TestWorld.Outcome outcome = world.run("revoke", "-p", "work");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("RFC 7009 §2.1");
        assertThat(Files.readString(file)).isEqualTo(before);
    }
}
