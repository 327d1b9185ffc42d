package dev.oat.authorization;

import dev.oat.endpoint.TokenResponse;
import dev.oat.json.JsonObject;
import java.util.Objects;
import java.util.Optional;

/**
 * What a completed sign-in gave.
 *
 * @param response the token endpoint's answer
 * @param claims the claims of the validated ID token; empty when none came, or it could not be validated
 */
public record SignedIn(TokenResponse response, Optional<JsonObject> claims) {
    /** Claims that name a user for people, best first. */
    private static final String[] NAMES = {"preferred_username", "email", "name", "sub"};

    public SignedIn {
        Objects.requireNonNull(response, "response is null");
        Objects.requireNonNull(claims, "claims is null");
    }

    /** Returns whether there is a token to call APIs with: {@code response_type=id_token} brings none. */
    public boolean hasAccessToken() {
        return !response.accessToken().reveal().isEmpty();
    }

    /** Who signed in, by the ID token's {@code sub}; unique at its issuer and never given to another. */
    public Optional<String> subject() {
        return text("sub");
    }

    /** Returns a name for people, which others may bear too; untrusted text. */
    public Optional<String> name() {
        for (String claim : NAMES) {
            Optional<String> name = text(claim);
            if (name.isPresent() && !name.get().isBlank()) {
                return name;
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(String claim) {
        return claims.isPresent() && claims.get().value(claim).orElse("") instanceof String text && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
    }
}
