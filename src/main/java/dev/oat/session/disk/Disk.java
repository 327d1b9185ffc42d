package dev.oat.session.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The steps by which a file is replaced. They are few and named so that a test can stop the process before, within and
 * after each of them.
 */
interface Disk {
    /** Creates a file that must not exist yet, for its owner alone, and opens it for writing. */
    FileChannel create(Path file) throws IOException;

    /** Makes these bytes the whole content of a file. */
    void fill(FileChannel file, byte[] content) throws IOException;

    /** Waits until the file's content has reached the device. */
    void flush(FileChannel file) throws IOException;

    /** Says of a file that it was changed last at a time. */
    void date(Path file, Instant time) throws IOException;

    /** Gives a file another's name, which it takes over at once. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file; one that is not there is no error. */
    void delete(Path file) throws IOException;

    /** Waits until a directory's entries have reached the device, where the system can do that. */
    void flushDirectory(Path directory) throws IOException;
}
