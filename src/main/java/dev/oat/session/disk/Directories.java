package dev.oat.session.disk;

import dev.oat.trace.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Where oat keeps its files; none of them lies in, or depends on, the working directory.
 *
 * @param config the directory of the profiles
 * @param state the directory of the sessions and their locks
 * @param cache the directory of what can be fetched again
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a>
 */
public record Directories(Path config, Path state, Path cache) {
    public Directories {
        Objects.requireNonNull(config, "config is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(cache, "cache is null");
    }

    /**
     * Returns the directories that an environment asks for: {@code OAT_CONFIG_DIR} and its siblings, else the system's habit.
     *
     * @param environment the environment variables
     * @param system the system property {@code os.name}
     * @param home the system property {@code user.home}, used when {@code HOME} is not set
     * @throws Failure.Usage if a variable of ours is no absolute path, or no home directory is known
     */
    public static Directories from(Map<String, String> environment, String system, String home) {
        Source source = new Source(environment, home);
        if (system.startsWith("Windows")) {
            return new Directories(
                    source.choose("OAT_CONFIG_DIR", "APPDATA", "AppData/Roaming", "oat"),
                    source.choose("OAT_STATE_DIR", "LOCALAPPDATA", "AppData/Local", "oat/state"),
                    source.choose("OAT_CACHE_DIR", "LOCALAPPDATA", "AppData/Local", "oat/cache"));
        }
        // developers on macOS look for settings where Linux has them; only the cache follows Apple's habit
        boolean apple = system.toLowerCase(Locale.ROOT).startsWith("mac");
        return new Directories(
                source.choose("OAT_CONFIG_DIR", "XDG_CONFIG_HOME", ".config", "oat"),
                source.choose("OAT_STATE_DIR", "XDG_STATE_HOME", ".local/state", "oat"),
                source.choose("OAT_CACHE_DIR", "XDG_CACHE_HOME", apple ? "Library/Caches" : ".cache", "oat"));
    }

    /** Returns the directory that holds one TOML file per profile. */
    public Path profiles() {
        return config.resolve("profiles");
    }

    /** The file that names the profile which {@code oat profile use} chose. */
    public Path defaultProfile() {
        return config.resolve("default-profile");
    }

    /** Returns the file of what holds for every profile that says nothing else. */
    public Path defaults() {
        return config.resolve("defaults.toml");
    }

    /** The directory that holds one JSON file, and one lock file, per session. */
    public Path sessions() {
        return state.resolve("sessions");
    }

    /** Returns the directory that holds the credentials of clients that oat registered. */
    public Path clients() {
        return state.resolve("clients");
    }

    private record Source(Map<String, String> environment, String home) {
        Path choose(String ours, String base, String belowHome, String name) {
            String chosen = environment.getOrDefault(ours, "");
            if (!chosen.isEmpty()) {
                Path path = path(ours, chosen);
                if (!path.isAbsolute()) {
                    throw new Failure.Usage(ours + " is not an absolute path: " + chosen)
                            .hint("set " + ours + " to a path that starts at the root, or unset it");
                }
                return path.normalize();
            }
            String common = environment.getOrDefault(base, "");
            if (!common.isEmpty()) {
                Path path = path(base, common);
                // the specification: relative values are invalid and to be ignored
                if (path.isAbsolute()) {
                    return path.resolve(name).normalize();
                }
            }
            return homeDirectory(ours).resolve(belowHome).resolve(name);
        }

        private Path homeDirectory(String ours) {
            String variable = environment.getOrDefault("HOME", "");
            String chosen = variable.isEmpty() ? home : variable;
            Path path = path("HOME", chosen);
            if (!path.isAbsolute()) {
                throw new Failure.Usage("there is no home directory to keep files in")
                        .hint("set HOME, or " + ours + ", to an absolute path");
            }
            return path.normalize();
        }

        private static Path path(String name, String text) {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new Failure.Usage(name + " is not a path").hint("set " + name + " to an absolute path");
            }
        }
    }

    /** Returns the last recording that was made, for {@code oat record show}. */
    public Path lastRecording() {
        return state.resolve("last-recording.json");
    }

    /** The page that the browser was last given to show. */
    public Path lastPage() {
        return state.resolve("last-recording.html");
    }
}
