package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.net.Sha256;
import dev.oat.playground.tokens.Mint;
import dev.oat.playground.tokens.ProvenKey;
import java.util.Optional;

/**
 * A client redeems the code that the user's browser has brought it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3">RFC 6749 §4.1.3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4.6">RFC 7636 §4.6</a>
 */
public final class AuthorizationCodeHandler implements GrantHandler {
    private final Issuer issuer;
    private final Mint mint;
    private final ProvenKey proven;

    public AuthorizationCodeHandler(Issuer issuer, Mint mint, ProvenKey proven) {
        this.proven = proven;
        this.issuer = issuer;
        this.mint = mint;
    }

    @Override
    public String type() {
        return "authorization_code";
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        TokenStore.Code code = issuer.store()
                .code(form.required("code"))
                .filter(known -> known.approval().client().id().equals(client.id()))
                .orElseThrow(() -> OAuthError.invalidGrant("no such code was given to this client"));
        if (!issuer.store().spend(code.code())) {
            issuer.store().revokeFamily(code.approval().family());
            throw OAuthError.invalidGrant("the code was used before; the tokens that it gave are revoked");
        }
        if (!issuer.now().isBefore(code.expiresAt())) {
            throw OAuthError.invalidGrant("the code has expired");
        }
        if (!form.required("redirect_uri").equals(code.redirectUri())) {
            throw OAuthError.invalidGrant("redirect_uri is not that of the authorization request");
        }
        proven.require(code.approval().extras().dpopJkt(), "the code");
        checkVerifier(code, form.first("code_verifier"));
        return mint.tokens(code.approval());
    }

    private static void checkVerifier(TokenStore.Code code, Optional<String> verifier) {
        if (code.challenge().isEmpty()) {
            if (verifier.isPresent()) {
                throw OAuthError.invalidGrant(
                        "code_verifier came for a code that was asked for without code_challenge");
            }
            return;
        }
        String shown = verifier.orElseThrow(() -> OAuthError.invalidGrant("code_verifier is missing"));
        String transformed = code.method().filter("plain"::equals).isPresent() ? shown : Sha256.base64Url(shown);
        if (code.challenge().filter(transformed::equals).isEmpty()) {
            throw OAuthError.invalidGrant("code_verifier does not fit code_challenge");
        }
    }
}
