package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.setting.Programs;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs flows with everything that shows or keeps messages switched on, then searches all of it, and the arguments of the
 * programs that were started, for every secret that went over the wire.
 */
@Timeout(120)
class DiagnosticsCanaryTest {
    private static final String CLIENT_SECRET = "canary:client secret/1 of more than thirty-two";
    private static final String PASSWORD = "canary-password-2-of-more-than-thirty-two";
    private static final List<String> SENT = List.of(
            "code",
            "code_verifier",
            "refresh_token",
            "token",
            "password",
            "client_secret",
            "device_code",
            "client_assertion",
            "state",
            "nonce");
    private static final List<String> RECEIVED =
            List.of("access_token", "refresh_token", "id_token", "device_code", "user_code");

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private final StringBuilder seen = new StringBuilder();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<String> started = new ArrayList<>();
    private int files;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("PW", PASSWORD).starting((command, limit) -> {
            started.addAll(command);
            return new Programs.Result(0, CLIENT_SECRET + "\n");
        });
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .user(PlaygroundUser.of("carol", PASSWORD))
                .client(PlaygroundClient.confidential(
                        "canary",
                        "Canary",
                        CLIENT_SECRET,
                        Set.of(
                                "client_credentials",
                                "password",
                                "refresh_token",
                                "authorization_code",
                                "urn:ietf:params:oauth:grant-type:device_code"),
                        List.of("openid", "offline_access", "read")))
                .build());
        secrets.add(CLIENT_SECRET);
        secrets.add(PASSWORD);
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String[] diagnosed(String form, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "canary",
                "--client-secret",
                "cmd:keychain read canary"));
        all.addAll(looking(form));
        return all.toArray(new String[0]);
    }

    private List<String> looking(String form) {
        return List.of(
                "-vv",
                "--explain",
                "--curl",
                "--record",
                home.resolve("flow" + ++files + "." + form).toString());
    }

    /** Standard output is what was asked for, and tells which tokens there are. */
    private void take(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        seen.append(outcome.err());
        takeSecrets(outcome.out());
    }

    private void takeSecrets(String document) {
        try {
            JsonObject object = JsonObject.parse(document.isBlank() ? "{}" : document);
            for (JsonObject one : List.of(object, object.object("token").orElse(JsonObject.EMPTY))) {
                for (String name : RECEIVED) {
                    one.text(name).ifPresent(secrets::add);
                }
            }
        } catch (JsonException e) {
            // the answer of an API
        }
    }

    private void run(String form, String... words) {
        take(world.run(diagnosed(form, words)));
    }

    private void allowDevice() {
        secrets.add(playground.lastUserCode());
        try {
            ScriptedBrowser.allowing("carol", Secret.of(PASSWORD))
                    .visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"har", "md", "json"})
    void no_secret_is_shown_or_kept(String form) throws Exception {
        String api = playground.gateway().toString();
        run(form, "token", "client-credentials", "--auth-method", "client_secret_basic");
        run(form, "token", "client-credentials", "--auth-method", "client_secret_post");
        run(form, "token", "client-credentials", "--auth-method", "client_secret_jwt");
        run(form, "token", "client-credentials", "--dpop");
        run(form, "token", "client-credentials", "--dry-run");
        run(form, "token", "password", "--username", "carol", "--password", "env:PW", "--scope", "read");
        List<String> login = new ArrayList<>(List.of(diagnosed(
                form, "login", "work", "--scope", "openid offline_access read", "--api", api, "--no-browser")));
        RunningCommand command = new RunningCommand(world, login.toArray(new String[0]));
        ScriptedBrowser.allowing("carol", Secret.of(PASSWORD)).visit(command.address());
        TestWorld.Outcome signedIn = command.outcome();
        // the address to open holds state and nonce, as it must
        take(new TestWorld.Outcome(
                signedIn.code(), signedIn.out(), signedIn.err().replaceAll("(?m)^ {2}http\\S+$", "")));
        takeSessions();
        playground.expireAccessTokens();
        List<String> call = new ArrayList<>(List.of("call", "-p", "work", api + "/hello"));
        call.addAll(looking(form));
        take(world.run(call.toArray(new String[0])));
        takeSessions();
        for (List<String> words : List.of(
                List.of("userinfo", "-p", "work"),
                List.of("introspect", "-p", "work"),
                List.of("token", "refresh", "-p", "work"),
                List.of("logout", "work"))) {
            List<String> all = new ArrayList<>(words);
            all.addAll(looking(form));
            take(world.run(all.toArray(new String[0])));
            if (!words.contains("logout")) {
                takeSessions();
            }
        }

        takeWire();
        assertThat(secrets).as("the search itself works").hasSizeGreaterThan(15);
        assertThat(started).contains("keychain");
        String kept = kept(form);
        assertThat(kept).contains("refresh_token", "code_verifier", "chars");
        for (String secret : secrets) {
            assertThat(seen.toString()).as("shown").doesNotContain(secret);
            assertThat(kept).as("kept").doesNotContain(secret);
            assertThat(started).as("arguments of programs").doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"har", "md", "json"})
    void nor_while_a_device_waits(String form) throws Exception {
        world.duringPause(() -> {}).duringPause(this::allowDevice);
        TestWorld.Outcome outcome = world.run(diagnosed(form, "token", "device", "--scope", "openid read"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        takeSecrets(outcome.out());
        takeWire();
        // to show the code to the user is what the command is for
        String shown = outcome.err().replaceAll("(?m)^ {2}(http\\S+user_code=)?[A-Z]{4}-[A-Z]{4}$", "");
        String kept = kept(form);
        for (String secret : secrets) {
            assertThat(shown).as("shown").doesNotContain(secret);
            assertThat(kept).as("kept").doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"har", "md", "json"})
    void nor_by_grants_whose_secrets_are_refused(String form) throws Exception {
        String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJjYW5hcnkifQ.Y2FuYXJ5LXNpZ25hdHVyZQ";
        List<String> given = List.of(
                "canary-subject-token-of-more-than-32-characters",
                jwt,
                "PHNhbWw6QXNzZXJ0aW9uPmNhbmFyeTwvc2FtbDpBc3NlcnRpb24-",
                "canary-code-of-more-than-thirty-two-characters",
                "canary-verifier-of-more-than-forty-three-characters-it-is");
        world.with("ST", given.get(0))
                .with("JWT", given.get(1))
                .with("SAML", given.get(2))
                .with("CODE", given.get(3))
                .with("CV", given.get(4));
        secrets.addAll(given);
        for (String[] words : List.of(
                new String[] {"token", "token-exchange", "--subject-token", "env:ST"},
                new String[] {"token", "jwt-bearer", "--assertion", "env:JWT"},
                new String[] {"token", "saml2-bearer", "--assertion", "env:SAML"},
                new String[] {
                    "token",
                    "authorization-code",
                    "--code",
                    "env:CODE",
                    "--code-verifier",
                    "env:CV",
                    "--redirect-uri",
                    "http://127.0.0.1/callback"
                })) {
            int before = playground.requests().all().size();
            TestWorld.Outcome outcome = world.run(diagnosed(form, words));
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
            assertThat(playground.requests().all()).hasSizeGreaterThan(before);
            seen.append(outcome.err());
        }
        takeWire();
        String kept = kept(form);
        for (String secret : secrets) {
            assertThat(seen.toString()).as("shown").doesNotContain(secret);
            assertThat(kept).as("kept").doesNotContain(secret);
        }
    }

    private void takeSessions() throws IOException {
        Path sessions = home.resolve(".local/state/oat/sessions");
        try (Stream<Path> all = Files.list(sessions)) {
            for (Path file :
                    all.filter(file -> file.toString().endsWith(".json")).toList()) {
                takeSecrets(Files.readString(file));
            }
        }
    }

    private void takeWire() {
        for (ReceivedRequest request : playground.requests().all()) {
            for (String field : SENT) {
                request.form(field).ifPresent(secrets::add);
            }
            request.header("DPoP").ifPresent(secrets::add);
            request.header("Authorization").ifPresent(value -> secrets.add(value.substring(value.indexOf(' ') + 1)));
        }
        secrets.removeIf(secret -> secret.length() < 6);
    }

    private String kept(String form) throws IOException {
        StringBuilder kept = new StringBuilder();
        try (Stream<Path> all = Files.list(home)) {
            for (Path file :
                    all.filter(file -> file.toString().endsWith("." + form)).toList()) {
                kept.append(Files.readString(file));
            }
        }
        return kept.toString();
    }
}
