package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.TokenParameters;
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
    private static final Setting DEFAULT = Setting.flag(
                    "default",
                    Setting.Group.COMMAND,
                    "Set it for every profile that says nothing else, and without one; no NAME then.")
            .onlyOption()
            .usual();

    @Override
    public List<Setting> settings() {
        return List.of(DEFAULT);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                ProfileSettings.NAME,
                new Positional("KEY=VALUE", "A setting; KEY= removes it, a repeated KEY makes a list.", false, true));
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
                "oat profile set work audience=",
                "oat profile set --default idp=corp");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        boolean defaults = invocation.arguments().has(DEFAULT);
        String first = invocation.arguments().positional(0).orElseThrow();
        if (defaults && first.indexOf('=') < 0) {
            throw new Failure.Usage("a default is every profile's: there is no NAME with --default")
                    .hint("oat profile set --default KEY=VALUE; for one profile: oat profile set " + first
                            + " KEY=VALUE");
        }
        ProfileName name = defaults ? ProfileName.DEFAULT : new ProfileName(first);
        Map<Setting, List<String>> given = new LinkedHashMap<>();
        Set<String> removed = new LinkedHashSet<>();
        int start = defaults ? 0 : 1;
        Optional<String> pair = invocation.arguments().positional(start);
        if (pair.isEmpty()) {
            throw new Failure.Usage("nothing is set").hint("oat profile set " + name + " KEY=VALUE");
        }
        for (int i = start; pair.isPresent(); i++, pair = invocation.arguments().positional(i)) {
            int equals = pair.get().indexOf('=');
            if (equals <= 0) {
                throw new Failure.Usage("a setting is given as KEY=VALUE")
                        .hint("oat profile set " + name + " scope=openid");
            }
            String key = pair.get().substring(0, equals).replace('-', '_');
            if (defaults) {
                requireDefault(key);
            }
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
        if (defaults) {
            invocation.storage().profiles().setDefaults(values, removed);
            return ExitCode.DONE;
        }
        invocation.storage().profiles().set(name, values, removed);
        tellIfCutOff(invocation.with(invocation.settings().withProfile(name.text())), name);
        return ExitCode.DONE;
    }

    private static void requireDefault(String key) {
        List<String> keys = new ArrayList<>();
        for (Setting setting : ProfileSettings.all()) {
            if (Settings.mayBeDefault(setting)) {
                keys.add(setting.key());
            }
        }
        if (!keys.contains(key)) {
            throw new Failure.Usage(setting(key).key()
                            + " is a profile's own: it says which server, client, API or token is meant")
                    .hint("oat profile set NAME " + key + "=VALUE; a default may be " + String.join(", ", keys));
        }
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
            TokenParameters made = filed.get().shape();
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
