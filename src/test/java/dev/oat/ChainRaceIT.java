package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.ProviderSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many processes that want a token of the same chain, and processes that are killed in the middle of one. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class ChainRaceIT {
    private static final int MANY = Integer.getInteger("oat.race.processes", 50);
    private static final List<String> SCOPES = List.of("openid", "offline_access", "read");

    private static final Path PACKED = Path.of(System.getProperty("oat.home", "target/oat"));

    @TempDir
    Path home;

    private Playground playground;

    @BeforeEach
    void start() {
        playground = Playground.start(PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom())
                .client(PlaygroundClient.publicClient("wiki", "Wiki", PlaygroundClient.EVERY_GRANT, SCOPES))
                .client(PlaygroundClient.publicClient("chat", "Chat", PlaygroundClient.EVERY_GRANT, SCOPES))
                .provider(ProviderSettings.on(0).client("wiki", "chat"))
                .build());
        TestWorld world = TestWorld.at(home).at(Instant.now()).with("PW", "wonderland");
        List.of("config", "state", "cache")
                .forEach(one -> world.with(
                        "OAT_" + one.toUpperCase(java.util.Locale.ROOT) + "_DIR",
                        home.resolve(one).toString()));
        for (String line : List.of(
                "profile add corp --issuer " + playground.provider()
                        + " --client-id wiki --scope openid,offline_access",
                "token password -p corp --username alice --password env:PW",
                "profile add chat --grant-type id-jag --idp corp --issuer " + playground.issuer()
                        + " --client-id chat --resource " + playground.gateway())) {
            TestWorld.Outcome outcome = world.run(line.split(" "));
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private final class Run {
        private final Path out;
        private final Path err;
        private final Process process;

        Run(String... words) throws IOException {
            out = Files.createTempFile(home, "out", "");
            err = Files.createTempFile(home, "err", "");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-cp",
                    PACKED.toAbsolutePath().resolve("lib") + "/*",
                    "dev.oat.Main"));
            command.addAll(List.of(words));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_"));
            builder.environment().put("OAT_CONFIG_DIR", home.resolve("config").toString());
            builder.environment().put("OAT_STATE_DIR", home.resolve("state").toString());
            builder.environment().put("OAT_CACHE_DIR", home.resolve("cache").toString());
            builder.environment().put("HOME", home.toString());
            process = builder.start();
            process.getOutputStream().close();
        }

        int end() throws Exception {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        String token() throws Exception {
            assertThat(end()).as(Files.readString(err)).isZero();
            assertThat(Files.readString(err)).isEmpty();
            return Files.readString(out).strip();
        }
    }

    private List<String> grants(Part part) {
        return playground.requests().of(part, "/token").stream()
                .map(request -> request.form("grant_type").orElse("").replaceAll(".*:", ""))
                .toList();
    }

    @Test
    void fifty_processes_that_want_a_token_of_a_chain_make_one_chain() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            runs.add(new Run("token", "-p", "chat"));
        }
        List<String> tokens = new ArrayList<>();
        for (Run run : runs) {
            tokens.add(run.token());
        }
        assertThat(tokens.stream().distinct()).hasSize(1);
        assertThat(grants(Part.IDENTITY_PROVIDER)).containsExactly("password", "token-exchange");
        assertThat(grants(Part.AUTHORIZATION_SERVER)).containsExactly("jwt-bearer");
    }

    @ParameterizedTest
    @CsvSource({
        // who is killed after the exchange goes through it again; who is killed after it was kept does not
        "IDENTITY_PROVIDER, token-exchange, 2, 1",
        "AUTHORIZATION_SERVER, jwt-bearer, 1, 2"
    })
    void a_process_killed_in_the_middle_of_a_chain_leaves_one_that_the_next_goes_on_with(
            Part part, String grant, int exchanges, int redeemed) throws Exception {
        CompletableFuture<Run> victim = new CompletableFuture<>();
        AtomicBoolean killed = new AtomicBoolean();
        playground.requests().onRequest((ReceivedRequest request) -> {
            boolean here = request.part() == part
                    && request.form("grant_type").orElse("").endsWith(grant);
            if (here && killed.compareAndSet(false, true)) {
                victim.join().process.destroyForcibly().onExit().join();
            }
        });
        victim.complete(new Run("token", "-p", "chat"));
        assertThat(victim.get().end()).isEqualTo(137);
        assertThat(new Run("token", "-p", "chat").token()).isNotEmpty();
        assertThat(grants(Part.IDENTITY_PROVIDER).stream().filter("token-exchange"::equals))
                .hasSize(exchanges);
        assertThat(grants(Part.AUTHORIZATION_SERVER)).hasSize(redeemed);
    }

    /** Chains of opposite direction over the same two profiles would wait for each other; one over three does not. */
    @Test
    void processes_that_begin_at_different_links_of_a_chain_do_not_wait_for_each_other() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(new Run("token", "-p", "chat", "--force-refresh"));
            runs.add(new Run("token", "-p", "corp", "--force-refresh"));
        }
        for (Run run : runs) {
            assertThat(run.token()).isNotEmpty();
        }
    }
}
