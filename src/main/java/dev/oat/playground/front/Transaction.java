package dev.oat.playground.front;

import dev.oat.playground.issuer.PlaygroundUser;
import java.time.Instant;
import java.util.Optional;

/**
 * An authorization request that waits for the user.
 *
 * @param id unguessable, and known only to the pages made for this request: no other page can answer for the user
 * @param request what is asked
 * @param user who has signed in for it, once someone has
 * @param authTime when
 * @param startedAt when the request came
 */
record Transaction(
        String id, FrontRequest request, Optional<PlaygroundUser> user, Optional<Instant> authTime, Instant startedAt) {

    Transaction signedIn(PlaygroundUser person, Instant time) {
        return new Transaction(id, request, Optional.of(person), Optional.of(time), startedAt);
    }

    Transaction signedOut() {
        return new Transaction(id, request, Optional.empty(), Optional.empty(), startedAt);
    }
}
