package dev.oat.http;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

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

    /**
     * The failure to report when the server asks to come back later.
     *
     * @param request the request that it answers
     */
    public Failure comeBackLater(Request request) {
        Failure failure = new Failure.TimedOut(
                "the server asks to come back later (status " + status + " to the " + request.title() + ")");
        failure.at(request.endpoint(), status);
        failure.said(ServerWords.in(request, this));
        Optional<String> after = headers.first("Retry-After");
        return failure.hint(after.isPresent() ? "try again after: " + after.get() : "try again in a moment");
    }

    /**
     * Returns the failure to report when this answer is no message of the protocol: what it is instead, or that the server asks to
     * come back later.
     *
     * @param request the request that it answers
     */
    public Failure notAMessage(Request request) {
        return notAMessage(request, "JSON that is no such message");
    }

    /**
     * The same, for JSON that can be read.
     *
     * @param request the request that it answers
     * @param json what the JSON is instead
     */
    public Failure notAMessage(Request request, String json) {
        if (isBusy()) {
            return comeBackLater(request);
        }
        if (TlsPort.isToldBy(request, status, text())) {
            return TlsPort.failure(request);
        }
        String found;
        if (isRedirect()) {
            found = "a redirect (" + status + "), which is not followed here";
        } else if (body.length == 0) {
            found = "status " + status + " and an empty body";
        } else if (looksLikeHtml()) {
            found = "status " + status + " and an HTML page";
        } else if (mediaType().startsWith("text/") || looksLikeMarkup()) {
            found = "status " + status + " and " + (looksLikeMarkup() ? "XML" : "text") + ", where JSON belongs";
        } else {
            String problem;
            try {
                json();
                problem = json;
            } catch (JsonException e) {
                problem = "a body that cannot be read: " + e.getMessage();
            }
            found = "status " + status + " and " + problem;
        }
        Failure.Unreachable failure = new Failure.Unreachable("the " + request.title() + " was answered with " + found);
        failure.spec(request.spec());
        failure.at(request.endpoint(), status);
        failure.said(ServerWords.in(request, this));
        if (isRedirect()) {
            failure.hint("check the endpoint's address; the server points elsewhere");
        } else if (status == 404 || status == 405 || (looksLikeHtml() && status != 401 && status != 403)) {
            failure.hint("check the address: is it the " + request.title() + "'s endpoint?");
        }
        return failure;
    }

    private boolean looksLikeHtml() {
        return mediaType().equals("text/html")
                || (looksLikeMarkup()
                        && !text().stripLeading().startsWith("<?xml")
                        && !mediaType().endsWith("xml"));
    }

    private boolean looksLikeMarkup() {
        int i = 0;
        while (i < body.length && body[i] <= ' ' && body[i] >= 0) {
            i++;
        }
        return i < body.length && body[i] == '<';
    }
}
