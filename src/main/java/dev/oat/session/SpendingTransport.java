package dev.oat.session;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.session.disk.EndHeldOff;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what can be sent only once, such as a refresh token, and hands the answer to its keeper before anybody else: not
 * a signal, not an interrupt, not an output that nobody reads comes between an answer and its place in the store.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14">RFC 9700 §4.14</a>
 */
public final class SpendingTransport implements Transport {
    private final Transport transport;
    private final Consumer<Response> keeper;

    /**
     * A transport.
     *
     * @param transport sends the messages
     * @param keeper takes each answer at once
     */
    public SpendingTransport(Transport transport, Consumer<Response> keeper) {
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.keeper = Objects.requireNonNull(keeper, "keeper is null");
    }

    @Override
    public Response send(Request request) {
        // on a thread of its own, which nobody interrupts: a command that is cancelled leaves it to itself
        Sending sending = new Sending(request);
        sending.start();
        sending.await();
        return sending.result();
    }

    private final class Sending extends Thread {
        private final Request request;
        private @Nullable Response response;
        private @Nullable Throwable problem;

        Sending(Request request) {
            super("oat-spending");
            this.request = request;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (EndHeldOff held = EndHeldOff.begin(EndHeldOff.ON_THE_WAY)) {
                Response answer = transport.send(request);
                held.limit(EndHeldOff.STORING);
                keeper.accept(answer);
                response = answer;
            } catch (RuntimeException | Error e) {
                problem = e;
            }
        }

        private void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private Response result() {
            if (problem instanceof RuntimeException failure) {
                throw failure;
            }
            if (problem instanceof Error error) {
                throw error;
            }
            return Objects.requireNonNull(response, "an answer or a problem");
        }
    }
}
