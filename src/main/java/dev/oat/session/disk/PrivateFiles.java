package dev.oat.session.disk;

import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Files that only their owner can read, and that are replaced whole or not at all.
 *
 * <p>Directories are 0700 and files 0600 from their creation, whatever the umask. Both are looked at before they are
 * used: what is another's, a link or no regular file is refused; rights that others have are taken away, and that is
 * said. Where a system has no such rights (Windows), a new directory is given to its owner alone.
 *
 * <p>Whatever goes wrong on the disk is a {@link Failure.Usage} that says what to do.
 */
public final class PrivateFiles {
    /** More than any session or profile needs; a larger file is not one of ours. */
    private static final long LARGEST = 8 << 20;

    private static final String ASIDE = ".new";

    private final Ownership ownership;
    private final Disk disk;
    private final Trace trace;
    private final String variable;
    private final Set<Path> told = new HashSet<>();

    private PrivateFiles(Ownership ownership, Disk disk, Trace trace, String variable) {
        this.ownership = ownership;
        this.disk = disk;
        this.trace = Objects.requireNonNull(trace, "trace is null");
        this.variable = Objects.requireNonNull(variable, "variable is null");
    }

    /**
     * Returns the files of this machine's disk.
     *
     * @param trace takes what was repaired
     * @param variable the environment variable that moves these files elsewhere, or what named the one file, for hints
     */
    public static PrivateFiles onDisk(Trace trace, String variable) {
        Ownership ownership = ownership();
        return new PrivateFiles(ownership, new LocalDisk(ownership), trace, variable);
    }

    /** Returns the same, with every change to the disk going through another. */
    public static PrivateFiles on(Disk disk, Trace trace) {
        return new PrivateFiles(ownership(), disk, trace, "OAT_STATE_DIR");
    }

    static Ownership ownership() {
        try {
            return Ownership.ofThisUser();
        } catch (IOException e) {
            throw new UncheckedIOException("the system does not tell who runs this process", e);
        }
    }

    /** Makes a directory and its missing parents, for their owner alone, and looks at it. */
    public void makeDirectory(Path directory) {
        try {
            boolean missing = !Files.isDirectory(directory);
            if (missing) {
                Files.createDirectories(directory, ownership.ofNewDirectory());
            }
            if (missing) {
                // whatever the umask is
                ownership.makePrivate(directory, true);
            }
            inspectDirectory(directory);
        } catch (IOException e) {
            throw unusable("cannot make the directory " + directory, directory, e);
        }
    }

    /** Looks at a directory; one that is not there is no error. */
    private void inspectDirectory(Path directory) throws IOException {
        inspectDirectory(directory, false);
    }

    /**
     * The same.
     *
     * @param mayBeRoots whether it may be the superuser's, where nobody else can change it
     */
    private void inspectDirectory(Path directory, boolean mayBeRoots) throws IOException {
        Ownership.Entry found;
        try {
            // followed: a user may keep the directory on another disk, and what counts is whose the target is
            found = ownership.look(directory);
        } catch (NoSuchFileException e) {
            inspectWhatIsAbove(directory);
            return;
        }
        if (!found.isDirectory()) {
            throw notADirectory(directory);
        }
        if (mayBeRoots && !found.mine() && found.roots() && !found.isWritableByOthers()) {
            return;
        }
        if (!found.mine()) {
            throw new Failure.Usage("the directory " + directory + " belongs to another user")
                    .hint("set " + variable + " to a directory of your own, or change its owner");
        }
        mend(directory, found, 0100, "");
    }

    /**
     * Takes the rights away that others have, and that is said. What the owner may do stays as it is: a store may be
     * read-only on purpose. Where nothing can be changed, that is said, and the store works as it is.
     *
     * @param needed the right without which the owner cannot read it
     * @param consequence what to say further of what others had access to
     */
    private void mend(Path path, Ownership.Entry found, int needed, String consequence) {
        if (!found.isShared() && !found.lacks(needed)) {
            return;
        }
        boolean mended = true;
        try {
            ownership.makePrivate(path, found, needed);
        } catch (IOException e) {
            // read-only, or a disk that knows no such rights
            mended = false;
        }
        if (found.isShared() && told.add(path)) {
            trace.warn(
                    mended
                            ? "others had access to " + path + "; it is yours alone now" + consequence
                            : "others have access to " + path + ", and that cannot be changed there" + consequence);
        }
    }

