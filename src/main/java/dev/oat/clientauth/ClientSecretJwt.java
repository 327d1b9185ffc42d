package dev.oat.clientauth;

import dev.oat.jose.Jwk;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A client assertion signed with the client secret, which so never travels.
 *
 * @param secret the client secret
 * @param alg {@code HS256}, {@code HS384} or {@code HS512}
 * @param assertions makes the assertions
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication">OpenID Connect Core §9</a>
 */
public record ClientSecretJwt(Secret secret, String alg, ClientAssertion assertions) implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "client_secret_jwt";

    /**
     * Authentication by this secret.
     *
     * @throws Failure.Usage if the algorithm is none for secrets, or the secret is too short for it
     */
    public ClientSecretJwt {
        Objects.requireNonNull(secret, "secret is null");
        Objects.requireNonNull(alg, "alg is null");
        Objects.requireNonNull(assertions, "assertions is null");
        int needed = switch (alg) {
            case "HS256" -> 32;
            case "HS384" -> 48;
            case "HS512" -> 64;
            default ->
                throw new Failure.Usage("client_secret_jwt cannot sign with " + alg)
                        .hint("--signing-alg HS256, HS384 or HS512; " + alg + " takes --signing-key FILE");
        };
        int found = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (found < needed) {
            throw new Failure.Usage(
                            "the client secret is too short for " + alg + ": " + found + " bytes of at least " + needed)
                    .hint("ask for a longer secret, or use --auth-method client_secret_basic")
                    .spec(SpecRef.rfc(7518, "3.2"));
        }
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        Jwk key = Jwk.ofSecret(secret.reveal().getBytes(StandardCharsets.UTF_8));
        return ClientAssertion.credentials(clientId, assertions.make(clientId, audience, key, alg));
    }
}
