package dev.oat.endpoint;

import dev.oat.clientauth.ClientAuthentication;
import dev.oat.clientauth.ClientSecretBasic;
import dev.oat.clientauth.ClientSecretPost;
import dev.oat.clientauth.PublicClient;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A way to authenticate, and why it was chosen.
 *
 * @param authentication the way
 * @param reason why, as a sentence part
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2, token_endpoint_auth_methods_supported</a>
 */
public record AuthMethodChoice(ClientAuthentication authentication, String reason) {
    private static final String SUPPORTED = "token_endpoint_auth_methods_supported";

    public AuthMethodChoice {
        Objects.requireNonNull(authentication, "authentication is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /**
     * The method that a person asked for, or the best that both sides know.
     *
     * @param method a registered method, or {@code auto}
     * @param secret the client secret, or empty for a public client
     * @param server the server with its metadata
     * @throws Failure.Usage if the method is not known, or does not fit the secret
     */
    public static AuthMethodChoice choose(String method, Optional<Secret> secret, AuthorizationServer server) {
        switch (method) {
            case ClientSecretBasic.METHOD:
                return new AuthMethodChoice(new ClientSecretBasic(needed(secret, method)), "asked for");
            case ClientSecretPost.METHOD:
                return new AuthMethodChoice(new ClientSecretPost(needed(secret, method)), "asked for");
            case PublicClient.METHOD:
                if (secret.isPresent()) {
                    throw new Failure.Usage("--auth-method none and a client secret contradict each other")
                            .hint("leave out one of them");
                }
                return new AuthMethodChoice(new PublicClient(), "asked for");
            case "auto":
                return automatic(secret, server);
            default:
                throw new Failure.Usage("--auth-method " + method + " is not known")
                        .hint("choose auto, client_secret_basic, client_secret_post or none");
        }
    }

    private static Secret needed(Optional<Secret> secret, String method) {
        return secret.orElseThrow(() -> {
            Failure failure = new Failure.Usage("--auth-method " + method + " needs a client secret");
            return failure.hint("give it by reference: --client-secret env:NAME or file:PATH");
        });
    }

    private static AuthMethodChoice automatic(Optional<Secret> secret, AuthorizationServer server) {
        if (secret.isEmpty()) {
            return new AuthMethodChoice(new PublicClient(), "there is no client secret");
        }
        List<String> supported = server.texts(SUPPORTED);
        if (supported.isEmpty() || supported.contains(ClientSecretBasic.METHOD)) {
            return new AuthMethodChoice(
                    new ClientSecretBasic(secret.orElseThrow()),
                    supported.isEmpty()
                            ? "the server's metadata lists no methods, so this is the default"
                            : "the server lists it");
        }
        if (supported.contains(ClientSecretPost.METHOD)) {
            return new AuthMethodChoice(
                    new ClientSecretPost(secret.orElseThrow()), "the server lists it and not client_secret_basic");
        }
        throw new Failure.Usage("the server takes no client secret: it lists " + String.join(", ", supported))
                .hint("--auth-method client_secret_basic tries all the same");
    }
}
