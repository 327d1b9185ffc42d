package dev.oat.session.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;

/** The machine's disk, which refuses to take content. */
public final class FailingDisk implements Disk {
    private final Disk real = new LocalDisk(PrivateFiles.ownership());
    private final String reason;

    public FailingDisk(String reason) {
        this.reason = reason;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        return real.create(file);
    }

    @Override
    public void fill(FileChannel file, byte[] content) throws IOException {
        real.fill(file, new byte[] {content[0]});
        throw new FileSystemException("some file", null, reason);
    }

    @Override
    public void flush(FileChannel file) throws IOException {
        real.flush(file);
    }

    @Override
    public void date(Path file, Instant time) throws IOException {
        real.date(file, time);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    @Override
    public void flushDirectory(Path directory) throws IOException {
        real.flushDirectory(directory);
    }
}
