package dev.oat.cli;

import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token refresh}: spends a refresh token, a given one or the session's. */
final class TokenRefresh implements Command {
    private static final Setting REFRESH_TOKEN = Setting.secret(
                    "refresh-token",
                    Setting.Group.REQUEST,
                    "The refresh token to spend, as a reference like --client-secret; the session's unless given.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.add(REFRESH_TOKEN);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.add(Settings.GRANT_TYPE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Without --refresh-token, renews the profile's session under its lock, stores it, and prints the server's "
                + "answer. With --refresh-token, spends that one, prints the answer and stores nothing: a server that "
                + "rotates refresh tokens takes each only once, so keep what it prints. --scope then asks for less than was "
                + "granted; a server that gives more all the same is told of.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token refresh -p work",
                "oat token refresh --issuer https://as.example --client-id app \\\n"
                        + "    --refresh-token file:refresh.txt",
                "oat token refresh --issuer https://as.example --client-id app \\\n"
                        + "    --refresh-token file:refresh.txt --scope orders:read");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("json");
        ServerConnection connection = new ServerConnection(invocation);
        SettingsSession session = new SettingsSession(invocation, connection);
        if (invocation.arguments().has(REFRESH_TOKEN)) {
            Secret token = connection.secret(REFRESH_TOKEN).orElseThrow();
            TokenResponse response = connection
                    .tokenEndpoint()
                    .redeem(new RefreshTokenGrant(token, connection.scope()), connection.extraParameters())
                    .orThrow();
            TokenAnswer answer = new TokenAnswer(invocation, connection);
            answer.claims(session, response);
            answer.warnOfEphemeralKey();
            tellWiderScope(invocation, connection.scope(), response);
            answer.print(response, format);
            return ExitCode.DONE;
        }
        if (invocation.arguments().has(Settings.SCOPE)) {
            throw new Failure.Usage("--scope narrows a refresh token that is given, and none is")
                    .hint("oat token --scope SCOPE gets a token of other scopes, or give --refresh-token REF");
        }
        TokenCurrent.print(invocation, session.renewal().renew(), format);
        return ExitCode.DONE;
    }

    /** RFC 6749 §6: a refresh may narrow what was granted; an answer that did not is worth a word. */
    private static void tellWiderScope(Invocation invocation, String asked, TokenResponse response) {
        if (asked.isEmpty() || response.scope().isEmpty()) {
            return;
        }
        List<String> wanted = List.of(asked.split(" ", -1));
        List<String> more = new ArrayList<>();
        for (String scope : response.scope().orElseThrow().split(" ", -1)) {
            if (!scope.isEmpty() && !wanted.contains(scope)) {
                more.add(scope);
            }
        }
        if (!more.isEmpty()) {
            invocation
                    .output()
                    .warn("the server did not narrow the token to --scope (RFC 6749 §6); it also has "
                            + String.join(", ", more));
        }
    }
}
