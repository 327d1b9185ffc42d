package dev.oat.endpoint;

import dev.oat.clientauth.ClientAttestation;
import dev.oat.clientauth.ClientAuthentication;
import dev.oat.clientauth.ClientSecretBasic;
import dev.oat.clientauth.ClientSecretJwt;
import dev.oat.clientauth.ClientSecretPost;
import dev.oat.clientauth.GivenAssertion;
import dev.oat.clientauth.PrivateKeyJwt;
import dev.oat.clientauth.PublicClient;
import dev.oat.clientauth.SelfSignedTlsClientAuth;
import dev.oat.clientauth.TlsClientAuth;
import dev.oat.jose.Jwk;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A way to authenticate, and why it was chosen.
 *
 * @param authentication the way
 * @param reason why, as a sentence part
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2, token_endpoint_auth_methods_supported</a>
 */
public record AuthMethodChoice(ClientAuthentication authentication, String reason) {
    private static final String SUPPORTED = "token_endpoint_auth_methods_supported";
    private static final String ALGORITHMS = "token_endpoint_auth_signing_alg_values_supported";
    private static final String ASKED = "asked for";
    private static final String LISTED = "the server lists it";
    private static final String UNLISTED = "the server's metadata lists no methods, so this is the default";

    public AuthMethodChoice {
        Objects.requireNonNull(authentication, "authentication is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /**
     * Returns the method that a user asked for, or the best that both sides know.
     *
     * @param method a registered method, or {@code auto}
     * @param means what the client has to prove itself with
     * @param server the server with its metadata
     * @throws Failure.Usage if the method is not known, or does not fit the means
     */
    public static AuthMethodChoice choose(String method, ClientMeans means, AuthorizationServer server) {
        switch (method) {
            case ClientSecretBasic.METHOD:
                return new AuthMethodChoice(new ClientSecretBasic(secret(means, method)), ASKED);
            case ClientSecretPost.METHOD:
                return new AuthMethodChoice(new ClientSecretPost(secret(means, method)), ASKED);
            case ClientSecretJwt.METHOD:
                return new AuthMethodChoice(secretJwt(secret(means, method), means, server), ASKED);
            case PrivateKeyJwt.METHOD:
                return new AuthMethodChoice(
                        means.hasAssertion() ? given(means) : keyJwt(signing(means, method), means, server), ASKED);
            case ClientAttestation.METHOD:
                if (!means.hasAttestation()) {
                    throw new Failure.Usage("--auth-method " + method + " needs a client attestation")
                            .hint("--attestation REF, which the client attester issued, and --attestation-key FILE");
                }
                return new AuthMethodChoice(means.attestation(server), ASKED);
            case TlsClientAuth.METHOD:
                requireCertificate(means, method);
                return new AuthMethodChoice(new TlsClientAuth(), ASKED);
            case SelfSignedTlsClientAuth.METHOD:
                requireCertificate(means, method);
                return new AuthMethodChoice(new SelfSignedTlsClientAuth(), ASKED);
            case PublicClient.METHOD:
                if (means.secret().isPresent()) {
                    throw new Failure.Usage("--auth-method none and a client secret contradict each other")
                            .hint("leave out one of them");
                }
                return new AuthMethodChoice(new PublicClient(), ASKED);
            case "auto":
                return automatic(means, server);
            default:
                throw new Failure.Usage("--auth-method " + method + " is not known")
                        .hint("choose auto, client_secret_basic, client_secret_post, client_secret_jwt,"
                                + " private_key_jwt, tls_client_auth, self_signed_tls_client_auth,"
                                + " attest_jwt_client_auth or none");
        }
    }

    private static Secret secret(ClientMeans means, String method) {
        Optional<Secret> secret = means.secret();
        if (secret.isEmpty()) {
            throw new Failure.Usage("--auth-method " + method + " needs a client secret")
                    .hint("give it by reference: --client-secret env:NAME or file:PATH");
        }
        return secret.orElseThrow();
    }

    private static Jwk signing(ClientMeans means, String method) {
        if (!means.hasSigningKey()) {
            throw new Failure.Usage("--auth-method " + method + " needs a private key")
                    .hint("--signing-key FILE (JWK, PEM or PKCS#12), or a ready --client-assertion REF");
        }
        return means.signingKey();
    }

    private static void requireCertificate(ClientMeans means, String method) {
        if (!means.hasCertificate()) {
            throw new Failure.Usage("--auth-method " + method + " needs a certificate")
                    .hint("--cert FILE, and --key FILE unless its key is in the same file");
        }
    }

    private static ClientAuthentication given(ClientMeans means) {
        return new GivenAssertion(means::assertion);
    }

    private static ClientAuthentication keyJwt(Jwk key, ClientMeans means, AuthorizationServer server) {
        return new PrivateKeyJwt(key, means.signingAlg(key, server.texts(ALGORITHMS)), means.assertions());
    }

    private static ClientAuthentication secretJwt(Secret secret, ClientMeans means, AuthorizationServer server) {
        String alg = means.askedAlg().orElse("");
        List<String> accepted = server.texts(ALGORITHMS);
        for (String each : List.of("HS256", "HS384", "HS512")) {
            if (alg.isEmpty() && accepted.contains(each)) {
                alg = each;
            }
        }
        return new ClientSecretJwt(secret, alg.isEmpty() ? "HS256" : alg, means.assertions());
    }

    /** An attestation or assertion comes first, then a key, then a secret: each proves more, and shows less, than the next. */
    private static AuthMethodChoice automatic(ClientMeans means, AuthorizationServer server) {
        if (means.hasAttestation()) {
            return new AuthMethodChoice(means.attestation(server), "there is a client attestation");
        }
        if (means.hasAssertion()) {
            return new AuthMethodChoice(given(means), "there is a client assertion");
        }
        List<String> supported = server.texts(SUPPORTED);
        boolean key = means.hasSigningKey();
        if (key && (supported.isEmpty() || supported.contains(PrivateKeyJwt.METHOD))) {
            return new AuthMethodChoice(
                    keyJwt(means.signingKey(), means, server),
                    supported.isEmpty() ? "there is a signing key" : "there is a signing key, and the server lists it");
        }
        Optional<Secret> secret = means.secret();
        if (secret.isPresent()) {
            return bySecret(secret.orElseThrow(), means, server, supported);
        }
        if (key) {
            throw new Failure.Usage(
                            "the server takes no signed client assertion: it lists " + String.join(", ", supported))
                    .hint("--auth-method private_key_jwt tries all the same");
        }
        if (means.hasCertificate()) {
            return byCertificate(means, supported);
        }
        return new AuthMethodChoice(new PublicClient(), "there is no client secret");
    }

    /** On the wire both are the same: which it is only the registration says. */
    private static AuthMethodChoice byCertificate(ClientMeans means, List<String> supported) {
        boolean authority = supported.isEmpty() || supported.contains(TlsClientAuth.METHOD);
        boolean self = supported.isEmpty() || supported.contains(SelfSignedTlsClientAuth.METHOD);
        if (!authority && !self) {
            return new AuthMethodChoice(
                    new PublicClient(), "there is no client secret, and the server lists no mutual TLS");
        }
        boolean selfSigned = self && (!authority || means.isSelfSigned());
        return new AuthMethodChoice(
                selfSigned ? new SelfSignedTlsClientAuth() : new TlsClientAuth(),
                "there is a certificate" + (supported.isEmpty() ? "" : ", and the server lists it"));
    }

    private static AuthMethodChoice bySecret(
            Secret secret, ClientMeans means, AuthorizationServer server, List<String> supported) {
        if (supported.isEmpty() || supported.contains(ClientSecretBasic.METHOD)) {
            return new AuthMethodChoice(new ClientSecretBasic(secret), supported.isEmpty() ? UNLISTED : LISTED);
        }
        if (supported.contains(ClientSecretPost.METHOD)) {
            return new AuthMethodChoice(
                    new ClientSecretPost(secret), "the server lists it and not client_secret_basic");
        }
        if (supported.contains(ClientSecretJwt.METHOD)) {
            return new AuthMethodChoice(
                    secretJwt(secret, means, server), "of the methods with a secret the server lists only this");
        }
        throw new Failure.Usage("the server takes no client secret: it lists " + String.join(", ", supported))
                .hint("--auth-method client_secret_basic tries all the same");
    }
}
