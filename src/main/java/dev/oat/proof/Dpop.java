package dev.oat.proof;

import dev.oat.http.Challenges;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.jose.Base64Url;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Binds tokens to a private key: each request carries a new proof that its sender holds the key.
 *
 * <p>One instance may prove requests from many threads at once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449">RFC 9449</a>
 */
public final class Dpop implements SenderConstraint {
    private static final String SCHEME = "DPoP";
    private static final String NONCE = "DPoP-Nonce";
    private static final String CHALLENGE = "use_dpop_nonce";
    private static final int ID_BYTES = 16;

    private final DpopKey key;
    private final DpopNonces nonces;
    private final Clock clock;
    private final SecureRandom random;
    private final Trace trace;
    private final Optional<String> challenge;

    /**
     * Creates a binding.
     *
     * @param key the key
     * @param nonces what servers asked to be put into proofs
     * @param clock the time of proofs
     * @param random the source of their names
     * @param trace takes what is odd about a server's nonce
     */
    public Dpop(DpopKey key, DpopNonces nonces, Clock clock, SecureRandom random, Trace trace) {
        this(key, nonces, clock, random, trace, Optional.empty());
    }

    private Dpop(
            DpopKey key, DpopNonces nonces, Clock clock, SecureRandom random, Trace trace, Optional<String> challenge) {
        this.key = Objects.requireNonNull(key, "key is null");
        this.nonces = Objects.requireNonNull(nonces, "nonces is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.random = Objects.requireNonNull(random, "random is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
        this.challenge = challenge;
    }

    /** Returns the key's thumbprint, which the authorization request names as {@code dpop_jkt}. */
    public String thumbprint() {
        return key.thumbprint();
    }

    @Override
    public String tokenType() {
        return SCHEME;
    }

    @Override
    public SpecRef tokenTypeSpec() {
        return SpecRef.rfc(9449, "5");
    }

    @Override
    public Request prove(Request request, Optional<Secret> accessToken) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Secret proof = new DpopProof(
                        request.method(),
                        request.uri(),
                        Base64Url.encode(id),
                        clock.instant(),
                        challenge.isPresent() ? challenge : nonces.latest(server(request, accessToken.isPresent())),
                        accessToken)
                .signed(key);
        Headers headers = request.headers();
        if (accessToken.isPresent()) {
            headers = headers.with(
                    "Authorization", Secret.of(SCHEME + " " + accessToken.get().reveal()));
        }
        return request.withHeaders(headers.with(SCHEME, proof));
    }

    /** Nonces of an authorization server and of a resource server are apart, even where they share an origin. */
    private static String server(Request request, boolean resource) {
        return (resource ? "rs " : "as ") + request.origin();
    }

    @Override
    public Optional<SenderConstraint> learn(Request request, int status, Headers response, String error) {
        boolean resource = request.headers().first("Authorization").orElse("").startsWith(SCHEME + " ");
        List<String> given = response.all(NONCE);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() > 1 || !DpopNonces.isNonce(given.get(0))) {
            trace.note("the server's DPoP-Nonce is not used: "
                    + (given.size() > 1 ? "it came more than once" : "it is too long, or holds a forbidden character")
                    + " (RFC 9449 §8.1)");
            return Optional.empty();
        }
        String nonce = given.get(0);
        nonces.keep(server(request, resource), nonce);
        boolean wanted =
                resource ? status == 401 && isAsked(response) : (status == 400 || status == 401) && isAsk(error);
        if (!wanted || challenge.isPresent()) {
            return Optional.empty();
        }
        trace.note("the server wants its nonce in the proof: building the request once more (RFC 9449 §"
                + (resource ? "9" : "8") + ")");
        // this nonce and no other: a slower answer to another request may bring an older one meanwhile
        return Optional.of(new Dpop(key, nonces, clock, random, trace, Optional.of(nonce)));
    }

    private static boolean isAsked(Headers response) {
        for (Challenges.Challenge one : Challenges.in(response)) {
            if (one.is(SCHEME) && isAsk(one.parameter("error").orElse(""))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAsk(String error) {
        return error.equals(CHALLENGE);
    }

    @Override
    public List<Check> checks(Secret accessToken) {
        List<Check> checks = confirmation().orElseThrow().checks(accessToken);
        for (Check check : checks) {
            if (check.verdict() == Check.Verdict.NOT_APPLICABLE && check.found().contains("cnf")) {
                trace.warn("the access token names no key (cnf.jkt, RFC 9449 §6.1): an API that takes the token at its"
                        + " word takes it from anybody");
            }
        }
        return checks;
    }

    @Override
    public Optional<Confirmation> confirmation() {
        return Optional.of(new Confirmation("jkt", thumbprint(), SpecRef.rfc(9449, "6.1")));
    }
}
