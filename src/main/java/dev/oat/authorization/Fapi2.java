package dev.oat.authorization;

import dev.oat.http.Origins;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the FAPI 2.0 Security Profile asks of a client, and what it forbids; {@code --fapi2} switches it on.
 *
 * <p>Pushed requests and tokens that are bound to a key are switched on where those are made; here everything else is refused
 * that the profile does not allow, with its section.
 *
 * @see <a href="https://openid.net/specs/fapi-security-profile-2_0-final.html">FAPI 2.0 Security Profile</a>
 */
public final class Fapi2 {
    /** The signature algorithms of section 5.4; the second name of EdDSA is RFC 9864's. */
    private static final List<String> ALGORITHMS = List.of("PS256", "ES256", "EdDSA", "Ed25519");

    private static final List<String> METHODS =
            List.of("private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth");
    private static final List<String> SIGNED = List.of(
            "id_token_signing_alg_values_supported",
            "authorization_signing_alg_values_supported",
            "request_object_signing_alg_values_supported",
            "backchannel_authentication_request_signing_alg_values_supported",
            "token_endpoint_auth_signing_alg_values_supported",
            "dpop_signing_alg_values_supported");
    private static final String DOCUMENT = "FAPI 2.0 Security Profile";
    private static final SpecRef NETWORK = new SpecRef(DOCUMENT, "5.2");
    private static final SpecRef CLIENTS = new SpecRef(DOCUMENT, "5.3.3");
    private static final SpecRef CRYPTOGRAPHY = new SpecRef(DOCUMENT, "5.4");
    private static final String BOUND = "tls_client_certificate_bound_access_tokens";
    private static final String ISS = "authorization_response_iss_parameter_supported";

    private Fapi2() {}

    /**
     * The choices of one run that the profile has a say in.
     *
     * @param passwordGrant whether a password is the grant
     * @param insecure whether any certificate is accepted
     * @param allowHttp whether http is allowed beyond this machine
     * @param pkce the method of PKCE
     * @param responseType what the authorization response brings
     * @param unannouncedIss whether an {@code iss} that was not announced is taken
     * @param authMethod the client authentication that was asked for
     * @param signingAlg the signature algorithm that was asked for
     * @param assertionAudience for whom assertions were asked to be
     */
    public record Choices(
            boolean passwordGrant,
            boolean insecure,
            boolean allowHttp,
            String pkce,
            String responseType,
            boolean unannouncedIss,
            Optional<String> authMethod,
            Optional<String> signingAlg,
            Optional<String> assertionAudience) {}

    /**
     * Goes through what was chosen.
     *
     * @throws Failure.Usage for the first thing that the profile forbids
     */
    public static void verify(Choices choices) {
        forbid(choices.passwordGrant(), "the password grant", CLIENTS, "sign in with oat login");
        forbid(choices.insecure(), "--insecure", NETWORK, "leave it out; --cacert FILE names an authority to trust");
        forbid(choices.allowHttp(), "--allow-http", NETWORK, "leave it out");
        forbid(!choices.pkce().equals("S256"), "--pkce " + choices.pkce(), CLIENTS, "leave it out: S256 is used");
        forbid(
                !choices.responseType().equals("code"),
                "--response-type \"" + choices.responseType() + "\"",
                CLIENTS,
                "leave it out: code is used");
        forbid(
                choices.unannouncedIss(),
                "--accept-unannounced-iss",
                CLIENTS,
                "leave it out: the server must announce iss");
        Optional<String> method = choices.authMethod().filter(name -> !name.equals("auto"));
        if (method.isPresent()) {
            verifyMethod(method.get());
        }
        if (choices.signingAlg().isPresent()) {
            verifyAlgorithm(choices.signingAlg().get());
        }
        Optional<String> audience = choices.assertionAudience();
        forbid(
                audience.isPresent() && !audience.get().equals("issuer"),
                "--assertion-audience " + audience.orElse(""),
                CLIENTS,
                "leave it out: assertions are for the issuer");
    }

