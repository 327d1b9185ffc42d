package dev.oat.endpoint.jwt;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.SigningKeys;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the JWTs of one server: takes off the encryption, and has the signature held against the server's keys, which are
 * fetched once more when a cached set does not fit; or against the client's secret, where the client is registered so.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys">OpenID Connect Core §10.1.1</a>
 */
public final class ServerTokens {
    private final AuthorizationServer server;
    private final SigningKeys keys;
    private final Decryption decryption;
    private final RegisteredAlgorithms registered;
    private final Trace trace;

    /**
     * Creates an opener.
     *
     * @param server who signs, and may encrypt
     * @param keys fetches the server's keys
     * @param decryption opens what is encrypted to us
     * @param registered with which algorithms the client has the server sign
     * @param trace takes the checks
     */
    public ServerTokens(
            AuthorizationServer server,
            SigningKeys keys,
            Decryption decryption,
            RegisteredAlgorithms registered,
            Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.keys = Objects.requireNonNull(keys, "keys is null");
        this.decryption = Objects.requireNonNull(decryption, "decryption is null");
        this.registered = Objects.requireNonNull(registered, "registered is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Returns the signature algorithms to expect: the one that the client is registered with, else those that the server lists for
     * such tokens, else those that it lists for ID tokens.
     *
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core §3.1.3.7
     *     (7)</a>
     */
    public Set<String> algorithms(TokenKind kind) {
        Optional<String> said = registered.of(kind);
        if (said.isPresent()) {
            return Set.of(said.get());
        }
        List<String> listed = server.texts(kind.metadata() + "_signing_alg_values_supported");
        return IdTokenExpectations.algorithms(
                listed.isEmpty() ? server.texts("id_token_signing_alg_values_supported") : listed);
    }

    /** Returns whether the client's secret verifies such tokens, so that no key of the server is needed. */
    public boolean isByClientSecret(TokenKind kind) {
        return registered.of(kind).filter(alg -> alg.startsWith("HS")).isPresent();
    }

    /**
     * Has the keys at hand by which such tokens are verified.
     *
     * @throws Failure.Usage if there is no client secret where it is needed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public void prepare(TokenKind kind) {
        if (isByClientSecret(kind)) {
            registered.clientSecret(kind);
        } else {
            keys.of(server);
        }
    }

    /** Opens what is encrypted to us. */
    public Decryption decryption(TokenKind kind) {
        return decryption.narrowedTo(
                server.texts(kind.metadata() + "_encryption_alg_values_supported"),
                server.texts(kind.metadata() + "_encryption_enc_values_supported"));
    }

    /**
     * Returns a token once every check has passed: on its encryption, if any, and those of the caller.
     *
     * @param checking the checks, given the token and the server's keys
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public Jwt verified(TokenKind kind, Secret token, Checking checking) {
        List<Check> checks = new ArrayList<>();
        Jwt jwt;
        try {
            jwt = Jwt.decode(signed(kind, token, checks));
        } catch (JoseException e) {
            throw unreadable(kind, checks, e);
        }
        jwt.repetition(kind.check()).ifPresent(checks::add);
        checks.addAll(
                isByClientSecret(kind)
                        ? checking.check(jwt, JwkSet.of(List.of(secretKey(kind, jwt))))
                        : keys.judged(server, jwt, kind.subject(), set -> checking.check(jwt, set), trace));
        try {
            trace.verify(kind.subject(), checks);
        } catch (Failure.CheckFailed e) {
            if (e.check().name().equals("signature.alg")) {
                e.hint(registered.hint(kind, jwt.algorithm().orElse("")));
            } else if (e.check().name().equals("signature") && isByClientSecret(kind)) {
                e.hint("check the client secret: with " + jwt.algorithm().orElse("HS256")
                        + " the server signs with it (OpenID Connect Core §3.1.3.7)");
            }
            throw e;
        }
        return jwt;
    }

    /** A client has one secret, so it is meant whatever name the token gives it. */
    private Jwk secretKey(TokenKind kind, Jwt jwt) {
        Jwk key = Jwk.ofSecret(registered.clientSecret(kind).reveal().getBytes(StandardCharsets.UTF_8));
        return jwt.keyId().isPresent() ? key.withKeyId(jwt.keyId().get()) : key;
    }

    /**
     * Returns a signed token as it is, or as it was before it was encrypted; nothing about it is verified.
     *
     * @return empty when it cannot be read, or our keys do not open it
     */
    public Optional<Jwt> opened(TokenKind kind, Secret token) {
        try {
            String compact = token.reveal();
            if (!Jwe.looksEncrypted(compact)) {
                return Optional.of(Jwt.decode(compact));
            }
            return decryption(kind).open(compact).plaintext().map(Jwt::decode);
        } catch (JoseException e) {
            return Optional.empty();
        }
    }

    /** What the caller checks. */
    @FunctionalInterface
    public interface Checking {
        /** The checks on a token whose signature is held against these keys. */
        List<Check> check(Jwt jwt, JwkSet keys);
    }

    private String signed(TokenKind kind, Secret token, List<Check> checks) {
        String compact = token.reveal();
        if (!Jwe.looksEncrypted(compact)) {
            return compact;
        }
        Jwe.Decrypted opened = decryption(kind).open(compact);
        checks.addAll(opened.checks());
        if (opened.plaintext().isEmpty()) {
            try {
                trace.verify(kind.subject(), checks);
            } catch (Failure.CheckFailed e) {
                throw e.hint(
                        e.check().name().equals("encryption.key")
                                        || e.check().name().equals("encryption")
                                ? "--decryption-key FILE names the private key whose public half the server has"
                                : "register an encryption that is understood at the server");
            }
        }
        return opened.plaintext().orElseThrow();
    }

    private Failure unreadable(TokenKind kind, List<Check> checks, JoseException problem) {
        Check check = Check.of(
                kind.check(),
                "the " + kind.subject() + " is a signed JWT",
                kind.spec(),
                false,
                "three base64url parts",
                String.valueOf(problem.getMessage()));
        checks.add(check);
        trace.add(new TraceEvent.Checked(kind.subject(), checks));
        return new Failure.CheckFailed(kind.subject(), check);
    }
}
