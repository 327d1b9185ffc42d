package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.PlaygroundForm;

/** Redeems one kind of grant at the token endpoint. */
public interface GrantHandler {
    /** Its value of {@code grant_type}. */
    String type();

    /**
     * The token answer.
     *
     * @param client the client, which has authenticated and may use this grant
     * @throws dev.oat.playground.net.OAuthError if the grant is no good
     */
    JsonObject redeem(PlaygroundClient client, PlaygroundForm form);
}
