package dev.oat.metadata;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Fetches a server's metadata, first as OpenID Connect Discovery says, then as RFC 8414 says.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID Connect Discovery §4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3">RFC 8414 §3</a>
 */
public final class Discovery {
    /** The two forms of metadata. */
    public enum Form {
        OPENID_CONNECT("OpenID Connect metadata", SpecRef.oidcDiscovery("4"), SpecRef.oidcDiscovery("4.3")),
        OAUTH("OAuth metadata", SpecRef.rfc(8414, "3"), SpecRef.rfc(8414, "3.3"));

        private final String title;
        private final SpecRef spec;
        private final SpecRef validation;

        Form(String title, SpecRef spec, SpecRef validation) {
            this.title = title;
            this.spec = spec;
            this.validation = validation;
        }

        /** The section by which it must name the issuer that was asked for. */
        public SpecRef validation() {
            return validation;
        }

        /** The form that a document at this address has; RFC 8414's where the address does not say. */
        static Form at(URI address) {
            boolean openId =
                    address.getRawPath() != null && address.getRawPath().endsWith("/openid-configuration");
            return openId ? OPENID_CONNECT : OAUTH;
        }

        /** What people call it. */
        public String title() {
            return title;
        }

        /** The section that describes its request. */
        public SpecRef spec() {
            return spec;
        }
    }

    private final Transport transport;
    private final DocumentCache cache;
    private final Clock clock;
    private final Trace trace;
    private final boolean allowHttp;

    /**
     * A discovery.
     *
     * @param transport sends the requests, without any credentials
     * @param cache keeps what was fetched
     * @param clock the time
     * @param trace takes the checks
     * @param allowHttp whether http is fine beyond this machine
     */
    public Discovery(Transport transport, DocumentCache cache, Clock clock, Trace trace, boolean allowHttp) {
        this.transport = transport;
        this.cache = cache;
        this.clock = clock;
        this.trace = trace;
        this.allowHttp = allowHttp;
    }

    /**
     * The server of an issuer.
     *
     * @throws Failure.Usage if the issuer is no https address
     * @throws Failure.Unreachable if neither form of metadata is there
     * @throws Failure.CheckFailed if the metadata names another issuer
     */
    public AuthorizationServer discover(String issuer) {
        URI address = Addresses.given("--issuer", issuer, allowHttp);
        if (address.getRawQuery() != null) {
            throw new Failure.Usage("--issuer has a query (?…)").hint("an issuer has none (RFC 8414 §2)");
        }
        Optional<JsonObject> cached = cache.get("metadata " + issuer);
        if (cached.isPresent()) {
            return AuthorizationServer.describedBy(cached.orElseThrow(), allowHttp);
        }
        Failure first;
        try {
            return fetch(issuer, wellKnown(issuer, Form.OPENID_CONNECT), Form.OPENID_CONNECT);
        } catch (Failure.Unreachable e) {
            if (e.status().isEmpty()) {
                throw e;
            }
            first = e;
        }
        try {
            return fetch(issuer, wellKnown(issuer, Form.OAUTH), Form.OAUTH);
        } catch (Failure.Unreachable second) {
            Failure failure = new Failure.Unreachable("no metadata at " + issuer + ": "
                    + wellKnown(issuer, Form.OPENID_CONNECT) + " gave " + status(first) + ", "
                    + wellKnown(issuer, Form.OAUTH) + " gave " + status(second));
            failure.phase("discovery");
            failure.spec(Form.OAUTH.spec());
            failure.at(issuer, first.status().orElse(0));
            throw failure.hint(
                    "check the issuer to the letter, path and slash included; without metadata give --token-endpoint URL");
        }
    }

    private static String status(Failure failure) {
        String what = failure.what();
        int with = what.indexOf("was answered with ");
        return with < 0 ? what : what.substring(with + "was answered with ".length());
    }

    /**
     * The server that a metadata document at any address describes.
     *
     * @param address the document's address
     * @param issuer the issuer that it must name, or empty to take the document's word
     * @throws Failure.Unreachable if there is no metadata
     * @throws Failure.CheckFailed if it names another issuer
     */
    public AuthorizationServer fetchFrom(String address, Optional<String> issuer) {
        URI uri = Addresses.given("--metadata-url", address, allowHttp);
        if (issuer.isPresent()) {
            return fetch(issuer.orElseThrow(), uri, Form.at(uri));
        }
        JsonObject document = load(uri, Form.at(uri)).document();
        String said = document.value("issuer").orElse("") instanceof String text ? text : "";
        return AuthorizationServer.describedBy(withSigned(said, document), allowHttp);
    }

