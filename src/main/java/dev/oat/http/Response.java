package dev.oat.http;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A protocol message's whole answer, its body within the size limit. */
public final class Response {
    private final int status;
    private final Headers headers;
    private final byte[] body;
    private final Duration connecting;

    /**
     * Creates an answer.
     *
     * @param status the HTTP status
     * @param headers the header fields
     * @param body the body; not copied, the caller gives it away
     */
    public Response(int status, Headers headers, byte[] body) {
        this(status, headers, body, Duration.ZERO);
    }

    /** The same, for which a connection had to be made first. */
    public Response(int status, Headers headers, byte[] body, Duration connecting) {
        this.connecting = connecting;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Returns how long it took to look the name up, connect and agree on TLS; zero on a connection that was there. */
    public Duration connecting() {
        return connecting;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the header fields. */
    public Headers headers() {
        return headers;
    }

    /** The body as text in the charset that it declares, else UTF-8; bytes that are none become U+FFFD. */
    public String text() {
        return new String(body, DeclaredCharset.of(headers));
    }

    /** Returns the body's length in bytes. */
    public int length() {
        return body.length;
    }

    /** The media type in lower case, without parameters, or empty. */
    public String mediaType() {
        String type = headers.first("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the status says success. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the status says that the answer lies elsewhere. */
    public boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    /**
     * Returns the body as a JSON object.
     *
     * @throws JsonException if it is none
     */
    public JsonObject json() {
        return DeclaredCharset.of(headers).equals(StandardCharsets.UTF_8)
                ? JsonObject.parse(body)
                : JsonObject.parse(text());
    }

    /** Returns whether the server asks to come back later. */
    public boolean isBusy() {
        return status == 429 || status == 503;
    }

    /** Returns whether the body is an HTML page, whatever it is declared to be. */
    boolean looksLikeHtml() {
        return mediaType().equals("text/html")
                || (looksLikeMarkup()
                        && !text().stripLeading().startsWith("<?xml")
                        && !mediaType().endsWith("xml"));
    }

    /** Returns whether the body begins as HTML and XML do. */
    boolean looksLikeMarkup() {
        int i = 0;
        while (i < body.length && body[i] <= ' ' && body[i] >= 0) {
            i++;
        }
        return i < body.length && body[i] == '<';
    }
}
