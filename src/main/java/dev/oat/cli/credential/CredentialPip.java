package dev.oat.cli.credential;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * {@code oat credential pip}: what pip, uv and their kin ask the program {@code keyring}, or an entry for a netrc.
 *
 * @see <a href="https://pip.pypa.io/en/stable/topics/authentication/">pip: Authentication</a>
 */
public final class CredentialPip implements Command {
    @Override
    public List<Setting> settings() {
        return TokenHolder.settings(TokenText.OUT);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                new Positional(
                        "get|set|del|URL",
                        "What pip asks of a keyring; or the index, for a netrc. The profile names it too (api).",
                        true,
                        false),
                new Positional("SERVICE", "The index, by its address or its host; pip gives it.", false, false),
                new Positional(
                        "USER", "The user name that stands in the index's address; pip gives it.", false, false));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting == Settings.USERNAME || TokenHolder.isUsual(setting);
    }

    @Override
    public String description() {
        return "Answers pip and uv as the program keyring does, so that the token lies in no file: for indexes whose"
                + " address has a user name (https://oauth2@HOST/simple/) and which a profile names (api). Nothing is"
                + " stored (set, del). With an index's URL it prints an entry for a netrc instead, which pip, uv and curl"
                + " read from the file that NETRC names: it counts for the whole host.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "# once; then: pip install --keyring-provider subprocess\n"
                        + "  printf '#!/bin/sh\\nexec oat credential pip \"$@\"\\n' >~/.local/bin/keyring \\\n"
                        + "    && chmod +x ~/.local/bin/keyring",
                "oat credential pip https://pypi.example/simple/ -p work --out ~/.netrc-work",
                "# then\n  NETRC=~/.netrc-work pip install -i https://pypi.example/simple/ package");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String first = invocation.arguments().positional(0).orElse("");
        switch (first) {
            case "get":
                return get(invocation);
            case "set", "del":
                throw new Failure.Usage("oat stores no passwords, only sessions")
                        .hint("oat login NAME --issuer URL --client-id ID --api https://INDEX");
            default:
                URI index = TokenText.registry(invocation, 0);
                Invocation holder = TokenHolder.require(invocation, index);
                TokenText.put(
                        invocation,
                        holder,
                        token -> "machine " + index.getHost() + "\nlogin " + TokenText.name(holder) + "\npassword "
                                + token + "\n");
                return ExitCode.DONE;
        }
    }

    /** Like any keyring: the password alone, or nothing at all, as pip asks for every index that it meets. */
    private static ExitCode get(Invocation invocation) {
        String service = invocation
                .arguments()
                .positional(1)
                .orElseThrow(() -> new Failure.Usage("oat credential pip get lacks the index")
                        .hint("oat credential pip get https://INDEX oauth2"));
        Optional<Invocation> holder = TokenHolder.of(invocation, TokenHolder.addresses(service));
        if (holder.isEmpty()) {
            return ExitCode.USAGE;
        }
        invocation.output().document(TokenHolder.token(holder.orElseThrow()).token());
        return ExitCode.DONE;
    }
}
