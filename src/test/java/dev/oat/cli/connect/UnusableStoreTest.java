package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State directories that cannot be used, and what needs none. */
@DisabledOnOs(OS.WINDOWS)
class UnusableStoreTest {
    @TempDir
    Path home;

    private final AtomicInteger grants = new AtomicInteger();
    private HttpServer server;
    private String issuer;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean token = exchange.getRequestURI().getPath().equals("/token");
            int status = token || !exchange.getRequestURI().getPath().equals("/refusing") ? 200 : 401;
            byte[] body = (token
                            ? "{\"access_token\":\"access-" + grants.incrementAndGet()
                                    + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                            : "{\"orders\":[]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private TestWorld world(String state) throws IOException {
        Path place = home.resolve("place");
        switch (state) {
            case "a file":
                Files.writeString(place, "in the way");
                break;
            case "below a file":
                Files.writeString(home.resolve("file"), "in the way");
                place = home.resolve("file/state");
                break;
            case "a device":
                place = Path.of("/dev/null");
                break;
            case "another's":
                Files.createDirectories(place.resolve("sessions"));
                if ((Integer) Files.getAttribute(place, "unix:uid") == 0) {
                    Files.setAttribute(place.resolve("sessions"), "unix:uid", 65534);
                } else {
                    place = Path.of("/");
                }
                break;
            case "a file for sessions":
                Files.createDirectories(place);
                Files.writeString(place.resolve("sessions"), "in the way");
                break;
            default:
                place = Path.of("/proc/oat");
        }
        return TestWorld.at(home).with("OAT_STATE_DIR", place.toString()).with("S", "secret");
    }

    private TestWorld.Outcome run(TestWorld world, String command, boolean profile) {
        List<String> words =
                new ArrayList<>(List.of(command.replace("URL", issuer).split(" ")));
        List<String> settings = List.of(
                "--token-endpoint",
                issuer + "/token",
                "--client-id",
                "ci",
                "--client-secret",
                "env:S",
                "--api",
                issuer);
        if (profile) {
            List<String> add = new ArrayList<>(List.of("profile", "add", "ci", "--grant-type", "client_credentials"));
            add.addAll(settings);
            TestWorld.Outcome added = world.run(add.toArray(new String[0]));
            assertThat(added.code()).as(added.err()).isZero();
            words.addAll(List.of("-p", "ci"));
        } else {
            words.addAll(command.startsWith("token") ? settings.subList(0, 6) : settings);
        }
        return world.run(words.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a file", "below a file", "a device", "another's", "a file for sessions", "no file system"})
    void client_credentials_give_a_token_and_one_warning(String state) throws Exception {
        for (boolean profile : new boolean[] {true, false}) {
            grants.set(0);
            TestWorld world = world(state);
            TestWorld.Outcome outcome = run(world, profile ? "token" : "token -o token", profile);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).isEqualTo("access-1\n");
            assertThat(outcome.err().lines()).hasSize(1);
            assertThat(outcome.err()).contains("the token cannot be kept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token client-credentials -o token", "call URL/orders", "call URL/refusing"})
    void so_do_the_commands_that_use_one(String command) throws Exception {
        TestWorld.Outcome outcome = run(world("a file"), command, true);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines().filter(line -> line.contains("cannot be kept")))
                .hasSize(1);
    }

    @Test
    void many_calls_share_a_token_that_cannot_be_kept() throws Exception {
        TestWorld world = world("a file").reading((issuer + "/orders\n").repeat(9));
        TestWorld.Outcome outcome = run(world, "call --from - --parallel 3", true);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).hasSize(9);
        assertThat(grants).hasValue(1);
        assertThat(outcome.err().lines().filter(line -> line.contains("cannot be kept")))
                .hasSize(1);
    }

    @Test
    void a_grant_command_without_a_profile_needs_no_store_at_all() throws Exception {
        TestWorld.Outcome outcome = run(world("a file"), "token client-credentials -o token", false);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("access-1\n");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void what_must_be_stored_is_not_begun() throws Exception {
        TestWorld world = world("a file");
        TestWorld.Outcome outcome = world.run(
                "login",
                "--token-endpoint",
                issuer + "/token",
                "--authorization-endpoint",
                issuer + "/authorize",
                "--client-id",
                "app",
                "--no-browser");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("is not a directory", "OAT_STATE_DIR");
        assertThat(grants).hasValue(0);
    }
}
