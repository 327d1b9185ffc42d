package dev.oat.shell;

import dev.oat.cli.frame.InteractiveShell;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Streams;

/** The shell: with a user at a terminal, or with a script. */
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
