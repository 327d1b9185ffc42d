package dev.oat.endpoint.jwt;

import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Validates one server's ID tokens for one client, signed or signed and encrypted.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core §3.1.3.7</a>
 */
public final class IdTokenValidator {
    private static final TokenKind ID_TOKEN = new TokenKind("ID token", "id_token", SpecRef.oidcCore("2"), "id_token");

    private final AuthorizationServer server;
    private final String clientId;
    private final ServerTokens tokens;
    private final Clock clock;

    /**
     * Creates a validator.
     *
     * @param server who issues the tokens
     * @param clientId for whom
     * @param tokens opens the server's JWTs
     * @param clock the time against which the tokens' times are held
     */
    public IdTokenValidator(AuthorizationServer server, String clientId, ServerTokens tokens, Clock clock) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.clientId = Objects.requireNonNull(clientId, "clientId is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
    }

    /** Returns why no ID token of this server can be validated, as a sentence part; empty when it can. */
    public Optional<String> obstacle() {
        if (server.issuer().isEmpty()) {
            return Optional.of("the issuer is not known; give --issuer URL");
        }
        if (!tokens.isByClientSecret(ID_TOKEN)
                && server.text(Endpoint.JWKS.member()).isEmpty()) {
            return Optional.of("the server's keys are not known; give --jwks-uri URL");
        }
        return Optional.empty();
    }

    /**
     * Has at hand what verifies ID tokens, so that nothing but the token can be missing afterwards.
     *
     * @throws Failure.Usage if the client's secret is needed, and there is none
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public void prepare() {
        tokens.prepare(ID_TOKEN);
    }

    /** What every ID token of this server is held against, now. */
    public IdTokenExpectations expectations() {
        return IdTokenExpectations.of(
                server.issuer().orElse(""), clientId, tokens.algorithms(ID_TOKEN), clock.instant());
    }

    /**
     * Returns the claims of an ID token from a sign-in, once every check has passed.
     *
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public JsonObject validate(Secret idToken, IdTokenExpectations expected) {
        return validate(idToken, (jwt, set) -> IdTokenChecks.verify(jwt, set, expected));
    }

    /**
     * The claims of an ID token from a renewal, once every check has passed.
     *
     * @param original the claims of the ID token from the sign-in
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public JsonObject validateRefreshed(Secret idToken, IdTokenExpectations expected, JsonObject original) {
        return validate(idToken, (jwt, set) -> IdTokenChecks.verifyRefreshed(jwt, set, expected, original));
    }

    /**
     * Returns what an ID token says that was validated before, opened again where it is encrypted.
     *
     * @return empty when it cannot be opened any more
     */
    public Optional<JsonObject> validatedBefore(Secret idToken) {
        return tokens.opened(ID_TOKEN, idToken).map(Jwt::claims);
    }

    /**
     * An ID token as the server signed it, without the encryption that is for us alone, to be shown to that server.
     *
     * @return empty when it cannot be opened
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest">OpenID Connect Core §3.1.2.1,
     *     id_token_hint</a>
     */
    public Optional<Secret> hint(Secret idToken) {
        return tokens.opened(ID_TOKEN, idToken).map(jwt -> Secret.of(jwt.compact()));
    }

    private JsonObject validate(Secret idToken, ServerTokens.Checking checking) {
        try {
            return tokens.verified(ID_TOKEN, idToken, checking).claims();
        } catch (Failure.CheckFailed e) {
            e.phase("ID token validation");
            throw e.hint(ClaimHint.ofIdToken(e.check()));
        }
    }
}
