package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTree;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Environment;
import dev.oat.http.transport.RawServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oat proxy} between clients that speak HTTP to the letter and an API on loopback. */
@Timeout(60)
class ProxyCommandTest {
    @TempDir
    private Path directory;

    private final AtomicInteger issued = new AtomicInteger();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<AutoCloseable> open = new ArrayList<>();
    private RawServer authorizationServer = RawServer.saying(c -> {});
    private Thread running = new Thread(() -> {});
    private volatile int code = -1;

    @BeforeEach
    void startAuthorizationServer() {
        authorizationServer.close();
        authorizationServer = RawServer.answering((head, c) -> {
            c.readText(head);
            c.answer(
                    "200 OK",
                    "Content-Type: application/json\r\n",
                    "{\"access_token\":\"TOKEN" + issued.incrementAndGet()
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        });
    }

    @AfterEach
    void stopAll() throws Exception {
        running.interrupt();
        running.join();
        for (AutoCloseable one : open) {
            one.close();
        }
        authorizationServer.close();
    }

    private RawServer api(RawServer.Answering answering) {
        RawServer api = RawServer.answering(answering);
        open.add(api);
        return api;
    }

    /** The head that came, as the body; and what body came with it. */
    private RawServer echo() {
        return api((head, c) -> c.answer("200 OK", "", head + c.readText(head)));
    }

    private TestWorld world() {
        return TestWorld.at(directory)
                .with("OAT_TOKEN_ENDPOINT", authorizationServer.at("/token").toString())
                .with("OAT_CLIENT_ID", "ci")
                .with("OAT_CLIENT_SECRET", "literal:SECRET");
    }

    private URI proxy(URI api, String... words) throws IOException {
        return proxy(world().with("OAT_API", api.toString()), api, words);
    }

    /** Starts the command; its address is the first line that it prints. */
    private URI proxy(TestWorld world, URI api, String... words) throws IOException {
        PipedInputStream printed = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of("proxy", "--listen", "127.0.0.1:0", api.toString()));
        all.addAll(Arrays.asList(words));
        Environment environment = world.environment(out, new PrintStream(err, true, StandardCharsets.UTF_8));
        running = new Thread(() -> {
            code = CommandTree.over(environment).run(all);
            out.close();
        });
        running.start();
        String line = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8)).readLine();
        assertThat(line).as(err.toString(StandardCharsets.UTF_8)).startsWith("http://127.0.0.1:");
        return URI.create(line);
    }

    /** A client that says what it is told. */
    private static final class Caller implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Caller(URI proxy) throws IOException {
            socket = new Socket("127.0.0.1", proxy.getPort());
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        Caller say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    return head.toString();
                }
                head.append((char) c);
            }
            return head.toString();
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString().trim();
        }

        String rest() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String asked(URI proxy, String line, String... headers) throws IOException {
        return sent(proxy, line, "", headers);
    }

    private static String sent(URI proxy, String line, String body, String... headers) throws IOException {
        boolean named = Arrays.stream(headers).anyMatch(header -> header.startsWith("Host:"));
        try (Caller caller = new Caller(proxy)) {
            caller.say(line + " HTTP/1.1\r\n" + (named ? "" : "Host: " + proxy.getAuthority() + "\r\n")
                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "Connection: close\r\n"
                    + String.join(
                            "",
                            Arrays.stream(headers)
                                    .map(header -> header + "\r\n")
                                    .toList()) + "\r\n" + body);
            return caller.rest();
        }
    }

    @Test
    void a_request_goes_on_with_the_token_and_without_what_is_the_callers() throws IOException {
        RawServer api = echo();
        URI proxy = proxy(api.at("/v1/"), "--header", "X-Tenant: 7");

        String answer = sent(
                proxy,
                "POST /a%20b?x=1&y=%2F",
                "{}",
                "Authorization: Bearer MINE",
                "Cookie: a=b",
                "Origin: http://" + proxy.getAuthority(),
                "Referer: " + proxy + "/page",
                "Sec-Fetch-Site: same-origin",
                "Proxy-Authorization: Basic eDp5",
                "Content-Type: application/json",
                "X-Own: 1",
                "X-Tenant: mine",
                "Connection: x-hop",
                "X-Hop: 1");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("POST /v1/a%20b?x=1&y=%2F HTTP/1.1\r\n")
                .contains("Host: " + api.at("").getAuthority() + "\r\n")
                .contains("Authorization: Bearer TOKEN1\r\n", "X-Own: 1\r\n", "X-Tenant: 7\r\n")
                .contains("Content-Type: application/json\r\n", "\r\n\r\n{}")
                .doesNotContain("MINE", "Cookie", "Origin", "Referer", "Sec-Fetch", "Proxy-Auth", "X-Hop", "mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "421 | GET /x | Host: evil.example",
                "421 | GET /x | Host: localhost:PORT",
                "421 | GET /x | Host: 127.0.0.1",
                "421 | GET /x | Host: 127.0.0.1:PORT;Host: 127.0.0.1:PORT",
                "421 | GET /x | Host: 127.0.0.1:PORT.evil.example",
                "403 | GET /x | Origin: https://evil.example",
                "403 | GET /x | Origin: null",
                "403 | GET /x | Origin: https://127.0.0.1:PORT",
                "403 | GET /x | Origin: http://127.0.0.1:PORT;Origin: https://evil.example",
                "403 | POST /x | Sec-Fetch-Site: cross-site",
                "403 | GET /x | Sec-Fetch-Site: same-site",
                "403 | GET /x | Sec-Fetch-Site: CROSS-SITE",
                "403 | OPTIONS /x | Origin: https://evil.example;Access-Control-Request-Method: PUT",
                "405 | CONNECT api.example:443 | X: y",
                "404 | GET /../x | X: y",
                "404 | GET /a/../../x | X: y",
                "404 | GET /%2e%2e/x | X: y",
                "404 | GET /..%2fx | X: y",
                "404 | GET /..%5cx | X: y",
                "404 | GET http://api.example/x | X: y",
                "404 | GET x | X: y",
                "404 | OPTIONS * | X: y",
                "400 | GET /x | Content-Length: 1;Transfer-Encoding: chunked",
                "400 | GET /x | Transfer-Encoding: gzip",
                "400 | GET /x | Content-Length: 1;Content-Length: 2",
                "400 | GET  /x | X: y",
                "400 | GET /x | X-A : 1",
                "400 | POST /x | Transfer-Encoding\t: chunked",
                "400 | GET /x | no field at all",
                "400 | GET /x | : 1",
                "400 | GET /x | X(y): 1",
                "400 | GET /x | X Y: 1",
                "400 | G(T /x | X: y",
                "400 | GET /x HTTP/1.0 | X: y",
                "404 | GET /x#f | X: y",
                "404 | GET http://127.0.0.1:PORT1/x | X: y",
                "404 | GET http://a@127.0.0.1:PORT/x | X: y",
                "404 | GET http://127.0.0.1:PORT/../x | X: y"
            })
    void what_may_not_come_in_never_reaches_the_api(int status, String line, String headers) throws IOException {
        RawServer api = echo();
        URI proxy = proxy(api.at("/v1"));
        String all = headers.replace("PORT", Integer.toString(proxy.getPort()));

        assertThat(asked(proxy, line.replace("PORT", Integer.toString(proxy.getPort())), all.split(";")))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/problem+json\r\n", "\"status\":" + status)
                .doesNotContain("the answer");
        assertThat(api.heads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP://127.0.0.1:PORT/a?b | /v1/a?b",
                "http://127.0.0.1:PORT | /v1/",
                "http://127.0.0.1:PORT?b | /v1/?b",
                "/a!b?c={d}^e`f\"g\\h[i]<j> | /v1/a!b?c=%7Bd%7D%5Ee%60f%22g%5Ch%5Bi%5D%3Cj%3E",
                "/[id]/{x} | /v1/%5Bid%5D/%7Bx%7D",
                "/a?x=100% | /v1/a?x=100%25",
                "/a%zz | /v1/a%25zz",
                "//a | /v1//a",
                "?x | "
            })
    void addresses_as_programs_write_them_reach_the_api(String target, String expected) throws IOException {
        URI proxy = proxy(echo().at("/v1"));

        assertThat(asked(proxy, "GET " + target.replace("PORT", Integer.toString(proxy.getPort()))))
                .contains(expected == null ? "404" : "\r\n\r\nGET " + expected + " HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Transfer-Encoding: chunked | 0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n | hexadecimal",
                "Transfer-Encoding: chunked | 5\\r\\nhelloXX0\\r\\n\\r\\n | not as long",
                "Transfer-Encoding: chunked | 5\\r\\nhel | ended early",
                "Content-Length: 10 | abc | ended early",
            })
    void a_body_that_cannot_be_read_is_its_senders_fault(String framing, String body, String why) throws Exception {
        URI proxy = proxy(echo().at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("POST /x HTTP/1.1\r\nHost: " + proxy.getAuthority() + "\r\n" + framing + "\r\n\r\n"
                    + body.replace("\\r", "\r").replace("\\n", "\n"));
            caller.socket.shutdownOutput();
            assertThat(caller.rest()).startsWith("HTTP/1.1 400 ").contains("\"Bad request\"", why);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 | h2c | ",
                "HTTP/1.1 | H2C, HTTP/2.0, TLS/1.2 | ",
                "HTTP/1.1 | h2c, websocket | websocket",
                "HTTP/1.1 | SPDY/3.1 | SPDY/3.1",
                "HTTP/1.0 | websocket | "
            })
    void no_caller_changes_to_a_protocol_whose_requests_would_pass_unseen(String version, String asked, String passed)
            throws IOException {
        URI proxy = proxy(echo().at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("GET /x " + version + "\r\nHost: " + proxy.getAuthority() + "\r\nUpgrade: " + asked
                    + "\r\nHTTP2-Settings: AAMAAABk\r\nConnection: close, Upgrade, HTTP2-Settings\r\n\r\n");
            String answer = caller.rest();
            assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("HTTP2-Settings");
            assertThat(answer.lines().filter(line -> line.startsWith("Upgrade:")))
                    .containsExactlyElementsOf(passed == null ? List.of() : List.of("Upgrade: " + passed));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | Content-Length: 2;Content-Length: 2 | 2",
                "200 | Content-Length: 2, 2 | 2",
                "200 | Content-Length: 002 | 2",
                "204 | Content-Length: 5 | ",
                "304 | Content-Length: 50 | 50"
            })
    void a_length_is_said_once_or_not_at_all(int status, String headers, String expected) throws IOException {
        RawServer api = api((head, c) -> c.send("HTTP/1.1 " + status + " X\r\n" + headers.replace(";", "\r\n")
                + "\r\n\r\n" + (status == 200 ? "hi" : "")));

        assertThat(asked(proxy(api.at("")), "GET /x").lines().filter(line -> line.startsWith("Content-Length:")))
                .containsExactlyElementsOf(expected == null ? List.of() : List.of("Content-Length: " + expected));
    }

    @Test
    void requests_in_flight_share_one_renewal() throws Exception {
        CountDownLatch all = new CountDownLatch(16);
        RawServer api = api((head, c) -> {
            c.readText(head);
            if (RawServer.header(head, "Authorization").equals("Bearer TOKEN1")) {
                all.countDown();
                all.await();
                c.answer("401 Unauthorized", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "");
            } else {
                c.answer("200 OK", "", "welcome");
            }
        });
        URI proxy = proxy(api.at(""));
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String body = "body " + i;
                answers.add(pool.submit(() -> sent(proxy, "POST /x", body)));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("HTTP/1.1 200 ").endsWith("welcome");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(issued).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "chunked"})
    void a_body_is_sent_again_as_long_as_it_is_kept(String framing) throws IOException {
        for (int size : new int[] {10, 200_000, 3 << 20}) {
            AtomicInteger requests = new AtomicInteger();
            RawServer api = api((head, c) -> {
                long read = c.readBody(head);
                boolean first = requests.incrementAndGet() == 1;
                c.answer(
                        first ? "401 Unauthorized" : "200 OK",
                        first ? "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n" : "",
                        read + " bytes");
            });
            URI proxy = proxy(api.at(""));
            String answer;
            if (framing.equals("chunked")) {
                String body = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n";
                try (Caller caller = new Caller(proxy)) {
                    caller.say("POST / HTTP/1.1\r\nHost: " + proxy.getAuthority()
                            + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
                    answer = caller.rest();
                }
            } else {
                answer = sent(proxy, "POST /", "x".repeat(size));
            }
            if (size < 1 << 20) {
                assertThat(answer).startsWith("HTTP/1.1 200 ").contains(size + " bytes");
            } else {
                assertThat(answer).startsWith("HTTP/1.1 401 ");
                assertThat(err.toString(StandardCharsets.UTF_8)).contains("longer than what is kept of it");
            }
            running.interrupt();
        }
    }

    @Test
    void events_arrive_as_they_happen_and_end_with_their_reader() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        RawServer api = api((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n");
            read.await();
            c.send("data: two\n\n");
            c.readHead();
            gone.countDown();
        });
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("GET /events HTTP/1.1\r\nHost: " + proxy.getAuthority() + "\r\n\r\n");
            assertThat(caller.head()).contains("Transfer-Encoding: chunked");
            caller.line();
            assertThat(caller.line()).isEqualTo("data: one");
            read.countDown();
            caller.line();
            caller.line();
            caller.line();
            assertThat(caller.line()).isEqualTo("data: two");
        }
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_body_streams_before_it_has_ended() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        RawServer api = api((head, c) -> {
            c.send("HTTP/1.1 100 Continue\r\n\r\n");
            c.read("3\r\none\r\n".length());
            first.countDown();
            c.read("3\r\ntwo\r\n0\r\n\r\n".length());
            c.answer("200 OK", "", "thanks");
        });
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("POST /up HTTP/1.1\r\nHost: " + proxy.getAuthority()
                    + "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
            assertThat(caller.head()).startsWith("HTTP/1.1 100 ");
            caller.say("3\r\none\r\n");
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
            caller.say("3\r\ntwo\r\n0\r\n\r\n");
            assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_connection_changes_to_another_protocol_with_the_token_on_the_handshake() throws Exception {
        RawServer api = api((head, c) -> {
            if (!RawServer.header(head, "Upgrade").equals("websocket")
                    || !RawServer.header(head, "Authorization").equals("Bearer TOKEN1")) {
                c.answer("400 Bad Request", "", head);
                return;
            }
            c.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: " + RawServer.header(head, "Sec-WebSocket-Key") + "\r\n\r\nhello");
            byte[] said = c.bytes(4);
            c.send("you said " + new String(said, StandardCharsets.US_ASCII));
            c.cut();
        });
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("GET /socket HTTP/1.1\r\nHost: " + proxy.getAuthority()
                    + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: abc\r\n\r\n");
            assertThat(caller.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Upgrade: websocket\r\n", "Connection: Upgrade\r\n", "Sec-WebSocket-Accept: abc\r\n");
            caller.say("ping");
            assertThat(caller.rest()).isEqualTo("helloyou said ping");
        }
    }

    @Test
    void trailers_pass_and_connections_are_kept_on_both_sides() throws Exception {
        RawServer api = api((head, c) -> c.send("HTTP/1.1 200 OK\r\nTrailer: Checksum\r\nTransfer-Encoding: chunked"
                + "\r\n\r\n5\r\nhello\r\n0\r\nChecksum: " + RawServer.header(head, "TE") + "\r\n\r\n"));
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            for (int i = 0; i < 5; i++) {
                caller.say("GET / HTTP/1.1\r\nHost: " + proxy.getAuthority()
                        + "\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
                assertThat(caller.head()).startsWith("HTTP/1.1 200 ").contains("Trailer: Checksum");
                assertThat(List.of(caller.line(), caller.line(), caller.line(), caller.line(), caller.line()))
                        .containsExactly("5", "hello", "0", "Checksum: trailers", "");
            }
        }
        assertThat(api.connections()).isEqualTo(1);
    }

    @Test
    void a_page_comes_in_when_its_origin_is_let_in() throws IOException {
        RawServer api = echo();
        URI proxy = proxy(api.at(""), "--allow-origin", "http://localhost:3000");

        assertThat(asked(proxy, "GET /x", "Origin: http://localhost:3000", "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Access-Control-Allow-Origin: http://localhost:3000\r\n");
        assertThat(asked(
                        proxy,
                        "OPTIONS /x",
                        "Origin: http://localhost:3000",
                        "Access-Control-Request-Method: PUT",
                        "Access-Control-Request-Headers: x-own"))
                .startsWith("HTTP/1.1 204 ")
                .contains("Access-Control-Allow-Methods: PUT\r\n", "Access-Control-Allow-Headers: x-own\r\n");
        assertThat(asked(proxy, "GET /x", "Origin: http://localhost:3001")).startsWith("HTTP/1.1 403 ");
        assertThat(api.heads()).hasSize(1);
    }

    @Test
    void a_key_is_demanded_in_a_header_or_as_a_password() throws IOException {
        RawServer api = echo();
        URI proxy = proxy(api.at(""), "--proxy-key", "literal:letmein");
        String basic = Base64.getEncoder().encodeToString("any:letmein".getBytes(StandardCharsets.UTF_8));

        assertThat(asked(proxy, "GET /x")).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Basic ");
        assertThat(asked(proxy, "GET /x", "Oat-Proxy-Key: letmei")).startsWith("HTTP/1.1 401 ");
        assertThat(asked(proxy, "GET /x", "Authorization: Bearer letmein")).startsWith("HTTP/1.1 401 ");
        assertThat(api.heads()).isEmpty();
        assertThat(asked(proxy, "GET /x", "Oat-Proxy-Key: letmein"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("letmein");
        assertThat(asked(proxy, "GET /x", "Authorization: Basic " + basic))
                .startsWith("HTTP/1.1 200 ")
                .contains("Bearer TOKEN1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "API/v1/next?x=1 | PROXY/api/next?x=1",
                "/v1/next | PROXY/api/next",
                "next | PROXY/api/a/next",
                "HTTP://127.0.0.1:PORT/v1/next | PROXY/api/next",
                "//127.0.0.1:PORT/v1/next | PROXY/api/next",
                "?x=1 | PROXY/api/a/b?x=1",
                "#part | PROXY/api/a/b#part",
                "next?x={1}#part | PROXY/api/a/next?x=%7B1%7D#part",
                "caf\u00c3\u00a9 | PROXY/api/a/caf%C3%A9",
                "/v2/next | API/v2/next",
                "../../v2 | API/v2",
                "/v1/../v2 | API/v1/../v2",
                "mailto:a@b.example | mailto:a@b.example",
                "https://other.example/v1/x | https://other.example/v1/x"
            })
    void a_redirect_within_the_api_leads_back_here(String location, String expected) throws IOException {
        RawServer[] self = new RawServer[1];
        self[0] = api((head, c) -> {
            c.readText(head);
            c.answer(
                    "302 Found",
                    "Location: "
                            + location.replace("API", self[0].at("").toString())
                                    .replace(
                                            "PORT",
                                            Integer.toString(self[0].at("").getPort()))
                            + "\r\n",
                    "");
        });
        URI proxy = proxy(self[0].at("/v1"), "--path-prefix", "/api/");
        String own = "http://" + proxy.getAuthority();

        assertThat(asked(proxy, "GET /api/a/b"))
                .startsWith("HTTP/1.1 302 ")
                .contains("Location: "
                        + expected.replace("PROXY", own)
                                .replace("API", self[0].at("").toString())
                        + "\r\n");
        assertThat(asked(proxy, "GET /a/b")).startsWith("HTTP/1.1 404 ");
        assertThat(self[0].heads()).hasSize(1);
    }

    @Test
    void what_the_api_does_not_answer_is_told_as_a_problem() throws IOException {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        assertThat(asked(proxy(nobody), "GET /x"))
                .startsWith("HTTP/1.1 502 ")
                .contains("application/problem+json", "\"title\":\"The API cannot be reached\"");
        running.interrupt();
        RawServer silent = api((head, c) -> c.stall());
        assertThat(asked(proxy(silent.at(""), "--timeout", "1"), "GET /x")).startsWith("HTTP/1.1 504 ");
        running.interrupt();
        RawServer half = api((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            c.cut();
        });
        assertThat(asked(proxy(half.at("")), "GET /x"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("\r\n0\r\n");
    }

    @Test
    void who_must_sign_in_is_told_the_command() throws IOException {
        RawServer api = echo();
        TestWorld world = TestWorld.at(directory);
        world.run(
                "profile",
                "add",
                "work",
                "--issuer",
                "https://as.example",
                "--client-id",
                "cli",
                "--api",
                api.at("").toString());

        assertThat(asked(proxy(world, api.at("")), "GET /x"))
                .startsWith("HTTP/1.1 401 ")
                .contains("\"title\":\"Sign-in needed\"", "oat login work");
        assertThat(api.heads()).isEmpty();
    }

    @Test
    void the_end_waits_for_what_is_being_served() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawServer api = api((head, c) -> {
            came.countDown();
            go.await();
            c.answer("200 OK", "", "late");
        });
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("GET / HTTP/1.1\r\nHost: " + proxy.getAuthority() + "\r\n\r\n");
            came.await();
            running.interrupt();
            go.countDown();
            assertThat(caller.rest()).startsWith("HTTP/1.1 200 ").endsWith("late");
        }
        running.join();
        assertThat(code).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0:0", "8480", "192.168.1.1:80", "example.com:80", "127.0.0.1", "127.0.0.1:99999", "[::]:0"
            })
    void it_listens_on_this_machine_alone(String address) {
        TestWorld.Outcome outcome =
                world().with("OAT_API", "https://api.example").run("proxy", "--listen", address, "https://api.example");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--listen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "transfer-encoding: chunked", "Connection: x", "Upgrade: h2c", "Bad"})
    void a_header_that_follows_from_the_message_is_not_added(String line) {
        TestWorld.Outcome outcome = world().with("OAT_API", "https://api.example")
                .run("proxy", "--listen", "127.0.0.1:0", "https://api.example", "--header", line);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic eDp5",
                "Proxy-Authenticate: Basic",
                "TE: gzip",
                "Upgrade: h2c",
                "X-Named: 1"
            })
    void what_concerns_one_connection_alone_passes_neither_way(String field) throws IOException {
        String name = field.substring(0, field.indexOf(':'));
        RawServer api = api((head, c) -> c.answer(
                "200 OK", field + "\r\nX-Kept: 1\r\nConnection: x-named, keep-alive\r\n", head + c.readText(head)));

        String answer = asked(proxy(api.at("")), "GET /x", field, "X-Own: 1", "Connection: X-Named");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("X-Kept: 1\r\n", "X-Own: 1\r\n");
        assertThat(answer.lines().filter(line -> line.startsWith(name + ":"))).isEmpty();
    }

    @Test
    void trailers_of_a_request_pass_too_but_for_what_is_the_callers_own() throws Exception {
        RawServer api = api((head, c) -> {
            StringBuilder body = new StringBuilder();
            while (body.indexOf("\r\n\r\n") < 0) {
                body.append(new String(c.bytes(1), StandardCharsets.ISO_8859_1));
            }
            c.answer("200 OK", "", body.toString());
        });
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say(
                    "POST /x HTTP/1.1\r\nHost: " + proxy.getAuthority() + "\r\nConnection: close\r\nTrailer: Checksum"
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nChecksum: 1\r\nAuthorization: mine\r\n\r\n");
            assertThat(caller.rest()).startsWith("HTTP/1.1 200 ").endsWith("5\r\nhello\r\n0\r\nChecksum: 1\r\n\r\n");
        }
    }

    @Test
    void trailers_of_an_answer_pass_but_for_what_is_the_apis_own() throws Exception {
        RawServer api = api((head, c) -> c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\nChecksum: 1\r\nSet-Cookie: a=b\r\nAlt-Svc: h2\r\n\r\n"));

        assertThat(asked(proxy(api.at("")), "GET /x", "TE: trailers"))
                .endsWith("5\r\nhello\r\n0\r\nChecksum: 1\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"caf\u00c3\u00a9", "\u00e6\u009d\u00b1\u00e4\u00ba\u00ac"})
    void text_beyond_ascii_arrives_byte_by_byte_as_it_was_sent(String bytes) throws IOException {
        String answer = asked(proxy(echo().at("")), "GET /" + bytes, "X-Name: " + bytes);

        assertThat(answer).contains("X-Name: " + bytes + "\r\n");
        StringBuilder escaped = new StringBuilder("GET /");
        for (byte one : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            escaped.append(one < 0 ? String.format("%%%02X", one & 0xff) : String.valueOf((char) one));
        }
        assertThat(answer).contains(escaped + " HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000, 60_000})
    void who_is_refused_gets_the_answer_whatever_they_had_sent(int size) throws IOException {
        RawServer api = echo();
        URI proxy = proxy(api.at(""));
        for (String header : List.of("Origin: https://evil.example", "Host: evil.example")) {
            try (Caller caller = new Caller(proxy)) {
                String host = header.startsWith("Host") ? "" : "Host: " + proxy.getAuthority() + "\r\n";
                caller.say("POST /x HTTP/1.1\r\n" + host + header + "\r\nContent-Length: " + size + "\r\n\r\n"
                        + "x".repeat(size));
                assertThat(caller.rest()).startsWith("HTTP/1.1 4").endsWith("}\n");
            }
        }
        assertThat(api.heads()).isEmpty();
    }

    @Test
    void who_waits_for_a_word_before_the_body_is_refused_without_it() throws IOException {
        RawServer api = echo();
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("POST /x HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(caller.rest()).startsWith("HTTP/1.1 421 ");
        }
        try (Caller caller = new Caller(proxy)) {
            caller.say("POST /x HTTP/1.1\r\nHost: " + proxy.getAuthority()
                    + "\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
            assertThat(caller.head()).startsWith("HTTP/1.1 100 ");
            assertThat(caller.say("hello").rest()).startsWith("HTTP/1.1 200 ").endsWith("hello");
        }
    }

    @Test
    void callers_of_an_older_http_and_questions_for_the_head_alone_are_served() throws Exception {
        RawServer api = api((head, c) -> {
            c.readText(head);
            c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            if (!head.startsWith("HEAD")) {
                c.send("5\r\nhello\r\n0\r\n\r\n");
            }
        });
        URI proxy = proxy(api.at(""));
        try (Caller caller = new Caller(proxy)) {
            caller.say("GET /x HTTP/1.0\r\nHost: " + proxy.getAuthority() + "\r\n\r\n");
            assertThat(caller.rest()).doesNotContain("chunked").endsWith("\r\n\r\nhello");
        }
        assertThat(asked(proxy, "HEAD /x")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    }

    @Test
    void cookies_and_who_asked_pass_only_when_they_are_let() throws IOException {
        RawServer api = api((head, c) -> c.answer("200 OK", "Set-Cookie: theirs=1\r\n", head + c.readText(head)));
        URI closed = proxy(api.at(""));
        assertThat(asked(closed, "GET /x", "Cookie: mine=1"))
                .doesNotContain("mine=1", "theirs=1", "Forwarded", "Via", "X-Forwarded");
        running.interrupt();
        URI open = proxy(api.at(""), "--cookies", "--forwarded");
        assertThat(asked(open, "GET /x", "Cookie: mine=1"))
                .contains("Cookie: mine=1\r\n", "Set-Cookie: theirs=1\r\n")
                .contains("Forwarded: for=127.0.0.1;host=\"" + open.getAuthority() + "\";proto=http\r\n");
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_key_that_is_made_is_printed_and_needed() throws IOException {
        URI proxy = proxy(echo().at(""), "--proxy-key", "new");
        String[] lines = said().split("\n");
        int at = Arrays.asList(lines).indexOf("The key, for the header Oat-Proxy-Key or as the password of Basic:");
        String key = lines[at + 2].trim();

        assertThat(key).matches("[A-Za-z0-9_-]{32}");
        assertThat(asked(proxy, "GET /x")).startsWith("HTTP/1.1 401 ");
        assertThat(asked(proxy, "GET /x", "Oat-Proxy-Key: " + key)).startsWith("HTTP/1.1 200 ");
        assertThat(asked(proxy, "GET /x", "Oat-Proxy-Key: " + key.substring(1))).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void each_request_is_a_line_where_that_is_asked_for_and_none_else() throws IOException {
        RawServer api = api((head, c) -> c.answer(head.startsWith("GET /bad") ? "500 Oops" : "200 OK", "", "x"));
        URI proxy = proxy(api.at(""), "--log");
        asked(proxy, "GET /x?code=SECRET1");
        asked(proxy, "GET /bad");
        asked(proxy, "GET /x", "Host: evil.example");
        asked(proxy, "GET /\u001b[31mred");

        running.interrupt();
        assertThat(said().replaceAll("[0-9]+ ms", "N ms"))
                .contains("200  GET /x?…  N ms\n", "500  GET /bad  N ms\n", "421  GET /x  N ms\n")
                .doesNotContain("SECRET1", "\u001b");
        err.reset();
        URI quiet = proxy(api.at(""));
        asked(quiet, "GET /x");
        assertThat(said()).doesNotContain("GET /x");
    }

    @Test
    void what_passes_can_be_seen_told_and_recorded_without_secrets() throws Exception {
        RawServer api = api((head, c) -> {
            String text = c.readText(head);
            c.answer("200 OK", "Content-Type: application/json\r\n", "{\"sent\":\"" + text + "\"}");
        });
        Path file = directory.resolve("passed.har");
        URI proxy = proxy(api.at(""), "-vv", "--record", file.toString());
        sent(proxy, "POST /orders", "one");
        sent(proxy, "POST /orders", "two");
        running.interrupt();
        running.join();
        assertThat(said())
                .contains("> POST " + api.at("/orders"), "< 200 HTTP/1.1")
                .doesNotContain("TOKEN1");
        assertThat(Files.readString(file)).contains("/orders", "one", "two").doesNotContain("TOKEN1");

        err.reset();
        URI told = proxy(api.at(""), "--explain");
        asked(told, "GET /orders");
        running.interrupt();
        running.join();
        assertThat(said()).contains("/orders").doesNotContain("TOKEN");
    }

    @Test
    void what_failed_and_what_to_do_next_are_in_the_document() throws IOException {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        assertThat(asked(proxy(nobody), "GET /x"))
                .startsWith("HTTP/1.1 502 ")
                .contains("\"title\":\"The API cannot be reached\"", "nothing answers at " + nobody)
                .contains("check host and port", "oat call -v " + nobody);
        running.interrupt();

        RawServer api = echo();
        TestWorld world = world().with("OAT_TOKEN_ENDPOINT", nobody + "/token")
                .with("OAT_API", api.at("").toString());
        assertThat(asked(proxy(world, api.at("")), "GET /x"))
                .startsWith("HTTP/1.1 502 ")
                .contains("\"title\":\"The authorization server cannot be reached\"", "\"hint\":");
        running.interrupt();

        RawServer refusing = api((head, c) -> {
            c.readText(head);
            c.answer("401 Unauthorized", "Content-Type: application/json\r\n", "{\"error\":\"invalid_client\"}");
        });
        world = world().with("OAT_TOKEN_ENDPOINT", refusing.at("/token").toString())
                .with("OAT_API", api.at("").toString());
        assertThat(asked(proxy(world, api.at("")), "GET /x"))
                .startsWith("HTTP/1.1 502 ")
                .contains("\"title\":\"The authorization server refused\"", "invalid_client", "\"hint\":");
        assertThat(api.heads()).isEmpty();
    }
}
