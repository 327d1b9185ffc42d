package dev.oat.session;

import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a session's next token comes from. Everything here is asked for under the session's lock, and only when it is
 * needed: of fifty processes that want the same token, one discovers the server and resolves the client's secret.
 */
public interface TokenSource {
    /**
     * Makes everything ready that spending a refresh token and checking its answer needs, so that afterwards nothing
     * but the answer can be missing: the endpoint, the client's credentials, the keys for a new ID token.
     *
     * @param session the session about to be renewed
     */
    void prepare(StoredSession session);

    /**
     * Spends a refresh token.
     *
     * @param scope narrower scopes to ask for, separated by spaces, or empty for all that were granted
     * @param next takes the refresh token that comes in place of the spent one, before anything else is done with the
     *     answer, whatever else is wrong with that
     * @throws Failure.Unreachable if no usable answer came; whether the token is spent is then not known
     * @throws Failure.TimedOut if none came in time
     */
    TokenResult refresh(Secret refreshToken, String scope, Consumer<Secret> next);

    /**
     * Checks the ID token that came with a renewal.
     *
     * @param session the session before the renewal
     * @param answer the answer with the new ID token
     * @throws Failure.CheckFailed if it is not genuine, or about somebody else
     * @throws Failure.Unreachable if the keys to check it with cannot be had
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse">OpenID Connect Core §12.2</a>
     */
    void verifyIdToken(StoredSession session, JsonObject answer);

    /**
     * Runs the grant itself again.
     *
     * @return the answer, or empty when the grant needs the user
     * @throws Failure.Refused if the server refused
     */
    Optional<TokenResponse> again();

    /** The private key, as a JWK, that the token of {@link #again} is bound to and that is kept with it; or empty. */
    default Optional<Secret> key() {
        return Optional.empty();
    }
}
