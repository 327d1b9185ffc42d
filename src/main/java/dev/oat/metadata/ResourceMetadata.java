package dev.oat.metadata;

import dev.oat.http.Origins;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an API says of itself: its identifier, the authorization servers that it trusts, and the scopes that it knows.
 *
 * @param address where the document lies
 * @param document the document, unknown members kept
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-2">RFC 9728 §2</a>
 */
public record ResourceMetadata(URI address, JsonObject document) {
    /** The part of the path by which such documents are found. */
    public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** More than any API needs; the rest of a longer list is passed over. */
    static final int MOST_SERVERS = 10;

    private static final SpecRef MEMBERS = SpecRef.rfc(9728, "2");
    private static final SpecRef VALIDATION = SpecRef.rfc(9728, "3.3");
    private static final List<String> LISTS =
            List.of("authorization_servers", "scopes_supported", "bearer_methods_supported");

    public ResourceMetadata {
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(document, "document is null");
    }

    /**
     * Returns where the metadata of a resource lie: the well-known part stands between the host and the path.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-3.1">RFC 9728 §3.1</a>
     */
    public static URI wellKnown(URI resource) {
        String path = resource.getRawPath() == null || resource.getRawPath().equals("/") ? "" : resource.getRawPath();
        String query = resource.getRawQuery() == null ? "" : "?" + resource.getRawQuery();
        return URI.create(resource.getScheme() + "://" + resource.getRawAuthority() + WELL_KNOWN + path + query);
    }

    /** Returns the resource whose metadata lie at this address, or empty when it is no well-known one. */
    public static Optional<String> resourceOf(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        if (!path.equals(WELL_KNOWN) && !path.startsWith(WELL_KNOWN + "/")) {
            return Optional.empty();
        }
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return Optional.of(
                address.getScheme() + "://" + address.getRawAuthority() + path.substring(WELL_KNOWN.length()) + query);
    }

    /**
     * Returns the checks on the document for a request to an API.
     *
     * <p>The {@code resource} must be the address that was asked, to the letter; or the identifier from which the
     * document's own address was made, when what was asked lies below it.
     *
     * @param asked the address of the request to the API
     */
    public List<Check> checks(URI asked) {
        List<Check> checks = new ArrayList<>();
        Object resource = document.value("resource").orElse("");
        checks.add(Check.of(
                "resource_metadata.resource",
                "resource is the API that was asked",
                VALIDATION,
                resource instanceof String text && isAbout(text, asked),
                asked + ", or what lies above it and has its metadata at " + address,
                resource instanceof String text ? text : "no text"));
        for (String member : LISTS) {
            try {
                document.texts(member);
            } catch (JsonException e) {
                checks.add(wrongType(member, e));
            }
        }
        for (String server : texts("authorization_servers")) {
            checks.add(Check.of(
                    "resource_metadata.authorization_servers",
                    "each authorization server is an issuer that can be used safely",
                    MEMBERS,
                    isSafeFor(server, asked),
                    Origins.isLoopback(asked)
                            ? "https addresses, or http on this machine, without query and fragment"
                            : "https addresses of other machines, without query and fragment",
                    server));
        }
        List<String> methods = texts("bearer_methods_supported");
        if (document.has("bearer_methods_supported")) {
            checks.add(Check.of(
                    "resource_metadata.bearer_methods_supported",
                    "the token may go in the Authorization header",
                    MEMBERS,
                    methods.contains("header"),
                    "header",
                    String.join(", ", methods)));
        }
        return checks;
    }

    private static Check wrongType(String member, JsonException problem) {
        return Check.of(
                "resource_metadata." + member,
                member + " has the type that its specification gives it",
                MEMBERS,
                false,
                "an array of texts",
                String.valueOf(problem.getMessage()));
    }

    private boolean isAbout(String resource, URI asked) {
        if (resource.equals(asked.toString())) {
            return true;
        }
        URI uri;
        try {
            uri = new URI(resource);
        } catch (URISyntaxException e) {
            return false;
        }
        return uri.getHost() != null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null
                && wellKnown(uri).equals(address)
                && Origins.of(uri).equals(Origins.of(asked))
                && isBelow(asked, uri);
    }

    private static boolean isBelow(URI asked, URI resource) {
        if (resource.getRawQuery() != null) {
            return false;
        }
        String above = resource.getRawPath() == null ? "" : resource.getRawPath();
        String path = asked.getRawPath() == null ? "" : asked.getRawPath();
        String prefix = above.endsWith("/") ? above : above + "/";
        return path.equals(above) || path.startsWith(prefix) || (prefix.equals("/") && path.isEmpty());
    }

    /** An API elsewhere may not lead to a server on this machine. */
    private static boolean isSafeFor(String server, URI asked) {
        try {
            URI uri = new URI(server);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && Origins.isSecure(uri)
                    && (Origins.isLoopback(asked) || !Origins.isLoopback(uri));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns the API's identifier. */
    public String resource() {
        return document.value("resource").orElse("") instanceof String text ? text : "";
    }

    /** What people call it, or empty. */
    public String name() {
        return document.value("resource_name").orElse("") instanceof String text ? text : "";
    }

    /** Returns the issuers that it trusts, in its order, the first few of them. */
    public List<String> authorizationServers() {
        List<String> servers = texts("authorization_servers");
        return servers.subList(0, Math.min(servers.size(), MOST_SERVERS));
    }

    /** Returns the scopes that it knows. */
    public List<String> scopes() {
        return texts("scopes_supported");
    }

    /** Whether it takes only tokens that are bound to a key by DPoP. */
    public boolean wantsDpop() {
        return Boolean.TRUE.equals(
                document.value("dpop_bound_access_tokens_required").orElse(""));
    }

    private List<String> texts(String member) {
        try {
            return document.texts(member);
        } catch (JsonException e) {
            return List.of();
        }
    }
}
