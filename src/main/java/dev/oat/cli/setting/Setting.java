package dev.oat.cli.setting;

import dev.oat.session.profile.Nearest;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Locale;

/**
 * One thing that a command can be told: its option, its environment variable and its profile key in one definition.
 *
 * <p>{@code client-id} is the option {@code --client-id}, the variable {@code OAT_CLIENT_ID} and the key
 * {@code client_id}.
 */
public final class Setting {
    /** What a setting's value is. */
    public enum Kind {
        /** One text. */
        TEXT,
        /** Several texts; the option may be repeated. */
        TEXTS,
        /** On or off; the option takes no value. */
        FLAG,
        /** A flag that may be given more than once. */
        COUNT,
        /** A reference to a secret: {@code env:NAME}, {@code file:PATH}, {@code cmd:…}, {@code -}, {@code prompt}. */
        SECRET
    }

    /** The groups of {@code --help}, in its order. */
    public enum Group {
        COMMAND("Options"),
        SERVER("Server"),
        CLIENT("Client"),
        REQUEST("Request"),
        SESSION("Session"),
        CONNECTION("Connection"),
        OUTPUT("Output"),
        DIAGNOSTICS("Diagnostics");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        /** Returns the heading in {@code --help}. */
        public String heading() {
            return heading;
        }
    }

    /** What a setting says about who it belongs to. */
    public enum Block {
        /** Nothing. */
        NONE,
        /** It says which server and client: a part of the block that comes from one source. */
        IDENTITY,
        /** It proves the client: a part of the block, and used only with the identity of its own source. */
        CREDENTIAL,
        /** It proves the user: used only with the identity of its own source, but no part of the block. */
        PERSONAL
    }

    private final String name;
    private final Kind kind;
    private final Group group;
    private final String label;
    private final String help;
    private String key;
    private List<String> names;
    private List<String> choices = List.of();
    private boolean environment = true;
    private boolean profile = true;
    private boolean path;
    private boolean usual;
    private boolean seconds;
    private Block block = Block.NONE;

    private Setting(String name, Kind kind, Group group, String label, String help) {
        this.name = name;
        this.kind = kind;
        this.group = group;
        this.label = label;
        this.help = help;
        this.key = name.replace('-', '_');
        this.names = List.of("--" + name);
        this.usual = group == Group.COMMAND;
    }

    public static Setting text(String name, Group group, String label, String help) {
        return new Setting(name, Kind.TEXT, group, label, help);
    }

    public static Setting texts(String name, Group group, String label, String help) {
        return new Setting(name, Kind.TEXTS, group, label, help);
    }

    public static Setting flag(String name, Group group, String help) {
        return new Setting(name, Kind.FLAG, group, "", help);
    }

    static Setting count(String name, Group group, String help) {
        return new Setting(name, Kind.COUNT, group, "", help);
    }

    public static Setting secret(String name, Group group, String help) {
        return new Setting(name, Kind.SECRET, group, "REF", help);
    }

    /** Further names of the option, short ones included. */
    public Setting or(String... more) {
        java.util.ArrayList<String> all = new java.util.ArrayList<>();
        for (String other : more) {
            if (other.length() == 2) {
                all.add(other);
            }
        }
        all.addAll(names);
        for (String other : more) {
            if (other.length() > 2) {
                all.add(other);
            }
        }
        names = List.copyOf(all);
        return this;
    }

    /** Returns the only values that it may have. */
    public Setting oneOf(String... values) {
        choices = List.of(values);
        return this;
    }

    /** Returns a span of time, as {@link Seconds} reads it. */
    public Setting seconds() {
        seconds = true;
        return this;
    }

    /** Only an option: it has no variable and no profile key. */
    public Setting onlyOption() {
        environment = false;
        profile = false;
        return this;
    }

    /** Returns an option and a variable, but no profile key. */
    Setting notInProfile() {
        profile = false;
        return this;
    }

    /** Returns the path of a file; profiles keep it absolute, as they are read from any directory. */
    public Setting path() {
        path = true;
        return this;
    }

    /** Returns what the client's registration calls by a name of its own, under which the profile has it too. */
    Setting registeredAs(String metadata) {
        key = metadata;
        return or("--" + metadata.replace('_', '-'));
    }

    /** Returns one of the few that {@code --help} shows; those of a command alone are, unless they say otherwise. */
    public Setting usual() {
        usual = true;
        return this;
    }

    /** Only for {@code --help-all}, though it is of a command alone. */
    public Setting rare() {
        usual = false;
        return this;
    }

    /** Returns a part of what says which server and client. */
    Setting identity() {
        block = Block.IDENTITY;
        return this;
    }

    /** Returns a part of what proves the client. */
    Setting credential() {
        block = Block.CREDENTIAL;
        return this;
    }

    /** Returns a part of what proves the user. */
    Setting personal() {
        block = Block.PERSONAL;
        return this;
    }

    /** Returns the name in its option's form, without hyphens before it: {@code client-id}. */
    public String name() {
        return name;
    }

    /** All names of its option, as they are typed. */
    public List<String> names() {
        return names;
    }

    /** Returns the name under which messages speak of it: {@code --client-id}. */
    public String option() {
        return "--" + name;
    }

    /** Its environment variable: {@code OAT_CLIENT_ID}. */
    public String variable() {
        return "OAT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns its profile key: {@code client_id}. */
    public String key() {
        return key;
    }

    /** What its value is. */
    public Kind kind() {
        return kind;
    }

    /** Returns its group in {@code --help}. */
    public Group group() {
        return group;
    }

    /** What stands for its value in {@code --help}. */
    public String label() {
        return label;
    }

    /** Returns one sentence for {@code --help}. */
    public String help() {
        return help;
    }

    /** The only values that it may have, or empty when any will do. */
    public List<String> choices() {
        return choices;
    }

    /**
     * Checks a value against the only ones that it may have, or the form of it.
     *
     * @param named what gave it: its option, variable or key
     * @throws Failure.Usage if it is none of them
     */
    public void check(String named, String value) {
        if (seconds) {
            long unused = Seconds.of(named, value);
        }
        if (!choices.isEmpty() && !choices.contains(value)) {
            String expected = choices.size() == 1 ? "only " : "one of ";
            String nearest = Nearest.to(value, choices).orElse("");
            throw Failure.Usage.value(named, value, expected + String.join(", ", choices))
                    .hint(
                            nearest.isEmpty()
                                    ? "write " + choices.get(0) + (choices.size() == 1 ? "" : ", or another of them")
                                    : "did you mean " + nearest + "?");
        }
    }

    /** Returns whether its variable is read. */
    public boolean inEnvironment() {
        return environment;
    }

    /** Whether profiles may hold it. */
    public boolean inProfile() {
        return profile;
    }

    /** Returns whether it is the path of a file. */
    public boolean isPath() {
        return path;
    }

    /** Whether {@code --help} shows it; {@code --help-all} shows all. */
    public boolean isUsual() {
        return usual;
    }

    /** Returns what it says about who it belongs to. */
    public Block block() {
        return block;
    }

    @Override
    public String toString() {
        return option();
    }
}
