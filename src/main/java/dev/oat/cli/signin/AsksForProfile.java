package dev.oat.cli.signin;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;

/** Asks the user for all that a profile needs, as {@code oat profile add} does. */
public interface AsksForProfile extends Command {
    /** Whether there is a user to ask. */
    boolean isPossible(Invocation invocation);

    /** Asks, writes the profile, and signs in to it. */
    ExitCode askAndSignIn(Invocation invocation);
}
