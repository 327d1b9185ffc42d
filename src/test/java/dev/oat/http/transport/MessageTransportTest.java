package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Form;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTransportTest {
    /** Long enough for an answer on a busy machine; hostile servers are given a short one. */
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(700);

    private static Response post(URI address, Duration limit) {
        Request request = Request.post(
                "token request", SpecRef.rfc(6749, "3.2"), address, Form.empty().with("a", "b"));
        return new MessageTransport(TransportSettings.direct("oat/test").withTimeout(limit)).send(request);
    }

    private static URI at(RawServer server) {
        return server.at("/token");
    }

    @Test
    void sends_a_form_and_gives_back_the_whole_answer() {
        String[] body = new String[1];
        try (RawServer server = RawServer.answering((head, connection) -> {
            body[0] = connection.readText(head);
            connection.answer("200 OK", "X-A: 1\r\nx-a: 2\r\nConnection: close\r\n", "{\"ok\":true}");
        })) {
            Response response = post(at(server), PATIENT);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("{\"ok\":true}");
            assertThat(response.headers().all("X-A")).containsExactly("1", "2");
            assertThat(body[0]).isEqualTo("a=b");
            String head = server.heads().get(0);
            assertThat(head).startsWith("POST /token HTTP/1.1");
            assertThat(RawServer.header(head, "User-Agent")).isEqualTo("oat/test");
            assertThat(RawServer.header(head, "Accept")).isEqualTo("application/json");
            assertThat(RawServer.header(head, "Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "500 Oops"})
    void the_body_of_an_error_is_kept(String status) {
        try (RawServer server = RawServer.answering((head, connection) -> {
            connection.readBody(head);
            connection.answer(status, "WWW-Authenticate: Basic realm=\"x\"\r\n", "{\"error\":\"invalid_client\"}");
        })) {
            assertThat(post(at(server), PATIENT).text()).isEqualTo("{\"error\":\"invalid_client\"}");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 A", "302 B", "303 C", "307 D", "308 E"})
    void no_redirect_is_followed(String status) {
        try (RawServer server = RawServer.answering((head, connection) -> {
            connection.readBody(head);
            connection.answer(status, "Location: /elsewhere\r\n", "");
        })) {
            assertThat(post(at(server), PATIENT).isRedirect()).isTrue();
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void a_post_is_not_sent_twice_when_the_connection_breaks() {
        try (RawServer server = RawServer.saying(connection -> {
            String head = connection.readHead();
            connection.readBody(head);
        })) {
            assertThatThrownBy(() -> post(at(server), PATIENT))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasMessageContaining("closed before an answer came");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
            })
    void a_server_that_stalls_is_left_at_the_deadline(String beginning) {
        try (RawServer server = RawServer.saying(connection -> {
            connection.readHead();
            connection.send(beginning);
            connection.stall();
        })) {
            assertThatThrownBy(() -> post(at(server), SHORT)).isInstanceOf(Failure.TimedOut.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX-Drip: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void a_server_that_drips_is_left_at_the_deadline(String beginning) {
        try (RawServer server = RawServer.saying(connection -> {
            connection.readHead();
            connection.send(beginning);
            while (true) {
                connection.send("x");
                connection.pause(50);
            }
        })) {
            assertThatThrownBy(() -> post(at(server), SHORT)).isInstanceOf(Failure.TimedOut.class);
        }
    }

    @Test
    void a_flood_of_interim_answers_is_left_at_the_deadline() {
        try (RawServer server = RawServer.saying(connection -> {
            connection.readHead();
            while (true) {
                connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                connection.pause(1);
            }
        })) {
            assertThatThrownBy(() -> post(at(server), SHORT))
                    .isInstanceOfAny(Failure.TimedOut.class, Failure.Unreachable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 400 Bad\r\nContent-Length: 10\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Len",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n1234567\r\n0\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
            })
    void an_answer_that_is_cut_short_is_no_answer(String answer) {
        try (RawServer server = RawServer.saying(connection -> {
            String head = connection.readHead();
            connection.readBody(head);
            connection.send(answer);
        })) {
            assertThatThrownBy(() -> post(at(server), PATIENT))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasMessageMatching(".*(no whole answer|was cut short after).*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 104857600\r\n", "Connection: close\r\n"})
    void an_answer_larger_than_any_message_is_not_read_to_its_end(String header) {
        try (RawServer server = RawServer.saying(connection -> {
            String head = connection.readHead();
            connection.readBody(head);
            connection.send("HTTP/1.1 200 OK\r\n" + header + "\r\n");
            byte[] block = new byte[1 << 16];
            for (int i = 0; i < 1600; i++) {
                connection.send(block, block.length);
            }
        })) {
            assertThatThrownBy(() -> post(at(server), PATIENT))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasMessageContaining("larger than 2 MiB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9\r\n", "\u0000\u0001\u0002\r\n\r\n"})
    void a_server_of_another_protocol_is_no_answer(String greeting) {
        try (RawServer server = RawServer.saying(connection -> {
            connection.readHead();
            connection.send(greeting);
        })) {
            assertThatThrownBy(() -> post(at(server), PATIENT)).isInstanceOf(Failure.Unreachable.class);
        }
    }

    @Test
    void nobody_there_is_told_plainly() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port + "/token?secret=canary");
        assertThatThrownBy(() -> post(address, PATIENT)).isInstanceOfSatisfying(Failure.Unreachable.class, failure -> {
            assertThat(failure.what()).contains("nothing answers at http://127.0.0.1:" + port);
            assertThat(failure.endpoint()).contains("http://127.0.0.1:" + port + "/token");
            assertThat(failure.hint()).isPresent();
        });
    }

    @Test
    void tls_to_a_server_without_it_says_so() {
        try (RawServer server = RawServer.saying(connection -> {
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        })) {
            URI plain = at(server);
            URI secure = URI.create("https://127.0.0.1:" + plain.getPort() + "/token");
            assertThatThrownBy(() -> post(secure, PATIENT))
                    .isInstanceOfSatisfying(
                            Failure.Unreachable.class,
                            failure -> assertThat(failure.what()).contains("TLS"));
        }
    }

    @Test
    void a_proxy_gets_the_request_and_its_password_and_the_server_does_not() {
        try (RawServer proxy = RawServer.answering((head, connection) -> {
            connection.readBody(head);
            if (RawServer.header(head, "Proxy-Authorization").isEmpty()) {
                connection.answer("407 Proxy", "Proxy-Authenticate: Basic realm=\"p\"\r\n", "");
            } else {
                connection.answer("200 OK", "", "{\"via\":\"proxy\"}");
            }
        })) {
            URI address = URI.create("http://user:pass@127.0.0.1:" + at(proxy).getPort());
            TransportSettings settings = new TransportSettings(
                    Optional.empty(),
                    false,
                    ProxyRules.through("--proxy", address.toString(), Map.of()),
                    PATIENT,
                    "oat/test");
            Request request = Request.get("metadata", SpecRef.none(), URI.create("http://as.example/x"));
            assertThat(new MessageTransport(settings).send(request).text()).isEqualTo("{\"via\":\"proxy\"}");
            String head = proxy.heads().get(proxy.heads().size() - 1);
            assertThat(head).startsWith("GET http://as.example/x HTTP/1.1");
            // user:pass
            assertThat(RawServer.header(head, "Proxy-Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
            assertThat(RawServer.header(head, "Authorization")).isEmpty();
        }
    }

    @Test
    void an_unusable_file_of_certificate_authorities_is_a_usage_error() {
        TransportSettings settings = new TransportSettings(
                Optional.of(java.nio.file.Path.of("no-such-file.pem")), false, ProxyRules.none(), PATIENT, "oat/test");
        Request request = Request.get("metadata", SpecRef.none(), URI.create("https://127.0.0.1:1/x"));
        assertThatThrownBy(() -> new MessageTransport(settings).send(request))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("no-such-file.pem");
    }

    @Test
    void folded_fields_interim_answers_and_trailers_are_read_as_they_are_meant() {
        try (RawServer server = RawServer.saying(connection -> {
            String head = connection.readHead();
            connection.readBody(head);
            connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 200 OK\nX-Folded: a\n  b\nNot a field\nTransfer-Encoding: Chunked\r\n\r\n"
                    + "3;x=y\r\n{\"a\r\n5\r\n\":\"b\"\r\n1\r\n}\r\n0\r\nTrailer: t\r\n\r\n");
        })) {
            Response response = post(at(server), PATIENT);
            assertThat(response.text()).isEqualTo("{\"a\":\"b\"}");
            assertThat(response.headers().first("X-Folded")).contains("a b");
            assertThat(response.headers().has("Link")).isFalse();
        }
    }

    @Test
    void a_proxy_that_refuses_a_tunnel_is_told_as_such_and_never_sees_the_message() {
        try (RawServer proxy = RawServer.answering(
                (head, connection) -> connection.answer("403 Forbidden", "Connection: close\r\n", "no"))) {
            URI address = URI.create("http://user:pass@127.0.0.1:" + at(proxy).getPort());
            TransportSettings settings = new TransportSettings(
                    Optional.empty(),
                    false,
                    ProxyRules.through("--proxy", address.toString(), Map.of()),
                    PATIENT,
                    "oat/test");
            Request request = Request.post(
                    "token request",
                    SpecRef.none(),
                    URI.create("https://as.example/token"),
                    Form.empty().with("client_secret", "canary"));
            assertThatThrownBy(() -> new MessageTransport(settings).send(request))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasMessageContaining("the proxy http://127.0.0.1:"
                            + at(proxy).getPort() + " (--proxy) refused to connect to https://as.example")
                    .hasMessageContaining("403");
            String head = proxy.heads().get(0);
            assertThat(head).startsWith("CONNECT as.example:443 HTTP/1.1").doesNotContain("canary");
            assertThat(RawServer.header(head, "Proxy-Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        }
    }

    @Test
    void an_endpoint_without_a_path_and_one_with_a_query_are_asked_for_as_written() {
        try (RawServer server = RawServer.answering((head, connection) -> {
            connection.readBody(head);
            connection.answer("200 OK", "", "{}");
        })) {
            int port = at(server).getPort();
            post(URI.create("http://127.0.0.1:" + port), PATIENT);
            post(URI.create("http://127.0.0.1:" + port + "/t%20x?a=%2F&b"), PATIENT);
            assertThat(server.heads().get(0)).startsWith("POST / HTTP/1.1");
            assertThat(server.heads().get(1)).startsWith("POST /t%20x?a=%2F&b HTTP/1.1");
            assertThat(RawServer.header(server.heads().get(0), "Host")).isEqualTo("127.0.0.1:" + port);
        }
    }
}
