package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oat.http.Body;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TestAuthority;
import dev.oat.http.tls.TestAuthority.Wish;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies too large for one piece, from a file past the heap, in records of TLS, and from a stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class LargeUploadTest {
    private static final int RECORD = 16 << 10;
    private static final int PIECE = 128 << 10;
    private static final int ASKED = 1 << 20;

    private SSLContext tls;
    private StreamTransport transport;

    @TempDir
    private Path directory;

    @BeforeAll
    void an_authority(@TempDir Path trust) throws Exception {
        TestAuthority authority = new TestAuthority("an authority");
        Path trusted = Files.writeString(trust.resolve("authority.pem"), authority.pem());
        tls = authority.server(Wish.naming(TestAuthority.ip(127, 0, 0, 1)));
        transport = SocketTransport.keeping(
                new TransportSettings(
                        Optional.of(trusted), false, ProxyRules.none(), TransportSettings.DEFAULT_TIMEOUT, "oat/test"),
                StreamLimits.standard());
    }

    static List<Arguments> sizes() {
        List<Arguments> sizes = new ArrayList<>();
        for (boolean secure : new boolean[] {false, true}) {
            for (int size : new int[] {
                ASKED - 1,
                ASKED,
                ASKED + 1,
                ASKED + PIECE,
                ASKED + PIECE + 1,
                ASKED + 7 * RECORD,
                ASKED + 7 * RECORD + 1
            }) {
                sizes.add(Arguments.of(secure, size));
            }
            sizes.add(Arguments.of(secure, 5_000_011));
        }
        return sizes;
    }

    private static byte[] letters(int size) {
        byte[] letters = new byte[size];
        new Random(size).nextBytes(letters);
        for (int i = 0; i < size; i++) {
            letters[i] = (byte) ('a' + (letters[i] & 15));
        }
        return letters;
    }

    private String send(RawServer server, Body body) throws IOException {
        Request request = StreamTransportTest.request("POST", server.at("/"), body);
        try (StreamedResponse response = transport.send(request)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RawServer server(boolean secure, RawServer.Answering answering) {
        return RawServer.answering(secure ? Optional.of(tls) : Optional.empty(), answering);
    }

    private static void wish(String head, RawServer.Connection connection) throws IOException {
        if (!RawServer.header(head, "Expect").isEmpty()) {
            connection.send("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void every_byte_arrives_in_its_place_and_the_connection_serves_the_next_request(boolean secure, int size)
            throws IOException {
        byte[] letters = letters(size);
        String sent = new String(letters, StandardCharsets.US_ASCII);
        Path file = Files.write(directory.resolve("body-" + secure + size), letters);
        AtomicReference<String> got = new AtomicReference<>("");
        try (RawServer server = server(secure, (head, c) -> {
            wish(head, c);
            got.set(c.readText(head));
            c.answer("200 OK", "", "ok");
        })) {
            for (Body body : List.of(
                    new Body.OfFile("a/b", file),
                    new Body.OfStream("a/b", new ByteArrayInputStream(letters)),
                    new Body.OfStream("a/b", new ByteArrayInputStream(letters), size),
                    new Body.OfFile("a/b", file))) {
                assertThat(send(server, body)).isEqualTo("ok");
                assertThat(got.get().equals(sent)).as(body.toString()).isTrue();
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_a_stream_has_given_goes_out_before_more_of_it_is_awaited(boolean secure) throws IOException {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = server(secure, (head, c) -> {
                    wish(head, c);
                    assertThat(new String(c.bytes("5\r\nfirst".length()), StandardCharsets.US_ASCII))
                            .isEqualTo("5\r\nfirst");
                    arrived.countDown();
                    c.bytes("\r\n6\r\nsecond\r\n0\r\n\r\n".length());
                    c.answer("200 OK", "", "ok");
                });
                InputStream stream = new InputStream() {
                    private int parts;

                    @Override
                    public int read() {
                        throw new IllegalStateException("it is read in pieces");
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        byte[] part = (++parts == 1 ? "first" : "second").getBytes(StandardCharsets.US_ASCII);
                        if (parts > 2) {
                            return -1;
                        }
                        try {
                            if (parts == 2) {
                                arrived.await();
                            }
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        System.arraycopy(part, 0, buffer, offset, part.length);
                        return part.length;
                    }
                }) {
            assertThat(send(server, new Body.OfStream("a/b", stream))).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_file_that_becomes_shorter_while_it_is_sent_is_told(boolean secure) throws IOException {
        Path file = Files.write(directory.resolve("shrinks-" + secure), new byte[64 << 20]);
        try (RawServer server = server(secure, (head, c) -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(ASKED);
            }
            wish(head, c);
            c.drain();
        })) {
            Failure failure =
                    catchThrowableOfType(Failure.Usage.class, () -> send(server, new Body.OfFile("a/b", file)));
            assertThat(failure.what()).contains("shrinks").contains("became shorter while it was sent");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void of_a_file_that_grows_meanwhile_only_what_was_announced_is_sent(boolean secure) throws IOException {
        Path file = Files.write(directory.resolve("grows-" + secure), new byte[(2 << 20) + 5]);
        AtomicLong came = new AtomicLong();
        try (RawServer server = server(secure, (head, c) -> {
            Files.write(file, new byte[1 << 20], StandardOpenOption.APPEND);
            wish(head, c);
            came.set(c.readBody(head));
            c.answer("200 OK", "", "ok");
        })) {
            assertThat(send(server, new Body.OfFile("a/b", file))).isEqualTo("ok");
            assertThat(came).hasValue((2 << 20) + 5);
            assertThat(send(server, new Body.OfBytes("a/b", new byte[3]))).isEqualTo("ok");
            assertThat(came).hasValue(3);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.heads()).hasSize(2).allMatch(head -> head.startsWith("POST / HTTP/1.1\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_before_the_end_of_the_upload_is_the_answer(boolean secure) throws IOException {
        Path file = Files.write(directory.resolve("refused-" + secure), new byte[64 << 20]);
        try (RawServer server = server(secure, (head, c) -> {
            wish(head, c);
            c.read(RECORD);
            c.answer("413 Too Large", "Connection: close\r\n", "big");
            c.stall();
        })) {
            assertThat(send(server, new Body.OfFile("a/b", file))).isEqualTo("big");
        }
    }
}
