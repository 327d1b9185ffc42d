package dev.oat.authorization;

import dev.oat.endpoint.PushedAuthorizationEndpoint;
import dev.oat.http.Form;
import dev.oat.trace.Trace;
import java.util.Objects;

/**
 * Hands the request to the server directly, so that the browser carries only a reference to it.
 *
 * @param endpoint takes the request
 * @param trace learns how long the reference is good
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126#section-4">RFC 9126 §4</a>
 */
public record PushedRequest(PushedAuthorizationEndpoint endpoint, Trace trace) implements RequestStage {
    public PushedRequest {
        Objects.requireNonNull(endpoint, "endpoint is null");
        Objects.requireNonNull(trace, "trace is null");
    }

    /** Returns the client and the reference: everything else has been pushed. */
    @Override
    public Form apply(Form parameters) {
        String clientId = parameters.first("client_id").orElse("");
        PushedAuthorizationEndpoint.Reference reference = endpoint.push(pushed(parameters, clientId));
        trace.note("the server keeps the authorization request"
                + (reference.expiresIn().isPresent()
                        ? "; the address below is good for "
                                + reference.expiresIn().get() + " s"
                        : ""));
        return Form.empty().with("client_id", clientId).with("request_uri", reference.requestUri());
    }

    /** RFC 9126 §3: beside a request object nothing is said a second time. */
    private static Form pushed(Form parameters, String clientId) {
        if (!parameters.has("request")) {
            return parameters;
        }
        Form only = Form.empty().with("client_id", clientId);
        for (Form.Field field : parameters.fields()) {
            if (field.name().equals("request")) {
                only = only.withAll(Form.empty().with("request", field.value()));
            }
        }
        return only;
    }
}
