package dev.oat.playground.server;

import dev.oat.json.JsonObject;
import dev.oat.playground.grants.AuthorizationCodeHandler;
import dev.oat.playground.grants.ClientCredentialsHandler;
import dev.oat.playground.grants.GrantHandler;
import dev.oat.playground.grants.JwtBearerHandler;
import dev.oat.playground.grants.PasswordHandler;
import dev.oat.playground.grants.PendingApprovals;
import dev.oat.playground.grants.PollHandler;
import dev.oat.playground.grants.RefreshTokenHandler;
import dev.oat.playground.grants.Saml2BearerHandler;
import dev.oat.playground.grants.TokenExchangeHandler;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.net.TlsPeer;
import dev.oat.playground.tokens.DpopProofs;
import dev.oat.playground.tokens.Mint;
import dev.oat.playground.tokens.ProvenKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out tokens, by the handler of the grant.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1">RFC 6749 §5.1</a>
 */
final class GrantEndpoint implements BackChannelEndpoint.Work {
    private final Map<String, GrantHandler> byType = new LinkedHashMap<>();
    private final Faults faults;
    private final DpopProofs proofs;
    private final ProvenKey proven = new ProvenKey();

    GrantEndpoint(Issuer issuer, PendingApprovals approvals) {
        this.faults = issuer.faults();
        this.proofs = DpopProofs.ofIssuer(issuer);
        Mint mint = new Mint(issuer, proven);
        List<GrantHandler> handlers = List.of(
                new AuthorizationCodeHandler(issuer, mint, proven),
                new ClientCredentialsHandler(issuer, mint),
                new PasswordHandler(issuer, mint),
                new RefreshTokenHandler(issuer, mint, proven),
                new JwtBearerHandler(issuer, mint),
                new Saml2BearerHandler(issuer, mint),
                new TokenExchangeHandler(issuer, mint),
                PollHandler.ofDevices(approvals, mint),
                PollHandler.ofBackchannelRequests(approvals, mint));
        for (GrantHandler handler : handlers) {
            byType.put(handler.type(), handler);
        }
    }

    List<String> grantTypes() {
        return List.copyOf(byType.keySet());
    }

    /** Returns what judges proofs at the issuer's own endpoints. */
    DpopProofs proofs() {
        return proofs;
    }

    @Override
    public Answer answer(Incoming request, PlaygroundClient client, PlaygroundForm form) {
        Optional<String> key = proofs.thumbprint(request, Optional.empty());
        if (client.dpopBound() && key.isEmpty()) {
            throw OAuthError.invalidRequest("the client is registered for tokens that are bound to a DPoP key");
        }
        return proofs.withNonce(proven.during(
                key, () -> proven.showing(request.peer().map(TlsPeer::thumbprint), () -> answer(client, form))));
    }

    @Override
    public Answer refused(Answer answer) {
        return proofs.withNonce(answer);
    }

    @Override
    public Answer answer(PlaygroundClient client, PlaygroundForm form) {
        String type = form.required("grant_type");
        GrantHandler handler = byType.get(type);
        if (handler == null) {
            throw new OAuthError(400, "unsupported_grant_type", "the server knows no grant " + type);
        }
        if (!client.grantTypes().contains(type)) {
            throw new OAuthError(400, "unauthorized_client", "the client is not registered for the grant " + type);
        }
        return disturbed(handler.redeem(client, form));
    }

    private Answer disturbed(JsonObject tokens) {
        JsonObject answer = tokens;
        if (faults.isOn(Fault.NO_ACCESS_TOKEN)) {
            answer = answer.without("access_token");
        }
        if (faults.isOn(Fault.UNKNOWN_TOKEN_TYPE)) {
            answer = answer.with("token_type", "Riddle");
        }
        if (faults.isOn(Fault.EXPIRES_IN_TEXT)) {
            answer = answer.with("expires_in", String.valueOf(answer.members().get("expires_in")));
        }
        if (faults.isOn(Fault.NO_EXPIRES_IN)) {
            answer = answer.without("expires_in");
        }
        if (faults.isOn(Fault.NO_REFRESH_TOKEN)) {
            answer = answer.without("refresh_token");
        }
        if (faults.isOn(Fault.NO_ID_TOKEN)) {
            answer = answer.without("id_token");
        }
        if (faults.isOn(Fault.FORM_ENCODED)) {
            Map<String, String> parameters = new LinkedHashMap<>();
            answer.members().forEach((name, value) -> parameters.put(name, value.toString()));
            return Answer.text(200, "application/x-www-form-urlencoded", PlaygroundForm.encode(parameters));
        }
        return Answer.json(200, answer);
    }
}
