package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.Adoption;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.endpoint.UnusableToken;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.session.StoredSession;
import dev.oat.session.disk.EndHeldOff;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat token refresh}: spends a refresh token, a given one or the session's. */
public final class TokenRefresh implements Command {
    static final Setting REFRESH_TOKEN = Setting.secret(
                    "refresh-token",
                    Setting.Group.REQUEST,
                    "The refresh token to spend, as a reference like --client-secret; the session's unless given.")
            .onlyOption()
            .usual();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
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
                + "answer. With --refresh-token and -p, makes that one the profile's session: spends it once, stores what comes,"
                + " and prints it. With --refresh-token alone, prints the answer and stores nothing: a server that "
                + "rotates refresh tokens takes each only once, so keep what it prints. --scope asks for less than was "
                + "granted (RFC 6749 §6): the profile's session stays as it is, its new refresh token is stored, and the "
                + "narrower token is only printed; a server that gives more all the same is told of.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token refresh -p work",
                "oat token refresh -p work --scope orders:read",
                "oat token refresh -p work --refresh-token file:refresh.txt",
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
        if (invocation.arguments().has(REFRESH_TOKEN) && invocation.settings().isProfileExplicit()) {
            Secret token = connection.secret(REFRESH_TOKEN).orElseThrow();
            StoredSession adopted = new Adoption(
                            invocation,
                            connection,
                            session.wanted(Adoption.grantType(invocation)).key())
                    .adopt(token, () -> invocation);
            TokenCurrent.print(invocation, adopted, format);
            return ExitCode.DONE;
        }
        if (invocation.arguments().has(REFRESH_TOKEN)) {
            return given(invocation, connection, session, format);
        }
        if (!invocation.arguments().has(Settings.SCOPE)) {
            TokenCurrent.print(invocation, session.renewal().renew(), format);
            return ExitCode.DONE;
        }
        if (invocation.settings().profileName().isEmpty()) {
            throw new Failure.Usage("without a profile --scope says which session is meant, and cannot narrow it too")
                    .hint(
                            "the same options behind oat token get a token of other scopes; -p NAME or --refresh-token REF narrows one");
        }
        StoredSession narrowed =
                session.leavingScope().renewal().narrowed(invocation.settings().texts(Settings.SCOPE));
        tellWiderScope(invocation, connection.scope(), narrowed.token().text("scope"));
        TokenCurrent.print(invocation, narrowed, format);
        return ExitCode.DONE;
    }

    /** Spends a given refresh token. The one that comes in its place is nowhere but in the answer until that is printed. */
    private static ExitCode given(
            Invocation invocation, ServerConnection connection, SettingsSession session, String format) {
        Secret token = connection.secret(REFRESH_TOKEN).orElseThrow();
        TokenEndpoint endpoint = connection.tokenEndpoint();
        session.fetchKeys();
        EndHeldOff end = EndHeldOff.begin(EndHeldOff.ON_THE_WAY);
        try {
            TokenResult result =
                    endpoint.redeem(new RefreshTokenGrant(token, connection.scope()), connection.extraParameters());
            warnIfSpent(invocation, result);
            TokenResponse response = result.orThrow();
            TokenAnswer answer = new TokenAnswer(invocation, connection);
            try {
                answer.claims(session, response);
            } catch (Failure.CheckFailed e) {
                warnIfSpent(invocation, new UnusableToken(response.refreshToken(), e));
                throw e;
            } catch (Failure.Unreachable | Failure.TimedOut e) {
                // the token itself is good, and its refresh token must not be lost
                invocation.output().warn("the new ID token could not be checked, and is left out: " + e.what());
                response = new TokenResponse(response.document().without("id_token"));
            }
            answer.warnOfEphemeralKey();
            tellWiderScope(invocation, connection.scope(), response.scope());
            answer.print(response, format);
            return ExitCode.DONE;
        } finally {
            end.close();
        }
    }

    /** Whoever keeps the refresh token themselves must know that the one they have is of no use any more. */
    private static void warnIfSpent(Invocation invocation, TokenResult result) {
        if (result instanceof UnusableToken unusable && unusable.refreshToken().isPresent()) {
            invocation
                    .output()
                    .warn(
                            "the answer that is not used held the next refresh token; the one that was given may be spent");
        }
    }

    /** RFC 6749 §6: a refresh may narrow what was granted; an answer that did not is worth a word. */
    private static void tellWiderScope(Invocation invocation, String asked, Optional<String> granted) {
        if (asked.isEmpty() || granted.isEmpty()) {
            return;
        }
        List<String> wanted = List.of(asked.split(" ", -1));
        List<String> more = new ArrayList<>();
        for (String scope : granted.orElseThrow().split(" ", -1)) {
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
