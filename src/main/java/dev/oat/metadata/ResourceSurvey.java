package dev.oat.metadata;

import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.json.JsonException;
import dev.oat.metadata.Finding.Severity;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One look at an API's metadata, whatever is wrong with them.
 *
 * @param api the address that was asked for
 * @param metadata what the API says of itself
 * @param mediaType the {@code Content-Type} that it came with, without parameters
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-3">RFC 9728 §3</a>
 */
public record ResourceSurvey(URI api, ResourceMetadata metadata, String mediaType) {
    private static final SpecRef MEMBERS = SpecRef.rfc(9728, "2");

    public ResourceSurvey {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(metadata, "metadata is null");
        Objects.requireNonNull(mediaType, "mediaType is null");
    }

    /**
     * Looks at an API.
     *
     * @param transport sends the requests, without any credentials
     * @param address the API, or the well-known address of its metadata
     * @param source what gave the address, for messages
     * @param allowHttp whether http is fine beyond this machine
     * @return what was found, or empty when there is no such document
     * @throws Failure.Usage if the address is no https address
     */
    public static Optional<ResourceSurvey> of(Transport transport, String address, String source, boolean allowHttp) {
        URI uri = Addresses.given(source, address, allowHttp);
        Optional<String> described = ResourceMetadata.resourceOf(uri);
        URI api = described.isPresent() ? URI.create(described.get()) : uri;
        Set<URI> candidates = new LinkedHashSet<>();
        candidates.add(ResourceMetadata.wellKnown(api));
        if (described.isEmpty()) {
            candidates.add(ResourceMetadata.wellKnown(URI.create(api.getScheme() + "://" + api.getRawAuthority())));
        }
        for (URI candidate : candidates) {
            Optional<ResourceSurvey> found = look(transport, api, candidate);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<ResourceSurvey> look(Transport transport, URI api, URI address) {
        Response response;
        try {
            response = transport.send(Request.get("resource metadata request", SpecRef.rfc(9728, "3.1"), address));
        } catch (Failure.Unreachable | Failure.TimedOut e) {
            return Optional.empty();
        }
        if (response.status() != 200) {
            return Optional.empty();
        }
        try {
            ResourceMetadata metadata = new ResourceMetadata(address, response.json());
            return Optional.of(new ResourceSurvey(api, metadata, response.mediaType()));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** Returns the comparison of the document's resource with the address asked for, when it failed. */
    public Optional<Check> mismatch() {
        Check first = metadata.checks(api).get(0);
        return first.failed() ? Optional.of(first) : Optional.empty();
    }

    /**
     * Returns what is wrong with the metadata, or worth knowing.
     *
     * @param server what the first of its authorization servers says of itself, if that was looked at
     */
    public List<Finding> findings(Optional<ServerSurvey> server) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : metadata.checks(api)) {
            if (check.failed()) {
                findings.add(new Finding(
                        Severity.ERROR,
                        check.name(),
                        "not so: " + check.title(),
                        check.spec(),
                        check.expected(),
                        check.found(),
                        "a client must not use this metadata; tell the API's operator"));
            }
        }
        resource(findings);
        servers(findings, server);
        tokens(findings);
        if (!mediaType.isEmpty() && !mediaType.equals("application/json")) {
            findings.add(new Finding(
                    Severity.NOTE,
                    "resource_metadata.media_type",
                    "the resource metadata comes with another media type",
                    SpecRef.rfc(9728, "3.2"),
                    "application/json",
                    mediaType,
                    "strict clients refuse it"));
        }
        if (metadata.document().has("signed_metadata")) {
            findings.add(new Finding(
                    Severity.NOTE,
                    "resource_metadata.signed",
                    "there is signed_metadata, which oat does not use",
                    SpecRef.rfc(9728, "2.2"),
                    "a client that knows its issuer takes its values first",
                    "signed_metadata",
                    "nothing to do; it is compared with nothing here"));
        }
        List<Finding> ordered = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            for (Finding finding : findings) {
                if (finding.severity() == severity) {
                    ordered.add(finding);
                }
            }
        }
        return List.copyOf(ordered);
    }

    private void resource(List<Finding> findings) {
        Optional<URI> uri = uri(metadata.resource());
        boolean plain = uri.isPresent()
                && "https".equalsIgnoreCase(uri.get().getScheme())
                && uri.get().getRawFragment() == null;
        if (!plain && !metadata.resource().isEmpty()) {
            findings.add(new Finding(
                    uri.isPresent() && Origins.isLoopback(uri.get()) ? Severity.NOTE : Severity.ERROR,
                    "resource_metadata.resource_form",
                    "the resource is no https address without fragment",
                    SpecRef.rfc(9728, "1.2"),
                    "an https address without fragment",
                    metadata.resource(),
                    "serve it over https"));
        }
        if (plain && uri.orElseThrow().getRawQuery() != null) {
            findings.add(new Finding(
                    Severity.NOTE,
                    "resource_metadata.resource_query",
                    "the resource has a query",
                    SpecRef.rfc(9728, "1.2"),
                    "no query where it can be avoided",
                    metadata.resource(),
                    "clients differ in how they find such metadata"));
        }
    }

    private void servers(List<Finding> findings, Optional<ServerSurvey> server) {
        List<String> servers = metadata.authorizationServers();
        if (servers.isEmpty()) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "resource_metadata.no_server",
                    "no authorization server is named",
                    MEMBERS,
                    "authorization_servers",
                    "",
                    "clients cannot find out where to sign in"));
        }
        if (server.isEmpty()) {
            return;
        }
        Object listed = server.get().document().value("protected_resources").orElse("");
        if (listed instanceof List<?> resources && !resources.contains(metadata.resource())) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "resource_metadata.not_listed",
                    "its authorization server does not list this API",
                    SpecRef.rfc(9728, "4"),
                    metadata.resource() + " in protected_resources",
                    "not there",
                    "one of the two is set up for another; careful clients stop here"));
        }
    }

    private void tokens(List<Finding> findings) {
        Object methods = metadata.document().value("bearer_methods_supported").orElse("");
        if (methods instanceof List<?> list && list.contains("query")) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "resource_metadata.query",
                    "tokens are taken in the query",
                    SpecRef.rfc(9700, "4.3.2"),
                    "header",
                    "query",
                    "addresses end in logs and histories, and the token with them; take it in the header only"));
        }
        Object algorithms = metadata.document()
                .value("resource_signing_alg_values_supported")
                .orElse("");
        if (algorithms instanceof List<?> list && list.contains("none")) {
            findings.add(new Finding(
                    Severity.ERROR,
                    "resource_metadata.none",
                    "resource_signing_alg_values_supported has none",
                    MEMBERS,
                    "none MUST NOT be there",
                    "none",
                    "anybody can make such an answer; tell the API's operator"));
        }
        if (metadata.scopes().isEmpty()) {
            findings.add(new Finding(
                    Severity.NOTE,
                    "resource_metadata.scopes",
                    "scopes_supported is not there",
                    MEMBERS,
                    "recommended",
                    "",
                    "clients learn the scopes by the API's refusals only"));
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
