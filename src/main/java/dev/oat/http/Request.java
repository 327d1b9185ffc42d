package dev.oat.http;

import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.Objects;

/**
 * A request that has not been sent yet.
 *
 * @param title what it is for, as people would say it: {@code token request}
 * @param spec the section that describes it
 * @param method the HTTP method
 * @param uri the absolute target
 * @param headers header fields, without those that follow from the target and the body
 * @param body the body
 */
public record Request(String title, SpecRef spec, String method, URI uri, Headers headers, Body body) {
    public Request {
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(spec, "spec is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(uri, "uri is null");
        Objects.requireNonNull(headers, "headers is null");
        Objects.requireNonNull(body, "body is null");
    }

    /** Returns a request without a body that asks for JSON. */
    public static Request get(String title, SpecRef spec, URI uri) {
        return new Request(title, spec, "GET", uri, Headers.empty().with("Accept", "application/json"), Body.none());
    }

    /** A form sent by POST that asks for JSON. */
    public static Request post(String title, SpecRef spec, URI uri, Form form) {
        return new Request(
                title, spec, "POST", uri, Headers.empty().with("Accept", "application/json"), new Body.OfForm(form));
    }

    /** Returns this request to another address. */
    public Request to(URI other) {
        return new Request(title, spec, method, other, headers, body);
    }

    /** This request with other header fields. */
    public Request withHeaders(Headers other) {
        return new Request(title, spec, method, uri, other, body);
    }

    /** Scheme, host and port of the target, as they are compared: lower case, default port left out. */
    public String origin() {
        return Origins.of(uri);
    }

    /** The address without its query, for messages. */
    public String endpoint() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
