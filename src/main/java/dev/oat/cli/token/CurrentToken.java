package dev.oat.cli.token;

import dev.oat.cli.connect.CachedSession;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignInOnDemand;
import dev.oat.session.StoredSession;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What commands have in common that hand the session's token on to other programs. */
public final class CurrentToken {
    private CurrentToken() {}

    /** The settings of such a command: its own, and those of {@code oat token} that say which token. */
    public static List<Setting> settings(List<Setting> own) {
        List<Setting> settings = new ArrayList<>(own);
        for (Setting setting : new TokenCurrent().settings()) {
            if (setting != Settings.OUTPUT
                    && setting != Settings.SIGN_IN
                    && setting != TokenCurrent.WATCH
                    && setting != TokenCurrent.OUT) {
                settings.add(setting);
            }
        }
        return settings;
    }

    /** Returns the session with a good token, got without the user. */
    public static StoredSession unattended(Invocation invocation) {
        Optional<StoredSession> cached = CachedSession.find(invocation);
        return cached.isPresent()
                ? cached.get()
                : new SettingsSession(invocation, new ServerConnection(invocation))
                        .neverAsking()
                        .renewal()
                        .current();
    }

    /** Returns the session with another token than one that was refused, if need be by a sign-in. */
    public static StoredSession renewed(Invocation invocation, Secret refused) {
        return SignInOnDemand.attended(invocation, () -> again(invocation, refused), Optional.of(refused));
    }

    /** The session with another token than one that was refused, without the user. */
    public static StoredSession again(Invocation invocation, Secret refused) {
        return new SettingsSession(invocation, new ServerConnection(invocation))
                .neverAsking()
                .renewal()
                .renew(refused);
    }
}
