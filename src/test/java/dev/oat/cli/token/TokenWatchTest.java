package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTree;
import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.cli.frame.ResultStream;
import dev.oat.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat token --watch}: each new token as it comes, by a clock that only waits move. */
@Timeout(60)
class TokenWatchTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;
    private int asked;

    @BeforeEach
    void start() {
        world = TestWorld.at(home)
                .at(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
                .with("S", "secret");
        server = new OddServer(world.clock());
        server.tokenAnswer = answer -> new java.util.LinkedHashMap<>(
                Map.of("access_token", "token-" + ++asked, "token_type", "Bearer", "expires_in", 600));
        TestWorld.Outcome added = world.run(
                "profile",
                "add",
                "ci",
                "--issuer",
                server.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--client-secret",
                "env:S",
                "--grant-type",
                "client_credentials");
        assertThat(added.code()).as(added.err()).isZero();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Runs a command whose reader is gone after some lines; gives what was read, the exit code first. */
    private List<String> readingLines(int lines, String... words) {
        List<String> read = new ArrayList<>();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream pipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (read.size() == lines) {
                    throw new IOException("Broken pipe");
                }
                read.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };
        int code = CommandTree.over(
                        world.environment(ResultStream.over(pipe), new PrintStream(err, true, StandardCharsets.UTF_8)))
                .run(List.of(words));
        List<String> all = new ArrayList<>(List.of(code + err.toString(StandardCharsets.UTF_8)));
        all.addAll(read);
        return all;
    }

    private Duration waited() {
        return world.pauses().stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    void each_token_is_printed_before_the_one_before_it_ends_until_nobody_reads_any_more() {
        assertThat(readingLines(3, "token", "-p", "ci", "--watch"))
                .containsExactly("0", "token-1\n", "token-2\n", "token-3\n");
        assertThat(waited())
                .as("a token lives for 600 s, and is renewed 30 s before its end")
                .isEqualTo(Duration.ofSeconds(3 * 570));
        assertThat(world.pauses()).allMatch(pause -> pause.compareTo(Duration.ofMinutes(1)) <= 0);
        assertThat(server.hits("/token")).hasSize(4);
    }

    @Test
    void other_forms_are_printed_whole_each_time() {
        List<String> read = readingLines(2, "token", "-p", "ci", "--watch", "-o", "json");
        assertThat(JsonObject.parse(read.get(1)).text("access_token")).contains("token-1");
        assertThat(JsonObject.parse(read.get(2)).text("access_token")).contains("token-2");
        assertThat(JsonObject.parse(read.get(2)).number("expires_in")).contains(600L);
        assertThat(readingLines(1, "token", "-p", "ci", "--watch", "-o", "header")
                        .get(1))
                .isEqualTo("Authorization: Bearer token-3\n");
    }

    @Test
    void a_forced_renewal_is_forced_once() {
        assertThat(world.run("token", "-p", "ci").out()).isEqualTo("token-1\n");
        assertThat(readingLines(2, "token", "-p", "ci", "--watch", "--force-refresh"))
                .containsExactly("0", "token-2\n", "token-3\n");
        assertThat(server.hits("/token")).hasSize(4);
        assertThat(waited()).isEqualTo(Duration.ofSeconds(2 * 570));
    }

    @Test
    void a_longer_margin_renews_earlier_and_a_short_life_is_halved() {
        assertThat(readingLines(2, "token", "-p", "ci", "--watch", "--min-ttl", "100")
                        .get(0))
                .isEqualTo("0");
        assertThat(waited()).isEqualTo(Duration.ofSeconds(1000));
    }

    @Test
    void what_another_process_renewed_is_printed_within_a_minute() {
        world.duringPause(() -> {});
        world.duringPause(() -> assertThat(
                        world.run("token", "-p", "ci", "--force-refresh").out())
                .isEqualTo("token-2\n"));
        assertThat(readingLines(2, "token", "-p", "ci", "--watch")).containsExactly("0", "token-1\n", "token-2\n");
        assertThat(world.pauses().subList(0, 2)).containsOnly(Duration.ofMinutes(1));
    }

    @Test
    void a_server_that_is_away_is_asked_again_after_longer_and_longer_waits_and_told_of_once() {
        int[] left = {9};
        server.page(
                "/token",
                hit -> asked >= 1 && left[0]-- > 0
                        ? OddServer.Reply.text(502, "text/html", "<html>away</html>")
                        : OddServer.Reply.json(
                                200,
                                JsonObject.of(Map.of(
                                        "access_token",
                                        "token-" + ++asked,
                                        "token_type",
                                        "Bearer",
                                        "expires_in",
                                        600))));
        List<String> read = readingLines(2, "token", "-p", "ci", "--watch");
        assertThat(read.subList(1, 3)).containsExactly("token-1\n", "token-2\n");
        assertThat(read.get(0))
                .startsWith("0oat: warning: no new token yet, trying again: ")
                .hasLineCount(1);
        assertThat(world.pauses().subList(10, 19).stream().map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void what_time_does_not_mend_ends_it_with_its_exit_code() {
        server.page(
                "/token",
                hit -> ++asked == 1
                        ? OddServer.Reply.json(
                                200,
                                JsonObject.of(
                                        Map.of("access_token", "token-1", "token_type", "Bearer", "expires_in", 600)))
                        : OddServer.Reply.json(401, JsonObject.of(Map.of("error", "invalid_client"))));
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "--watch");
        assertThat(outcome.out()).isEqualTo("token-1\n");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("invalid_client");
    }

    @Test
    void without_a_first_token_it_ends_at_once() {
        server.page("/token", hit -> OddServer.Reply.text(502, "text/html", "<html>away</html>"));
        assertThat(world.run("token", "-p", "ci", "--watch").code()).isEqualTo(5);
        assertThat(world.pauses()).isEmpty();
    }

    @Test
    void into_a_file_each_token_replaces_the_one_before_it_for_its_owner_alone() throws IOException {
        Path file = home.resolve("token.txt");
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            world.duringPause(() -> seen.add(read(file)));
        }
        server.page(
                "/token",
                hit -> ++asked < 3
                        ? OddServer.Reply.json(
                                200,
                                JsonObject.of(Map.of(
                                        "access_token", "token-" + asked, "token_type", "Bearer", "expires_in", 600)))
                        : OddServer.Reply.json(401, JsonObject.of(Map.of("error", "invalid_client"))));
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "--watch", "--out", file.toString(), "-o", "header");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(seen.get(0)).isEqualTo("Authorization: Bearer token-1\n");
        assertThat(seen.get(11)).isEqualTo("Authorization: Bearer token-2\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(home)) {
            assertThat(files.map(Path::getFileName).map(Path::toString).filter(name -> name.startsWith("token")))
                    .containsExactly("token.txt");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void a_file_alone_is_written_once_and_a_link_never() throws IOException {
        Path file = home.resolve("token.txt");
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "--out", file.toString());
        assertThat(outcome).isEqualTo(new TestWorld.Outcome(0, "", ""));
        assertThat(Files.readString(file)).isEqualTo("token-1\n");
        Path target = Files.writeString(home.resolve("target"), "kept");
        Path link = Files.createSymbolicLink(home.resolve("link"), target);
        assertThat(world.run("token", "-p", "ci", "--out", link.toString()).code())
                .isEqualTo(2);
        assertThat(Files.readString(target)).isEqualTo("kept");
        assertThat(world.run("token", "-p", "ci", "--out", home.toString()).err())
                .contains("--out " + home + " is a directory\n", "name a file in it");
        assertThat(world.run("token", "-p", "ci", "--out", file.toString(), "-o", "json", "--jq", ".x")
                        .code())
                .isEqualTo(2);
        assertThat(world.with("GITHUB_OUTPUT", file.toString())
                        .run("token", "-p", "ci", "--watch", "--github-output")
                        .err())
                .contains("--github-output goes to standard output once");
    }
}
