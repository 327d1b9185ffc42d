package dev.oat.playground;

import dev.oat.json.JsonObject;

/** Redeems one kind of grant at the token endpoint. */
interface GrantHandler {
    /** Its value of {@code grant_type}. */
    String type();

    /**
     * The token answer.
     *
     * @param client the client, which has authenticated and may use this grant
     * @throws OAuthError if the grant is no good
     */
    JsonObject redeem(PlaygroundClient client, Form form);
}
