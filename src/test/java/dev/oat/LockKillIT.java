package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at any moment while they encrypt a store, decrypt it, or renew an encrypted session. The store can
 * be read after each. {@code -Doat.kill.points=100} is the whole of it, and {@code -Doat.kill.seed=N} repeats a run.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(900)
class LockKillIT {
    private static final int POINTS = Integer.getInteger("oat.kill.points", 25);
    private static final long SEED = Long.getLong("oat.kill.seed", System.nanoTime());
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path home;

    private final Random random = new Random(SEED);
    private final Map<String, String> variables = new LinkedHashMap<>();
    private Playground playground;
    private final Map<String, Long> lives = new HashMap<>();
    private int killed;

    @BeforeEach
    void a_profile_with_a_session() {
        variables.put("HOME", home.toString());
        variables.put("K", KEY);
        variables.put("PW", "wonderland");
        for (String one : new String[] {"config", "state", "cache"}) {
            variables.put(
                    "OAT_" + one.toUpperCase(java.util.Locale.ROOT) + "_DIR",
                    home.resolve(one).toString());
        }
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
        ok("profile add work --client-id demo-password --scope openid,offline_access --issuer " + playground.issuer());
        signIn();
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private void signIn() {
        ok("token password -p work --username alice --password env:PW -o token");
    }

    private TestWorld.Outcome run(String line) {
        TestWorld world = TestWorld.at(home).at(Instant.now());
        variables.forEach(world::with);
        return world.run(line.split(" "));
    }

    private String ok(String line) {
        TestWorld.Outcome outcome = run(line);
        assertThat(outcome.code())
                .as("seed " + SEED + ", " + line + ": " + outcome.err())
                .isZero();
        return outcome.out().strip();
    }

    /** Measures how long a process takes that nobody kills. */
    private void measure(String line) throws Exception {
        long begun = System.nanoTime();
        OatProcess.Outcome outcome =
                OatProcess.begin(OatProcess.command(line.split(" ")), variables).end();
        assertThat(outcome.status()).as(outcome.err()).isZero();
        lives.put(line, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    /** Kills a process within the time that it may take; mostly late, as it only starts before. */
    private void kill(String line) throws Exception {
        long whole = lives.get(line);
        OatProcess victim = OatProcess.begin(OatProcess.command(line.split(" ")), variables);
        long after = whole * 2 / 5 + random.nextLong(Math.max(1, whole * 7 / 10));
        if (!victim.process().waitFor(after, TimeUnit.MILLISECONDS)) {
            victim.process().destroyForcibly().waitFor();
            killed++;
        } else {
            // it was quicker than the one that was measured: so may be the next
            lives.put(line, whole * 9 / 10);
        }
        OatProcess.Outcome unused = victim.end();
    }

    private String stored() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(home.resolve("state/sessions"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void a_lock_and_an_unlock_that_are_killed_lose_nothing_and_are_done_by_the_next() throws Exception {
        String token = ok("token -p work");
        String lock = "profile lock work --store-key env:K";
        String unlock = "profile unlock work";
        measure(lock);
        measure(unlock);
        int halfway = 0;
        while (killed < POINTS) {
            kill(lock);
            halfway += assertReadable(token);
            ok(lock);
            assertThat(ok("token -p work")).isEqualTo(token);
            assertThat(stored()).doesNotContain(token);
            kill(unlock);
            halfway += assertReadable(token);
            ok(unlock);
            assertThat(ok("token -p work")).isEqualTo(token);
        }
        System.out.println(killed + " were killed, and left " + halfway + " times work for the next");
    }

    /** The token, or what to do for it; gives whether it was that. */
    private int assertReadable(String token) {
        TestWorld.Outcome outcome = run("token -p work");
        if (outcome.code() == 0) {
            assertThat(outcome.out().strip()).isEqualTo(token);
            return 0;
        }
        assertThat(outcome.code()).as("seed " + SEED + ": " + outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("is not encrypted, though store_key is set", "oat profile lock work");
        return 1;
    }

    @Test
    void an_encrypted_session_can_be_read_after_a_renewal_that_was_killed() throws Exception {
        ok("profile lock work --store-key env:K");
        String renew = "token -p work --force-refresh";
        measure(renew);
        int lost = 0;
        while (killed < POINTS) {
            kill(renew);
            assertThat(stored()).doesNotContain("access_token", "refresh_token");
            TestWorld.Outcome next = run("token -p work");
            assertThat(next.code()).as("seed " + SEED + ": " + next.err()).isZero();
            // whose answer was lost, the server takes for theft
            TestWorld.Outcome renewed = run(renew);
            assertThat(renewed.code()).as("seed " + SEED + ": " + renewed.err()).isIn(0, 4);
            if (renewed.code() == 4) {
                assertThat(renewed.err()).contains("invalid_grant", "an earlier renewal, at ");
                lost++;
                signIn();
            }
        }
        System.out.println(killed + " were killed, and " + lost + " answers were lost by it");
    }
}
