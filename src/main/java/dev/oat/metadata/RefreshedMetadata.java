package dev.oat.metadata;

import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an endpoint that has moved since a server's metadata were put into the cache: fetches them anew, once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.2">RFC 8414 §3.2</a>
 */
public final class RefreshedMetadata implements Relocation {
    private final AuthorizationServer remembered;
    private final Supplier<AuthorizationServer> afresh;
    private final Trace trace;
    private boolean asked;
    private @Nullable AuthorizationServer fetched;

    /**
     * Metadata that may be old.
     *
     * @param remembered the server as it is known
     * @param afresh fetches its metadata past the cache
     * @param trace is told
     */
    public RefreshedMetadata(AuthorizationServer remembered, Supplier<AuthorizationServer> afresh, Trace trace) {
        this.remembered = Objects.requireNonNull(remembered, "remembered is null");
        this.afresh = Objects.requireNonNull(afresh, "afresh is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    @Override
    public synchronized Optional<URI> insteadOf(URI gone) {
        if (!remembered.isRemembered()) {
            return Optional.empty();
        }
        for (Endpoint endpoint : Endpoint.values()) {
            if (remembered.text(endpoint.member()).equals(Optional.of(gone.toString()))) {
                Optional<AuthorizationServer> now = now(gone);
                return now.isEmpty()
                        ? Optional.empty()
                        : now.get().endpoint(endpoint).filter(address -> !address.equals(gone));
            }
        }
        return Optional.empty();
    }

    private Optional<AuthorizationServer> now(URI gone) {
        if (!asked) {
            asked = true;
            trace.note("there is no endpoint any more at " + gone
                    + ", which cached metadata name: fetching the metadata anew, once");
            try {
                fetched = afresh.get();
            } catch (Failure.Unreachable | Failure.TimedOut e) {
                // what the endpoint answered is the better story
                trace.note("the metadata cannot be had: " + e.what());
            }
        }
        return Optional.ofNullable(fetched);
    }
}
