package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes client assertions: short-lived JWTs in which a client says who it is, each good once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523 §3</a>
 */
public final class ClientAssertion {
    /** The value of {@code client_assertion_type} for a JWT. */
    public static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** How long an assertion is good: enough for a slow connection and clocks that differ a little. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int JTI_BYTES = 16;

    private final Clock clock;
    private final Supplier<SecureRandom> random;
    private final String type;

    /**
     * Creates a maker.
     *
     * @param clock the time at which assertions are made
     * @param random where their {@code jti} comes from
     * @param type the {@code typ} of their header
     */
    public ClientAssertion(Clock clock, Supplier<SecureRandom> random, String type) {
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.random = Objects.requireNonNull(random, "random is null");
        this.type = Objects.requireNonNull(type, "type is null");
    }

    /** Returns a new assertion of a client for an audience, signed with a key. */
    Secret make(String clientId, String audience, Jwk key, String alg) {
        long now = clock.instant().getEpochSecond();
        byte[] jti = new byte[JTI_BYTES];
        random.get().nextBytes(jti);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", alg);
        header.put("typ", type);
        key.keyId().ifPresent(kid -> header.put("kid", kid));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", audience);
        claims.put("jti", Base64Url.encode(jti));
        claims.put("iat", now);
        claims.put("exp", now + LIFETIME.toSeconds());
        return Secret.of(Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key));
    }

    /** Returns what a request carries with an assertion; {@code client_id} too, which some servers and endpoints demand. */
    static Credentials credentials(String clientId, Secret assertion) {
        Form form = clientId.isEmpty() ? Form.empty() : Form.empty().with("client_id", clientId);
        return new Credentials(
                form.with("client_assertion_type", JWT_BEARER).with("client_assertion", assertion), Headers.empty());
    }
}