    /** A file where a directory belongs looks like "no such file" to newer JDKs. */
    private void inspectWhatIsAbove(Path directory) {
        for (Path above = directory.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                if (!Files.isDirectory(above)) {
                    throw notADirectory(above);
                }
                return;
            }
        }
    }

    private Failure notADirectory(Path place) {
        return new Failure.Usage(place + " is not a directory")
                .hint("move it away, or set " + variable + " to another directory");
    }

    /**
     * Returns the content of a file with secrets, or empty when there is none.
     *
     * @throws Failure.Usage if the file is a link, is not regular, is another user's, or cannot be read
     */
    public Optional<byte[]> read(Path file) {
        try {
            inspectDirectory(parent(file));
            Ownership.Entry found = ownership.look(file, LinkOption.NOFOLLOW_LINKS);
            inspectFile(file, found);
            return Optional.of(content(file, found, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable("cannot read " + file, file, e);
        }
    }

    /**
     * Returns the content of a file that a user keeps, or empty when there is none.
     *
     * <p>It may be a link and may be readable by others, as when it lies in a repository of settings or in a system's
     * store, but nobody except its owner and the superuser may be able to change it: it names servers and commands.
     */
    public Optional<byte[]> readSettings(Path file) {
        try {
            inspectDirectory(parent(file), true);
            Ownership.Entry found = ownership.look(file);
            if (!found.isRegular()) {
                throw notRegular(file, found);
            }
            if (!found.mine() && !found.roots()) {
                throw foreign(file);
            }
            if (found.isWritableByOthers()) {
                if (!found.mine()) {
                    throw new Failure.Usage("others can change " + file)
                            .hint("chmod go-w " + ShellWord.quoted(file.toString()));
                }
                boolean mended = true;
                try {
                    ownership.makePrivate(file, found, 0400);
                } catch (IOException e) {
                    mended = false;
                }
                if (told.add(file)) {
                    trace.warn(
                            mended
                                    ? "others could change " + file + "; it is yours alone now: check what it says"
                                    : "others can change " + file
                                            + ", and that cannot be helped there: check what it says");
                }
            }
            return Optional.of(content(file, found));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable("cannot read " + file, file, e);
        }
    }

    private static byte[] content(Path file, Ownership.Entry found, LinkOption... links) throws IOException {
        if (found.size() > LARGEST) {
            throw new Failure.Usage(file + " is larger than 8 MiB; oat did not write that").hint("move it away");
        }
        try (InputStream in = Files.newInputStream(file, links)) {
            return in.readAllBytes();
        }
    }

    /** Refuses what is not a private file of ours, and repairs its rights. */
    void inspectFile(Path file, Ownership.Entry found) throws IOException {
        if (!found.isRegular()) {
            throw notRegular(file, found);
        }
        if (!found.mine()) {
            throw foreign(file);
        }
        // one that cannot be read by its owner was born under a strange umask; one that cannot be written was made so
        mend(file, found, found.lacks(0400) ? 0600 : 0400, ", but they may have read it");
    }

    private static Failure.Usage notRegular(Path file, Ownership.Entry found) {
        String what = found.isLink() ? "a symbolic link" : found.isDirectory() ? "a directory" : "no regular file";
        return new Failure.Usage(file + " is " + what + ", which oat does not read secrets from or write them to")
                .hint("find out who put it there, then remove it");
    }

    private static Failure.Usage foreign(Path file) {
        return new Failure.Usage(file + " belongs to another user")
                .hint("change its owner to you, or remove it; under sudo, keep root's own HOME");
    }

    /** Replaces a file's content: it is the old or the new at every moment, also if this process ends at any point. */
    public void write(Path file, byte[] content) {
        try (Replacement replacement = prepare(file, 0)) {
            replacement.commit(content);
        }
    }

    /**
     * Returns a content without the rest of the place that {@link #prepare} took for it, where a process ended before the file
     * was cut to its length.
     */
    public static byte[] written(byte[] stored) {
        int end = stored.length;
        while (end > 0 && stored[end - 1] == 0) {
            end--;
        }
        return end == stored.length ? stored : Arrays.copyOf(stored, end);
    }

    /**
     * Prepares a replacement, and proves that it will succeed.
     *
     * <p>Until {@link Replacement#commit} the file keeps its content. The space is taken on the disk already, so that a
     * disk that fills up meanwhile does no harm. The caller holds the lock that keeps other writers away.
     *
     * @param file the file to replace
     * @param bytes how many bytes to take on the disk
     */
    public Replacement prepare(Path file, int bytes) {
        makeDirectory(parent(file));
        return replacement(file, bytes);
    }

    /**
     * Prepares a file in a directory of the user's own choice: it must be there, and is left as it is. The file itself
     * is for its owner alone.
     */
    public Replacement prepareAnywhere(Path file) {
        Path absolute = file.toAbsolutePath();
        if (!Files.isDirectory(parent(absolute))) {
            throw new Failure.Usage("there is no directory " + parent(absolute)).hint("make it first");
        }
        return replacement(absolute, 0);
    }

    private Replacement replacement(Path file, int bytes) {
        Path aside = aside(file);
        try {
            refuseToReplaceStrangeThings(file);
            disk.delete(aside);
            FileChannel channel = disk.create(aside);
            try {
                if (bytes > 0) {
                    disk.fill(channel, new byte[bytes]);
                    disk.flush(channel);
                }
                return new Replacement(file, aside, channel);
            } catch (IOException e) {
                channel.close();
                disk.delete(aside);
                throw e;
            }
        } catch (IOException e) {
            throw unusable("cannot write " + file, file, e);
        }
    }

    private void refuseToReplaceStrangeThings(Path file) throws IOException {
        try {
            inspectFile(file, ownership.look(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            // nothing there is what a first write finds
        }
    }

    /** Returns where a replacement is written before it takes the file's place. */
    public static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ASIDE);
    }

    /** Gives a file another name in its directory. */
    public void rename(Path from, Path to) {
        try {
            disk.rename(from, to);
            disk.flushDirectory(parent(to));
        } catch (IOException e) {
            throw unusable("cannot rename " + from, from, e);
        }
    }

    /**
     * Deletes a file, and what an interrupted write left beside it.
     *
     * @return whether the file was there
     */
    public boolean delete(Path file) {
        try {
            boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            disk.delete(aside(file));
            disk.delete(file);
            if (there) {
                disk.flushDirectory(parent(file));
            }
            return there;
        } catch (IOException e) {
            throw unusable("cannot delete " + file, file, e);
        }
    }

    /**
     * Puts a note beside a file, where that can be done; without one nothing is lost.
     *
     * @param file the note; none lies there
     * @param content what it says
     * @param dated when it is said to have been changed last
     */
    public void note(Path file, byte[] content, Instant dated) {
        Path aside = aside(file);
        try {
            disk.delete(aside);
            try (FileChannel channel = disk.create(aside)) {
                disk.fill(channel, content);
            }
            disk.date(aside, dated);
            disk.rename(aside, file);
        } catch (IOException e) {
            trace.note("there is no " + file + ": " + reason(e));
        }
    }

    /**
     * Takes a note away, and one that was not put there whole. That is not waited for to reach the device: whatever it is
     * taken away for does that.
     *
     * @throws Failure.Usage if it cannot be
     */
    public void withdraw(Path file) {
        try {
            for (Path each : List.of(file, aside(file))) {
                // asked first: where nothing can be written, not even what is not there can be deleted
                if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                    disk.delete(each);
                }
            }
        } catch (IOException e) {
            throw unusable("cannot delete " + file, file, e);
        }
    }

    /**
     * Dates a file of ours one second back and tells what it is then: a change that is made in this very second is seen.
     * Empty where a file has no number of its own, or cannot be dated.
     */
    public Optional<Seal> seal(Path file) {
        if (!ownership.isPosix()) {
            return Optional.empty();
        }
        try {
            FileTime written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
            long dated = written.toInstant().getEpochSecond() - 1;
            disk.date(file, Instant.ofEpochSecond(dated));
            Map<String, Object> found = Files.readAttributes(file, "unix:ino,size", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Seal(
                    Long.toUnsignedString((Long) Objects.requireNonNull(found.get("ino"))),
                    (Long) Objects.requireNonNull(found.get("size")),
                    dated));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes sure that a lock file can be opened: its directory is there, and nothing strange lies in its place. */
    void prepareLock(Path lock) {
        makeDirectory(parent(lock));
        try {
            refuseToReplaceStrangeThings(lock);
            if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS) && !Files.isWritable(lock)) {
                ownership.makePrivate(lock, false);
            }
        } catch (IOException e) {
            throw unusable("cannot lock " + lock, lock, e);
        }
    }

    public Failure.Usage unusable(String what, Path file, IOException e) {
        String reason = reason(e);
        if (reason.contains("No space left") || reason.contains("quota") || reason.contains("not enough space")) {
            return new Failure.Usage(what + ": the disk is full")
                    .hint("free some space, or " + elsewhere("a directory on another disk") + "; nothing is lost");
        }
        if (e instanceof AccessDeniedException || reason.contains("Read-only") || reason.contains("not permitted")) {
            return new Failure.Usage(
                            what + ": " + (reason.contains("Read-only") ? "the disk is read-only" : "no permission"))
                    .hint("give yourself the right to it, or " + elsewhere("a directory that you can write"));
        }
        if (e instanceof NotDirectoryException
                || reason.contains("Not a directory")
                || reason.contains("File exists")) {
            return new Failure.Usage(what + ": a part of that path is not a directory")
                    .hint("move the file in the way, or " + elsewhere("another directory"));
        }
        return new Failure.Usage(what + ": " + (reason.isEmpty() ? "the disk refused" : reason))
                .hint("look after " + parent(file) + ", or " + elsewhere("another directory"));
    }

    /** Returns how these files come to lie elsewhere: by a variable that names their directory, or by what named the file. */
    private String elsewhere(String where) {
        return variable.startsWith("OAT_")
                ? "set " + variable + " to " + where
                : "name a file in " + where + " by " + variable;
    }

    /** Returns the system's words, without the path, which stands before them already. */
    private static String reason(IOException e) {
        if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "File exists";
        }
        if (e instanceof FileSystemException problem) {
            return problem.getReason() == null ? "" : problem.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file of ours lies in a directory");
    }

    /** A file's next content, on its way. Closing without {@link #commit} leaves the file as it was. */
    public final class Replacement implements AutoCloseable {
        private final Path file;
        private final Path aside;
        private FileChannel channel;
        private boolean kept;

        private Replacement(Path file, Path aside, FileChannel channel) {
            this.file = file;
            this.aside = aside;
            this.channel = channel;
        }

        /**
         * Makes these bytes the file's content; when this returns they have reached the device. A thread that is interrupted
         * finishes this first.
         */
        public void commit(byte[] content) {
            boolean interrupted = Thread.interrupted();
            try {
                while (!put(content)) {
                    // an interrupt closes a channel that is written to
                    interrupted |= Thread.interrupted();
                    disk.delete(aside);
                    channel = disk.create(aside);
                }
                kept = true;
                channel.close();
                disk.rename(aside, file);
                flushNames();
            } catch (IOException e) {
                throw unusable("cannot write " + file, file, e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private boolean put(byte[] content) throws IOException {
            try {
                disk.fill(channel, content);
                disk.flush(channel);
                return true;
            } catch (ClosedByInterruptException e) {
                return false;
            }
        }

        private void flushNames() throws IOException {
            try {
                disk.flushDirectory(parent(file));
            } catch (ClosedByInterruptException e) {
                // once more, and with nobody to interrupt it again in good time
                boolean unused = Thread.interrupted();
                disk.flushDirectory(parent(file));
                Thread.currentThread().interrupt();
            }
        }

        /** Leaves what has been prepared where it is. */
        public void leave() {
            kept = true;
        }

        /** Gives the prepared space back; a whole content that could not be renamed stays, to be found later. */
        @Override
        public void close() {
            try {
                channel.close();
                if (!kept) {
                    disk.delete(aside);
                }
            } catch (IOException e) {
                throw unusable("cannot write " + file, file, e);
            }
        }
    }
}
