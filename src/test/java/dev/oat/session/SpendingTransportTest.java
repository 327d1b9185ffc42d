package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpendingTransportTest {
    private static final Request REQUEST = Request.post(
            "refresh token request", SpecRef.rfc(6749, "6"), URI.create("https://as.example/token"), Form.empty());
    private static final Response ANSWER = new Response(200, Headers.empty(), new byte[0]);

    private final List<Response> kept = new ArrayList<>();

    @Test
    void the_answer_is_kept_before_it_is_given_back() {
        Response given = new SpendingTransport(request -> ANSWER, kept::add).send(REQUEST);
        assertThat(given).isSameAs(ANSWER);
        assertThat(kept).containsExactly(ANSWER);
    }

    @Test
    void a_failure_is_the_caller_s() {
        Failure failure = new Failure.Unreachable("nobody there");
        SpendingTransport transport = new SpendingTransport(
                request -> {
                    throw failure;
                },
                kept::add);
        assertThatThrownBy(() -> transport.send(REQUEST)).isSameAs(failure);
        assertThat(kept).isEmpty();
    }

    /** Ctrl-C in the shell interrupts the command's thread. */
    @Test
    void an_interrupt_loses_no_answer() throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch asked = new CountDownLatch(1);
        Thread interrupter = new Thread(() -> {
            await(asked);
            caller.interrupt();
        });
        interrupter.start();
        boolean[] reached = {false};
        SpendingTransport transport = new SpendingTransport(
                request -> {
                    asked.countDown();
                    join(interrupter);
                    reached[0] = Thread.currentThread().isInterrupted();
                    return ANSWER;
                },
                kept::add);
        assertThat(transport.send(REQUEST)).isSameAs(ANSWER);
        assertThat(kept).containsExactly(ANSWER);
        assertThat(reached[0]).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
