package dev.oat.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTree;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Environment;
import dev.oat.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A playground in somebody's own tests: told by a file, waited for, and gone with who started it. */
@Timeout(120)
class PlaygroundFileTest {
    @TempDir
    Path home;

    private static final String CONFIG = """
            # a mock server
            port = 0
            access_token_lifetime = "20s"
            refresh_token_lifetime = 60
            opaque_tokens = true
            signing_alg = "RS256"
            clock_offset = 5
            fault = ["expired-code", "metadata:html"]

            [[users]]
            username = "carol"
            password = "env:CAROL"
            email = "carol@corp.example"

            [[clients]]
            client_id = "my-service"
            client_secret = "literal:very-secret"
            grants = ["client_credentials", "token-exchange"]
            scopes = ["read"]

            [[clients]]
            client_id = "my-app"
            redirect_uris = ["https://app.example/callback"]
            """;

    private interface Visit {
        void to(JsonObject addresses) throws Exception;
    }

    private void during(Visit visit, String... words) throws Exception {
        CountDownLatch flushed = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushed.countDown();
            }
        };
        TestWorld world = TestWorld.at(home).with("CAROL", "mushroom");
        Environment environment = world.environment(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>(List.of("playground", "-o", "json"));
        all.addAll(List.of(words));
        Thread thread = new Thread(() -> CommandTree.over(environment).run(all));
        thread.start();
        assertThat(flushed.await(30, TimeUnit.SECONDS)).isTrue();
        try {
            visit.to(JsonObject.parse(out.toString(StandardCharsets.UTF_8)));
        } finally {
            thread.interrupt();
            thread.join(30_000);
        }
    }

    private String config(String text) throws Exception {
        return Files.writeString(home.resolve("playground.toml"), text).toString();
    }

    @Test
    void users_clients_lifetimes_and_faults_are_those_of_the_file() throws Exception {
        during(
                addresses -> {
                    assertThat(addresses.texts("client_ids")).contains("my-service", "my-app", "demo-web");
                    assertThat(addresses.texts("usernames")).contains("carol", "alice");
                    String issuer = addresses.text("issuer").orElseThrow();
                    TestWorld world = TestWorld.at(home);
                    TestWorld.Outcome token = world.run(
                            "token",
                            "client-credentials",
                            "--token-endpoint",
                            issuer + "/token",
                            "--client-id",
                            "my-service",
                            "--client-secret",
                            "literal:very-secret",
                            "-o",
                            "json");
                    assertThat(token.code()).as(token.err()).isZero();
                    assertThat(token.out()).contains("\"expires_in\":20").doesNotContain("eyJ");
                    TestWorld.Outcome refused = world.run(
                            "token",
                            "password",
                            "--token-endpoint",
                            issuer + "/token",
                            "--client-id",
                            "my-service",
                            "--client-secret",
                            "literal:very-secret",
                            "--username",
                            "carol",
                            "--password",
                            "literal:mushroom");
                    assertThat(refused.err()).contains("unauthorized_client");
                    TestWorld.Outcome carol = world.run(
                            "token",
                            "password",
                            "--token-endpoint",
                            issuer + "/token",
                            "--client-id",
                            "my-app",
                            "--username",
                            "carol",
                            "--password",
                            "literal:mushroom");
                    assertThat(carol.code()).as(carol.err()).isZero();
                    String state = new String(
                            java.net
                                    .URI
                                    .create(issuer + "/playground")
                                    .toURL()
                                    .openStream()
                                    .readAllBytes(),
                            StandardCharsets.UTF_8);
                    assertThat(JsonObject.parse(state).texts("faults"))
                            .containsExactly("expired-code", "metadata:html");
                },
                "--config",
                config(CONFIG));
    }

    @Test
    void an_option_goes_before_the_file() throws Exception {
        during(
                addresses -> {
                    String state = new String(
                            java.net
                                    .URI
                                    .create(addresses.text("issuer").orElseThrow() + "/playground")
                                    .toURL()
                                    .openStream()
                                    .readAllBytes(),
                            StandardCharsets.UTF_8);
                    assertThat(JsonObject.parse(state).texts("faults")).containsExactly("slow-down");
                },
                "--config",
                config(CONFIG),
                "--fault",
                "slow-down");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "prot = 1 | nothing is called \"prot\"",
                "port = \"x\" | invalid value for port in ",
                "port = 0 \\n port = 1 | line 2",
                "opaque_tokens = \"yes\" | neither true nor false",
                "signing_alg = \"HS256\" | cannot be \"HS256\"",
                "access_token_lifetime = \"soon\" | invalid value for access_token_lifetime in ",
                "fault = [\"gremlins\"] | gremlins",
                "users = \"carol\" | no tables",
                "[[users]] \\n username = \"carol\" | has no password",
                "[[users]] \\n username = \"carol\" \\n pasword = \"x\" | nothing is called \"pasword\"",
                "[[clients]] \\n name = \"x\" | has no client_id",
                "[[clients]] \\n client_id = \"x\" \\n grants = [\"magic\"] | no grant is called \"magic\"",
                "[[clients]] \\n client_id = 5 | client_id is no text",
                "[[clients]] \\n client_id = \"x\" \\n scopes = \"read\" | no list of texts",
                "= | not valid TOML"
            })
    void what_the_file_does_not_mean_is_said(String text, String said) throws Exception {
        List<String> words = new ArrayList<>(List.of("playground", "--config", config(text.replace("\\n", "\n"))));
        if (!text.startsWith("port")) {
            words.addAll(List.of("--port", "0"));
        }
        TestWorld.Outcome outcome = TestWorld.at(home).run(words.toArray(new String[0]));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(said);
    }

    @Test
    void it_ends_with_its_parent_and_takes_its_ready_file_along() throws Exception {
        Path ready = home.resolve("ready.json");
        Path pid = home.resolve("pid");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "'" + java + "' -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path").replace(":", File.pathSeparator)
                + "' dev.oat.Main playground --port 0 --exit-with-parent --ready-file '" + ready
                + "' >/dev/null 2>&1 & echo $! > '" + pid + "'; while [ ! -s '" + ready
                + "' ]; do sleep 0.1; done; cat '"
                + ready + "'";
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.environment().put("HOME", home.toString());
        Process shell = builder.start();
        String document = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(JsonObject.parse(document).text("issuer")).isPresent();
        assertThat(shell.waitFor()).isZero();
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(handle -> handle.onExit().join());
        assertThat(ready).doesNotExist();
    }

    @Test
    void the_addresses_can_be_had_as_variables() throws Exception {
        Path ready = home.resolve("ready.json");
        CountDownLatch flushed = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushed.countDown();
            }
        };
        Environment environment = TestWorld.at(home)
                .environment(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> CommandTree.over(environment)
                .run(List.of("playground", "--port", "0", "--print-env", "--ready-file", ready.toString())));
        thread.start();
        assertThat(flushed.await(30, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        thread.join(30_000);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("export OAT_ISSUER='http://127.0.0.1:", "export OAT_API='http://127.0.0.1:");
        assertThat(ready).doesNotExist();
    }
}
