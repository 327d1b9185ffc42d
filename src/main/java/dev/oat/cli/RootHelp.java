package dev.oat.cli;

/** The help of {@code oat} itself: every command in one line, under what it is for. */
final class RootHelp {
    private static final int MEANING = 29;

    private RootHelp() {}

    static String text(CommandTable table) {
        HelpText text = new HelpText();
        text.line("Usage: oat COMMAND [OPTION…]");
        text.paragraph("Gets OAuth 2.0 and OpenID Connect tokens, uses them, and shows what happened.");
        for (CommandTable.Entry entry : table.entries()) {
            String heading = heading(entry.path());
            if (!heading.isEmpty()) {
                text.heading(heading);
            }
            line(text, entry);
        }
        text.heading("On any command");
        text.row("--help", MEANING, "its options, and examples");
        text.row("--explain", MEANING, "tell each step in plain words as it happens");
        text.row("-v, -vv", MEANING, "show every message; with bodies");
        text.heading("Start here");
        text.row("oat tour", MEANING, "see the main flows in ten seconds");
        text.row("oat playground", MEANING, "try every command without an account");
        text.row("oat login NAME --issuer URL --client-id ID", MEANING, "sign in at your own server");
        return text.toString();
    }

    /** What the commands from this one on are for; empty in the middle of a group. */
    private static String heading(String path) {
        return switch (path) {
            case "login" -> "Get a token";
            case "call" -> "Use it";
            case "status" -> "Find out";
            case "profile add" -> "Set up";
            case "tour" -> "Learn";
            default -> "";
        };
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
