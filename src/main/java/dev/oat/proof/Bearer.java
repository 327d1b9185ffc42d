package dev.oat.proof;

import dev.oat.http.Request;
import dev.oat.trace.Secret;
import java.util.Optional;

/**
 * No binding: whoever holds the token may use it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750 §2.1</a>
 */
public record Bearer() implements SenderConstraint {
    @Override
    public String tokenType() {
        return "Bearer";
    }

    @Override
    public Request prove(Request request, Optional<Secret> accessToken) {
        if (accessToken.isEmpty()) {
            return request;
        }
        Secret value = Secret.of("Bearer " + accessToken.orElseThrow().reveal());
        return request.withHeaders(request.headers().with("Authorization", value));
    }
}
