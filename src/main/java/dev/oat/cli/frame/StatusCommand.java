package dev.oat.cli.frame;

import dev.oat.cli.setting.ExitCode;

/** A command whose end may have any number, as it runs other programs or commands. */
public interface StatusCommand extends Command {
    /**
     * Does it.
     *
     * @return the process's exit status
     * @throws dev.oat.trace.Failure if it cannot
     */
    int status(Invocation invocation);

    @Override
    default ExitCode run(Invocation invocation) {
        return status(invocation) == 0 ? ExitCode.DONE : ExitCode.FAULT;
    }
}
