package dev.oat.proof;

import dev.oat.http.Origins;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one proof says: that the holder of a key sends one request, now.
 *
 * @param method the request's method
 * @param target the request's target; its query and fragment are left out of the proof
 * @param id the proof's unique name
 * @param issuedAt when it was made
 * @param nonce the server's nonce, if one is known
 * @param accessToken the token that goes along, or empty for a request to the authorization server
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4.2">RFC 9449 §4.2</a>
 */
record DpopProof(
        String method, URI target, String id, Instant issuedAt, Optional<String> nonce, Optional<Secret> accessToken) {

    DpopProof {
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(target, "target is null");
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(issuedAt, "issuedAt is null");
        Objects.requireNonNull(nonce, "nonce is null");
        Objects.requireNonNull(accessToken, "accessToken is null");
    }

    /** Returns the proof as the value of the {@code DPoP} header. */
    Secret signed(DpopKey key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", key.alg());
        header.put("jwk", key.key().toBareJson());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", id);
        claims.put("htm", method);
        claims.put("htu", address(target));
        claims.put("iat", issuedAt.getEpochSecond());
        if (accessToken.isPresent()) {
            claims.put("ath", hash(accessToken.get()));
        }
        if (nonce.isPresent()) {
            claims.put("nonce", nonce.get());
        }
        return Secret.of(Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key.key()));
    }

    /** Returns the target without query and fragment, its scheme, host and port in the normal form of RFC 3986 §6.2.2. */
    static String address(URI target) {
        String path = target.getRawPath();
        return Origins.of(target) + (path == null || path.isEmpty() ? "/" : path);
    }

    /** Returns the hash by which a proof names the token: SHA-256 of its ASCII, in base64url. */
    static String hash(Secret accessToken) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64Url.encode(digest.digest(accessToken.reveal().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
