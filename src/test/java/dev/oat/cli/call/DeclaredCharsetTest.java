package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers whose text is in the charset that they declare. */
class DeclaredCharsetTest {
    private static final String WORD = "Gr\u00fc\u00dfe";

    @TempDir
    Path home;

    private HttpServer server;
    private String at;
    private volatile String type = "";
    private volatile byte[] body = {};
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        at = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void says(String contentType, String text, String charset) {
        type = contentType;
        body = text.getBytes(Charset.forName(charset));
    }

    private TestWorld.Outcome call(TestWorld world, String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "call";
        all[1] = "--token";
        all[2] = "env:T";
        all[3] = at + "/word";
        System.arraycopy(words, 0, all, 4, words.length);
        return world.with("T", "token").run(all);
    }

    private TestWorld world() {
        return TestWorld.at(home);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json; charset=ISO-8859-1 | ISO-8859-1",
                "application/json;charset=iso-8859-15 | ISO-8859-15",
                "application/problem+json; charset=\"latin1\" | ISO-8859-1",
                "application/json; profile=\"a;charset=utf-8\"; Charset = windows-1252 | windows-1252",
                "application/json; charset='ISO-8859-1' | ISO-8859-1",
                "application/json; charset=UTF-16 | UTF-16",
                "application/json; charset=utf-16le | UTF-16LE",
                "application/json; charset=IBM850 | IBM850",
                "application/json; charset=utf8 | UTF-8",
                "application/json; charset=no-such | UTF-8",
                "application/json; charset=*?! | UTF-8",
                "application/json; charset= | UTF-8",
                "application/json; charset | UTF-8",
                "application/json; charset=\"utf-8 | UTF-8",
                "application/json | UTF-8",
            })
    void json_is_read_as_it_was_written(String contentType, String charset) {
        says(contentType, "[{\"word\":\"" + WORD + "\"}]", charset);
        assertThat(call(world(), "--jq", ".[0].word").out()).isEqualTo(WORD + "\n");
        assertThat(call(world(), "-o", "json").out()).contains("\"body\":[{\"word\":\"" + WORD + "\"}]");
        assertThat(call(world(), "-o", "json", "--jq", ".body[0].word").out()).isEqualTo(WORD + "\n");
        assertThat(call(world().onTerminal(), "--color", "never").out()).contains("\"word\": \"" + WORD + "\"");
        assertThat(call(world(), "-vv", "--show-secrets").err()).contains(WORD);
        assertThat(call(world(), "--paginate", "--slurp", "--jq", ".[0].word").out())
                .isEqualTo(WORD + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain; charset=ISO-8859-1 | ISO-8859-1",
                "text/html;charset=\"windows-1252\" | windows-1252",
                "application/vnd.thing; charset=ISO-8859-1 | ISO-8859-1",
                "text/plain; charset=UTF-16BE | UTF-16BE",
                "text/plain; charset=no-such | UTF-8",
            })
    void so_is_other_text(String contentType, String charset) {
        says(contentType, WORD, charset);
        assertThat(call(world(), "-o", "json").out()).contains("\"body\":\"" + WORD + "\"");
        assertThat(call(world().onTerminal()).out()).isEqualTo(WORD + "\n");
        status = 400;
        assertThat(call(world().onTerminal()).out()).startsWith(WORD);
        assertThat(call(world(), "--jq", ".").err()).contains(WORD);
        status = 200;
    }

    /** A program gets the bytes as they came. */
    @Test
    void what_goes_into_a_file_or_a_pipe_is_not_touched() throws Exception {
        says("text/plain; charset=ISO-8859-1", WORD, "ISO-8859-1");
        Path file = home.resolve("word");
        assertThat(call(world(), "--out", file.toString()).code()).isZero();
        assertThat(java.nio.file.Files.readAllBytes(file)).isEqualTo(WORD.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void an_authorization_server_s_words_are_read_as_such_too() {
        says(
                "application/json;charset=ISO-8859-1",
                "{\"error\":\"invalid_client\",\"error_description\":\"" + WORD + "\"}",
                "ISO-8859-1");
        status = 401;
        String[] words = {
            "token",
            "client-credentials",
            "--token-endpoint",
            at + "/token",
            "--client-id",
            "ci",
            "--client-secret",
            "env:S"
        };
        assertThat(world().with("S", "s").run(words).err()).contains("invalid_client (" + WORD + ")");
        says("text/plain;charset=no-such-charset", "{\"error\":\"invalid_client\"}", "UTF-8");
        assertThat(world().with("S", "s").run(words).code()).isEqualTo(3);
        says(
                "application/x-www-form-urlencoded; charset=utf-16",
                "error=invalid_client&error_description=no",
                "UTF-16");
        assertThat(world().with("S", "s").run(words).err()).contains("invalid_client (no)");
    }
}
