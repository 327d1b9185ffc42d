package dev.oat.endpoint.jwt;

import dev.oat.trace.Secret;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What an ID token is held against.
 *
 * @param issuer the issuer as the metadata names it
 * @param clientId our own client id
 * @param nonce the nonce that was sent; empty when none was, as on renewal
 * @param since when the exchange began that brought it, before which no token may have been issued that no nonce ties to
 *     it; empty when that is not known
 * @param accessToken the access token that came with it, for {@code at_hash}
 * @param companions what came with it through the browser, when it did so
 * @param maxAge the {@code max_age} that was asked for, in seconds
 * @param acrValues the {@code acr_values} that were asked for, any of which will do; empty for none asked
 * @param algorithms the signature algorithms that are expected
 * @param now the time against which the token's times are held
 */
public record IdTokenExpectations(
        String issuer,
        String clientId,
        Optional<Secret> nonce,
        Optional<Instant> since,
        Optional<Secret> accessToken,
        Optional<Companions> companions,
        Optional<Long> maxAge,
        List<String> acrValues,
        Set<String> algorithms,
        Instant now) {
    /**
     * What comes through the browser together with an ID token, whose hashes must then be in it.
     *
     * @param code the code, for {@code c_hash}
     * @param accessToken the access token, for {@code at_hash}
     * @param state the state, for {@code s_hash}
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken">OpenID Connect Core §3.3.2.11</a>
     */
    public record Companions(Optional<Secret> code, Optional<Secret> accessToken, Secret state) {
        public Companions {
            Objects.requireNonNull(code, "code is null");
            Objects.requireNonNull(accessToken, "accessToken is null");
            Objects.requireNonNull(state, "state is null");
        }
    }

    private static final Set<String> DEFAULT_ALGORITHMS = Set.of("RS256");

    public IdTokenExpectations {
        Objects.requireNonNull(issuer, "issuer is null");
        Objects.requireNonNull(clientId, "clientId is null");
        Objects.requireNonNull(nonce, "nonce is null");
        Objects.requireNonNull(since, "since is null");
        Objects.requireNonNull(accessToken, "accessToken is null");
        Objects.requireNonNull(companions, "companions is null");
        Objects.requireNonNull(maxAge, "maxAge is null");
        acrValues = List.copyOf(acrValues);
        algorithms = Set.copyOf(algorithms);
        Objects.requireNonNull(now, "now is null");
    }

    /** Returns what every ID token is held against; the rest depends on the request and is added by the {@code with} methods. */
    public static IdTokenExpectations of(String issuer, String clientId, Set<String> algorithms, Instant now) {
        return new IdTokenExpectations(
                issuer,
                clientId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                algorithms,
                now);
    }

    /**
     * Returns the algorithms to expect when the client registered none: what the metadata lists, without {@code none} and without
     * those that take a shared secret; {@code RS256} when that leaves nothing.
     *
     * @param supported the metadata's {@code id_token_signing_alg_values_supported}
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core §3.1.3.7
     *     (7)</a>
     */
    public static Set<String> algorithms(List<String> supported) {
        Set<String> algorithms = new LinkedHashSet<>();
        for (String alg : supported) {
            if (!alg.equalsIgnoreCase("none") && !alg.startsWith("HS")) {
                algorithms.add(alg);
            }
        }
        return algorithms.isEmpty() ? DEFAULT_ALGORITHMS : Set.copyOf(algorithms);
    }

    /** Returns the same, and the nonce that was sent. */
    public IdTokenExpectations withNonce(Secret sent) {
        return new IdTokenExpectations(
                issuer,
                clientId,
                Optional.of(sent),
                since,
                accessToken,
                companions,
                maxAge,
                acrValues,
                algorithms,
                now);
    }

    /** Returns the same, and when the exchange began. */
    public IdTokenExpectations withSince(Instant began) {
        return new IdTokenExpectations(
                issuer,
                clientId,
                nonce,
                Optional.of(began),
                accessToken,
                companions,
                maxAge,
                acrValues,
                algorithms,
                now);
    }

    /** Returns the same, and the access token that came with the ID token. */
    public IdTokenExpectations withAccessToken(Secret token) {
        return new IdTokenExpectations(
                issuer, clientId, nonce, since, Optional.of(token), companions, maxAge, acrValues, algorithms, now);
    }

    /** Returns the same, and what came with the ID token through the browser. */
    public IdTokenExpectations withCompanions(Companions others) {
        return new IdTokenExpectations(
                issuer, clientId, nonce, since, accessToken, Optional.of(others), maxAge, acrValues, algorithms, now);
    }

    /** Returns the same, and the {@code max_age} that was asked for, in seconds. */
    public IdTokenExpectations withMaxAge(long seconds) {
        return new IdTokenExpectations(
                issuer,
                clientId,
                nonce,
                since,
                accessToken,
                companions,
                Optional.of(seconds),
                acrValues,
                algorithms,
                now);
    }

    /** Returns the same, and the {@code acr_values} that were asked for. */
    public IdTokenExpectations withAcrValues(List<String> asked) {
        return new IdTokenExpectations(
                issuer, clientId, nonce, since, accessToken, companions, maxAge, asked, algorithms, now);
    }
}
