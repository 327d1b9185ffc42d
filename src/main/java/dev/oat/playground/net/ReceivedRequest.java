package dev.oat.playground.net;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that one of the servers received, and the status that it answered.
 *
 * <p>It prints without any value: the values are there for tests.
 *
 * @param number the how manieth it was to come, at any of the servers
 * @param part the server
 * @param at when it came, by the playground's clock
 * @param method the HTTP method
 * @param path the path, without the query
 * @param query the query's parameters
 * @param form the body's parameters, where a form was read
 * @param headers the headers by lower-case name
 * @param status the status answered; 0 when the connection was closed without an answer
 */
public record ReceivedRequest(
        long number,
        Part part,
        Instant at,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> form,
        Map<String, List<String>> headers,
        int status) {
    /** By this header the gateway marks what it passes on. */
    public static final String REQUEST_ID = "X-Request-Id";

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        return first(query, name);
    }

    /** Returns the first value of a form parameter. */
    public Optional<String> form(String name) {
        return first(form, name);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return first(headers, name.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> first(Map<String, List<String>> values, String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public String toString() {
        List<String> names = new ArrayList<>(query.keySet());
        names.addAll(form.keySet());
        return part + " " + method + " " + path + (names.isEmpty() ? "" : " " + names) + " " + status;
    }
}
