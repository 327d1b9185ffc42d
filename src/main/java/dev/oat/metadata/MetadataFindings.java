package dev.oat.metadata;

import dev.oat.http.Hosts;
import dev.oat.http.Origins;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Finding.Severity;
import dev.oat.trace.Check;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong, weak or surprising in a server's metadata and keys.
 *
 * <p>A pure function of the survey: nothing is sent here.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2</a>
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata">OpenID Connect Discovery §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700">RFC 9700</a>
 */
public final class MetadataFindings {
    private static final SpecRef METADATA = SpecRef.rfc(8414, "2");
    private static final SpecRef OPENID_METADATA = SpecRef.oidcDiscovery("3");

    private static final List<String> ENDPOINTS = List.of(
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "jwks_uri",
            "revocation_endpoint",
            "introspection_endpoint",
            "device_authorization_endpoint",
            "pushed_authorization_request_endpoint",
            "backchannel_authentication_endpoint",
            "registration_endpoint",
            "end_session_endpoint");

    private static final List<String> LISTS = List.of(
            "scopes_supported",
            "response_types_supported",
            "response_modes_supported",
            "grant_types_supported",
            "token_endpoint_auth_methods_supported",
            "token_endpoint_auth_signing_alg_values_supported",
            "revocation_endpoint_auth_methods_supported",
            "introspection_endpoint_auth_methods_supported",
            "code_challenge_methods_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
            "id_token_encryption_alg_values_supported",
            "userinfo_encryption_alg_values_supported",
            "request_object_encryption_alg_values_supported",
            "dpop_signing_alg_values_supported",
            "client_attestation_signing_alg_values_supported",
            "client_attestation_pop_signing_alg_values_supported",
            "acr_values_supported",
            "claims_supported",
            "prompt_values_supported");

    private static final List<String> FLAGS = List.of(
            "authorization_response_iss_parameter_supported",
            "require_pushed_authorization_requests",
            "require_signed_request_object",
            "request_parameter_supported",
            "request_uri_parameter_supported",
            "tls_client_certificate_bound_access_tokens");

    private final ServerSurvey survey;
    private final Instant now;
    private final JsonObject document;
    private final boolean openId;
    private final List<Finding> findings = new ArrayList<>();

    private MetadataFindings(ServerSurvey survey, Instant now) {
        this.now = Objects.requireNonNull(now, "now is null");
        this.survey = Objects.requireNonNull(survey, "survey is null");
        this.document = survey.document();
        this.openId = survey.document(Discovery.Form.OPENID_CONNECT).isPresent();
    }

