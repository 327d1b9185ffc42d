package dev.oat.playground.issuer;

import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.playground.net.OAuthError;
import dev.oat.trace.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads client metadata, registered or published.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 §2</a>
 */
public final class ClientMetadata {
    private ClientMetadata() {}

    /**
     * A client as its metadata describe it.
     *
     * @throws OAuthError if they are not what RFC 7591 says
     */
    public static PlaygroundClient client(String id, Optional<Secret> secret, JsonObject metadata) {
        return PlaygroundClient.registered(
                id,
                metadata.text("client_name").orElse(id),
                secret,
                metadata.text("token_endpoint_auth_method").orElse("none"),
                Set.copyOf(metadata.texts("grant_types")),
                metadata.texts("redirect_uris"),
                List.of(metadata.text("scope").orElse("").split(" ")),
                keys(metadata));
    }

    private static JwkSet keys(JsonObject metadata) {
        Optional<JsonObject> jwks = metadata.object("jwks");
        try {
            return jwks.isEmpty() ? JwkSet.of(List.of()) : JwkSet.parse(jwks.get());
        } catch (JoseException e) {
            throw new OAuthError(400, "invalid_client_metadata", "jwks cannot be read");
        }
    }
}
