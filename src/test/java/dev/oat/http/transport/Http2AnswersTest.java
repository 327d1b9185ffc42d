package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in HTTP/2, right and wrong, frame by frame, and what must come of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class Http2AnswersTest {
    private static final StreamLimits PATIENT = new StreamLimits(Duration.ofSeconds(20), Optional.empty());
    private static final StreamLimits HURRIED =
            new StreamLimits(Duration.ofMillis(700), Optional.of(Duration.ofMillis(1500)));

    private SSLContext tls;
    private Path trusted;

    @BeforeAll
    void an_authority(@TempDir Path directory) throws Exception {
        TestAuthority authority = new TestAuthority("an authority");
        trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        tls = authority.server(Wish.naming(TestAuthority.ip(127, 0, 0, 1)));
    }

    /** One connection in HTTP/2, seen from the server (RFC 9113 §4.1): each frame is made by hand. */
    private static final class Frames {
        private static final int DATA = 0;
        private static final int HEADERS = 1;
        private static final int RESET = 3;
        private static final int SETTINGS = 4;
        private static final int GOAWAY = 7;
        private static final int CONTINUATION = 9;
        private static final int END_STREAM = 1;
        private static final int END_HEADERS = 4;

        private final RawServer.Connection c;
        private int stream;

        Frames(RawServer.Connection c) throws IOException {
            this.c = c;
            assertThat(new String(c.bytes(24), StandardCharsets.ISO_8859_1)).startsWith("PRI * HTTP/2.0");
            frame(SETTINGS, 0, 0, new byte[0]);
        }

        /** Reads to the end of the next request; false at the end of the connection. */
        boolean request() throws IOException {
            while (true) {
                byte[] head = c.bytes(9);
                if (head.length < 9) {
                    return false;
                }
                c.bytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff);
                if (head[3] == SETTINGS && (head[4] & 1) == 0) {
                    frame(SETTINGS, 1, 0, new byte[0]);
                }
                if ((head[3] == HEADERS || head[3] == DATA) && (head[4] & END_STREAM) != 0) {
                    stream = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
                    return true;
                }
            }
        }

        /** Reads the head of the next request, and nothing of its body. */
        void head() throws IOException {
            int type = -1;
            while (type != HEADERS) {
                byte[] head = c.bytes(9);
                c.bytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff);
                type = head[3];
                stream = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
            }
        }

        void frame(int type, int flags, int on, byte[] payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(payload.length >> 16);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
            frame.write(type);
            frame.write(flags);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(on >> shift);
            }
            frame.writeBytes(payload);
            c.send(frame.toString(StandardCharsets.ISO_8859_1));
        }

        /** Fields as name, value, name, value; each a literal without indexing (RFC 7541 §6.2.2). */
        static byte[] block(String... fields) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            for (int i = 0; i < fields.length; i++) {
                if (i % 2 == 0) {
                    block.write(0);
                }
                byte[] text = fields[i].getBytes(StandardCharsets.ISO_8859_1);
                if (text.length < 127) {
                    block.write(text.length);
                } else {
                    block.write(127);
                    int rest = text.length - 127;
                    for (; rest >= 128; rest >>= 7) {
                        block.write(rest & 0x7f | 0x80);
                    }
                    block.write(rest);
                }
                block.writeBytes(text);
            }
            return block.toByteArray();
        }

        void headers(boolean last, String... fields) throws IOException {
            frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(fields));
        }

        void data(boolean last, String text) throws IOException {
            frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** What the server does after each request. */
    @FunctionalInterface
    interface Script {
        void play(Frames frames) throws IOException, InterruptedException;
    }

    private RawServer server(Script script, String... protocols) {
        return RawServer.speaking(
                tls,
                c -> {
                    Frames frames = new Frames(c);
                    while (frames.request()) {
                        script.play(frames);
                    }
                },
                protocols.length == 0 ? new String[] {"h2"} : protocols);
    }

    private StreamTransport transport(StreamLimits limits) {
        return new StreamTransports(
                new TransportSettings(
                        Optional.of(trusted), false, ProxyRules.none(), TransportSettings.DEFAULT_TIMEOUT, "oat/test"),
                limits,
                StreamTransports.Way.HTTP_2);
    }

    private static Request request(RawServer server, String method, Body body) {
        return new Request(
                "call", SpecRef.none(), method, server.at("/"), Headers.empty().with("Accept", "*/*"), body);
    }

    private static String text(StreamedResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Arguments gives(String name, int status, String body, Script script) {
        return Arguments.of(name, "GET", status, body, script);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                gives("a body", 200, "hello", f -> {
                    f.headers(false, ":status", "200", "content-length", "5");
                    f.data(true, "hello");
                }),
                gives("a body without a length, in pieces", 200, "hello", f -> {
                    f.headers(false, ":status", "200");
                    f.data(false, "hel");
                    f.data(false, "");
                    f.data(true, "lo");
                }),
                gives("no body", 200, "", f -> f.headers(true, ":status", "200")),
                gives("trailers", 200, "hello", f -> {
                    f.headers(false, ":status", "200");
                    f.data(false, "hello");
                    f.headers(true, "x-sum", "1");
                }),
                gives("204", 204, "", f -> f.headers(true, ":status", "204")),
                gives("304 with a length", 304, "", f -> f.headers(true, ":status", "304", "content-length", "5")),
                Arguments.of("HEAD with a length", "HEAD", 200, "", (Script)
                        f -> f.headers(true, ":status", "200", "content-length", "5")),
                gives("100, 103 and the answer", 200, "hello", f -> {
                    f.headers(false, ":status", "100");
                    f.headers(false, ":status", "103", "link", "</a>");
                    f.headers(false, ":status", "200");
                    f.data(true, "hello");
                }),
                gives("a status of its own", 599, "hello", f -> {
                    f.headers(false, ":status", "599");
                    f.data(true, "hello");
                }),
                gives("a head in two frames", 200, "hello", f -> {
                    byte[] block = Frames.block(":status", "200", "x-a", "b");
                    f.frame(Frames.HEADERS, 0, f.stream, java.util.Arrays.copyOf(block, 5));
                    f.frame(
                            Frames.CONTINUATION,
                            Frames.END_HEADERS,
                            f.stream,
                            java.util.Arrays.copyOfRange(block, 5, block.length));
                    f.data(true, "hello");
                }),
                gives("a frame of an unknown kind", 200, "hello", f -> {
                    f.frame(0x42, 0, f.stream, new byte[] {1, 2});
                    f.headers(false, ":status", "200");
                    f.data(true, "hello");
                }),
                gives("401 without a challenge", 401, "hello", f -> {
                    f.headers(false, ":status", "401");
                    f.data(true, "hello");
                }),
                gives("401 with a challenge", 401, "hello", f -> {
                    f.headers(false, ":status", "401", "www-authenticate", "Bearer error=\"invalid_token\"");
                    f.data(true, "hello");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void an_answer_is_given_as_it_is_meant(String name, String method, int status, String body, Script script)
            throws IOException {
        try (RawServer server = server(script);
                StreamTransport transport = transport(PATIENT)) {
            StreamedResponse response = transport.send(request(server, method, Body.none()));
            assertThat(response.protocol()).isEqualTo("HTTP/2");
            assertThat(response.status()).isEqualTo(status);
            assertThat(text(response)).isEqualTo(body);
        }
    }

    @Test
    void an_answer_that_is_under_way_when_the_server_says_it_will_leave_is_whole_or_a_failure() throws IOException {
        try (RawServer server = server(f -> {
                    f.headers(false, ":status", "200");
                    f.frame(Frames.GOAWAY, 0, 0, new byte[] {0, 0, 0, (byte) f.stream, 0, 0, 0, 0});
                    f.data(true, "hello");
                });
                StreamTransport transport = transport(PATIENT)) {
            String end;
            try {
                end = text(transport.send(request(server, "GET", Body.none())));
            } catch (Failure.Unreachable failure) {
                // the client of JDK 17 gives up what is under way
                end = failure.what();
            }
            assertThat(end).containsAnyOf("hello", "cut short");
        }
    }

    private static Arguments wrong(String name, Script script) {
        return Arguments.of(name, script);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                wrong("a length larger than what comes", f -> {
                    f.headers(false, ":status", "200", "content-length", "50");
                    f.data(true, "hello");
                }),
                wrong("a length smaller than what comes", f -> {
                    f.headers(false, ":status", "200", "content-length", "3");
                    f.data(true, "hello");
                }),
                wrong("two differing lengths", f -> {
                    f.headers(false, ":status", "200", "content-length", "5", "content-length", "3");
                    f.data(true, "hello");
                }),
                wrong("a length that is no number", f -> {
                    f.headers(false, ":status", "200", "content-length", "s3cr3t-canary");
                    f.data(true, "hello");
                }),
                wrong("a negative length", f -> {
                    f.headers(false, ":status", "200", "content-length", "-5");
                    f.data(true, "hello");
                }),
                wrong("no status", f -> {
                    f.headers(false, "x-a", "b");
                    f.data(true, "hello");
                }),
                wrong("a status that is no number", f -> {
                    f.headers(false, ":status", "s3cr3t-canary");
                    f.data(true, "hello");
                }),
                wrong("an empty name", f -> {
                    f.headers(false, ":status", "200", "", "b");
                    f.data(true, "hello");
                }),
                wrong("a reset before the head", f -> f.frame(Frames.RESET, 0, f.stream, new byte[] {0, 0, 0, 2})),
                wrong("a reset within the body", f -> {
                    f.headers(false, ":status", "200");
                    f.data(false, "hel");
                    f.frame(Frames.RESET, 0, f.stream, new byte[] {0, 0, 0, 2});
                }),
                wrong("an end of the connection before the head", f -> f.c.cut()),
                wrong("an end of the connection within the body", f -> {
                    f.headers(false, ":status", "200");
                    f.data(false, "hel");
                    f.c.cut();
                }),
                wrong("an end of the connection instead of an answer, announced", f -> {
                    f.frame(Frames.GOAWAY, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
                    f.c.cut();
                }),
                wrong("more fields than any API needs", f -> {
                    List<String> fields = new ArrayList<>(List.of(":status", "200"));
                    for (int i = 0; i < 2000; i++) {
                        fields.add("a");
                        fields.add("b");
                    }
                    byte[] block = Frames.block(fields.toArray(new String[0]));
                    f.frame(Frames.HEADERS, Frames.END_HEADERS, f.stream, block);
                    f.data(true, "hello");
                }),
                wrong("a head without end", f -> {
                    f.frame(Frames.HEADERS, 0, f.stream, Frames.block(":status", "200"));
                    byte[] more = Frames.block("x-a", "b".repeat(4000));
                    for (int i = 0; i < 10_000; i++) {
                        f.frame(Frames.CONTINUATION, 0, f.stream, more);
                    }
                }),
                wrong("101", f -> f.headers(true, ":status", "101")),
                wrong(
                        "something else than HTTP/2",
                        f -> f.c.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ns3cr3t-canary")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void a_broken_answer_is_refused_in_words_for_people(String name, Script script) {
        try (RawServer server = server(script);
                StreamTransport transport = transport(PATIENT)) {
            Failure failure = catchThrowableOfType(
                    Failure.Unreachable.class, () -> text(transport.send(request(server, "GET", Body.none()))));
            assertThat(failure).as("a failure").isNotNull();
            assertThat(failure.what())
                    .hasSizeLessThan(300)
                    .doesNotContain("s3cr3t", "Exception", "null", "java.", "\n");
            assertThat(server.sent()).isLessThan(32 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "=", "==", ",", "\"", "Basic realm=", "realm=\"x\"", ";"})
    void a_challenge_that_cannot_be_read_takes_nothing_from_the_answer(String challenge) throws IOException {
        for (String status : List.of("401", "407")) {
            try (RawServer server = server(f -> {
                        f.headers(
                                false,
                                ":status",
                                status,
                                "www-authenticate",
                                challenge,
                                "proxy-authenticate",
                                challenge);
                        f.data(true, "hello");
                    });
                    StreamTransport transport = transport(PATIENT)) {
                StreamedResponse response = transport.send(request(server, "GET", Body.none()));
                assertThat(response.status()).isEqualTo(Integer.parseInt(status));
                assertThat(text(response)).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_that_stalls_is_left_at_the_limit(boolean headed) {
        try (RawServer server = server(f -> {
                    if (headed) {
                        f.headers(false, ":status", "200", "content-length", "5");
                        f.data(false, "hel");
                    }
                    f.c.stall();
                });
                StreamTransport transport = transport(HURRIED)) {
            assertThat(catchThrowableOfType(
                            Failure.TimedOut.class, () -> text(transport.send(request(server, "GET", Body.none())))))
                    .as("a limit of time")
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_before_the_upload_ended_is_the_answer_or_the_limit_of_time_comes(boolean reset) throws IOException {
        try (RawServer server = RawServer.speaking(
                        tls,
                        c -> {
                            Frames frames = new Frames(c);
                            frames.head();
                            frames.headers(false, ":status", "413", "content-length", "5");
                            frames.data(true, "hello");
                            if (reset) {
                                // no error: the rest is not needed (RFC 9113 §8.1)
                                frames.frame(Frames.RESET, 0, frames.stream, new byte[] {0, 0, 0, 0});
                            }
                            c.stall();
                        },
                        "h2");
                StreamTransport transport = transport(HURRIED)) {
            String end;
            try {
                StreamedResponse response =
                        transport.send(request(server, "POST", new Body.OfBytes("a/b", new byte[16 << 20])));
                end = response.status() + " " + text(response);
            } catch (Failure.TimedOut failure) {
                // the JDK's client keeps the answer back until it has sent everything, on 17 even past a reset
                end = failure.what();
            }
            if (reset && Runtime.version().feature() >= 25) {
                assertThat(end).isEqualTo("413 hello");
            } else {
                assertThat(end).containsAnyOf("413 hello", "stood still", "within 1500 ms");
            }
        }
    }

    @Test
    void a_flood_of_interim_answers_ends() {
        try (RawServer server = server(f -> {
                    while (f.c.sent() < 16 << 20) {
                        f.headers(false, ":status", "103", "link", "</a>");
                    }
                    f.c.stall();
                });
                StreamTransport transport = transport(HURRIED)) {
            assertThat(catchThrowableOfType(
                            Failure.class, () -> text(transport.send(request(server, "GET", Body.none())))))
                    .isInstanceOfAny(Failure.Unreachable.class, Failure.TimedOut.class);
        }
    }

    @Test
    void a_server_that_chooses_http_1_is_asked_in_that_and_the_next_time_at_once() throws IOException {
        List<String> heads = new CopyOnWriteArrayList<>();
        for (String[] protocols : new String[][] {{"http/1.1"}, {}}) {
            heads.clear();
            try (RawServer server = RawServer.speaking(
                            tls,
                            c -> {
                                for (String head = c.readHead(); !head.isEmpty(); head = c.readHead()) {
                                    heads.add(head);
                                    c.readBody(head);
                                    c.answer("200 OK", "", "hello");
                                }
                            },
                            protocols);
                    StreamTransport transport = transport(PATIENT)) {
                for (int i = 0; i < 3; i++) {
                    StreamedResponse response = transport.send(request(
                            server,
                            "POST",
                            new Body.OfStream("a/b", new java.io.ByteArrayInputStream(new byte[200_000]))));
                    assertThat(response.protocol()).isEqualTo("HTTP/1.1");
                    assertThat(text(response)).isEqualTo("hello");
                }
                assertThat(heads).hasSize(3).allMatch(head -> head.startsWith("POST / HTTP/1.1"));
                // one that was declined, and one that served all
                assertThat(server.connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_connection_in_http_2_serves_many_requests() throws IOException {
        try (RawServer server = server(f -> {
                    f.headers(false, ":status", "200");
                    f.data(true, "hello");
                });
                StreamTransport transport = transport(PATIENT)) {
            for (int i = 0; i < 5; i++) {
                assertThat(text(transport.send(request(server, "POST", new Body.OfBytes("a/b", new byte[1000])))))
                        .isEqualTo("hello");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closing_ends_the_selector_thread_at_once() throws IOException {
        try (RawServer server = server(f -> f.headers(true, ":status", "200"))) {
            StreamTransport transport = transport(PATIENT);
            text(transport.send(request(server, "GET", Body.none())));
            long before = selectors();
            assertThat(before).isGreaterThan(0);
            transport.close();
            assertThat(selectors()).isEqualTo(before - 1);
        }
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .count();
    }
}
