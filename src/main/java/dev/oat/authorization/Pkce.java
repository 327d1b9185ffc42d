package dev.oat.authorization;

import dev.oat.http.Form;
import dev.oat.jose.Base64Url;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Proof Key for Code Exchange: only who sent the authorization request can redeem its code.
 *
 * @param method how the challenge is made from the verifier
 * @param verifier the secret of this attempt, or empty when PKCE is off
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4">RFC 7636 §4</a>
 */
public record Pkce(Method method, Optional<Secret> verifier) implements RequestStage {
    /** How the challenge is made from the verifier. */
    public enum Method {
        /** The challenge is the verifier's SHA-256 hash. */
        S256("S256"),
        /** The challenge is the verifier: whoever reads the request can redeem the code. For debugging only. */
        PLAIN("plain"),
        /** No challenge: a stolen code can be redeemed. For debugging only. */
        OFF("off");

        private final String parameter;

        Method(String parameter) {
            this.parameter = parameter;
        }

        /** Returns the value of {@code code_challenge_method}, and of {@code --pkce}. */
        public String parameter() {
            return parameter;
        }

        /** The method of this name, or empty when there is none. */
        public static Optional<Method> named(String name) {
            for (Method method : values()) {
                if (method.parameter.equals(name)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    public Pkce {
        Objects.requireNonNull(method, "method is null");
        if (verifier.isPresent() == (method == Method.OFF)) {
            throw new IllegalArgumentException("a verifier belongs to every method but off");
        }
    }

    /** Returns a new key for one attempt: 43 characters with 256 bits of randomness. */
    static Pkce create(Method method, SecureRandom random) {
        return new Pkce(method, method == Method.OFF ? Optional.empty() : Optional.of(RandomText.of256Bits(random)));
    }

    /** The parameters with the challenge. */
    @Override
    public Form apply(Form parameters) {
        if (verifier.isEmpty()) {
            return parameters;
        }
        Secret secret = verifier.get();
        Form challenged = method == Method.S256
                ? parameters.with("code_challenge", challenge(secret))
                : parameters.with("code_challenge", secret);
        return challenged.with("code_challenge_method", method.parameter());
    }

    /**
     * Returns the S256 challenge of a verifier.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4.2">RFC 7636 §4.2</a>
     */
    static String challenge(Secret verifier) {
        try {
            byte[] ascii = verifier.reveal().getBytes(StandardCharsets.US_ASCII);
            return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(ascii));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Returns the comparison of our method with those that the server lists. A server that lists none is sent S256 all the same.
     *
     * @param supported the metadata's {@code code_challenge_methods_supported}
     */
    static Check check(Method method, List<String> supported) {
        SpecRef spec = SpecRef.rfc(9700, "2.1.1");
        String title = "the server takes the PKCE method " + Method.S256.parameter();
        if (method != Method.S256) {
            return Check.notApplicable("pkce", title, spec, "--pkce " + method.parameter() + " was asked for");
        }
        if (supported.isEmpty()) {
            return Check.notApplicable("pkce", title, spec, "its metadata lists no methods");
        }
        return Check.of(
                "pkce",
                title,
                spec,
                supported.contains(Method.S256.parameter()),
                Method.S256.parameter() + " among code_challenge_methods_supported",
                String.join(", ", supported));
    }
}
