package dev.oat.session.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import dev.oat.trace.TraceEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PrivateFilesTest {
    private static final byte[] CONTENT = "secret".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path home;

    private final List<String> warnings = new ArrayList<>();
    private final PrivateFiles files =
            PrivateFiles.onDisk(event -> warnings.add(((TraceEvent.Warning) event).text()), "OAT_STATE_DIR");

    private Path file() {
        return home.resolve("state/sessions/a.json");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** A directory that another user owns: the root directory's owner, or, for root, one that is given away. */
    private Path foreign(Path mine) throws IOException {
        if ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
            Files.setAttribute(mine, "unix:uid", 65534);
            return mine;
        }
        return Files.isDirectory(mine) ? Path.of("/etc") : Path.of("/etc/passwd");
    }

    @Test
    void what_is_written_is_read() {
        assertThat(files.read(file())).isEmpty();
        files.write(file(), CONTENT);
        assertThat(files.read(file()).orElseThrow()).isEqualTo(CONTENT);
        files.write(file(), new byte[0]);
        assertThat(files.read(file()).orElseThrow()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077", "277"})
    void files_are_their_owners_alone_under_any_umask(String umask) throws Exception {
        Process writer = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(writer.waitFor()).as(said).isZero();
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(file().getParent())).isEqualTo("rwx------");
        assertThat(mode(home.resolve("state"))).startsWith("r").endsWith("------");
        assertThat(files.read(file()).orElseThrow()).isEqualTo(CONTENT);
    }

    /** Writes a file in a process of its own, so that it has a umask of its own. */
    static final class Writer {
        public static void main(String[] arguments) {
            Path file = Path.of(arguments[0]);
            PrivateFiles own = PrivateFiles.onDisk(event -> {}, "OAT_STATE_DIR");
            own.write(file, CONTENT);
            if (own.read(file).isEmpty()) {
                throw new AssertionError("nothing was written");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--"})
    void rights_of_others_are_taken_away_and_that_is_said(String rights) throws Exception {
        files.write(file(), CONTENT);
        chmod(file(), rights);
        chmod(file().getParent(), "rwxr-xr-x");
        assertThat(files.read(file())).isPresent();
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(file().getParent())).isEqualTo("rwx------");
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("others had access", "sessions");
        assertThat(warnings.get(1)).contains("a.json", "they may have read it");
        assertThat(files.read(file())).isPresent();
        assertThat(warnings).hasSize(2);
    }

    @Test
    void a_file_that_was_born_without_rights_is_repaired() throws Exception {
        files.write(file(), CONTENT);
        chmod(file(), "---------");
        assertThat(files.read(file()).orElseThrow()).isEqualTo(CONTENT);
        assertThat(mode(file())).isEqualTo("rw-------");
    }

    @Test
    void a_planted_link_is_neither_read_nor_written_through() throws Exception {
        Path target = Files.writeString(home.resolve("target"), "theirs");
        files.makeDirectory(file().getParent());
        Files.createSymbolicLink(file(), target);
        assertThatThrownBy(() -> files.read(file()))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.write(file(), CONTENT)).isInstanceOf(Failure.Usage.class);
        assertThat(target).hasContent("theirs");
    }

    @Test
    void a_dangling_link_is_not_filled() throws Exception {
        files.makeDirectory(file().getParent());
        Files.createSymbolicLink(file(), home.resolve("nowhere"));
        assertThatThrownBy(() -> files.write(file(), CONTENT)).isInstanceOf(Failure.Usage.class);
        assertThat(home.resolve("nowhere")).doesNotExist();
    }

    @Test
    void a_link_planted_where_the_new_content_is_written_is_replaced() throws Exception {
        Path target = Files.writeString(home.resolve("target"), "theirs");
        files.makeDirectory(file().getParent());
        Files.createSymbolicLink(PrivateFiles.aside(file()), target);
        files.write(file(), CONTENT);
        assertThat(target).hasContent("theirs");
        assertThat(files.read(file()).orElseThrow()).isEqualTo(CONTENT);
    }

    @Test
    void a_planted_directory_is_refused() {
        files.makeDirectory(file());
        assertThatThrownBy(() -> files.read(file())).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> files.write(file(), CONTENT)).hasMessageContaining("is a directory");
    }

    @Test
    void a_planted_pipe_does_not_block() throws Exception {
        files.makeDirectory(file().getParent());
        Path lock = file().resolveSibling("a.lock");
        for (Path pipe : List.of(file(), lock, home.resolve("state/pipe.toml"))) {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
        }
        assertThatThrownBy(() -> files.read(file())).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> files.write(file(), CONTENT)).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> files.prepareLock(lock)).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> files.readSettings(home.resolve("state/pipe.toml")))
                .hasMessageContaining("no regular file");
    }

    @Test
    void a_foreign_file_is_refused() throws Exception {
        files.write(file(), CONTENT);
        Path foreign = foreign(file());
        assertThatThrownBy(() -> files.read(foreign))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("belongs to another user");
    }

    @Test
    void a_foreign_directory_is_refused() throws Exception {
        files.write(file(), CONTENT);
        Path foreign = foreign(file().getParent());
        assertThatThrownBy(() -> files.read(foreign.resolve("a.json")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("belongs to another user");
        assertThatThrownBy(() -> files.write(foreign.resolve("a.json"), CONTENT))
                .isInstanceOf(Failure.Usage.class);
    }

    @Test
    void settings_of_another_user_are_refused() throws Exception {
        files.makeDirectory(home.resolve("config"));
        Path settings = Files.writeString(home.resolve("config/a.toml"), "a = 1");
        assertThat(files.readSettings(settings)).isPresent();
        if ((Integer) Files.getAttribute(settings, "unix:uid") == 0) {
            Files.setAttribute(settings, "unix:uid", 65534);
            assertThatThrownBy(() -> files.readSettings(settings)).hasMessageContaining("belongs to another user");
        } else {
            // somebody without the right to give files away finds none in a directory of their own but their own
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void a_file_where_a_directory_belongs_is_said() throws Exception {
        Files.writeString(home.resolve("state"), "in the way");
        for (Runnable use : List.<Runnable>of(() -> files.read(file()), () -> files.write(file(), CONTENT))) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(Failure.Usage.class)
                    .satisfies(failure ->
                            assertThat(((Failure) failure).hint().orElseThrow()).contains("OAT_STATE_DIR"));
        }
        assertThat(home.resolve("state")).hasContent("in the way");
    }

    @Test
    void a_file_of_nine_mebibytes_is_not_read() throws Exception {
        files.write(file(), new byte[9 << 20]);
        assertThatThrownBy(() -> files.read(file())).hasMessageContaining("larger than 8 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device -> the disk is full",
                "Disk quota exceeded -> the disk is full",
                "Read-only file system -> the disk is read-only",
                "Operation not permitted -> no permission",
                "Input/output error -> Input/output error"
            })
    void what_the_disk_says_is_told_with_what_to_do(String pair) throws Exception {
        files.write(file(), CONTENT);
        String reason = pair.substring(0, pair.indexOf(" -> "));
        PrivateFiles failing = PrivateFiles.on(new FailingDisk(reason), event -> {});
        assertThatThrownBy(() -> failing.write(file(), CONTENT))
                .isInstanceOf(Failure.Usage.class)
                .hasMessage("cannot write " + file() + ": " + pair.substring(pair.indexOf(" -> ") + 4))
                .satisfies(failure ->
                        assertThat(((Failure) failure).hint().orElseThrow()).contains("OAT_STATE_DIR"));
        assertThat(files.read(file()).orElseThrow()).isEqualTo(CONTENT);
        assertThat(PrivateFiles.aside(file())).doesNotExist();
    }

    /** A real full disk where one can be mounted; elsewhere the test above stands alone for it. */
    @Test
    void a_small_disk_that_fills_up_keeps_the_old_content() throws Exception {
        Path small = Files.createDirectory(home.resolve("small"));
        Optional<Process> mounted = mount(small);
        Path file = small.resolve("state/a.json");
        try {
            files.write(file, CONTENT);
            byte[] large = new byte[mounted.isPresent() ? 200 << 10 : 1];
            if (mounted.isPresent()) {
                assertThatThrownBy(() -> files.write(file, large))
                        .isInstanceOf(Failure.Usage.class)
                        .hasMessageContaining("the disk is full");
                assertThatThrownBy(() -> files.prepare(file, 100 << 10)).hasMessageContaining("the disk is full");
            }
            assertThat(files.read(file).orElseThrow()).isEqualTo(CONTENT);
            try (var entries = Files.list(file.getParent())) {
                assertThat(entries).containsExactly(file);
            }
        } finally {
            if (mounted.isPresent()) {
                new ProcessBuilder("umount", small.toString()).start().waitFor();
            }
        }
    }

    private static Optional<Process> mount(Path directory) throws Exception {
        try {
            Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory.toString())
                    .redirectErrorStream(true)
                    .start();
            mount.getInputStream().readAllBytes();
            return mount.waitFor() == 0 ? Optional.of(mount) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    void a_thread_that_is_interrupted_finishes_what_it_writes() {
        PrivateFiles.Replacement replacement = files.prepare(file(), 100);
        Thread.currentThread().interrupt();
        replacement.commit(CONTENT);
        replacement.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(files.read(file()).orElseThrow()).isEqualTo(CONTENT);
        assertThat(PrivateFiles.aside(file())).doesNotExist();
    }

    @Test
    void deleting_says_whether_there_was_something() {
        assertThat(files.delete(file())).isFalse();
        files.write(file(), CONTENT);
        assertThat(files.delete(file())).isTrue();
        assertThat(files.read(file())).isEmpty();
    }
}
