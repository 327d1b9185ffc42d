package dev.oat.cli.profile;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Keyring;
import dev.oat.cli.setting.Setting;
import java.util.List;

/** {@code oat secret remove}: takes a secret out of the system's keyring. */
public final class SecretRemove implements Command {
    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Positional> positionals() {
        return List.of(SecretSet.NAME);
    }

    @Override
    public String description() {
        return "Takes a secret out of the system's keyring. What refers to it, or is encrypted by it, stays as it is.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat secret remove work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String name = invocation.arguments().positional(0).orElseThrow();
        boolean there = new Keyring(invocation.environment()).remove(name);
        invocation
                .output()
                .say(there ? "it is no longer in the keyring: keyring:" + name : "the keyring has no secret " + name);
        return ExitCode.DONE;
    }
}
