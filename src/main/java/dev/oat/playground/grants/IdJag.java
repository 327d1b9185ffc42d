package dev.oat.playground.grants;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Jwts;
import dev.oat.trace.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Both halves of an Identity Assertion JWT Authorization Grant: the identity provider makes it, the authorization server
 * of another domain takes it.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-identity-assertion-authz-grant/">ID-JAG §4</a>
 */
public final class IdJag {
    public static final String TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id-jag";
    public static final String PROFILE = "urn:ietf:params:oauth:grant-profile:id-jag";
    static final String JWT_TYPE = "oauth-id-jag+jwt";

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String ELSEWHERE = "https://elsewhere.example";

    private final Issuer issuer;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    IdJag(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns whether an assertion says that it is one. */
    static boolean is(Jwt jwt) {
        return jwt.header().value("typ").orElse("").equals(JWT_TYPE);
    }

    /**
     * The answer to a token exchange that asked for one.
     *
     * @param client the client, by its id at the provider
     * @param subject the user whom it is about
     * @param actor who acts for the user, or empty
     * @param form the request
     * @throws OAuthError if the policy has something against it
     */
    JsonObject issue(
            PlaygroundClient client, Optional<PlaygroundUser> subject, Optional<String> actor, PlaygroundForm form) {
        PlaygroundUser user = subject.orElseThrow(
                () -> OAuthError.invalidRequest("there is no person whom an ID-JAG could be about"));
        List<String> audience = form.all("audience");
        Faults faults = issuer.faults();
        if (faults.isOn(Fault.ID_JAG_DENIED)) {
            throw new OAuthError(400, "access_denied", "the policy lets no client act for people in other domains");
        }
        if (audience.size() != 1 || audience.get(0).equals(issuer.id()) || faults.isOn(Fault.ID_JAG_WRONG_TARGET)) {
            throw new OAuthError(
                    400, "invalid_target", "no domain is known by the audience " + String.join(" ", audience));
        }
        List<String> scopes = form.words("scope");
        if (scopes.contains("admin")) {
            throw OAuthError.invalidScope("the policy gives no one the scope admin in another domain");
        }
        String clientThere = issuer.settings().provider().orElseThrow().clientThere(client.id());
        Instant now = issuer.now();
        Instant made = faults.isOn(Fault.ID_JAG_EXPIRED) ? now.minus(Duration.ofDays(1)) : now;
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", faults.isOn(Fault.ID_JAG_WRONG_ISS) ? ELSEWHERE : issuer.id());
        claims.put("sub", faults.isOn(Fault.ID_JAG_WRONG_SUB) ? "somebody-else" : user.subject());
        claims.put("aud", faults.isOn(Fault.ID_JAG_WRONG_AUD) ? ELSEWHERE : audience.get(0));
        claims.put("client_id", faults.isOn(Fault.ID_JAG_WRONG_CLIENT_ID) ? "another-client" : clientThere);
        claims.put("jti", issuer.keys().randomText());
        claims.put("iat", made.getEpochSecond());
        claims.put("exp", made.plus(LIFETIME).getEpochSecond());
        List<String> resources = form.all("resource");
        if (faults.isOn(Fault.ID_JAG_WRONG_RESOURCE)) {
            claims.put("resource", ELSEWHERE + "/api");
        } else if (!resources.isEmpty()) {
            claims.put("resource", resources.size() == 1 ? resources.get(0) : resources);
        }
        if (!scopes.isEmpty()) {
            claims.put("scope", String.join(" ", scopes));
        }
        actor.ifPresent(name -> claims.put("act", JsonObject.of(Map.of("sub", name))));
        claims.put("email", user.email());
        Jwts jwts = new Jwts(issuer);
        String type = faults.isOn(Fault.ID_JAG_WRONG_TYP) ? "JWT" : JWT_TYPE;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "access_token",
                faults.isOn(Fault.ID_JAG_FOREIGN_KEY)
                        ? jwts.signed(type, claims, issuer.keys().unpublished())
                        : jwts.signed(type, claims));
        answer.put("token_type", faults.isOn(Fault.ID_JAG_TOKEN_TYPE) ? "Bearer" : "N_A");
        answer.put("expires_in", LIFETIME.toSeconds());
        if (!scopes.isEmpty()) {
            answer.put("scope", String.join(" ", scopes));
        }
        return JsonObject.of(answer);
    }

    /**
     * Judges one that a client presents.
     *
     * @return its claims
     * @throws OAuthError if it is not good here
     */
    JsonObject taken(Jwt jwt, PlaygroundClient client) {
        Issuer provider = issuer.provider()
                .orElseThrow(() -> BearerAssertion.refused("is an ID-JAG, and no identity provider is trusted here"));
        JsonObject claims = jwt.claims();
        try {
            if (!claims.text("iss").equals(Optional.of(provider.id()))) {
                throw BearerAssertion.refused("is from an identity provider whom nobody trusts here");
            }
            Set<String> algorithms = Set.of(provider.keys().alg());
            Optional<Check> failed = Check.firstFailed(
                    SignatureChecks.verify(jwt, provider.keys().published(), algorithms));
            if (failed.isPresent()) {
                throw BearerAssertion.refused("is not signed by the identity provider: expected "
                        + failed.get().expected() + ", found " + failed.get().found());
            }
            if (!claims.textOrTexts("aud").equals(List.of(issuer.id()))) {
                throw BearerAssertion.refused("is not for " + issuer.id() + " alone");
            }
            if (!claims.text("client_id").equals(Optional.of(client.id()))) {
                throw BearerAssertion.refused("is for another client");
            }
            Instant now = issuer.now();
            Instant expires = Instant.ofEpochSecond(claims.number("exp").orElse(0L));
            if (!expires.isAfter(now)) {
                throw BearerAssertion.refused("has expired");
            }
            String jti = claims.text("jti").orElseThrow(() -> BearerAssertion.refused("has no jti"));
            seen.values().removeIf(until -> until.isBefore(now));
            boolean before = seen.putIfAbsent(jti, expires) != null;
            if ((before && issuer.faults().isOn(Fault.ID_JAG_ONCE))
                    || issuer.faults().isOn(Fault.ID_JAG_REPLAYED)) {
                throw BearerAssertion.refused("was used before: its jti is known");
            }
            return claims;
        } catch (JsonException | JoseException e) {
            throw BearerAssertion.refused("holds a claim of another type: " + e.getMessage());
        }
    }
}
