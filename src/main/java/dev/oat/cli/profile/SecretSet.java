package dev.oat.cli.profile;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Keyring;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.jose.Base64Url;
import dev.oat.trace.Secret;
import java.util.List;

/** {@code oat secret set}: puts a secret into the system's keyring. */
public final class SecretSet implements Command {
    static final Positional NAME =
            new Positional("SECRET_NAME", "Its name there: keyring:SECRET_NAME refers to it.", true, false);

    private static final int BYTES = 32;
    private static final Setting GENERATE = Setting.flag(
                    "generate", Setting.Group.COMMAND, "A new secret of 256 random bits, which is not shown.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(GENERATE);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(NAME);
    }

    @Override
    public String description() {
        return "Puts a secret into the system's keyring, in the place of one of the same name: asked for without echo, or"
                + " from standard input. keyring:NAME refers to it wherever a secret is given by reference. The keyring is"
                + " the Secret Service on Linux (by secret-tool), the Keychain on macOS, the Credential Manager on Windows.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat secret set work && oat profile set work client_secret=keyring:work",
                "oat secret set store --generate && \\\n" + "    oat profile lock work --store-key keyring:store");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String name = invocation.arguments().positional(0).orElseThrow();
        Keyring keyring = new Keyring(invocation.environment());
        keyring.prepare(name);
        keyring.write(name, invocation.arguments().has(GENERATE) ? generated(invocation) : given(invocation));
        invocation.output().say("it is in the keyring: keyring:" + name);
        return ExitCode.DONE;
    }

    private static Secret given(Invocation invocation) {
        return invocation.resolve(SecretReference.of("-", "secret"));
    }

    private static Secret generated(Invocation invocation) {
        byte[] bytes = new byte[BYTES];
        invocation.environment().random().get().nextBytes(bytes);
        return Secret.of(Base64Url.encode(bytes));
    }
}
