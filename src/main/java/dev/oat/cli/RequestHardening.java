package dev.oat.cli;

import dev.oat.authorization.DpopKeyNamed;
import dev.oat.authorization.PushedRequest;
import dev.oat.authorization.RequestObject;
import dev.oat.authorization.RequestStage;
import dev.oat.endpoint.PushedAuthorizationEndpoint;
import dev.oat.http.Checkpoint;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.proof.Dpop;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the settings and the server's metadata ask to be done to an authorization request, in its one order. */
final class RequestHardening {
    private static final String PAR_REQUIRED = "require_pushed_authorization_requests";

    private final Invocation invocation;
    private final ServerConnection connection;
    private final Resolution settings;

    RequestHardening(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.connection = connection;
        this.settings = invocation.settings();
    }

    /**
     * The stages after PKCE.
     *
     * @throws Failure.Usage if one was asked for that the server does not offer
     */
    List<RequestStage> stages() {
        List<RequestStage> stages = new ArrayList<>();
        if (connection.constraint() instanceof Dpop dpop) {
            stages.add(new DpopKeyNamed(dpop.thumbprint()));
        }
        Optional<String> form = requestObject();
        if (form.isPresent()) {
            stages.add(signed(form.get().equals("encrypted")));
        }
        if (pushes()) {
            stages.add(new PushedRequest(
                    new PushedAuthorizationEndpoint(
                            connection.channel(connection.constraint()), pushEndpoint(), invocation.trace()),
                    invocation.trace()));
        }
        if (invocation.checkpoint().isPresent()) {
            Checkpoint checkpoint = invocation.checkpoint().get();
            URI page = connection.server().require(Endpoint.AUTHORIZATION);
            stages.add(parameters -> checkpoint.pass(page, parameters));
        }
        return stages;
    }

    private Optional<String> requestObject() {
        Optional<String> asked = settings.text(Settings.REQUEST_OBJECT);
        return asked.isEmpty() && connection.server().flag("require_signed_request_object")
                ? Optional.of("signed")
                : asked;
    }

    private RequestObject signed(boolean encrypted) {
        AuthorizationServer server = connection.server();
        ClientKeys keys = new ClientKeys(invocation, connection);
        if (!keys.hasSigningKey()) {
            Failure failure = new Failure.Usage(
                    settings.text(Settings.REQUEST_OBJECT).isPresent()
                            ? "--request-object needs a key to sign with"
                            : "the server demands signed requests, and there is no key to sign with");
            failure.spec(SpecRef.rfc(9101, "10.1"));
            throw failure.hint("give --signing-key FILE; the server must know its public half");
        }
        if (server.issuer().isEmpty()) {
            throw new Failure.Usage("a request object is made for an issuer, and none is known")
                    .hint("give --issuer URL");
        }
        Jwk signer = keys.signingKey();
        return new RequestObject(
                connection.client().id(),
                server.issuer().get(),
                signer,
                keys.signingAlg(signer, server.texts("request_object_signing_alg_values_supported")),
                encrypted ? Optional.of(recipient(server)) : Optional.empty(),
                invocation.environment().clock(),
                invocation.environment().random().get(),
                invocation.trace());
    }

    private Jwe.Recipient recipient(AuthorizationServer server) {
        List<String> algorithms = server.texts("request_object_encryption_alg_values_supported");
        List<String> encryptions = server.texts("request_object_encryption_enc_values_supported");
        return Jwe.recipient(connection.signingKeys().of(server), algorithms, encryptions)
                .orElseThrow(() -> {
                    Failure failure =
                            new Failure.Usage("--request-object encrypted: the server publishes no key to encrypt to"
                                    + (algorithms.isEmpty() ? "" : " with " + String.join(", ", algorithms)));
                    failure.spec(SpecRef.rfc(9101, "4"));
                    return failure.hint("use --request-object signed");
                });
    }

    private boolean pushes() {
        return settings.flag(Settings.PAR)
                || Fapi2.isOn(settings)
                || connection.server().flag(PAR_REQUIRED);
    }

    private URI pushEndpoint() {
        AuthorizationServer server = connection.server();
        Optional<URI> endpoint = server.endpoint(Endpoint.PUSHED_AUTHORIZATION);
        if (endpoint.isPresent()) {
            return endpoint.get();
        }
        if (server.flag(PAR_REQUIRED)) {
            throw new Failure.CheckFailed(
                            "metadata",
                            Check.of(
                                    "metadata." + Endpoint.PUSHED_AUTHORIZATION.member(),
                                    "a server that demands pushed requests says where they go",
                                    SpecRef.rfc(9126, "5"),
                                    false,
                                    Endpoint.PUSHED_AUTHORIZATION.member(),
                                    "no " + Endpoint.PUSHED_AUTHORIZATION.member()))
                    .hint("give it with " + Endpoint.PUSHED_AUTHORIZATION.option() + " URL");
        }
        Failure failure = new Failure.Usage("--par: the server offers no pushed authorization requests: its metadata"
                + " names no " + Endpoint.PUSHED_AUTHORIZATION.member());
        failure.spec(SpecRef.rfc(9126, "5"));
        throw failure.hint(
                "leave out --par, or give the endpoint with " + Endpoint.PUSHED_AUTHORIZATION.option() + " URL");
    }
}
