package dev.oat.cli;

import java.util.ArrayList;
import java.util.List;

/** What can stand where on a command line: the model behind the completion scripts and the shell's completion. */
final class CompletionModel {
    private static final String REFERENCES = "env: file: cmd: prompt";

    private CompletionModel() {}

    /** What can stand in a place. */
    enum Kind {
        NOTHING,
        WORDS,
        PROFILES,
        FILES,
        /** Scopes that the server's metadata lists; only a running oat knows them. */
        SCOPES
    }

    record Value(Kind kind, String words) {}

    record Option(List<String> names, boolean takesValue, Value value, String help) {
        /** The name to offer: the long one, and none of the others that habits from elsewhere may type. */
        String offered() {
            for (String name : names) {
                if (name.startsWith("--")) {
                    return name;
                }
            }
            return names.get(0);
        }

        /** The name to offer to whom has begun one: an alias only when nothing else begins so. */
        String offered(String begun) {
            if (!offered().startsWith(begun)) {
                for (String name : names) {
                    if (name.startsWith(begun)) {
                        return name;
                    }
                }
            }
            return offered();
        }
    }

    record Word(String text, String summary) {}

    record Node(String path, List<Word> below, List<Option> options, Value positional) {}

    /** All places of these commands. */
    static List<Node> nodes(CommandTable table) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(group(table, ""));
        for (CommandTable.Entry entry : table.entries()) {
            int blank = entry.path().lastIndexOf(' ');
            String group = blank < 0 ? "" : entry.path().substring(0, blank);
            if (table.find(group).isEmpty() && !isAmong(nodes, group)) {
                nodes.add(group(table, group));
            }
            nodes.add(node(table, entry));
        }
        return List.copyOf(nodes);
    }

    /** The place of one command. */
    static Node node(CommandTable table, CommandTable.Entry entry) {
        Command command = entry.command();
        List<Option> options = new ArrayList<>();
        for (Setting setting : new CommandLineModel(entry.path(), command).settings()) {
            boolean value = setting.kind() != Setting.Kind.FLAG && setting.kind() != Setting.Kind.COUNT;
            options.add(new Option(setting.names(), value, valueOf(setting), firstSentence(setting.help())));
        }
        return new Node(entry.path(), below(table, entry.path()), options, positional(table, command));
    }

    /** The place above all commands, or of a group that is no command itself. */
    static Node group(CommandTable table, String path) {
        return new Node(path, below(table, path), List.of(), new Value(Kind.NOTHING, ""));
    }

    private static boolean isAmong(List<Node> nodes, String path) {
        for (Node node : nodes) {
            if (node.path().equals(path)) {
                return true;
            }
        }
        return false;
    }

    /** The words that may follow a path: commands, and groups that are no commands themselves. */
    private static List<Word> below(CommandTable table, String path) {
        String prefix = path.isEmpty() ? "" : path + " ";
        List<Word> found = new ArrayList<>();
        String last = "";
        for (CommandTable.Entry entry : table.entries()) {
            if (!entry.path().startsWith(prefix) || entry.path().equals(path)) {
                continue;
            }
            String rest = entry.path().substring(prefix.length());
            int blank = rest.indexOf(' ');
            String word = blank < 0 ? rest : rest.substring(0, blank);
            if (!word.equals(last)) {
                found.add(new Word(word, blank < 0 ? entry.summary() : words(table, prefix + word)));
                last = word;
            }
        }
        return found;
    }

    /** What a group of commands holds: {@code decode, verify, sign}. */
    private static String words(CommandTable table, String path) {
        StringBuilder words = new StringBuilder();
        for (CommandTable.Entry entry : table.entries()) {
            if (entry.path().startsWith(path + " ")) {
                words.append(words.length() == 0 ? "" : ", ")
                        .append(entry.path().substring(path.length() + 1));
            }
        }
        return words.toString();
    }

    private static Value positional(CommandTable table, Command command) {
        if (command.positionals().isEmpty()) {
            return new Value(Kind.NOTHING, "");
        }
        String label = command.positionals().get(0).label();
        switch (label) {
            case "PROFILE", "NAME":
                return new Value(Kind.PROFILES, "");
            case "FILE":
                return new Value(Kind.FILES, "");
            case "TOKEN":
                return new Value(Kind.WORDS, REFERENCES);
            case "TOPIC|COMMAND":
                return new Value(Kind.WORDS, topics(table));
            default:
                boolean choices = label.indexOf('|') > 0 && label.equals(label.toLowerCase(java.util.Locale.ROOT));
                return choices ? new Value(Kind.WORDS, label.replace('|', ' ')) : new Value(Kind.NOTHING, "");
        }
    }

    private static String topics(CommandTable table) {
        List<String> words = new ArrayList<>();
        for (HelpTopic topic : HelpTopic.values()) {
            words.add(topic.word());
        }
        for (Word word : below(table, "")) {
            words.add(word.text());
        }
        return String.join(" ", words);
    }

    static Value valueOf(Setting setting) {
        if (!setting.choices().isEmpty()) {
            return new Value(Kind.WORDS, String.join(" ", setting.choices()));
        }
        if (setting == Settings.SCOPE) {
            return new Value(Kind.SCOPES, "");
        }
        if (setting == Settings.PROFILE) {
            return new Value(Kind.PROFILES, "");
        }
        if (setting.kind() == Setting.Kind.SECRET) {
            return new Value(Kind.WORDS, REFERENCES);
        }
        return new Value(setting.label().equals("FILE") ? Kind.FILES : Kind.NOTHING, "");
    }

    private static String firstSentence(String help) {
        String text = help.replace("%%", "%");
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }
}
