package dev.oat.playground.server;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.net.Sha256;
import dev.oat.playground.tokens.Jwts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says what a token stands for. A public client learns of its own tokens only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2.2">RFC 7662 §2.2</a>
 */
final class Introspection implements BackChannelEndpoint.Work {
    private static final String JWT_TYPE = "application/token-introspection+jwt";

    private final Issuer issuer;

    Introspection(Issuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public Answer answer(PlaygroundClient client, PlaygroundForm form) {
        return Answer.json(200, introspected(client, form));
    }

    /**
     * Returns the answer in the form that the request accepts.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9701#section-4">RFC 9701 §4</a>
     */
    @Override
    public Answer answer(Incoming request, PlaygroundClient client, PlaygroundForm form) {
        if (!request.header("Accept").orElse("").contains(JWT_TYPE)) {
            return answer(client, form);
        }
        Map<String, Object> claims = Map.of("token_introspection", introspected(client, form));
        return Answer.text(200, JWT_TYPE, new Jwts(issuer).answer("token-introspection+jwt", claims, client));
    }

    private JsonObject introspected(PlaygroundClient client, PlaygroundForm form) {
        String token = form.required("token");
        JsonObject inactive = JsonObject.of(Map.of("active", false));
        return accessToken(client, token).or(() -> refreshToken(client, token)).orElse(inactive);
    }

    private Optional<JsonObject> accessToken(PlaygroundClient client, String text) {
        TokenStore store = issuer.store();
        return store.accessToken(text)
                .filter(token -> mayKnow(client, token.approval()))
                .filter(token -> store.state(token, issuer.now()) == TokenStore.State.GOOD)
                .map(token -> active(token.approval(), token.issuedAt(), token.expiresAt())
                        .with("jti", token.id()))
                .map(members -> bound(members, text));
    }

    private JsonObject bound(JsonObject members, String text) {
        Optional<String> key = issuer.store().boundTo(text);
        if (key.isEmpty()) {
            JsonObject bearer = members.with("token_type", "Bearer");
            return issuer.store()
                    .certificateOf(text)
                    .map(shown -> bearer.with("cnf", JsonObject.of(Map.of("x5t#S256", shown))))
                    .orElse(bearer);
        }
        boolean wrong = issuer.faults().isOn(Fault.DPOP_WRONG_CNF);
        return members.with("token_type", "DPoP")
                .with("cnf", JsonObject.of(Map.of("jkt", wrong ? Sha256.base64Url(key.get()) : key.get())));
    }

    private Optional<JsonObject> refreshToken(PlaygroundClient client, String text) {
        TokenStore store = issuer.store();
        return store.refreshToken(text)
                .filter(token -> mayKnow(client, token.approval()))
                .filter(token -> store.state(token, issuer.now()) == TokenStore.State.GOOD)
                .filter(token -> !store.isSpent(token.text()))
                .map(token -> active(token.approval(), token.issuedAt(), token.expiresAt()));
    }

    private static boolean mayKnow(PlaygroundClient client, Approval approval) {
        return !client.isPublic() || approval.client().id().equals(client.id());
    }

    private JsonObject active(Approval approval, Instant issuedAt, Instant expiresAt) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("iss", issuer.id());
        members.put("sub", approval.subject());
        members.put("client_id", approval.client().id());
        approval.user().ifPresent(user -> members.put("username", user.username()));
        members.put("scope", approval.scope());
        members.put("aud", approval.audience());
        members.put("iat", issuedAt.getEpochSecond());
        members.put("exp", expiresAt.getEpochSecond());
        return JsonObject.of(members);
    }
}
