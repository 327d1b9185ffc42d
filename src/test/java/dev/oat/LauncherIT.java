package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed tool's launcher and its start-up archive, run as a child process from copies of {@code target/oat}. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private static final Path PACKED = Path.of(System.getProperty("oat.home", "target/oat"));
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final long PATIENCE = 120;

    /** @param out standard output, as text */
    private record Outcome(int status, String out, String err) {}

    @TempDir
    Path directory;

    private Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void a_home_of_its_own() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        environment.put("HOME", home.toString());
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("OAT_JAVA_HOME", JAVA_HOME.toString());
        environment.put("CI", "true");
    }

    /** A JVM that cannot start has much to say, and would say it on standard output. */
    @Test
    void a_jvm_that_cannot_start_is_one_line_on_standard_error() throws Exception {
        for (String options :
                List.of("-Xmx12", "-Xmx900000t", "-XX:+NoSuchOption", "--no-such", "nonsense", "-Xms2g")) {
            environment.put("OAT_JAVA_OPTS", options);
            Outcome outcome = run(PACKED.resolve("bin/oat").toAbsolutePath(), "status");
            assertThat(outcome.status()).as(options).isEqualTo(2);
            assertThat(outcome.out()).as(options).isEmpty();
            assertThat(outcome.err().lines()).as(options).hasSize(1);
            assertThat(outcome.err()).startsWith("oat: Java cannot start: ").contains("OAT_JAVA_OPTS is set");
        }
        environment.remove("OAT_JAVA_OPTS");
        for (String kilobytes : List.of("100000", "300000")) {
            Outcome outcome = run(
                    Path.of("/bin/sh"),
                    "-c",
                    "ulimit -v " + kilobytes + "; exec \"$1\" status",
                    "sh",
                    PACKED.resolve("bin/oat").toAbsolutePath().toString());
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().lines()).hasSize(1);
            assertThat(outcome.err()).startsWith("oat: Java cannot start: ");
        }
    }

    @Test
    void a_working_directory_that_is_gone_is_said_by_the_launcher() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Outcome outcome = run(
                Path.of("/bin/sh"),
                "-c",
                "cd \"$1\" && rmdir \"$1\" && exec \"$2\" status",
                "sh",
                gone.toString(),
                PACKED.resolve("bin/oat").toAbsolutePath().toString());
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        // sh has a line of its own about it, before it reads the launcher
        assertThat(outcome.err().lines().filter(line -> line.startsWith("oat: the working directory is gone")))
                .hasSize(1);
        assertThat(outcome.err()).doesNotContain("\tat ");
    }

    @Test
    void options_that_do_something_by_themselves_are_given_to_one_jvm_alone() throws Exception {
        Path log = directory.resolve("gc.log");
        environment.put("OAT_JAVA_OPTS", "-Xmx80m -Xlog:gc:file=" + log + ":none:filecount=9,filesize=1g");
        Outcome outcome = run(PACKED.resolve("bin/oat").toAbsolutePath(), "status");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(log).exists();
        assertThat(directory.resolve("gc.log.0")).doesNotExist();
    }

    @Test
    void spaces_and_links_in_its_own_path_do_no_harm() throws Exception {
        Path installed = copyTo("a b/o'at $HOME");
        Path link = Files.createSymbolicLink(directory.resolve("my oat"), installed.resolve("bin/oat"));

        assertThat(run(installed.resolve("bin/oat"), "--version").out())
                .matches("oat \\S+\nBuild \\S+-\\w+\nJava \\d+[^\n]*\n");
        assertThat(run(link, "--version").out()).startsWith("oat ");
        String here = "cd \"$1\" && ./oat --version && sh oat --version";
        assertThat(run(Path.of("sh"), "-c", here, "sh", installed.resolve("bin").toString())
                        .out())
                .containsPattern("(?s)^oat .*\noat ");
    }

    @Test
    void paths_of_every_form_lead_to_it() throws Exception {
        Path packed = directory.resolve("packed");
        Files.createSymbolicLink(packed, Path.of("target/oat").toAbsolutePath());
        for (String path : List.of("./packed/bin/oat", "packed/bin/oat", "./packed/./bin/oat")) {
            Outcome outcome = run(Path.of("/bin/sh"), "-c", path + " --version");
            assertThat(outcome.status()).as(path + ": " + outcome.err()).isZero();
            assertThat(outcome.out()).startsWith("oat ");
        }
        Outcome inside =
                run(Path.of("/bin/sh"), "-c", "cd packed/bin && ./oat --version && cd .. && ./bin/oat --version");
        assertThat(inside.status()).as(inside.err()).isZero();
    }

    @Test
    void arguments_reach_the_jvm_as_they_are() throws Exception {
        environment.put(
                "OAT_JAVA_HOME", standIn("25.0.1", "printf '<%s>\\n' \"$@\"").toString());

        String out = run(oat(), "call", "a  b", "", "*", "$HOME", "é\n€").out();

        assertThat(out).endsWith("<dev.oat.Main>\n<call>\n<a  b>\n<>\n<*>\n<$HOME>\n<é\n€>\n");
    }

    @Test
    void options_of_a_person_s_own_take_the_place_of_the_launcher_s() throws Exception {
        environment.put(
                "OAT_JAVA_HOME", standIn("25.0.1", "printf '<%s>\\n' \"$@\"").toString());
        environment.put("OAT_JAVA_OPTS", " -Xmx200m  -Djdk.tls.namedGroups=secp256r1 ");

        String out = run(oat(), "token", "-Xmx1m").out();

        assertThat(out).endsWith("<-Xmx200m>\n<-Djdk.tls.namedGroups=secp256r1>\n<dev.oat.Main>\n<token>\n<-Xmx1m>\n");
        assertThat(out.indexOf("<-Xmx64m>")).isBetween(0, out.indexOf("<-Xmx200m>"));
        assertThat(out.indexOf("<-Djdk.tls.namedGroups=x25519,"))
                .isBetween(0, out.indexOf("<-Djdk.tls.namedGroups=secp256r1>"));
    }

    @Test
    void text_beyond_ascii_survives_the_c_locale() throws Exception {
        environment.put("LC_ALL", "C");
        environment.put("SECRET", "s");
        BlockingQueue<String> bodies = new ArrayBlockingQueue<>(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            byte[] answer = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"note\":\"é€\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
            Outcome outcome = run(
                    oat(),
                    "token",
                    "client-credentials",
                    "--token-endpoint",
                    endpoint,
                    "--client-id",
                    "c",
                    "--client-secret",
                    "env:SECRET",
                    "--param",
                    "name=é€");

            assertThat(outcome.status()).as(outcome.err()).isZero();
            assertThat(bodies.take()).contains("name=%C3%A9%E2%82%AC");
            assertThat(outcome.out()).contains("é€");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_call_is_compiled_for_the_long_run_and_the_rest_for_the_short() throws Exception {
        environment.put(
                "OAT_JAVA_HOME", standIn("25.0.1", "printf '<%s>\\n' \"$@\"").toString());

        String quick = "<-XX:TieredStopAtLevel=1>";
        assertThat(run(oat(), "token").out()).contains(quick);
        assertThat(run(oat(), "token", "call").out()).contains(quick);
        assertThat(run(oat(), "shell").out()).doesNotContain(quick);
        assertThat(run(oat(), "call", "https://x").out()).doesNotContain(quick);
        assertThat(run(oat(), "-v", "-p", "work", "call", "https://x").out()).doesNotContain(quick);
        assertThat(run(oat(), "--profile=work", "call", "https://x").out()).doesNotContain(quick);
        // what TLS would take is not there
        assertThat(run(oat(), "call", "http://x").out()).contains(quick, "<-Xmx64m>");
        assertThat(run(oat(), "-v", "call", "POST", "http://x", "a=b").out()).contains(quick);
        assertThat(run(oat(), "call", "https://x", "--proxy", "http://p").out()).doesNotContain(quick);
        // by TLS the second compiler waits, but for the cipher, however little the words tell of what is sent
        String later = "<-XX:Tier4InvocationThreshold=1000000>";
        String cipher = "<-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.GHASH::update,0.00004>";
        for (String words : List.of(
                "https://x",
                "/x",
                "https://x --out f",
                "POST https://x @f",
                "POST https://x @-",
                "--api http://x --from urls",
                "--from urls --http2")) {
            assertThat(run(oat(), ("call " + words).split(" ")).out())
                    .contains(later, cipher)
                    .doesNotContain(quick);
        }
        assertThat(run(oat(), "call", "--from", "urls").out()).contains("<-Xmx96m>");
        assertThat(run(oat(), "call", "--from", "urls", "--jq", ".").out())
                .contains("<-Xmx1g>")
                .doesNotContain("<-Xmx96m>");
    }

    @Test
    void the_command_line_stays_out_of_what_the_jvm_leaves_behind() throws Exception {
        environment.put(
                "OAT_JAVA_HOME", standIn("17.0.1", "printf '<%s>\\n' \"$@\"").toString());

        assertThat(run(oat(), "--version").out())
                .contains("<-XX:-UsePerfData>")
                .contains("<-XX:-CreateCoredumpOnCrash>")
                .contains("<-XX:ErrorFile=/dev/null>")
                .contains("<-XX:+DisableAttachMechanism>");
    }

    @Test
    void options_meant_for_every_jvm_make_no_noise_and_are_kept_for_children() throws Exception {
        environment.put("JAVA_TOOL_OPTIONS", "-Da=b");
        environment.put("JDK_JAVA_OPTIONS", "-Dc=d");

        assertThat(run(oat(), "--version").err()).isEmpty();

        environment.put(
                "OAT_JAVA_HOME",
                standIn(
                                "17.0.1",
                                "echo \"$OAT_KEPT_JAVA_TOOL_OPTIONS $OAT_KEPT_JDK_JAVA_OPTIONS [$JAVA_TOOL_OPTIONS]\"")
                        .toString());
        assertThat(run(oat(), "--version").out()).isEqualTo("-Da=b -Dc=d []\n");
    }

    @Test
    void without_java_it_says_so_in_one_line_and_exits_2() throws Exception {
        environment.remove("OAT_JAVA_HOME");
        environment.put("PATH", directory.resolve("nothing").toString());

        Outcome outcome = run(Path.of("/bin/sh"), oat().toString(), "--version");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("oat: no Java of 17 or newer").hasLineCount(1);
    }

    @Test
    void an_old_java_is_named_and_passed_over() throws Exception {
        Path old = standIn("11.0.2", "echo old");
        environment.remove("OAT_JAVA_HOME");
        environment.put("JAVA_HOME", old.toString());
        environment.put("PATH", directory.resolve("nothing").toString());

        Outcome outcome = run(Path.of("/bin/sh"), oat().toString(), "--version");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(old + " (11.0.2)").hasLineCount(1);

        environment.put("OAT_JAVA_HOME", old.toString());
        assertThat(run(oat(), "--version").status()).isEqualTo(2);
    }

    @Test
    void the_newest_java_that_has_an_archive_wins() throws Exception {
        Path installed = copyTo("oat");
        Path older = standIn("17.0.1", "echo older");
        Path newer = standIn("25.0.1", "echo newer");
        environment.remove("OAT_JAVA_HOME");
        environment.put("JAVA_HOME", older.toString());
        environment.put("PATH", newer.resolve("bin") + ":/usr/bin:/bin");
        Path tool = installed.resolve("bin/oat");

        assertThat(run(tool).out()).as("neither has one: the first named").isEqualTo("older\n");

        Files.createFile(installed.resolve("lib/oat-25.0.1-test-x86_64.jsa"));
        Files.writeString(installed.resolve("lib/oat.where"), installed.resolve("lib") + "\n");
        assertThat(run(tool).out()).isEqualTo("newer\n");

        Files.createFile(installed.resolve("lib/oat-17.0.1-test-x86_64.jsa"));
        assertThat(run(tool).out()).isEqualTo("newer\n");

        Files.delete(installed.resolve("lib/oat-25.0.1-test-x86_64.jsa"));
        assertThat(run(tool).out()).isEqualTo("older\n");
    }

    @Test
    void the_packed_archive_serves_from_where_it_was_made() throws Exception {
        assertThat(classesReadFromJars(oat())).isZero();
        assertThat(classesReadFromJars(oat(), "status")).isZero();
        assertThat(classesReadFromJars(oat(), "jwt", "decode", "eyJhbGciOiJub25lIn0.e30."))
                .isZero();
        assertThat(classesReadFromJars(oat(), "token", "client-credentials", "--help"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "99"})
    void the_classes_noted_on_another_version_of_java_are_archived_too(String version) throws Exception {
        Path installed = copyTo("elsewhere");
        for (String kind : List.of("oat", "oat-net", "oat-short")) {
            Path noted =
                    installed.resolve("lib/" + kind + "." + Runtime.version().feature() + ".classlist");
            String lines = Files.readString(noted) + (version.equals("99") ? "@unheard-of dev/oat/Main 1 2\n" : "");
            try (DirectoryStream<Path> lists =
                    Files.newDirectoryStream(installed.resolve("lib"), kind + ".*.classlist")) {
                for (Path list : lists) {
                    Files.delete(list);
                }
            }
            Files.writeString(installed.resolve("lib/" + kind + "." + version + ".classlist"), lines);
        }
        environment.remove("CI");

        archiveMadeBy(installed.resolve("bin/oat"));

        assertThat(classesReadFromJars(installed.resolve("bin/oat"))).isZero();
    }

    @Test
    void a_moved_or_copied_directory_runs_without_the_archive_it_came_with() throws Exception {
        Path installed = copyTo("elsewhere");

        Outcome outcome = run(installed.resolve("bin/oat"), "--version");

        assertThat(outcome).isEqualTo(run(oat(), "--version"));
        environment.remove("CI");
        Path archive = archiveMadeBy(installed.resolve("bin/oat"));
        assertThat(archive.startsWith(home.resolve(".cache/oat"))).isTrue();
        assertThat(classesReadFromJars(installed.resolve("bin/oat"))).isZero();
    }

    @Test
    void a_first_run_on_another_java_makes_an_archive_that_its_owner_alone_can_touch() throws Exception {
        environment.put("OAT_JAVA_HOME", anotherJava().toString());
        environment.remove("CI");

        Path archive = archiveMadeBy(oat());

        assertThat(classesReadFromJars(oat())).isZero();
        for (Path made = archive.getParent(); !made.equals(home); made = made.getParent()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .as(made.toString())
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void twenty_first_runs_at_once_make_one_archive_and_say_nothing_of_it() throws Exception {
        environment.put("OAT_JAVA_HOME", anotherJava().toString());
        environment.remove("CI");
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runs.add(start(directory.resolve("run" + i), oat(), "--version"));
        }
        for (int i = 0; i < 20; i++) {
            Outcome outcome = finished(runs.get(i), directory.resolve("run" + i));
            assertThat(outcome.out()).startsWith("oat ").hasLineCount(3);
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.status()).isZero();
        }

        Path archive = awaitArchive();

        try (Stream<Path> left = Files.list(archive.getParent())) {
            assertThat(left.filter(path -> !path.endsWith("oat.jsa.making")))
                    .containsExactlyInAnyOrder(
                            archive, archive.resolveSibling("oat-short.jsa"), archive.resolveSibling("oat-net.jsa"));
        }
    }

    @Test
    void a_truncated_or_damaged_archive_changes_nothing_but_speed() throws Exception {
        Path installed = copyTo("oat");
        Files.writeString(installed.resolve("lib/oat.where"), installed.resolve("lib") + "\n");
        Path tool = installed.resolve("bin/oat");
        String[] help = {"--help"};
        String[] overTls = {"token", "password", "--token-endpoint", "https://127.0.0.1:1/", "--client-id", "a"};
        List<Path> archives;
        try (Stream<Path> all = Files.list(installed.resolve("lib"))) {
            archives = all.filter(path -> path.toString().endsWith(".jsa"))
                    .sorted()
                    .toList();
        }
        assertThat(archives).hasSize(3);
        assertThat(archives.get(1).getFileName().toString()).startsWith("oat-net-");
        assertThat(archives.get(2).getFileName().toString()).startsWith("oat-short-");

        // the leaner ones first, then the other, in the absence of the one that the command would start from
        damage(archives.get(2), tool, help);
        damage(archives.get(1), tool, overTls);
        damage(archives.get(0), tool, help);
    }

    /** Damages an archive in ways that a start must survive, and removes it. */
    private void damage(Path archive, Path tool, String... words) throws Exception {
        Outcome expected = run(oat(), words);
        byte[] whole = Files.readAllBytes(archive);
        Files.delete(archive);
        for (byte[] damaged : List.of(
                new byte[0], java.util.Arrays.copyOf(whole, 1000), java.util.Arrays.copyOf(whole, whole.length / 2))) {
            Files.write(archive, damaged);
            assertThat(run(tool, words)).isEqualTo(expected);
        }
        whole[3] ^= 0x55;
        Files.write(archive, whole);
        assertThat(run(tool, words)).isEqualTo(expected);
        Files.delete(archive);
    }

    @Test
    void each_command_starts_from_the_leanest_archive_that_serves_it() throws Exception {
        Path installed = copyTo("oat");
        environment.put(
                "OAT_JAVA_HOME",
                standIn("25.0.1", "for a; do case $a in *ArchiveFile*) echo \"${a##*/}\" ;; esac; done")
                        .toString());
        Files.writeString(installed.resolve("lib/oat.where"), installed.resolve("lib") + "\n");
        Files.createFile(installed.resolve("lib/oat-25.0.1-test-x86_64.jsa"));
        Path tool = installed.resolve("bin/oat");
        String all = "oat-25.0.1-test-x86_64.jsa\n";
        assertThat(run(tool, "token").out()).isEqualTo(all);

        Path leaner = Files.createFile(installed.resolve("lib/oat-short-25.0.1-test-x86_64.jsa"));
        String few = "oat-short-25.0.1-test-x86_64.jsa\n";
        assertThat(run(tool, "token", "--token-endpoint", "http://a").out()).isEqualTo(few);
        assertThat(run(tool, "--help").out()).isEqualTo(few);
        assertThat(run(tool, "status").out()).isEqualTo(few);
        assertThat(run(tool, "jwt", "decode", "x").out()).isEqualTo(few);
        assertThat(run(tool, "token", "password", "--token-endpoint", "http://a")
                        .out())
                .isEqualTo(few);
        assertThat(run(tool, "token", "password", "--token-endpoint", "https://a")
                        .out())
                .as("no archive for what goes over the network")
                .isEqualTo(all);
        Files.createFile(installed.resolve("lib/oat-net-25.0.1-test-x86_64.jsa"));
        String secure = "oat-net-25.0.1-test-x86_64.jsa\n";
        assertThat(run(tool, "token", "password", "--token-endpoint", "https://a")
                        .out())
                .isEqualTo(secure);
        assertThat(run(tool, "token", "password").out()).isEqualTo(secure);
        assertThat(run(tool, "token", "password", "--help").out()).isEqualTo(all);
        assertThat(run(tool, "token").out())
                .as("what the launcher does not hand out is mostly renewed")
                .isEqualTo(secure);
        assertThat(run(tool, "token", "-p", "x").out()).isEqualTo(secure);
        assertThat(run(tool, "userinfo").out()).isEqualTo(all);
        assertThat(run(tool, "call", "https://a").out()).isEqualTo(secure);

        Files.setLastModifiedTime(leaner, FileTime.from(Instant.EPOCH));
        assertThat(run(tool, "status").out()).as("older than the jar").isEqualTo(all);
    }

    @Test
    void a_changed_jar_is_the_one_that_runs() throws Exception {
        Path installed = copyTo("oat");
        Files.writeString(installed.resolve("lib/oat.where"), installed.resolve("lib") + "\n");
        Path jar = installed.resolve("lib/oat.jar");
        environment.remove("CI");

        // newer than the archive
        Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run(installed.resolve("bin/oat"), "--help").out()).startsWith("Usage: oat ");
        assertThat(classesReadFromJars(installed.resolve("bin/oat"))).isPositive();

        // older than the archive
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.plus(Duration.ofDays(9000))));
        assertThat(run(installed.resolve("bin/oat"), "--help").out()).startsWith("Usage: oat ");
        assertThat(classesReadFromJars(installed.resolve("bin/oat"))).isPositive();
    }

    @Test
    void a_cache_that_cannot_be_written_changes_nothing_but_speed() throws Exception {
        environment.put("OAT_JAVA_HOME", anotherJava().toString());
        environment.remove("CI");
        Outcome expected = run(oat(), "--version");
        for (String place : List.of("/proc/nowhere", "/dev/null", "relative")) {
            environment.put("XDG_CACHE_HOME", place);
            environment.put("HOME", "/dev/null");
            assertThat(run(oat(), "--version")).isEqualTo(expected);
        }
        environment.remove("HOME");
        environment.remove("XDG_CACHE_HOME");
        assertThat(run(oat(), "--version")).isEqualTo(expected);
    }

    @Test
    void no_archive_is_made_in_ci_or_when_told_not_to() throws Exception {
        environment.put("OAT_JAVA_HOME", anotherJava().toString());
        run(oat(), "--version");
        environment.remove("CI");
        environment.put("OAT_NO_CDS", "1");
        run(oat(), "--version");

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_directory_that_others_may_write_gets_no_archive() throws Exception {
        environment.put("OAT_JAVA_HOME", anotherJava().toString());
        environment.remove("CI");
        Path archive = archiveMadeBy(oat());
        Files.delete(archive);
        Files.setPosixFilePermissions(archive.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(run(oat(), "--version").out()).startsWith("oat ");

        // a process that makes one would have claimed the place before this one ended
        assertThat(archive.resolveSibling("oat.jsa.making")).doesNotExist();
    }

    private static Path oat() {
        return PACKED.resolve("bin/oat").toAbsolutePath();
    }

    /** A stand-in for a Java of some version: a script, and the file that tells the version. */
    private Path standIn(String version, String script) throws IOException {
        Path java = directory.resolve("java-" + version);
        Files.createDirectories(java.resolve("bin"));
        Files.writeString(
                java.resolve("release"),
                "IMPLEMENTOR=\"test\"\nJAVA_RUNTIME_VERSION=\"" + version + "\"\nJAVA_VERSION=\"" + version
                        + "\"\nOS_ARCH=\"x86_64\"\n");
        Path program = Files.writeString(java.resolve("bin/java"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return java;
    }

    /** The Java that runs this test, under another build's name: no archive has been made for it. */
    private Path anotherJava() throws IOException {
        Path java = directory.resolve("another java");
        Files.createDirectories(java.resolve("bin"));
        Path program = Files.writeString(
                java.resolve("bin/java"), "#!/bin/sh\nexec '" + JAVA_HOME.resolve("bin/java") + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        String release = Files.readString(JAVA_HOME.resolve("release"));
        Files.writeString(java.resolve("release"), release.replaceAll("IMPLEMENTOR=\".*\"", "IMPLEMENTOR=\"Other\""));
        return java;
    }

    private Path copyTo(String name) throws IOException {
        Path target = directory.resolve(name);
        try (Stream<Path> files = Files.walk(PACKED)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(PACKED.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return target;
    }

    @Test
    void a_locale_of_ascii_gets_ascii_and_programs_get_their_variables_back() throws Exception {
        environment.put("LC_ALL", "C");
        assertThat(run(oat(), "--help").out()).startsWith("Usage: oat COMMAND").isASCII();
        assertThat(run(oat(), "login").err())
                .as("an error")
                .startsWith("oat: no authorization server is named")
                .isASCII();
        environment.remove("LC_ALL");
        environment.put("LANG", "C");
        assertThat(run(oat(), "--help").out()).as("LANG").isASCII();
        environment.put("JAVA_TOOL_OPTIONS", "-Dx=y");
        environment.put(
                "ASKED", "printf '%s|%s|%s|%s' \"$LANG\" \"$LC_CTYPE\" \"$JAVA_TOOL_OPTIONS\" \"$OAT_KEPT_LC_CTYPE\"");
        Path program = Files.writeString(directory.resolve("told"), "eval \"$ASKED\" >told.txt; echo secret");
        run(
                oat(),
                "token",
                "client-credentials",
                "--token-endpoint",
                "http://127.0.0.1:1/token",
                "--client-id",
                "c",
                "--client-secret",
                "cmd:sh " + program);
        assertThat(directory.resolve("told.txt")).hasContent("C||-Dx=y|");
    }

    @Test
    void a_standard_stream_that_is_closed_is_no_other_file() throws Exception {
        environment.put("SECRET", "s");
        String asking = oat() + " token client-credentials --token-endpoint http://127.0.0.1:1/t --client-id c";
        Outcome unread = run(Path.of("/bin/sh"), "-c", asking + " --client-secret - <&-");
        assertThat(unread.err()).startsWith("oat: --client-secret: standard input cannot be read");
        assertThat(unread.status()).isEqualTo(2);
        Outcome unwritten = run(Path.of("/bin/sh"), "-c", oat() + " help exit-codes >&-");
        assertThat(unwritten.err()).startsWith("oat: standard output cannot be written");
        assertThat(unwritten.status()).isEqualTo(2);
        Outcome untold = run(Path.of("/bin/sh"), "-c", oat() + " nonsense 2>&-");
        assertThat(untold.status()).isEqualTo(2);
        assertThat(run(Path.of("/bin/sh"), "-c", oat() + " help exit-codes 2>&-")
                        .out())
                .contains("130");
    }

    @Test
    void help_and_version_that_cannot_be_written_are_no_success() throws Exception {
        for (String words : List.of("--help", "--version", "help", "version", "token --help", "jwt --help")) {
            Outcome outcome = run(Path.of("/bin/sh"), "-c", oat() + " " + words + " >/dev/full");
            assertThat(outcome.err()).as(words).startsWith("oat: standard output cannot be written");
            assertThat(outcome.status()).as(words).isEqualTo(2);
        }
    }

    @Test
    void a_reader_who_has_seen_enough_is_no_failure() throws Exception {
        Outcome outcome =
                run(Path.of("/bin/bash"), "-c", oat() + " tour --no-browser | head -n 1; echo ${PIPESTATUS[0]}");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).endsWith("\n0\n");
    }

    /** How many of the tool's own and its libraries' classes no archive gave. */
    private long classesReadFromJars(Path tool) throws Exception {
        return classesReadFromJars(tool, "--help");
    }

    private long classesReadFromJars(Path tool, String... words) throws Exception {
        Path log = directory.resolve("classes.log");
        environment.put("OAT_JAVA_OPTS", "-Xlog:class+load:file=classes.log");
        try {
            assertThat(run(tool, words).status()).isZero();
        } finally {
            environment.remove("OAT_JAVA_OPTS");
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> (line.contains("dev.oat.") || line.contains("picocli.")))
                    .filter(line -> !line.contains("source: shared objects file"))
                    .count();
        }
    }

    private Path archiveMadeBy(Path tool) throws Exception {
        Outcome outcome = run(tool, "--version");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        return awaitArchive();
    }

    /** Waits for the archive in the cache; the run that asked for it left its directory. */
    private Path awaitArchive() throws Exception {
        Path archive;
        try (Stream<Path> made = Files.walk(home.resolve(".cache/oat/startup"))) {
            archive = made.filter(path -> path.getFileName().toString().startsWith("oat.jsa"))
                    .findFirst()
                    .orElseThrow()
                    .resolveSibling("oat.jsa");
        }
        try (var watch = archive.getFileSystem().newWatchService()) {
            archive.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(archive)) {
                WatchKey key = watch.poll(PATIENCE, TimeUnit.SECONDS);
                assertThat(key).as("an archive in the cache").isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
        return archive;
    }

    private Outcome run(Path program, String... words) throws Exception {
        Path output = directory.resolve("run");
        return finished(start(output, program, words), output);
    }

    private Process start(Path output, Path program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(Path.of(output + ".out").toFile())
                .redirectError(Path.of(output + ".err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome finished(Process process, Path output) throws Exception {
        boolean ended = process.waitFor(PATIENCE, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the tool ended").isTrue();
        return new Outcome(
                process.exitValue(),
                Files.readString(Path.of(output + ".out")),
                Files.readString(Path.of(output + ".err")));
    }
}
