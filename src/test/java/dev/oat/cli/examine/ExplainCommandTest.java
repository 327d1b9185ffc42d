package dev.oat.cli.examine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code oat explain} on recordings of real failures against a playground that does something wrong. */
@Timeout(120)
class ExplainCommandTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        // the recordings compare this clock with the Date of real answers
        world = TestWorld.at(home)
                .at(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .with("CS", "service-secret")
                .with("BAD", "wrong")
                .with("PW", "wonderland");
        playground = Playground.start(
                PlaygroundSettings.builder(world.clock(), new SecureRandom()).build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String issuer() {
        return playground.issuer().toString();
    }

    private String file() {
        return home.resolve("flow.json").toString();
    }

    private TestWorld.Outcome recorded(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--record", file()));
        return world.run(all.toArray(new String[0]));
    }

    private TestWorld.Outcome service(String secret, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token", "client-credentials", "--client-id", "demo-service", "--client-secret", "env:" + secret));
        words.addAll(List.of(more));
        return recorded(words.toArray(new String[0]));
    }

    private TestWorld.Outcome login(ScriptedBrowser browser, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "work",
                "--issuer",
                issuer(),
                "--client-id",
                "demo-web",
                "--no-browser",
                "--record",
                file(),
                "--timeout",
                "20"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        browser.visit(command.address());
        return command.outcome();
    }

    private static ScriptedBrowser alice() {
        return ScriptedBrowser.allowing("alice", Secret.of("wonderland"));
    }

    /** The first cause that is named for the recording. */
    private String cause() throws IOException {
        TestWorld.Outcome outcome = world.run("explain", file(), "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        List<Object> causes = JsonObject.parse(outcome.out()).array("causes");
        assertThat(causes).as(Files.readString(Path.of(file()))).isNotEmpty();
        return ((JsonObject) causes.get(0)).text("cause").orElseThrow();
    }

    @Test
    void a_recording_in_which_nothing_failed_is_told_to_be_one() {
        assertThat(service("CS", "--issuer", issuer()).code()).isZero();
        assertThat(world.run("explain", file()).out())
                .isEqualTo("Nothing failed in this recording.\n  try: oat record show " + file()
                        + " tells it step by step\n");
    }

    @ParameterizedTest
    @CsvSource({
        "expired-code, code-expired",
        "response-wrong-iss, issuer-mix-up",
        "response-missing-iss, issuer-mix-up",
        "id-token-wrong-iss, id-token-issuer",
        "id-token-wrong-aud, id-token-audience",
        "id-token-wrong-nonce, nonce-mismatch",
        "id-token-missing-nonce, nonce-mismatch",
        "id-token-expired, id-token-expired",
        "id-token-from-future, clock-off",
        "id-token-unsigned, id-token-signature",
        "id-token-bad-signature, id-token-signature",
        "id-token-unpublished-key, id-token-signature",
        "no-id-token, id-token-missing",
        "no-access-token, no-access-token",
        "unknown-token-type, token-type",
        "token:html, page-instead",
        "token:error-500, server-failed",
        "token:busy-503, server-busy",
        "token:truncated, cut-short"
    })
    void a_sign_in_at_a_server_that_does_wrong(String fault, String cause) throws Exception {
        playground.faults().on(fault);
        assertThat(login(alice()).code()).isNotZero();
        assertThat(cause()).isEqualTo(cause);
    }

    @Test
    void the_person_says_no() throws Exception {
        assertThat(login(ScriptedBrowser.denying("alice", Secret.of("wonderland")))
                        .code())
                .isEqualTo(3);
        assertThat(cause()).isEqualTo("person-said-no");
    }

    @Test
    void no_pkce_where_the_server_wants_it() throws Exception {
        assertThat(login(alice(), "--pkce", "off").code()).isEqualTo(3);
        assertThat(cause()).isEqualTo("pkce-missing");
    }

    @Test
    void nobody_may_be_asked_and_nobody_is_signed_in() throws Exception {
        assertThat(login(alice(), "--prompt", "none").code()).isEqualTo(3);
        assertThat(cause()).isEqualTo("login-required");
    }

    @Test
    void a_clock_that_is_off_is_measured_by_the_servers_date() throws Exception {
        world.pass(Duration.ofHours(-2));
        Playground other = Playground.start(PlaygroundSettings.builder(
                        java.time.Clock.offset(world.clock(), Duration.ofHours(2)), new SecureRandom())
                .build());
        try (other) {
            playground.close();
            playground = other;
            assertThat(login(alice()).code()).isEqualTo(6);
            assertThat(cause()).isEqualTo("clock-off");
            assertThat(world.run("explain", file()).out()).containsPattern("clock is 7\\d{3} seconds ahead");
        }
    }

    @Test
    void a_server_that_is_never_content_with_a_nonce() throws Exception {
        playground.faults().on("dpop-nonce-endless");
        assertThat(service("CS", "--issuer", issuer(), "--dpop").code()).isEqualTo(3);
        assertThat(cause()).isEqualTo("dpop-nonce");
    }

    @Test
    void a_wrong_secret() throws Exception {
        assertThat(service("BAD", "--issuer", issuer()).code()).isEqualTo(3);
        assertThat(cause()).isEqualTo("secret-wrong");
    }

    @Test
    void a_scope_that_nobody_knows() throws Exception {
        assertThat(service("CS", "--issuer", issuer(), "--scope", "tea").code()).isEqualTo(3);
        assertThat(cause()).isEqualTo("scope-unknown");
    }

    @Test
    void a_resource_that_is_none() throws Exception {
        assertThat(service("CS", "--issuer", issuer(), "--resource", "urn:tea").code())
                .isIn(0, 3);
        recorded(
                "token",
                "password",
                "--issuer",
                issuer(),
                "--client-id",
                "demo-password",
                "--username",
                "alice",
                "--password",
                "env:BAD");
        assertThat(cause()).isEqualTo("password-wrong");
    }

    @Test
    void a_client_that_may_not_use_the_grant() throws Exception {
        recorded(
                "token",
                "password",
                "--issuer",
                issuer(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:CS",
                "--username",
                "alice",
                "--password",
                "env:PW");
        assertThat(cause()).isEqualTo("grant-not-allowed");
    }

    @Test
    void a_slash_too_many_at_the_issuers_end() throws Exception {
        assertThat(service("CS", "--issuer", issuer() + "/").code()).isEqualTo(6);
        assertThat(cause()).isEqualTo("issuer-slash");
    }

    @Test
    void an_issuer_without_its_path() throws Exception {
        assertThat(service("CS", "--issuer", issuer() + "/nowhere").code()).isEqualTo(5);
        assertThat(cause()).isEqualTo("metadata-missing");
    }

    @Test
    void a_server_that_is_not_there() throws Exception {
        playground.close();
        assertThat(service("CS", "--issuer", issuer()).code()).isEqualTo(5);
        assertThat(cause()).isEqualTo("nothing-listens");
    }

    @Test
    void a_refresh_token_that_was_used_before() throws Exception {
        assertThat(login(alice(), "--scope", "openid offline_access").code()).isZero();
        String session = Files.readString(home.resolve(".local/state/oat/sessions/work.json"));
        world.with(
                "OLD",
                JsonObject.parse(session)
                        .object("token")
                        .orElseThrow()
                        .text("refresh_token")
                        .orElseThrow());
        assertThat(world.run("token", "refresh", "-p", "work").code()).isZero();
        assertThat(recorded(
                                "token",
                                "refresh",
                                "--issuer",
                                issuer(),
                                "--client-id",
                                "demo-web",
                                "--refresh-token",
                                "env:OLD")
                        .code())
                .isNotZero();
        assertThat(cause()).isEqualTo("refresh-reused");
    }

    @Test
    void an_access_token_that_the_api_does_not_know() throws Exception {
        world.with("AT", "not-a-token");
        recorded("call", "--token", "env:AT", playground.gateway() + "/hello", "--fail");
        assertThat(cause()).isIn("token-revoked", "token-opaque");
    }

    @Test
    void a_number_in_an_address_is_no_status() throws Exception {
        String refused = "curl: (7) Failed to connect to 127.0.0.1 port 40799: Connection refused";
        assertThat(world.run("explain", refused).out()).doesNotContain("A proxy stands in the way");
        assertThat(world.run("explain", "HTTP 407 from 10.0.0.1").out()).startsWith("1. A proxy stands in the way");
    }

    @Test
    void standard_input_and_a_profile_fill_in_what_is_known() throws Exception {
        world.run("profile", "add", "work", "--issuer", issuer(), "--client-id", "demo-web");
        world.reading("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n"
                + "{\"error\":\"unauthorized_client\"}");
        TestWorld.Outcome outcome = world.run("explain", "-", "-p", "work");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("allow the grant for client demo-web at the server");
    }

    @Test
    void a_diagram_is_80_columns_wide_at_most_in_unicode_and_in_ascii() throws Exception {
        assertThat(login(alice(), "--scope", "openid offline_access").code()).isZero();
        for (String locale : List.of("C.UTF-8", "C")) {
            world.with("LC_ALL", locale);
            TestWorld.Outcome outcome = world.run("explain", "--diagram", file());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
            assertThat(outcome.out())
                    .contains(
                            "you", "browser", "oat", "authorization server", "sign in, and allow", "200 access_token");
            if (locale.equals("C")) {
                assertThat(outcome.out()).isASCII().contains("--->");
            }
        }
    }

    @Test
    void what_is_no_recording_is_not_drawn() {
        TestWorld.Outcome outcome = world.run("explain", "--diagram", "invalid_grant");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("this is none");
    }
}
