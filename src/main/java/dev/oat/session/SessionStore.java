package dev.oat.session;

import dev.oat.http.Pause;
import dev.oat.json.JsonException;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.EndHeldOff;
import dev.oat.session.disk.LockFile;
import dev.oat.session.disk.LockWait;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.disk.Seal;
import dev.oat.session.disk.SecretFiles;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The stored sessions, one file each; read without a lock, changed only under the session's own.
 *
 * <p>A file is replaced whole, so a reader sees the old session or the new one. What a process that was killed left
 * behind is found by the next one that takes the lock: a complete newer session is put in its place, the rest is dropped.
 * A file that is no session is kept beside under another name, and counts as none.
 */
public final class SessionStore {
    private static final String ENDING = ".json";
    private static final String SLIP = ".slip";
    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    private final Path directory;
    private final Path profiles;
    private final Optional<ReadyDocument> document;
    private final PrivateFiles files;
    private final SecretFiles secrets;
    private final Clock clock;
    private final Pause pause;
    private final Trace trace;

    /**
     * Creates a store; nothing is opened yet.
     *
     * @param directories where the sessions lie
     * @param files reads and writes them
     * @param clock tells when a spoilt file was found
     * @param pause lets time pass while another holds a lock
     * @param trace takes what was found
     */
    public SessionStore(Directories directories, PrivateFiles files, Clock clock, Pause pause, Trace trace) {
        this(directories, SecretFiles.plain(files), clock, pause, trace, Optional.empty());
    }

    /**
     * The same, in files that may be encrypted.
     *
     * @param document what lies ready in a session's {@link Slip}, or empty
     */
    public SessionStore(
            Directories directories,
            SecretFiles files,
            Clock clock,
            Pause pause,
            Trace trace,
            Optional<ReadyDocument> document) {
        this.directory = directories.sessions();
        this.profiles = directories.profiles();
        this.document = Objects.requireNonNull(document, "document is null");
        this.secrets = Objects.requireNonNull(files, "files is null");
        this.files = files.files();
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.pause = Objects.requireNonNull(pause, "pause is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Looks at a session as it is now; empty when there is none.
     *
     * @throws Failure.Usage if the file cannot be read, or a newer oat wrote it
     * @throws Failure.Locked if it is encrypted and cannot be opened, or is not though it should be
     */
    public Optional<FiledSession> look(SessionKey key) {
        return filed(read(key));
    }

    private static Optional<FiledSession> filed(Optional<StoredSession> session) {
        return session.isPresent() ? Optional.of(new FiledSession(session.get())) : Optional.empty();
    }

    /** Returns the session that {@link #look} looks at; whoever has it must know what it was made for. */
    Optional<StoredSession> read(SessionKey key) {
        Path file = file(key);
        Optional<byte[]> content = secrets.read(file, key.text());
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(content.get(), file));
        } catch (JsonException e) {
            // under the lock, so that what is put aside is not a session that has just been written
            return readAgain(key, file, e);
        }
    }

