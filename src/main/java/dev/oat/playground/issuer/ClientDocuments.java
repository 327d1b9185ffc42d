package dev.oat.playground.issuer;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.net.Fetch;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Clients whose id is the address of their metadata. The playground reads them from this machine only, and over http: it
 * asks no other for anything.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/">OAuth Client ID Metadata
 *     Document</a>
 */
final class ClientDocuments {
    private static final int MAX_DOCUMENT = 5 << 10;
    private static final List<String> SCOPES =
            List.of("openid", "profile", "email", "offline_access", "read", "write", "admin");

    private ClientDocuments() {}

    /** Returns the client whose metadata lie at this address, or empty when it is none, or nothing usable is there. */
    static Optional<PlaygroundClient> find(String clientId) {
        if (!clientId.startsWith("http://127.0.0.1:") && !clientId.startsWith("http://localhost:")) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(clientId);
            boolean path = uri.getRawPath() != null && uri.getRawPath().length() > 1;
            return path && uri.getHost() != null ? client(clientId, fetch(uri)) : Optional.empty();
        } catch (URISyntaxException | IOException | JsonException | Failure e) {
            return Optional.empty();
        }
    }

    private static JsonObject fetch(URI uri) throws IOException {
        Headers headers = Headers.empty().with("Accept", "application/json");
        try (StreamedResponse reply = Fetch.send("GET", uri, headers, Body.none());
                InputStream body = reply.body()) {
            byte[] bytes = body.readNBytes(MAX_DOCUMENT + 1);
            if (reply.status() != 200 || bytes.length > MAX_DOCUMENT) {
                throw new IOException("no client metadata of a sensible size");
            }
            return JsonObject.parse(bytes);
        }
    }

    private static Optional<PlaygroundClient> client(String clientId, JsonObject document) {
        String method = document.text("token_endpoint_auth_method").orElse("none");
        boolean honest = document.text("client_id").equals(Optional.of(clientId))
                && !document.has("client_secret")
                && !method.startsWith("client_secret");
        if (!honest) {
            return Optional.empty();
        }
        List<String> grants = document.texts("grant_types");
        Map<String, Object> members = new LinkedHashMap<>(document.members());
        members.put("token_endpoint_auth_method", method);
        members.put("grant_types", grants.isEmpty() ? List.of("authorization_code") : List.copyOf(Set.copyOf(grants)));
        members.put("scope", document.text("scope").orElse(String.join(" ", SCOPES)));
        return Optional.of(ClientMetadata.client(clientId, Optional.empty(), JsonObject.of(members)));
    }
}