    /**
     * One form of a server's metadata, past the cache.
     *
     * @throws Failure.Unreachable if it is not there
     * @throws Failure.CheckFailed if it names another issuer
     */
    public AuthorizationServer fetch(String issuer, Form form) {
        return fetch(issuer, wellKnown(issuer, form), form);
    }

    private AuthorizationServer fetch(String issuer, URI address, Form form) {
        Loaded loaded = load(address, form);
        Check check = issuerCheck(issuer, loaded.document(), form);
        verify(form.title(), List.of(check), hint(issuer, check.found()));
        JsonObject document = withSigned(issuer, loaded.document());
        if (!loaded.freshness().isZero()) {
            cache.put("metadata " + issuer, document, loaded.freshness());
        }
        return AuthorizationServer.describedBy(document, allowHttp);
    }

    /**
     * Metadata with what the server has signed in place of what it says plainly.
     *
     * @throws Failure.CheckFailed if it is the issuer's, and cannot be verified
     */
    private JsonObject withSigned(String issuer, JsonObject document) {
        String hint =
                "the metadata are not used; tell the server's operator: oat discover " + ShellWord.argument(issuer);
        String subject = "signed metadata";
        Optional<SignedMetadata> found;
        try {
            found = SignedMetadata.in(document);
        } catch (JoseException e) {
            verify(subject, List.of(SignedMetadata.unreadable(e)), hint);
            return document;
        }
        if (found.isEmpty()) {
            return document;
        }
        SignedMetadata signed = found.get();
        if (signed.isOfAnother(issuer)) {
            trace.note("the signed metadata are not used: " + signed.attester()
                    + " attests them, whose keys are not known (RFC 8414 §2.1)");
            return document;
        }
        AuthorizationServer plain = AuthorizationServer.describedBy(document, allowHttp);
        boolean keyless = plain.endpoint(Endpoint.JWKS).isEmpty();
        SigningKeys keys = new SigningKeys(transport, cache);
        Instant now = clock.instant();
        List<Check> checks = signed.checks(issuer, keyless ? JwkSet.of(List.of()) : keys.of(plain), now);
        if (!keyless && SignatureChecks.needsOtherKeys(signed.jwt(), checks)) {
            checks = signed.checks(issuer, keys.fetched(plain), now);
        }
        JsonObject whole = signed.over(document);
        checks.add(issuerCheck(issuer, whole, Form.OAUTH));
        verify(subject, checks, hint);
        return whole;
    }

    private void verify(String subject, List<Check> checks, String hint) {
        try {
            trace.verify(subject, checks);
        } catch (Failure.CheckFailed e) {
            throw e.<Failure.CheckFailed>phase("discovery").hint(hint);
        }
    }

    private static String hint(String issuer, String found) {
        boolean slash = found.equals(issuer + "/") || issuer.equals(found + "/");
        return slash
                ? ShellWord.option("--issuer", found) + ": the slash at the end counts"
                : "the metadata are not used; check the issuer to the letter, path and slash included: oat discover "
                        + ShellWord.argument(issuer);
    }

    private record Loaded(JsonObject document, java.time.Duration freshness) {}

    private Loaded load(URI address, Form form) {
        Request request = Request.get(form.title() + " request", form.spec(), address);
        Response response = transport.send(request);
        if (response.status() != 200) {
            throw response.notAMessage(request).phase("discovery");
        }
        try {
            return new Loaded(response.json(), Freshness.of(response.headers()));
        } catch (JsonException e) {
            throw response.notAMessage(request).phase("discovery");
        }
    }

    /**
     * The comparison of the issuer that was asked for with the one in the metadata.
     *
     * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation">OpenID
     *     Connect Discovery §4.3</a>
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.3">RFC 8414 §3.3</a>
     */
    public static Check issuerCheck(String issuer, JsonObject document, Form form) {
        String found;
        try {
            found = document.text("issuer").orElse("");
        } catch (JsonException e) {
            found = String.valueOf(e.getMessage());
        }
        return Check.same("metadata.issuer", "the issuer is the one asked for", form.validation(), issuer, found);
    }

    /**
     * Where a form of metadata lies: OpenID Connect puts the well-known part behind the issuer's path, RFC 8414 before it.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.1">RFC 8414 §3.1</a>
     */
    public static URI wellKnown(String issuer, Form form) {
        String trimmed = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        if (form == Form.OPENID_CONNECT) {
            return URI.create(trimmed + "/.well-known/openid-configuration");
        }
        URI uri = URI.create(trimmed);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(
                uri.getScheme() + "://" + uri.getRawAuthority() + "/.well-known/oauth-authorization-server" + path);
    }
}
