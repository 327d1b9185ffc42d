package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.oat.http.Body;
import dev.oat.http.Decompression;
import dev.oat.http.Headers;
import dev.oat.http.NetworkFailure;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both transports against servers that do what servers should not. */
@Timeout(60)
class StreamTransportTest {
    enum Kind {
        SOCKETS,
        CLIENT
    }

    private static final StreamLimits QUICK = new StreamLimits(Duration.ofMillis(400), java.util.Optional.empty());
    /** Longer than any thread of a busy machine has to wait. */
    private static final StreamLimits BRISK = new StreamLimits(Duration.ofMillis(1500), java.util.Optional.empty());

    private static final StreamLimits PATIENT = StreamLimits.standard();

    private StreamTransport transport = new StreamTransports(settings(), PATIENT, StreamTransports.Way.KEEPING);

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private static TransportSettings settings() {
        return TransportSettings.direct("oat/test");
    }

    private StreamTransport make(Kind kind, StreamLimits limits) {
        transport = kind == Kind.SOCKETS
                ? SocketTransport.keeping(settings(), limits)
                : new StreamTransports(settings(), limits, StreamTransports.Way.HTTP_2);
        return transport;
    }

    static Request request(String method, URI uri, Body body) {
        return new Request("call", SpecRef.none(), method, uri, Headers.empty().with("Accept", "*/*"), body);
    }

    private static Request get(URI uri) {
        return request("GET", uri, Body.none());
    }

