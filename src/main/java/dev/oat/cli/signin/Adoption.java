package dev.oat.cli.signin;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.endpoint.UnusableToken;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.json.JsonObject;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.session.disk.EndHeldOff;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
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
     * Creates an adoption.
     *
     * @param key what the session will be filed under
     */
    public Adoption(Invocation invocation, ServerConnection connection, SessionKey key) {
        this.invocation = invocation;
        this.connection = connection;
        this.key = key;
    }

    /**
     * Returns the grant that an adopted session is filed as: the one by which the settings get their token, or a sign-in where they name
     * none.
     *
     * @throws Failure.Usage if that grant is one whose token is never a user's, or never renewed by a refresh token
     */
    public static String grantType(Invocation invocation) {
        String type = invocation
                .settings()
                .text(Settings.GRANT_TYPE)
                .map(GrantWords::type)
                .orElse(AuthorizationCodeGrant.TYPE);
        if (type.equals(ClientCredentialsGrant.TYPE) || type.equals(IdJagGrant.TYPE)) {
            Failure failure = new Failure.Usage("the settings get their token by " + GrantWords.word(type)
                    + ", which has no refresh token: it would be another session than theirs");
            throw failure.spec(SpecRef.rfc(6749, "4.4.3"))
                    .hint(
                            "adopt it under another name: oat login NAME --refresh-token REF --issuer URL --client-id ID");
        }
        return type;
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
        String grantType = grantType(invocation);
        TokenEndpoint unused = connection.tokenEndpoint();
        session.fetchKeys();
        EndHeldOff end = EndHeldOff.begin(EndHeldOff.ON_THE_WAY);
        try {
            return invocation
                    .storage()
                    .sessions()
                    .holding(key, WAIT, held -> adopt(held, session, grantType, token, owner));
        } finally {
            end.close();
        }
    }

    private StoredSession adopt(
            SessionStore.Held held,
            SettingsSession session,
            String grantType,
            Secret token,
            Supplier<Invocation> owner) {
        held.prepare().close();
        Optional<FiledSession> former = held.look();
        TokenResult result = connection
                .tokenEndpoint(
                        connection.constraint(),
                        response -> TokenResponse.refreshTokenIn(response)
                                .ifPresent(next -> keep(held, session, grantType, next)))
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
        Invocation run = owner.get();
        StoredSession adopted =
                new SettingsSession(run, connection).made(new TokenResponse(document), grantType(run), claims);
        held.write(adopted);
        tellOther(former, adopted);
        return adopted;
    }

    /** The next refresh token before all else, as a session whose access token has ended. */
    private void keep(SessionStore.Held held, SettingsSession session, String grantType, Secret next) {
        Instant now = invocation.environment().clock().instant();
        JsonObject document = JsonObject.of(Map.of(
                "access_token", "none", "token_type", "Bearer", "expires_in", 0, "refresh_token", next.reveal()));
        held.write(session.made(new TokenResponse(document), grantType, Optional.empty())
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
