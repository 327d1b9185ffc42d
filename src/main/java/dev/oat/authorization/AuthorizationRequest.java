package dev.oat.authorization;

import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseType;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.TraceEvent;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the browser takes to the authorization endpoint.
 *
 * @param endpoint the authorization endpoint; a query of its own is kept
 * @param parameters the parameters, after all stages
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1">RFC 6749 §4.1.1</a>
 */
public record AuthorizationRequest(URI endpoint, Form parameters) implements TraceEvent {
    /** Parameters that carry the protocol: nobody else may set them. */
    private static final Set<String> PROTOCOL = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "redirect_uri",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "request",
            "request_uri",
            "dpop_jkt");

    /** Parameters that their specifications allow more than once. */
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");

    public AuthorizationRequest {
        Objects.requireNonNull(endpoint, "endpoint is null");
        Objects.requireNonNull(parameters, "parameters is null");
    }

    /**
     * Returns a request of one attempt.
     *
     * @param type what the response is to bring
     * @param endpoint the authorization endpoint
     * @param clientId the client
     * @param redirectUri where the browser shall come back to
     * @param mode how the response shall come
     * @param scope the scopes, separated by spaces; may be empty
     * @param state ties the response to this attempt
     * @param nonce ties the ID token to this attempt; empty where none is asked for
     * @param extra further parameters
     * @param stages the hardening, in order
     * @throws Failure.Usage if an extra parameter carries the protocol, or appears twice
     */
    static AuthorizationRequest of(
            ResponseType type,
            URI endpoint,
            String clientId,
            String redirectUri,
            ResponseMode mode,
            String scope,
            Secret state,
            Optional<Secret> nonce,
            Form extra,
            List<RequestStage> stages) {
        Form form = Form.empty()
                .with("response_type", type.parameter())
                .with("client_id", clientId)
                .with("redirect_uri", redirectUri);
        if (!mode.isDefaultOf(type)) {
            // older servers do not know the parameter
            form = form.with("response_mode", mode.parameter());
        }
        if (!scope.isEmpty()) {
            form = form.with("scope", scope);
        }
        form = form.with("state", state);
        if (nonce.isPresent()) {
            form = form.with("nonce", nonce.orElseThrow());
        }
        for (Form.Field field : extra.fields()) {
            if (PROTOCOL.contains(field.name())) {
                throw refused(field.name() + " may not be set: it carries the protocol");
            }
            if (form.has(field.name()) && !REPEATABLE.contains(field.name())) {
                throw refused(field.name() + " is given twice");
            }
            form = form.withAll(Form.empty().with(field.name(), field.value()));
        }
        for (RequestStage stage : stages) {
            form = stage.apply(form);
        }
        return new AuthorizationRequest(endpoint, form);
    }

    private static Failure refused(String why) {
        Failure failure = new Failure.Usage("the authorization request's parameter " + why);
        failure.spec(SpecRef.rfc(6749, "3.1"));
        return failure.hint("leave it out of --param; an option of its own sets it");
    }

    /** Returns the address for the browser. */
    public String url() {
        String base = endpoint.toString();
        String separator =
                endpoint.getRawQuery() == null ? "?" : endpoint.getRawQuery().isEmpty() ? "" : "&";
        return base + separator + parameters.encode();
    }
}
