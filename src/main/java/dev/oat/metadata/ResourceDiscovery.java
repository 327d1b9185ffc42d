package dev.oat.metadata;

import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who protects an API: by the address that its refusal names, else by the well-known ones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-5">RFC 9728 §5</a>
 */
public final class ResourceDiscovery {
    private static final String PHASE = "resource discovery";
    private static final SpecRef REQUEST = SpecRef.rfc(9728, "3.1");

    private final Transport transport;
    private final Trace trace;

    /**
     * Creates a discovery.
     *
     * @param transport sends the requests, without any credentials
     * @param trace takes the checks
     */
    public ResourceDiscovery(Transport transport, Trace trace) {
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Returns the metadata of an API.
     *
     * @param api the address that was asked
     * @param named what the {@code resource_metadata} of its challenge says, or empty
     * @throws Failure.Unreachable if there is none
     * @throws Failure.CheckFailed if it is about another API, or cannot be used safely
     */
    public ResourceMetadata find(URI api, Optional<String> named) {
        if (named.isPresent()) {
            return verified(load(address(api, named.get())), api);
        }
        Failure.Unreachable first = null;
        for (URI address : candidates(api)) {
            try {
                return verified(load(address), api);
            } catch (Failure.Unreachable e) {
                boolean nobodyThere = e.status().isEmpty();
                boolean document = e.status().equals(Optional.of(200));
                if (nobodyThere || document) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        Failure failure = new Failure.Unreachable(Origins.of(api) + " does not say who protects it");
        failure.phase(PHASE);
        failure.spec(REQUEST);
        failure.at(
                candidates(api).iterator().next().toString(),
                first == null ? 0 : first.status().orElse(0));
        throw failure.hint("where you know the server: oat login NAME --issuer URL --client-id ID --api "
                + ShellWord.quoted(Origins.of(api)) + "; for an MCP server of that time: --legacy mcp-2025-03-26");
    }

    /** Returns the well-known addresses for an API: by its path, then by its host alone. */
    private static Set<URI> candidates(URI api) {
        Set<URI> all = new LinkedHashSet<>();
        URI bare = URI.create(
                api.getScheme() + "://" + api.getRawAuthority() + (api.getRawPath() == null ? "" : api.getRawPath()));
        all.add(ResourceMetadata.wellKnown(bare));
        all.add(ResourceMetadata.wellKnown(URI.create(api.getScheme() + "://" + api.getRawAuthority())));
        return all;
    }

    /** Returns a challenge's text as an address; an API elsewhere may not point to this machine. */
    private URI address(URI api, String named) {
        Optional<URI> found = Optional.empty();
        try {
            URI uri = new URI(named);
            boolean usable = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && Origins.isSecure(uri)
                    && (Origins.isLoopback(api) || !Origins.isLoopback(uri));
            found = usable ? Optional.of(uri) : found;
        } catch (URISyntaxException e) {
            // told by the check
        }
        trace.verify(
                "challenge",
                List.of(Check.of(
                        "challenge.resource_metadata",
                        "resource_metadata is an address that can be asked safely",
                        SpecRef.rfc(9728, "5.1"),
                        found.isPresent(),
                        Origins.isLoopback(api) ? "an https address, or http on this machine" : "an https address",
                        named.length() > 200 ? "a text of " + named.length() + " characters" : named)));
        return found.orElseThrow();
    }

    /**
     * Returns a document, unchecked.
     *
     * @throws Failure.Unreachable if there is none
     */
    ResourceMetadata load(URI address) {
        Request request = Request.get("resource metadata request", REQUEST, address);
        Response response = transport.send(request);
        if (response.status() != 200) {
            throw UnexpectedAnswer.notAMessage(request, response).phase(PHASE);
        }
        try {
            return new ResourceMetadata(address, response.json());
        } catch (JsonException e) {
            throw UnexpectedAnswer.notAMessage(request, response).phase(PHASE);
        }
    }

    private ResourceMetadata verified(ResourceMetadata metadata, URI api) {
        try {
            trace.verify("resource metadata", metadata.checks(api));
        } catch (Failure.CheckFailed e) {
            e.phase(PHASE);
            e.at(metadata.address().toString(), 200);
            throw e.hint("nothing of it was used; tell the API's operator");
        }
        if (metadata.document().has("signed_metadata")) {
            trace.note("signed_metadata is there, and is not used: its issuer is not known here (RFC 9728 §2.2)");
        }
        return metadata;
    }
}
