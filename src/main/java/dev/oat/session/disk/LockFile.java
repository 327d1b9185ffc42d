package dev.oat.session.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive lock on a file of its own, held by one thread of one process; the system frees it when the process ends.
 *
 * <p>On POSIX systems a lock belongs to the process, and closing <em>any</em> descriptor of the file drops it. So nothing
 * else may ever open the file, and within this process a second attempt must fail before it opens anything. That is why
 * the names of the held locks are the one static state of this package: they mirror what the system keeps per process.
 */
public final class LockFile implements AutoCloseable {
    private static final Set<String> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final String name;
    private final FileChannel channel;

    private LockFile(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /** Returns the lock, or empty while another thread or process holds it. */
    static Optional<LockFile> tryAcquire(Path file, Ownership ownership) throws IOException {
        String name = file.toAbsolutePath()
                .resolveSibling("")
                .toRealPath()
                .resolve(file.getFileName())
                .toString();
        if (!HELD_BY_THIS_PROCESS.add(name)) {
            return Optional.empty();
        }
        boolean acquired = false;
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    ownership.ofNewFile());
            try {
                FileLock lock = channel.tryLock();
                acquired = lock != null;
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
            return acquired ? Optional.of(new LockFile(name, channel)) : Optional.empty();
        } finally {
            if (!acquired) {
                HELD_BY_THIS_PROCESS.remove(name);
            }
        }
    }

    /** Frees the lock. The file stays: deleting it would let two processes lock two files of the same name. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a lock could not be freed", e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(name);
        }
    }
}
