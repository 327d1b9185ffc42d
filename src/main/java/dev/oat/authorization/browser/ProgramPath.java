package dev.oat.authorization.browser;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs by name on absolute entries of {@code PATH} only, so never in the working directory. */
final class ProgramPath {
    private final String path;
    private final boolean windows;

    ProgramPath(String path, boolean windows) {
        this.path = path;
        this.windows = windows;
    }

    /**
     * Returns the absolute path of a program.
     *
     * @param name a bare name, or an absolute path
     * @return empty when there is none, or the name is a relative path
     */
    Optional<Path> find(String name) {
        try {
            if (name.isEmpty()) {
                return Optional.empty();
            }
            if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                Path given = Path.of(name);
                return given.isAbsolute() ? program(given) : Optional.empty();
            }
            for (String entry : path.split(windows ? ";" : ":", -1)) {
                if (entry.isEmpty() || !Path.of(entry).isAbsolute()) {
                    continue;
                }
                Optional<Path> found = program(Path.of(entry, name));
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (InvalidPathException e) {
            // no name of a file
        }
        return Optional.empty();
    }

    private Optional<Path> program(Path file) {
        if (windows && !file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".exe")) {
            // never .cmd or .bat: the command interpreter would read the address
            return program(Path.of(file + ".exe"));
        }
        return Files.isRegularFile(file) && Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
    }
}
