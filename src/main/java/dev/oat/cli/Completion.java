package dev.oat.cli;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.trace.Failure;
import java.util.List;

/** {@code oat completion}: a script that completes commands, options, values and profile names. */
final class Completion implements Command {
    private static final String SHELLS = "bash|zsh|fish|powershell";

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(SHELLS, "The shell.", true, false));
    }

    @Override
    public String description() {
        return "Prints a script that completes commands, options, their values and profile names. It starts no oat: "
                + "pressing the tab key is as fast as the shell.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "source <(oat completion bash)                       # in ~/.bashrc",
                "oat completion zsh > ~/.zfunc/_oat                  # a directory of $fpath",
                "oat completion fish > ~/.config/fish/completions/oat.fish",
                "oat completion powershell | Out-String | Invoke-Expression   # in $PROFILE");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String shell = invocation.arguments().positional(0).orElse("");
        CompletionScript script = CompletionScript.of(invocation.commands());
        switch (shell) {
            case "bash":
                invocation.output().document(script.bash());
                return ExitCode.DONE;
            case "zsh":
                invocation.output().document(script.zsh());
                return ExitCode.DONE;
            case "fish":
                invocation.output().document(script.fish());
                return ExitCode.DONE;
            case "powershell":
                invocation.output().document(script.powershell());
                return ExitCode.DONE;
            default:
                throw Failure.Usage.value("SHELL", shell, "one of " + SHELLS.replace("|", ", "))
                        .hint("oat completion bash");
        }
    }
}
