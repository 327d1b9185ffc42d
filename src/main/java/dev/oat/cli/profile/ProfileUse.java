package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.session.profile.ProfileName;
import java.util.List;

/** {@code oat profile use}: chooses the profile for commands that name none. */
public final class ProfileUse implements Command {
    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Positional> positionals() {
        return List.of(ProfileSettings.NAME);
    }

    @Override
    public String description() {
        return "Makes a profile the one that commands use when neither -p, OAT_PROFILE nor complete settings say otherwise.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat profile use work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ProfileName name = new ProfileName(invocation.arguments().positional(0).orElseThrow());
        invocation.storage().profiles().use(name);
        invocation.output().say("profile " + name + " is used from now on");
        return ExitCode.DONE;
    }
}
