package dev.oat.cli;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.frame.Providers;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can stand where on a command line: the model behind the completion scripts and the shell's completion. */
final class CompletionModel {
    private static final String REFERENCES = "env: file: cmd: keyring: prompt";

    private CompletionModel() {}

    /** What can stand in a place. */
    enum Kind {
        NOTHING,
        WORDS,
        PROFILES,
        FILES,
        /** Settings of a profile, as {@code KEY=VALUE}. */
        KEYS,
        /** Scopes that the server's metadata lists; only a running oat knows them. */
        SCOPES
    }

    record Value(Kind kind, String words) {
        static final Value NOTHING = new Value(Kind.NOTHING, "");

        /** Returns whether something must follow a word before the next can begin: {@code env:}, {@code KEY=}. */
        static boolean isOpen(String word) {
            return word.endsWith(":") || word.endsWith("=");
        }
    }

    record Option(List<String> names, boolean takesValue, Value value, String help) {
        /** Returns the name to offer: the long one, and none of the others that habits from elsewhere may type. */
        String offered() {
            for (String name : names) {
                if (name.startsWith("--")) {
                    return name;
                }
            }
            return names.get(0);
        }

        /** Returns the name to offer to whom has begun one: an alias only when nothing else begins so. */
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

    /**
     * A command, or a group of commands.
     *
     * @param path its words
     * @param below the words that may follow
     * @param options its options
     * @param first what its first argument may be
     * @param further what all others may be
     */
    record Node(String path, List<Word> below, List<Option> options, Value first, Value further) {
        /** What an argument may be that has so many before it. */
        Value positional(int before) {
            return before == 0 ? first : further;
        }

        /** Returns all names of options that a value follows. */
        List<String> takers() {
            List<String> names = new ArrayList<>();
            for (Option option : options) {
                if (option.takesValue()) {
                    names.addAll(option.names());
                }
            }
            return names;
        }
    }

    /** Returns all places of these commands. */
    static List<Node> nodes(CommandList table) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(group(table, ""));
        for (CommandList.Listed entry : table.entries()) {
            int blank = entry.path().lastIndexOf(' ');
            String group = blank < 0 ? "" : entry.path().substring(0, blank);
            if (table.find(group).isEmpty() && !isAmong(nodes, group)) {
                nodes.add(group(table, group));
            }
            Node node = node(table, entry);
            nodes.add(node);
            if (entry.path().equals("help")) {
                nodes.add(schemas(node));
            }
        }
        return List.copyOf(nodes);
    }

    /** Returns the place of one command. */
    static Node node(CommandList table, CommandList.Listed entry) {
        Command command = entry.command();
        List<Option> options = new ArrayList<>();
        for (Setting setting : new CommandLineModel(entry.path(), command).settings()) {
            boolean value = setting.kind() != Setting.Kind.FLAG && setting.kind() != Setting.Kind.COUNT;
            options.add(new Option(setting.names(), value, valueOf(setting), firstSentence(setting.help())));
        }
        return new Node(
                entry.path(),
                below(table, entry.path()),
                options,
                positional(table, command, 0),
                positional(table, command, 1));
    }

    /** Returns the place behind {@code oat help schema}. */
    static Node schemas(Node help) {
        List<Word> names = new ArrayList<>();
        for (DocumentSchema schema : DocumentSchema.values()) {
            names.add(new Word(schema.word(), schema.title()));
        }
        String path = help.path() + " " + HelpTopic.SCHEMA.word();
        return new Node(path, names, help.options(), Value.NOTHING, Value.NOTHING);
    }

    /** Returns the place above all commands, or of a group that is no command itself. */
    static Node group(CommandList table, String path) {
        return new Node(path, below(table, path), List.of(), Value.NOTHING, Value.NOTHING);
    }

    private static boolean isAmong(List<Node> nodes, String path) {
        for (Node node : nodes) {
            if (node.path().equals(path)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the words that may follow a path: commands, and groups that are no commands themselves. */
    private static List<Word> below(CommandList table, String path) {
        String prefix = path.isEmpty() ? "" : path + " ";
        List<Word> found = new ArrayList<>();
        String last = "";
        for (CommandList.Listed entry : table.entries()) {
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

    /** Returns what a group of commands holds: {@code decode, verify, sign}. */
    private static String words(CommandList table, String path) {
        StringBuilder words = new StringBuilder();
        for (CommandList.Listed entry : table.entries()) {
            if (entry.path().startsWith(path + " ")) {
                words.append(words.length() == 0 ? "" : ", ")
                        .append(entry.path().substring(path.length() + 1));
            }
        }
        return words.toString();
    }

    /** Returns what the argument at a place may be; a repeatable one takes all further places. */
    private static Value positional(CommandList table, Command command, int place) {
        List<Command.Positional> all = command.positionals();
        if (place < all.size()) {
            return positional(table, all.get(place).label());
        }
        return !all.isEmpty() && all.get(all.size() - 1).repeatable()
                ? positional(table, all.get(all.size() - 1).label())
                : Value.NOTHING;
    }

    private static Value positional(CommandList table, String label) {
        switch (label) {
            case "PROFILE", "PROFILE|URL", "NAME":
                return new Value(Kind.PROFILES, "");
            case "KEY=VALUE":
                return new Value(Kind.KEYS, keys());
            case "FILE", "A", "B", "FAILURE", "CLAIMS":
                return new Value(Kind.FILES, "");
            case "TOKEN":
                return new Value(Kind.WORDS, REFERENCES);
            case "TOPIC|COMMAND":
                return new Value(Kind.WORDS, topics(table));
            default:
                boolean choices = label.indexOf('|') > 0 && label.equals(label.toLowerCase(java.util.Locale.ROOT));
                return choices ? new Value(Kind.WORDS, label.replace('|', ' ')) : Value.NOTHING;
        }
    }

    /** Returns the keys that a profile may hold, each with its equals sign. */
    private static String keys() {
        List<String> words = new ArrayList<>();
        for (Setting setting : ProfileSettings.all()) {
            words.add(setting.key() + "=");
        }
        return String.join(" ", words);
    }

    /** Returns what can follow the equals sign of a profile's key, where that is known: by key, in the order of the settings. */
    static Map<String, Value> keyValues() {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Setting setting : ProfileSettings.all()) {
            Value value = setting.kind() == Setting.Kind.FLAG ? new Value(Kind.WORDS, "true false") : valueOf(setting);
            if (value.kind() != Kind.NOTHING) {
                values.put(setting.key(), value);
            }
        }
        return values;
    }

    private static String topics(CommandList table) {
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
            // what holds a blank would have to be quoted, differently in each shell
            List<String> words = new ArrayList<>(setting.choices());
            words.removeIf(word -> word.indexOf(' ') >= 0);
            return new Value(Kind.WORDS, String.join(" ", words));
        }
        if (setting == Settings.SCOPE) {
            return new Value(Kind.SCOPES, "");
        }
        if (setting == Settings.PROVIDER) {
            return new Value(Kind.WORDS, String.join(" ", Providers.standard().choices()));
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
