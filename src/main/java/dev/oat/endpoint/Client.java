package dev.oat.endpoint;

import dev.oat.clientauth.ClientAuthentication;
import java.util.Objects;

/**
 * A client of one authorization server.
 *
 * @param id the client identifier, or empty for requests without a client
 * @param authentication how it proves who it is
 * @param audience the server's issuer, or its token endpoint where no issuer is known
 */
public record Client(String id, ClientAuthentication authentication, String audience) {
    public Client {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(authentication, "authentication is null");
        Objects.requireNonNull(audience, "audience is null");
    }
}
