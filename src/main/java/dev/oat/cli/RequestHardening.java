package dev.oat.cli;

import dev.oat.authorization.PushedRequest;
import dev.oat.authorization.RequestStage;
import dev.oat.endpoint.PushedAuthorizationEndpoint;
import dev.oat.http.Checkpoint;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
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
        if (pushes()) {
            stages.add(new PushedRequest(
                    new PushedAuthorizationEndpoint(
                            connection.channel(), connection.client(), pushEndpoint(), invocation.trace()),
                    invocation.trace()));
        }
        if (invocation.checkpoint().isPresent()) {
            Checkpoint checkpoint = invocation.checkpoint().get();
            URI page = connection.server().require(Endpoint.AUTHORIZATION);
            stages.add(parameters -> checkpoint.pass(page, parameters));
        }
        return stages;
    }

    private boolean pushes() {
        return settings.flag(Settings.PAR) || connection.server().flag(PAR_REQUIRED);
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
