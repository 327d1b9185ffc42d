package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes bodies into a file: aside first, and under its name only when they are whole. */
final class FileTarget implements BodyTarget {
    private static final int BUFFER = 64 << 10;
    private static final String INTERRUPTED = "interrupted";

    private final Path file;
    private final @Nullable Path aside;
    private final Object life = new Object();
    private @Nullable OutputStream out;
    private boolean ending;
    private @Nullable Thread hook;

    private FileTarget(Path file, @Nullable Path aside) {
        this.file = file;
        this.aside = aside;
    }

    /**
     * Returns a file.
     *
     * @param name its name; a device or pipe is written directly
     * @param unique tells this file from others written at the same time
     * @throws Failure.Usage if it can be none
     */
    static FileTarget of(String name, String unique) {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new Failure.Usage("--out names no file that this system could have");
        }
        if (Files.isDirectory(file)) {
            throw new Failure.Usage("--out " + file + " is a directory").hint("name a file in it");
        }
        boolean special = Files.exists(file) && !Files.isRegularFile(file);
        if (special) {
            return new FileTarget(file, null);
        }
        Path real = Files.isSymbolicLink(file) ? behind(file) : file;
        Path parent = real.toAbsolutePath().getParent();
        Path fileName = real.getFileName();
        if (parent == null || fileName == null || !Files.isDirectory(parent)) {
            throw new Failure.Usage("--out " + file + ": there is no such directory");
        }
        return new FileTarget(real, parent.resolve("." + fileName + "." + unique + ".part"));
    }

    private static Path behind(Path link) {
        try {
            Path target = Files.readSymbolicLink(link);
            Path parent = link.toAbsolutePath().getParent();
            return parent == null ? target : parent.resolve(target);
        } catch (IOException e) {
            throw new Failure.Usage("--out " + link + " is a link that cannot be read");
        }
    }

    @Override
    public void head(StreamedResponse response) {
        byte[] head = BodyTarget.text(response).getBytes(StandardCharsets.UTF_8);
        try {
            open().write(head);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void body(StreamedResponse response) {
        byte[] buffer = new byte[BUFFER];
        InputStream body = response.body();
        try {
            OutputStream target = open();
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                target.write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    OutputStream open() throws IOException {
        OutputStream opened = out;
        if (opened == null) {
            Path path = aside;
            if (path == null) {
                opened = Files.newOutputStream(file, StandardOpenOption.WRITE);
            } else {
                opened = aside(path);
            }
            out = opened;
        }
        return opened;
    }

    /** Makes the file aside, unless the process is ending: Ctrl-C may come at any moment and must leave nothing. */
    private OutputStream aside(Path path) throws IOException {
        Thread removal = new Thread(this::processEnds);
        try {
            Runtime.getRuntime().addShutdownHook(removal);
        } catch (IllegalStateException e) {
            throw new IOException(INTERRUPTED, e);
        }
        hook = removal;
        synchronized (life) {
            if (ending) {
                throw new IOException(INTERRUPTED);
            }
            return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    /** The process ends: the file aside goes, and none is made from now on. */
    void processEnds() {
        synchronized (life) {
            ending = true;
            removeAside();
        }
    }

    private Failure unwritable(IOException problem) {
        String why = problem instanceof NoSuchFileException
                ? "there is no such directory"
                : problem.getClass() == IOException.class ? String.valueOf(problem.getMessage()) : "no permission";
        Failure failure = new Failure.Usage("cannot write " + file + ": " + why);
        return aside == null ? failure : failure.hint("nothing was left under that name that was not there before");
    }

    @Override
    public void finish() {
        try {
            open().close();
            Path path = aside;
            if (path != null) {
                rename(path);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void rename(Path from) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isWritable(file)) {
            throw new Failure.Usage("cannot write " + file + ": it is write-protected");
        }
        try {
            Files.move(from, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        try {
            OutputStream opened = out;
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            // what could not be finished is removed
            removeAside();
            forgetHook();
            return;
        }
        removeAside();
        forgetHook();
    }

    private void forgetHook() {
        Thread removal = hook;
        hook = null;
        if (removal == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // the process ends already, and the hook with it
            return;
        }
    }

    private void removeAside() {
        Path path = aside;
        if (path == null) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // it does not stand under the file's name
            return;
        }
    }
}
