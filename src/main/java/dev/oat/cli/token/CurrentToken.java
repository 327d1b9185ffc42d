package dev.oat.cli.token;

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
final class CurrentToken {
    private CurrentToken() {}

    /** The settings of such a command: its own, and those of {@code oat token} that say which token. */
    static List<Setting> settings(List<Setting> own) {
        List<Setting> settings = new ArrayList<>(own);
        for (Setting setting : new TokenCurrent().settings()) {
            if (setting != Settings.OUTPUT && setting != Settings.SIGN_IN) {
                settings.add(setting);
            }
        }
        return settings;
    }

    /** The session with another token than one that was refused, if need be by a sign-in. */
    static StoredSession renewed(Invocation invocation, Secret refused) {
        return SignInOnDemand.attended(invocation, () -> again(invocation, refused), Optional.of(refused));
    }

    /** The session with another token than one that was refused, without the user. */
    static StoredSession again(Invocation invocation, Secret refused) {
        return new SettingsSession(invocation, new ServerConnection(invocation))
                .neverAsking()
                .renewal()
                .renew(refused);
    }
}
