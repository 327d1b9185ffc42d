package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of several requests at once, one makes the acquaintance of a server by TLS, and the others follow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FirstRequestTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    private SSLContext tls;
    private Path trusted;

    @BeforeAll
    void an_authority(@TempDir Path directory) throws Exception {
        TestAuthority authority = new TestAuthority("an authority");
        trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        tls = authority.server(Wish.naming(TestAuthority.ip(127, 0, 0, 1)));
    }

    private StreamTransport transport(StreamTransports.Way way) {
        return new StreamTransports(
                new TransportSettings(
                        Optional.of(trusted), false, ProxyRules.none(), TransportSettings.DEFAULT_TIMEOUT, "oat/test"),
                StreamLimits.standard(),
                way);
    }

    private static Thread asking(FutureTask<String> task) {
        Thread thread = new Thread(task, "asks");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static FutureTask<String> question(StreamTransport transport, RawServer server, String path) {
        Request request = new Request(
                "call", SpecRef.none(), "GET", server.at(path), Headers.empty().with("Accept", "*/*"), Body.none());
        return new FutureTask<>(() -> {
            try (StreamedResponse response = transport.send(request)) {
                return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    private static boolean waits(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(CountDownLatch.class.getName())) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamTransports.Way.class,
            names = {"KEEPING", "HTTP_2"})
    void the_others_wait_for_the_first_answer(StreamTransports.Way way) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer server = RawServer.saying(Optional.of(tls), c -> {
                    for (String head = c.readHead(); !head.isEmpty(); head = c.readHead()) {
                        arrived.countDown();
                        answer.await();
                        c.send(OK + "ok");
                    }
                });
                StreamTransport transport = transport(way)) {
            FutureTask<String> first = question(transport, server, "/first");
            asking(first);
            arrived.await();
            // in HTTP/2 a server is asked twice that does not speak it
            int before = server.connections();
            FutureTask<String> second = question(transport, server, "/second");
            Thread asks = asking(second);
            while (!waits(asks) && server.connections() == before) {
                Thread.onSpinWait();
            }
            int connections = server.connections();
            answer.countDown();

            assertThat(connections).isEqualTo(before);
            assertThat(first.get()).isEqualTo("ok");
            assertThat(second.get()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamTransports.Way.class,
            names = {"KEEPING", "HTTP_2"})
    void a_first_answer_that_takes_its_time_holds_nobody_up_for_long(StreamTransports.Way way) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        try (RawServer server = RawServer.saying(Optional.of(tls), c -> answer(c, arrived, answered));
                StreamTransport transport = transport(way)) {
            FutureTask<String> first = question(transport, server, "/first");
            asking(first);
            arrived.await();
            FutureTask<String> second = question(transport, server, "/second");
            asking(second);

            assertThat(second.get()).isEqualTo("ok");
            assertThat(first.isDone()).isFalse();
            answered.countDown();
            assertThat(first.get()).isEqualTo("ok");
        }
    }

    private static void answer(RawServer.Connection c, CountDownLatch arrived, CountDownLatch answered)
            throws IOException, InterruptedException {
        for (String head = c.readHead(); !head.isEmpty(); head = c.readHead()) {
            if (RawServer.target(head).equals("/first")) {
                arrived.countDown();
                answered.await();
            }
            c.send(OK + "ok");
        }
    }

    @Test
    void a_first_request_that_fails_leaves_the_way_to_the_next() throws Exception {
        try (RawServer server = RawServer.saying(Optional.of(tls), c -> {
                    String head = c.readHead();
                    if (RawServer.target(head).equals("/first")) {
                        c.cut();
                    } else if (!head.isEmpty()) {
                        c.send(OK + "ok");
                    }
                });
                StreamTransport transport = transport(StreamTransports.Way.KEEPING)) {
            FutureTask<String> first = question(transport, server, "/first");
            first.run();
            FutureTask<String> second = question(transport, server, "/second");
            second.run();

            assertThat(second.get()).isEqualTo("ok");
        }
    }
}
