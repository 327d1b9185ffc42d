package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private JsonServer server;
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
        server = new JsonServer(exchange -> new JsonServer.Answer(
                200,
                exchange.getRequestURI().getPath().equals("/token")
                        ? "{\"access_token\":\"access-" + grants.incrementAndGet()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                        : "{\"sub\":\"alice\",\"active\":true}"));
        issuer = server.address();
    }

    @AfterEach
    void stop() {
        server.close();
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

    private OatProcess.Outcome readOnly(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "-m", "sh", "-c", "mount --bind -o ro \"$0\" \"$0\" && exec \"$@\"", home.toString()));
        command.addAll(OatProcess.command(words));
        return OatProcess.begin(command, Map.of("HOME", home.toString(), "S", "secret"))
                .end();
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
        OatProcess.Outcome token = readOnly("token", "-p", "ci");
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
        OatProcess.Outcome outcome = readOnly(command.replace("URL", issuer).split(" "));
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
        OatProcess.Outcome outcome = readOnly(command.replace("URL", issuer).split(" "));
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
        OatProcess.Outcome outcome = readOnly(command.split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("the disk is read-only", "OAT_CONFIG_DIR");
    }
}
