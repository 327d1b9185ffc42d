package dev.oat.cli;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.frame.SecretFreeLine;
import dev.oat.cli.frame.Storage;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonObject;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a shell around the commands needs to know of them: what can stand where, and whose session is in use. */
public final class ShellKnowledge {
    private static final int MOST_FILES = 500;

    private final Environment environment;
    private final Storage storage;
    private final CommandTable table = CommandTable.standard();

    /** Creates what is known in this outside world as it is now. */
    public ShellKnowledge(Environment environment) {
        this.environment = environment;
        Trace silent = event -> {};
        this.storage = new Storage(environment, silent);
    }

    /**
     * Something that can be typed in a place.
     *
     * @param text what
     * @param meaning what it means, or empty
     * @param complete whether a blank may follow
     */
    public record Suggestion(String text, String meaning, boolean complete) {
        public Suggestion {
            Objects.requireNonNull(text, "text is null");
            Objects.requireNonNull(meaning, "meaning is null");
        }
    }

    /**
     * The session in use at a glance.
     *
     * @param profile the profile
     * @param user who is signed in, or empty when nobody is
     * @param expiresAt when the token ends, or empty
     */
    public record Glance(String profile, Optional<String> user, Optional<Instant> expiresAt) {
        public Glance {
            Objects.requireNonNull(profile, "profile is null");
            Objects.requireNonNull(user, "user is null");
            Objects.requireNonNull(expiresAt, "expiresAt is null");
        }
    }

    /** Returns the names of all profiles. */
    public List<String> profiles() {
        List<String> names = new ArrayList<>();
        try {
            for (ProfileName name : storage.profiles().list()) {
                names.add(name.text());
            }
        } catch (Failure.Usage e) {
            // nothing to suggest; a command will say why
        }
        return names;
    }

    /** Returns the session that a command without options would use, or empty. */
    public Optional<Glance> glance() {
        try {
            Optional<String> profile = settings(Map.of()).profileName();
            if (profile.isEmpty()) {
                return Optional.empty();
            }
            Optional<FiledSession> stored =
                    storage.sessions().look(SessionKey.of(new ProfileName(profile.orElseThrow())));
            if (stored.isEmpty() || stored.orElseThrow().isDead()) {
                return Optional.of(new Glance(profile.orElseThrow(), Optional.empty(), Optional.empty()));
            }
            FiledSession session = stored.orElseThrow();
            String person = session.name()
                    .or(session::subject)
                    .or(() -> session.shape().username())
                    .or(() -> session.shape().clientId())
                    .orElse("");
            return Optional.of(new Glance(profile.orElseThrow(), Optional.of(person), session.expiresAt()));
        } catch (Failure failure) {
            return Optional.empty();
        }
    }

    private Resolution settings(Map<Setting, List<String>> options) {
        return Resolution.of(new Arguments(options, List.of()), environment.variables(), new StoredProfiles(storage));
    }

    /** Returns where the shell keeps what outlives it. */
    public Path stateDirectory() {
        return storage.directories().state();
    }

    /**
     * The environment variable by which a setting is made for one shell.
     *
     * @param key {@code scope}, {@code client-id}, {@code client_id} or {@code OAT_CLIENT_ID}
     * @throws Failure.Usage if there is no such setting, or it has no variable
     */
    public String variable(String key) {
        Optional<Setting> setting = SecretFreeLine.setting(key);
        if (setting.isEmpty()) {
            List<String> known = new ArrayList<>();
            for (Setting one : Settings.all()) {
                if (one.inEnvironment()) {
                    known.add(one.key());
                }
            }
            Failure failure = new Failure.Usage("there is no setting " + key);
            throw failure.hint(dev.oat.session.profile.Nearest.to(key, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("oat help environment lists them"));
        }
        if (!setting.orElseThrow().inEnvironment()) {
            throw new Failure.Usage(setting.orElseThrow().key() + " is given with each command")
                    .hint(setting.orElseThrow().option());
        }
        return setting.orElseThrow().variable();
    }

    /** Returns a setting's value fit to be shown: a reference as it is, a secret not at all. */
    public String shown(String variable, String value) {
        Optional<Setting> setting = SecretFreeLine.setting(variable);
        return setting.isPresent()
                ? ProfileSettings.shown(setting.orElseThrow(), List.of(value)).get(0)
                : value;
    }

    /** Returns whether the command at the beginning of a line has an option. */
    public boolean hasOption(List<String> words, String option) {
        CommandTable table = CommandTable.standard();
        for (int length = Math.min(2, words.size()); length > 0; length--) {
            Optional<CommandList.Listed> entry = table.find(String.join(" ", words.subList(0, length)));
            if (entry.isPresent()) {
                return SecretFreeLine.option(entry.orElseThrow(), option).isPresent();
            }
        }
        return false;
    }

    /** Returns the keys of the settings that a shell can make. */
    public List<Suggestion> keys() {
        List<Suggestion> keys = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            if (setting.inEnvironment()) {
                keys.add(new Suggestion(setting.key(), setting.help(), true));
            }
        }
        return keys;
    }

