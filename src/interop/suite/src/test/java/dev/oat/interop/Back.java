package dev.oat.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** The tests' own way to a server's back channel, so that what oat did is not judged by oat. */
final class Back {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final JsonNode metadata;
    private final String clientId;
    private final String clientSecret;

    Back(String issuer, String clientId, String clientSecret) {
        this.metadata = send(HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration")));
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    JsonNode metadata() {
        return metadata;
    }

    URI endpoint(String name) {
        return URI.create(metadata.path(name).asText());
    }

    Back as(String otherId, String otherSecret) {
        return new Back(metadata.path("issuer").asText(), otherId, otherSecret);
    }

    JsonNode introspect(String token) {
        return post("introspection_endpoint", Map.of("token", token));
    }

    void revoke(String token) {
        post("revocation_endpoint", Map.of("token", token));
    }

    /** Has the server forget an access token, and nothing else, behind everybody's back. */
    void withdraw(String token) {
        send(HttpRequest.newBuilder(URI.create(metadata.path("issuer").asText() + "/withdrawn/" + token))
                .DELETE());
    }

    private JsonNode post(String endpoint, Map<String, String> form) {
        String basic = encode(clientId) + ':' + encode(clientSecret);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + '=' + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(endpoint(endpoint))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(response + ": " + response.body());
            }
            return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
