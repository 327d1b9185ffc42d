package dev.oat.metadata;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches a server's metadata, first as OpenID Connect Discovery says, then as RFC 8414 says, then where servers with a path
 * in their issuer put it in the other's way.
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

        /** Returns the section by which it must name the issuer that was asked for. */
        public SpecRef validation() {
            return validation;
        }

        /** The form that a document at this address has; RFC 8414's where the address does not say. */
        static Form at(URI address) {
            boolean openId = address.getRawPath() != null && (address.getRawPath() + "/").contains(OPENID + "/");
            return openId ? OPENID_CONNECT : OAUTH;
        }

        /** Returns what people call it. */
        public String title() {
            return title;
        }

        /** The section that describes its request. */
        public SpecRef spec() {
            return spec;
        }
    }

    static final String OPENID = "/.well-known/openid-configuration";
    static final String OAUTH = "/.well-known/oauth-authorization-server";

    private static final String ISSUER_CHECK = "metadata.issuer";

    private final Transport transport;
    private final DocumentCache cache;
    private final Clock clock;
    private final Trace trace;
    private final boolean allowHttp;
    private final boolean oauthFirst;

    /**
     * Creates a discovery.
     *
     * @param transport sends the requests, without any credentials
     * @param cache keeps what was fetched
     * @param clock the time
     * @param trace takes the checks
     * @param allowHttp whether http is fine beyond this machine
     */
    public Discovery(Transport transport, DocumentCache cache, Clock clock, Trace trace, boolean allowHttp) {
        this(transport, cache, clock, trace, allowHttp, false);
    }

    private Discovery(
            Transport transport, DocumentCache cache, Clock clock, Trace trace, boolean allowHttp, boolean oauthFirst) {
        this.oauthFirst = oauthFirst;
        this.transport = transport;
        this.cache = cache;
        this.clock = clock;
        this.trace = trace;
        this.allowHttp = allowHttp;
    }

    /**
     * Returns this discovery in the order that the Model Context Protocol has for servers that protect resources: the form of
     * RFC 8414 first, then OpenID Connect's with the well-known part before the path, then after it.
     *
     * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization">MCP, Authorization Server
     *     Metadata Discovery</a>
     */
    public Discovery forResources() {
        return new Discovery(transport, cache, clock, trace, allowHttp, true);
    }

    /** The places of an issuer in the order in which they are asked. */
    private List<Place> inOrder(List<Place> usual) {
        if (!oauthFirst) {
            return usual;
        }
        return usual.size() == 2
                ? List.of(usual.get(1), usual.get(0))
                : List.of(usual.get(1), usual.get(2), usual.get(0), usual.get(3));
    }

    /**
     * Returns the server of an issuer.
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
            return AuthorizationServer.rememberedBy(cached.orElseThrow(), allowHttp);
        }
        return discoverAnew(issuer);
    }

    /**
     * Returns the server of an issuer by metadata that are fetched now, whatever the cache holds. Failures are those of
     * {@link #discover}.
     */
    public AuthorizationServer discoverAnew(String issuer) {
        List<Place> places = places(issuer);
        Place customary = places.get(0);
        places = inOrder(places);
        StringBuilder tried = new StringBuilder("no metadata at ").append(issuer);
        Failure absent = null;
        Failure foreign = null;
        for (Place place : places) {
            try {
                AuthorizationServer found = fetch(issuer, place.address(), place.form());
                tell(place, customary);
                return found;
            } catch (Failure.Unreachable e) {
                if (e.status().isEmpty()) {
                    throw e;
                }
                tried.append(absent == null ? ": " : ", ").append(place.address());
                tried.append(" gave ").append(status(e));
                absent = absent == null ? e : absent;
            } catch (Failure.CheckFailed e) {
                if (!e.check().name().equals(ISSUER_CHECK)) {
                    throw e;
                }
                // not a word of it is used; a server's catch-all page may be another tenant's
                foreign = foreign == null ? e : foreign;
            }
        }
        if (foreign != null) {
            throw foreign;
        }
        Failure failure = new Failure.Unreachable(tried.toString());
        failure.phase("discovery");
        failure.spec(Form.OAUTH.spec());
        failure.at(issuer, absent == null ? 0 : absent.status().orElse(0));
        throw failure.hint(
                "check the issuer to the letter, path and slash included; without metadata give --token-endpoint URL");
    }

    private void tell(Place found, Place first) {
        if (!found.isCustomary()) {
            String text = "the metadata lie at " + found.address() + " alone, where " + found.oddity();
            if (found.isSpecified()) {
                trace.note(text);
            } else {
                trace.warn(text + "; other clients look at " + first.address());
            }
        }
    }

    private static String status(Failure failure) {
        String what = failure.what();
        int with = what.indexOf("was answered with ");
        return with < 0 ? what : what.substring(with + "was answered with ".length());
    }

    /**
     * A place where metadata may lie.
     *
     * @param form the form that a document there has
     * @param address where that is
     * @param oddity why few clients would find it there; empty where all of them look
     */
    public record Place(Form form, URI address, String oddity) {
        private static final String UNSPECIFIED = "no specification puts them";

        /** Whether it is where the form's own specification puts it. */
        public boolean isCustomary() {
            return oddity.isEmpty();
        }

        /** Returns whether some specification puts it there. */
        public boolean isSpecified() {
            return !oddity.equals(UNSPECIFIED);
        }
    }

    /**
     * Returns where the metadata of an issuer may lie, in the order in which they are looked for: as each form's specification
     * says; then, where the issuer has a path, each form in the other's way.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-5">RFC 8414 §5</a>
     */
    public static List<Place> places(String issuer) {
        Place first = new Place(Form.OPENID_CONNECT, wellKnown(issuer, Form.OPENID_CONNECT), "");
        Place second = new Place(Form.OAUTH, wellKnown(issuer, Form.OAUTH), "");
        String trimmed = withoutSlash(issuer);
        URI uri = URI.create(trimmed);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.isEmpty()) {
            return List.of(first, second);
        }
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        return List.of(
                first,
                second,
                new Place(
                        Form.OPENID_CONNECT,
                        URI.create(origin + OPENID + path),
                        "OpenID Connect Discovery §4 does not put them, but RFC 8414 §5 does"),
                new Place(Form.OAUTH, URI.create(trimmed + OAUTH), Place.UNSPECIFIED));
    }

    /**
     * Returns the server that a metadata document at any address describes.
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
        List<Check> checks = new ArrayList<>(
                keyless
                        ? signed.checks(issuer, JwkSet.of(List.of()), now)
                        : keys.judged(plain, signed.jwt(), subject, set -> signed.checks(issuer, set, now), trace));
        JsonObject whole = signed.over(document);
        checks.add(issuerCheck(issuer, whole, Form.OAUTH));
        verify(subject, checks, hint);
        return whole;
    }

    private void verify(String subject, List<Check> checks, String hint) {
        try {
            trace.verify(subject, checks);
        } catch (Failure.CheckFailed e) {
            e.phase("discovery");
            throw hint.isEmpty() ? e : e.<Failure.CheckFailed>hint(hint);
        }
    }

    /** Returns what to do; nothing for a slash, where the command that works depends on who said the issuer. */
    private static String hint(String issuer, String found) {
        return IssuerAddress.differBySlash(issuer, found)
                ? ""
                : "the metadata are not used; check the issuer to the letter, path and slash included: oat discover "
                        + ShellWord.argument(issuer);
    }

    /** Returns how the server itself writes its issuer, when a failure is about a slash at the end of it and nothing else. */
    public static Optional<String> ownSpelling(Failure failure) {
        if (failure instanceof Failure.CheckFailed failed
                && failed.check().name().equals(ISSUER_CHECK)) {
            Check check = failed.check();
            return IssuerAddress.differBySlash(check.expected(), check.found())
                    ? Optional.of(check.found())
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private record Loaded(JsonObject document, java.time.Duration freshness) {}

    private Loaded load(URI address, Form form) {
        Request request = Request.get(form.title() + " request", form.spec(), address);
        Response response = transport.send(request);
        if (response.status() != 200) {
            throw UnexpectedAnswer.notAMessage(request, response).phase("discovery");
        }
        try {
            return new Loaded(response.json(), CacheLifetime.of(response.headers()));
        } catch (JsonException e) {
            throw UnexpectedAnswer.notAMessage(request, response).phase("discovery");
        }
    }

    /**
     * Returns the comparison of the issuer that was asked for with the one in the metadata.
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
        return Check.same(ISSUER_CHECK, "the issuer is the one asked for", form.validation(), issuer, found);
    }

    /**
     * Returns where a form of metadata lies: OpenID Connect puts the well-known part behind the issuer's path, RFC 8414 before it.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.1">RFC 8414 §3.1</a>
     */
    public static URI wellKnown(String issuer, Form form) {
        String trimmed = withoutSlash(issuer);
        if (form == Form.OPENID_CONNECT) {
            return URI.create(trimmed + OPENID);
        }
        URI uri = URI.create(trimmed);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + OAUTH + path);
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
