package dev.oat.playground.tokens;

import dev.oat.playground.issuer.Approval;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of a user, by scope.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims">OpenID Connect Core §5.4</a>
 */
public final class Claims {
    private Claims() {}

    /** The claims beside {@code sub}. */
    public static Map<String, Object> of(Approval approval) {
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
