package dev.oat.playground.server;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundEndpoint;
import dev.oat.playground.tokens.Claims;
import dev.oat.playground.tokens.DpopProofs;
import dev.oat.playground.tokens.Jwts;
import dev.oat.playground.tokens.PresentedToken;
import dev.oat.playground.tokens.TokenChallenge;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells about the user for whom an access token was given.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#UserInfo">OpenID Connect Core §5.3</a>
 */
final class UserinfoEndpoint implements PlaygroundEndpoint {
    private final Issuer issuer;
    private final DpopProofs proofs;

    UserinfoEndpoint(Issuer issuer) {
        this.issuer = issuer;
        this.proofs = DpopProofs.ofUserinfo(issuer);
    }

    @Override
    public Answer answer(Incoming request) {
        if (!request.method().equals("GET") && !request.method().equals("POST")) {
            return Answer.empty(405).with("Allow", "GET, POST");
        }
        String scheme = PresentedToken.BEARER;
        try {
            Optional<PresentedToken> token = PresentedToken.of(request);
            if (token.isEmpty()) {
                return TokenChallenge.tokenNeeded(Map.of());
            }
            scheme = token.get().scheme();
            proofs.require(
                    request, token.get(), issuer.store().boundTo(token.get().text()));
            issuer.store().requireCertificate(token.get().text(), request);
            return proofs.withNonce(about(token.get().text()));
        } catch (OAuthError e) {
            return proofs.withNonce(TokenChallenge.refused(scheme, e, Map.of()));
        }
    }

    private Answer about(String text) {
        TokenStore.AccessToken token = issuer.store()
                .accessToken(text)
                .filter(known -> issuer.store().state(known, issuer.now()) == TokenStore.State.GOOD)
                .orElseThrow(
                        () -> new OAuthError(401, "invalid_token", "the access token is unknown, expired or revoked"));
        Approval approval = token.approval();
        if (!approval.scopes().contains("openid")) {
            throw new OAuthError(403, "insufficient_scope", "userinfo takes the scope openid");
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", issuer.faults().isOn(Fault.USERINFO_WRONG_SUB) ? "user-mallory" : approval.subject());
        claims.putAll(Claims.of(approval));
        if (approval.client().encrypted() || issuer.faults().isOn(Fault.USERINFO_JWT)) {
            return Answer.text(200, "application/jwt", new Jwts(issuer).answer("JWT", claims, approval.client()))
                    .notStored();
        }
        return Answer.json(200, JsonObject.of(claims)).notStored();
    }
}
