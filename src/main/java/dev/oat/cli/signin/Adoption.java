package dev.oat.cli.signin;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.endpoint.UnusableToken;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.json.JsonObject;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.session.disk.EndHeldOff;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a refresh token from elsewhere the session of some settings. It is spent once, which shows that it is good and this
 * client's; what comes in its place is stored before anything else is done.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
 */
public final class Adoption {
    private static final Duration WAIT = Duration.ofSeconds(90);

    private final Invocation invocation;
    private final ServerConnection connection;
    private final SessionKey key;

    /**
     * An adoption.
     *
     * @param key what the session will be filed under
     */
    public Adoption(Invocation invocation, ServerConnection connection, SessionKey key) {
        this.invocation = invocation;
        this.connection = connection;
        this.key = key;
    }

    /**
     * Spends the refresh token, and stores the session.
     *
     * @param token the refresh token
     * @param owner writes the profile, where one is to be made or changed, and gives the run whose session it is
     * @throws Failure.Refused if the server does not take it; nothing is changed then
     * @throws Failure.CheckFailed if the answer is not what it must be; the next refresh token is kept all the same
     */
    public StoredSession adopt(Secret token, Supplier<Invocation> owner) {
        SettingsSession session = new SettingsSession(invocation, connection);
        TokenEndpoint unused = connection.tokenEndpoint();
        session.fetchKeys();
        EndHeldOff end = EndHeldOff.begin(EndHeldOff.ON_THE_WAY);
        try {
            return invocation.storage().sessions().holding(key, WAIT, held -> adopt(held, session, token, owner));
        } finally {
            end.close();
        }
    }

    private StoredSession adopt(
            SessionStore.Held held, SettingsSession session, Secret token, Supplier<Invocation> owner) {
        held.prepare().close();
        Optional<FiledSession> former = held.look();
        TokenResult result = connection
                .tokenEndpoint(
                        connection.constraint(),
                        response -> TokenResponse.refreshTokenIn(response).ifPresent(next -> keep(held, session, next)))
                .redeem(new RefreshTokenGrant(token, connection.scope()), connection.tokenParameters());
        if (result instanceof UnusableToken unusable) {
            throw kept(unusable.failure(), unusable.refreshToken().isPresent());
        }
        TokenResponse response = result.orThrow();
        Optional<JsonObject> claims;
        try {
            claims = new TokenAnswer(invocation, connection).claims(session, response);
        } catch (Failure.CheckFailed e) {
            throw kept(e, response.refreshToken().isPresent());
        }
        JsonObject document = response.refreshToken().isPresent()
                ? response.document()
                : response.document().with("refresh_token", token.reveal());
        SettingsSession now = new SettingsSession(owner.get(), connection);
        StoredSession adopted = now.made(new TokenResponse(document), AuthorizationCodeGrant.TYPE, claims);
        held.write(adopted);
        tellOther(former, adopted);
        return adopted;
    }

    /** The next refresh token before all else, as a session whose access token has ended. */
    private void keep(SessionStore.Held held, SettingsSession session, Secret next) {
        Instant now = invocation.environment().clock().instant();
        JsonObject document = JsonObject.of(Map.of(
                "access_token", "none", "token_type", "Bearer", "expires_in", 0, "refresh_token", next.reveal()));
        held.write(session.made(new TokenResponse(document), AuthorizationCodeGrant.TYPE, Optional.empty())
                .ended(now));
    }

    private Failure kept(Failure.CheckFailed failed, boolean kept) {
        if (kept) {
            invocation
                    .output()
                    .warn(
                            "the answer is not used; the refresh token in it is kept, as the one that was given may be spent");
        }
        return failed;
    }

    private void tellOther(Optional<FiledSession> former, StoredSession adopted) {
        Optional<String> before = former.flatMap(FiledSession::subject);
        if (before.isPresent() && adopted.subject().isPresent() && !before.equals(adopted.subject())) {
            invocation
                    .output()
                    .warn("the session was " + before.get() + "'s, and is "
                            + adopted.subject().get() + "'s now");
        }
    }
}
