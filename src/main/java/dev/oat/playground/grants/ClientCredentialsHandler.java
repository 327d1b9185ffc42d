package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Audience;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.Scopes;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import java.util.List;
import java.util.Optional;

/**
 * A client asks on its own behalf.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2">RFC 6749 §4.4.2</a>
 */
public final class ClientCredentialsHandler implements GrantHandler {
    private final Issuer issuer;
    private final Mint mint;

    public ClientCredentialsHandler(Issuer issuer, Mint mint) {
        this.issuer = issuer;
        this.mint = mint;
    }

    @Override
    public String type() {
        return "client_credentials";
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        if (client.isPublic()) {
            throw new OAuthError(400, "unauthorized_client", "a public client has no credentials of its own");
        }
        List<String> scopes = Scopes.grant(client, form);
        Approval approval = new Approval(
                client,
                Optional.empty(),
                scopes,
                Audience.of(form, issuer.resource()),
                Optional.empty(),
                Optional.empty(),
                Extras.ofToken(form),
                issuer.keys().randomText());
        return mint.tokens(approval, false, approval);
    }
}
