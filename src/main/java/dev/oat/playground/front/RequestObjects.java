package dev.oat.playground.front;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwe;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Assertions;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Jwts;
import dev.oat.trace.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes an authorization request out of the JWT in which a client has signed it, and believes nothing that stands beside.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9101#section-6">RFC 9101 §6</a>
 */
final class RequestObjects {
    private static final String TYPE = "oauth-authz-req+jwt";
    private static final long LEEWAY_SECONDS = 10;
    private static final Set<String> ABOUT_THE_JWT = Set.of("iss", "aud", "exp", "nbf", "iat", "jti");

    private final Issuer issuer;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    RequestObjects(Issuer issuer) {
        this.issuer = issuer;
    }

    /**
     * Returns the parameters in a request object.
     *
     * @throws OAuthError {@code invalid_request_object} if it is not this client's, or not for now and here
     */
    PlaygroundForm open(PlaygroundClient client, String object) {
        return open(client, object, true);
    }

    /**
     * The parameters of a signed backchannel request, whose JWT is of no kind of its own.
     *
     * @throws OAuthError if it is not this client's, or not for now and here
     * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#signed_auth_request">OpenID
     *     CIBA Core §7.1.1</a>
     */
    PlaygroundForm openBackchannel(PlaygroundClient client, String object) {
        return open(client, object, false);
    }

    private PlaygroundForm open(PlaygroundClient client, String object, boolean front) {
        Jwt jwt;
        try {
            jwt = Jwt.decode(decrypted(object));
        } catch (JoseException e) {
            throw refused("cannot be read: " + e.getMessage());
        }
        if (front && !jwt.header().value("typ").filter(TYPE::equals).isPresent()) {
            throw refused("has another typ than " + TYPE);
        }
        if (!client.authMethods().contains("private_key_jwt")) {
            throw refused("cannot be verified: the client has registered no keys");
        }
        Optional<Check> failed = Check.firstFailed(
                SignatureChecks.verify(jwt, issuer.signingKeys(client), Set.copyOf(Assertions.KEY_ALGORITHMS)));
        if (failed.isPresent()) {
            throw refused("is not signed by the client: expected "
                    + failed.get().expected() + ", found " + failed.get().found());
        }
        try {
            judge(client, jwt.claims(), front);
            return parameters(jwt.claims());
        } catch (JsonException e) {
            throw refused("has a claim of another type: " + e.getMessage());
        }
    }

    private String decrypted(String object) {
        if (!Jwe.looksEncrypted(object)) {
            return object;
        }
        JwkSet keys = JwkSet.of(List.of(issuer.encryptionKey().current()));
        return Jwe.decode(object)
                .decrypt(keys, Set.of(issuer.encryptionKey().alg()), Set.copyOf(Jwts.ENCRYPTIONS))
                .plaintext()
                .orElseThrow(() -> refused("cannot be decrypted"));
    }

    private void judge(PlaygroundClient client, JsonObject claims, boolean front) {
        if (!claims.text("iss").filter(client.id()::equals).isPresent()
                || (front
                        && !claims.text("client_id").filter(client.id()::equals).isPresent())) {
            throw refused("is another client's: iss and client_id must be " + client.id());
        }
        if (!claims.textOrTexts("aud").contains(issuer.id())) {
            throw refused("is for " + String.join(", ", claims.textOrTexts("aud")) + ", not for " + issuer.id());
        }
        long now = issuer.now().getEpochSecond();
        long exp = claims.number("exp").orElseThrow(() -> refused("has no exp"));
        if (exp <= now - LEEWAY_SECONDS) {
            throw refused("has expired");
        }
        if (claims.number("nbf").orElse(now) > now + LEEWAY_SECONDS) {
            throw refused("is not good yet");
        }
        String jti = claims.text("jti").orElseThrow(() -> refused("has no jti"));
        seen.values().removeIf(until -> until.isBefore(issuer.now()));
        if (seen.putIfAbsent(client.id() + "\n" + jti, Instant.ofEpochSecond(exp + LEEWAY_SECONDS + 1)) != null) {
            throw refused("was used before: its jti is known");
        }
        if (claims.has("request") || claims.has("request_uri")) {
            throw refused("holds another request object");
        }
    }

    private static PlaygroundForm parameters(JsonObject claims) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        claims.members().forEach((name, value) -> {
            if (!ABOUT_THE_JWT.contains(name)) {
                parameters.put(name, texts(name, value));
            }
        });
        return PlaygroundForm.of(parameters);
    }

    private static List<String> texts(String name, Object value) {
        boolean repeated = value instanceof List<?> && (name.equals("resource") || name.equals("audience"));
        List<String> texts = new ArrayList<>();
        for (Object one : repeated ? (List<?>) value : List.of(value)) {
            texts.add(one instanceof String text ? text : JsonObject.toJson(one));
        }
        return texts;
    }

    private static OAuthError refused(String why) {
        return new OAuthError(400, "invalid_request_object", "the request object " + why);
    }
}
