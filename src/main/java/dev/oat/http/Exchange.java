package dev.oat.http;

import dev.oat.trace.Failure;
import dev.oat.trace.TraceEvent;
import java.time.Duration;
import java.util.Objects;

/** Messages on the wire, as events of a trace. */
public sealed interface Exchange extends TraceEvent {
    /** The request, as it was sent. */
    Request request();

    /**
     * A request that is about to be sent.
     *
     * @param request the request, final
     */
    record Sent(Request request) implements Exchange {
        public Sent {
            Objects.requireNonNull(request, "request is null");
        }
    }

    /**
     * An answer that came.
     *
     * @param request the request that it answers
     * @param response the answer
     * @param took how long it took
     */
    record Received(Request request, Response response, Duration took) implements Exchange {
        public Received {
            Objects.requireNonNull(request, "request is null");
            Objects.requireNonNull(response, "response is null");
            Objects.requireNonNull(took, "took is null");
        }
    }

    /**
     * A request without an answer.
     *
     * @param request the request
     * @param failure why none came
     */
    record Broken(Request request, Failure failure) implements Exchange {
        public Broken {
            Objects.requireNonNull(request, "request is null");
            Objects.requireNonNull(failure, "failure is null");
        }
    }
}
