package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.http.transport.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat call} as the packed tool, with real pipes, processes and a small heap. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class CallIT {
    private static final Path OAT =
            Path.of(System.getProperty("oat.home", "target/oat"), "bin", "oat").toAbsolutePath();
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final List<String> environment = new ArrayList<>();

    @BeforeEach
    void a_home_of_its_own() throws IOException {
        environment.addAll(List.of(
                "HOME=" + Files.createDirectory(directory.resolve("home")),
                "PATH=/usr/bin:/bin",
                "OAT_JAVA_HOME=" + System.getProperty("java.home"),
                "CI=true",
                "MINE=TOKENCANARY"));
    }

    private record Outcome(int status, String out, String err) {}

    private Process start(Path out, Path err, String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i"));
        command.addAll(environment);
        command.addAll(List.of("sh", "-c", script, "sh", OAT.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** Runs a shell script in which {@code $1} is the tool. */
    private Outcome run(String script, String... arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        Process process = start(out, err, script, arguments);
        process.getOutputStream().close();
        int status = process.waitFor();
        return new Outcome(
                status,
                Files.readString(out, StandardCharsets.ISO_8859_1),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static RawServer counting(AtomicLong got) {
        return RawServer.answering((head, c) -> {
            got.set(c.readBody(head));
            c.answer("200 OK", "", "got " + got.get() + "\n");
        });
    }

    private static RawServer sending(long bytes) {
        return RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + bytes
                    + "\r\n\r\n");
            byte[] piece = new byte[MIB];
            for (long left = bytes; left > 0; left -= piece.length) {
                c.send(piece, (int) Math.min(left, piece.length));
            }
        });
    }

    @Test
    void a_body_comes_from_a_pipe_short_or_long() throws Exception {
        AtomicLong got = new AtomicLong();
        try (RawServer api = counting(got)) {
            String url = api.at("/").toString();
            assertThat(run("echo '{\"a\": 1}' | \"$1\" call \"$2\" @- --token env:MINE", url)
                            .out())
                    .isEqualTo("got 9\n");
            assertThat(RawServer.header(api.heads().get(0), "Content-Length")).isEqualTo("9");
            assertThat(run("head -c 3000000 /dev/zero | \"$1\" call \"$2\" @- --token env:MINE", url)
                            .out())
                    .isEqualTo("got 3000000\n");
            assertThat(RawServer.header(api.heads().get(1), "Transfer-Encoding"))
                    .isEqualTo("chunked");
        }
    }

    @Test
    void big_bodies_stream_both_ways_in_a_small_heap() throws Exception {
        environment.add("OAT_JAVA_OPTS=-Xmx20m");
        AtomicLong got = new AtomicLong();
        try (RawServer api = sending(256L * MIB);
                RawServer sink = counting(got)) {
            Outcome down = run(
                    "\"$1\" call \"$2\" --token env:MINE | wc -c", api.at("/").toString());
            assertThat(down.err()).isEmpty();
            assertThat(down.out().trim()).isEqualTo(Long.toString(256L * MIB));
            Outcome up = run(
                    "head -c 268435456 /dev/zero > big && \"$1\" call PUT \"$2\" @big --token env:MINE;"
                            + " \"$1\" call PATCH \"$2\" @big --token env:MINE",
                    sink.at("/").toString());
            assertThat(up.err()).isEmpty();
            assertThat(up.out()).isEqualTo("got 268435456\ngot 268435456\n");
        }
    }

    /** Past what an int counts, and what the system takes in one call. */
    @Test
    void more_than_two_gibibytes_go_both_ways() throws Exception {
        long size = (2L << 30) + 7;
        AtomicLong got = new AtomicLong();
        try (RawServer api = counting(got);
                RawServer source = sending(size)) {
            assertThat(run(
                                    "truncate -s \"$3\" big && \"$1\" call PUT \"$2\" @big --token env:MINE && rm big",
                                    api.at("/").toString(),
                                    String.valueOf(size))
                            .out())
                    .isEqualTo("got " + size + "\n");
            assertThat(run(
                                    "\"$1\" call \"$2\" --out big --token env:MINE && wc -c < big && rm big",
                                    source.at("/").toString())
                            .out())
                    .endsWith(size + "\n");
        }
    }

    @Test
    void a_reader_that_has_seen_enough_and_a_full_disk_are_told_apart() throws Exception {
        try (RawServer api = sending(16L * MIB)) {
            String url = api.at("/").toString();
            Outcome enough = run("\"$1\" call \"$2\" --token env:MINE | head -c 5 | wc -c", url);
            assertThat(enough.out().trim()).isEqualTo("5");
            assertThat(enough.err()).isEmpty();
            if (Files.exists(Path.of("/dev/full"))) {
                Outcome full = run("\"$1\" call \"$2\" --token env:MINE > /dev/full", url);
                assertThat(full.status()).isEqualTo(2);
                assertThat(full.err()).contains("standard output cannot be written");
                assertThat(run("\"$1\" call \"$2\" --token env:MINE --out /dev/full", url)
                                .status())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void an_interrupted_download_leaves_no_file() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (RawServer api = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
            begun.countDown();
            c.stall();
        })) {
            Process process = start(
                    directory.resolve("stdout"),
                    directory.resolve("stderr"),
                    // a build in the background of a script ignores SIGINT, and its children would too
                    "exec env --default-signal=INT \"$1\" call \"$2\" --token env:MINE --out file",
                    api.at("/").toString());
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor()).isEqualTo(130);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(file -> String.valueOf(file.getFileName())))
                        .containsExactlyInAnyOrder("home", "stdout", "stderr");
            }
        }
    }

    /** Fifty in the acceptance run; as many as a build can bear here. */
    @Test
    void many_calls_with_a_revoked_token_make_one_renewal() throws Exception {
        int processes = Integer.getInteger("oat.race", 10);
        AtomicInteger refreshes = new AtomicInteger();
        List<String> refused = new ArrayList<>();
        try (RawServer server = RawServer.answering((head, c) -> {
                    String form = c.readText(head);
                    boolean refresh = form.contains("grant_type=refresh_token");
                    int number = refresh ? refreshes.incrementAndGet() : 0;
                    // rotation: only the refresh token of the last answer is good
                    boolean spent = refresh
                            && !form.contains("refresh_token=r" + (number - 1) + "&")
                            && !form.endsWith("refresh_token=r" + (number - 1));
                    if (spent) {
                        synchronized (refused) {
                            refused.add(form);
                        }
                        c.answer("400 Bad", "Content-Type: application/json\r\n", "{\"error\":\"invalid_grant\"}");
                    } else {
                        c.answer(
                                "200 OK",
                                "Content-Type: application/json\r\n",
                                "{\"access_token\":\"a" + number + "\",\"refresh_token\":\"r" + number
                                        + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
                    }
                });
                RawServer api = RawServer.answering((head, c) -> {
                    if (RawServer.header(head, "Authorization").equals("Bearer a0")) {
                        c.answer("401 No", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "");
                    } else {
                        c.answer("200 OK", "", "welcome\n");
                    }
                })) {
            Path profiles = Files.createDirectories(directory.resolve("home/.config/oat/profiles"));
            Files.writeString(
                    profiles.resolve("work.toml"),
                    "token_endpoint = \"" + server.at("/token") + "\"\nclient_id = \"app\"\n"
                            + "grant_type = \"password\"\nusername = \"alice\"\npassword = \"env:PASSWORD\"\napi = [\""
                            + api.at("") + "\"]\n");
            environment.add("PASSWORD=SECRETCANARY");
            assertThat(run("\"$1\" token password -p work").status()).isZero();
            List<Process> all = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                all.add(start(
                        directory.resolve("out" + i),
                        directory.resolve("err" + i),
                        "exec \"$1\" call -p work \"$2\"",
                        api.at("/").toString()));
            }
            for (int i = 0; i < processes; i++) {
                assertThat(all.get(i).waitFor())
                        .as(Files.readString(directory.resolve("err" + i)))
                        .isZero();
                assertThat(directory.resolve("out" + i)).hasContent("welcome");
            }
            assertThat(refreshes).hasValue(1);
            assertThat(refused).isEmpty();
        }
    }
}
