package dev.oat.cli.signin;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;

/** Gets a session with the user's help for another command, as {@code oat login} does, and the other command goes on. */
public interface SignsIn extends Command {
    /** Stores a session for the very settings of a run, prints nothing, and changes no profile. */
    ExitCode signIn(Invocation invocation);
}
