package dev.oat.endpoint;

import dev.oat.clientauth.Credentials;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.ServerWords;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Relocation;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sends authenticated forms to an authorization server. */
public final class BackChannel {
    private final Transport transport;
    private final Client client;
    private final SenderConstraint constraint;
    private final Relocation relocation;
    private final Headers further;

    /**
     * Creates a channel to endpoints that stay where they are.
     *
     * @param transport sends the messages
     * @param client who sends them
     * @param constraint what binds the tokens that come back
     */
    public BackChannel(Transport transport, Client client, SenderConstraint constraint) {
        this(transport, client, constraint, Relocation.none());
    }

    /**
     * A channel.
     *
     * @param transport sends the messages
     * @param client who sends them
     * @param constraint what binds the tokens that come back
     * @param relocation tells where an endpoint lies now, when there is none at its address
     */
    public BackChannel(Transport transport, Client client, SenderConstraint constraint, Relocation relocation) {
        this(transport, client, constraint, relocation, Headers.empty());
    }

    private BackChannel(
            Transport transport, Client client, SenderConstraint constraint, Relocation relocation, Headers further) {
        this.further = further;
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.client = Objects.requireNonNull(client, "client is null");
        this.constraint = Objects.requireNonNull(constraint, "constraint is null");
        this.relocation = Objects.requireNonNull(relocation, "relocation is null");
    }

    /** Returns this channel with further header fields in each request. */
    public BackChannel with(Headers headers) {
        return new BackChannel(transport, client, constraint, relocation, headers);
    }

    /** What binds the tokens that come back. */
    public SenderConstraint constraint() {
        return constraint;
    }

    /**
     * A request and the answer that it got.
     *
     * @param method the client authentication that the request used
     */
    public record Answered(Request request, Response response, String method) {
        /**
         * The JSON object of an answer that does what was asked.
         *
         * @param errors the section that describes refusals
         * @throws Failure.Refused if it is a refusal
         * @throws Failure.Unreachable if it is no message of the protocol
         */
        JsonObject object(SpecRef errors) {
            if (!response.isSuccess()) {
                throw refusal(errors);
            }
            return JsonAnswer.of(request, response);
        }

        /** Returns what an answer that does not do what was asked ends with, in the server's words. */
        Failure refusal(SpecRef errors) {
            Optional<TokenError> error = TokenError.in(request, response, method);
            if (error.isPresent()) {
                return error.orElseThrow().failure(errors);
            }
            return UnexpectedAnswer.notAMessage(request, response)
                    .<Failure>phase(request.title())
                    .authMethod(method);
        }

        /** Goes through checks on the answer; where one fails, what the server said instead is told. */
        void verify(Trace trace, String subject, List<Check> checks) {
            try {
                trace.verify(subject, checks);
            } catch (Failure.CheckFailed e) {
                throw BackChannel.told(e, request, response);
            }
        }
    }

    /** Returns a failed check on an answer, with what the answer says: a refusal may come with a status of success. */
    static Failure.CheckFailed told(Failure.CheckFailed failure, Request request, Response response) {
        failure.phase(request.title());
        failure.at(request.uri().toString(), response.status());
        Failure.Said said = ServerWords.in(request, response);
        return said.error().isEmpty() && !failure.check().found().isEmpty() ? failure : failure.said(said);
    }

    /**
     * Sends a form, with credentials and proof; once more, built anew, when the constraint asks for it, or when the
     * endpoint has moved.
     *
     * @param title what the request is for: {@code token request}
     * @param spec the section that describes it
     * @param endpoint where it goes
     * @param form its parameters, without the client's
     * @throws Failure.Unreachable if no whole answer came
     * @throws Failure.TimedOut if none came in time, or the server asks to come back later
     */
    public Answered post(String title, SpecRef spec, URI endpoint, Form form) {
        return post(title, spec, endpoint, form, Optional.empty());
    }

    /** The same, with other media types to be answered in than JSON. */
    Answered post(String title, SpecRef spec, URI endpoint, Form form, Optional<String> accept) {
        Answered answered = send(title, spec, endpoint, form, accept);
        if (Relocation.isGone(answered.response().status())) {
            Optional<URI> moved = relocation.insteadOf(endpoint);
            if (moved.isPresent()) {
                answered = send(title, spec, moved.get(), form, accept);
            }
        }
        if (answered.response().isBusy()) {
            throw UnexpectedAnswer.comeBackLater(answered.request(), answered.response())
                    .phase(answered.request().title());
        }
        return answered;
    }

    private Answered send(String title, SpecRef spec, URI endpoint, Form form, Optional<String> accept) {
        Request request = build(title, spec, endpoint, form, accept, constraint);
        Response response = transport.send(request);
        SenderConstraint with = constraint;
        boolean mayChallenge = true;
        // the client's proof and the token's may each want something of the server's, and each once
        for (int i = 0; i < 2; i++) {
            Optional<SenderConstraint> again =
                    with.learn(request, response.status(), response.headers(), error(response));
            boolean challenged = client.authentication().learn(response.headers(), error(response)) && mayChallenge;
            if (again.isEmpty() && !challenged) {
                return new Answered(request, response, client.authentication().method());
            }
            mayChallenge = mayChallenge && !challenged;
            with = again.orElse(with);
            request = build(title, spec, endpoint, form, accept, with);
            response = transport.send(request);
        }
        with.learn(request, response.status(), response.headers(), error(response));
        client.authentication().learn(response.headers(), error(response));
        return new Answered(request, response, client.authentication().method());
    }

    /** Returns the {@code error} of an answer that refuses, or empty. */
    private static String error(Response response) {
        if (response.isSuccess()) {
            return "";
        }
        try {
            return response.json().value("error").orElse("") instanceof String text ? text : "";
        } catch (JsonException e) {
            return "";
        }
    }

    private Request build(
            String title, SpecRef spec, URI endpoint, Form form, Optional<String> accept, SenderConstraint with) {
        Credentials credentials = client.authentication().credentials(client.id(), client.audience());
        // a pushed authorization request names the client itself, and some methods do so too
        Form own = credentials.form().has("client_id") ? form.without("client_id") : form;
        Request request = Request.post(title, spec, endpoint, own.withAll(credentials.form()));
        if (accept.isPresent()) {
            request = request.withHeaders(request.headers().without("Accept").with("Accept", accept.get()));
        }
        request = request.withHeaders(request.headers().withAll(further).withAll(credentials.headers()));
        return with.prove(request, Optional.empty());
    }
}
