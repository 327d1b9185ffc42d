package dev.oat.cli.token;

import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A file that holds a token for its owner alone: whole at every moment, never a link, in a directory of the user's choice. */
public final class TokenFile {
    /** No token is longer. */
    private static final long LONGEST = 1 << 20;

    private final PrivateFiles files;
    private final Path path;

    private TokenFile(PrivateFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    /**
     * Returns the file of a name.
     *
     * @param source what gave the name, for messages: {@code --out}
     * @throws Failure.Usage if it can be none
     */
    public static TokenFile named(String name, String source) {
        Path path;
        try {
            path = Path.of(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Failure.Usage(source + " names no file that this system could have");
        }
        if (path.getFileName() == null || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure.Usage(source + " " + path + " is a directory").hint("name a file in it");
        }
        TokenFile file = new TokenFile(PrivateFiles.onDisk(Trace.none(), source), path);
        // what it cannot be is told before a token is asked for
        file.files.prepareAnywhere(path).close();
        return file;
    }

    /** Returns where it lies. */
    public Path path() {
        return path;
    }

    /** Replaces what is in it; there it is 0600 from the beginning. */
    public void write(String text) {
        try (PrivateFiles.Replacement replacement = files.prepareAnywhere(path)) {
            replacement.commit(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Makes sure that nothing is lost when this is removed at the end: there is no such file, or it holds one line, as one
     * that an earlier run left behind.
     *
     * @throws Failure.Usage if something else lies there
     */
    TokenFile requireUnused() {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isOneWord()) {
            throw new Failure.Usage(path + " is there already, and is no file with a token alone")
                    .hint("it would be replaced, and removed at the end: choose another name");
        }
        return this;
    }

    private boolean isOneWord() {
        try {
            if (Files.size(path) > LONGEST) {
                return false;
            }
            for (byte one : Files.readString(path, StandardCharsets.ISO_8859_1)
                    .stripTrailing()
                    .getBytes(StandardCharsets.ISO_8859_1)) {
                if (one <= ' ' || one == 0x7f) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes it. */
    void remove() {
        boolean unused = files.delete(path);
    }
}
