package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The head of an answer, and its body as it comes.
 *
 * <p>Reading the body throws {@link Failure.Unreachable} when it is cut short and {@link Failure.TimedOut} when it
 * stalls, never an {@code IOException}: so in a copy loop every {@code IOException} is the other side's.
 */
public final class StreamedResponse implements AutoCloseable {
    private final String protocol;
    private final int status;
    private final Headers headers;
    private final InputStream body;
    private final Supplier<Headers> trailers;
    private final Optional<OutputStream> upgraded;
    private final Duration connecting;

    public StreamedResponse(String protocol, int status, Headers headers, InputStream body) {
        this(protocol, status, headers, body, Headers::empty, Optional.empty());
    }

    /**
     * Creates an answer, whole.
     *
     * @param trailers the trailer fields, once the body has been read to its end
     * @param upgraded where to write after a change of protocol
     */
    public StreamedResponse(
            String protocol,
            int status,
            Headers headers,
            InputStream body,
            Supplier<Headers> trailers,
            Optional<OutputStream> upgraded) {
        this(protocol, status, headers, body, trailers, upgraded, Duration.ZERO);
    }

    private StreamedResponse(
            String protocol,
            int status,
            Headers headers,
            InputStream body,
            Supplier<Headers> trailers,
            Optional<OutputStream> upgraded,
            Duration connecting) {
        this.connecting = Objects.requireNonNull(connecting, "connecting is null");
        this.protocol = Objects.requireNonNull(protocol, "protocol is null");
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers is null");
        this.body = Objects.requireNonNull(body, "body is null");
        this.trailers = trailers;
        this.upgraded = upgraded;
    }

    /**
     * Returns an answer, whole.
     *
     * @param protocol the protocol's name and version: {@code HTTP/1.1}, {@code HTTP/2}
     * @param status the HTTP status
     * @param headers the header fields
     * @param body the body; closing it gives up what has not been read
     */
    public static StreamedResponse of(String protocol, int status, Headers headers, InputStream body) {
        return new StreamedResponse(protocol, status, headers, body);
    }

    /** The protocol's name and version: {@code HTTP/1.1}, {@code HTTP/2}. */
    public String protocol() {
        return protocol;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** Returns the body, to be read once. */
    public InputStream body() {
        return body;
    }

    /** The trailer fields; none before the body has been read to its end (RFC 9110 §6.5). */
    public Headers trailers() {
        return trailers.get();
    }

    /** Returns where to write in the other protocol, once the server has changed to it (RFC 9110 §15.2.2). */
    public Optional<OutputStream> upgraded() {
        return upgraded;
    }

    /** How long it took to look the name up, connect and agree on TLS; zero on a connection that was there. */
    public Duration connecting() {
        return connecting;
    }

    /** Returns this answer, for which a connection had to be made first. */
    public StreamedResponse afterConnecting(Duration took) {
        return new StreamedResponse(protocol, status, headers, body, trailers, upgraded, took);
    }

    /** This answer with its body seen through another stream. */
    public StreamedResponse withBody(InputStream other) {
        return new StreamedResponse(protocol, status, headers, other, trailers, upgraded, connecting);
    }

    /** Returns this answer with a text of ours in place of its body, in UTF-8 whatever it declared before. */
    public StreamedResponse withText(String text) {
        return new StreamedResponse(
                protocol,
                status,
                DeclaredCharset.without(headers),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                Headers::empty,
                Optional.empty(),
                connecting);
    }

    /** Returns the charset of the body, when that is text: the one that it declares, else UTF-8. */
    public Charset charset() {
        return DeclaredCharset.of(headers);
    }

    /** This answer with other header fields. */
    public StreamedResponse withHeaders(Headers other) {
        return new StreamedResponse(protocol, status, other, body, trailers, upgraded, connecting);
    }

    /** Returns this answer with other trailer fields. */
    public StreamedResponse withTrailers(UnaryOperator<Headers> change) {
        return new StreamedResponse(
                protocol, status, headers, body, () -> change.apply(trailers.get()), upgraded, connecting);
    }

    /** Returns the media type in lower case, without parameters, or empty. */
    public String mediaType() {
        String type = headers.first("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the status says that the answer lies elsewhere. */
    public boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    /** Gives up what has not been read of the body. */
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // nothing more was wanted of it
            return;
        }
    }
}
