package dev.oat.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that cannot be had a second time, where {@code --jq} cannot take them. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class KeptAnswerTest {
    private static final String ORDER = "{\"order\":17}";

    @TempDir
    Path home;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private String at;
    private byte[] answer = ORDER.getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        at = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private List<Path> kept() throws IOException {
        Path answers = home.resolve(".cache/oat/answers");
        if (!Files.isDirectory(answers)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(answers)) {
            return files.sorted().toList();
        }
    }

    private TestWorld.Outcome post(String expression) {
        return TestWorld.at(home)
                .with("T", "token")
                .run("call", "POST", at + "/orders", "--token", "env:T", "--jq", expression);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "def f: f; f | calls itself too deep",
                ".order.number | Cannot index",
                "error(\"no\") | no",
            })
    void the_answer_is_kept_where_the_expression_fails(String expression, String reason) throws Exception {
        TestWorld.Outcome outcome = post(expression);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(kept()).hasSize(1);
        assertThat(kept().get(0)).hasContent(ORDER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept().get(0))))
                .isEqualTo("rw-------");
        assertThat(outcome.err()).contains("is kept in " + kept().get(0), "--jq: ", reason);
        assertThat(requests).hasValue(1);
        post(expression);
        assertThat(kept()).hasSize(2);
    }

    @Test
    void an_answer_that_is_no_json_or_too_large_is_kept_whole() throws Exception {
        answer = "no json".getBytes(StandardCharsets.UTF_8);
        assertThat(post(".").code()).isEqualTo(5);
        assertThat(kept().get(0)).hasContent("no json");
        answer = ("[\"" + "x".repeat(33 << 20) + "\"]").getBytes(StandardCharsets.UTF_8);
        TestWorld.Outcome outcome = post("length");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("larger than 32 MiB", "is kept in ");
        assertThat(kept().stream().filter(file -> file.toFile().length() == answer.length))
                .hasSize(1);
    }

    @Test
    void nine_mebibytes_of_json_are_filtered() {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; json.length() < 9 << 20; i++) {
            json.append(i == 0 ? "" : ",").append("{\"id\":").append(i).append(",\"tags\":[\"a\",\"b\"]}");
        }
        answer = json.append(']').toString().getBytes(StandardCharsets.UTF_8);
        assertThat(post(".[7].id").out()).isEqualTo("7\n");
    }

    @Test
    void what_can_be_looked_at_again_is_not_kept() throws Exception {
        assertThat(TestWorld.at(home)
                        .run("profile", "list", "-o", "json", "--jq", "error(1)")
                        .code())
                .isEqualTo(2);
        assertThat(kept()).isEmpty();
    }

    @Test
    void the_answer_to_a_refresh_token_that_is_spent_is_kept() throws Exception {
        answer = "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"the-next\"}"
                .getBytes(StandardCharsets.UTF_8);
        TestWorld.Outcome outcome = TestWorld.at(home)
                .with("R", "the-first")
                .run(
                        "token",
                        "refresh",
                        "--refresh-token",
                        "env:R",
                        "--token-endpoint",
                        at + "/token",
                        "--client-id",
                        "app",
                        "--jq",
                        ".access_token.nothing");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("the-next");
        assertThat(Files.readString(kept().get(0))).contains("the-next");
    }
}
