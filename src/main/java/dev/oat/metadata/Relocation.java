package dev.oat.metadata;

import java.net.URI;
import java.util.Optional;

/** Tells where an endpoint lies now, when there is none any more at the address that was remembered for it. */
@FunctionalInterface
public interface Relocation {
    /**
     * The endpoint's address by metadata that are fetched now.
     *
     * @param gone the address that answered that nothing is there
     * @return empty when the address was not remembered but is what the server or the user says, or has not changed
     */
    Optional<URI> insteadOf(URI gone);

    /** Returns whether a status says that there is no such endpoint: none here, none for this method, or none any more. */
    static boolean isGone(int status) {
        return status == 404 || status == 405 || status == 410;
    }

    /** Where nothing is remembered. */
    static Relocation none() {
        return gone -> Optional.empty();
    }
}
