package dev.oat.cli.connect;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.session.FiledSession;
import dev.oat.session.StoredSession;
import dev.oat.session.WantedToken;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * The token that a command is about: one given by reference, else one of the session's as it is stored.
 *
 * @param token the token
 * @param type {@code access_token}, {@code refresh_token}, another hint that was given, or empty when nobody knows
 * @param session the session that it is from, when none was given
 */
public record TokenInHand(Secret token, String type, Optional<StoredSession> session) {
    public static final String REFRESH = "refresh_token";
    public static final String ACCESS = "access_token";

    /** How commands describe their argument. */
    public static final Command.Positional ARGUMENT = new Command.Positional(
            "TOKEN",
            "The token: env:NAME, file:PATH, cmd:'PROGRAM ARG', - (standard input) or prompt; "
                    + "without it, the session's own.",
            false,
            false);

    public TokenInHand {
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(session, "session is null");
    }

    /**
     * Returns the token of a run.
     *
     * @throws Failure.LoginNeeded if none was given and there is no session
     */
    public static TokenInHand of(Invocation invocation, ServerConnection connection) {
        String hint = invocation.settings().text(Settings.TOKEN_TYPE_HINT).orElse("");
        Optional<String> given = invocation.arguments().positional(0);
        if (given.isPresent()) {
            return new TokenInHand(connection.argument(given.orElseThrow(), "TOKEN"), hint, Optional.empty());
        }
        WantedToken wanted = new SettingsSession(invocation, connection).wanted();
        Optional<FiledSession> filed = invocation.storage().sessions().look(wanted.key());
        if (filed.isEmpty()) {
            throw new Failure.LoginNeeded("no token is given, and there is no session to take one from")
                    .hint(wanted.login() + ", or give a token: env:NAME, file:PATH or -");
        }
        Optional<StoredSession> session = filed.orElseThrow().at(wanted.shape());
        if (session.isEmpty()) {
            throw new Failure.LoginNeeded(wanted.cutOff(filed.orElseThrow().shape()))
                    .hint(wanted.login() + ", or give a token: env:NAME, file:PATH or -");
        }
        StoredSession found = session.orElseThrow();
        if (hint.equals(REFRESH)) {
            Secret refreshToken = found.refreshToken().orElseThrow(() -> {
                Failure failure = new Failure.LoginNeeded("the session has no refresh token");
                return failure.hint(new SettingsSession(invocation, connection).loginAlsoFor("offline_access")
                        + " may bring one; or leave out --token-type-hint to use its access token");
            });
            return new TokenInHand(refreshToken, REFRESH, session);
        }
        return new TokenInHand(found.accessToken(), hint.isEmpty() ? ACCESS : hint, session);
    }
}
