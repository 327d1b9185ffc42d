package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.OddServer.Reply;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** http to a port for https, and the other way round. */
@Timeout(60)
class WrongSchemeTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("T", "t-1");
        server = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String https() {
        return "https" + server.issuer().substring("http".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html  | <html><head><title>400 The plain HTTP request was sent to HTTPS"
                        + " port</title></head></html>",
                "text/html  | <p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br /></p>",
                "text/plain | Client sent an HTTP request to an HTTPS server.",
                "text/plain | Bad Request This combination of host and port requires TLS.",
            })
    void http_to_a_port_for_https_is_recognised_by_what_the_server_says(String type, String body) {
        for (String path : new String[] {
            "/token",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
            "/api",
            "/introspect"
        }) {
            server.page(path, hit -> Reply.text(400, type, body));
        }
        String told = "no http at " + server.issuer() + ": the server speaks TLS there";
        String hint = "write " + https() + " in place of " + server.issuer();
        String[][] commands = {
            {
                "token",
                "client-credentials",
                "--token-endpoint",
                server.issuer() + "/token",
                "--client-id",
                "c",
                "--client-secret",
                "env:T"
            },
            {"token", "client-credentials", "--issuer", server.issuer(), "--client-id", "c", "--client-secret", "env:T"
            },
            {"discover", server.issuer()},
            {
                "introspect",
                "env:T",
                "--introspection-endpoint",
                server.issuer() + "/introspect",
                "--client-id",
                "c",
                "--token-endpoint",
                server.issuer() + "/token"
            },
        };
        for (String[] command : commands) {
            TestWorld.Outcome outcome = world.run(command);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
            assertThat(outcome.err()).contains(told).contains("try: " + hint);
        }
        TestWorld.Outcome call =
                world.run("call", server.issuer() + "/api", "--token", "env:T", "--allow-host", server.issuer());
        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo(body);
        assertThat(call.err()).contains("warning: the server speaks TLS at " + server.issuer() + ": " + hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no such thing", "{\"error\":\"invalid_request\",\"error_description\":\"https please\"}", ""})
    void another_refusal_is_told_as_what_it_is(String body) {
        server.page("/api", hit -> Reply.text(400, "text/plain", body));
        server.page("/token", hit -> Reply.text(400, "text/plain", body));
        TestWorld.Outcome call =
                world.run("call", server.issuer() + "/api", "--token", "env:T", "--allow-host", server.issuer());
        assertThat(call.out()).isEqualTo(body);
        assertThat(call.err()).doesNotContain("TLS");
        assertThat(world.run(
                                "token",
                                "client-credentials",
                                "--token-endpoint",
                                server.issuer() + "/token",
                                "--client-id",
                                "c",
                                "--client-secret",
                                "env:T")
                        .err())
                .doesNotContain("TLS");
    }

    @Test
    void https_to_a_port_for_http_is_recognised() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try {
                    while (true) {
                        try (Socket socket = plain.accept()) {
                            // the beginning of the hello is enough to see that it is no request
                            int read = socket.getInputStream().read(new byte[8192]);
                            socket.getOutputStream()
                                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                            assertThat(read).isPositive();
                        }
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            server.start();
            TestWorld.Outcome outcome = world.run("discover", "https://127.0.0.1:" + plain.getLocalPort());
            assertThat(outcome.code()).isEqualTo(5);
            assertThat(outcome.err()).contains("the server does not speak TLS there; is the address http");
        }
    }
}