    /**
     * Refuses an authentication method that the profile does not allow.
     *
     * @throws Failure.Usage if it is none of the three
     */
    public static void verifyMethod(String method) {
        forbid(
                !METHODS.contains(method),
                "client authentication by " + method,
                CLIENTS,
                "give --signing-key FILE for private_key_jwt, or --cert FILE for mutual TLS");
    }

    /**
     * Refuses a request to a user's own device that does not say there what it is about.
     *
     * @param isTold whether it has a binding message, or details of what is to be allowed
     * @throws Failure.Usage if it has neither
     * @see <a href="https://openid.net/specs/openid-financial-api-ciba.html">FAPI-CIBA §5.2.3</a>
     */
    public static void verifyBackchannel(boolean isTold) {
        if (!isTold) {
            throw new Failure.Usage("--fapi2: the user must be able to tell what they are asked about")
                    .hint("give --binding-message TEXT, or --authorization-details JSON")
                    .spec(new SpecRef("FAPI-CIBA", "5.2.3"));
        }
    }

    /**
     * Refuses a signature algorithm that the profile does not allow.
     *
     * @throws Failure.Usage if it is none of PS256, ES256 and EdDSA
     */
    public static void verifyAlgorithm(String alg) {
        forbid(!ALGORITHMS.contains(alg), "signing with " + alg, CRYPTOGRAPHY, "use PS256, ES256 or EdDSA");
    }

    /**
     * A server as far as the profile lets it be used: of the algorithms that it lists, those that the profile allows.
     *
     * @param signsIn whether the user is to sign in through the browser
     * @param byCertificate whether tokens are bound by nothing but the client's certificate
     * @param trace takes the checks
     * @param remarks takes what the user should know
     * @throws Failure.Usage if it cannot be spoken to by the profile
     * @throws Failure.CheckFailed if its metadata lacks what the profile demands
     */
    public static AuthorizationServer restricted(
            AuthorizationServer server, boolean signsIn, boolean byCertificate, Trace trace, Consumer<String> remarks) {
        URI issuer = URI.create(server.issuer().orElse(""));
        forbid(
                issuer.getHost() == null,
                "a server whose issuer is not known",
                CLIENTS,
                "give --issuer URL, so that its metadata is found");
        if (!"https".equalsIgnoreCase(issuer.getScheme())) {
            forbid(!Origins.isSecure(issuer), "the issuer " + issuer + " without TLS", NETWORK, "use https");
            remarks.accept("--fapi2: " + issuer + " is without TLS, which is let pass on this machine only");
        }
        if (signsIn) {
            trace.verify(
                    "server metadata",
                    List.of(
                            Check.of(
                                    "fapi2.par",
                                    "the server takes pushed authorization requests",
                                    CLIENTS,
                                    server.endpoint(Endpoint.PUSHED_AUTHORIZATION)
                                            .isPresent(),
                                    Endpoint.PUSHED_AUTHORIZATION.member(),
                                    "none"),
                            Check.of(
                                    "fapi2.iss",
                                    "the server promises iss in its authorization responses",
                                    CLIENTS,
                                    server.flag(ISS),
                                    ISS,
                                    "no such promise")));
        }
        if (byCertificate) {
            Check bound = Check.of(
                    "fapi2.bound",
                    "the server binds tokens to certificates",
                    CLIENTS,
                    server.flag(BOUND),
                    BOUND,
                    "no such promise");
            try {
                trace.verify("server metadata", List.of(bound));
            } catch (Failure.CheckFailed e) {
                throw e.hint("--dpop binds them to a key, beside the certificate that authenticates the client");
            }
        }
        JsonObject document = server.document();
        for (String member : SIGNED) {
            List<String> allowed = new ArrayList<>(server.texts(member));
            allowed.retainAll(ALGORITHMS);
            // where nothing is left, what comes is refused by the check that is for it
            document = document.with(member, allowed.isEmpty() ? ALGORITHMS : allowed);
        }
        return AuthorizationServer.describedBy(document, false);
    }

    private static void forbid(boolean found, String what, SpecRef spec, String instead) {
        if (found) {
            Failure failure = new Failure.Usage("--fapi2 forbids " + what);
            failure.spec(spec);
            throw failure.hint(instead);
        }
    }
}
