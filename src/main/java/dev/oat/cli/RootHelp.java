package dev.oat.cli;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.frame.HelpText;

/** The help of {@code oat} itself: every command in one line, under what it is for. */
final class RootHelp {
    private static final int MEANING = 29;

    private RootHelp() {}

    static String text(CommandList table) {
        HelpText text = new HelpText();
        text.line("Usage: oat COMMAND [OPTION…]");
        text.paragraph("Gets OAuth 2.0 and OpenID Connect tokens, uses them, and shows what happened.");
        for (CommandList.Listed entry : table.entries()) {
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

    static String below(CommandList table, String path) {
        HelpText text = new HelpText();
        text.line("Commands");
        for (CommandList.Listed entry : table.entries()) {
            if (entry.path().startsWith(path + " ")) {
                line(text, entry);
            }
        }
        return text.toString();
    }

    /** The help of a command, as its {@code --help} prints it. */
    static String of(CommandList table, CommandList.Listed entry) {
        return of(table, entry, new CommandLineModel(entry.path(), entry.command()), false);
    }

    static String of(CommandList table, CommandList.Listed entry, CommandLineModel model, boolean colour) {
        String below = table.isGroup(entry.path()) ? "\n" + below(table, entry.path()) : "";
        return model.usage(colour) + below;
    }

    private static void line(HelpText text, CommandList.Listed entry) {
        text.row(entry.path(), MEANING, entry.summary());
    }
}
