package dev.oat.endpoint;

import dev.oat.clientauth.ClientAssertion;
import dev.oat.clientauth.ClientAttestation;
import dev.oat.jose.Jwk;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Secret;
import java.util.List;
import java.util.Optional;

/** What a client has to prove itself with; each is fetched only when a method needs it. */
public interface ClientMeans {
    /** The client secret, if there is one. */
    Optional<Secret> secret();

    /** Whether there is a key to sign with. */
    boolean hasSigningKey();

    /**
     * Returns the key to sign with.
     *
     * @throws dev.oat.trace.Failure.Usage if there is none, or it cannot be read
     */
    Jwk signingKey();

    /**
     * The algorithm to sign with: the one that a user asked for, else one of the key's that the server takes.
     *
     * @param accepted what the server says it takes; empty when it says nothing
     * @throws dev.oat.trace.Failure.Usage if the key cannot sign so
     */
    String signingAlg(Jwk key, List<String> accepted);

    /** Returns the algorithm that a user asked for, if any. */
    Optional<String> askedAlg();

    /** Whether a ready assertion is given. */
    boolean hasAssertion();

    /** Returns the assertion that is given, as it is now. */
    Secret assertion();

    /** Whether a client attestation is given. */
    boolean hasAttestation();

    /**
     * Returns what shows it, with the key that it is for.
     *
     * @param server the server that it is shown to
     * @throws dev.oat.trace.Failure.Usage if there is no such key, or it cannot be read
     */
    ClientAttestation attestation(AuthorizationServer server);

    /** Whether there is a certificate for mutual TLS. */
    boolean hasCertificate();

    /** Returns whether that certificate vouches for itself. */
    boolean isSelfSigned();

    /** Makes assertions. */
    ClientAssertion assertions();
}
