package dev.oat;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A class-data archive, from which the JVM maps the tool's classes instead of reading and checking them.
 *
 * <p>The launcher names the file ({@code -Doat.archive}) after the tool's jars, their place and the Java at hand, and uses
 * it when it is there. It is dumped aside, tried once, and renamed. A failure of any kind costs speed and nothing else.
 */
public final class StartupArchive {
    private static final String PLACE = "oat.archive";
    private static final String AFTER_PARENT = "after-parent";
    /**
     * Without TLS, for a token over TLS, and for everything: what holds less is taken over in less time. The launcher goes by
     * the last one, which is made when the others are there.
     */
    private static final List<String> KINDS = List.of("-short", "-net", "");

    private static final Duration PATIENCE_WITH_PARENT = Duration.ofSeconds(20);
    private static final Duration PATIENCE_WITH_JVM = Duration.ofSeconds(60);
    private static final Duration PATIENCE_WITH_MAKER = Duration.ofMinutes(10);
    private static final Duration PATIENCE_AFTER_FAILURE = Duration.ofDays(7);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path file;
    private final String classPath;
    private final Path java;

    private StartupArchive(Path file, String classPath, Path java) {
        this.file = file;
        this.classPath = classPath;
        this.java = java;
    }

    /** Returns the archive that the launcher asks for, for the Java that runs this. */
    static Optional<StartupArchive> atAskedPlace() {
        String place = System.getProperty(PLACE, "");
        String home = System.getProperty("java.home", "");
        String classPath = System.getProperty("java.class.path", "");
        if (place.isEmpty() || home.isEmpty() || classPath.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StartupArchive(Path.of(place), classPath, Path.of(home, "bin", "java")));
    }

    /**
     * Makes the archive that the launcher asks for: the entry point of the process that does so.
     *
     * @param words {@code after-parent} to wait until the process that started this one has ended
     */
    public static void main(String[] words) {
        Optional<StartupArchive> archive = atAskedPlace();
        if (archive.isEmpty()) {
            return;
        }
        if (words.length == 1 && words[0].equals(AFTER_PARENT)) {
            waitForParent();
        }
        System.exit(archive.get().make() ? 0 : 1);
    }