    /**
     * Returns the findings on a server, errors first, then warnings, then notes.
     *
     * @param survey what was seen
     * @param now when it was
     */
    public static List<Finding> of(ServerSurvey survey, Instant now) {
        MetadataFindings all = new MetadataFindings(survey, now);
        all.issuer();
        all.forms();
        all.types();
        all.required();
        all.endpoints();
        all.grants();
        all.pkce();
        all.issParameter();
        all.clientAuthentication();
        all.idTokens();
        all.pushedRequests();
        all.keys();
        all.signed();
        List<Finding> ordered = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            for (Finding finding : all.findings) {
                if (finding.severity() == severity) {
                    ordered.add(finding);
                }
            }
        }
        return List.copyOf(ordered);
    }

    private void add(
            Severity severity, String name, String title, SpecRef spec, String expected, String found, String hint) {
        findings.add(new Finding(severity, name, title, spec, expected, found, hint));
    }

    private void issuer() {
        for (ServerSurvey.Source source : survey.sources()) {
            if (survey.issuerCheck(source).isPresent()) {
                String said = text(source.document().orElseThrow(), "issuer");
                boolean slash = (said + "/").equals(survey.issuer()) || said.equals(survey.issuer() + "/");
                add(
                        Severity.ERROR,
                        slash ? "issuer.slash" : "issuer.mismatch",
                        slash
                                ? "the issuer differs by a slash at its end"
                                : "the " + source.title() + " is of another issuer",
                        source.isOpenId() ? SpecRef.oidcDiscovery("4.3") : SpecRef.rfc(8414, "3.3"),
                        survey.issuer(),
                        said.isEmpty() ? "no issuer" : said,
                        slash
                                ? "write it as the server does: " + ShellWord.option("--issuer", said)
                                : "check the address; a client must not use this metadata");
            }
        }
        String issuer = text(document, "issuer");
        if (issuer.isEmpty()) {
            return;
        }
        URI uri = uri(issuer).orElse(null);
        if (uri == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            add(
                    Severity.ERROR,
                    "issuer.form",
                    "the issuer is no plain address",
                    METADATA,
                    "an https address without query and fragment",
                    issuer,
                    "tell the server's operator");
        } else if (!Origins.isSecure(uri)) {
            add(
                    Severity.ERROR,
                    "issuer.http",
                    "the issuer is http",
                    METADATA,
                    "an https address",
                    issuer,
                    "serve it over https; anyone on the way can replace the metadata");
        }
        if (issuer.length() > 1
                && issuer.endsWith("/")
                && survey.issuerMismatch().isEmpty()) {
            add(
                    Severity.NOTE,
                    "issuer.trailing_slash",
                    "the issuer ends with a slash, which is easily lost",
                    SpecRef.rfc(8414, "3.1"),
                    "clients that write the slash",
                    issuer,
                    "write it with the slash everywhere, also where iss and aud are compared");
        }
    }

    private void forms() {
        Optional<Discovery.Place> odd = survey.oddPlace();
        if (odd.isPresent()) {
            add(
                    odd.get().isSpecified() ? Severity.NOTE : Severity.WARNING,
                    "metadata.place",
                    "the metadata lie where few clients look",
                    odd.get().isSpecified() ? SpecRef.rfc(8414, "5") : SpecRef.rfc(8414, "3.1"),
                    "where every client looks, before or behind the issuer's path by its form",
                    odd.get().address().toString(),
                    "serve them at the expected address too");
        }
        for (ServerSurvey.Source source : survey.sources()) {
            if (source.document().isPresent()
                    && !source.mediaType().isEmpty()
                    && !source.mediaType().equals("application/json")) {
                add(
                        Severity.NOTE,
                        "metadata.media_type",
                        "the " + source.title() + " comes with another media type",
                        source.isOpenId() ? SpecRef.oidcDiscovery("4.2") : SpecRef.rfc(8414, "3.2"),
                        "application/json",
                        source.mediaType(),
                        "strict clients refuse it");
            }
            if (source.document().isEmpty()
                    && !source.failure().orElseThrow().status().equals(Optional.of(404))) {
                add(
                        Severity.NOTE,
                        "metadata.answer",
                        "the address of the " + source.title() + " answers neither metadata nor 404",
                        source.spec(),
                        "a document or status 404",
                        source.failure().orElseThrow().what(),
                        "clients that look there first may stop there");
            }
        }
        Optional<JsonObject> one = survey.document(Discovery.Form.OPENID_CONNECT);
        Optional<JsonObject> other = survey.document(Discovery.Form.OAUTH);
        if (one.isPresent() && other.isPresent()) {
            List<String> different = new ArrayList<>();
            for (MetadataDifference difference : MetadataDifference.between(one.orElseThrow(), other.orElseThrow())) {
                boolean contradicts =
                        difference.here().isPresent() && difference.there().isPresent();
                // each form may be signed for itself
                if (contradicts && !difference.member().equals(SignedMetadata.MEMBER)) {
                    different.add(difference.member());
                }
            }
            if (!different.isEmpty()) {
                add(
                        Severity.WARNING,
                        "metadata.differ",
                        "the two forms of metadata contradict each other",
                        SpecRef.rfc(8414, "5"),
                        "the same values in both",
                        "different " + String.join(", ", different),
                        "clients behave differently by the form that they read first");
            }
        }
    }

    private void types() {
        for (String member : LISTS) {
            try {
                document.texts(member);
            } catch (JsonException e) {
                wrongType(member, "an array of texts", e);
            }
        }
        for (String member : FLAGS) {
            try {
                document.flag(member);
            } catch (JsonException e) {
                wrongType(member, "true or false", e);
            }
        }
        for (String member : ENDPOINTS) {
            try {
                document.text(member);
            } catch (JsonException e) {
                wrongType(member, "an address", e);
            }
        }
    }

    private void wrongType(String member, String expected, JsonException problem) {
        add(
                Severity.ERROR,
                "type." + member,
                member + " has the wrong type",
                METADATA,
                expected,
                String.valueOf(problem.getMessage()),
                "clients fail on reading it; tell the server's operator");
    }

    private void required() {
        Set<String> grants = grantTypes();
        boolean front = grants.contains("authorization_code") || grants.contains("implicit");
        boolean onlyImplicit = grants.equals(Set.of("implicit"));
        if (front) {
            required("authorization_endpoint", METADATA);
        }
        if (!onlyImplicit) {
            required("token_endpoint", METADATA);
        }
        required("response_types_supported", METADATA);
        if (openId) {
            required("jwks_uri", OPENID_METADATA);
            required("subject_types_supported", OPENID_METADATA);
            required("id_token_signing_alg_values_supported", OPENID_METADATA);
        }
    }

    private void required(String member, SpecRef spec) {
        if (!document.has(member)) {
            add(
                    Severity.ERROR,
                    "required." + member,
                    member + " is missing",
                    spec,
                    "it is REQUIRED",
                    "",
                    "tell the server's operator");
        }
    }

    private void endpoints() {
        String origin = uri(survey.issuer()).map(Origins::of).orElse("");
        List<String> elsewhere = new ArrayList<>();
        for (String member : ENDPOINTS) {
            String address = text(document, member);
            if (address.isEmpty()) {
                continue;
            }
            Optional<URI> uri = uri(address);
            if (uri.isEmpty() || uri.get().getRawFragment() != null || uri.get().getRawUserInfo() != null) {
                add(
                        Severity.ERROR,
                        "endpoint.form." + member,
                        member + " is no usable address",
                        member.equals("token_endpoint") ? SpecRef.rfc(6749, "3.2") : SpecRef.rfc(6749, "3.1"),
                        "an absolute https address without fragment",
                        address + problem(address),
                        "tell the server's operator");
                continue;
            }
            if (!Origins.isSecure(uri.get())) {
                add(
                        Severity.ERROR,
                        "endpoint.http." + member,
                        member + " is http",
                        member.equals("token_endpoint") ? SpecRef.rfc(6749, "3.2") : METADATA,
                        "an https address",
                        address,
                        "behind a proxy that ends TLS, the server must be told its outer address");
            }
            if (!origin.isEmpty() && !Origins.of(uri.get()).equals(origin)) {
                elsewhere.add(member + " " + Origins.of(uri.get()));
            }
        }
        if (!elsewhere.isEmpty()) {
            add(
                    Severity.NOTE,
                    "endpoint.origin",
                    "endpoints lie on another origin than the issuer",
                    SpecRef.rfc(9700, "4.4"),
                    origin,
                    String.join(", ", elsewhere),
                    "make sure that these belong to the same operator; they receive codes, secrets and tokens");
        }
    }

    private void grants() {
        Set<String> grants = grantTypes();
        if (grants.contains("password")) {
            add(
                    Severity.WARNING,
                    "grant.password",
                    "the password grant is offered",
                    SpecRef.rfc(9700, "2.4"),
                    "the password grant MUST NOT be used",
                    "password",
                    "let clients use the authorization code grant; oat login does");
        }
        List<String> types = lists("response_types_supported");
        List<String> tokens = new ArrayList<>();
        for (String type : types) {
            if (List.of(type.split(" ", -1)).contains("token")) {
                tokens.add(type);
            }
        }
        if (!tokens.isEmpty() || (grants.contains("implicit") && document.has("grant_types_supported"))) {
            add(
                    Severity.WARNING,
                    "grant.implicit",
                    "access tokens are given out in the browser's address",
                    SpecRef.rfc(9700, "2.1.2"),
                    "the response type code alone",
                    tokens.isEmpty() ? "grant type implicit" : "response type " + String.join(", ", tokens),
                    "switch the implicit grant off; codes with PKCE do the same more safely");
        }
        if (!document.has("grant_types_supported")) {
            add(
                    Severity.NOTE,
                    "grant.unsaid",
                    "grant_types_supported is not there",
                    METADATA,
                    "a list, when anything but authorization_code and implicit is offered",
                    "",
                    "by the specification it then means authorization_code and implicit");
        }
        if (!types.isEmpty() && grants.contains("authorization_code") && !types.contains("code")) {
            add(
                    Severity.WARNING,
                    "grant.code",
                    "the response type code is not listed",
                    METADATA,
                    "code",
                    String.join(", ", types),
                    "tell the server's operator");
        }
    }

    private void pkce() {
        if (!usesCodes()) {
            return;
        }
        List<String> methods = lists("code_challenge_methods_supported");
        if (methods.isEmpty()) {
            add(
                    Severity.WARNING,
                    "pkce.missing",
                    "PKCE is not announced",
                    SpecRef.rfc(9700, "2.1.1"),
                    "code_challenge_methods_supported with S256",
                    "",
                    "by RFC 8414 §2 this says that the server does not know PKCE; oat sends S256 all the same");
        } else if (!methods.contains("S256")) {
            add(
                    Severity.WARNING,
                    "pkce.s256",
                    "PKCE with S256 is not announced",
                    SpecRef.rfc(9700, "2.1.1"),
                    "S256",
                    String.join(", ", methods),
                    "S256 is mandatory for servers (RFC 7636 §4.2); oat sends it all the same");
        }
        if (methods.contains("plain")) {
            add(
                    Severity.NOTE,
                    "pkce.plain",
                    "PKCE with plain is offered",
                    SpecRef.rfc(9700, "2.1.1"),
                    "S256 alone",
                    String.join(", ", methods),
                    "plain shows the verifier to whoever sees the request; switch it off");
        }
    }

    private void issParameter() {
        boolean supported = "true"
                .equals(String.valueOf(document.value("authorization_response_iss_parameter_supported")
                        .orElse("")));
        if (usesCodes() && !supported) {
            add(
                    Severity.NOTE,
                    "iss.parameter",
                    "authorization responses do not say who sent them",
                    SpecRef.rfc(9207, "3"),
                    "authorization_response_iss_parameter_supported true",
                    document.has("authorization_response_iss_parameter_supported") ? "false" : "",
                    "clients of several servers need a redirect URI for each against mix-up (RFC 9700 §4.4)");
        }
    }

    private void clientAuthentication() {
        methods("token_endpoint", true);
        methods("revocation_endpoint", false);
        methods("introspection_endpoint", false);
        List<String> methods = lists("token_endpoint_auth_methods_supported");
        if (methods.equals(List.of("none"))) {
            add(
                    Severity.WARNING,
                    "client_auth.none",
                    "no client can prove who it is",
                    SpecRef.rfc(9700, "2.5"),
                    "a method beside none",
                    "none",
                    "grants of a client's own, such as client_credentials, need client authentication");
        } else if (!methods.isEmpty() && secretsOnly(methods)) {
            add(
                    Severity.NOTE,
                    "client_auth.secrets",
                    "clients can authenticate by shared secrets only",
                    SpecRef.rfc(9700, "2.5"),
                    "private_key_jwt or tls_client_auth",
                    String.join(", ", methods),
                    "asymmetric methods are recommended");
        }
    }

    private static boolean secretsOnly(List<String> methods) {
        for (String method : methods) {
            if (!method.startsWith("client_secret_") && !method.equals("none")) {
                return false;
            }
        }
        return true;
    }

    private void methods(String endpoint, boolean told) {
        String member = endpoint + "_auth_methods_supported";
        List<String> methods = lists(member);
        if (told && !document.has(member) && document.has(endpoint)) {
            add(
                    Severity.NOTE,
                    "client_auth.unsaid",
                    member + " is not there",
                    METADATA,
                    "the methods that the server takes",
                    "",
                    "by the specification it then means client_secret_basic");
        }
        String algorithms = endpoint + "_auth_signing_alg_values_supported";
        boolean signed = methods.contains("private_key_jwt") || methods.contains("client_secret_jwt");
        if (signed && !document.has(algorithms)) {
            add(
                    Severity.WARNING,
                    "client_auth.algorithms." + endpoint,
                    algorithms + " is missing",
                    METADATA,
                    "it MUST be there with private_key_jwt or client_secret_jwt",
                    "",
                    "clients must guess the algorithm; try ES256 or PS256, then RS256");
        }
        String attested = "client_attestation_signing_alg_values_supported";
        if (methods.contains("attest_jwt_client_auth") && !document.has(attested)) {
            add(
                    Severity.WARNING,
                    "client_auth.attestation." + endpoint,
                    attested + " is missing",
                    new SpecRef("Attestation-Based Client Authentication", "8"),
                    "it MUST be there with attest_jwt_client_auth",
                    "",
                    "attesters and clients must guess the algorithm; try ES256");
        }
        if (lists(algorithms).contains("none")) {
            add(
                    Severity.ERROR,
                    "client_auth.alg_none." + endpoint,
                    "client assertions without a signature are accepted",
                    METADATA,
                    "anything but none",
                    String.join(", ", lists(algorithms)),
                    "anybody can be any client: tell the server's operator");
        }
    }

    private void idTokens() {
        List<String> algorithms = lists("id_token_signing_alg_values_supported");
        if (algorithms.contains("none")) {
            add(
                    Severity.WARNING,
                    "id_token.alg_none",
                    "ID tokens without a signature are offered",
                    SpecRef.rfc(8725, "3.1"),
                    "anything but none",
                    String.join(", ", algorithms),
                    "register a signature algorithm for each client; oat refuses none");
        }
        boolean asymmetric = false;
        for (String algorithm : algorithms) {
            asymmetric |= !algorithm.equals("none") && !algorithm.startsWith("HS");
        }
        if (!algorithms.isEmpty() && !asymmetric) {
            add(
                    Severity.WARNING,
                    "id_token.symmetric",
                    "no ID token can be verified with a public key",
                    OPENID_METADATA,
                    "RS256 or another asymmetric algorithm",
                    String.join(", ", algorithms),
                    "clients without a secret cannot check who signed in");
        } else if (algorithms.equals(List.of("RS256"))) {
            add(
                    Severity.NOTE,
                    "id_token.rs256",
                    "ID tokens are signed with RS256 only",
                    new SpecRef("FAPI 2.0 Security Profile", "5.4.1"),
                    "PS256, ES256 or EdDSA beside it",
                    "RS256",
                    "fine in general; profiles of higher security do not take it");
        } else if (openId && asymmetric && !algorithms.contains("RS256")) {
            add(
                    Severity.NOTE,
                    "id_token.no_rs256",
                    "RS256 is not listed for ID tokens",
                    OPENID_METADATA,
                    "RS256 MUST be included",
                    String.join(", ", algorithms),
                    "clients that know RS256 only cannot sign in");
        }
        for (String member : List.of(
                "id_token_encryption_alg_values_supported",
                "userinfo_encryption_alg_values_supported",
                "request_object_encryption_alg_values_supported")) {
            if (lists(member).contains("RSA1_5")) {
                add(
                        Severity.WARNING,
                        "encryption.rsa1_5." + member,
                        member + " has RSA1_5",
                        SpecRef.rfc(8725, "3.2"),
                        "RSA-OAEP-256 or ECDH-ES",
                        String.join(", ", lists(member)),
                        "it can be broken by an oracle; register another for each client");
            }
        }
        if (openId
                && document.has("scopes_supported")
                && !lists("scopes_supported").contains("openid")) {
            add(
                    Severity.NOTE,
                    "scope.openid",
                    "the scope openid is not listed",
                    OPENID_METADATA,
                    "openid",
                    String.join(", ", lists("scopes_supported")),
                    "it must be supported all the same");
        }
    }

    private void pushedRequests() {
        if ("true"
                        .equals(String.valueOf(document.value("require_pushed_authorization_requests")
                                .orElse("")))
                && !document.has("pushed_authorization_request_endpoint")) {
            add(
                    Severity.ERROR,
                    "par.endpoint",
                    "pushed authorization requests are required, but have no endpoint",
                    SpecRef.rfc(9126, "5"),
                    "pushed_authorization_request_endpoint",
                    "",
                    "nobody can sign in: tell the server's operator");
        }
    }

    private void keys() {
        if (survey.keys().isEmpty()) {
            return;
        }
        ServerSurvey.Source source = survey.keys().orElseThrow();
        if (source.document().isEmpty()) {
            add(
                    Severity.ERROR,
                    "jwks.missing",
                    "there is no key set at jwks_uri",
                    SpecRef.rfc(7517, "5"),
                    "a JSON object with keys",
                    source.failure().orElseThrow().what(),
                    "no token of this server can be verified; look at " + source.address());
            return;
        }
        List<String> algorithms = new ArrayList<>(lists("id_token_signing_alg_values_supported"));
        findings.addAll(KeySetFindings.of(source.document().orElseThrow(), algorithms));
    }

    /** What the server has signed takes precedence, so it matters whether it holds. */
    private void signed() {
        String issuer = survey.issuer();
        try {
            SignedMetadata.in(document).ifPresent(signed -> {
                if (signed.isOfAnother(issuer)) {
                    add(
                            Severity.WARNING,
                            "signed_metadata.attester",
                            "the signed metadata are not used: another party attests them",
                            SignedMetadata.SPEC,
                            issuer,
                            signed.attester(),
                            "nobody has told the keys of that party; the issuer can sign its metadata itself");
                    return;
                }
                signed(signed, signed.checks(issuer, keySet(), now));
            });
        } catch (JoseException e) {
            signed(SignedMetadata.unreadable(e));
        }
    }

    private void signed(SignedMetadata signed, List<Check> checks) {
        Optional<Check> failed = Check.firstFailed(checks);
        if (failed.isPresent()) {
            signed(failed.get());
            return;
        }
        List<String> other = signed.differing(document);
        add(
                Severity.NOTE,
                "signed_metadata.verified",
                "the signed metadata are verified" + (other.isEmpty() ? "" : ", and say more"),
                SignedMetadata.SPEC,
                "the same in both",
                other.isEmpty() ? "the same" : "they differ in " + String.join(", ", other),
                "what is signed takes precedence");
    }

    private void signed(Check failed) {
        add(
                Severity.ERROR,
                "signed_metadata.invalid",
                "the signed metadata cannot be verified: " + failed.title(),
                failed.spec(),
                failed.expected(),
                failed.found().isEmpty() ? "nothing" : failed.found(),
                "clients that verify them refuse this server: tell its operator");
    }

    /** Returns the server's keys, none where there are none that can be read. */
    private JwkSet keySet() {
        try {
            return JwkSet.parse(survey.keys()
                    .flatMap(ServerSurvey.Source::document)
                    .orElse(JsonObject.EMPTY.with("keys", List.of())));
        } catch (JoseException | JsonException e) {
            return JwkSet.of(List.of());
        }
    }

    private boolean usesCodes() {
        return document.has("authorization_endpoint") && grantTypes().contains("authorization_code");
    }

    /** Returns the grant types, or what the specification says that their absence means. */
    private Set<String> grantTypes() {
        List<String> listed = lists("grant_types_supported");
        return document.has("grant_types_supported")
                ? new LinkedHashSet<>(listed)
                : Set.of("authorization_code", "implicit");
    }

    /** Returns a list member; one of the wrong type counts as absent, and is told elsewhere. */
    private List<String> lists(String member) {
        try {
            return document.texts(member);
        } catch (JsonException e) {
            return List.of();
        }
    }

    private static String text(JsonObject document, String member) {
        return document.value(member).orElse("") instanceof String text ? text : "";
    }

    private static String problem(String address) {
        try {
            return Hosts.problem(new URI(address))
                    .map(text -> " (" + text + ")")
                    .orElse("");
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean usable = uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"));
            return usable ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
