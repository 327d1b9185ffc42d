package dev.oat.metadata;

import dev.oat.http.Hosts;
import dev.oat.http.Origins;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An authorization server: its issuer, and where its endpoints lie.
 *
 * <p>The document may come from the server, from options, or from both; an option's endpoint stands in for the server's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2</a>
 */
public final class AuthorizationServer {
    private static final SpecRef METADATA = SpecRef.rfc(8414, "2");

    private final JsonObject document;
    private final boolean allowHttp;
    private final boolean remembered;

    private AuthorizationServer(JsonObject document, boolean allowHttp, boolean remembered) {
        this.document = Objects.requireNonNull(document, "document is null");
        this.allowHttp = allowHttp;
        this.remembered = remembered;
    }

    /**
     * Returns a server described by a metadata document, whole or in part.
     *
     * @param document the metadata members that are known
     * @param allowHttp whether endpoints beyond this machine may be http
     */
    public static AuthorizationServer describedBy(JsonObject document, boolean allowHttp) {
        return new AuthorizationServer(document, allowHttp, false);
    }

    /** A server described by metadata that were fetched in an earlier run. */
    static AuthorizationServer rememberedBy(JsonObject document, boolean allowHttp) {
        return new AuthorizationServer(document, allowHttp, true);
    }

    /** Returns whether the metadata were fetched in an earlier run, and may be old. */
    public boolean isRemembered() {
        return remembered;
    }

    /** The metadata as it is known. */
    public JsonObject document() {
        return document;
    }

    /** Returns the issuer, to the letter; empty when only endpoints are known. */
    public Optional<String> issuer() {
        return text("issuer");
    }

    /** This server with one endpoint from elsewhere than its metadata. */
    public AuthorizationServer withEndpoint(Endpoint endpoint, URI address) {
        return new AuthorizationServer(document.with(endpoint.member(), address.toString()), allowHttp, remembered);
    }

    /**
     * Returns this server with the endpoints that it keeps for clients that show a certificate, where it names any.
     *
     * @throws Failure.CheckFailed if the names have another type
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-5">RFC 8705 §5</a>
     */
    public AuthorizationServer withMutualTlsEndpoints() {
        try {
            JsonObject aliases = document.object("mtls_endpoint_aliases").orElse(JsonObject.EMPTY);
            JsonObject changed = document;
            for (Endpoint endpoint : Endpoint.values()) {
                // what the browser opens, and what is fetched without credentials, stays where it is
                boolean own = endpoint != Endpoint.AUTHORIZATION
                        && endpoint != Endpoint.END_SESSION
                        && endpoint != Endpoint.CHALLENGE
                        && endpoint != Endpoint.JWKS;
                Optional<String> alias = own ? aliases.text(endpoint.member()) : Optional.empty();
                if (alias.isPresent()) {
                    changed = changed.with(endpoint.member(), alias.orElseThrow());
                }
            }
            return new AuthorizationServer(changed, allowHttp, remembered);
        } catch (JsonException e) {
            throw wrongType("mtls_endpoint_aliases", e);
        }
    }

    /**
     * Returns where an endpoint lies, if the server has it.
     *
     * @throws Failure.CheckFailed if its address is malformed, or http beyond this machine
     */
    public Optional<URI> endpoint(Endpoint endpoint) {
        Optional<String> address = text(endpoint.member());
        return address.isEmpty() ? Optional.empty() : Optional.of(checked(endpoint, address.orElseThrow()));
    }

    /**
     * Returns where an endpoint lies.
     *
     * @throws Failure.Usage if the server's metadata does not name it and no option gave it
     * @throws Failure.CheckFailed if its address is malformed, or http beyond this machine
     */
    public URI require(Endpoint endpoint) {
        Optional<URI> address = endpoint(endpoint);
        if (address.isPresent()) {
            return address.orElseThrow();
        }
        String server = issuer().isPresent() ? "the metadata of " + issuer().orElseThrow() : "the settings";
        throw new Failure.Usage("no " + endpoint.member() + " is known: " + server + " does not name one")
                .hint("give it with " + endpoint.option() + " URL"
                        + (issuer().isPresent() ? "" : ", or give --issuer URL"));
    }

    private URI checked(Endpoint endpoint, String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw bad(endpoint, "an absolute https address", "something that is no address");
        }
        Optional<String> problem = uri.getHost() == null ? Hosts.problem(uri) : Optional.empty();
        if (problem.isPresent()) {
            throw bad(endpoint, "an address with a host name", address + " (" + problem.get() + ")");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw bad(endpoint, "an absolute https address", address);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (!Origins.isSecure(uri) && !(allowHttp && http)) {
            throw bad(endpoint, "an https address", address)
                    .hint(http ? "if you accept clear text, use --allow-http" : "tell the server's operator");
        }
        return uri;
    }

    private static Failure bad(Endpoint endpoint, String expected, String found) {
        return new Failure.CheckFailed(
                "metadata",
                Check.of(
                        "metadata." + endpoint.member(),
                        endpoint.member() + " can be used safely",
                        METADATA,
                        false,
                        expected,
                        found));
    }

    /**
     * Returns a text member of the metadata.
     *
     * @throws Failure.CheckFailed if it has another type
     */
    public Optional<String> text(String member) {
        try {
            return document.text(member);
        } catch (JsonException e) {
            throw wrongType(member, e);
        }
    }

    /**
     * Returns a list member of the metadata, such as {@code scopes_supported}; empty when it is absent.
     *
     * @throws Failure.CheckFailed if it has another type
     */
    public List<String> texts(String member) {
        try {
            return document.texts(member);
        } catch (JsonException e) {
            throw wrongType(member, e);
        }
    }

    /**
     * Returns a true-or-false member of the metadata; false when it is absent.
     *
     * @throws Failure.CheckFailed if it has another type
     */
    public boolean flag(String member) {
        try {
            return document.flag(member).orElse(false);
        } catch (JsonException e) {
            throw wrongType(member, e);
        }
    }

    private static Failure wrongType(String member, JsonException problem) {
        return new Failure.CheckFailed(
                "metadata",
                Check.of(
                        "metadata." + member,
                        member + " has the type that its specification gives it",
                        METADATA,
                        false,
                        "the specified type",
                        String.valueOf(problem.getMessage())));
    }
}
