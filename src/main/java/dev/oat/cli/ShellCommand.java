package dev.oat.cli;

import dev.oat.cli.frame.InteractiveShell;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StatusCommand;
import dev.oat.cli.setting.Setting;
import dev.oat.trace.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code oat shell}: the commands without {@code oat} before them, one after the other in one process. */
final class ShellCommand implements StatusCommand {
    private static final Setting KEEP_GOING = Setting.flag(
                    "keep-going", Setting.Group.COMMAND, "A script goes on after a command that failed.")
            .onlyOption();

    private @Nullable InteractiveShell shell;

    /** Says what to open. */
    void opens(InteractiveShell one) {
        shell = one;
    }

    @Override
    public List<Setting> settings() {
        return List.of(KEEP_GOING);
    }

    @Override
    public String description() {
        return "Opens a shell in which every command of oat runs as it is, without oat before it. The prompt says which "
                + "profile is used, who is signed in, and how long the token is good. The tab key completes commands, "
                + "options, values, profiles, scopes and files. Ctrl-C cancels a command and not the shell, Ctrl-D leaves. "
                + "The history, which Ctrl-R searches, never holds a secret.\n\n"
                + "In the shell: use PROFILE; set KEY VALUE, unset KEY (settings for this shell alone); $access_token, "
                + "$last and $last.FIELD (what the last command printed); echo, history, exit.\n\n"
                + "From a pipe or a file it runs the lines as a script: the first command that fails ends it, and its exit "
                + "code is the script's. With --keep-going all run, and the exit code is the first failed one's. '#' begins "
                + "a comment.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat shell", "oat shell < smoke-test.oat", "printf 'use work\\nuserinfo\\n' | oat shell");
    }

    @Override
    public int status(Invocation invocation) {
        InteractiveShell one = shell;
        if (one == null) {
            throw new Failure.Usage("this is the shell already").hint("Ctrl-D or exit leaves it");
        }
        return one.open(invocation.environment(), invocation.arguments().has(KEEP_GOING));
    }
}
