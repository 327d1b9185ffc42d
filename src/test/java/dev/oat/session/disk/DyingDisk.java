package dev.oat.session.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/** The machine's disk under a process that dies at a chosen point: before, within or after one of its changes. */
public final class DyingDisk implements Disk {
    /** The process's end. No code of ours catches it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Disk real = new LocalDisk(PrivateFiles.ownership());
    private int left;
    private boolean dead;

    /** A disk whose process lives for this many points. */
    public DyingDisk(int points) {
        this.left = points;
    }

    public boolean isDead() {
        return dead;
    }

    /** A dead process changes nothing more, also not in the blocks that clean up. */
    private void point() {
        if (dead || left == 0) {
            dead = true;
            throw new Killed();
        }
        left--;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        point();
        FileChannel channel = real.create(file);
        point();
        return channel;
    }

    @Override
    public void fill(FileChannel file, byte[] content) throws IOException {
        point();
        // what lay in the file before stays behind what has been written so far
        for (int part = 1; part < 4; part++) {
            byte[] begun = Arrays.copyOf(content, content.length * part / 4);
            file.position(0);
            file.write(java.nio.ByteBuffer.wrap(begun));
            point();
        }
        real.fill(file, content);
        point();
    }

    @Override
    public void flush(FileChannel file) throws IOException {
        point();
        real.flush(file);
    }

    @Override
    public void date(Path file, Instant time) throws IOException {
        point();
        real.date(file, time);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        point();
        real.rename(from, to);
        point();
    }

    @Override
    public void delete(Path file) throws IOException {
        point();
        real.delete(file);
        point();
    }

    @Override
    public void flushDirectory(Path directory) throws IOException {
        point();
        real.flushDirectory(directory);
    }
}
