package dev.oat.session.disk;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The private files that hold secrets: encrypted where a store key is set for their owner, and as they are where none is.
 *
 * <p>Where one is set, a file that is not encrypted is refused, as whoever put it there may not have had the key; where a
 * file is encrypted it is never replaced by one that is not. Only a {@linkplain Form conversion} takes either.
 */
public final class SecretFiles {
    /** What is written, and what may be read. */
    public enum Form {
        /** As the settings say. */
        AS_SET,
        /** Encrypted, whatever lies there. */
        LOCKED,
        /** As it is, whatever lies there. */
        PLAIN
    }

    /** How the JSON of an encrypted file begins. */
    private static final byte[] MARK = "{\"locked\":".getBytes(StandardCharsets.US_ASCII);

    private final PrivateFiles files;
    private final StoreKeys keys;
    private final Form form;
    private final Map<Path, String> opened = new HashMap<>();

    /**
     * Creates the files.
     *
     * @param files reads and writes them
     * @param keys says by which key they are encrypted
     * @param form what is written, and what may be read
     */
    public SecretFiles(PrivateFiles files, StoreKeys keys, Form form) {
        this.files = Objects.requireNonNull(files, "files is null");
        this.keys = Objects.requireNonNull(keys, "keys is null");
        this.form = Objects.requireNonNull(form, "form is null");
    }

    /** Returns the same where nothing is encrypted. */
    public static SecretFiles plain(PrivateFiles files) {
        return new SecretFiles(files, StoreKeys.NONE, Form.AS_SET);
    }

    /** The files themselves, for what is no secret. */
    public PrivateFiles files() {
        return files;
    }

    /**
     * Returns what a file holds, or empty when there is none.
     *
     * @param owner whose it is
     * @throws Failure.Locked if it cannot be opened, or is not encrypted though it should be
     * @throws Failure.Usage if it cannot be read
     */
    public Optional<byte[]> read(Path file, String owner) {
        Optional<byte[]> stored = files.read(file);
        if (stored.isEmpty()) {
            return stored;
        }
        try {
            return Optional.of(opened(file, file, owner, stored.get()));
        } catch (JsonException e) {
            throw new Failure.Locked(file + " is damaged (" + e.getMessage() + ")").hint(lost(file, owner));
        }
    }

    /**
     * Returns what lies beside a file to take its place; failures are those of {@link #read}.
     *
     * @throws JsonException if it was not written to its end
     */
    public Optional<byte[]> readAside(Path file, String owner) {
        Path aside = PrivateFiles.aside(file);
        Optional<byte[]> stored = files.read(aside);
        if (stored.isEmpty()) {
            return stored;
        }
        // a place that was taken, and not filled to the end, is nobody's secret
        JsonObject unused = JsonObject.parse(PrivateFiles.written(stored.get()));
        return Optional.of(opened(aside, file, owner, stored.get()));
    }

    private byte[] opened(Path place, Path file, String owner, byte[] stored) {
        if (!isLocked(stored)) {
            if (form == Form.AS_SET && keys.isSet(owner)) {
                throw new Failure.Locked(place + " is not encrypted, though store_key is set").hint(plain(owner));
            }
            opened.remove(file);
            return stored;
        }
        JsonObject sealed = JsonObject.parse(PrivateFiles.written(stored));
        long version = sealed.number("version").orElse(0L);
        if (version > StoreKey.VERSION) {
            throw new Failure.Locked(place + " was written by a newer oat (format " + version + ")")
                    .hint("use that one, or set OAT_STATE_DIR to another directory for this one");
        }
        String written = sealed.text("file").orElse("");
        String whose = sealed.text("owner").orElse("");
        if (!written.equals(name(file)) || (isProfile(owner) && !whose.equals(owner))) {
            throw new Failure.Locked(
                            place + " was written as " + written + " of " + whose + ", and put in another's place")
                    .hint(lost(file, owner));
        }
        if (!keys.isSet(whose)) {
            throw new Failure.Locked(place + " is encrypted, and nothing says by which key")
                    .hint("give --store-key REF, the reference that it was locked with"
                            + (isProfile(whose) ? ", or keep it: oat profile set " + whose + " store_key=REF" : "")
                            + "; " + lost(file, owner));
        }
        Optional<byte[]> content = keys.key(whose).open(sealed);
        if (content.isEmpty()) {
            throw new Failure.Locked(place + " is encrypted with another key than store_key gives")
                    .hint("give the one that it was locked with; " + lost(file, owner));
        }
        opened.put(file, whose);
        return content.get();
    }

    private static boolean isProfile(String owner) {
        return !owner.isEmpty() && owner.charAt(0) != '+';
    }

    private static String plain(String owner) {
        return "if it is yours: oat profile lock " + (isProfile(owner) ? owner : "--all");
    }

    /** Returns what to do where a file is of no use any more. */
    private static String lost(Path file, String owner) {
        String profile = isProfile(owner) ? " " + owner : "";
        return name(file).startsWith("sessions/")
                ? "where that is lost: oat logout" + profile + " --forget, and sign in again"
                : "where that is lost: oat profile remove" + profile;
    }

    private static boolean isLocked(byte[] stored) {
        return stored.length >= MARK.length && Arrays.equals(stored, 0, MARK.length, MARK, 0, MARK.length);
    }

    /** Returns the name that a file has in its content: with its directory's, and wherever the store lies. */
    private static String name(Path file) {
        Path directory = Objects.requireNonNull(file.getParent(), "a file of ours lies in a directory");
        return directory.getFileName() + "/" + file.getFileName();
    }

    /** Returns whether a file is, or is to be, encrypted, so that nothing of it may lie beside it. */
    public boolean isSecret(Path file, String owner) {
        return form == Form.LOCKED || keys.isSet(owner) || opened.containsKey(file);
    }

    /** Whose key a file is to be encrypted by; null for one that is kept as it is. */
    private @Nullable String by(Path file, String owner) {
        if (form == Form.PLAIN) {
            return null;
        }
        return form == Form.LOCKED || keys.isSet(owner) ? keys.owner(owner) : opened.get(file);
    }

    /**
     * Prepares a replacement, as {@link PrivateFiles#prepare} does, and proves that it can be encrypted.
     *
     * @throws Failure.Locked if it is to be encrypted, and the key cannot be had
     * @throws Failure.Usage if the file cannot be written
     */
    public PrivateFiles.Replacement prepare(Path file, String owner, int bytes) {
        String by = by(file, owner);
        if (by != null) {
            keys.key(by).verify();
        }
        return files.prepare(file, bytes);
    }

    /** Returns a content as it is to be written, where {@link #prepare} has returned. */
    public byte[] sealed(Path file, String owner, byte[] content) {
        String by = by(file, owner);
        return by == null ? content : keys.key(by).seal(name(file), by, content);
    }

    /** Replaces a file's content, as {@link PrivateFiles#write} does. */
    public void write(Path file, String owner, byte[] content) {
        // what is encrypted, and cannot be opened, is not replaced
        Optional<byte[]> unused = read(file, owner);
        replace(file, owner, content);
    }

    private void replace(Path file, String owner, byte[] content) {
        try (PrivateFiles.Replacement replacement = prepare(file, owner, 0)) {
            replacement.commit(sealed(file, owner, content));
        }
    }

    /**
     * Brings a file into the form that is written.
     *
     * @return whether it was in the other
     */
    public boolean convert(Path file, String owner) {
        Optional<byte[]> content = read(file, owner);
        if (content.isEmpty() || opened.containsKey(file) == (form == Form.LOCKED)) {
            return false;
        }
        replace(file, owner, content.get());
        return true;
    }
}
