package dev.oat;

import dev.oat.cli.CommandTree;
import dev.oat.http.tls.TlsStart;
import dev.oat.session.disk.EndHeldOff;
import dev.oat.shell.Shell;
import java.util.List;

/** The program: makes the outside world, runs one command line, and ends the process. */
final class Program {
    private Program() {}

    static void run(String[] words) {
        if (asksServerOverTls(words)) {
            TlsStart.begin();
        }
        boolean shell = words.length == 0 || words[0].equals("shell");
        CommandTree commands = shell
                ? CommandTree.over(SystemWorld.environment(), new Shell())
                : CommandTree.over(SystemWorld.environment());
        int code = commands.run(List.of(words));
        if (shell) {
            // a command that was cancelled may be storing what it got
            EndHeldOff.awaitAll();
        }
        // not System.exit, which from Java 21 on sets up logging and opens every jar for it: three times what a cached
        // token
        // costs. What runs when a process is shut down is there for Ctrl-C; a command that has ended has cleaned up.
        Runtime.getRuntime().halt(code);
    }

    /** Returns whether the words alone say so: a stored token, for one, may make it unnecessary. */
    private static boolean asksServerOverTls(String[] words) {
        boolean grant = words.length > 1 && words[0].equals("token") && !words[1].startsWith("-");
        if (!grant && !(words.length > 1 && (words[0].equals("call") || words[0].equals("discover")))) {
            return false;
        }
        for (String word : words) {
            if (word.startsWith("https:")) {
                return true;
            }
        }
        return false;
    }
}
