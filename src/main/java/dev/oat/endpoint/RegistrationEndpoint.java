package dev.oat.endpoint;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.ServerWords;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Relocation;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Registers a client at a server, and reads, changes or deletes its registration afterwards.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3">RFC 7591 §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592#section-2">RFC 7592 §2</a>
 */
public final class RegistrationEndpoint {
    private static final String DEFAULT_METHOD = "client_secret_basic";

    private final Transport transport;
    private final Clock clock;
    private final Trace trace;

    /**
     * Creates an endpoint.
     *
     * @param transport sends the messages
     * @param clock tells whether a secret has expired
     * @param trace takes the checks
     */
    public RegistrationEndpoint(Transport transport, Clock clock, Trace trace) {
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Registers a client.
     *
     * @param address the registration endpoint
     * @param metadata what the client asks to be registered with
     * @param initialAccessToken what allows it to, where the server does not let everybody
     * @param relocation tells where the endpoint lies now, when there is none at its address
     * @throws Failure.Refused if the server will not
     * @throws Failure.Unreachable if no usable answer came
     * @throws Failure.CheckFailed if the answer lacks something or contradicts itself
     */
    public ClientInformation register(
            URI address, JsonObject metadata, Optional<Secret> initialAccessToken, Relocation relocation) {
        Request request =
                request("client registration request", SpecRef.rfc(7591, "3.1"), "POST", address, initialAccessToken);
        request = with(request, metadata);
        Response response = send(request);
        if (Relocation.isGone(response.status())) {
            Optional<URI> moved = relocation.insteadOf(address);
            if (moved.isPresent()) {
                request = request.to(moved.get());
                response = send(request);
            }
        }
        if (response.status() != 201 && response.status() != 200) {
            throw refusal(request, response, initialAccessToken.isPresent());
        }
        return checked(request, response, method(metadata));
    }

    /**
     * Returns the registration as the server has it.
     *
     * @param address the client configuration endpoint
     * @param token the registration access token
     * @param clientId the client that the answer must be about; empty when it is not known
     * @throws Failure.Refused if the token is not, or no longer, good
     */
    public ClientInformation read(URI address, Secret token, String clientId) {
        Request request = request("client read request", SpecRef.rfc(7592, "2.1"), "GET", address, Optional.of(token));
        Response response = send(request);
        if (response.status() != 200) {
            throw refusal(request, response, true);
        }
        ClientInformation information = checked(request, response, "none");
        same(information, clientId);
        return information;
    }

    /**
     * Replaces the registration; what the metadata leave out is deleted.
     *
     * @param address the client configuration endpoint
     * @param token the registration access token
     * @param metadata everything that the client is to be registered with, {@code client_id} among it
     */
    public ClientInformation update(URI address, Secret token, JsonObject metadata) {
        Request request =
                request("client update request", SpecRef.rfc(7592, "2.2"), "PUT", address, Optional.of(token));
        request = with(request, metadata);
        Response response = send(request);
        if (response.status() != 200) {
            throw refusal(request, response, true);
        }
        ClientInformation information = checked(request, response, method(metadata));
        same(information, metadata.text("client_id").orElse(""));
        return information;
    }

    /**
     * Deletes the registration.
     *
     * @param address the client configuration endpoint
     * @param token the registration access token
     */
    public void delete(URI address, Secret token) {
        Request request =
                request("client delete request", SpecRef.rfc(7592, "2.3"), "DELETE", address, Optional.of(token));
        Response response = send(request);
        if (response.status() != 204 && response.status() != 200) {
            throw refusal(request, response, true);
        }
    }

    private static String method(JsonObject metadata) {
        return metadata.text("token_endpoint_auth_method").orElse(DEFAULT_METHOD);
    }

    private static Request request(String title, SpecRef spec, String method, URI address, Optional<Secret> token) {
        Headers headers = Headers.empty().with("Accept", "application/json");
        if (token.isPresent()) {
            headers = headers.with(
                    "Authorization", Secret.of("Bearer " + token.get().reveal()));
        }
        return new Request(title, spec, method, address, headers, Body.none());
    }

    private static Request with(Request request, JsonObject metadata) {
        byte[] json = metadata.toJson().getBytes(StandardCharsets.UTF_8);
        return new Request(
                request.title(),
                request.spec(),
                request.method(),
                request.uri(),
                request.headers(),
                new Body.OfBytes("application/json", json));
    }

    private Response send(Request request) {
        Response response = transport.send(request);
        if (response.isBusy()) {
            throw UnexpectedAnswer.comeBackLater(request, response).phase(request.title());
        }
        return response;
    }

    private ClientInformation checked(Request request, Response response, String method) {
        ClientInformation information = new ClientInformation(JsonAnswer.of(request, response), request.uri());
        try {
            trace.verify("registration answer", information.checks(method, clock.instant()));
        } catch (Failure.CheckFailed e) {
            throw BackChannel.told(e, request, response);
        }
        return information;
    }

    /** RFC 7592 §3: the answer is about the client that was asked about. */
    private void same(ClientInformation information, String clientId) {
        if (!clientId.isEmpty()) {
            trace.verify(
                    "registration answer",
                    java.util.List.of(dev.oat.trace.Check.same(
                            "registration.same_client",
                            "client_id is the client that was asked about",
                            SpecRef.rfc(7592, "3"),
                            clientId,
                            information.clientId())));
        }
    }

    /** Returns the refusal that an answer is, by its JSON or by its challenge. */
    private static Failure refusal(Request request, Response response, boolean withToken) {
        Optional<TokenError> refused = TokenError.in(request, response, "");
        boolean denied = response.status() == 401 || response.status() == 403;
        if (refused.isEmpty() && !denied) {
            return UnexpectedAnswer.notAMessage(request, response).phase(request.title());
        }
        SpecRef spec = request.method().equals("POST") ? SpecRef.rfc(7591, "3.2.2") : request.spec();
        if (refused.isPresent()) {
            String error = refused.orElseThrow().error();
            return refused.orElseThrow().failure(spec).hint(hint(error, request, response, withToken));
        }
        Failure.Said said = ServerWords.in(request, response);
        String error =
                said.error().isEmpty() ? response.status() == 401 ? "invalid_token" : "access_denied" : said.error();
        Failure failure = new Failure.Refused(error, said.words(), said);
        failure.phase(request.title());
        failure.spec(spec);
        failure.at(request.uri().toString(), response.status());
        return failure.hint(hint(error, request, response, withToken));
    }

    private static String hint(String error, Request request, Response response, boolean withToken) {
        switch (error) {
            case "invalid_redirect_uri":
                return "check --redirect-uri; servers may take https or loopback addresses only";
            case "invalid_client_metadata":
                return "check what is registered, by -vv; oat discover shows what the server supports";
            case "invalid_software_statement", "unapproved_software_statement":
                return "ask the server's operator which software statements it takes";
            default:
                break;
        }
        boolean denied = response.status() == 401 || response.status() == 403;
        if (!denied) {
            return "-v shows the messages";
        }
        if (!request.method().equals("POST")) {
            return "the registration access token is no longer good, or the client is gone;"
                    + " ask the server's operator";
        }
        return withToken
                ? "the initial access token is not, or no longer, good; ask the server's operator for one"
                : "this server lets only those register who have a token: --initial-access-token REF";
    }
}
