package dev.oat.playground.issuer;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
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
 * Judges client attestations and the proofs that come with them. The keys of the attester are those that the client is
 * registered with.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/">Attestation-Based Client
 *     Authentication §7</a>
 */
public final class Attestations implements ClientAuthenticator {
    private static final String HEADER = "OAuth-Client-Attestation";
    private static final String PROOF = "OAuth-Client-Attestation-PoP";
    private static final long LEEWAY_SECONDS = 60;
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Issuer issuer;
    private final String server;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    Attestations(Issuer issuer) {
        this.issuer = issuer;
        this.server = "attestations " + issuer.id();
    }

    /** Returns whether a request shows one. */
    static boolean isShown(Incoming request) {
        return request.header(HEADER).isPresent() || request.header(PROOF).isPresent();
    }

    /** What an attester says of a client's instance that holds a key. */
    public static String issue(Issuer issuer, String clientId, Jwk instance) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://attester.example");
        claims.put("sub", clientId);
        claims.put("iat", issuer.now().getEpochSecond());
        claims.put("exp", issuer.now().plus(LIFETIME).getEpochSecond());
        claims.put("cnf", Map.of("jwk", instance.toBareJson().members()));
        Jwk attester = issuer.clientKey().current();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", issuer.clientKey().alg());
        header.put("typ", "oauth-client-attestation+jwt");
        attester.keyId().ifPresent(kid -> header.put("kid", kid));
        return Jwt.sign(JsonObject.of(header), JsonObject.of(claims), attester);
    }

    @Override
    public String method() {
        return PlaygroundClient.ATTESTED;
    }

    @Override
    public Optional<Claim> claim(Incoming request, PlaygroundForm form) {
        if (!isShown(request)) {
            return Optional.empty();
        }
        Jwt attestation = only(request, HEADER, "attestation");
        Jwt proof = only(request, PROOF, "attestation's proof");
        String id = text(attestation.claims(), "sub").orElseThrow(() -> refused("attestation has no sub"));
        return Optional.of(new Claim(id, client -> {
            judge(client, attestation);
            judgeProof(client, attestation, proof);
            return true;
        }));
    }

    private static Jwt only(Incoming request, String header, String what) {
        List<String> values = request.headers(header);
        if (values.size() != 1) {
            throw refused(what + (values.isEmpty() ? " is missing" : " came more than once"));
        }
        try {
            return Jwt.decode(values.get(0));
        } catch (JoseException e) {
            throw refused(what + " cannot be read: " + e.getMessage());
        }
    }

    private void judge(PlaygroundClient client, Jwt attestation) {
        requireType(attestation, "oauth-client-attestation+jwt", "attestation");
        requireSigned(attestation, issuer.signingKeys(client), "attestation is not signed by the client's attester");
        long exp = number(attestation.claims(), "exp").orElseThrow(() -> refused("attestation has no exp"));
        if (issuer.faults().isOn(Fault.ATTESTATION_STALE) || exp <= issuer.now().getEpochSecond() - LEEWAY_SECONDS) {
            throw new OAuthError(401, "use_fresh_attestation", "the client attestation has expired");
        }
        if (issuer.faults().isOn(Fault.ATTESTATION_REFUSED)) {
            throw new OAuthError(401, "invalid_client_attestation", "the server trusts no attester today");
        }
    }

    private void judgeProof(PlaygroundClient client, Jwt attestation, Jwt proof) {
        requireType(proof, "oauth-client-attestation-pop+jwt", "attestation's proof");
        requireSigned(
                proof, JwkSet.of(List.of(attested(attestation))), "attestation's proof is not signed by its cnf.jwk");
        JsonObject claims = proof.claims();
        if (!text(claims, "aud").filter(issuer.id()::equals).isPresent()) {
            throw refused("attestation's proof is for another server: aud");
        }
        Instant now = issuer.now();
        long made = number(claims, "iat").orElseThrow(() -> refused("attestation's proof has no iat"));
        if (Math.abs(now.getEpochSecond() - made) > LEEWAY_SECONDS) {
            throw refused("attestation's proof is not of this minute: iat");
        }
        requireChallenge(text(claims, "challenge"));
        String jti = text(claims, "jti").orElseThrow(() -> refused("attestation's proof has no jti"));
        seen.values().removeIf(until -> until.isBefore(now));
        boolean first =
                seen.putIfAbsent(client.id() + "\n" + jti, Instant.ofEpochSecond(made + LEEWAY_SECONDS + 1)) == null;
        if (!first || issuer.faults().isOn(Fault.ATTESTATION_REPLAYED)) {
            throw refused("attestation's proof was used before: its jti is known");
        }
    }

    private static Jwk attested(Jwt attestation) {
        try {
            Jwk key = Jwk.parse(attestation
                    .claims()
                    .object("cnf")
                    .flatMap(cnf -> cnf.object("jwk"))
                    .orElseThrow(() -> refused("attestation names no key: cnf.jwk")));
            if (key.isPrivate()) {
                throw refused("attestation holds the private key");
            }
            return key;
        } catch (JoseException | JsonException e) {
            throw refused("attestation's key cannot be read: " + e.getMessage());
        }
    }

    private boolean wantsChallenge() {
        return issuer.faults().isOn(Fault.ATTESTATION_CHALLENGE) || hasEndpoint();
    }

    private boolean hasEndpoint() {
        return issuer.faults().isOn(Fault.ATTESTATION_ENDPOINT);
    }

    /** A challenge that comes from the endpoint is good once. */
    private void requireChallenge(Optional<String> challenge) {
        if (issuer.faults().isOn(Fault.ATTESTATION_ENDLESS)) {
            issuer.nonces().rotate(server);
            throw wanted();
        }
        if (!wantsChallenge()) {
            return;
        }
        boolean current = challenge.isPresent() && issuer.nonces().isCurrent(server, challenge.get());
        if (hasEndpoint()) {
            issuer.nonces().rotate(server);
        }
        if (!current) {
            throw wanted();
        }
    }

    private static OAuthError wanted() {
        return new OAuthError(400, "use_attestation_challenge", "the attestation's proof lacks the server's challenge");
    }

    /** Returns the answer with the challenge for the next proof, where the server wants one that it has no endpoint for. */
    Answer withChallenge(Answer answer) {
        return issuer.faults().isOn(Fault.ATTESTATION_CHALLENGE)
                        || issuer.faults().isOn(Fault.ATTESTATION_ENDLESS)
                ? answer.with(
                        "OAuth-Client-Attestation-Challenge", issuer.nonces().current(server))
                : answer;
    }

    /** Returns the answer of the challenge endpoint. */
    Answer challenge() {
        return Answer.json(
                        200,
                        JsonObject.of(
                                Map.of("attestation_challenge", issuer.nonces().current(server))))
                .notStored();
    }

    private static void requireType(Jwt jwt, String type, String what) {
        if (!text(jwt.header(), "typ").filter(type::equals).isPresent()) {
            throw refused(what + " has a typ other than " + type);
        }
    }

    private static void requireSigned(Jwt jwt, JwkSet keys, String problem) {
        Optional<Check> failed =
                Check.firstFailed(SignatureChecks.verify(jwt, keys, Set.copyOf(Assertions.KEY_ALGORITHMS)));
        if (failed.isPresent()) {
            throw refused(problem);
        }
    }

    private static Optional<String> text(JsonObject claims, String name) {
        return claims.value(name).filter(String.class::isInstance).map(String.class::cast);
    }

    private static Optional<Long> number(JsonObject claims, String name) {
        try {
            return claims.number(name);
        } catch (JsonException e) {
            throw refused("attestation or its proof has a " + name + " that is no number");
        }
    }

    private static OAuthError refused(String why) {
        return OAuthError.invalidClient("the client " + why);
    }
}
