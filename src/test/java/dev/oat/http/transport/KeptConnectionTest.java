package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TestAuthority;
import dev.oat.http.tls.TestAuthority.Wish;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a connection after an answer: it serves the next request, or nothing of it reaches that one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class KeptConnectionTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String FIRST = OK + "Content-Length: 5\r\n\r\nfirst";
    private static final String SECOND = OK + "Content-Length: 6\r\n\r\nsecond";
    private static final String EVIL = OK + "Content-Length: 4\r\n\r\nevil";

    private SSLContext tls;
    private Path trusted;

    @BeforeAll
    void an_authority(@TempDir Path directory) throws Exception {
        TestAuthority authority = new TestAuthority("an authority");
        trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        tls = authority.server(Wish.naming(TestAuthority.ip(127, 0, 0, 1)));
    }

    /** A way to send, over http or https. */
    record Over(StreamTransports.Way way, boolean secure) {
        @Override
        public String toString() {
            return way + (secure ? ", https" : ", http");
        }
    }

    static List<Over> ways() {
        List<Over> ways = new ArrayList<>();
        for (StreamTransports.Way way : StreamTransports.Way.values()) {
            ways.add(new Over(way, false));
            ways.add(new Over(way, true));
        }
        return ways;
    }

    /** A server that says one thing to the first request of all, and another to those that follow. */
    private final class Server implements AutoCloseable {
        private final List<String> heads = new CopyOnWriteArrayList<>();
        private final AtomicInteger used = new AtomicInteger();
        private final CountDownLatch said = new CountDownLatch(1);
        private final RawServer server;

        Server(Over over, First first) {
            server = RawServer.saying(over.secure() ? Optional.of(tls) : Optional.empty(), c -> {
                boolean fresh = true;
                for (String head = c.readHead(); !head.isEmpty(); head = c.readHead()) {
                    heads.add(head);
                    if (fresh) {
                        used.incrementAndGet();
                        fresh = false;
                    }
                    c.readBody(head);
                    if (heads.size() == 1) {
                        try {
                            first.answer(c);
                        } finally {
                            said.countDown();
                        }
                    } else if (!first.next(c, heads.size())) {
                        return;
                    }
                }
            });
        }

        Request request(String method) {
            Body body = method.equals("POST")
                    ? new Body.OfBytes("text/plain", "payload".getBytes(StandardCharsets.UTF_8))
                    : Body.none();
            return new Request(
                    "call",
                    SpecRef.none(),
                    method,
                    server.at("/"),
                    Headers.empty().with("Accept", "*/*"),
                    body);
        }

        void awaitFirst() throws InterruptedException {
            said.await();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** What a server says to its first request, and what to later ones. */
    @FunctionalInterface
    interface First {
        void answer(RawServer.Connection c) throws IOException, InterruptedException;

        /** Answers a later request, the number-th of all; false ends the connection. */
        default boolean next(RawServer.Connection c, int number) throws IOException, InterruptedException {
            c.send(SECOND);
            return true;
        }
    }

    private StreamTransport transport(Over over) {
        return new StreamTransports(
                new TransportSettings(
                        Optional.of(trusted), false, ProxyRules.none(), TransportSettings.DEFAULT_TIMEOUT, "oat/test"),
                StreamLimits.standard(),
                over.way());
    }

    private static String ask(StreamTransport transport, Request request) throws IOException {
        try (StreamedResponse response = transport.send(request)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_whole_answer_leaves_the_connection_for_the_next_request(Over over) throws Exception {
        try (Server server = new Server(over, c -> c.send(FIRST));
                StreamTransport transport = transport(over)) {
            assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
            for (int i = 0; i < 5; i++) {
                assertThat(ask(transport, server.request(i % 2 == 0 ? "POST" : "GET")))
                        .isEqualTo("second");
            }
            assertThat(server.used).hasValue(over.way() == StreamTransports.Way.ONE_BY_ONE ? 6 : 1);
        }
    }

    static Stream<Arguments> answersWithMore() {
        List<Arguments> cases = new ArrayList<>();
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n";
        List<String> firsts = List.of(
                FIRST + EVIL,
                FIRST + "x",
                FIRST + "\r\n",
                FIRST + "HTTP/1.1 100 Continue\r\n\r\n",
                FIRST + "HTTP/1.1 408 Request Timeout\r\nContent-Length: 4\r\n\r\nevil",
                chunked + EVIL,
                "HTTP/1.1 204 No Content\r\n\r\n" + EVIL,
                "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n" + EVIL,
                OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n" + EVIL);
        for (Over over : ways()) {
            for (String first : firsts) {
                cases.add(Arguments.of(over, first, "GET"));
            }
            cases.add(Arguments.of(over, FIRST, "HEAD"));
            cases.add(Arguments.of(over, chunked, "HEAD"));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("answersWithMore")
    void what_follows_an_answer_is_never_taken_for_the_next_one(Over over, String first, String method)
            throws Exception {
        try (Server server = new Server(over, c -> c.send(first));
                StreamTransport transport = transport(over)) {
            ask(transport, server.request(method));
            server.awaitFirst();
            assertThat(ask(transport, server.request("GET"))).isEqualTo("second");
            assertThat(server.used).hasValue(2);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_comes_while_a_connection_is_idle_is_never_taken_for_the_next_answer(Over over) throws Exception {
        for (String method : List.of("GET", "POST")) {
            CountDownLatch read = new CountDownLatch(1);
            try (Server server = new Server(over, c -> {
                        c.send(FIRST);
                        read.await();
                        c.send(EVIL);
                    });
                    StreamTransport transport = transport(over)) {
                assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
                read.countDown();
                server.awaitFirst();
                assertThat(ask(transport, server.request(method))).isEqualTo("second");
                assertThat(server.used).hasValue(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_is_left_of_an_answer_that_was_not_read_is_never_taken_for_the_next_one(Over over) throws Exception {
        try (Server server = new Server(
                        over, c -> c.send(OK + "Content-Length: " + (EVIL.length() + 1) + "\r\n\r\nx" + EVIL));
                StreamTransport transport = transport(over)) {
            try (StreamedResponse response = transport.send(server.request("GET"))) {
                assertThat(response.body().read()).isEqualTo('x');
            }
            assertThat(ask(transport, server.request("GET"))).isEqualTo("second");
            assertThat(server.used).hasValue(2);
        }
    }

    static Stream<Arguments> lastAnswers() {
        List<Arguments> cases = new ArrayList<>();
        for (Over over : ways()) {
            for (String first : List.of(
                    OK + "Connection: close\r\nContent-Length: 5\r\n\r\nfirst",
                    OK + "Connection: Keep-Alive, CLOSE\r\nContent-Length: 5\r\n\r\nfirst",
                    OK + "Connection: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nfirst",
                    "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nfirst",
                    OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n")) {
                cases.add(Arguments.of(over, first));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("lastAnswers")
    void after_an_answer_that_says_it_is_the_last_the_next_request_goes_over_a_new_connection(Over over, String first)
            throws Exception {
        try (Server server = new Server(over, c -> c.send(first));
                StreamTransport transport = transport(over)) {
            assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
            assertThat(ask(transport, server.request("GET"))).isEqualTo("second");
            assertThat(server.used).hasValue(2);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_connection_that_the_server_closed_meanwhile_costs_no_request(Over over) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST")) {
            CountDownLatch read = new CountDownLatch(1);
            try (Server server = new Server(over, c -> {
                        c.send(FIRST);
                        read.await();
                        c.cut();
                    });
                    StreamTransport transport = transport(over)) {
                assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
                read.countDown();
                server.awaitFirst();
                assertThat(ask(transport, server.request(method))).isEqualTo(method.equals("HEAD") ? "" : "second");
                assertThat(server.heads).hasSize(2);
            }
        }
    }

    /** Closes a kept connection as soon as a second request has come over it. */
    private record ClosesOnTheSecond() implements First {
        @Override
        public void answer(RawServer.Connection c) throws IOException {
            c.send(FIRST);
        }

        @Override
        public boolean next(RawServer.Connection c, int number) throws IOException {
            if (number == 2) {
                return false;
            }
            c.send(SECOND);
            return true;
        }
    }

    private static List<Over> keepingWays() {
        return ways().stream()
                .filter(over -> over.way() != StreamTransports.Way.ONE_BY_ONE)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("keepingWays")
    void a_request_that_changes_nothing_goes_anew_when_its_kept_connection_ends_without_an_answer(Over over)
            throws Exception {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            try (Server server = new Server(over, new ClosesOnTheSecond());
                    StreamTransport transport = transport(over)) {
                assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
                assertThat(ask(transport, server.request(method))).isEqualTo(method.equals("HEAD") ? "" : "second");
                assertThat(server.heads).hasSize(3);
                assertThat(server.used).hasValue(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keepingWays")
    void a_request_that_may_have_changed_something_is_not_sent_twice(Over over) throws Exception {
        for (String method : List.of("POST", "PATCH")) {
            try (Server server = new Server(over, new ClosesOnTheSecond());
                    StreamTransport transport = transport(over)) {
                assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
                assertThatThrownBy(() -> ask(transport, server.request(method)))
                        .isInstanceOf(Failure.Unreachable.class)
                        .hasMessageContaining("closed before an answer came");
                assertThat(server.heads).hasSize(2);
                assertThat(ask(transport, server.request(method))).isEqualTo("second");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_request_over_a_new_connection_is_not_sent_twice(Over over) throws Exception {
        for (String method : List.of("GET", "POST")) {
            try (Server server = new Server(over, RawServer.Connection::cut);
                    StreamTransport transport = transport(over)) {
                assertThatThrownBy(() -> ask(transport, server.request(method)))
                        .isInstanceOf(Failure.Unreachable.class);
                assertThat(server.heads).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keepingWays")
    void a_request_whose_answer_has_begun_is_not_sent_twice(Over over) throws Exception {
        First first = new First() {
            @Override
            public void answer(RawServer.Connection c) throws IOException {
                c.send(FIRST);
            }

            @Override
            public boolean next(RawServer.Connection c, int number) throws IOException {
                c.send("HTTP/1.1 200 OK\r\nContent-Le");
                return false;
            }
        };
        try (Server server = new Server(over, first);
                StreamTransport transport = transport(over)) {
            assertThat(ask(transport, server.request("GET"))).isEqualTo("first");
            assertThatThrownBy(() -> ask(transport, server.request("GET"))).isInstanceOf(Failure.Unreachable.class);
            assertThat(server.heads).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void after_an_answer_that_broke_a_rule_the_next_request_goes_over_a_new_connection(Over over) throws Exception {
        for (String first : List.of(
                OK + "Content-Length: x\r\n\r\n" + EVIL,
                OK + "Transfer-Encoding: x\r\n\r\n" + EVIL,
                OK + "Transfer-Encoding: chunked\r\n\r\nx\r\n" + EVIL,
                "SSH-2.0-x\r\n" + EVIL)) {
            try (Server server = new Server(over, c -> c.send(first));
                    StreamTransport transport = transport(over)) {
                assertThatThrownBy(() -> ask(transport, server.request("GET"))).isInstanceOf(Failure.Unreachable.class);
                assertThat(ask(transport, server.request("GET"))).isEqualTo("second");
                assertThat(server.used).hasValue(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void an_answer_before_the_upload_ended_leaves_no_connection_to_the_next_request(Over over) throws Exception {
        try (RawServer server = RawServer.saying(over.secure() ? Optional.of(tls) : Optional.empty(), c -> {
                    String head = c.readHead();
                    if (head.startsWith("POST")) {
                        c.read(1000);
                        c.send("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nfirst");
                        c.stall();
                    }
                    c.send(SECOND);
                });
                StreamTransport transport = transport(over)) {
            Request upload = new Request(
                    "call",
                    SpecRef.none(),
                    "POST",
                    server.at("/"),
                    Headers.empty(),
                    new Body.OfBytes("a/b", new byte[16 << 20]));
            assertThat(ask(transport, upload)).isEqualTo("first");
            Request next = new Request("call", SpecRef.none(), "GET", server.at("/"), Headers.empty(), Body.none());
            assertThat(ask(transport, next)).isEqualTo("second");
        }
    }
}
