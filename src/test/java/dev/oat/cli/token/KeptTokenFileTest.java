package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Programs;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat exec --file} while the program runs: the test is the program, and time passes when it says so. */
@Timeout(60)
class KeptTokenFileTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;
    private Path file;
    private final AtomicInteger asked = new AtomicInteger();

    /** Each wait of the keeper needs a permit; what waits without one is interrupted at the end. */
    private final Semaphore passing = new Semaphore(0);

    @BeforeEach
    void start() {
        file = home.resolve("token");
        world = TestWorld.at(home).at(Instant.now()).with("S", "secret");
        server = new OddServer(world.clock());
        server.page("/token", hit -> fresh());
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

    private OddServer.Reply fresh() {
        return OddServer.Reply.json(
                200,
                JsonObject.of(Map.of(
                        "access_token",
                        "token-" + asked.incrementAndGet(),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        600)));
    }

    /** What a program does that is started. */
    private interface Running {
        void run(Map<String, String> variables) throws IOException, InterruptedException;
    }

    private TestWorld.Outcome exec(Running program) {
        return world.pausing(time -> {
                    passing.acquire();
                    world.pass(time);
                })
                .starting(new Programs() {
                    @Override
                    public Result run(List<String> command, Duration limit) throws IOException {
                        throw new IOException("nothing else is started");
                    }

                    @Override
                    public int hand(List<String> command, Map<String, String> variables)
                            throws IOException, InterruptedException {
                        program.run(variables);
                        return 0;
                    }
                })
                .run("exec", "-p", "ci", "--file", file.toString(), "--", "program");
    }

    private void awaitContent(String expected) throws IOException {
        while (!Files.readString(file).equals(expected)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void another_token_takes_the_place_of_the_old_one_before_that_ends() {
        TestWorld.Outcome outcome = exec(variables -> {
            assertThat(variables).containsEntry("OAT_ACCESS_TOKEN_FILE", file.toString());
            assertThat(Files.readString(file)).isEqualTo("token-1\n");
            passing.release(10);
            awaitContent("token-2\n");
            passing.release(10);
            awaitContent("token-3\n");
        });
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(asked).hasValue(3);
    }

    @Test
    void while_the_server_is_away_or_refuses_the_old_token_stays_and_the_next_comes_later() {
        AtomicInteger left = new AtomicInteger(3);
        server.page(
                "/token",
                hit -> asked.get() == 0 || left.getAndDecrement() <= 0
                        ? fresh()
                        : OddServer.Reply.json(401, JsonObject.of(Map.of("error", "invalid_client"))));
        TestWorld.Outcome outcome = exec(variables -> {
            passing.release(12);
            while (left.get() > 1) {
                assertThat(Files.readString(file)).isEqualTo("token-1\n");
            }
            passing.release(1);
            awaitContent("token-2\n");
        });
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .containsOnlyOnce("no new token yet, trying again")
                .hasLineCount(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void a_renewal_that_is_under_way_when_the_program_ends_is_finished_and_stored() throws IOException {
        CountDownLatch underWay = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        Thread exec = Thread.currentThread();
        server.page("/token", hit -> {
            if (asked.get() > 0) {
                underWay.countDown();
                while (!returned.get() && !isClosing(exec)) {
                    Thread.onSpinWait();
                }
            }
            return fresh();
        });
        TestWorld.Outcome outcome = exec(variables -> {
            passing.release(10);
            underWay.await();
        });
        String stored = Files.readString(home.resolve(".local/state/oat/sessions/ci.json"));
        returned.set(true);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(file).doesNotExist();
        assertThat(stored).contains("token-2");
    }

    private static boolean isClosing(Thread exec) {
        return exec.getState() == Thread.State.WAITING
                && Stream.of(exec.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(KeptTokenFile.class.getName())
                                && frame.getMethodName().equals("close"));
    }
}
