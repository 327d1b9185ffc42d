package dev.oat.playground.tokens;

import dev.oat.jose.HalfHash;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes access, refresh and ID tokens from what a grant has established.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-2">RFC 9068 §2</a>
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDToken">OpenID Connect Core §2</a>
 */
public final class Mint {
    private static final Duration ID_TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final Issuer issuer;
    private final Faults faults;
    private final Jwts jwts;
    private final ProvenKey proven;

    /** Creates a mint of bearer tokens. */
    public Mint(Issuer issuer) {
        this(issuer, new ProvenKey());
    }

    /**
     * A mint of tokens that are bound to the key that a request proves.
     *
     * @param proven that key
     */
    public Mint(Issuer issuer, ProvenKey proven) {
        this.proven = proven;
        this.issuer = issuer;
        this.faults = issuer.faults();
        this.jwts = new Jwts(issuer);
    }

    /** Returns a token answer with a new refresh token where {@code offline_access} was granted. */
    public JsonObject tokens(Approval approval) {
        return tokens(approval, approval.scopes().contains("offline_access"), approval);
    }

    /**
     * A token answer.
     *
     * @param approval what the access token stands for
     * @param withRefreshToken whether a new refresh token comes along
     * @param renewable what the refresh token stands for, which may be more
     */
    public JsonObject tokens(Approval approval, boolean withRefreshToken, Approval renewable) {
        Instant now = issuer.now();
        String accessToken = accessToken(approval);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", accessToken);
        answer.put("token_type", issuer.store().boundTo(accessToken).isPresent() ? "DPoP" : "Bearer");
        answer.put("expires_in", issuer.settings().accessTokenLifetime().toSeconds());
        answer.put("scope", approval.scope());
        if (!approval.extras().details().isEmpty()) {
            answer.put("authorization_details", approval.extras().details());
        }
        if (withRefreshToken) {
            String text = issuer.keys().randomText();
            issuer.store()
                    .keep(new TokenStore.RefreshToken(
                            text, renewable, now, now.plus(issuer.settings().refreshTokenLifetime())));
            // a confidential client's is bound to the client already (RFC 9449 §5)
            if (approval.client().isPublic()) {
                proven.thumbprint().ifPresent(key -> issuer.store().bind(text, key));
            }
            answer.put("refresh_token", text);
        }
        if (approval.scopes().contains("openid") && approval.user().isPresent()) {
            answer.put("id_token", idToken(approval, Optional.of(accessToken), Optional.empty(), Optional.empty()));
        }
        return JsonObject.of(answer);
    }

    /** Returns an access token alone. */
    public String accessToken(Approval approval) {
        Instant now = issuer.now();
        String id = issuer.keys().randomText();
        Instant expires = now.plus(issuer.settings().accessTokenLifetime());
        String text = issuer.settings().opaqueTokens() ? id : jwtAccessToken(approval, id, now, expires);
        issuer.store().keep(text, approval, id, now, expires);
        if (isBound()) {
            proven.thumbprint().ifPresent(key -> issuer.store().bind(text, key));
        }
        proven.certificate().ifPresent(shown -> issuer.store().bindToCertificate(text, shown));
        return text;
    }

    private boolean isBound() {
        return proven.thumbprint().isPresent() && !faults.isOn(Fault.DPOP_BEARER);
    }

