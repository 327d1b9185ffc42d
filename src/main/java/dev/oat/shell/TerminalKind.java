package dev.oat.shell;

import java.io.IOException;
import java.util.Map;
import org.jline.utils.InfoCmp;

/**
 * What kind of terminal there is, as jline is told it.
 *
 * <p>{@code TERM} often names a terminal that this machine has no description of: newer than its list, or on the other
 * side of an SSH connection. Such a one is taken for what nearly all terminals of today understand. A dumb one moves no
 * cursor: there lines are read as the terminal hands them on.
 *
 * @param type the name by which jline knows it, or empty where jline finds out by itself
 * @param dumb whether its cursor cannot be moved
 */
record TerminalKind(String type, boolean dumb) {
    private static final String LIKE_MOST = "xterm-256color";
    /** Another name for a dumb terminal: by the usual one jline would not open the real terminal, nor take its signals. */
    private static final String DUMB = "oat-dumb";

    /**
     * Returns the kind of the terminal that the environment names.
     *
     * @param variables the environment
     * @param system the operating system's name
     */
    static TerminalKind of(Map<String, String> variables, String system) {
        String term = variables.getOrDefault("TERM", "");
        boolean windows = system.startsWith("Windows");
        if (term.startsWith("dumb")) {
            InfoCmp.setDefaultInfoCmp(DUMB, InfoCmp.getDefaultInfoCmp("dumb"));
            return new TerminalKind(windows ? term : DUMB, true);
        }
        if (term.isEmpty()) {
            return new TerminalKind(windows ? "" : LIKE_MOST, false);
        }
        return new TerminalKind(windows || isDescribed(term) ? term : LIKE_MOST, false);
    }

    private static boolean isDescribed(String term) {
        try {
            String unused = InfoCmp.getInfoCmp(term);
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
