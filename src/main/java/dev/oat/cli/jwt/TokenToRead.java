package dev.oat.cli.jwt;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenInHand;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Optional;

/** The token that is looked at without any server: one given by reference, else the session's access or ID token. */
final class TokenToRead {
    static final Command.Positional ARGUMENT = new Command.Positional(
            "TOKEN",
            "The token: env:NAME, file:PATH, cmd:'PROGRAM ARG', - (standard input) or itself; "
                    + "without it, the session's access token.",
            false,
            false);
    static final Setting ID_TOKEN = Setting.flag(
                    "id-token", Setting.Group.COMMAND, "Without TOKEN: the session's ID token, not its access token.")
            .onlyOption();

    private TokenToRead() {}

    /**
     * Returns the token of a run.
     *
     * @throws Failure.LoginNeeded if none was given and there is no session
     */
    static Secret of(Invocation invocation, ServerConnection connection) {
        Optional<String> given = invocation.arguments().positional(0);
        if (given.isPresent()) {
            return connection.verbatim(given.orElseThrow(), "TOKEN");
        }
        boolean idToken = invocation.arguments().has(ID_TOKEN);
        TokenInHand own = TokenInHand.of(invocation, connection);
        if (!idToken) {
            return own.token();
        }
        return own.session().flatMap(StoredSession::idToken).orElseThrow(() -> {
            Failure failure = new Failure.LoginNeeded("the session has no ID token");
            return failure.hint(
                    new SettingsSession(invocation, connection).loginAlsoFor("openid") + ", or leave out --id-token");
        });
    }
}
