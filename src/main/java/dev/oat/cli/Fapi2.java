package dev.oat.cli;

import dev.oat.http.Origins;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the FAPI 2.0 Security Profile asks of a client, and what it forbids; {@code --fapi2} switches it on.
 *
 * <p>Pushed requests and tokens that are bound to a key are switched on by the places that ask {@link #isOn}; here everything
 * else is refused that the profile does not allow, with its section.
 *
 * @see <a href="https://openid.net/specs/fapi-security-profile-2_0-final.html">FAPI 2.0 Security Profile</a>
 */
final class Fapi2 {
    /** The signature algorithms of section 5.4; the second name of EdDSA is RFC 9864's. */
    private static final List<String> ALGORITHMS = List.of("PS256", "ES256", "EdDSA", "Ed25519");

    private static final List<String> METHODS =
            List.of("private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth");
    private static final List<String> SIGNED = List.of(
            "id_token_signing_alg_values_supported",
            "authorization_signing_alg_values_supported",
            "request_object_signing_alg_values_supported",
            "token_endpoint_auth_signing_alg_values_supported",
            "dpop_signing_alg_values_supported");
    private static final String DOCUMENT = "FAPI 2.0 Security Profile";
    private static final SpecRef NETWORK = new SpecRef(DOCUMENT, "5.2");
    private static final SpecRef CLIENTS = new SpecRef(DOCUMENT, "5.3.3");
    private static final SpecRef CRYPTOGRAPHY = new SpecRef(DOCUMENT, "5.4");
    private static final String BOUND = "tls_client_certificate_bound_access_tokens";
    private static final String ISS = "authorization_response_iss_parameter_supported";

    private Fapi2() {}

    /** Whether the profile is to be kept. */
    static boolean isOn(Resolution settings) {
        return settings.flag(Settings.FAPI2);
    }

    /** Whether it is the profile that asks for tokens bound to a key: with a certificate they are bound to that. */
    static boolean bindsToKey(Resolution settings) {
        return isOn(settings) && settings.value(Settings.CERT).isEmpty();
    }

    /**
     * Goes through what the settings say by themselves.
     *
     * @param path the command's words
     * @throws Failure.Usage for the first thing that the profile forbids
     */
    static void verify(Resolution settings, String path) {
        forbid(
                path.equals("token password")
                        || settings.text(Settings.GRANT_TYPE).orElse("").equals("password"),
                "the password grant",
                CLIENTS,
                "sign in with oat login");
        forbid(
                settings.flag(Settings.INSECURE),
                "--insecure",
                NETWORK,
                "leave it out; --cacert FILE names an authority to trust");
        forbid(settings.flag(Settings.ALLOW_HTTP), "--allow-http", NETWORK, "leave it out");
        String pkce = settings.text(Settings.PKCE).orElse("S256");
        forbid(!pkce.equals("S256"), "--pkce " + pkce, CLIENTS, "leave it out: S256 is used");
        String type = settings.text(Settings.RESPONSE_TYPE).orElse("code");
        forbid(!type.equals("code"), "--response-type \"" + type + "\"", CLIENTS, "leave it out: code is used");
        forbid(
                settings.flag(Settings.UNANNOUNCED_ISS),
                Settings.UNANNOUNCED_ISS.option(),
                CLIENTS,
                "leave it out: the server must announce iss");
        Optional<String> method = settings.text(Settings.AUTH_METHOD).filter(name -> !name.equals("auto"));
        if (method.isPresent()) {
            verifyMethod(method.get());
        }
        Optional<String> alg = settings.text(Settings.SIGNING_ALG);
        if (alg.isPresent()) {
            verifyAlgorithm(alg.get());
        }
        Optional<String> audience = settings.text(Settings.ASSERTION_AUDIENCE);
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
    static void verifyMethod(String method) {
        forbid(
                !METHODS.contains(method),
                "client authentication by " + method,
                CLIENTS,
                "give --signing-key FILE for private_key_jwt, or --cert FILE for mutual TLS");
    }

    /**
     * Refuses a signature algorithm that the profile does not allow.
     *
     * @throws Failure.Usage if it is none of PS256, ES256 and EdDSA
     */
    static void verifyAlgorithm(String alg) {
        forbid(!ALGORITHMS.contains(alg), "signing with " + alg, CRYPTOGRAPHY, "use PS256, ES256 or EdDSA");
    }

    /**
     * A server as far as the profile lets it be used: of the algorithms that it lists, those that the profile allows.
     *
     * @param signsIn whether a person is to sign in through the browser
     * @throws Failure.Usage if it cannot be spoken to by the profile
     * @throws Failure.CheckFailed if its metadata lacks what the profile demands
     */
    static AuthorizationServer restricted(AuthorizationServer server, boolean signsIn, Invocation invocation) {
        URI issuer = URI.create(server.issuer().orElse(""));
        forbid(
                issuer.getHost() == null,
                "a server whose issuer is not known",
                CLIENTS,
                "give --issuer URL, so that its metadata is found");
        if (!"https".equalsIgnoreCase(issuer.getScheme())) {
            forbid(!Origins.isSecure(issuer), "the issuer " + issuer + " without TLS", NETWORK, "use https");
            invocation.output().warn("--fapi2: " + issuer + " is without TLS, which is let pass on this machine only");
        }
        if (signsIn) {
            invocation
                    .trace()
                    .verify(
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
        Resolution settings = invocation.settings();
        if (!bindsToKey(settings)
                && !settings.flag(Settings.DPOP)
                && settings.value(Settings.DPOP_KEY).isEmpty()) {
            Check bound = Check.of(
                    "fapi2.bound",
                    "the server binds tokens to certificates",
                    CLIENTS,
                    server.flag(BOUND),
                    BOUND,
                    "no such promise");
            try {
                invocation.trace().verify("server metadata", List.of(bound));
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
