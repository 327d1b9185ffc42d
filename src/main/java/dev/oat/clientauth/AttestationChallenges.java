package dev.oat.clientauth;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the challenge that an authorization server wants in the next proof of a client attestation: the one that its last
 * answer brought, else one from its challenge endpoint, where it has one.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/">Attestation-Based Client
 *     Authentication §6</a>
 */
public final class AttestationChallenges {
    /** The header field by which answers bring a challenge. */
    static final String HEADER = "OAuth-Client-Attestation-Challenge";

    private static final int LONGEST = 4096;

    private final Optional<URI> endpoint;
    private final Supplier<Transport> transport;
    private @Nullable String latest;

    /**
     * Those of one server.
     *
     * @param endpoint its challenge endpoint, if it has one
     * @param transport sends the question to it
     */
    public AttestationChallenges(Optional<URI> endpoint, Supplier<Transport> transport) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint is null");
        this.transport = Objects.requireNonNull(transport, "transport is null");
    }

    /**
     * Returns what the next proof must hold, if anything. Where there is an endpoint to ask, each is used once.
     *
     * @throws dev.oat.trace.Failure.Unreachable if the endpoint gives none
     */
    synchronized Optional<String> next() {
        String known = latest;
        if (endpoint.isPresent()) {
            latest = null;
            return known == null ? fetched(endpoint.orElseThrow()) : Optional.of(known);
        }
        return Optional.ofNullable(known);
    }

    private Optional<String> fetched(URI address) {
        Request request = new Request(
                "attestation challenge request",
                section("6.1"),
                "POST",
                address,
                Headers.empty().with("Accept", "application/json"),
                Body.none());
        Response response = transport.get().send(request);
        try {
            if (response.isSuccess()) {
                return response.json().text("attestation_challenge").filter(AttestationChallenges::isChallenge);
            }
        } catch (JsonException e) {
            // told below
        }
        throw UnexpectedAnswer.notAMessage(request, response).phase(request.title());
    }

    /** Takes the challenge of an answer, if it brings one; returns whether it did. */
    synchronized boolean learn(Headers response) {
        List<String> given = response.all(HEADER);
        if (given.size() != 1 || !isChallenge(given.get(0))) {
            return false;
        }
        latest = given.get(0);
        return true;
    }

    /** Returns a section of the specification of client attestations. */
    static SpecRef section(String number) {
        return new SpecRef("Attestation-Based Client Authentication", number);
    }

    private static boolean isChallenge(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