    /**
     * Looks at a session as it is now; empty when there is none or the store cannot be used: for who can do without.
     *
     * @throws Failure.Locked if there is one that cannot be opened
     */
    public Optional<FiledSession> seen(SessionKey key) {
        try {
            return look(key);
        } catch (Failure.Usage e) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether a session can be stored as far as its key goes: there is none, or one that can be opened; not where the store
     * cannot be used at all.
     *
     * @throws Failure.Locked if it cannot be opened
     */
    public boolean isOpen(SessionKey key) {
        try {
            Optional<byte[]> unused = secrets.read(file(key), key.text());
            return true;
        } catch (Failure.Usage e) {
            return false;
        }
    }

    /** Returns a session as it is now, or empty when there is none or it cannot be used; for a look while waiting. */
    Optional<StoredSession> peek(SessionKey key) {
        Optional<byte[]> content = secrets.read(file(key), key.text());
        try {
            return content.isEmpty() ? Optional.empty() : Optional.of(StoredSession.of(content.get()));
        } catch (JsonException | StoredSession.NewerVersion e) {
            return Optional.empty();
        }
    }

    private Optional<StoredSession> readAgain(SessionKey key, Path file, JsonException problem) {
        ReadAgain again = new ReadAgain();
        try {
            return holding(key, BRIEFLY, again);
        } catch (Failure.Usage e) {
            if (again.held) {
                throw e;
            }
            // nothing can be written here, so nobody is writing
            trace.warn("the stored session of " + key + " cannot be read (" + problem.getMessage()
                    + ") and counts as none; its file stays as it is, " + file);
            return Optional.empty();
        }
    }

    private static final class ReadAgain implements Function<Held, Optional<StoredSession>> {
        private boolean held;

        @Override
        public Optional<StoredSession> apply(Held session) {
            held = true;
            return session.read();
        }
    }

    private static StoredSession parse(byte[] content, Path file) {
        try {
            return StoredSession.of(content);
        } catch (StoredSession.NewerVersion e) {
            throw new Failure.Usage(file + " was written by a newer oat (" + e.getMessage() + ")")
                    .hint("use that one, or set OAT_STATE_DIR to another directory for this one");
        }
    }

    /** Returns the keys of all sessions, profiles first, each group in order. */
    public List<SessionKey> keys() {
        List<SessionKey> keys = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : "";
                if (stem.startsWith("+") || ProfileName.isValid(stem)) {
                    keys.add(new SessionKey(stem));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw files.unusable("cannot list " + directory, directory.resolve("."), e);
        }
        Collections.sort(
                keys,
                (one, other) -> one.isProfile() == other.isProfile()
                        ? one.text().compareTo(other.text())
                        : one.isProfile() ? -1 : 1);
        return List.copyOf(keys);
    }

    /**
     * Does something while no other process can change this session.
     *
     * @param key the session
     * @param limit how long to wait for another that holds it
     * @throws Failure.TimedOut if another holds it all the time
     * @throws Failure.Usage if the store cannot be used
     */
    public <T> T holding(SessionKey key, Duration limit, Function<Held, T> action) {
        return holding(key, limit, action, Optional::empty);
    }

    /**
     * Does something while no other process can change this session, unless it turns out unnecessary while waiting.
     *
     * @param key the session
     * @param limit how long to wait for another that holds it
     * @param action what to do
     * @param meanwhile asked again and again while another holds the session; its answer, if any, is the result
     * @throws Failure.TimedOut if another holds it all the time
     * @throws Failure.Usage if the store cannot be used
     */
    public <T> T holding(SessionKey key, Duration limit, Function<Held, T> action, Supplier<Optional<T>> meanwhile) {
        List<T> found = new ArrayList<>();
        Optional<LockFile> acquired = new LockWait(files, pause)
                .acquire(directory.resolve(key + ".lock"), limit, () -> {
                    Optional<T> result = meanwhile.get();
                    if (result.isPresent()) {
                        found.add(result.get());
                    }
                    return result.isPresent();
                });
        if (acquired.isEmpty()) {
            return found.get(0);
        }
        LockFile lock = acquired.get();
        try {
            Held held = new Held(key);
            held.recover();
            return action.apply(held);
        } finally {
            lock.close();
        }
    }

    /**
     * Has a user sign in for this session, as the only one of all processes that need it. Its lock is another than the session's, which
     * stays free while the user takes their time.
     *
     * @param key the session
     * @param limit how long to wait for another that has the user sign in
     * @param signIn has the user sign in; told whether another had been waited for, whose sign-in then came to nothing
     * @param done asked again and again while another has the user sign in: whether that has brought a session
     * @param waits told once that another is waited for
     * @throws Failure.TimedOut if another takes too long
     * @throws Failure.Usage if the store cannot be used
     */
    public void signingIn(
            SessionKey key, Duration limit, Consumer<Boolean> signIn, BooleanSupplier done, Runnable waits) {
        boolean[] waited = new boolean[1];
        Optional<LockFile> acquired = new LockWait(files, pause)
                .acquire(directory.resolve(key + "+login.lock"), limit, () -> {
                    if (!waited[0]) {
                        waited[0] = true;
                        waits.run();
                    }
                    return done.getAsBoolean();
                });
        if (acquired.isEmpty()) {
            return;
        }
        try {
            if (!done.getAsBoolean()) {
                signIn.accept(waited[0]);
            }
        } finally {
            acquired.get().close();
        }
    }

    /**
     * Deletes a session that need not be readable, and what an interrupted process left of it.
     *
     * @param limit how long to wait for another that holds it
     * @return whether there was one
     */
    public boolean forget(SessionKey key, Duration limit) {
        LockFile lock = new LockWait(files, pause)
                .acquire(directory.resolve(key + ".lock"), limit, () -> false)
                .orElseThrow();
        try {
            return new Held(key).remove();
        } finally {
            lock.close();
        }
    }

    private Path file(SessionKey key) {
        return directory.resolve(key + ENDING);
    }

    /**
     * Takes back the slip by which the launcher hands out a session's token, so that from now on Java is asked for it. This
     * waits for no lock: a slip that is missing only costs time. Where it cannot be taken back, no more can the session be
     * changed, and that is told where it is tried.
     */
    public void withdraw(SessionKey key) {
        try {
            withdrawn(key);
        } catch (Failure.Usage e) {
            trace.note(e.what());
        }
    }

    private void withdrawn(SessionKey key) {
        if (key.isProfile()) {
            files.withdraw(directory.resolve(key + SLIP));
        }
    }

    /** Writes the slip of a session that has just been stored, where there can be one. */
    private void issue(SessionKey key, StoredSession session) {
        Optional<ProfileStamp> stamp = session.profile();
        if (stamp.isEmpty()
                || !SessionKey.of(stamp.get().name()).equals(key)
                || secrets.isSecret(file(key), key.text())) {
            return;
        }
        byte[] settings;
        try {
            Path profile = profiles.resolve(key + Profiles.ENDING);
            settings = Files.size(profile) > Slip.LONGEST_SETTINGS ? new byte[0] : Files.readAllBytes(profile);
        } catch (IOException e) {
            return;
        }
        Optional<Seal> seal = files.seal(file(key));
        Optional<Slip> slip =
                seal.isPresent() ? Slip.of(session, seal.get(), settings, document, clock.instant()) : Optional.empty();
        if (slip.isPresent()) {
            files.note(
                    directory.resolve(key + SLIP),
                    slip.get().toBytes(),
                    slip.get().until());
        }
    }

    /** A session that this thread alone may change, until the action it was given to returns. */
    public final class Held {
        private final SessionKey key;
        private final Path file;
        private Optional<Instant> interrupted = Optional.empty();

        private Held(SessionKey key) {
            this.key = key;
            this.file = file(key);
        }

        /** Looks at the session as it is now; a file that is none is kept aside. */
        public Optional<FiledSession> look() {
            return filed(read());
        }

        /** The session that {@link #look} looks at; whoever has it must know what it was made for. */
        Optional<StoredSession> read() {
            Optional<byte[]> content = secrets.read(file, key.text());
            if (content.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(parse(content.get(), file));
            } catch (JsonException e) {
                Path kept = aside();
                withdraw();
                files.rename(file, kept);
                trace.warn("the stored session of " + key + " cannot be read (" + e.getMessage()
                        + ") and counts as none; its file is kept as " + kept);
                return Optional.empty();
            }
        }

        /** Returns a name that no other spoilt file has; nobody else gives such names while we hold the lock. */
        private Path aside() {
            String name = key + ".corrupt-" + clock.instant().getEpochSecond();
            Path free = directory.resolve(name);
            for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
                free = directory.resolve(name + "-" + number);
            }
            return free;
        }

        /**
         * Takes the space for a session to come, and so proves that it can be stored, before anything is spent for it.
         *
         * @throws Failure.Usage if the store cannot be written
         */
        public Place prepare() {
            Optional<StoredSession> now = read();
            int size = now.isPresent() ? now.get().toBytes().length : 0;
            return new Place(key, Math.max(64 << 10, 2 * size));
        }

        /** Returns a place for a session after another that was stored under this lock, so that its space is known to be there. */
        Place place() {
            return new Place(key, 0);
        }

        /**
         * Stores a session.
         *
         * @throws Failure.Usage if the store cannot be written, or a newer oat wrote the session that lies there
         */
        public void write(StoredSession session) {
            try (Place place = prepare()) {
                place.store(session);
            }
        }

        /**
         * Deletes the session.
         *
         * @return whether there was one
         */
        public boolean remove() {
            withdraw();
            return files.delete(file);
        }

        /**
         * Brings the session's file into the form that this store writes, byte for byte, without its slip.
         *
         * @return whether it was in the other
         */
        public boolean convert() {
            withdraw();
            return secrets.convert(file, key.text());
        }

        /**
         * Takes the session's slip back, first of all where its token ends.
         *
         * @throws Failure.Usage if it cannot be
         */
        public void withdraw() {
            withdrawn(key);
        }

        /**
         * When a process was cut off while it renewed this session, so that the refresh token may have been spent and
         * the answer lost; empty when that did not happen.
         */
        public Optional<Instant> interrupted() {
            return interrupted;
        }

        /** Adopts what an interrupted process had completed but for the renaming. */
        private void recover() {
            Path aside = PrivateFiles.aside(file);
            if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            try {
                Optional<byte[]> content = secrets.readAside(file, key.text());
                if (content.isPresent() && isNewer(StoredSession.of(content.get()))) {
                    withdraw();
                    files.rename(aside, file);
                    return;
                }
            } catch (JsonException | StoredSession.NewerVersion e) {
                // the place that was taken before a renewal, never filled: its time tells when that was
                interrupted = modified(aside);
            }
        }

        private boolean isNewer(StoredSession left) {
            if (!left.filedUnder().equals(key)) {
                return false;
            }
            Optional<StoredSession> now = read();
            return now.isEmpty() || !left.obtainedAt().isBefore(now.get().obtainedAt());
        }

        private Optional<Instant> modified(Path path) {
            try {
                return Optional.of(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                        .toInstant());
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** Space on the disk for one session to come. Closing without {@link #store} leaves the old one. */
    public final class Place implements AutoCloseable {
        private final SessionKey key;
        private final PrivateFiles.Replacement replacement;

        private Place(SessionKey key, int bytes) {
            this.key = key;
            this.replacement = secrets.prepare(file(key), key.text(), bytes);
        }

        /** Stores the session; when this returns it has reached the device, and the slip of the one before is gone. */
        public void store(StoredSession session) {
            EndHeldOff end = EndHeldOff.begin(EndHeldOff.STORING);
            try {
                withdrawn(key);
                replacement.commit(secrets.sealed(file(key), key.text(), session.toBytes()));
                issue(key, session);
            } finally {
                end.close();
            }
        }

        /** Leaves the empty place behind, so that the next who takes the lock knows that something was begun here. */
        void leave() {
            replacement.leave();
        }

        @Override
        public void close() {
            replacement.close();
        }
    }
}
