package dev.oat.cli.frame;

import java.util.List;
import java.util.Optional;

/** Lists the commands that there are, and makes them. */
public interface CommandList {
    /** A command's place in the tree. */
    interface Listed {
        /** Its words: {@code token client-credentials}. */
        String path();

        /** Returns what it does, in one line. */
        String summary();

        /** The command, made anew. */
        Command command();
    }

    /** Returns every command, in the order of {@code oat --help}. */
    List<Listed> entries();

    /** The command of these words. */
    Optional<Listed> find(String path);

    /** Returns whether other commands lie below this one. */
    boolean isGroup(String path);
}
