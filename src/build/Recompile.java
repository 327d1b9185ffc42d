import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * Puts class files of Java 17, compiled from a library's published source, in the place of the old ones in its jar. All
 * else in the jar stays as it is. A step of the build, run from its source.
 */
final class Recompile {
    private Recompile() {}

    /** Arguments: the directory of sources, the jar, and the time stamp of its new entries. */
    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        Path jar = Path.of(arguments[1]);
        LocalDateTime stamp =
                OffsetDateTime.parse(arguments[2]).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        if (isRecompiled(jar)) {
            return;
        }
        System.out.println("compiling " + jar.getFileName() + " for Java 17");
        Path classes = Files.createTempDirectory("oat-recompile");
        try {
            compile(sources, classes);
            replace(jar, classes, stamp);
        } finally {
            try (Stream<Path> left = Files.walk(classes)) {
                left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    /** Whether an earlier build has done so: the classes' version is Java 17's. */
    private static boolean isRecompiled(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    byte[] start = file.getInputStream(entry).readNBytes(8);
                    return start[7] >= 61;
                }
            }
        }
        return false;
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "--release", "17", "-nowarn", "-Xlint:none", "-proc:none", "-g:source,lines", "-XDstringConcat=inline",
                "-encoding", "UTF-8", "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().forEach(command::add);
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), command.toArray(String[]::new));
        if (status != 0) {
            throw new IOException("cannot compile " + sources);
        }
    }

    private static void replace(Path jar, Path classes, LocalDateTime stamp) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile old = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : old.stream().toList()) {
                boolean replaced = entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
                if (!replaced && !entry.isDirectory()) {
                    entries.put(entry.getName(), old.getInputStream(entry).readAllBytes());
                }
            }
        }
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                entries.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        Path aside = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(aside))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry made = new ZipEntry(entry.getKey());
                made.setTimeLocal(stamp);
                out.putNextEntry(made);
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        Files.move(aside, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
