package dev.oat.cli;

/** The help of {@code oat} itself: every command in one line. */
final class RootHelp {
    private static final int MEANING = 29;

    private RootHelp() {}

    static String text(CommandTable table) {
        HelpText text = new HelpText();
        text.line("Usage: oat COMMAND [OPTION…]");
        text.paragraph("Gets OAuth 2.0 and OpenID Connect tokens, uses them, and shows what happened.");
        text.heading("Commands");
        for (CommandTable.Entry entry : table.entries()) {
            line(text, entry);
        }
        text.heading("Start here");
        text.row("oat tour", MEANING, "the main flows, explained, against a server of its own");
        text.row("oat login --issuer URL --client-id ID", MEANING, "sign in");
        text.row("oat COMMAND --help", MEANING, "options and examples of a command");
        return text.toString();
    }

    static String below(CommandTable table, String path) {
        HelpText text = new HelpText();
        text.line("Commands");
        for (CommandTable.Entry entry : table.entries()) {
            if (entry.path().startsWith(path + " ")) {
                line(text, entry);
            }
        }
        return text.toString();
    }

    private static void line(HelpText text, CommandTable.Entry entry) {
        text.row(entry.path(), MEANING, entry.summary());
    }
}
