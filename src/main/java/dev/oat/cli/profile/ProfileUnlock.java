package dev.oat.cli.profile;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StoreKeySettings;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.disk.SecretFiles;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code oat profile unlock}: stores a profile's session and client in clear text again. */
public final class ProfileUnlock implements Command {
    @Override
    public List<Setting> settings() {
        return List.of(StoreConversion.ALL, Settings.STORE_KEY);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("NAME", "The profile's name.", false, false));
    }

    @Override
    public String description() {
        return "Stores what oat profile lock encrypted as it is again, readable for its owner alone, and takes store_key out"
                + " of the profile.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat profile unlock work", "oat profile unlock --all");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<ProfileName> one = StoreConversion.chosen(invocation);
        Profiles profiles = invocation.storage().profiles();
        if (one.isPresent() && profiles.defaults().values().containsKey(Settings.STORE_KEY.key())) {
            throw new Failure.Usage("a key is set for all profiles, so this one cannot be without: "
                            + invocation.storage().directories().defaults())
                    .hint("oat profile unlock --all");
        }
        invocation.storage().encryptedBy(new StoreKeySettings(invocation, one.isEmpty()));
        StoreConversion conversion = new StoreConversion(invocation, SecretFiles.Form.PLAIN);
        conversion.run(one);
        // only then: a file that is still encrypted needs its key
        if (conversion.isWhole()) {
            for (ProfileName name : one.isPresent() ? List.of(one.get()) : profiles.list()) {
                if (profiles.mentions(name, Settings.STORE_KEY.key())
                        && profiles.read(name).text(Settings.STORE_KEY.key()).isPresent()) {
                    profiles.set(name, Map.of(), Set.of(Settings.STORE_KEY.key()));
                }
            }
            if (one.isEmpty()) {
                if (profiles.defaults().values().containsKey(Settings.STORE_KEY.key())) {
                    profiles.setDefaults(Map.of(), Set.of(Settings.STORE_KEY.key()));
                }
            }
        }
        conversion.finish("in clear text now");
        if (invocation.environment().variables().containsKey(Settings.STORE_KEY.variable())) {
            invocation
                    .output()
                    .warn(Settings.STORE_KEY.variable()
                            + " is set: unset it, as what is not encrypted is refused with it");
        }
        return ExitCode.DONE;
    }
}
