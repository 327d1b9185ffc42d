package dev.oat.playground;

import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Speaks plain HTTP to a playground, with a client that is none of ours. */
public final class Caller {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String uri, String... headers) {
        return send(with(HttpRequest.newBuilder(URI.create(uri)), headers));
    }

    public HttpResponse<String> call(String uri, String token) {
        return get(uri, "Authorization", "Bearer " + token);
    }

    /** Posts a form, given as name, value, name, value. */
    public HttpResponse<String> post(String uri, String[] headers, String... form) {
        return send(with(HttpRequest.newBuilder(URI.create(uri)), headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form))));
    }

    /** Asks a token endpoint. */
    public HttpResponse<String> token(Playground playground, String... form) {
        return post(playground.issuer() + "/token", new String[0], form);
    }

    public static JsonObject json(HttpResponse<String> response) {
        return JsonObject.parse(response.body());
    }

    public static String text(HttpResponse<String> response, String member) {
        return json(response).text(member).orElseThrow(() -> new AssertionError(member + " in " + response.body()));
    }

    public static String basic(String id, String secret) {
        String pair = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encoded(namesAndValues[i]))
                    .append('=')
                    .append(encoded(namesAndValues[i + 1]));
        }
        return form.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }
}
