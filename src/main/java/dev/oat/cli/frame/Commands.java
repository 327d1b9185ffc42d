package dev.oat.cli.frame;

import dev.oat.cli.setting.Environment;
import java.util.List;

/** Lists all commands, and runs them: for those that are about others. */
public interface Commands extends CommandList {
    /**
     * Runs one command line in another environment.
     *
     * @return the exit code
     */
    int run(Environment environment, List<String> words);
}
