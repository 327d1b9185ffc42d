package dev.oat.playground.server;

import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import java.util.Optional;

/**
 * Takes tokens back: a refresh token with all that came of its sign-in, an access token alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2">RFC 7009 §2</a>
 */
final class Revocation implements BackChannelEndpoint.Work {
    private final TokenStore store;

    Revocation(Issuer issuer) {
        this.store = issuer.store();
    }

    @Override
    public Answer answer(PlaygroundClient client, PlaygroundForm form) {
        String token = form.required("token");
        Optional<TokenStore.RefreshToken> refreshToken = store.refreshToken(token);
        Optional<TokenStore.AccessToken> accessToken = store.accessToken(token);
        refreshToken.map(TokenStore.RefreshToken::approval).ifPresent(approval -> checkOwner(client, approval));
        accessToken.map(TokenStore.AccessToken::approval).ifPresent(approval -> checkOwner(client, approval));
        refreshToken.ifPresent(found -> store.revokeFamily(found.approval().family()));
        accessToken.ifPresent(store::revoke);
        // an unknown token is no error: it is as good as revoked (§2.2)
        return Answer.empty(200);
    }

    private static void checkOwner(PlaygroundClient client, Approval approval) {
        if (!approval.client().id().equals(client.id())) {
            throw new OAuthError(400, "unauthorized_client", "the token was given to another client");
        }
    }
}
