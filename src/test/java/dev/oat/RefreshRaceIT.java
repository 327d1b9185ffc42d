package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many processes of the packed tool that want the same token at the moment of its expiry, from a server that takes each
 * refresh token once and ends the session when it sees one twice.
 */
@DisabledOnOs(OS.WINDOWS)
class RefreshRaceIT {
    private static final Path OAT =
            Path.of(System.getProperty("oat.home", "target/oat")).resolve("bin/oat");
    private static final int MANY = Integer.getInteger("oat.race.processes", 50);
    private static final int FEWER = Math.max(2, MANY / 4);
    private static final int ROUNDS = Integer.getInteger("oat.race.rounds", 2);
    private static final long PATIENCE = 120;

    @TempDir
    Path home;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private Playground playground;

    private record Outcome(int code, String out, String err) {}

    private final class Run {
        private final long begun = System.nanoTime();
        private final Path out;
        private final Path err;
        private final Process process;
        private volatile long ended;

        Run(String... words) throws IOException {
            out = Files.createTempFile(home, "out", "");
            err = Files.createTempFile(home, "err", "");
            List<String> command = new ArrayList<>(List.of(OAT.toAbsolutePath().toString()));
            command.addAll(List.of(words));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
            process.onExit().thenRun(() -> ended = System.nanoTime());
        }

        Outcome end() throws Exception {
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("a process did not end");
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    private void start(Duration refreshDelay) throws Exception {
        environment.put("HOME", home.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("OAT_JAVA_HOME", System.getProperty("java.home"));
        environment.put("CI", "true");
        environment.put("PW", "wonderland");
        playground = Playground.start(PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom())
                .refreshDelay(refreshDelay)
                .build());
        succeed(
                "profile",
                "add",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-password",
                "--scope",
                "openid profile offline_access",
                "--api",
                playground.gateway().toString());
        signIn();
    }

    private void signIn() throws Exception {
        succeed("token", "password", "-p", "work", "--username", "alice", "--password", "env:PW", "-o", "token");
    }

    private void succeed(String... words) throws Exception {
        Outcome outcome = new Run(words).end();
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private Path session() {
        return home.resolve(".local/state/oat/sessions/work.json");
    }

    /** Has the stored token end now, for the server and for whoever reads the store. */
    private void expire() throws Exception {
        playground.expireAccessTokens();
        JsonObject stored = JsonObject.parse(Files.readAllBytes(session()));
        long now = Instant.now().getEpochSecond();
        String expired =
                stored.with("obtained_at", now - 600).with("expires_at", now).toPrettyJson();
        Files.write(session(), expired.getBytes(StandardCharsets.UTF_8));
    }

    private List<Run> many(int count) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(new Run("token", "-p", "work"));
        }
        return runs;
    }

    private String oneTokenFrom(List<Run> runs) throws Exception {
        List<String> tokens = new ArrayList<>();
        for (Run run : runs) {
            Outcome outcome = run.end();
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).isEmpty();
            tokens.add(outcome.out());
        }
        assertThat(tokens.stream().distinct()).hasSize(1);
        return tokens.get(0).strip();
    }

    private int refreshes() {
        return playground.requests().tokenRequests("refresh_token").size();
    }

