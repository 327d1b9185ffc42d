package dev.oat.render.flow;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that happened in a flow, as it may be shown and kept: {@code --explain}, {@code --record} and {@code --curl}
 * are views of the same steps, live or read from a file.
 */
public sealed interface Step {
    /** Milliseconds since the recording began. */
    long at();

    /**
     * A message that goes out, by oat or by the browser.
     *
     * @param at milliseconds since the beginning
     * @param number ties it to its answer; from 1
     * @param from who sends it
     * @param to who receives it
     * @param title what it is for
     * @param spec the section that describes it, or empty
     * @param method the HTTP method
     * @param address the target without its query
     * @param query the parameters of its query
     * @param headers its header fields
     * @param mediaType the body's type, or empty
     * @param parameters a form body's parameters
     * @param text any other body that may be shown, or empty
     * @param length the body's length in bytes, -1 when it is not known
     */
    record Request(
            long at,
            int number,
            Actor from,
            Actor to,
            String title,
            String spec,
            String method,
            String address,
            List<Field> query,
            List<Field> headers,
            String mediaType,
            List<Field> parameters,
            String text,
            long length)
            implements Step {
        public Request {
            Objects.requireNonNull(title, "title is null");
            query = List.copyOf(query);
            headers = List.copyOf(headers);
            parameters = List.copyOf(parameters);
        }

        /** Returns this for another receiver. */
        Request to(Actor receiver) {
            return new Request(
                    at,
                    number,
                    from,
                    receiver,
                    title,
                    spec,
                    method,
                    address,
                    query,
                    headers,
                    mediaType,
                    parameters,
                    text,
                    length);
        }

        /** Returns the parameters that say what is asked: the form's, or of a message that the browser carries the query's. */
        public List<Field> said() {
            return parameters.isEmpty() ? query : parameters;
        }

        /** Whether the browser carries it. */
        public boolean isFrontChannel() {
            return from == Actor.BROWSER;
        }
    }

    /**
     * An answer.
     *
     * @param at milliseconds since the beginning
     * @param number the request's
     * @param status the HTTP status
     * @param headers its header fields
     * @param mediaType the body's type, or empty
     * @param text the body as it may be shown, or empty
     * @param length the body's length in bytes, -1 when it is not known
     * @param took milliseconds from the request to the answer
     */
    record Answer(
            long at, int number, int status, List<Field> headers, String mediaType, String text, long length, long took)
            implements Step {
        public Answer {
            headers = List.copyOf(headers);
            Objects.requireNonNull(text, "text is null");
        }
    }

    /**
     * A streamed body that has come to its end, after its {@link Answer}.
     *
     * @param at milliseconds since the beginning
     * @param number the request's
     * @param text the body as it may be shown, or empty
     * @param length its length in bytes
     */
    record Body(long at, int number, String text, long length) implements Step {
        public Body {
            Objects.requireNonNull(text, "text is null");
        }
    }

    /**
     * A request without an answer.
     *
     * @param at milliseconds since the beginning
     * @param number the request's
     * @param why what went wrong
     */
    record Broken(long at, int number, String why) implements Step {
        public Broken {
            Objects.requireNonNull(why, "why is null");
        }
    }

    /**
     * What the browser brought back from the authorization server.
     *
     * @param at milliseconds since the beginning
     * @param origin how it reached us
     * @param parameters its parameters
     */
    record Return(long at, String origin, List<Field> parameters) implements Step {
        public Return {
            Objects.requireNonNull(origin, "origin is null");
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * The checks made on one message.
     *
     * @param at milliseconds since the beginning
     * @param subject what was checked
     * @param checks the checks in order
     */
    record Checked(long at, String subject, List<Check> checks) implements Step {
        public Checked {
            Objects.requireNonNull(subject, "subject is null");
            checks = List.copyOf(checks);
        }
    }

    /**
     * What the tool did or warned of, as a sentence.
     *
     * @param at milliseconds since the beginning
     * @param warning whether it is a warning
     * @param text the sentence
     */
    record Told(long at, boolean warning, String text) implements Step {
        public Told {
            Objects.requireNonNull(text, "text is null");
        }
    }

    /**
     * What a request waited for before it could be sent: the name, the connection, and TLS on it.
     *
     * @param at milliseconds since the beginning
     * @param number the request's
     * @param took milliseconds
     */
    record Connected(long at, int number, long took) implements Step {}

    /**
     * What is behind a secret that stands hidden in the messages: never the secret, but what it says and is known by.
     *
     * @param at milliseconds since the beginning
     * @param mark what stands for it in the messages
     * @param header the header of a JWT, without secrets
     * @param claims the claims of a JWT, without secrets
     * @param aliases public texts that stand for it elsewhere, such as the {@code code_challenge} of a verifier
     */
    record Opened(long at, String mark, Optional<JsonObject> header, Optional<JsonObject> claims, List<String> aliases)
            implements Step {
        public Opened {
            Objects.requireNonNull(mark, "mark is null");
            Objects.requireNonNull(header, "header is null");
            Objects.requireNonNull(claims, "claims is null");
            aliases = List.copyOf(aliases);
        }
    }
}
