package dev.oat.endpoint;

import dev.oat.http.Request;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * A refusal by the token endpoint.
 *
 * @param error the {@code error} code
 * @param description the {@code error_description}, or empty; untrusted text
 * @param request the request that was refused
 * @param method the client authentication that it used
 * @param status the HTTP status
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>
 */
public record TokenError(String error, String description, Request request, String method, int status)
        implements TokenResult {
    public TokenError {
        Objects.requireNonNull(error, "error is null");
        Objects.requireNonNull(description, "description is null");
        Objects.requireNonNull(request, "request is null");
        Objects.requireNonNull(method, "method is null");
    }

    @Override
    public TokenResponse orThrow() {
        throw failure();
    }

    /** The refusal as a failure, with a first guess at what to do. */
    public Failure failure() {
        return failure(SpecRef.rfc(6749, "5.2"));
    }

    /**
     * The refusal as a failure.
     *
     * @param spec the section that describes such refusals
     */
    public Failure failure(SpecRef spec) {
        Failure failure = new Failure.Refused(error, description);
        failure.phase(request.title());
        failure.spec(spec);
        failure.at(request.uri().toString(), status);
        switch (error) {
            case "invalid_client":
                failure.hint("check --client-id and " + proof() + "; the client used " + method
                        + ", --auth-method chooses another");
                break;
            case "invalid_grant":
                failure.hint(invalidGrant());
                break;
            case "access_denied":
                failure.hint("the person, or the server for them, said no");
                break;
            case "unknown_user_id":
                failure.hint("the server knows nobody by this hint; check it");
                break;
            case "expired_login_hint_token":
                failure.hint("get a new --login-hint-token");
                break;
            case "missing_user_code":
                failure.hint("the person has a code against strangers' requests: --user-code prompt");
                break;
            case "invalid_user_code":
                failure.hint("check --user-code");
                break;
            case "invalid_binding_message":
                failure.hint("give a shorter or simpler --binding-message");
                break;
            case "expired_token":
                failure.hint("nobody answered in time; run the command again");
                break;
            case "unauthorized_client":
                failure.hint("this client may not use this grant; allow it in the server's client registration");
                break;
            case "unsupported_grant_type":
                failure.hint("the server does not offer this grant; oat discover shows what it offers");
                break;
            case "invalid_scope":
                failure.hint("check --scope; oat discover shows the scopes that the server lists");
                break;
            case "invalid_target":
                failure.hint("check --resource and --audience (RFC 8707 §2)");
                break;
            default:
                failure.hint("oat explain " + ShellWord.argument(error)
                        + " names likely causes; --explain shows the messages");
        }
        return failure;
    }

    /** What may be wrong with what the client held, by the grant's name. */
    private String proof() {
        switch (method) {
            case "private_key_jwt":
                return "that the server knows the public key (oat jwk public), its kid, and the algorithm";
            case "tls_client_auth":
            case "self_signed_tls_client_auth":
                return "that the server knows the certificate";
            case "none":
                return "whether the client has a secret";
            default:
                return "the client secret";
        }
    }

    private String invalidGrant() {
        String title = request.title();
        if (title.contains("password")) {
            return "check the user name and the password";
        }
        if (title.contains("bearer")) {
            return "the server does not take the assertion: check who signed it, its subject, its audience (the server's"
                    + " issuer or token endpoint) and its times";
        }
        return "the code or refresh token is expired, used or was issued to another client; sign in again: oat login";
    }
}
