package dev.oat.authorization;

import dev.oat.http.Form;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the whole request into a JWT that the client has signed, and may have encrypted, so that nobody on its way through
 * the browser can change it.
 *
 * @param clientId the client, who issues the object
 * @param audience the authorization server's issuer
 * @param signer the client's private key
 * @param algorithm what it is signed with; never {@code none}
 * @param recipient the server's key, for an object that is encrypted too
 * @param clock the time at which the object is made
 * @param random where its {@code jti} comes from
 * @param trace learns what was signed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9101#section-4">RFC 9101 §4</a>
 */
public record RequestObject(
        String clientId,
        String audience,
        Jwk signer,
        String algorithm,
        Optional<Jwe.Recipient> recipient,
        Clock clock,
        SecureRandom random,
        Trace trace)
        implements RequestStage {
    /** The media type of a request object, without {@code application/}. */
    public static final String TYPE = "oauth-authz-req+jwt";

    /** How long an object is good: long enough for a page that is opened by hand, short enough to be of no use later. */
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int JTI_BYTES = 16;

    /** Parameters whose text is JSON, which stands in the object as such. */
    private static final Set<String> JSON = Set.of("claims", "authorization_details");

    public RequestObject {
        Objects.requireNonNull(clientId, "clientId is null");
        Objects.requireNonNull(audience, "audience is null");
        Objects.requireNonNull(signer, "signer is null");
        Objects.requireNonNull(algorithm, "algorithm is null");
        Objects.requireNonNull(recipient, "recipient is null");
        Objects.requireNonNull(clock, "clock is null");
        Objects.requireNonNull(random, "random is null");
        Objects.requireNonNull(trace, "trace is null");
    }

    /** Returns the client, the object, and for OpenID Connect what its section 6.1 wants to see outside too. */
    @Override
    public Form apply(Form parameters) {
        String object = signed(TYPE, parameters);
        trace.note("the request is signed with " + algorithm
                + recipient
                        .map(to -> " and encrypted with " + to.algorithm() + " and " + to.encryption())
                        .orElse("")
                + ": every parameter is inside (RFC 9101 §4)");
        if (recipient.isPresent()) {
            object = recipient.get().encrypt(object);
        }
        Form form = Form.empty().with("client_id", clientId);
        String scope = parameters.first("scope").orElse("");
        if (SignInPlan.hasScope(scope, "openid")) {
            form = form.with("response_type", parameters.first("response_type").orElse(""))
                    .with("scope", scope);
        }
        return form.with("request", Secret.of(object));
    }

    /**
     * Returns a backchannel request whose parameters are all inside; what authenticates the client stands beside it.
     *
     * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#signed_auth_request">OpenID
     *     CIBA Core §7.1.1</a>
     */
    public Form backchannel(Form parameters) {
        trace.note("the request is signed with " + algorithm + ": every parameter is inside (OpenID CIBA Core §7.1.1)");
        return Form.empty().with("request", Secret.of(signed("JWT", parameters)));
    }

    private String signed(String type, Form parameters) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("typ", type);
        signer.keyId().ifPresent(kid -> header.put("kid", kid));
        return Jwt.sign(JsonObject.of(header), claims(parameters), signer);
    }

    private JsonObject claims(Form parameters) {
        long now = clock.instant().getEpochSecond();
        byte[] jti = new byte[JTI_BYTES];
        random.nextBytes(jti);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", clientId);
        claims.put("aud", audience);
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + LIFETIME.toSeconds());
        claims.put("jti", Base64Url.encode(jti));
        for (Form.Field field : parameters.fields()) {
            Object value = value(field);
            Object before = claims.get(field.name());
            if (before == null) {
                claims.put(field.name(), value);
            } else {
                // RFC 8707 §2: several resources are an array
                List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
                all.add(value);
                claims.put(field.name(), all);
            }
        }
        return JsonObject.of(claims);
    }

    private static Object value(Form.Field field) {
        if (field.name().equals("max_age")) {
            return Long.valueOf(field.value());
        }
        if (JSON.contains(field.name())) {
            try {
                return JsonObject.parse("{\"value\":" + field.value() + "}")
                        .value("value")
                        .orElse(field.value());
            } catch (JsonException e) {
                return field.value();
            }
        }
        return field.value();
    }
}
