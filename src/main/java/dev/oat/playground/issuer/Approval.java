package dev.oat.playground.issuer;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who may do what: what a grant has established, and what tokens are made from.
 *
 * @param client the client that acts
 * @param user the user for whom it acts, if for anyone
 * @param scopes what was granted
 * @param audience for which resources; never empty
 * @param nonce the nonce of the authorization request
 * @param authTime when the user signed in
 * @param extras what else was granted
 * @param family what all tokens that come of one sign-in have in common
 */
public record Approval(
        PlaygroundClient client,
        Optional<PlaygroundUser> user,
        List<String> scopes,
        List<String> audience,
        Optional<String> nonce,
        Optional<Instant> authTime,
        Extras extras,
        String family) {
    public Approval {
        Objects.requireNonNull(client, "client is null");
        Objects.requireNonNull(user, "user is null");
        scopes = List.copyOf(scopes);
        audience = List.copyOf(audience);
        Objects.requireNonNull(nonce, "nonce is null");
        Objects.requireNonNull(authTime, "authTime is null");
        Objects.requireNonNull(extras, "extras is null");
        Objects.requireNonNull(family, "family is null");
    }

    public String subject() {
        return user.map(PlaygroundUser::subject).orElse(client.id());
    }

    public String scope() {
        return String.join(" ", scopes);
    }

    public Approval narrowedTo(List<String> fewer) {
        return new Approval(client, user, fewer, audience, nonce, authTime, extras, family);
    }
}
