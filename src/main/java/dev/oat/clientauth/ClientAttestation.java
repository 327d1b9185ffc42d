package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.jose.Base64Url;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An attester's word for this instance of the client, and a proof for each request that it holds the key which the
 * attester names.
 *
 * @param attestation the attestation, as it is now
 * @param key the key of this instance
 * @param alg the algorithm to sign proofs with
 * @param challenges what the server wants in proofs
 * @param clock the time of proofs
 * @param random the source of their names
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/">Attestation-Based Client
 *     Authentication §7.5</a>
 */
public record ClientAttestation(
        Supplier<Secret> attestation,
        Jwk key,
        String alg,
        AttestationChallenges challenges,
        Clock clock,
        Supplier<SecureRandom> random)
        implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "attest_jwt_client_auth";

    private static final String HEADER = "OAuth-Client-Attestation";
    private static final String PROOF = "OAuth-Client-Attestation-PoP";
    private static final int JTI_BYTES = 16;

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        Secret attested = attestation.get();
        verify(attested, clientId);
        Form form = clientId.isEmpty() ? Form.empty() : Form.empty().with("client_id", clientId);
        return new Credentials(
                form, Headers.empty().with(HEADER, attested).with(PROOF, proof(clientId, audience, challenges.next())));
    }

    /** What no server could take is not sent: an attestation for another key, or for another client. */
    private void verify(Secret attested, String clientId) {
        JsonObject claims;
        Optional<JsonObject> named;
        try {
            claims = Jwt.decode(attested.reveal()).claims();
            named = claims.object("cnf").orElse(JsonObject.EMPTY).object("jwk");
            if (named.isPresent()
                    && !Jwk.parse(named.orElseThrow()).thumbprint().equals(key.thumbprint())) {
                throw new Failure.Usage("the client attestation is for another key than --attestation-key")
                        .hint("have this key attested, or name the key that was: --attestation-key FILE")
                        .spec(AttestationChallenges.section("5.1"));
            }
        } catch (JoseException | JsonException e) {
            throw new Failure.Usage("the client attestation cannot be read: " + e.getMessage())
                    .hint("--attestation takes the JWT that the client attester issued, by reference")
                    .spec(AttestationChallenges.section("4"));
        }
        if (named.isEmpty()) {
            throw new Failure.Usage("the client attestation names no key (cnf.jwk)")
                    .hint("get one from the client attester; this is some other JWT")
                    .spec(AttestationChallenges.section("4"));
        }
        Object subject = claims.value("sub").orElse("");
        if (!clientId.isEmpty() && !subject.equals(clientId)) {
            throw new Failure.Usage("the client attestation is for the client " + subject + ", not for " + clientId)
                    .hint("give --client-id, or have an attestation issued for this one")
                    .spec(AttestationChallenges.section("4"));
        }
    }

    private Secret proof(String clientId, String audience, Optional<String> challenge) {
        byte[] jti = new byte[JTI_BYTES];
        random.get().nextBytes(jti);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", alg);
        header.put("typ", "oauth-client-attestation-pop+jwt");
        Map<String, Object> claims = new LinkedHashMap<>();
        // gone from the draft since its eighth version, and demanded by servers that keep an older one
        claims.put("iss", clientId);
        claims.put("aud", audience);
        claims.put("jti", Base64Url.encode(jti));
        claims.put("iat", clock.instant().getEpochSecond());
        if (challenge.isPresent()) {
            claims.put("challenge", challenge.orElseThrow());
        }
        return Secret.of(Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key));
    }

    @Override
    public boolean learn(Headers response, String error) {
        return challenges.learn(response) && error.equals("use_attestation_challenge");
    }
}
