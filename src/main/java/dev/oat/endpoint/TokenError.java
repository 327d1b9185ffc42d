package dev.oat.endpoint;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.ServerWords;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.util.Objects;
import java.util.Optional;

/**
 * A refusal by an endpoint of the authorization server, in the form that OAuth gives refusals.
 *
 * @param error the {@code error} code
 * @param description the {@code error_description}, or empty; untrusted text
 * @param request the request that was refused
 * @param method the client authentication that it used
 * @param status the HTTP status
 * @param said all that the server said
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>
 */
public record TokenError(
        String error, String description, Request request, String method, int status, Failure.Said said)
        implements TokenResult {
    public TokenError {
        Objects.requireNonNull(error, "error is null");
        Objects.requireNonNull(description, "description is null");
        Objects.requireNonNull(request, "request is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(said, "said is null");
    }

    /** Creates a refusal that says no more than its code and description. */
    public TokenError(String error, String description, Request request, String method, int status) {
        this(error, description, request, method, status, new Failure.Said(error, description, ""));
    }

    /** Returns the refusal that an answer is, or empty if it is none in the form of OAuth. */
    static Optional<TokenError> in(Request request, Response response, String method) {
        Optional<JsonObject> document = JsonAnswer.in(response);
        if (document.isEmpty()
                || !(document.orElseThrow().value("error").orElse("") instanceof String error)
                || error.isEmpty()) {
            return Optional.empty();
        }
        Object description = document.orElseThrow().value("error_description").orElse("");
        return Optional.of(new TokenError(
                error,
                description instanceof String text ? text : "",
                request,
                method,
                response.status(),
                ServerWords.in(request, response)));
    }

    @Override
    public TokenResponse orThrow() {
        throw failure();
    }

    /** Returns the refusal as a failure; what to try next is chosen where it is told. */
    public Failure failure() {
        return failure(SpecRef.rfc(6749, "5.2"));
    }

    /**
     * The refusal as a failure.
     *
     * @param spec the section that describes such refusals
     */
    public Failure failure(SpecRef spec) {
        Failure failure = new Failure.Refused(error, description, said);
        failure.phase(request.title());
        failure.spec(spec);
        if (!method.isEmpty()) {
            failure.authMethod(method);
        }
        return failure.at(request.uri().toString(), status);
    }
}
