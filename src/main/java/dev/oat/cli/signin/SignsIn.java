package dev.oat.cli.signin;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;

/** Signs the user in for another command, as {@code oat login} does, and the other command goes on. */
public interface SignsIn extends Command {
    /** Signs in for the very settings of a run, and changes no profile. */
    ExitCode signIn(Invocation invocation);
}
