package dev.oat.playground;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of a person, by scope.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims">OpenID Connect Core §5.4</a>
 */
final class Claims {
    private Claims() {}

    /** The claims beside {@code sub}. */
    static Map<String, Object> of(Approval approval) {
        Map<String, Object> claims = new LinkedHashMap<>();
        approval.user().ifPresent(user -> {
            if (approval.scopes().contains("profile")) {
                claims.put("name", user.name());
                claims.put("preferred_username", user.username());
            }
            if (approval.scopes().contains("email")) {
                claims.put("email", user.email());
                claims.put("email_verified", true);
            }
        });
        return claims;
    }
}
