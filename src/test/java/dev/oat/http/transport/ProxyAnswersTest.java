package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy may say to CONNECT, and that the user learns that it was the proxy, and which setting leads there. */
@Timeout(60)
class ProxyAnswersTest {
    private static final StreamLimits PATIENT = new StreamLimits(Duration.ofSeconds(20), Optional.empty());
    private static final StreamLimits HURRIED =
            new StreamLimits(Duration.ofMillis(700), Optional.of(Duration.ofMillis(1200)));

    static Stream<Arguments> refusals() {
        List<String> answers = new ArrayList<>();
        for (String challenge : List.of("", " ", "=", "\"", ",", "Basic", "Basic realm=", "Negotiate", "realm=\"x\"")) {
            answers.add("HTTP/1.1 407 No\r\nProxy-Authenticate:" + challenge + "\r\nContent-Length: 2\r\n\r\nno");
        }
        answers.add("HTTP/1.1 407 No\r\n\r\n");
        answers.add("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        answers.add("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
        answers.add("HTTP/1.0 503 No\r\n\r\n");
        answers.add("HTTP/1.1 302 No\r\nLocation: http://127.0.0.1:1/\r\n\r\n");
        answers.add("HTTP/1.1 401 No\r\nWWW-Authenticate: \r\n\r\n");
        answers.add("HTTP/1.1 101 No\r\n\r\n");
        answers.add("HTTP/1.1 100 No\r\n\r\n".repeat(1000));
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nno TLS");
        answers.add("HTTP/1.1 20");
        answers.add("220 token=s3cr3t-canary\r\n");
        answers.add("\u0015\u0003\u0001\u0000\u0002\u0002\u0028");
        answers.add("HTTP/1.1 403 \u001b[2Js3cr3t-canary\r\n\r\n");
        answers.add("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(80_000) + "\r\n");
        answers.add("");
        List<Arguments> cases = new ArrayList<>();
        for (StreamTransports.Way way : StreamTransports.Way.values()) {
            for (String answer : answers) {
                String name = answer.length() > 60 ? answer.substring(0, 60) : answer;
                cases.add(Arguments.of(way, name.replace("\r\n", " | "), answer));
            }
        }
        return cases.stream();
    }

    private static Failure ask(StreamTransports.Way way, RawServer proxy, StreamLimits limits) {
        TransportSettings settings = new TransportSettings(
                Optional.empty(),
                false,
                ProxyRules.through("--proxy", "http://user:s3cr3t-canary@127.0.0.1:" + proxy.port(), Map.of()),
                Duration.ofSeconds(20),
                "oat/test");
        Request request = new Request(
                "call",
                SpecRef.none(),
                "GET",
                URI.create("https://api.example/x"),
                Headers.empty().with("Authorization", "Bearer s3cr3t-canary"),
                Body.none());
        try (StreamTransport transport = new StreamTransports(settings, limits, way)) {
            Failure failure = catchThrowableOfType(Failure.class, () -> transport.send(request));
            assertThat(failure).as("a failure").isNotNull();
            assertThat(failure.what() + failure.hint().orElse(""))
                    .hasSizeLessThan(400)
                    .doesNotContain("s3cr3t", "Exception", "null", "java.", "\n", "\u001b");
            return failure;
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void a_proxy_that_opens_no_tunnel_is_named_as_such(StreamTransports.Way way, String name, String answer) {
        try (RawServer proxy = RawServer.answering((head, c) -> {
            assertThat(head).startsWith("CONNECT api.example:443 HTTP/1.1").doesNotContain("Bearer");
            c.send(answer);
            c.cut();
        })) {
            Failure failure = ask(way, proxy, PATIENT);
            assertThat(failure).isInstanceOf(Failure.Unreachable.class);
            if (!answer.contains("Content-Length: x")) {
                assertThat(failure.what()).contains("proxy").contains("127.0.0.1:" + proxy.port());
                assertThat(failure.hint().orElse("")).contains("--proxy");
            }
            assertThat(proxy.heads()).isNotEmpty();
        }
    }

    static StreamTransports.Way[] ways() {
        return StreamTransports.Way.values();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_proxy_that_says_nothing_is_named_when_the_time_is_over(StreamTransports.Way way) {
        try (RawServer proxy = RawServer.answering((head, c) -> c.stall())) {
            Failure failure = ask(way, proxy, HURRIED);
            assertThat(failure).isInstanceOf(Failure.TimedOut.class);
            assertThat(failure.what()).contains("proxy");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_proxy_that_drips_is_left_at_the_limit(StreamTransports.Way way) {
        try (RawServer proxy = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 ");
            while (true) {
                c.send("x");
                c.pause(30);
            }
        })) {
            assertThat(ask(way, proxy, HURRIED)).isInstanceOf(Failure.TimedOut.class);
        }
    }
}
