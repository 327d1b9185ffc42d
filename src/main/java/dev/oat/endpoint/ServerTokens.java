package dev.oat.endpoint;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwe;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.SigningKeys;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Opens the JWTs of one server: takes off the encryption, and has the signature held against the server's keys, which are
 * fetched once more when a token names a key that the cached set lacks.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys">OpenID Connect Core §10.1.1</a>
 */
public final class ServerTokens {
    private final AuthorizationServer server;
    private final SigningKeys keys;
    private final Decryption decryption;
    private final Trace trace;

    /**
     * An opener.
     *
     * @param server who signs, and may encrypt
     * @param keys fetches the server's keys
     * @param decryption opens what is encrypted to us
     * @param trace takes the checks
     */
    public ServerTokens(AuthorizationServer server, SigningKeys keys, Decryption decryption, Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.keys = Objects.requireNonNull(keys, "keys is null");
        this.decryption = Objects.requireNonNull(decryption, "decryption is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * A kind of token, for messages and for what the metadata says of it.
     *
     * @param subject how messages call it: {@code ID token}
     * @param check the name of the check that it can be read: {@code id_token}
     * @param spec the section that describes it
     * @param metadata the beginning of the metadata members about it: {@code id_token}
     */
    public record Kind(String subject, String check, SpecRef spec, String metadata) {
        public Kind {
            Objects.requireNonNull(subject, "subject is null");
            Objects.requireNonNull(check, "check is null");
            Objects.requireNonNull(spec, "spec is null");
            Objects.requireNonNull(metadata, "metadata is null");
        }
    }

    /** Opens what is encrypted to us. */
    public Decryption decryption(Kind kind) {
        return decryption.narrowedTo(
                server.texts(kind.metadata() + "_encryption_alg_values_supported"),
                server.texts(kind.metadata() + "_encryption_enc_values_supported"));
    }

    /**
     * A token once every check has passed: on its encryption, if any, and those of the caller.
     *
     * @param checking the checks, given the token and the server's keys
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Unreachable if the server's keys cannot be had
     */
    public Jwt verified(Kind kind, Secret token, Checking checking) {
        List<Check> checks = new ArrayList<>();
        Jwt jwt;
        try {
            jwt = Jwt.decode(signed(kind, token, checks));
        } catch (JoseException e) {
            throw unreadable(kind, checks, e);
        }
        List<Check> opened = List.copyOf(checks);
        checks.addAll(checking.check(jwt, keys.of(server)));
        if (SignatureChecks.needsOtherKeys(jwt, checks)) {
            trace.note("the key of the " + kind.subject()
                    + " is not among the known keys of the server: fetching them anew, once");
            checks = new ArrayList<>(opened);
            checks.addAll(checking.check(jwt, keys.fetched(server)));
        }
        trace.verify(kind.subject(), checks);
        return jwt;
    }

    /**
     * A signed token as it is, or as it was before it was encrypted; nothing about it is verified.
     *
     * @return empty when it cannot be read, or our keys do not open it
     */
    public Optional<Jwt> opened(Kind kind, Secret token) {
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

    private String signed(Kind kind, Secret token, List<Check> checks) {
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

    private Failure unreadable(Kind kind, List<Check> checks, JoseException problem) {
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
