package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Keyring;
import dev.oat.cli.setting.Programs;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.setting.Terminal;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs by which keyrings are asked, as processes: those of other systems, and broken ones, are scripts here. */
@DisabledOnOs(OS.WINDOWS)
class KeyringTest {
    private static final String SECRET = "c4nary \"quoted\" $HOME 'ü' \\ end";

    /** Reads commands as {@code security -i} does, and answers as it does; it keeps one file for each account. */
    private static final String SECURITY = """
            #!/bin/sh
            echo "$*" >>"%1$s/arguments"
            if [ "$1" = -i ]; then
                IFS= read -r line
                set -- $line
            fi
            what=$1
            while [ $# -gt 0 ]; do
                case $1 in
                    -a) account=$2 ;;
                    -w) password=${2-} ;;
                esac
                shift
            done
            case $what in
                add-generic-password) printf '%%s' "$password" >"%1$s/$account" ;;
                find-generic-password)
                    [ -f "%1$s/$account" ] || { echo 'The specified item could not be found.' >&2; exit 44; }
                    cat "%1$s/$account"; echo ;;
                delete-generic-password) rm "%1$s/$account" ;;
            esac
            """;

    /** Does what our script for the Credential Manager does, with a file for each credential. */
    private static final String POWERSHELL = """
            #!/bin/sh
            echo "$*" >>"%1$s/arguments"
            IFS= read -r what; IFS= read -r name; IFS= read -r text
            case $what in
                read) [ -f "%1$s/$name" ] || exit 44; cat "%1$s/$name" ;;
                write) printf '%%s' "$text" >"%1$s/$name" ;;
                remove) rm "%1$s/$name" ;;
            esac
            """;

    @TempDir
    Path directory;

    private Path script(String text) throws IOException {
        Path script = directory.resolve("script");
        Files.writeString(script, text.formatted(directory));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    /** A keyring of a system, whose program is this one. */
    private Keyring keyring(String system, Path program) {
        ChildPrograms real = new ChildPrograms(Map.of("PATH", System.getenv("PATH")));
        Programs programs = new Programs() {
            @Override
            public Result run(List<String> command, Duration limit) {
                throw new AssertionError("a keyring is asked by pipes");
            }

            @Override
            public Answer ask(List<String> command, Secret input, Duration limit)
                    throws IOException, InterruptedException {
                List<String> other = new ArrayList<>(command);
                other.set(0, program.toString());
                return real.ask(other, input, limit);
            }
        };
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Keyring(new Environment(
                Map.of(),
                Clock.systemUTC(),
                time -> {},
                SecureRandom::new,
                new Streams(InputStream.nullInputStream(), nowhere, nowhere, false, false, false),
                Terminal.none(),
                settings -> {
                    throw new AssertionError("nothing is sent");
                },
                programs,
                directory,
                system));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "Windows 11"})
    void a_secret_is_kept_and_given_back_on_other_systems_and_stands_in_no_argument(String system) throws Exception {
        Keyring keyring = keyring(system, script(system.startsWith("Mac") ? SECURITY : POWERSHELL));
        assertThatThrownBy(() -> keyring.read("work", "--client-secret"))
                .isInstanceOf(Failure.Usage.class)
                .hasMessage("--client-secret: the keyring has no secret work");
        keyring.write("work", Secret.of(SECRET));
        assertThat(keyring.read("work", "x").reveal()).isEqualTo(SECRET);
        keyring.write("work", Secret.of("another"));
        assertThat(keyring.read("work", "x").reveal()).isEqualTo("another");
        assertThat(keyring.remove("work")).isTrue();
        assertThat(keyring.remove("work")).isFalse();
        assertThat(Files.readString(directory.resolve("arguments")))
                .isNotEmpty()
                .doesNotContain("c4nary", "another", "oat-base64");
    }

