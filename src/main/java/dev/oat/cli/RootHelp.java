package dev.oat.cli;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.frame.HelpText;
import java.util.List;

/** The help of {@code oat} itself: what a newcomer needs, or every command in one line, under what it is for. */
final class RootHelp {
    private static final int MEANING = 29;
    /** The commands that a newcomer needs, in the order of need. */
    private static final List<String> FIRST = List.of(
            "login",
            "call",
            "token",
            "token client-credentials",
            "exec",
            "status",
            "logout",
            "doctor",
            "explain",
            "jwt decode");

    private RootHelp() {}

    /** Returns what a newcomer needs. */
    static String text(CommandList table) {
        HelpText text = start();
        text.heading("Start here");
        text.row("oat tour", MEANING, "see the main flows in ten seconds");
        text.row("oat playground", MEANING, "try every command without an account");
        text.row("oat login NAME --issuer URL --client-id ID", MEANING, "sign in at your own server");
        text.heading("Commands");
        for (String path : FIRST) {
            line(text, table.find(path).orElseThrow());
        }
        text.heading("On any command");
        text.row("--help, --help-all", MEANING, "its usual options and examples; all of them");
        text.row("--explain", MEANING, "tell each step in plain words as it happens");
        text.row("-v, -vv", MEANING, "show every message; with bodies");
        text.heading("More");
        text.row("oat help all", MEANING, "every command, by what it is for");
        text.row("oat help TOPIC", MEANING, topics());
        return text.toString();
    }

    /** Returns every command, by what it is for. */
    static String all(CommandList table) {
        HelpText text = start();
        for (CommandList.Listed entry : table.entries()) {
            String heading = heading(entry.path());
            if (!heading.isEmpty()) {
                text.heading(heading);
            }
            line(text, entry);
        }
        return text.toString();
    }

    private static HelpText start() {
        return new HelpText()
                .line("Usage: oat COMMAND [OPTION…]")
                .paragraph("Gets OAuth 2.0 and OpenID Connect tokens, uses them, and shows what happened.");
    }

    private static String topics() {
        StringBuilder text = new StringBuilder();
        for (HelpTopic topic : HelpTopic.values()) {
            text.append(text.length() == 0 ? "" : ", ").append(topic.word());
        }
        return text.toString();
    }

    /** Returns the end of a command's help: where the rest is. */
    static String more(String path) {
        return new HelpText()
                .line("")
                .line("Every command knows -v and --explain.")
                .line("All options: oat " + path + " --help-all")
                .toString();
    }

    /** Returns what the commands from this one on are for; empty in the middle of a group. */
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

    /** Returns the help of a command, as its {@code --help} or its {@code --help-all} prints it. */
    static String of(CommandList table, CommandList.Listed entry, boolean all) {
        return of(table, entry, new CommandLineModel(entry.path(), entry.command()), all, false);
    }

    static String of(CommandList table, CommandList.Listed entry, CommandLineModel model, boolean all, boolean colour) {
        String below = table.isGroup(entry.path()) ? "\n" + below(table, entry.path()) : "";
        return all ? model.usage(colour) + below : model.shortUsage(colour) + below + more(entry.path());
    }

    private static void line(HelpText text, CommandList.Listed entry) {
        text.row(entry.path(), MEANING, entry.summary());
    }
}
