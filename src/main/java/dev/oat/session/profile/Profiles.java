package dev.oat.session.profile;

import dev.oat.http.Pause;
import dev.oat.session.disk.Digest;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.LockFile;
import dev.oat.session.disk.LockWait;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The profiles of a user: one flat TOML file each, which they may also edit by hand.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0</a>
 */
public final class Profiles {
    public static final String ENDING = ".toml";
    private static final String DEFAULTS = "the defaults";
    private static final Duration EDIT_WAIT = Duration.ofSeconds(10);

    private final Directories directories;
    private final PrivateFiles files;
    private final Collection<String> knownKeys;
    private final Pause pause;
    private final Trace trace;

    /**
     * Creates the profiles in a configuration directory; nothing is opened yet.
     *
     * @param directories where they lie
     * @param files reads and writes them
     * @param knownKeys the keys that a profile may set; others are warned of
     * @param pause lets time pass while another process changes a profile
     * @param trace takes the warnings
     */
    public Profiles(
            Directories directories, PrivateFiles files, Collection<String> knownKeys, Pause pause, Trace trace) {
        this.directories = Objects.requireNonNull(directories, "directories is null");
        this.files = Objects.requireNonNull(files, "files is null");
        this.knownKeys = List.copyOf(knownKeys);
        this.pause = Objects.requireNonNull(pause, "pause is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** Returns where a profile's file lies, or would lie. */
    public Path file(ProfileName name) {
        return directories.profiles().resolve(name + ENDING);
    }

    /** The names of all profiles, in order. */
    public List<ProfileName> list() {
        List<ProfileName> names = new ArrayList<>();
        Path directory = directories.profiles();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path entry : entries) {
                String file = entry.getFileName().toString();
                String name = file.substring(0, file.length() - ENDING.length());
                if (ProfileName.isValid(name)) {
                    names.add(new ProfileName(name));
                } else {
                    trace.warn(entry + " is passed over: its name cannot be a profile's");
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw files.unusable("cannot list " + directory, directory.resolve("."), e);
        }
        Collections.sort(names);
        return List.copyOf(names);
    }

    /** Returns whether there is a profile of this name. */
    public boolean exists(ProfileName name) {
        return Files.exists(file(name));
    }

    /**
     * The SHA-256 of a profile's file, without reading its TOML.
     *
     * @throws Failure.Usage if there is no such profile, or it cannot be read
     */
    public String hash(ProfileName name) {
        return Digest.sha256(content(name));
    }

    /**
     * Returns whether a profile's file may set a key: whether its name stands there, or a sign by which it could be written
     * otherwise. No TOML is read for this; a profile that is not there sets nothing.
     */
    public boolean mentions(ProfileName name, String key) {
        return mentions(file(name), key);
    }

    /** Returns whether the file of what holds for every profile may set a key; without reading TOML, as for a profile. */
    public boolean defaultsMention(String key) {
        return mentions(directories.defaults(), key);
    }

    private boolean mentions(Path file, String key) {
        Optional<byte[]> content = files.readSettings(file);
        if (content.isEmpty()) {
            return false;
        }
        String text = new String(content.get(), StandardCharsets.ISO_8859_1);
        return text.contains(key) || text.indexOf('\\') >= 0;
    }

    private byte[] content(ProfileName name) {
        Optional<byte[]> content = files.readSettings(file(name));
        if (content.isEmpty()) {
            throw unknown(name);
        }
        return content.get();
    }

    private Failure unknown(ProfileName name) {
        List<String> names = new ArrayList<>();
        for (ProfileName other : list()) {
            names.add(other.text());
        }
        Optional<String> near = Nearest.to(name.text(), names);
        return new Failure.Usage("there is no profile \"" + name + "\"")
                .hint(
                        near.isPresent()
                                ? "did you mean " + near.get() + "? oat profile list shows all"
                                : names.isEmpty()
                                        ? "make it: oat login " + name + " --issuer URL --client-id ID"
                                        : "oat profile list shows those that there are");
    }

    /**
     * Reads a profile; keys that oat does not know are warned of.
     *
     * @throws Failure.Usage if there is no such profile, or it is no flat TOML
     */
    public Profile read(ProfileName name) {
        byte[] content = content(name);
        Path file = file(name);
        String what = "profile " + name;
        String text = ProfileReader.text(what, file, content);
        Map<String, Object> values = ProfileReader.values(what, file, text);
        for (String key : values.keySet()) {
            if (!knownKeys.contains(key)) {
                Optional<String> near = Nearest.to(key, knownKeys);
                trace.warn(what + ", line " + FlatToml.lineOf(text, key) + ": \"" + key
                        + "\" is no setting and has no effect"
                        + (near.isPresent() ? "; did you mean " + near.get() + "?" : ""));
            }
        }
        return new Profile(name, file, Digest.sha256(content), values);
    }

    /**
     * Writes a new profile.
     *
     * @param values by key: a text, number, truth value, or list of them
     * @throws Failure.Usage if there is one of this name already, or it cannot be written
     */
    public Profile add(ProfileName name, Map<String, ?> values) {
        return editing(() -> {
            if (exists(name)) {
                throw new Failure.Usage("there is a profile \"" + name + "\" already")
                        .hint("change it: oat profile set " + name + " KEY=VALUE; or remove it: oat profile remove "
                                + name);
            }
            return write(name, edited("", values, Set.of()), values, Set.of());
        });
    }

    /**
     * Changes a profile; comments, order and everything else in the file stay.
     *
     * @param values what to set
     * @param removed the keys to remove
     * @throws Failure.Usage if there is no such profile, it is no flat TOML, or it cannot be written
     */
    public Profile set(ProfileName name, Map<String, ?> values, Set<String> removed) {
        return editing(() -> {
            if (Files.isSymbolicLink(file(name))) {
                throw new Failure.Usage("profile " + name + " is a link to a file elsewhere: " + file(name))
                        .hint("edit that file itself; oat does not write through links");
            }
            String text = ProfileReader.text("profile " + name, file(name), content(name));
            ProfileReader.values("profile " + name, file(name), text);
            return write(name, edited(text, values, removed), values, removed);
        });
    }

    private static String edited(String text, Map<String, ?> values, Set<String> removed) {
        String edited = text;
        for (String key : removed) {
            edited = FlatToml.without(edited, key);
        }
        for (Map.Entry<String, ?> value : values.entrySet()) {
            edited = FlatToml.with(edited, value.getKey(), value.getValue());
        }
        return edited;
    }

    private Profile write(ProfileName name, String text, Map<String, ?> expected, Set<String> removed) {
        return write(name, "profile " + name, file(name), text, expected, removed);
    }

    private Profile write(
            ProfileName name, String what, Path file, String text, Map<String, ?> expected, Set<String> removed) {
        Map<String, Object> values = ProfileReader.values(what, file, text);
        for (Map.Entry<String, ?> value : expected.entrySet()) {
            if (!String.valueOf(value.getValue()).equals(String.valueOf(values.get(value.getKey())))) {
                throw new IllegalStateException("the edited profile does not read back: " + value.getKey());
            }
        }
        if (!Collections.disjoint(values.keySet(), removed)) {
            throw new IllegalStateException("the edited profile still sets what was removed");
        }
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        files.write(file, content);
        return new Profile(name, file, Digest.sha256(content), values);
    }

    /**
     * Returns what holds for every profile that says nothing else, and without a profile: by key, empty without a file for it.
     *
     * @throws Failure.Usage if it is no flat TOML, or cannot be read
     */
    public Profile defaults() {
        Path file = directories.defaults();
        String text = defaultsText();
        return new Profile(ProfileName.DEFAULT, file, "", ProfileReader.values(DEFAULTS, file, text));
    }

    private String defaultsText() {
        Path file = directories.defaults();
        Optional<byte[]> content = files.readSettings(file);
        return content.isEmpty() ? "" : ProfileReader.text(DEFAULTS, file, content.get());
    }

    /**
     * Changes what holds for every profile that says nothing else; comments and order stay.
     *
     * @param values what to set
     * @param removed the keys to remove
     * @throws Failure.Usage if the file is no flat TOML, or cannot be written
     */
    public void setDefaults(Map<String, ?> values, Set<String> removed) {
        editing(() -> {
            Path file = directories.defaults();
            if (Files.isSymbolicLink(file)) {
                throw new Failure.Usage("the defaults are a link to a file elsewhere: " + file)
                        .hint("edit that file itself; oat does not write through links");
            }
            String text = defaultsText();
            ProfileReader.values(DEFAULTS, file, text);
            return write(ProfileName.DEFAULT, DEFAULTS, file, edited(text, values, removed), values, removed);
        });
    }

    /**
     * Deletes a profile, and the choice of it.
     *
     * @throws Failure.Usage if there is no such profile
     */
    public void remove(ProfileName name) {
        editing(() -> {
            if (!files.delete(file(name))) {
                throw unknown(name);
            }
            if (choice().equals(Optional.of(name))) {
                files.delete(directories.defaultProfile());
            }
            return name;
        });
    }

    /**
     * Returns the profile to use when nothing else was said: the chosen one, else the one named {@code default} if there is one.
     *
     * @throws Failure.Usage if the file that holds the choice names no profile
     */
    public Optional<ProfileName> fallback() {
        Optional<ProfileName> choice = choice();
        if (choice.isPresent()) {
            return choice;
        }
        return exists(ProfileName.DEFAULT) ? Optional.of(ProfileName.DEFAULT) : Optional.empty();
    }

    /** Returns the profile that {@link #use} chose. */
    public Optional<ProfileName> choice() {
        Optional<byte[]> content = files.readSettings(directories.defaultProfile());
        if (content.isEmpty()) {
            return Optional.empty();
        }
        String name = new String(content.get(), StandardCharsets.UTF_8).strip();
        if (!ProfileName.isValid(name)) {
            throw new Failure.Usage(directories.defaultProfile() + " does not hold a profile's name")
                    .hint("choose again: oat profile use NAME");
        }
        return Optional.of(new ProfileName(name));
    }

    /**
     * Makes a profile the one to use when nothing else was said.
     *
     * @throws Failure.Usage if there is no such profile
     */
    public void use(ProfileName name) {
        editing(() -> {
            if (!exists(name)) {
                throw unknown(name);
            }
            files.write(directories.defaultProfile(), (name + "\n").getBytes(StandardCharsets.UTF_8));
            return name;
        });
    }

    private interface Edit<T> {
        T run();
    }

    private <T> T editing(Edit<T> edit) {
        LockFile lock = new LockWait(files, pause)
                .acquire(directories.config().resolve("profiles.lock"), EDIT_WAIT, () -> false)
                .orElseThrow();
        try {
            return edit.run();
        } finally {
            lock.close();
        }
    }
}
