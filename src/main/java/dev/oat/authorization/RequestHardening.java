package dev.oat.authorization;

import dev.oat.endpoint.BackChannel;
import dev.oat.endpoint.ClientMeans;
import dev.oat.endpoint.PushedAuthorizationEndpoint;
import dev.oat.http.Form;
import dev.oat.http.transport.Checkpoint;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.proof.Dpop;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the client and the server's metadata ask to be done to an authorization request, in its one order.
 *
 * @param server the authorization server
 * @param constraint what binds the tokens that are yet to come
 * @param requestObject {@code signed} or {@code encrypted}, where that was asked for
 * @param pushes whether the request was asked to be pushed
 * @param keys what the client signs with
 * @param clientId the client's id
 * @param channel sends authenticated forms, with the constraint's proof
 * @param serverKeys the keys that the server publishes
 * @param checkpoint looks at the request before it leaves; empty when nobody asked for that
 * @param clock the time
 * @param random where random values come from
 * @param trace takes what happens
 */
public record RequestHardening(
        AuthorizationServer server,
        SenderConstraint constraint,
        Optional<String> requestObject,
        boolean pushes,
        ClientMeans keys,
        Supplier<String> clientId,
        Supplier<BackChannel> channel,
        Supplier<JwkSet> serverKeys,
        Optional<Checkpoint> checkpoint,
        Clock clock,
        SecureRandom random,
        Trace trace) {
    private static final String BACKCHANNEL_ALGORITHMS =
            "backchannel_authentication_request_signing_alg_values_supported";
    private static final String PAR_REQUIRED = "require_pushed_authorization_requests";

    /**
     * Returns the stages after PKCE.
     *
     * @throws Failure.Usage if one was asked for that the server does not offer
     */
    public List<RequestStage> stages() {
        List<RequestStage> stages = new ArrayList<>();
        if (constraint instanceof Dpop dpop) {
            stages.add(new DpopKeyNamed(dpop.thumbprint()));
        }
        Optional<String> form = requestedForm();
        if (form.isPresent()) {
            stages.add(signed(form.get().equals("encrypted"), "request_object_signing_alg_values_supported"));
        }
        if (isPushed()) {
            stages.add(new PushedRequest(new PushedAuthorizationEndpoint(channel.get(), pushEndpoint(), trace), trace));
        }
        if (checkpoint.isPresent()) {
            Checkpoint looks = checkpoint.get();
            URI page = server.require(Endpoint.AUTHORIZATION);
            stages.add(parameters -> looks.pass(page, parameters));
        }
        return stages;
    }

    /**
     * Returns a backchannel request, signed where that was asked for.
     *
     * @param always whether it is signed unasked
     * @throws Failure.Usage if there is no key to sign with, or the server takes no signed ones
     */
    public Form backchannel(Form parameters, boolean always) {
        if (requestObject.isEmpty() && !always) {
            return parameters;
        }
        if (requestObject.orElse("").equals("encrypted")) {
            throw new Failure.Usage("--request-object encrypted: backchannel requests are signed, not encrypted"
                            + " (OpenID CIBA Core §7.1.1)")
                    .hint("use --request-object signed");
        }
        return signed(false, BACKCHANNEL_ALGORITHMS).backchannel(parameters);
    }

    private Optional<String> requestedForm() {
        return requestObject.isEmpty() && server.flag("require_signed_request_object")
                ? Optional.of("signed")
                : requestObject;
    }

    private RequestObject signed(boolean encrypted, String algorithms) {
        if (!keys.hasSigningKey()) {
            Failure failure = new Failure.Usage(
                    requestObject.isPresent()
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
                clientId.get(),
                server.issuer().get(),
                signer,
                keys.signingAlg(signer, server.texts(algorithms)),
                encrypted ? Optional.of(recipient()) : Optional.empty(),
                clock,
                random,
                trace);
    }

    private Jwe.Recipient recipient() {
        List<String> algorithms = server.texts("request_object_encryption_alg_values_supported");
        List<String> encryptions = server.texts("request_object_encryption_enc_values_supported");
        return Jwe.recipient(serverKeys.get(), algorithms, encryptions).orElseThrow(() -> {
            Failure failure = new Failure.Usage("--request-object encrypted: the server publishes no key to encrypt to"
                    + (algorithms.isEmpty() ? "" : " with " + String.join(", ", algorithms)));
            failure.spec(SpecRef.rfc(9101, "4"));
            return failure.hint("use --request-object signed");
        });
    }

    private boolean isPushed() {
        return pushes || server.flag(PAR_REQUIRED);
    }

    private URI pushEndpoint() {
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
