package dev.oat.shell;

import dev.oat.cli.Environment;
import dev.oat.cli.InteractiveShell;
import dev.oat.cli.Streams;

/** The shell: with a person at a terminal, or with a script. */
public final class Shell implements InteractiveShell {
    @Override
    public int open(Environment outside, boolean keepGoing) {
        Streams streams = outside.streams();
        if (streams.inputIsTerminal() && streams.outputIsTerminal()) {
            return Conversation.open(outside);
        }
        return new Script(outside, keepGoing).run();
    }
}
