package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A home directory on a disk that the system itself holds read-only: a mount of this process's children alone. */
@EnabledIf("canMount")
@Timeout(120)
class ReadOnlyStoreTest {
    @TempDir
    Path home;

    private final AtomicInteger grants = new AtomicInteger();
    private HttpServer server;
    private String issuer;

    static boolean canMount() {
        try {
            Path place = Files.createTempDirectory("oat-mount");
            Process process = new ProcessBuilder(
                            "unshare", "-m", "mount", "--bind", "-o", "ro", place.toString(), place.toString())
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = path.equals("/token")
                    ? "{\"access_token\":\"access-" + grants.incrementAndGet()
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                    : "{\"sub\":\"alice\",\"active\":true}";
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String[] endpoints() {
        return new String[] {
            "--token-endpoint",
            issuer + "/token",
            "--userinfo-endpoint",
            issuer + "/userinfo",
            "--introspection-endpoint",
            issuer + "/introspect",
            "--client-id",
            "ci",
            "--client-secret",
            "env:S",
            "--grant-type",
            "client_credentials",
            "--api",
            issuer
        };
    }

    private void profile(boolean stored) {
        TestWorld world = TestWorld.at(home).at(Instant.now()).with("S", "secret");
        List<String> words = new ArrayList<>(List.of("profile", "add", "ci"));
        words.addAll(List.of(endpoints()));
        TestWorld.Outcome added = world.run(words.toArray(new String[0]));
        assertThat(added.code()).as(added.err()).isZero();
        if (stored) {
            assertThat(world.run("token", "-p", "ci").out()).isEqualTo("access-1\n");
        }
    }

    /** Gives the home's directories and files these rights. */
    private void chmod(String directories, String files) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(home)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(Files.isDirectory(path) ? directories : files));
        }
    }

    private record Outcome(int status, String out, String err) {}

    private Outcome readOnly(String... words) throws Exception {
        Path results = Files.createTempDirectory("oat-results");
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind -o ro \"$0\" \"$0\" && exec \"$@\"",
                home.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.oat.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(results.resolve("out").toFile())
                .redirectError(results.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("S", "secret");
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(
                process.exitValue(),
                Files.readString(results.resolve("out")),
                Files.readString(results.resolve("err")));
    }

    @ParameterizedTest
    @CsvSource({
        "r-x------, r--------, false",
        "rwx------, rw-------, false",
        "--x------, r--------, false",
        "rwxr-xr-x, rw-r--r--, true",
        "rwxrwxrwx, rw-rw-rw-, true",
        "r-xr-xr-x, r--r--r--, true",
    })
    void whatever_writes_nothing_works_and_looser_rights_are_told(String directories, String files, boolean loose)
            throws Exception {
        profile(true);
        chmod(directories, files);
        Outcome token = readOnly("token", "-p", "ci");
        assertThat(token.status()).as(token.err()).isZero();
        assertThat(token.out()).isEqualTo("access-1\n");
        if (loose) {
            assertThat(token.err()).contains("others have access to ", "ci.json, and that cannot be changed there");
            assertThat(token.err().lines().distinct().toList())
                    .isEqualTo(token.err().lines().toList());
        } else {
            assertThat(token.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status -o json",
                "profile list",
                "profile show ci",
                "userinfo -p ci",
                "introspect -p ci",
                "call -p ci URL/orders",
                "exec -p ci -- true",
                "credential kubernetes -p ci",
                "token -p ci -o header",
            })
    void commands_that_store_nothing_are_not_in_need_of_a_store_that_can_be_written(String command) throws Exception {
        profile(true);
        chmod("r-x------", "r--------");
        Outcome outcome = readOnly(command.replace("URL", issuer).split(" "));
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(grants).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token -p ci",
                "token -p ci --force-refresh",
                "token client-credentials -p ci -o token",
                "call -p ci URL/orders",
                "exec -p ci -- true",
                "userinfo -p ci",
                "credential kubernetes -p ci",
            })
    void client_credentials_do_without_a_store(String command) throws Exception {
        profile(command.contains("--force"));
        grants.set(0);
        Outcome outcome = readOnly(command.replace("URL", issuer).split(" "));
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("the token cannot be kept", "the disk is read-only");
        assertThat(outcome.out().isEmpty()).isEqualTo(command.startsWith("exec"));
        if (command.startsWith("token")) {
            assertThat(outcome.out()).isEqualTo("access-1\n");
        }
        assertThat(grants).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile set ci scope=a", "profile remove ci"})
    void what_must_write_says_why_it_cannot(String command) throws Exception {
        profile(true);
        Outcome outcome = readOnly(command.split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("the disk is read-only", "OAT_CONFIG_DIR");
    }
}
