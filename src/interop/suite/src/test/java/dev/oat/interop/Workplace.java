package dev.oat.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where things lie: the packed tool, the servers, and the place for what a run leaves behind. */
final class Workplace {
    private static final Path ROOT =
            Path.of(System.getProperty("interop.root")).toAbsolutePath().normalize();
    private static final Path BUILT =
            Path.of(System.getProperty("interop.built")).toAbsolutePath().normalize();

    private Workplace() {}

    static Path tool() {
        return ROOT.resolve("target/oat/bin/oat");
    }

    static Path sources() {
        return ROOT.resolve("src/interop");
    }

    static Path built() {
        return BUILT;
    }

    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    static String classPath(String server) {
        try {
            return Files.readString(BUILT.resolve(server).resolve("class-path")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JVM that starts fast and stays small: servers here answer dozens of requests, not millions. */
    static List<String> smallJvm() {
        return List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto");
    }
}
