package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import dev.oat.playground.tokens.ProvenKey;
import java.util.List;

/**
 * A client renews its access token. With rotation each refresh token is good once; who comes with it a second time has
 * stolen it, or was stolen from, and nobody can tell: everything that came of that sign-in is revoked.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2">RFC 9700 §4.14.2</a>
 */
public final class RefreshTokenHandler implements GrantHandler {
    private final Issuer issuer;
    private final Mint mint;
    private final ProvenKey proven;

    public RefreshTokenHandler(Issuer issuer, Mint mint, ProvenKey proven) {
        this.proven = proven;
        this.issuer = issuer;
        this.mint = mint;
    }

    @Override
    public String type() {
        return "refresh_token";
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        TokenStore.RefreshToken token = issuer.store()
                .refreshToken(form.required("refresh_token"))
                .filter(known -> known.approval().client().id().equals(client.id()))
                .orElseThrow(() -> OAuthError.invalidGrant("no such refresh token was given to this client"));
        proven.require(issuer.store().boundTo(token.text()), "the refresh token");
        issuer.pause().waitFor(issuer.settings().refreshDelay());
        Approval approval = token.approval();
        List<String> scopes = scopes(approval, form);
        boolean rotate = issuer.settings().rotateRefreshTokens();
        synchronized (issuer.store()) {
            switch (issuer.store().state(token, issuer.now())) {
                case REVOKED -> throw OAuthError.invalidGrant("the refresh token was revoked");
                case EXPIRED -> throw OAuthError.invalidGrant("the refresh token has expired");
                default -> {
                    if (rotate && !issuer.store().spend(token.text())) {
                        issuer.store().revokeFamily(approval.family());
                        throw OAuthError.invalidGrant(
                                "the refresh token was used before; all tokens of this sign-in are revoked");
                    }
                }
            }
        }
        return mint.tokens(approval.narrowedTo(scopes), rotate, approval);
    }

    private static List<String> scopes(Approval approval, PlaygroundForm form) {
        List<String> asked = form.words("scope");
        if (!approval.scopes().containsAll(asked)) {
            throw OAuthError.invalidScope("a refresh may ask for less than was granted, not for more");
        }
        return asked.isEmpty() ? approval.scopes() : asked;
    }
}
