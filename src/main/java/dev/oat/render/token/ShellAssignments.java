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
            StringBuilder quoted = new StringBuilder();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                // typographic quotes end a text there as the plain one does
                boolean quote = c == '\'' || (c >= '\u2018' && c <= '\u201b');
                quoted.append(quote ? "" + c + c : String.valueOf(c));
            }
            return "$env:" + name + " = '" + quoted + "'";
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
