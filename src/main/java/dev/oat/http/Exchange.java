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
     * The head of an answer whose body is still on its way.
     *
     * @param request the request that it answers
     * @param protocol the protocol's name and version
     * @param status the HTTP status
     * @param headers the header fields
     * @param took how long the head took
     * @param connecting how much of that the connection took
     */
    record Answered(Request request, String protocol, int status, Headers headers, Duration took, Duration connecting)
            implements Exchange {
        public Answered {
            Objects.requireNonNull(request, "request is null");
            Objects.requireNonNull(protocol, "protocol is null");
            Objects.requireNonNull(headers, "headers is null");
            Objects.requireNonNull(took, "took is null");
            Objects.requireNonNull(connecting, "connecting is null");
        }
    }

    /**
     * The end of a streamed body, and its beginning when it is text.
     *
     * @param request the request that it answers
     * @param length how many bytes came
     * @param beginning the beginning of a textual body, or empty
     * @param whole whether that is all of it
     */
    record Streamed(Request request, long length, String beginning, boolean whole) implements Exchange {
        public Streamed {
            Objects.requireNonNull(request, "request is null");
            Objects.requireNonNull(beginning, "beginning is null");
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
