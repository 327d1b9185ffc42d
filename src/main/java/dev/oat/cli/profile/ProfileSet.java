package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.TokenShape;
import dev.oat.session.WantedToken;
import dev.oat.session.profile.Nearest;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code oat profile set}: changes settings of a profile. */
public final class ProfileSet implements Command {
    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                ProfileSettings.NAME,
                new Positional("KEY=VALUE", "A setting; KEY= removes it, a repeated KEY makes a list.", true, true));
    }

    @Override
    public String description() {
        return "Changes settings of a profile; comments and everything else in its file stay as they are.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat profile set work scope='openid profile' min_ttl=60",
                "oat profile set work api=https://api.example api=https://files.example",
                "oat profile set work audience=");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ProfileName name = new ProfileName(invocation.arguments().positional(0).orElseThrow());
        Map<Setting, List<String>> given = new LinkedHashMap<>();
        Set<String> removed = new LinkedHashSet<>();
        Optional<String> pair = invocation.arguments().positional(1);
        for (int i = 1; pair.isPresent(); i++, pair = invocation.arguments().positional(i)) {
            int equals = pair.get().indexOf('=');
            if (equals <= 0) {
                throw new Failure.Usage("a setting is given as KEY=VALUE")
                        .hint("oat profile set " + name + " scope=openid");
            }
            String key = pair.get().substring(0, equals).replace('-', '_');
            String value = pair.get().substring(equals + 1);
            if (value.isEmpty()) {
                removed.add(key);
            } else {
                given.computeIfAbsent(setting(key), unused -> new ArrayList<>()).add(value);
            }
        }
        ProfileSettings profile = new ProfileSettings(invocation, name);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<Setting, List<String>> entry : given.entrySet()) {
            if (removed.contains(entry.getKey().key())) {
                throw new Failure.Usage(entry.getKey().key() + " is both set and removed").hint("give one of the two");
            }
            values.put(entry.getKey().key(), profile.value(entry.getKey(), entry.getValue()));
        }
        invocation.storage().profiles().set(name, values, removed);
        tellIfCutOff(invocation.with(invocation.settings().withProfile(name.text())), name);
        return ExitCode.DONE;
    }

    /** A session whose profile says something else now is not used: better told here than found out later. */
    private static void tellIfCutOff(Invocation invocation, ProfileName name) {
        Optional<FiledSession> filed;
        try {
            filed = invocation.storage().sessions().look(SessionKey.of(name));
        } catch (Failure.Locked e) {
            invocation.output().say(e.what() + "; " + e.hint().orElse(""));
            return;
        }
        if (filed.isEmpty()) {
            return;
        }
        try {
            TokenShape made = filed.get().shape();
            WantedToken wanted = new SettingsSession(invocation, new ServerConnection(invocation)).wanted();
            if (!made.equals(wanted.shape())) {
                invocation.output().say(wanted.cutOff(made) + "; to have one that fits: " + wanted.login());
                if (filed.get().at(wanted.shape()).isEmpty()) {
                    invocation
                            .output()
                            .say("the former server was not asked to revoke them: set the profile back, and oat"
                                    + " logout " + name + " does that");
                }
            }
        } catch (Failure e) {
            // a setting that cannot be used yet, a key that is not there: the command that needs it will say so
            invocation.trace().note("whether the session fits the profile cannot be said: " + e.what());
        }
    }

    private static Setting setting(String key) {
        List<String> keys = new ArrayList<>();
        for (Setting setting : ProfileSettings.all()) {
            if (setting.key().equals(key)) {
                return setting;
            }
            keys.add(setting.key());
        }
        Optional<String> near = Nearest.to(key, keys);
        throw new Failure.Usage("a profile has no setting " + key)
                .hint(near.isPresent() ? "did you mean " + near.get() + "?" : "oat profile add --help lists them");
    }
}
