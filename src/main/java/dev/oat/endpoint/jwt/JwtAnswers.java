package dev.oat.endpoint.jwt;

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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Believes what a server answers as a JWT in place of JSON, once it is proven whose it is and for whom.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse">OpenID Connect Core §5.3.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9701#section-5">RFC 9701 §5</a>
 */
public final class JwtAnswers {
    /** The media type of userinfo answers. */
    public static final String USERINFO_TYPE = "application/jwt";

    /** The media type of introspection answers. */
    public static final String INTROSPECTION_TYPE = "application/token-introspection+jwt";

    private static final long CLOCK_SKEW = 60;
    private static final TokenKind USERINFO =
            new TokenKind("userinfo answer", "userinfo.jwt", SpecRef.oidcCore("5.3.2"), "userinfo");
    private static final TokenKind INTROSPECTION =
            new TokenKind("introspection answer", "introspection.jwt", SpecRef.rfc(9701, "5"), "introspection");

    private final AuthorizationServer server;
    private final Optional<String> clientId;
    private final ServerTokens tokens;
    private final Clock clock;

    /**
     * Creates a judge of one server's answers to one client.
     *
     * @param server who answers
     * @param clientId to whom, if that is known
     * @param tokens opens the server's JWTs
     * @param clock the time against which the answers' times are held
     */
    public JwtAnswers(AuthorizationServer server, Optional<String> clientId, ServerTokens tokens, Clock clock) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.clientId = Objects.requireNonNull(clientId, "clientId is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
    }

    /**
     * Returns the claims of a userinfo answer; whether they are about the right user is still to be checked.
     *
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public JsonObject userinfo(Secret answer) {
        return verified(USERINFO, answer, this::userinfoChecks).claims();
    }

    private List<Check> userinfoChecks(Jwt jwt, JwkSet keys) {
        List<Check> checks = new ArrayList<>();
        Object typ = jwt.header().value("typ").orElse("JWT");
        checks.add(Check.of(
                "userinfo.typ",
                "the answer is no other kind of JWT",
                SpecRef.rfc(8725, "3.11"),
                typ instanceof String text && !text.toLowerCase(Locale.ROOT).contains("+"),
                "JWT, or no typ",
                shown(typ)));
        // Core §5.3.2 recommends iss and aud; where they are, they must be right
        checks.add(issuer(USERINFO, jwt.claims(), false));
        checks.addAll(SignatureChecks.verify(jwt, keys, tokens.algorithms(USERINFO)));
        checks.add(audience(USERINFO, jwt.claims(), false));
        checks.add(expiry(jwt.claims()));
        return checks;
    }

    /**
     * Returns what an introspection answer says of the token.
     *
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public JsonObject introspection(Secret answer) {
        JsonObject claims =
                verified(INTROSPECTION, answer, this::introspectionChecks).claims();
        return claims.object("token_introspection").orElse(JsonObject.EMPTY);
    }

    private List<Check> introspectionChecks(Jwt jwt, JwkSet keys) {
        JsonObject claims = jwt.claims();
        List<Check> checks = new ArrayList<>();
        Object typ = jwt.header().value("typ").orElse("");
        String type = typ instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
        checks.add(Check.of(
                "introspection.typ",
                "the answer is an introspection answer and no other kind of JWT",
                INTROSPECTION.spec(),
                type.equals("token-introspection+jwt") || type.equals(INTROSPECTION_TYPE),
                "token-introspection+jwt",
                shown(typ)));
        checks.add(issuer(INTROSPECTION, claims, true));
        checks.addAll(SignatureChecks.verify(jwt, keys, tokens.algorithms(INTROSPECTION)));
        checks.add(audience(INTROSPECTION, claims, true));
        checks.add(issuedAt(claims));
        boolean there = claims.value("token_introspection").orElse("") instanceof JsonObject;
        checks.add(Check.of(
                "introspection.token_introspection",
                "the answer holds what is said of the token",
                INTROSPECTION.spec(),
                there,
                "an object",
                there ? "an object" : "none"));
        return checks;
    }

    private Jwt verified(TokenKind kind, Secret answer, ServerTokens.Checking checking) {
        try {
            return tokens.verified(kind, answer, checking);
        } catch (Failure.CheckFailed e) {
            throw e.phase(kind.subject());
        }
    }

    private Check issuer(TokenKind kind, JsonObject claims, boolean required) {
        String name = kind.metadata() + ".iss";
        String title = "the answer is from the server that was asked";
        if (!required && !claims.has("iss")) {
            return Check.notApplicable(name, title, kind.spec(), "no iss");
        }
        String expected = server.issuer().orElse("");
        boolean same = !expected.isEmpty() && claims.value("iss").orElse("").equals(expected);
        return Check.of(
                name,
                title,
                kind.spec(),
                same,
                expected.isEmpty() ? "an issuer to compare with; give --issuer URL" : expected,
                shown(claims.value("iss").orElse("")));
    }

    private Check audience(TokenKind kind, JsonObject claims, boolean required) {
        String name = kind.metadata() + ".aud";
        String title = "the answer is for this client";
        if (clientId.isEmpty() || (!required && !claims.has("aud"))) {
            return Check.notApplicable(name, title, kind.spec(), clientId.isEmpty() ? "no client is named" : "no aud");
        }
        boolean ours;
        try {
            ours = claims.textOrTexts("aud").contains(clientId.get());
        } catch (JsonException e) {
            ours = false;
        }
        return Check.of(
                name,
                title,
                kind.spec(),
                ours,
                clientId.get(),
                shown(claims.value("aud").orElse("")));
    }

    private Check expiry(JsonObject claims) {
        String title = "the answer has not expired";
        if (!claims.has("exp")) {
            return Check.notApplicable("userinfo.exp", title, SpecRef.rfc(7519, "4.1.4"), "no exp");
        }
        long now = clock.instant().getEpochSecond();
        boolean good;
        try {
            good = claims.number("exp").orElse(0L) > now - CLOCK_SKEW;
        } catch (JsonException e) {
            good = false;
        }
        return Check.of(
                "userinfo.exp",
                title,
                SpecRef.rfc(7519, "4.1.4"),
                good,
                "after " + now,
                shown(claims.value("exp").orElse("")));
    }

    private Check issuedAt(JsonObject claims) {
        long now = clock.instant().getEpochSecond();
        boolean good;
        try {
            good = claims.number("iat").orElse(Long.MAX_VALUE) <= now + CLOCK_SKEW;
        } catch (JsonException e) {
            good = false;
        }
        return Check.of(
                "introspection.iat",
                "the answer says when it was made",
                INTROSPECTION.spec(),
                good,
                "a time not after " + now,
                shown(claims.value("iat").orElse("")));
    }

    private static String shown(Object value) {
        return value.equals("") ? "none" : String.valueOf(value);
    }
}
