package dev.oat.authorization.response;

import dev.oat.endpoint.jwt.Decryption;
import dev.oat.endpoint.jwt.ServerTokens;
import dev.oat.endpoint.jwt.TokenKind;
import dev.oat.http.Form;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Believes an authorization response that came as a JWT, once it is proven whose it is (JARM).
 *
 * <p>The names of the checks, in order: {@code jarm.response}, {@code encryption.…} for an encrypted one, {@code jarm.iss},
 * {@code signature.…}, {@code jarm.aud}, {@code jarm.exp}. No parameter within is used before the last of them has passed.
 *
 * @see <a href="https://openid.net/specs/oauth-v2-jarm.html#section-2.4">JARM §2.4</a>
 */
public final class JwtResponses {
    /** By how many seconds the clocks of server and client may differ. */
    private static final long CLOCK_SKEW = 60;

    private static final SpecRef MODES = new SpecRef("JARM", "2.3");
    private static final SpecRef PROCESSING = new SpecRef("JARM", "2.4");
    private static final String SUBJECT = "authorization response JWT";
    private static final TokenKind KIND = new TokenKind(SUBJECT, "jarm", new SpecRef("JARM", "2.1"), "authorization");

    private final AuthorizationServer server;
    private final String clientId;
    private final ServerTokens tokens;
    private final Clock clock;
    private final Trace trace;

    /**
     * Creates a judge of one server's responses to one client.
     *
     * @param server who answers
     * @param clientId to whom
     * @param tokens opens the server's JWTs
     * @param clock the time against which {@code exp} is held
     * @param trace takes the checks
     */
    public JwtResponses(AuthorizationServer server, String clientId, ServerTokens tokens, Clock clock, Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.clientId = Objects.requireNonNull(clientId, "clientId is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** Opens what is encrypted to us. */
    public Decryption decryption() {
        return tokens.decryption(KIND);
    }

    /**
     * The response in a JWT.
     *
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public AuthorizationResponse open(AuthorizationResponse raw) {
        Form parameters = raw.parameters();
        boolean there = parameters.count("response") == 1;
        String error = parameters.first("error").orElse("");
        Check came = Check.of(
                "jarm.response",
                "the response is a JWT, as it was asked to be",
                MODES,
                there,
                "response, and nothing beside it",
                there
                        ? "response, and nothing beside it"
                        : error.isEmpty()
                                ? "plain parameters"
                                : "the plain error " + error + " "
                                        + parameters.first("error_description").orElse(""));
        trace.verify(SUBJECT, List.of(came));
        try {
            Jwt jwt =
                    tokens.verified(KIND, Secret.of(parameters.first("response").orElseThrow()), this::checks);
            return new AuthorizationResponse(ResponseReader.parameters(jwt.claims()), raw.origin());
        } catch (Failure.CheckFailed e) {
            e.phase("sign-in");
            throw e.hint("nothing in the response was used; -v shows every check");
        }
    }

    private List<Check> checks(Jwt jwt, JwkSet keys) {
        JsonObject claims = jwt.claims();
        List<Check> checks = new ArrayList<>();
        String issuer = server.issuer().orElse("");
        checks.add(Check.of(
                "jarm.iss",
                "the response is from the server that was asked",
                PROCESSING,
                !issuer.isEmpty() && claims.value("iss").orElse("").equals(issuer),
                issuer.isEmpty() ? "an issuer to compare with; give --issuer URL" : issuer,
                shown(claims, "iss")));
        checks.addAll(SignatureChecks.verify(jwt, keys, tokens.algorithms(KIND)));
        checks.add(audience(claims));
        checks.add(expiry(claims));
        return checks;
    }

    private Check audience(JsonObject claims) {
        boolean ours;
        try {
            ours = claims.textOrTexts("aud").contains(clientId);
        } catch (JsonException e) {
            ours = false;
        }
        return Check.of(
                "jarm.aud", "the response is for this client", PROCESSING, ours, clientId, shown(claims, "aud"));
    }

    private Check expiry(JsonObject claims) {
        boolean good;
        try {
            good = claims.number("exp").orElse(0L) > clock.instant().getEpochSecond() - CLOCK_SKEW;
        } catch (JsonException e) {
            good = false;
        }
        return Check.of(
                "jarm.exp",
                "the response has not expired",
                PROCESSING,
                good,
                "after " + clock.instant().getEpochSecond(),
                shown(claims, "exp"));
    }

    private static String shown(JsonObject claims, String name) {
        Object value = claims.members().get(name);
        if (value == null) {
            return "no " + name;
        }
        return value instanceof String text ? text : JsonObject.toJson(value);
    }
}
