package dev.oat.interop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an API checks of a DPoP proof, with other code than the tool's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4.3">RFC 9449, section 4.3</a>
 */
final class DpopCheck {
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final Optional<String> nonce;
    private final Set<String> seen = new HashSet<>();

    private DpopCheck(Optional<String> nonce) {
        this.nonce = nonce;
    }

    static DpopCheck withoutNonce() {
        return new DpopCheck(Optional.empty());
    }

    static DpopCheck withNonce() {
        return new DpopCheck(Optional.of(UUID.randomUUID().toString()));
    }

    /** The nonce that a proof must hold, if one must. */
    Optional<String> nonce() {
        return nonce;
    }

    /** The thumbprint of the key that the token is bound to; the token is a JWT whose signature was checked before. */
    static Optional<String> boundTo(String token) {
        try {
            Map<String, Object> cnf = SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("cnf");
            return cnf == null ? Optional.empty() : Optional.ofNullable((String) cnf.get("jkt"));
        } catch (ParseException opaque) {
            return Optional.empty();
        }
    }

    /** What is wrong with the proof, as an error code of RFC 9449; nothing when it is good. */
    synchronized Optional<String> fault(String proof, String method, String url, String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(proof);
            JWK key = jwt.getHeader().getJWK();
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean good = "dpop+jwt".equals(jwt.getHeader().getType().getType())
                    && key != null
                    && !key.isPrivate()
                    && isSigned(jwt, key)
                    && method.equals(claims.getStringClaim("htm"))
                    && url.equals(claims.getStringClaim("htu"))
                    && isRecent(claims.getIssueTime().toInstant())
                    && sha256(token).equals(claims.getStringClaim("ath"))
                    && key.computeThumbprint().toString().equals(boundTo(token).orElse(""))
                    && claims.getJWTID() != null
                    && seen.add(claims.getJWTID());
            if (!good) {
                return Optional.of("invalid_dpop_proof");
            }
            return nonce.isPresent() && !nonce.get().equals(claims.getStringClaim("nonce"))
                    ? Optional.of("use_dpop_nonce")
                    : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException malformed) {
            return Optional.of("invalid_dpop_proof");
        }
    }

    private static boolean isSigned(SignedJWT jwt, JWK key) throws JOSEException {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        return JWSAlgorithm.Family.EC.contains(algorithm)
                ? jwt.verify(new ECDSAVerifier(key.toECKey()))
                : JWSAlgorithm.Family.RSA.contains(algorithm) && jwt.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    private static boolean isRecent(Instant time) {
        return Duration.between(time, Instant.now()).abs().compareTo(TOLERANCE) < 0;
    }

    private static String sha256(String token) {
        try {
            return Base64URL.encode(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