    @Test
    void what_somebody_else_put_into_the_keychain_is_read_as_it_is() throws Exception {
        Keyring keyring = keyring("Mac OS X", script(SECURITY));
        Files.writeString(directory.resolve("theirs"), "plain text");
        assertThat(keyring.read("theirs", "x").reveal()).isEqualTo("plain text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "echo 'Cannot autolaunch D-Bus without X11 $DISPLAY' >&2; exit 1~Cannot autolaunch D-Bus",
                "exit 3~ended with status 3",
                "printf 'a\\033[31mb\\007c\\n' >&2; exit 1~cannot be used: a",
                "yes long | head -c 100000 >&2; exit 1~…",
                "kill -9 $$~ended with status 137",
            })
    void a_keyring_that_does_not_work_is_told_with_what_to_do(String body, String told) throws Exception {
        Keyring keyring = keyring("Linux", script("#!/bin/sh\n" + body.replace("%", "%%") + "\n"));
        for (Runnable use : List.<Runnable>of(
                () -> keyring.read("work", "--client-secret"),
                () -> keyring.write("work", Secret.of(SECRET)),
                () -> keyring.remove("work"))) {
            assertThatThrownBy(use::run).isInstanceOfSatisfying(Failure.Usage.class, failure -> {
                assertThat(failure.what()).contains(told).doesNotContain("c4nary", "\033", "\007");
                assertThat(failure.what().length()).isLessThan(400);
                assertThat(failure.hint().orElseThrow()).contains("env:NAME, file:PATH or cmd:'PROGRAM ARG'");
            });
        }
    }

    @Test
    void one_that_takes_a_secret_and_does_not_give_it_back_is_told() throws Exception {
        Keyring keyring = keyring("Linux", script("#!/bin/sh\ncat >/dev/null; [ \"$1\" = store ] || echo other\n"));
        assertThatThrownBy(() -> keyring.write("work", Secret.of(SECRET)))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("does not give it back");
    }

    @Test
    void a_program_that_is_not_there_is_told_with_what_to_do() {
        assertThatThrownBy(() -> keyring("Linux", directory.resolve("none")).read("work", "--password"))
                .isInstanceOfSatisfying(Failure.Usage.class, failure -> {
                    assertThat(failure.what())
                            .isEqualTo("--password: the keyring cannot be asked: secret-tool cannot be started");
                    assertThat(failure.hint().orElseThrow()).contains("libsecret-tools", "env:NAME");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep 1000 & echo secret",
                "(sleep 1000; echo late) & echo secret",
                "sleep 1000 2>/dev/null & exec echo secret"
            })
    void what_a_program_left_behind_is_not_waited_for(String body) throws Exception {
        String command = body.replaceFirst("&", "& echo \\$! >'" + directory.resolve("child") + "';");
        ChildPrograms programs = new ChildPrograms(Map.of("PATH", System.getenv("PATH")));
        for (boolean asked : new boolean[] {false, true}) {
            List<String> words = List.of("sh", "-c", command);
            String said = assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> asked
                            ? programs.ask(words, Secret.of(""), Duration.ofSeconds(30))
                                    .output()
                            : programs.run(words, Duration.ofSeconds(30)).output());
            assertThat(said).isEqualTo("secret\n");
            long child =
                    Long.parseLong(Files.readString(directory.resolve("child")).strip());
            ProcessHandle.of(child).ifPresent(handle -> {
                handle.descendants().forEach(ProcessHandle::destroyForcibly);
                handle.destroyForcibly();
            });
        }
    }

    @Test
    void a_program_that_hangs_is_ended_and_so_is_what_it_started() throws Exception {
        Path script = script("#!/bin/sh\nsleep 1000 & echo $! >'%1$s/child'; wait\n");
        ChildPrograms programs = new ChildPrograms(Map.of("PATH", System.getenv("PATH")));
        assertThatThrownBy(() -> programs.ask(List.of(script.toString()), Secret.of(""), Duration.ofMillis(1500)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("took longer");
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-w", "a b", "a/b", "a;b", "a\nb", "'", "ü", "a\"b", "$(id)"})
    void a_name_that_a_program_might_read_as_something_else_is_refused(String name) throws Exception {
        for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
            Keyring keyring = keyring(system, script(SECURITY));
            assertThatThrownBy(() -> keyring.read(name, "x")).isInstanceOf(Failure.Usage.class);
            assertThatThrownBy(() -> keyring.write(name, Secret.of("s"))).isInstanceOf(Failure.Usage.class);
            assertThatThrownBy(() -> keyring.remove(name)).isInstanceOf(Failure.Usage.class);
        }
        assertThat(directory.resolve("arguments")).doesNotExist();
    }

    @Test
    void a_secret_that_not_every_keyring_takes_is_refused() throws Exception {
        Keyring keyring = keyring("Linux", script(SECURITY));
        assertThatThrownBy(() -> keyring.write("work", Secret.of("x".repeat(2049))))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("2048");
    }
}
