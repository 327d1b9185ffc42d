package dev.oat.endpoint;

import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The metadata of a client whose id is their address.
 *
 * @param clientId the client's id, and the document's address
 * @param document the document, unknown members kept
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/">OAuth Client ID Metadata
 *     Document</a>
 */
public record ClientIdDocument(String clientId, JsonObject document) {
    /** The most that servers are expected to read. */
    public static final int MOST_BYTES = 5 << 10;

    private static final String DRAFT = "draft-ietf-oauth-client-id-metadata-document";
    private static final Set<String> PRIVATE_KEY_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    public ClientIdDocument {
        Objects.requireNonNull(clientId, "clientId is null");
        Objects.requireNonNull(document, "document is null");
    }

    private static SpecRef section(String number) {
        return new SpecRef(DRAFT, number);
    }

    /** Returns whether a client id is meant to be the address of its metadata. */
    public static boolean isAddress(String clientId) {
        return clientId.startsWith("https://") || clientId.startsWith("http://127.0.0.1");
    }

    /** The check that an id can be such an address. */
    public static Check address(String clientId) {
        return Check.of(
                "client_document.address",
                "the client id can be the address of its metadata",
                section("3"),
                isGood(clientId),
                "an https address with a path, without dot segments, user name and fragment",
                clientId);
    }

    private static boolean isGood(String clientId) {
        URI uri;
        try {
            uri = new URI(clientId);
        } catch (URISyntaxException e) {
            return false;
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return uri.getHost() != null
                && Origins.isSecure(uri)
                && !path.isEmpty()
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }

    /**
     * Returns the document as it is published.
     *
     * @throws Failure.CheckFailed if the id can be no such address
     * @throws Failure.Unreachable if there is no document
     */
    public static ClientIdDocument fetch(Transport transport, String clientId) {
        Check address = address(clientId);
        if (address.failed()) {
            throw new Failure.CheckFailed("client ID metadata document", address);
        }
        Request request = Request.get("client metadata request", section("5"), URI.create(clientId));
        Response response = transport.send(request);
        if (response.status() != 200) {
            throw UnexpectedAnswer.notAMessage(request, response).phase("client metadata");
        }
        if (response.length() > MOST_BYTES) {
            throw new Failure.CheckFailed(
                    "client ID metadata document",
                    Check.of(
                            "client_document.size",
                            "the document is small enough for every server",
                            section("8.7"),
                            false,
                            MOST_BYTES + " bytes at the most",
                            response.length() + " bytes"));
        }
        try {
            return new ClientIdDocument(clientId, response.json());
        } catch (JsonException e) {
            throw UnexpectedAnswer.notAMessage(request, response).phase("client metadata");
        }
    }

    /** Returns the checks on the document. */
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(address(clientId));
        checks.add(Check.same(
                "client_document.client_id",
                "client_id is the document's address",
                section("4"),
                clientId,
                text("client_id")));
        String method = text("token_endpoint_auth_method");
        boolean shared = method.startsWith("client_secret");
        checks.add(Check.of(
                "client_document.auth_method",
                "the client authenticates without a shared secret",
                section("4.1"),
                !shared,
                "none, private_key_jwt or a certificate",
                method.isEmpty() ? "not said" : method));
        boolean secret = document.has("client_secret") || document.has("client_secret_expires_at");
        checks.add(Check.of(
                "client_document.secret",
                "the document holds no secret",
                section("4.1"),
                !secret && !hasPrivateKey(),
                "neither client_secret nor a private key",
                secret ? "client_secret" : hasPrivateKey() ? "a private key" : "neither"));
        boolean redirects;
        try {
            redirects = !document.texts("redirect_uris").isEmpty();
        } catch (JsonException e) {
            redirects = false;
        }
        checks.add(
                usesCodes()
                        ? Check.of(
                                "client_document.redirect_uris",
                                "there are redirect URIs",
                                section("4.2"),
                                redirects,
                                "an array of texts",
                                redirects ? "some" : "none")
                        : Check.notApplicable(
                                "client_document.redirect_uris",
                                "there are redirect URIs",
                                section("4.2"),
                                "the client does not use the browser"));
        return checks;
    }

    private boolean usesCodes() {
        Object grants = document.value("grant_types").orElse("");
        return !(grants instanceof List<?> list) || list.isEmpty() || list.contains("authorization_code");
    }

    private boolean hasPrivateKey() {
        if (!(document.value("jwks").orElse("") instanceof JsonObject jwks)
                || !(jwks.value("keys").orElse("") instanceof List<?> keys)) {
            return false;
        }
        for (Object key : keys) {
            if (key instanceof JsonObject jwk) {
                for (String member : jwk.members().keySet()) {
                    if (PRIVATE_KEY_MEMBERS.contains(member)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private String text(String member) {
        return document.value(member).orElse("") instanceof String text ? text : "";
    }
}
