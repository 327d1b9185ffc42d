package dev.oat.grant;

import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes JWTs that say for whom a token is to be.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523 §3</a>
 */
public final class JwtAssertion {
    /** How long one is good: enough for a slow connection and clocks that differ a little. */
    static final Duration LIFETIME = Duration.ofMinutes(2);

    private static final int JTI_BYTES = 16;

    private JwtAssertion() {}

    /**
     * Returns a signed assertion.
     *
     * @param issuer who signs it
     * @param audience who it is for: the authorization server
     * @param more further claims, and others in place of those that this makes; an issuer's own {@code sub} unless among
     *     them
     * @param key signs it
     * @param alg how
     * @param now when
     * @param random where its {@code jti} comes from
     */
    public static Secret make(
            String issuer,
            String audience,
            Map<String, Object> more,
            Jwk key,
            String alg,
            Instant now,
            SecureRandom random) {
        byte[] jti = new byte[JTI_BYTES];
        random.nextBytes(jti);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", alg);
        header.put("typ", "JWT");
        key.keyId().ifPresent(kid -> header.put("kid", kid));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", issuer);
        claims.put("aud", audience);
        claims.put("jti", Base64Url.encode(jti));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        claims.putAll(more);
        return Secret.of(Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key));
    }
}