    private String jwtAccessToken(Approval approval, String id, Instant now, Instant expires) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.id());
        claims.put("sub", approval.subject());
        claims.put("aud", oneOrMany(approval.audience()));
        claims.put("client_id", approval.client().id());
        claims.put("scope", approval.scope());
        if (!approval.extras().details().isEmpty()) {
            claims.put("authorization_details", approval.extras().details());
        }
        approval.extras().actor().ifPresent(actor -> claims.put("act", JsonObject.of(Map.of("sub", actor))));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", expires.getEpochSecond());
        claims.put("jti", id);
        if (isBound() && !faults.isOn(Fault.DPOP_NO_CNF)) {
            String key = proven.thumbprint().orElseThrow();
            claims.put("cnf", Map.of("jkt", faults.isOn(Fault.DPOP_WRONG_CNF) ? Sha256.base64Url(key) : key));
        }
        proven.certificate().ifPresent(shown -> {
            Map<String, Object> cnf = new LinkedHashMap<>(
                    Map.of("x5t#S256", faults.isOn(Fault.CERTIFICATE_WRONG_CNF) ? Sha256.base64Url(shown) : shown));
            if (claims.get("cnf") instanceof Map<?, ?> key) {
                key.forEach((name, value) -> cnf.put(name.toString(), value));
            }
            claims.put("cnf", cnf);
        });
        return jwts.signed("at+jwt", claims);
    }

    private static Object oneOrMany(List<String> audience) {
        return audience.size() == 1 ? audience.get(0) : audience;
    }

    /**
     * Returns an ID token.
     *
     * @param accessToken the access token beside it, for {@code at_hash}
     * @param code the code beside it, for {@code c_hash}
     * @param state the state beside it, for {@code s_hash}
     */
    public String idToken(
            Approval approval, Optional<String> accessToken, Optional<String> code, Optional<String> state) {
        return jwts.sealed(signedIdToken(approval, accessToken, code, state), approval.client());
    }

    private String signedIdToken(
            Approval approval, Optional<String> accessToken, Optional<String> code, Optional<String> state) {
        Instant now = issuer.now();
        boolean stale = faults.isOn(Fault.ID_TOKEN_EXPIRED);
        boolean future = faults.isOn(Fault.ID_TOKEN_FROM_FUTURE);
        Instant made = stale ? now.minus(Duration.ofDays(1)) : future ? now.plus(Duration.ofDays(1)) : now;
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", faults.isOn(Fault.ID_TOKEN_WRONG_ISS) ? "https://elsewhere.example" : issuer.id());
        claims.put("sub", approval.subject());
        claims.put(
                "aud",
                faults.isOn(Fault.ID_TOKEN_WRONG_AUD)
                        ? "another-client"
                        : approval.client().id());
        claims.put("iat", made.getEpochSecond());
        claims.put("exp", made.plus(ID_TOKEN_LIFETIME).getEpochSecond());
        if (!faults.isOn(Fault.ID_TOKEN_MISSING_AUTH_TIME)) {
            Duration age = faults.isOn(Fault.ID_TOKEN_OLD_AUTH_TIME) ? Duration.ofDays(1) : Duration.ZERO;
            approval.authTime()
                    .ifPresent(time -> claims.put("auth_time", time.minus(age).getEpochSecond()));
        }
        if (!faults.isOn(Fault.ID_TOKEN_MISSING_NONCE)) {
            approval.nonce()
                    .ifPresent(nonce ->
                            claims.put("nonce", faults.isOn(Fault.ID_TOKEN_WRONG_NONCE) ? nonce + "x" : nonce));
        }
        if (!faults.isOn(Fault.ID_TOKEN_MISSING_ACR)) {
            approval.extras()
                    .acr()
                    .ifPresent(acr -> claims.put("acr", faults.isOn(Fault.ID_TOKEN_WRONG_ACR) ? "no-" + acr : acr));
        }
        hash(claims, "at_hash", accessToken, Fault.ID_TOKEN_WRONG_AT_HASH);
        if (!faults.isOn(Fault.ID_TOKEN_MISSING_C_HASH)) {
            hash(claims, "c_hash", code, Fault.ID_TOKEN_WRONG_C_HASH);
        }
        hash(claims, "s_hash", state, Fault.ID_TOKEN_WRONG_S_HASH);
        claims.putAll(Claims.of(approval));
        if (faults.isOn(Fault.ID_TOKEN_UNSIGNED)) {
            return Jwts.unsigned(JsonObject.of(claims));
        }
        if (faults.isOn(Fault.ID_TOKEN_UNPUBLISHED_KEY)) {
            return jwts.signed("JWT", claims, issuer.keys().unpublished());
        }
        String signed = jwts.signed("JWT", claims);
        return faults.isOn(Fault.ID_TOKEN_BAD_SIGNATURE) ? Jwts.withBrokenSignature(signed) : signed;
    }

    private void hash(Map<String, Object> claims, String name, Optional<String> of, Fault wrong) {
        of.ifPresent(
                text -> claims.put(name, HalfHash.of(issuer.keys().alg(), faults.isOn(wrong) ? text + "x" : text)));
    }
}