    /**
     * Starts a process that makes the archive when this one has ended, unless another one is at it.
     *
     * <p>The JDK closes every descriptor that the child would inherit: else {@code $(oat token)} would wait for it. Nor does
     * it inherit the environment, which may hold secrets.
     */
    void makeInBackground() {
        try {
            Path directory = privateDirectory();
            if (!claim()) {
                return;
            }
            if (!isOursAlone(directory)) {
                Files.delete(marker());
                return;
            }
            start(List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-Xlog:disable",
                    "-D" + PLACE + "=" + file,
                    "-cp",
                    classPath,
                    StartupArchive.class.getName(),
                    AFTER_PARENT));
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            // no place for an archive: only speed is lost
        }
    }

    private static void waitForParent() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        if (parent.isEmpty()) {
            return;
        }
        try {
            parent.get().onExit().get(PATIENCE_WITH_PARENT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // a long command: the archive is made beside it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean make() {
        boolean made = true;
        for (String kind : KINDS) {
            made = made && make(ofKind(kind, file), kind);
        }
        try {
            if (made) {
                Files.deleteIfExists(marker());
                forgetFormerVersions();
            } else if (Files.exists(marker())) {
                Files.writeString(marker(), "failed\n");
            }
        } catch (IOException e) {
            made = false;
        }
        return made;
    }

    private boolean make(Path archive, String kind) {
        Path aside = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        Path list = aside.resolveSibling(aside.getFileName() + ".classlist");
        boolean made = false;
        try {
            Files.write(list, classes(kind));
            made = dump(aside, list) && tried(aside);
            if (made) {
                Files.move(aside, archive, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(aside);
            Files.deleteIfExists(list);
        } catch (IOException e) {
            made = false;
        }
        return made;
    }

    /**
     * Returns the list of classes for this Java: what was noted on the same version, else on the nearest older one, else on the
     * nearest newer one without the kinds of line that came later, which an older JVM refuses.
     */
    private List<String> classes(String kind) throws IOException {
        int nearest = 0;
        String begin = "oat" + kind + ".";
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(library(""), begin + "*.classlist")) {
            for (Path list : lists) {
                String name = String.valueOf(list.getFileName());
                int version = Integer.parseInt(name.substring(begin.length(), name.length() - ".classlist".length()));
                boolean nearer = version > feature()
                        ? nearest == 0 || nearest > version
                        : nearest > feature() || version > nearest;
                nearest = nearer ? version : nearest;
            }
        } catch (NumberFormatException e) {
            throw new IOException(e);
        }
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(library(begin + nearest + ".classlist"))) {
            if (nearest <= feature() || !line.startsWith("@") || line.startsWith("@lambda-")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Returns the archive of a kind, which lies beside the one that the launcher asks for. */
    private static Path ofKind(String kind, Path archive) {
        return archive.resolveSibling(String.valueOf(archive.getFileName()).replaceFirst("^oat", "oat" + kind));
    }

    /**
     * Removes the archives that other versions of the tool left for this place.
     *
     * <p>The launcher's name for an archive is {@code startup/ID-JDK/the/lib/directory/oat.jsa}.
     */
    private void forgetFormerVersions() throws IOException {
        Path id = library("oat.id").toAbsolutePath();
        Path below = id.getRoot().relativize(id).resolveSibling(file.getFileName());
        if (!file.endsWith(below) || file.getNameCount() < below.getNameCount() + 2) {
            return;
        }
        Path keyed = file.getRoot().resolve(file.subpath(0, file.getNameCount() - below.getNameCount()));
        String current = Files.readString(id).strip() + "-";
        try (DirectoryStream<Path> all = Files.newDirectoryStream(keyed.resolveSibling(""))) {
            for (Path other : all) {
                if (!String.valueOf(other.getFileName()).startsWith(current)) {
                    for (String kind : KINDS) {
                        Files.deleteIfExists(ofKind(kind, other.resolve(below)));
                    }
                }
            }
        }
    }

    private boolean dump(Path aside, Path classes) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + aside,
                "-XX:+UseG1GC",
                "-XX:-UsePerfData",
                "-Xlog:disable"));
        if (feature() >= 25) {
            // call sites come linked, which TLS and much else in the JDK has many of
            options.add("-XX:+AOTClassLinking");
        }
        options.add("-cp");
        options.add(classPath);
        return succeeds(options) && Files.size(aside) > 0;
    }

    /** Returns a body that was damaged on its way to the disk would crash every start; this one start may crash. */
    private boolean tried(Path aside) throws IOException {
        return succeeds(List.of(
                "-Xshare:on",
                "-XX:SharedArchiveFile=" + aside,
                "-XX:TieredStopAtLevel=1",
                feature() >= 25 ? "-XX:+UseSerialGC" : "-XX:+UseG1GC",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Xlog:disable",
                "-cp",
                classPath,
                Main.class.getName(),
                "--version"));
    }

    private boolean succeeds(List<String> options) throws IOException {
        Process process = start(options);
        try {
            if (process.waitFor(PATIENCE_WITH_JVM.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    private Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        // for the file names among the arguments
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
        return builder.start();
    }

    private Path library(String name) {
        int end = classPath.indexOf(File.pathSeparatorChar);
        Path jar = Path.of(end < 0 ? classPath : classPath.substring(0, end));
        return jar.resolveSibling(name);
    }

    /** Returns the archive's directory, made for the owner alone where it is missing. */
    private Path privateDirectory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("no directory");
        }
        return Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /** An archive is code: it is made only where nobody else can have put one. */
    private boolean isOursAlone(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.permissions().equals(OWNER_ONLY)
                && attributes.owner().equals(Files.getOwner(marker()));
    }

    private Path marker() {
        return file.resolveSibling(file.getFileName() + ".making");
    }

    /** Returns whether it falls to this process to have the archive made: one at a time, and not again soon after a failure. */
    private boolean claim() throws IOException {
        try {
            Files.createFile(marker());
            return true;
        } catch (FileAlreadyExistsException e) {
            boolean failed = Files.size(marker()) > 0;
            Instant until = Files.getLastModifiedTime(marker())
                    .toInstant()
                    .plus(failed ? PATIENCE_AFTER_FAILURE : PATIENCE_WITH_MAKER);
            if (Instant.now().isBefore(until)) {
                return false;
            }
            Files.setLastModifiedTime(marker(), FileTime.from(Instant.now()));
            return true;
        }
    }

    private static int feature() {
        return Runtime.version().feature();
    }
}
