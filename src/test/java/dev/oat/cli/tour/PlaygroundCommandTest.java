package dev.oat.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTree;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.http.transport.RawServer;
import dev.oat.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaygroundCommandTest {
    @TempDir
    Path home;

    /** A stream that tells when its first flush has come: the document is out. */
    private static final class Announced extends ByteArrayOutputStream {
        private final CountDownLatch flushed = new CountDownLatch(1);

        @Override
        public void flush() {
            flushed.countDown();
        }
    }

    private interface Visit {
        void to(String document) throws Exception;
    }

    /** Runs the command, visits what it serves, and interrupts it as Ctrl-C does. */
    private String during(Visit visit, String... more) throws Exception {
        Announced out = new Announced();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = TestWorld.at(home)
                .with("CAROL", "mushroom")
                .environment(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        List<String> words = new ArrayList<>(List.of("playground", "--port", "0"));
        words.addAll(List.of(more));
        AtomicInteger code = new AtomicInteger(-1);
        Thread thread = new Thread(() -> code.set(CommandTree.over(environment).run(words)));
        thread.start();
        assertThat(out.flushed.await(30, TimeUnit.SECONDS)).isTrue();
        try {
            visit.to(out.toString(StandardCharsets.UTF_8));
        } finally {
            thread.interrupt();
            thread.join(30_000);
        }
        assertThat(code).hasValue(ExitCode.INTERRUPTED.code());
        return err.toString(StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> post(String uri, String form) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void it_serves_until_it_is_interrupted_and_tells_each_request_without_secrets() throws Exception {
        String err = during(
                document -> {
                    JsonObject addresses = JsonObject.parse(document);
                    String issuer = addresses.text("issuer").orElseThrow();
                    assertThat(addresses.texts("usernames")).containsExactly("alice", "bob", "carol");
                    HttpResponse<String> answer = post(
                            issuer + "/token",
                            "grant_type=password&client_id=my-app&username=carol&password=mushroom&scope=openid");
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(JsonObject.parse(answer.body()).number("expires_in"))
                            .contains(20L);
                },
                "-o",
                "json",
                "--access-token-lifetime",
                "20s",
                "--user",
                "carol=env:CAROL",
                "--client",
                "my-app");

        assertThat(err).isEqualTo("12:00:00  200  authorization server  POST /token  password\n");
    }

    @Test
    void it_prints_commands_to_paste_that_name_its_addresses() throws Exception {
        during(
                document -> {
                    assertThat(document)
                            .contains("oat token client-credentials --issuer http://127.0.0.1:")
                            .contains("oat login demo --issuer http://127.0.0.1:")
                            .contains("    alice                  password wonderland\n")
                            .doesNotContain("mushroom");
                    assertThat(document.lines().mapToInt(String::length).max().orElse(0))
                            .isLessThanOrEqualTo(80);
                },
                "--user",
                "carol=env:CAROL");
    }

    @Test
    void faults_are_on_from_the_start() throws Exception {
        during(
                document -> {
                    String issuer = JsonObject.parse(document).text("issuer").orElseThrow();
                    assertThat(post(issuer + "/token", "grant_type=password").statusCode())
                            .isEqualTo(500);
                },
                "-o",
                "json",
                "--fault",
                "error-500");
    }

    @Test
    void the_faults_are_listed_in_eighty_columns() {
        TestWorld.Outcome outcome = TestWorld.at(home).run("playground", "--list-faults");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("  id-token-wrong-nonce ").contains("  stalled ");
        assertThat(outcome.out().lines().mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(80);
    }

    @Test
    void what_it_cannot_be_told_is_exit_2_with_what_to_write() {
        TestWorld world = TestWorld.at(home);

        for (String[] wrong : new String[][] {
            {"--fault", "gremlins", "--port", "0"},
            {"--port", "http"},
            {"--user", "carol", "--port", "0"},
            {"--clock-offset", "soon", "--port", "0"},
        }) {
            List<String> words = new ArrayList<>(List.of("playground"));
            words.addAll(List.of(wrong));
            TestWorld.Outcome outcome = world.run(words.toArray(String[]::new));
            assertThat(outcome.code()).as(wrong[0]).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains(wrong[0]).contains("try:");
        }
    }

    @Test
    void an_api_of_ones_own_is_guarded_by_the_gateway() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawServer api = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: "
                    + RawServer.header(head, "X-Subject") + RawServer.header(head, "Authorization") + "\n\n");
            read.await();
            c.send("data: two\n\n");
            c.cut();
        })) {
            during(
                    document -> {
                        JsonObject addresses = JsonObject.parse(document);
                        String gateway = addresses.text("gateway").orElseThrow();
                        assertThat(addresses.text("backend"))
                                .contains(api.at("").toString());
                        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + "/events?x=1"));
                        HttpClient client = HttpClient.newHttpClient();
                        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                                .isEqualTo(401);
                        assertThat(api.heads()).isEmpty();
                        String token = JsonObject.parse(post(
                                                addresses.text("issuer").orElseThrow() + "/token",
                                                "grant_type=client_credentials&client_id=demo-service"
                                                        + "&client_secret=service-secret")
                                        .body())
                                .text("access_token")
                                .orElseThrow();
                        // an event that is not kept back until the next one comes
                        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                                client.send(
                                                request.header("Authorization", "Bearer " + token)
                                                        .build(),
                                                HttpResponse.BodyHandlers.ofInputStream())
                                        .body(),
                                StandardCharsets.UTF_8))) {
                            assertThat(events.readLine()).isEqualTo("data: demo-service");
                            read.countDown();
                            assertThat(events.readLine()).isEmpty();
                            assertThat(events.readLine()).isEqualTo("data: two");
                        }
                        assertThat(api.heads().get(0)).startsWith("GET /events?x=1 ");
                    },
                    "-o",
                    "json",
                    "--backend",
                    api.at("/").toString());
        }
    }
}
