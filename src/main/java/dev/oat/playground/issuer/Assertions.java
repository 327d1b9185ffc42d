package dev.oat.playground.issuer;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Check;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges client assertions: who signed them, for whom, until when, and whether they came before.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523 §3</a>
 */
public final class Assertions {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    public static final List<String> SECRET_ALGORITHMS = List.of("HS256", "HS384", "HS512");
    public static final List<String> KEY_ALGORITHMS = List.of(
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    private static final long LEEWAY_SECONDS = 10;
    private static final long LONGEST_SECONDS = 600;

    private final Issuer issuer;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    Assertions(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns a way to authenticate by an assertion that is signed with the client secret. */
    ClientAuthenticator bySecret() {
        return new Signed("client_secret_jwt", SECRET_ALGORITHMS);
    }

    /** A way to authenticate by an assertion that is signed with a private key. */
    ClientAuthenticator byKey() {
        return new Signed("private_key_jwt", KEY_ALGORITHMS);
    }

    private final class Signed implements ClientAuthenticator {
        private final String method;
        private final List<String> algorithms;

        Signed(String method, List<String> algorithms) {
            this.method = method;
            this.algorithms = algorithms;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public Optional<Claim> claim(Incoming request, PlaygroundForm form) {
            Optional<String> assertion = form.first("client_assertion");
            if (assertion.isEmpty()) {
                return Optional.empty();
            }
            if (!form.first("client_assertion_type").filter(TYPE::equals).isPresent()) {
                throw OAuthError.invalidRequest("client_assertion_type is not " + TYPE);
            }
            Jwt jwt = decoded(assertion.get());
            boolean secret = SECRET_ALGORITHMS.contains(jwt.algorithm().orElse(""));
            if (secret != method.equals("client_secret_jwt")) {
                return Optional.empty();
            }
            return Optional.of(new Claim(
                    text(jwt.claims(), "sub").orElseThrow(() -> refused("has no sub")), client -> check(client, jwt)));
        }

        private boolean check(PlaygroundClient client, Jwt jwt) {
            JwkSet keys = method.equals("client_secret_jwt") ? secret(client) : issuer.signingKeys(client);
            List<Check> checks = SignatureChecks.verify(jwt, keys, Set.copyOf(algorithms));
            Optional<Check> failed = Check.firstFailed(checks);
            if (failed.isPresent()) {
                throw refused("is not signed by the client: expected "
                        + failed.get().expected() + ", found " + failed.get().found());
            }
            judge(client, jwt.claims());
            return true;
        }
    }

    private static JwkSet secret(PlaygroundClient client) {
        return JwkSet.of(client.secret()
                .map(known -> List.of(Jwk.ofSecret(known.reveal().getBytes(StandardCharsets.UTF_8))))
                .orElse(List.of()));
    }

    private void judge(PlaygroundClient client, JsonObject claims) {
        Instant now = issuer.now();
        if (!text(claims, "iss").filter(client.id()::equals).isPresent()) {
            throw refused("has another iss than sub");
        }
        List<String> audience = audience(claims);
        if (!audience.contains(issuer.id()) && !audience.contains(issuer.endpoint("token"))) {
            throw refused("is for " + String.join(", ", audience) + ", not for " + issuer.id());
        }
        long exp = number(claims, "exp").orElseThrow(() -> refused("has no exp"));
        long second = now.getEpochSecond();
        if (exp <= second - LEEWAY_SECONDS) {
            throw refused("has expired");
        }
        if (exp > second + LONGEST_SECONDS) {
            throw refused("is good for longer than " + LONGEST_SECONDS + " seconds");
        }
        for (String name : List.of("iat", "nbf")) {
            if (number(claims, name).filter(at -> at > second + LEEWAY_SECONDS).isPresent()) {
                throw refused("is from the future: " + name);
            }
        }
        String jti = text(claims, "jti").orElseThrow(() -> refused("has no jti"));
        seen.values().removeIf(until -> until.isBefore(now));
        Instant until = Instant.ofEpochSecond(exp + LEEWAY_SECONDS + 1);
        if (seen.putIfAbsent(client.id() + "\n" + jti, until) != null
                || issuer.faults().isOn(Fault.REPLAYED_JTI)) {
            throw refused("was used before: its jti is known");
        }
    }

    private static List<String> audience(JsonObject claims) {
        try {
            return claims.textOrTexts("aud");
        } catch (JsonException e) {
            throw refused("has an aud that is neither text nor texts");
        }
    }

    private static Jwt decoded(String compact) {
        try {
            return Jwt.decode(compact);
        } catch (JoseException e) {
            throw refused("cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> text(JsonObject claims, String name) {
        return claims.value(name).filter(String.class::isInstance).map(String.class::cast);
    }

    private static Optional<Long> number(JsonObject claims, String name) {
        try {
            return claims.number(name);
        } catch (JsonException e) {
            throw refused("has a " + name + " that is no number");
        }
    }

    private static OAuthError refused(String why) {
        return OAuthError.invalidClient("the client assertion " + why);
    }
}
