package dev.oat.render.token;

import java.util.Map;

/** Variables as lines that a shell can evaluate, whatever their values hold. */
enum ShellAssignments {
    /** sh, bash, zsh, dash, ksh. */
    POSIX {
        @Override
        String line(String name, String value) {
            return "export " + name + "='" + value.replace("'", "'\\''") + "'";
        }
    },
    FISH {
        @Override
        String line(String name, String value) {
            return "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
    },
    POWERSHELL {
        @Override
        String line(String name, String value) {
            // typographic quotes end a text there as the plain one does
            return "$env:" + name + " = '" + value.replaceAll("['\u2018-\u201b]", "$0$0") + "'";
        }
    };

    /** Returns one assignment; the name is ours and holds letters and underscores only. */
    abstract String line(String name, String value);

    /** All of them, a line each, without a final line break. */
    String lines(Map<String, String> variables) {
        StringBuilder text = new StringBuilder();
        variables.forEach((name, value) ->
                text.append(text.length() == 0 ? "" : "\n").append(line(name, value.replace("\0", ""))));
        return text.toString();
    }
}
