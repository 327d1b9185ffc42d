package dev.oat.session.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Body;
import dev.oat.http.transport.RawServer;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RetriesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

    private final ApiWorld world = new ApiWorld();
    private final List<Duration> waits = new ArrayList<>();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private Retries retries(int times, boolean unsafe) {
        return new Retries(
                world.transport::send,
                new Retries.Policy(times, unsafe),
                Clock.fixed(NOW, ZoneOffset.UTC),
                waits::add,
                () -> 1.0,
                world.trace);
    }

    private static RawServer busy(int times, String status, String headers) {
        int[] count = {0};
        return RawServer.answering((head, c) -> {
            c.readBody(head);
            if (count[0]++ < times) {
                c.answer(status, headers, "later");
            } else {
                c.answer("200 OK", "", "done");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "429 Slow, Retry-After: 7, 7000",
        "503 Busy, Retry-After: 0, 0",
        "503 Busy, 'Retry-After: Sat, 21 Nov 2026 07:00:09 GMT', 9000",
        "503 Busy, 'Retry-After: Sat, 21 Nov 2026 06:00:00 GMT', 0",
        "503 Busy, Retry-After: soon, 500",
        "429 Slow, X-Y: z, 500"
    })
    void the_server_says_when_to_come_back(String status, String header, long millis) {
        try (RawServer api = busy(1, status, header + "\r\n")) {
            assertThat(ApiWorld.text(retries(3, false).send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("done");
            assertThat(waits).containsExactly(Duration.ofMillis(millis));
        }
    }

    @Test
    void the_waits_grow_and_are_capped() {
        try (RawServer api = busy(9, "503 Busy", "")) {
            assertThat(ApiWorld.text(retries(9, false).send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("done");
            assertThat(waits.stream().map(Duration::toMillis))
                    .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L);
        }
    }

    @Test
    void after_the_last_attempt_the_answer_is_given() {
        try (RawServer api = busy(9, "503 Busy", "")) {
            assertThat(ApiWorld.text(retries(2, false).send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("later");
            assertThat(api.heads()).hasSize(3);
        }
    }

    @Test
    void without_retries_nothing_is_sent_again() {
        try (RawServer api = busy(1, "429 Slow", "Retry-After: 1\r\n")) {
            assertThat(ApiWorld.text(retries(0, false).send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("later");
            assertThat(api.heads()).hasSize(1);
        }
    }

    @Test
    void a_very_long_wait_is_left_to_the_person() {
        try (RawServer api = busy(1, "429 Slow", "Retry-After: 86400\r\n")) {
            assertThat(ApiWorld.text(retries(3, false).send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("later");
            assertThat(waits).isEmpty();
            assertThat(world.warning("86400 s")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void what_changes_something_is_sent_again_only_when_asked(String method) {
        Body body = method.equals("DELETE") ? Body.none() : new Body.OfBytes("a/b", new byte[] {1});
        try (RawServer api = busy(1, "503 Busy", "")) {
            assertThat(ApiWorld.text(retries(3, false).send(ApiWorld.request(method, api.at("/"), body))))
                    .isEqualTo("later");
            assertThat(world.warning("--retry-unsafe")).isPresent();
        }
        try (RawServer api = busy(1, "503 Busy", "")) {
            assertThat(ApiWorld.text(retries(3, true).send(ApiWorld.request(method, api.at("/"), body))))
                    .isEqualTo("done");
        }
    }

    @Test
    void a_body_from_a_pipe_is_not_sent_again() {
        Body pipe = new Body.OfStream("a/b", new ByteArrayInputStream(new byte[] {1}));
        try (RawServer api = busy(1, "503 Busy", "")) {
            assertThat(ApiWorld.text(retries(3, true).send(ApiWorld.request("POST", api.at("/"), pipe))))
                    .isEqualTo("later");
        }
    }

    @Test
    void an_api_that_cannot_be_reached_is_tried_again_whatever_the_method() {
        RawServer gone = RawServer.saying(c -> {});
        URI address = gone.at("/");
        gone.close();
        Body body = new Body.OfBytes("a/b", new byte[] {1});
        assertThatThrownBy(() -> retries(2, false).send(ApiWorld.request("POST", address, body)))
                .isInstanceOf(Failure.Unreachable.class);
        assertThat(waits).hasSize(2);
    }

    @Test
    void a_request_that_may_have_arrived_is_not_sent_again() {
        try (RawServer api = RawServer.saying(RawServer.Connection::readHead)) {
            assertThatThrownBy(() -> retries(2, true)
                            .send(ApiWorld.request("POST", api.at("/"), new Body.OfBytes("a/b", new byte[] {1}))))
                    .isInstanceOf(Failure.Unreachable.class);
            assertThat(waits).isEmpty();
        }
    }
}