    /** Returns the values that a setting can have, as far as they are known. */
    public List<Suggestion> values(String key, String begun) {
        Optional<Setting> setting = SecretFreeLine.setting(key);
        return setting.isEmpty() ? List.of() : values(CompletionModel.valueOf(setting.orElseThrow()), begun, Map.of());
    }

    /**
     * Returns whether the word at the end of a line is one from which a command takes a secret by reference.
     *
     * @param before the words before it, the command's own first
     * @param name the option's name, when the word is {@code --name=value}, else empty
     */
    public boolean takesReference(List<String> before, String name) {
        Place place = place(before);
        if (place.entry().isEmpty()) {
            return false;
        }
        if (!name.isEmpty() || place.awaited().isPresent()) {
            String option = name.isEmpty() ? place.awaited().orElseThrow() : name;
            return SecretFreeLine.option(place.entry().orElseThrow(), option)
                    .filter(setting -> setting.kind() == Setting.Kind.SECRET)
                    .isPresent();
        }
        return SecretFreeLine.isReference(place.entry().orElseThrow().command(), place.positionals());
    }

    /**
     * Returns what can stand at the end of a line.
     *
     * @param before the words before it, the command's own first
     * @param begun the part of the word that is there already
     */
    public List<Suggestion> suggest(List<String> before, String begun) {
        Place place = place(before);
        CompletionModel.Node node = place.node();
        if (place.awaited().isPresent()) {
            return values(valueOf(node, place.awaited().orElseThrow()), begun, place.options());
        }
        int equals = begun.startsWith("--") ? begun.indexOf('=') : -1;
        if (equals > 0) {
            String name = begun.substring(0, equals);
            List<Suggestion> found = new ArrayList<>();
            for (Suggestion value : values(valueOf(node, name), begun.substring(equals + 1), place.options())) {
                found.add(new Suggestion(name + "=" + value.text(), value.meaning(), value.complete()));
            }
            return found;
        }
        List<Suggestion> found = new ArrayList<>();
        if (begun.startsWith("-")) {
            for (CompletionModel.Option option : node.options()) {
                found.add(new Suggestion(option.offered(begun), option.help(), true));
            }
            return found;
        }
        if (place.positionals() == 0) {
            for (CompletionModel.Word word : node.below()) {
                found.add(new Suggestion(word.text(), word.summary(), true));
            }
        }
        found.addAll(values(node.positional(place.positionals()), begun, place.options()));
        if (begun.startsWith("@")) {
            for (Suggestion file : files(begun.substring(1))) {
                found.add(new Suggestion("@" + file.text(), file.meaning(), file.complete()));
            }
        }
        return found;
    }

    private static CompletionModel.Value valueOf(CompletionModel.Node node, String name) {
        for (CompletionModel.Option option : node.options()) {
            if (option.names().contains(name)) {
                return option.value();
            }
        }
        return CompletionModel.Value.NOTHING;
    }

    private List<Suggestion> values(CompletionModel.Value value, String begun, Map<Setting, List<String>> options) {
        List<Suggestion> found = new ArrayList<>();
        switch (value.kind()) {
            case WORDS:
                for (String word : value.words().split(" ")) {
                    found.add(new Suggestion(word, "", !CompletionModel.Value.isOpen(word)));
                }
                break;
            case PROFILES:
                for (String name : profiles()) {
                    found.add(new Suggestion(name, "profile", true));
                }
                break;
            case SCOPES:
                for (String scope : scopes(options)) {
                    found.add(new Suggestion(scope, "scope", true));
                }
                break;
            case FILES:
                found.addAll(files(begun));
                break;
            case KEYS:
                found.addAll(keys(begun));
                break;
            default:
                break;
        }
        if (begun.startsWith("file:")) {
            for (Suggestion file : files(begun.substring("file:".length()))) {
                found.add(new Suggestion("file:" + file.text(), file.meaning(), file.complete()));
            }
        }
        if (begun.startsWith("env:")) {
            for (String name : environment.variables().keySet()) {
                found.add(new Suggestion("env:" + name, "", true));
            }
        }
        return found;
    }