    /** Issue: "Fifty processes at the moment of expiry make exactly one refresh request". */
    @Test
    void fifty_processes_at_the_moment_of_expiry_make_one_refresh_request() throws Exception {
        start(Duration.ZERO);
        expire();
        String token = oneTokenFrom(many(MANY));
        assertThat(refreshes()).isEqualTo(1);
        assertThat(oneTokenFrom(many(1))).isEqualTo(token);
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void processes_wait_for_a_server_that_takes_three_seconds() throws Exception {
        start(Duration.ofSeconds(3));
        expire();
        oneTokenFrom(many(FEWER));
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void a_process_killed_while_it_holds_the_lock_holds_up_nobody() throws Exception {
        start(Duration.ZERO);
        expire();
        // the metadata is fetched under the lock: who stalls there holds it
        deleteCache();
        playground.faults().times(1, Fault.STALLED, "metadata");
        CountDownLatch asked = new CountDownLatch(1);
        playground.requests().onRequest(request -> {
            if (request.part() == Part.AUTHORIZATION_SERVER) {
                asked.countDown();
            }
        });
        Run holder = new Run("token", "-p", "work");
        assertThat(asked.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        List<Run> waiting = many(3);
        holder.process.destroyForcibly().waitFor();
        oneTokenFrom(waiting);
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void a_process_killed_before_its_answer_came_leaves_a_session_that_says_what_happened() throws Exception {
        start(Duration.ZERO);
        expire();
        CompletableFuture<Run> victim = new CompletableFuture<>();
        AtomicBoolean killed = new AtomicBoolean();
        // told when the refresh token is spent, before the answer goes out
        playground.requests().onRequest(request -> {
            if (request.form("grant_type").orElse("").equals("refresh_token") && killed.compareAndSet(false, true)) {
                victim.join().process.destroyForcibly().onExit().join();
            }
        });
        victim.complete(new Run("token", "-p", "work"));
        assertThat(victim.get().end().out()).isEmpty();
        Outcome next = new Run("token", "-p", "work").end();
        assertThat(next.code()).as(next.err()).isEqualTo(4);
        assertThat(next.out()).isEmpty();
        assertThat(next.err()).contains("invalid_grant", "an earlier renewal, at ", "oat token password -p work");
    }

    /** Issue: "and so do 50 calls with a revoked access token". */
    @Test
    void calls_with_a_revoked_access_token_make_one_refresh_request() throws Exception {
        start(Duration.ZERO);
        playground.revokeAccessTokens();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < FEWER; i++) {
            runs.add(new Run("call", "-p", "work", playground.gateway() + "/hello"));
        }
        for (Run run : runs) {
            Outcome outcome = run.end();
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("alice");
        }
        assertThat(refreshes()).isEqualTo(1);
        assertThat(playground.refusedButSeenByBackend()).isEmpty();
    }

    /** {@code -Doat.race.rounds=20 -Doat.race.processes=50} is the whole of it. */
    @Test
    void no_process_prints_a_token_after_a_sign_out_has_returned() throws Exception {
        start(Duration.ZERO);
        for (int round = 0; round < ROUNDS; round++) {
            // once at its expiry, and once while its slip is good
            for (boolean atExpiry : List.of(true, false)) {
                signIn();
                int before = refreshes();
                if (atExpiry) {
                    expire();
                }
                List<Run> askers = new ArrayList<>(many(3));
                List<Run> leavers = new ArrayList<>();
                for (int i = 3; i < MANY; i++) {
                    leavers.add(new Run("logout", "work"));
                    askers.addAll(many(1));
                }
                long left = Long.MAX_VALUE;
                for (Run leaver : leavers) {
                    Outcome outcome = leaver.end();
                    assertThat(outcome.code()).as(outcome.err()).isZero();
                    leaver.process.onExit().join();
                    left = Math.min(left, leaver.ended == 0 ? Long.MAX_VALUE : leaver.ended);
                }
                askers.addAll(many(2));
                for (Run asker : askers) {
                    Outcome outcome = asker.end();
                    assertThat(outcome.code()).as(outcome.err()).isIn(0, 4);
                    if (asker.begun > left) {
                        assertThat(outcome.out()).isEmpty();
                    }
                }
                assertThat(refreshes() - before).isLessThanOrEqualTo(atExpiry ? 1 : 0);
                assertThat(session()).doesNotExist();
                assertThat(session().resolveSibling("work.slip")).doesNotExist();
            }
        }
    }

    private void deleteCache() throws IOException {
        Path documents = home.resolve(".cache/oat/documents");
        if (Files.isDirectory(documents)) {
            try (var entries = Files.list(documents)) {
                for (Path entry : entries.toList()) {
                    Files.delete(entry);
                }
            }
        }
    }
}
