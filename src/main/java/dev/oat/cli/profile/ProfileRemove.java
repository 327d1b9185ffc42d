package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.session.SessionKey;
import dev.oat.session.profile.ProfileName;
import java.util.List;

/** {@code oat profile remove}: deletes a profile and its session. */
public final class ProfileRemove implements Command {
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
        return "Deletes a profile, and its stored session with it. Its tokens are not revoked: oat logout does that before. "
                + "A client that oat registered stays registered: oat client delete ends it before.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat logout work && oat profile remove work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ProfileName name = new ProfileName(invocation.arguments().positional(0).orElseThrow());
        invocation.storage().sessions().withdraw(SessionKey.of(name));
        invocation.storage().profiles().remove(name);
        boolean session = invocation.storage().forgetSession(name);
        boolean client = invocation.storage().registrations().forget(name);
        invocation
                .output()
                .say("profile " + name + " is removed"
                        + (session
                                ? ", and its session forgotten; its tokens stay good at the server until they end"
                                : "")
                        + (client ? "; its client stays registered, and its credentials are forgotten" : ""));
        return ExitCode.DONE;
    }
}
