package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

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
    private final Duration connecting;

    public StreamedResponse(String protocol, int status, Headers headers, InputStream body) {
        this(protocol, status, headers, body, Duration.ZERO);
    }

    private StreamedResponse(String protocol, int status, Headers headers, InputStream body, Duration connecting) {
        this.connecting = Objects.requireNonNull(connecting, "connecting is null");
        this.protocol = Objects.requireNonNull(protocol, "protocol is null");
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers is null");
        this.body = Objects.requireNonNull(body, "body is null");
    }

    /**
     * An answer, whole.
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

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** The body, to be read once. */
    public InputStream body() {
        return body;
    }

    /** How long it took to look the name up, connect and agree on TLS; zero on a connection that was there. */
    public Duration connecting() {
        return connecting;
    }

    /** This answer, for which a connection had to be made first. */
    public StreamedResponse afterConnecting(Duration took) {
        return new StreamedResponse(protocol, status, headers, body, took);
    }

    /** This answer with its body seen through another stream. */
    public StreamedResponse withBody(InputStream other) {
        return new StreamedResponse(protocol, status, headers, other, connecting);
    }

    /** This answer with a text of ours in place of its body, in UTF-8 whatever it declared before. */
    public StreamedResponse withText(String text) {
        return new StreamedResponse(
                protocol,
                status,
                DeclaredCharset.without(headers),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                connecting);
    }

    /** The charset of the body, when that is text: the one that it declares, else UTF-8. */
    public Charset charset() {
        return DeclaredCharset.of(headers);
    }

    /** This answer with other header fields. */
    public StreamedResponse withHeaders(Headers other) {
        return new StreamedResponse(protocol, status, other, body, connecting);
    }

    /** The media type in lower case, without parameters, or empty. */
    public String mediaType() {
        String type = headers.first("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }

    /** Whether the status says that the answer lies elsewhere. */
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
