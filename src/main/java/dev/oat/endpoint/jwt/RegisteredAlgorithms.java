package dev.oat.endpoint.jwt;

import dev.oat.jose.SignatureChecks;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * With which algorithms a client has its server sign what the server sends it, as far as that was said.
 *
 * @param said the algorithm by the name of the client metadata: {@code id_token_signed_response_alg}
 * @param secret the client's secret, read when an algorithm takes it
 * @see <a href="https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata">OpenID Connect Dynamic Client
 *     Registration §2</a>
 */
public record RegisteredAlgorithms(Function<String, Optional<String>> said, Supplier<Optional<Secret>> secret) {
    public RegisteredAlgorithms {
        Objects.requireNonNull(said, "said is null");
        Objects.requireNonNull(secret, "secret is null");
    }

    Optional<String> of(TokenKind kind) {
        return said.apply(kind.registeredAs());
    }

    /**
     * Returns the client's secret, which signs and verifies.
     *
     * @throws Failure.Usage if there is none
     */
    Secret clientSecret(TokenKind kind) {
        return secret.get().orElseThrow(() -> {
            Failure failure = new Failure.Usage(option(kind) + " " + of(kind).orElse("")
                    + " has the client's secret verify the " + kind.subject() + ", and there is none");
            return failure.hint("give --client-secret REF, or the algorithm that the client is registered with");
        });
    }

    /** Returns what to try when a token is signed otherwise than was expected. */
    String hint(TokenKind kind, String found) {
        if (!SignatureChecks.isKnown(found)) {
            return "the server must sign with an algorithm that can be believed: have " + kind.registeredAs()
                    + " changed in the client's registration, and say it with " + option(kind) + " ALG";
        }
        return (found.startsWith("HS") ? "if the client has a secret and" : "if the client")
                + " is registered with " + found + ": " + option(kind) + " " + found + ", or in a profile "
                + kind.registeredAs() + " = \"" + found + "\"";
    }

    private static String option(TokenKind kind) {
        return "--" + kind.metadata().replace('_', '-') + "-signing-alg";
    }
}
