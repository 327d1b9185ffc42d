package dev.oat.session.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Another process that wants a lock. */
public final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader words;

    private OtherProcess(Path lock, String wish) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherProcess.class.getName(),
                        lock.toString(),
                        wish))
                .redirectErrorStream(true)
                .start();
        words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What another process finds that tries to take the lock. */
    public static String tryLock(Path lock) throws Exception {
        try (OtherProcess other = new OtherProcess(lock, "try")) {
            return other.words.readLine();
        }
    }

    /** A process that has the lock. */
    public static OtherProcess holding(Path lock) throws Exception {
        OtherProcess other = new OtherProcess(lock, "hold");
        String said = other.words.readLine();
        if (!"acquired".equals(said)) {
            throw new IllegalStateException("the other process said: " + said);
        }
        return other;
    }

    /** Ends the process without a chance to clean up. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        words.close();
    }

    /** Takes the lock with the JDK's own means. */
    public static void main(String[] arguments) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            System.out.println(lock == null ? "held elsewhere" : "acquired");
            System.out.flush();
            if (arguments[1].equals("hold")) {
                System.in.read();
            }
        }
    }
}
