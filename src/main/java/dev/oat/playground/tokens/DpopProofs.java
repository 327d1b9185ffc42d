package dev.oat.playground.tokens;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Assertions;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.Nonces;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.Sha256;
import dev.oat.trace.Check;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges DPoP proofs at one server: for this request, of this minute, with its nonce, and never seen before.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4.3">RFC 9449 §4.3</a>
 */
public final class DpopProofs {
    /** The algorithms of proofs; none of them is symmetric. */
    public static final List<String> ALGORITHMS = Assertions.KEY_ALGORITHMS;

    private static final String NONCE = "DPoP-Nonce";
    private static final String NONCE_NEEDED = "use_dpop_nonce";
    private static final long LEEWAY_SECONDS = 60;
    private static final int LONGEST_ID = 255;

    private final String server;
    private final List<URI> origins;
    private final int refusal;
    private final Clock clock;
    private final Nonces nonces;
    private final Faults faults;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    private DpopProofs(String server, List<URI> origins, int refusal, Clock clock, Nonces nonces, Faults faults) {
        this.server = server;
        this.origins = List.copyOf(origins);
        this.refusal = refusal;
        this.clock = clock;
        this.nonces = nonces;
        this.faults = faults;
    }

    /** Returns those of an issuer's own endpoints, which answer 400. */
    public static DpopProofs ofIssuer(Issuer issuer) {
        return new DpopProofs(
                "as " + issuer.id(), origins(issuer), 400, issuer.clock(), issuer.nonces(), issuer.faults());
    }

    /** Returns those of an issuer's userinfo endpoint, which answers 401 as any resource. */
    public static DpopProofs ofUserinfo(Issuer issuer) {
        return new DpopProofs(
                "rs " + issuer.id(), origins(issuer), 401, issuer.clock(), issuer.nonces(), issuer.faults());
    }

    /** An issuer answers on its plain port, and on the one with TLS where there is one. */
    private static List<URI> origins(Issuer issuer) {
        return List.of(issuer.origin(), issuer.secureOrigin());
    }

    /** Those of the gateway, which answers on its own port, and on the one with TLS. */
    public static DpopProofs ofGateway(URI origin, URI secureOrigin, Clock clock, Nonces nonces, Faults faults) {
        return new DpopProofs("rs " + origin, List.of(origin, secureOrigin), 401, clock, nonces, faults);
    }

