package dev.oat.session.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;

/** The disk of this machine. */
final class LocalDisk implements Disk {
    private final Ownership ownership;

    LocalDisk(Ownership ownership) {
        this.ownership = ownership;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        FileChannel channel = open(file);
        if (ownership.isPosix()
                && ownership.look(file, LinkOption.NOFOLLOW_LINKS).lacks(0600)) {
            // whatever the umask is
            ownership.makePrivate(file, false);
        }
        return channel;
    }

    private FileChannel open(Path file) throws IOException {
        // CREATE_NEW refuses whatever lies there, a link included, so that nobody can choose where the bytes go
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                ownership.ofNewFile());
    }

    @Override
    public void fill(FileChannel file, byte[] content) throws IOException {
        file.position(0);
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
        file.truncate(content.length);
    }

    @Override
    public void flush(FileChannel file) throws IOException {
        file.force(true);
    }

    @Override
    public void date(Path file, Instant time) throws IOException {
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(time), null, null);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        int attempts = ownership.isPosix() ? 1 : 20;
        while (true) {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (AccessDeniedException e) {
                // Windows refuses while another process reads the old file, which takes it microseconds
                attempts--;
                if (attempts == 0) {
                    throw e;
                }
                Thread.yield();
            }
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void flushDirectory(Path directory) throws IOException {
        if (!ownership.isPosix()) {
            return;
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
