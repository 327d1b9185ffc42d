package dev.oat.cli;

/** The help of {@code oat} itself: every command in one line. */
final class RootHelp {
    private RootHelp() {}

    static String text(CommandTable table) {
        StringBuilder text = new StringBuilder("Usage: oat COMMAND [OPTION…]\n\n"
                + "Gets OAuth 2.0 and OpenID Connect tokens, uses them, and shows what happened.\n\n"
                + "Commands\n");
        for (CommandTable.Entry entry : table.entries()) {
            line(text, entry);
        }
        text.append("\nStart here\n")
                .append("  oat tour                      the main flows against a server of its own, explained\n")
                .append("  oat login --issuer URL --client-id ID      sign in\n")
                .append("  oat COMMAND --help            options and examples of a command\n");
        return text.toString();
    }

    static String below(CommandTable table, String path) {
        StringBuilder text = new StringBuilder("Commands\n");
        for (CommandTable.Entry entry : table.entries()) {
            if (entry.path().startsWith(path + " ")) {
                line(text, entry);
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, CommandTable.Entry entry) {
        int start = text.length();
        text.append("  ").append(entry.path());
        while (text.length() - start < 28) {
            text.append(' ');
        }
        text.append(' ').append(entry.summary()).append('\n');
    }
}