    /**
     * Returns the thumbprint of the key that a request proves, or empty when it comes without a proof.
     *
     * @param accessToken the token that comes along, at a resource
     * @throws OAuthError if the proof is no good, or lacks the nonce
     */
    public Optional<String> thumbprint(Incoming request, Optional<String> accessToken) {
        List<String> headers = request.headers("DPoP");
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw refused("came more than once");
        }
        try {
            Jwt proof = Jwt.decode(headers.get(0));
            Jwk key = key(proof);
            judge(request, proof.claims(), accessToken);
            return Optional.of(key.thumbprint());
        } catch (JoseException | JsonException e) {
            throw refused("cannot be read: " + e.getMessage());
        }
    }

    private Jwk key(Jwt proof) {
        if (!proof.header().text("typ").filter("dpop+jwt"::equals).isPresent()) {
            throw refused("has a typ other than dpop+jwt");
        }
        String alg = proof.algorithm().orElse("");
        if (!ALGORITHMS.contains(alg)) {
            throw refused("is signed with " + alg + ", not with one of " + String.join(", ", ALGORITHMS));
        }
        Jwk key = Jwk.parse(proof.header().object("jwk").orElseThrow(() -> refused("has no jwk")));
        if (key.isPrivate()) {
            throw refused("holds the private key");
        }
        List<Check> signature = SignatureChecks.verify(proof, JwkSet.of(List.of(key)), Set.of(alg));
        if (Check.firstFailed(signature).isPresent()) {
            throw refused("is not signed by its jwk");
        }
        return key;
    }

    private void judge(Incoming request, JsonObject claims, Optional<String> accessToken) {
        if (!claims.text("htm").filter(request.method()::equals).isPresent()) {
            throw refused("is for another method: htm");
        }
        String path = request.uri().getRawPath();
        boolean here = claims.text("htu")
                .filter(htu -> origins.stream().anyMatch(origin -> isSame(htu, origin + path)))
                .isPresent();
        if (!here) {
            throw refused("is for another address: htu");
        }
        Instant now = clock.instant();
        long made = claims.number("iat").orElseThrow(() -> refused("has no iat"));
        if (Math.abs(now.getEpochSecond() - made) > LEEWAY_SECONDS) {
            throw refused("is not of this minute: iat");
        }
        Optional<String> ath = claims.text("ath");
        if (accessToken.isPresent() && !ath.equals(accessToken.map(Sha256::base64Url))) {
            throw refused("is for another access token: ath");
        }
        requireNonce(claims.text("nonce"));
        String id = claims.text("jti").orElseThrow(() -> refused("has no jti"));
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw refused("has a jti of no use");
        }
        seen.values().removeIf(until -> until.isBefore(now));
        boolean first = seen.putIfAbsent(id, Instant.ofEpochSecond(made + LEEWAY_SECONDS + 1)) == null;
        if (!first || faults.isOn(Fault.DPOP_REPLAYED)) {
            throw refused("was used before: its jti is known");
        }
    }

    private static boolean isSame(String htu, String address) {
        try {
            URI uri = new URI(htu);
            return uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.normalize()
                            .toString()
                            .equals(URI.create(address).normalize().toString());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void requireNonce(Optional<String> nonce) {
        if (faults.isOn(Fault.DPOP_NONCE_ENDLESS)) {
            nonces.rotate(server);
            throw new OAuthError(refusal, NONCE_NEEDED, "the proof lacks the server's nonce, whatever it holds");
        }
        if (!wantsNonce()) {
            return;
        }
        boolean current = nonce.isPresent() && nonces.isCurrent(server, nonce.get());
        if (faults.isOn(Fault.DPOP_NONCE_ONCE)) {
            nonces.rotate(server);
        }
        if (!current) {
            throw new OAuthError(refusal, NONCE_NEEDED, "the proof lacks the server's nonce of now");
        }
    }

    private boolean wantsNonce() {
        return faults.isOn(Fault.DPOP_NONCE) || faults.isOn(Fault.DPOP_NONCE_ONCE);
    }

    /** Returns the answer with the nonce for the next proof, where the server wants one. */
    public Answer withNonce(Answer answer) {
        return wantsNonce() || faults.isOn(Fault.DPOP_NONCE_ENDLESS)
                ? answer.with(NONCE, nonces.current(server))
                : answer;
    }

    /**
     * Makes sure that whoever shows a token may use it.
     *
     * @param bound the key that the token is bound to, if it is
     * @throws OAuthError if it is shown without proof of its key
     */
    public void require(Incoming request, PresentedToken shown, Optional<String> bound) {
        if (!shown.isDpop()) {
            if (bound.isPresent()) {
                throw invalidToken("is bound to a DPoP key, and was shown as a bearer token");
            }
            return;
        }
        if (bound.isEmpty()) {
            throw invalidToken("is a bearer token, and was shown as one that is bound to a DPoP key");
        }
        String key = thumbprint(request, Optional.of(shown.text())).orElseThrow(() -> refused("is missing"));
        if (!key.equals(bound.get())) {
            throw invalidToken("is bound to another key than the proof's");
        }
    }

    private static OAuthError invalidToken(String why) {
        return new OAuthError(401, "invalid_token", "the access token " + why);
    }

    private OAuthError refused(String why) {
        return new OAuthError(refusal, "invalid_dpop_proof", "the DPoP proof " + why);
    }
}