    /** Returns the keys of a profile, or what can follow the equals sign of one. */
    private List<Suggestion> keys(String begun) {
        List<Suggestion> found = new ArrayList<>();
        int equals = begun.indexOf('=');
        if (equals < 0) {
            for (Setting setting : ProfileSettings.all()) {
                found.add(new Suggestion(setting.key() + "=", setting.help(), false));
            }
            return found;
        }
        String key = begun.substring(0, equals);
        CompletionModel.Value value = CompletionModel.keyValues().getOrDefault(key, CompletionModel.Value.NOTHING);
        for (Suggestion one : values(value, begun.substring(equals + 1), Map.of())) {
            found.add(new Suggestion(key + "=" + one.text(), one.meaning(), one.complete()));
        }
        return found;
    }

    /** Returns what the server lists in the metadata that was fetched before; nothing is fetched for this. */
    private List<String> scopes(Map<Setting, List<String>> options) {
        try {
            Optional<String> issuer = settings(options).text(Settings.ISSUER);
            Optional<JsonObject> metadata =
                    issuer.isEmpty() ? Optional.empty() : storage.documents().get("metadata " + issuer.orElseThrow());
            return metadata.isPresent()
                            && metadata.orElseThrow().value("scopes_supported").orElse("") instanceof List<?> listed
                    ? listed.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList()
                    : List.of();
        } catch (Failure failure) {
            return List.of();
        }
    }

    private List<Suggestion> files(String begun) {
        int slash = begun.lastIndexOf('/');
        String shown = begun.substring(0, slash + 1);
        List<Suggestion> found = new ArrayList<>();
        try {
            Path directory = shown.startsWith("~/")
                    ? environment.home().resolve(shown.substring(2))
                    : Path.of(shown.isEmpty() ? "." : shown);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    boolean hidden =
                            name.startsWith(".") && !begun.substring(slash + 1).startsWith(".");
                    if (hidden || found.size() >= MOST_FILES) {
                        continue;
                    }
                    boolean below = Files.isDirectory(entry);
                    found.add(new Suggestion(shown + name + (below ? "/" : ""), "", !below));
                }
            }
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
        return found;
    }

    /** Where a line has come to. */
    private record Place(
            Optional<CommandList.Listed> entry,
            CompletionModel.Node node,
            Optional<String> awaited,
            int positionals,
            Map<Setting, List<String>> options) {}

    private Place place(List<String> words) {
        String path = "";
        int at = 0;
        while (at < words.size()) {
            String next = path.isEmpty() ? words.get(at) : path + " " + words.get(at);
            if (table.find(next).isEmpty() && !table.isGroup(next)) {
                break;
            }
            path = next;
            at++;
        }
        Optional<CommandList.Listed> entry = table.find(path);
        if (entry.isEmpty()) {
            return new Place(entry, CompletionModel.group(table, path), Optional.empty(), words.size() - at, Map.of());
        }
        CompletionModel.Node node = CompletionModel.node(table, entry.orElseThrow());
        if (path.equals("help") && at < words.size() && words.get(at).equals(HelpTopic.SCHEMA.word())) {
            node = CompletionModel.schemas(node);
            at++;
        }
        Map<Setting, List<String>> options = new java.util.LinkedHashMap<>();
        Optional<String> awaited = Optional.empty();
        int positionals = 0;
        for (String word : words.subList(at, words.size())) {
            if (awaited.isPresent()) {
                put(options, entry.orElseThrow(), awaited.orElseThrow(), word);
                awaited = Optional.empty();
            } else if (word.startsWith("-") && word.length() > 1) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                if (equals > 0) {
                    put(options, entry.orElseThrow(), name, word.substring(equals + 1));
                } else if (takesValue(node, name)) {
                    awaited = Optional.of(name);
                }
            } else {
                positionals++;
            }
        }
        return new Place(entry, node, awaited, positionals, options);
    }

    private static void put(Map<Setting, List<String>> options, CommandList.Listed entry, String name, String value) {
        SecretFreeLine.option(entry, name).ifPresent(setting -> options.put(setting, List.of(value)));
    }

    private static boolean takesValue(CompletionModel.Node node, String name) {
        for (CompletionModel.Option option : node.options()) {
            if (option.names().contains(name)) {
                return option.takesValue();
            }
        }
        return false;
    }
}
