package dev.oat.playground.net;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An HTTP request as the playground's handlers see it. */
public final class Incoming {
    private static final int MAX_FORM = 1 << 20;

    private final HttpExchange exchange;
    private final PlaygroundForm query;
    private PlaygroundForm form = PlaygroundForm.EMPTY;
    private boolean formRead;

    Incoming(HttpExchange exchange) {
        this.exchange = exchange;
        String rawQuery = exchange.getRequestURI().getRawQuery();
        this.query = rawQuery == null ? PlaygroundForm.EMPTY : PlaygroundForm.parse(rawQuery);
    }

    public String method() {
        return exchange.getRequestMethod();
    }

    public URI uri() {
        return exchange.getRequestURI();
    }

    public String path() {
        String path = exchange.getRequestURI().getPath();
        return path == null ? "" : path;
    }

    public PlaygroundForm query() {
        return query;
    }

    /** Returns the header's values, one for each time that it came. */
    public List<String> headers(String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Returns all headers, by name. */
    public Map<String, List<String>> headers() {
        return exchange.getRequestHeaders();
    }

    /** Who is at the other end, if it came by TLS and has shown a certificate. */
    public Optional<TlsPeer> peer() {
        return TlsPeer.of(exchange);
    }

    public InputStream body() {
        return exchange.getRequestBody();
    }

    /**
     * Returns the form in the body, read once.
     *
     * @throws OAuthError if the body is no form, or larger than 1 MiB
     */
    public PlaygroundForm form() throws IOException {
        if (!formRead) {
            String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
            if (!type.split(";")[0].strip().equals("application/x-www-form-urlencoded")) {
                throw OAuthError.invalidRequest("the body is not application/x-www-form-urlencoded");
            }
            byte[] bytes = body().readNBytes(MAX_FORM + 1);
            if (bytes.length > MAX_FORM) {
                throw new OAuthError(413, "invalid_request", "the body is larger than 1 MiB");
            }
            form = PlaygroundForm.parse(new String(bytes, StandardCharsets.UTF_8));
            formRead = true;
        }
        return form;
    }

    /** Returns the form as far as a handler has read it. */
    PlaygroundForm formSoFar() {
        return form;
    }
}
