package dev.oat.authorization;

import dev.oat.authorization.redirect.RedirectAddress;
import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseType;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to ask for at a sign-in, and how.
 *
 * @param type what the response is to bring
 * @param clientId the client
 * @param scope the scopes, separated by spaces; may be empty
 * @param redirect where the browser shall come back to
 * @param mode how the response shall come
 * @param pkce the PKCE method
 * @param hardening what is done to the request after PKCE, in order
 * @param extra further parameters of the authorization request
 * @param tokenExtra further parameters of the code exchange
 * @param maxAge the {@code max_age} among {@code extra}, in seconds
 * @param acrValues the {@code acr_values} among {@code extra}
 * @param unannouncedIssuer whether an {@code iss} that the server does not announce may come, and be compared
 * @param patience how long to wait for the user
 * @param allowHttp whether the authorization endpoint may be http beyond this machine
 */
public record SignInPlan(
        ResponseType type,
        String clientId,
        String scope,
        RedirectAddress redirect,
        ResponseMode mode,
        Pkce.Method pkce,
        List<RequestStage> hardening,
        Form extra,
        Form tokenExtra,
        Optional<Long> maxAge,
        List<String> acrValues,
        boolean unannouncedIssuer,
        Duration patience,
        boolean allowHttp) {
    /** How long to wait for the user unless told otherwise. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(5);

    private static final SpecRef NO_QUERY = new SpecRef("OAuth 2.0 Multiple Response Types", "3");

    public SignInPlan {
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(clientId, "clientId is null");
        Objects.requireNonNull(scope, "scope is null");
        Objects.requireNonNull(redirect, "redirect is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(pkce, "pkce is null");
        if (type.bringsTokens() && mode.delivery(type) == ResponseMode.Delivery.QUERY) {
            Failure failure = new Failure.Usage(
                    "--response-mode " + mode.parameter() + " cannot carry the tokens of --response-type "
                            + type.parameter() + ": a query lands in logs and histories");
            failure.spec(NO_QUERY);
            throw failure.hint("use --response-mode form_post" + (mode.isJwt() ? ".jwt" : ""));
        }
        hardening = List.copyOf(hardening);
        Objects.requireNonNull(extra, "extra is null");
        Objects.requireNonNull(tokenExtra, "tokenExtra is null");
        Objects.requireNonNull(maxAge, "maxAge is null");
        acrValues = List.copyOf(acrValues);
        Objects.requireNonNull(patience, "patience is null");
    }

    /** Returns whether the scopes ask for an ID token. */
    boolean asksWho() {
        return hasScope(scope, "openid");
    }

    static boolean hasScope(String scopes, String one) {
        for (String scope : scopes.split(" ", -1)) {
            if (scope.equals(one)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether an ID token is asked for; some servers refuse a nonce where there is to be none.
     *
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest">OpenID Connect Core §3.1.2.1</a>
     */
    boolean asksForIdToken() {
        return List.of(scope.split(" ", -1)).contains("openid") || type.bringsIdToken();
    }
}