    private static String text(StreamedResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_answer_comes_with_its_head_and_body(Kind kind) throws IOException {
        try (RawServer server = RawServer.answering((head, c) ->
                c.answer("200 OK", "X-One: a\r\nSet-Cookie: s=1; HttpOnly\r\nSet-Cookie: t=2\r\n", "hello"))) {
            StreamedResponse response = make(kind, PATIENT).send(get(server.at("/x?y=1")));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.protocol()).isEqualTo("HTTP/1.1");
            assertThat(response.headers().first("x-one")).contains("a");
            assertThat(response.headers().all("Set-Cookie")).containsExactly("s=1; HttpOnly", "t=2");
            assertThat(text(response)).isEqualTo("hello");
            assertThat(server.heads().get(0)).startsWith("GET /x?y=1 HTTP/1.1\r\n");
            assertThat(RawServer.header(server.heads().get(0), "User-Agent")).isEqualTo("oat/test");
            assertThat(RawServer.header(server.heads().get(0), "Upgrade")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_connection_serves_several_requests(Kind kind) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (RawServer server = RawServer.saying(c -> {
            connections.incrementAndGet();
            for (String head = c.readHead(); !head.isEmpty(); head = c.readHead()) {
                c.answer("200 OK", "", "ok");
            }
        })) {
            make(kind, PATIENT);
            for (int i = 0; i < 5; i++) {
                assertThat(text(transport.send(get(server.at("/" + i))))).isEqualTo("ok");
            }
            assertThat(connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_server_that_says_nothing_is_given_up_at_the_idle_limit(Kind kind) {
        try (RawServer server = RawServer.answering((head, c) -> c.stall())) {
            Failure failure = catchThrowableOfType(
                    Failure.TimedOut.class, () -> make(kind, QUICK).send(get(server.at("/"))));
            assertThat(failure.what()).contains("stood still for 400 ms");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_body_that_stalls_is_given_up_at_the_idle_limit(Kind kind) {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            c.stall();
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.TimedOut.class, () -> text(make(kind, QUICK).send(get(server.at("/")))));
            assertThat(failure.what()).contains("stood still");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_dripping_server_is_not_idle_but_ends_at_the_total_limit(Kind kind) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
            for (int i = 0; i < 10_000; i++) {
                c.send("x");
                if (never.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        })) {
            StreamedResponse response =
                    make(kind, BRISK.within(Duration.ofMillis(4000))).send(get(server.at("/")));
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            Failure failure = catchThrowableOfType(
                    Failure.TimedOut.class, () -> response.body().transferTo(seen));
            assertThat(failure.what()).contains("took longer than 4 s");
            assertThat(seen.size()).isGreaterThan(8);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_endless_chunked_body_ends_at_the_total_limit(Kind kind) {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                c.send("1000\r\n" + "y".repeat(4096) + "\r\n");
            }
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.TimedOut.class,
                    () -> make(kind, BRISK.within(Duration.ofMillis(600)))
                            .send(get(server.at("/")))
                            .body()
                            .transferTo(OutputStream.nullOutputStream()));
            assertThat(failure.what()).contains("took longer than 600 ms");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_body_shorter_than_announced_is_a_failure_after_its_bytes(Kind kind) {
        try (RawServer server = RawServer.saying(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcd");
        })) {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class,
                    () -> make(kind, PATIENT).send(get(server.at("/"))).body().transferTo(seen));
            if (seen.size() == 0 && kind == Kind.CLIENT) {
                // both came at once, and the JDK handed over nothing
                assertThat(failure.what()).contains("cut short after its head");
            } else {
                assertThat(failure.what()).contains("cut short after 4 bytes of 10");
                assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo("abcd");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_chunked_body_without_its_end_is_a_failure(Kind kind) {
        try (RawServer server = RawServer.saying(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n");
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class, () -> text(make(kind, PATIENT).send(get(server.at("/")))));
            assertThat(failure.what()).contains("cut short");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_broken_chunk_is_a_failure(Kind kind) {
        try (RawServer server = RawServer.saying(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\nzz\r\nabcd\r\n0\r\n\r\n");
            c.stall();
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class, () -> text(make(kind, PATIENT).send(get(server.at("/")))));
            assertThat(failure.what()).containsAnyOf("cut short", "no hexadecimal number (RFC 9112 §7.1)");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_flood_of_interim_answers_ends(Kind kind) {
        try (RawServer server = RawServer.answering((head, c) -> {
            while (true) {
                c.send("HTTP/1.1 100 Continue\r\n\r\n".repeat(50));
            }
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.class,
                    () -> make(kind, QUICK.within(Duration.ofSeconds(2))).send(get(server.at("/"))));
            assertThat(failure).isInstanceOfAny(Failure.Unreachable.class, Failure.TimedOut.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_interim_answer_is_passed_over(Kind kind) throws IOException {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 100 Continue\r\n\r\n");
            c.answer("200 OK", "", "ok");
        })) {
            assertThat(text(make(kind, PATIENT).send(get(server.at("/"))))).isEqualTo("ok");
        }
    }

    private static RawServer hinting() {
        return RawServer.answering((head, c) -> {
            c.readBody(head);
            c.send("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n");
            c.answer("200 OK", "", "ok");
        });
    }

    @Test
    void early_hints_are_passed_over() throws IOException {
        try (RawServer server = hinting()) {
            assertThat(text(transport.send(get(server.at("/"))))).isEqualTo("ok");
        }
    }

    @Test
    void early_hints_to_a_body_are_passed_over() throws IOException {
        try (RawServer server = hinting()) {
            Body body = new Body.OfBytes("text/plain", new byte[] {1});
            assertThat(text(transport.send(request("POST", server.at("/"), body))))
                    .isEqualTo("ok");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_head_without_end_is_refused(Kind kind) {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\n");
            for (int i = 0; ; i++) {
                c.send("X-" + i + ": " + "z".repeat(200) + "\r\n");
            }
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.class,
                    () -> make(kind, QUICK.within(Duration.ofSeconds(5))).send(get(server.at("/"))));
            assertThat(failure).isInstanceOfAny(Failure.Unreachable.class, Failure.TimedOut.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void more_header_fields_than_any_api_needs_are_refused(Kind kind) {
        try (RawServer server = RawServer.answering((head, c) -> c.answer("200 OK", "A: b\r\n".repeat(2000), "ok"))) {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class, () -> make(kind, PATIENT).send(get(server.at("/"))));
            assertThat(failure.what()).contains("header fields");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void something_else_than_http_is_no_answer(Kind kind) {
        try (RawServer server = RawServer.saying(c -> {
            c.readHead();
            c.send("SSH-2.0-OpenSSH_9.2\r\n");
        })) {
            assertThat(catchThrowableOfType(
                            Failure.class, () -> make(kind, PATIENT).send(get(server.at("/")))))
                    .isInstanceOf(Failure.Unreachable.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_closed_connection_is_no_answer(Kind kind) {
        try (RawServer server = RawServer.saying(RawServer.Connection::readHead)) {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class, () -> make(kind, PATIENT).send(get(server.at("/"))));
            assertThat(failure.what()).contains("closed before an answer came");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nobody_listening_is_unreachable_and_nothing_was_sent(Kind kind) {
        RawServer server = RawServer.saying(c -> {});
        URI gone = server.at("/");
        server.close();
        Failure failure = catchThrowableOfType(
                Failure.Unreachable.class, () -> make(kind, PATIENT).send(get(gone)));
        assertThat(failure.what()).contains("nothing answers at");
        assertThat(NetworkFailure.nothingWasSent(failure)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SOCKETS,301",
        "SOCKETS,302",
        "SOCKETS,303",
        "SOCKETS,307",
        "SOCKETS,308",
        "CLIENT,301",
        "CLIENT,302",
        "CLIENT,303",
        "CLIENT,307",
        "CLIENT,308"
    })
    void a_redirect_is_an_answer(Kind kind, int status) throws IOException {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.readBody(head);
            c.answer(status + " Elsewhere", "Location: /other\r\n", "there");
        })) {
            Body body = new Body.OfBytes("text/plain", "x".getBytes(StandardCharsets.UTF_8));
            StreamedResponse response = make(kind, PATIENT).send(request("POST", server.at("/"), body));
            assertThat(response.status()).isEqualTo(status);
            assertThat(text(response)).isEqualTo("there");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_refusal_comes_with_its_body(Kind kind) throws IOException {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.readBody(head);
            c.answer("401 No", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "expired");
        })) {
            Body body = new Body.OfBytes("text/plain", new byte[1000]);
            StreamedResponse response = make(kind, PATIENT).send(request("POST", server.at("/"), body));
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.headers().first("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
            assertThat(text(response)).isEqualTo("expired");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_refusal_of_a_large_upload_comes_with_its_body(Kind kind, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("big");
        Files.write(file, new byte[2 << 20]);
        try (RawServer server = RawServer.answering((head, c) -> {
            c.readBody(head);
            c.answer("401 No", "WWW-Authenticate: Bearer\r\n", "expired");
        })) {
            Request upload = request("POST", server.at("/"), new Body.OfFile("text/plain", file));
            StreamedResponse response = make(kind, PATIENT).send(upload);
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.headers().first("WWW-Authenticate")).contains("Bearer");
            assertThat(text(response)).isEqualTo("expired");
        }
    }

    @Test
    void a_large_body_stays_here_when_the_server_does_not_want_it(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("big");
        Files.write(file, new byte[2 << 20]);
        AtomicLong came = new AtomicLong();
        try (RawServer server = RawServer.answering((head, c) -> {
            if (RawServer.header(head, "Authorization").isEmpty()) {
                c.answer("401 No", "WWW-Authenticate: Bearer\r\n", "expired");
            } else {
                c.send("HTTP/1.1 100 Continue\r\n\r\n");
                came.addAndGet(c.readBody(head));
                c.answer("200 OK", "", "ok");
            }
        })) {
            Request upload = request("POST", server.at("/"), new Body.OfFile("text/plain", file));
            assertThat(text(transport.send(upload))).isEqualTo("expired");
            Request second = upload.withHeaders(upload.headers().with("Authorization", "Bearer t"));
            assertThat(text(transport.send(second))).isEqualTo("ok");
            assertThat(came).hasValue(2 << 20);
            assertThat(server.heads())
                    .hasSize(2)
                    .allMatch(head -> RawServer.header(head, "Expect").equals("100-continue"));
        }
    }

    @Test
    void a_server_that_knows_no_expectation_gets_the_body_all_the_same(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("big");
        Files.write(file, new byte[2 << 20]);
        AtomicLong came = new AtomicLong();
        try (RawServer server = RawServer.answering((head, c) -> {
            if (!RawServer.header(head, "Expect").isEmpty()) {
                c.answer("417 Expectation Failed", "Connection: close\r\n", "");
            } else {
                came.addAndGet(c.readBody(head));
                c.answer("200 OK", "", "ok");
            }
        })) {
            Request upload = request("POST", server.at("/"), new Body.OfFile("text/plain", file));
            assertThat(text(transport.send(upload))).isEqualTo("ok");
            assertThat(text(transport.send(upload))).isEqualTo("ok");
            assertThat(came).hasValue(4 << 20);
            assertThat(server.heads()).hasSize(3);
        }
    }

    @Test
    void an_answer_that_comes_while_the_body_is_sent_is_the_answer(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("big");
        Files.write(file, new byte[64 << 20]);
        try (RawServer server = RawServer.saying(c -> {
            c.readHead();
            c.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
            c.stall();
        })) {
            Request upload = request("POST", server.at("/"), new Body.OfFile("text/plain", file));
            StreamedResponse response = transport.send(upload);
            assertThat(response.status()).isEqualTo(413);
            assertThat(text(response)).isEqualTo("big");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT"})
    void every_method_goes_as_it_is(String method) throws IOException {
        try (RawServer server = RawServer.answering((head, c) -> {
            c.readBody(head);
            c.send("HTTP/1.1 204 No\r\n\r\n");
        })) {
            transport.send(request(method, server.at("/"), Body.none())).close();
            assertThat(server.heads().get(0)).startsWith(method + " / HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST", "PUT", "PATCH", "DELETE", "REPORT"})
    void every_method_carries_a_body(String method) throws IOException {
        AtomicReference<String> got = new AtomicReference<>("");
        try (RawServer server = RawServer.answering((head, c) -> {
            got.set(c.readText(head));
            c.answer("200 OK", "", "ok");
        })) {
            Body body = new Body.OfBytes("text/plain", "payload".getBytes(StandardCharsets.UTF_8));
            assertThat(text(transport.send(request(method, server.at("/"), body))))
                    .isEqualTo("ok");
            assertThat(server.heads().get(0)).startsWith(method + " ");
            assertThat(got).hasValue("payload");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_body_of_each_kind_arrives_whole(Kind kind, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("body");
        Files.write(file, new byte[3_000_000]);
        AtomicLong got = new AtomicLong();
        AtomicReference<String> lastHead = new AtomicReference<>("");
        try (RawServer server = RawServer.answering((head, c) -> {
            lastHead.set(head);
            got.set(c.readBody(head));
            c.answer("200 OK", "", "ok");
        })) {
            make(kind, PATIENT);
            Body fromFile = new Body.OfFile("text/plain", file);
            for (int attempt = 0; attempt < 2; attempt++) {
                transport.send(request("PUT", server.at("/"), fromFile)).close();
                assertThat(got).hasValue(3_000_000);
                assertThat(RawServer.header(lastHead.get(), "Content-Length")).isEqualTo("3000000");
            }
            Body fromPipe = new Body.OfStream("text/plain", new ByteArrayInputStream(new byte[2_000_000]));
            transport.send(request("PUT", server.at("/"), fromPipe)).close();
            assertThat(got).hasValue(2_000_000);
            assertThat(RawServer.header(lastHead.get(), "Transfer-Encoding")).isEqualTo("chunked");
            Body parts = new Body.OfParts(
                    "multipart/form-data; boundary=b",
                    java.util.List.of(
                            new Body.OfBytes("", "head".getBytes(StandardCharsets.UTF_8)),
                            fromFile,
                            new Body.OfBytes("", "tail".getBytes(StandardCharsets.UTF_8))));
            transport.send(request("POST", server.at("/"), parts)).close();
            assertThat(got).hasValue(3_000_008);
            assertThat(RawServer.header(lastHead.get(), "Content-Type")).isEqualTo("multipart/form-data; boundary=b");
            transport.send(request("POST", server.at("/"), Body.none())).close();
            assertThat(RawServer.header(lastHead.get(), "Content-Length")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void waiting_for_our_own_pipe_is_not_idleness(Kind kind) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        InputStream slow = new InputStream() {
            private int left = 1;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    assertThat(never.await(2000, TimeUnit.MILLISECONDS)).isFalse();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                buffer[offset] = 'x';
                return --left < 0 ? -1 : 1;
            }
        };
        try (RawServer server = RawServer.answering((head, c) -> {
            c.readBody(head);
            c.answer("200 OK", "", "ok");
        })) {
            assertThat(text(make(kind, BRISK).send(request("POST", server.at("/"), new Body.OfStream("a/b", slow)))))
                    .isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_server_that_does_not_read_is_given_up(Kind kind, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("body");
        Files.write(file, new byte[64 << 20]);
        try (RawServer server = RawServer.answering((head, c) -> c.stall())) {
            Failure failure = catchThrowableOfType(
                    Failure.TimedOut.class,
                    () -> make(kind, QUICK).send(request("PUT", server.at("/"), new Body.OfFile("a/b", file))));
            assertThat(failure.what()).contains("stood still");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_file_that_is_not_there_is_named(Kind kind, @TempDir Path directory) {
        try (RawServer server = RawServer.answering((head, c) -> c.answer("200 OK", "", ""))) {
            Body body = new Body.OfFile("a/b", directory.resolve("none.json"));
            Failure failure = catchThrowableOfType(
                    Failure.Usage.class, () -> make(kind, PATIENT).send(request("POST", server.at("/"), body)));
            assertThat(failure.what()).contains("none.json");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_interrupted_call_ends(Kind kind) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = RawServer.answering((head, c) -> {
            asked.countDown();
            c.stall();
        })) {
            make(kind, PATIENT);
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    transport.send(get(server.at("/"))).close();
                } catch (Failure failure) {
                    end.set(failure);
                }
            });
            thread.start();
            asked.await();
            thread.interrupt();
            thread.join();
            assertThat(end.get()).isInstanceOf(Failure.TimedOut.class).hasMessageContaining("interrupted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "bare"})
    void a_compressed_body_is_undone_when_asked_for(String coding) throws IOException {
        byte[] packed = packed(coding, "hello hello hello");
        try (RawServer server = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Encoding: " + (coding.equals("gzip") ? "gzip" : "deflate")
                    + "\r\nContent-Length: " + packed.length + "\r\n\r\n");
            c.send(packed, packed.length);
        })) {
            Request request = get(server.at("/"));
            StreamedResponse response = Decompression.of(request, transport.send(request));
            assertThat(response.headers().has("Content-Encoding")).isFalse();
            assertThat(text(response)).isEqualTo("hello hello hello");
        }
    }

    @Test
    void a_compressed_body_cut_short_is_a_failure() throws IOException {
        byte[] packed = packed("gzip", "hello hello hello");
        try (RawServer server = RawServer.saying(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n");
            c.send(packed, packed.length - 9);
        })) {
            Request request = get(server.at("/"));
            StreamedResponse response = Decompression.of(request, transport.send(request));
            Failure failure = catchThrowableOfType(Failure.Unreachable.class, () -> text(response));
            assertThat(failure.what()).contains("cut short");
        }
    }

    private static byte[] packed(String coding, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (coding) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            default -> new DeflaterOutputStream(bytes, new java.util.zip.Deflater(6, true));
        }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void a_proxy_gets_its_credentials_and_the_request() throws IOException {
        try (RawServer proxy = RawServer.answering((head, c) -> c.answer("200 OK", "", "via proxy"))) {
            for (String method : new String[] {"GET", "PATCH"}) {
                try (StreamTransport through = new StreamTransports(
                        new TransportSettings(
                                java.util.Optional.empty(),
                                false,
                                ProxyRules.through(
                                        "--proxy",
                                        "http://us%40er:pa%3Ass@127.0.0.1:" + proxy.port(),
                                        java.util.Map.of()),
                                Duration.ofSeconds(5),
                                "oat/test"),
                        PATIENT,
                        StreamTransports.Way.KEEPING)) {
                    StreamedResponse response =
                            through.send(request(method, URI.create("http://api.example/x"), Body.none()));
                    assertThat(text(response)).isEqualTo("via proxy");
                }
            }
            assertThat(proxy.heads()).hasSize(2);
            for (String head : proxy.heads()) {
                assertThat(RawServer.target(head)).isEqualTo("http://api.example/x");
                assertThat(RawServer.header(head, "Proxy-Authorization")).isEqualTo("Basic dXNAZXI6cGE6c3M=");
            }
        }
    }

    private StreamTransport through(StreamTransports.Way way, String proxy, StreamLimits limits) {
        transport = new StreamTransports(
                new TransportSettings(
                        java.util.Optional.empty(),
                        false,
                        ProxyRules.fromEnvironment(java.util.Map.of("ALL_PROXY", proxy)),
                        Duration.ofSeconds(5),
                        "oat/test"),
                limits,
                way);
        return transport;
    }

    @ParameterizedTest
    @CsvSource({
        "KEEPING,http,407", "KEEPING,https,407", "KEEPING,https,403", "KEEPING,https,502", "KEEPING,https,200",
        "ONE_BY_ONE,https,407", "ONE_BY_ONE,https,502", "HTTP_2,https,407", "HTTP_2,https,403", "HTTP_2,https,502"
    })
    void a_proxy_that_refuses_is_named_with_who_named_it(StreamTransports.Way way, String scheme, int status) {
        try (RawServer proxy = RawServer.answering((head, c) -> {
            c.answer(status + " Odd", "Proxy-Authenticate: \r\nConnection: close\r\n", "<html>canary</html>");
        })) {
            URI target = URI.create(scheme + "://api.example/x");
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class,
                    () -> through(way, "http://127.0.0.1:" + proxy.port(), PATIENT)
                            .send(get(target)));
            assertThat(failure.what())
                    .startsWith("the proxy http://127.0.0.1:" + proxy.port() + " (ALL_PROXY) ")
                    .doesNotContain("canary");
            assertThat(status == 200 || failure.what().contains(Integer.toString(status)))
                    .isTrue();
            assertThat(failure.hint().orElse("")).contains("ALL_PROXY").doesNotContain("server runs");
            assertThat(proxy.heads()).noneMatch(head -> head.contains("Authorization:"));
        }
    }

    @ParameterizedTest
    @CsvSource({"KEEPING,http", "KEEPING,https", "HTTP_2,https"})
    void a_proxy_that_is_not_there_is_named(StreamTransports.Way way, String scheme) {
        RawServer server = RawServer.saying(c -> {});
        int port = server.port();
        server.close();
        URI target = URI.create(scheme + "://api.example/x");
        Failure dead = catchThrowableOfType(
                Failure.Unreachable.class,
                () -> through(way, "http://u:canary@127.0.0.1:" + port, PATIENT).send(get(target)));
        assertThat(dead.what()).isEqualTo("nothing answers at the proxy http://127.0.0.1:" + port + " (ALL_PROXY)");
        assertThat(dead.hint()).contains("check ALL_PROXY; NO_PROXY=api.example goes without a proxy");
        assertThat(NetworkFailure.nothingWasSent(dead)).isTrue();
        Failure unknown = catchThrowableOfType(
                Failure.Unreachable.class,
                () -> through(way, "http://no-such-proxy.invalid:3128", PATIENT).send(get(target)));
        assertThat(unknown.what())
                .isEqualTo("the name of the proxy http://no-such-proxy.invalid:3128 (ALL_PROXY) cannot be resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2"})
    void a_proxy_that_gives_no_answer_is_named(String answer) {
        try (RawServer proxy = RawServer.saying(c -> {
            c.readHead();
            c.send(answer);
        })) {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class,
                    () -> through(StreamTransports.Way.KEEPING, "http://127.0.0.1:" + proxy.port(), PATIENT)
                            .send(get(URI.create("https://api.example/x"))));
            assertThat(failure.what())
                    .startsWith("the proxy http://127.0.0.1:" + proxy.port() + " (ALL_PROXY) refused");
        }
    }

    @Test
    void a_proxy_that_stalls_is_named() {
        try (RawServer proxy = RawServer.answering((head, c) -> c.stall())) {
            Failure failure = catchThrowableOfType(
                    Failure.TimedOut.class,
                    () -> through(StreamTransports.Way.KEEPING, "http://127.0.0.1:" + proxy.port(), QUICK)
                            .send(get(URI.create("https://api.example/x"))));
            assertThat(failure.what())
                    .contains("the proxy http://127.0.0.1:" + proxy.port() + " (ALL_PROXY) does not answer");
        }
    }

    @Test
    void over_tls_the_server_may_speak_http_2() throws IOException {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
        server.start();
        try (StreamTransport secure = new StreamTransports(
                new TransportSettings(
                        java.util.Optional.empty(), true, ProxyRules.none(), Duration.ofSeconds(5), "oat/test"),
                PATIENT,
                StreamTransports.Way.HTTP_2)) {
            server.stubFor(WireMock.any(WireMock.anyUrl())
                    .willReturn(WireMock.ok("hello").withHeader("X-One", "1")));
            URI uri = URI.create("https://localhost:" + server.httpsPort() + "/x");
            StreamedResponse response =
                    secure.send(request("POST", uri, new Body.OfBytes("text/plain", new byte[200_000])));
            assertThat(response.protocol()).isEqualTo("HTTP/2");
            assertThat(response.headers().first("X-One")).contains("1");
            assertThat(response.headers().fields())
                    .noneMatch(field -> field.name().startsWith(":"));
            assertThat(text(response)).isEqualTo("hello");
            assertThat(server.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/x"))
                                    .withHeader("Content-Type", WireMock.equalTo("text/plain")))
                            .get(0)
                            .getBody())
                    .hasSize(200_000);
        } finally {
            server.stop();
        }
    }

    @Test
    void a_certificate_that_nobody_trusts_is_refused() {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
        server.start();
        try {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class,
                    () -> transport.send(get(URI.create("https://localhost:" + server.httpsPort() + "/"))));
            assertThat(failure.what()).contains("is not trusted");
            assertThat(failure.hint().orElse("")).contains("--cacert");
        } finally {
            server.stop();
        }
    }
}
