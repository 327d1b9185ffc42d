package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the main job with {@code -vv} everywhere, then searches whatever was printed or written for every secret that went
 * over the wire: client secret, password, codes, verifiers and tokens.
 */
@Timeout(120)
class CanaryTest {
    private static final String CLIENT_SECRET = "canary:client secret/1";
    private static final String PASSWORD = "canary-password-2";
    private static final List<String> SECRET_FIELDS =
            List.of("code", "code_verifier", "refresh_token", "token", "password", "client_secret");

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private final StringBuilder printed = new StringBuilder();
    private final StringBuilder pages = new StringBuilder();

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("CS", CLIENT_SECRET).with("PW", PASSWORD);
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .user(PlaygroundUser.of("carol", PASSWORD))
                .client(PlaygroundClient.confidential(
                        "canary",
                        "Canary",
                        CLIENT_SECRET,
                        Set.of("client_credentials", "password", "refresh_token", "authorization_code"),
                        List.of("openid", "offline_access", "read")))
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    /** Runs a command; what it prints on standard output is searched unless it was asked to print a token there. */
    private TestWorld.Outcome run(boolean printsToken, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("-vv");
        TestWorld.Outcome outcome = world.run(all.toArray(new String[0]));
        record(printsToken, outcome);
        return outcome;
    }

    private void record(boolean printsToken, TestWorld.Outcome outcome) {
        printed.append(outcome.err()).append(printsToken ? "" : outcome.out());
    }

    @Test
    void no_secret_is_printed_or_written_outside_the_store() throws Exception {
        String issuer = playground.issuer().toString();
        String api = playground.gateway().toString();
        String[] client = {"--issuer", issuer, "--client-id", "canary", "--client-secret", "env:CS"};

        for (String method : List.of("client_secret_basic", "client_secret_post")) {
            assertThat(run(true, with(client, "token", "client-credentials", "--auth-method", method))
                            .code())
                    .isZero();
        }
        world.with("BAD", "canary-wrong-secret-3");
        run(
                false,
                "token",
                "client-credentials",
                "--issuer",
                issuer,
                "--client-id",
                "canary",
                "--client-secret",
                "env:BAD");
        run(true, with(client, "token", "password", "--username", "carol", "--password", "env:PW", "--scope", "read"));
        run(false, with(client, "token", "password", "--username", "carol", "--password", "env:BAD"));

        List<String> login = new ArrayList<>(List.of(with(
                client,
                "login",
                "work",
                "--scope",
                "openid offline_access read",
                "--api",
                api,
                "--no-browser",
                "-vv")));
        RunningCommand command = new RunningCommand(world, login.toArray(new String[0]));
        for (ScriptedBrowser.Step step :
                ScriptedBrowser.allowing("carol", Secret.of(PASSWORD)).visit(command.address())) {
            pages.append(step.body());
        }
        TestWorld.Outcome signedIn = command.outcome();
        assertThat(signedIn.code()).as(signedIn.err()).isZero();
        record(false, signedIn);

        assertThat(run(true, "token", "-p", "work", "-o", "json").code()).isZero();
        assertThat(run(true, "token", "refresh", "-p", "work").code()).isZero();
        playground.expireAccessTokens();
        assertThat(run(false, "call", "-p", "work", api + "/hello").code()).isZero();
        assertThat(run(false, "userinfo", "-p", "work").code()).isZero();
        assertThat(run(false, "introspect", "-p", "work").code()).isZero();
        assertThat(run(false, "status").code()).isZero();
        assertThat(run(false, "profile", "show", "work").code()).isZero();
        assertThat(run(false, "token", "-p", "work", "--min-ttl", "x").code()).isEqualTo(2);
        assertThat(run(false, "logout", "work").code()).isZero();

        Set<String> secrets = secrets();
        assertThat(secrets).as("the search itself works").hasSizeGreaterThan(10);
        for (String secret : secrets) {
            assertThat(printed.toString()).as("printed").doesNotContain(secret);
            assertThat(pages.toString()).as("pages").doesNotContain(secret);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().contains("/sessions/")) {
                    continue;
                }
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertThat(content).as(file.toString()).doesNotContain(secret);
                }
            }
        }
    }

    private static String[] with(String[] tail, String... head) {
        List<String> all = new ArrayList<>(List.of(head));
        all.addAll(List.of(tail));
        return all.toArray(new String[0]);
    }

    /** What was secret of all that the servers received. */
    private Set<String> secrets() throws IOException {
        Set<String> secrets = new LinkedHashSet<>(List.of(CLIENT_SECRET, PASSWORD, "canary-wrong-secret-3"));
        for (ReceivedRequest request : playground.requests().all()) {
            for (String field : SECRET_FIELDS) {
                request.form(field).ifPresent(secrets::add);
            }
            request.header("Authorization").ifPresent(value -> secrets.add(value.substring(value.indexOf(' ') + 1)));
        }
        secrets.removeIf(String::isEmpty);
        return secrets;
    }
}
