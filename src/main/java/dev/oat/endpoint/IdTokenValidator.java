package dev.oat.endpoint;

import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.SigningKeys;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Validates one server's ID tokens for one client, and fetches the keys that this takes; once more when a token names a key
 * that the cached set lacks.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core §3.1.3.7</a>
 */
public final class IdTokenValidator {
    private static final String ALGORITHMS = "id_token_signing_alg_values_supported";

    private final AuthorizationServer server;
    private final String clientId;
    private final SigningKeys keys;
    private final Clock clock;
    private final Trace trace;

    /**
     * A validator.
     *
     * @param server who issues the tokens
     * @param clientId for whom
     * @param keys fetches the server's keys
     * @param clock the time against which the tokens' times are held
     * @param trace takes the checks
     */
    public IdTokenValidator(AuthorizationServer server, String clientId, SigningKeys keys, Clock clock, Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.clientId = Objects.requireNonNull(clientId, "clientId is null");
        this.keys = Objects.requireNonNull(keys, "keys is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** Why no ID token of this server can be validated, as a sentence part; empty when it can. */
    public Optional<String> obstacle() {
        if (server.issuer().isEmpty()) {
            return Optional.of("the issuer is not known; give --issuer URL");
        }
        if (server.text(Endpoint.JWKS.member()).isEmpty()) {
            return Optional.of("the server's keys are not known; give --jwks-uri URL");
        }
        return Optional.empty();
    }

    /** What every ID token of this server is held against, now. */
    public IdTokenExpectations expectations() {
        return IdTokenExpectations.of(
                server.issuer().orElse(""),
                clientId,
                IdTokenExpectations.algorithms(server.texts(ALGORITHMS)),
                clock.instant());
    }

    /**
     * The claims of an ID token from a sign-in, once every check has passed.
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

    @FunctionalInterface
    private interface Checking {
        List<Check> check(Jwt jwt, JwkSet set);
    }

    private JsonObject validate(Secret idToken, Checking checking) {
        Jwt jwt;
        try {
            jwt = Jwt.decode(idToken.reveal());
        } catch (JoseException e) {
            throw unreadable(e);
        }
        List<Check> checks = checking.check(jwt, keys.of(server));
        if (SignatureChecks.needsOtherKeys(jwt, checks)) {
            trace.note("the ID token's key is not among the known keys of the server: fetching them anew, once");
            checks = checking.check(jwt, keys.fetched(server));
        }
        try {
            trace.verify("ID token", checks);
        } catch (Failure.CheckFailed e) {
            e.phase("ID token validation");
            throw e.hint(hint(e.check()));
        }
        return jwt.claims();
    }

    private Failure unreadable(JoseException problem) {
        Check check = Check.of(
                "id_token",
                "the ID token is a signed JWT",
                SpecRef.oidcCore("2"),
                false,
                "three base64url parts",
                String.valueOf(problem.getMessage()));
        trace.add(new TraceEvent.Checked("ID token", List.of(check)));
        return new Failure.CheckFailed("ID token", check).phase("ID token validation");
    }

    private static String hint(Check check) {
        return switch (check.name()) {
            case "id_token.exp", "id_token.iat", "id_token.nbf", "id_token.auth_time" ->
                "compare this machine's clock with the server's";
            case "id_token.aud", "id_token.azp" -> "check --client-id: the token is for another client";
            case "id_token.iss" -> "check --issuer to the letter; the token was not used";
            default -> "the token was not used; -v shows every check; tell the server's operator";
        };
    }
}
