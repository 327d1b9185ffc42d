package dev.oat.cli.examine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Playground playground;

    @TempDir
    Path home;

    @BeforeEach
    void start() {
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld world() {
        return TestWorld.at(home).at(Instant.now());
    }

    private TestWorld.Outcome examine(TestWorld world, String... more) {
        List<String> words = new ArrayList<>(
                List.of("doctor", "--issuer", playground.issuer().toString()));
        if (!List.of(more).contains("--client-id")) {
            words.addAll(List.of("--client-id", "demo-web"));
        }
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private static String line(TestWorld.Outcome outcome, String name) {
        return outcome.out()
                .lines()
                .filter(line -> line.length() > 6 && line.substring(6).startsWith(name))
                .findFirst()
                .orElse("no line " + name + " in\n" + outcome.out() + outcome.err());
    }

    @Test
    void a_login_that_will_work_has_no_failing_line_and_exit_0() {
        TestWorld.Outcome outcome = examine(world(), "--scope", "openid");
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).doesNotContain("FAIL");
        assertThat(outcome.err()).isEmpty();
        for (String name : List.of(
                "profile file",
                "store",
                "settings",
                "network",
                "trust",
                "server",
                "clock",
                "endpoints",
                "client",
                "grant",
                "scopes",
                "pkce",
                "redirect URI",
                "browser",
                "keys")) {
            assertThat(line(outcome, name)).as(name).startsWith("ok ");
        }
        assertThat(line(outcome, "redirect URI")).contains("http://127.0.0.1/callback");
    }

    @Test
    void nothing_set_is_exit_2_with_the_next_command() {
        TestWorld.Outcome outcome = world().run("doctor");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(line(outcome, "settings")).startsWith("FAIL").contains("oat login NAME --issuer URL");
    }

    @Test
    void a_server_that_is_not_there_is_exit_5() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        TestWorld.Outcome outcome = world().run("doctor", "--issuer", "http://127.0.0.1:" + port, "--client-id", "x");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(line(outcome, "server")).startsWith("FAIL").contains("nothing answers at");
    }

    @Test
    void metadata_of_another_issuer_is_exit_6() {
        playground.faults().on(Fault.METADATA_WRONG_ISS);
        TestWorld.Outcome outcome = examine(world());
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(line(outcome, "server")).startsWith("FAIL").contains("oat discover");
    }

    @Test
    void a_clock_that_is_off_is_told_with_the_amount() {
        TestWorld behind = world().at(Instant.now().minus(Duration.ofMinutes(5)));
        TestWorld.Outcome outcome = examine(behind);
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(line(outcome, "clock")).startsWith("FAIL").containsPattern("(4|5) min behind");
        TestWorld ahead = world().at(Instant.now().plus(Duration.ofHours(5)));
        assertThat(line(examine(ahead), "clock")).containsPattern("(4|5) h ahead of");
    }

    @Test
    void a_client_secret_that_cannot_be_read_is_exit_2() {
        TestWorld.Outcome outcome = examine(world().with("S", "x"), "--client-secret", "env:S", "--client-id", "ci");
        assertThat(line(outcome, "client")).startsWith("ok ").contains("client_secret_basic");
        TestWorld.Outcome missing = examine(world(), "--client-secret", "env:S");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(line(missing, "client")).startsWith("FAIL").contains("the variable S is not set");
    }

    @Test
    void a_secret_is_never_asked_for_and_never_shown() {
        TestWorld world = world().typing("hunter2-canary").with("S", "hunter3-canary");
        TestWorld.Outcome outcome = examine(world, "--client-secret", "prompt");
        assertThat(world.prompts()).isEmpty();
        assertThat(line(outcome, "client")).contains("will be asked for");
        TestWorld.Outcome verbose = examine(world, "--client-secret", "env:S", "-vv");
        assertThat(verbose.out() + verbose.err()).doesNotContain("canary");
    }

    @Test
    void a_grant_that_the_server_does_not_list_is_found() throws IOException {
        Path profiles = Files.createDirectories(home.resolve(".config/oat/profiles"), OWNER_ONLY);
        Path profile = profiles.resolve("ci.toml");
        Files.writeString(
                profile,
                "issuer = \"" + playground.issuer() + "\"\nclient_id = \"demo-service\"\n"
                        + "client_secret = \"env:S\"\ngrant_type = \"client_credentials\"\nscope = [\"raed\"]\n");
        Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rw-r--r--"));
        TestWorld.Outcome outcome = world().with("S", "service-secret").run("doctor", "ci");
        assertThat(outcome.code()).as(outcome.out()).isZero();
        assertThat(line(outcome, "profile file"))
                .startsWith("warn")
                .contains("others read")
                .contains("chmod 600");
        assertThat(line(outcome, "grant")).startsWith("ok ").contains("client_credentials");
        assertThat(line(outcome, "scopes")).startsWith("warn").contains("raed");
        assertThat(outcome.out()).doesNotContain("redirect URI");
    }

    @Test
    void a_port_that_is_taken_is_exit_2() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            TestWorld.Outcome outcome = examine(world(), "--port", Integer.toString(taken.getLocalPort()));
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(line(outcome, "redirect URI")).startsWith("FAIL").contains("no port is free");
        }
    }

    @Test
    void a_key_set_that_cannot_be_read_is_exit_5() {
        playground.faults().on(Fault.HTML, "jwks");
        TestWorld.Outcome outcome = examine(world());
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(line(outcome, "keys")).startsWith("FAIL");
    }

    @Test
    void a_file_of_certificates_that_holds_none_is_exit_2() throws IOException {
        Path file = home.resolve("ca.pem");
        Files.writeString(file, "not a certificate");
        TestWorld.Outcome outcome = examine(world(), "--cacert", file.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(line(outcome, "trust")).startsWith("FAIL").contains("PEM");
    }

    @Test
    void a_store_that_cannot_be_written_is_exit_2() throws IOException {
        Files.writeString(home.resolve("state"), "a file where a directory should be");
        TestWorld world = world().with("OAT_STATE_DIR", home.resolve("state").toString());
        TestWorld.Outcome outcome = examine(world);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(line(outcome, "store")).startsWith("FAIL");
    }

    @Test
    void a_registered_client_and_an_api_that_names_the_server_are_told() {
        TestWorld world = world();
        String api = playground.gateway().toString();
        String issuer = playground.issuer().toString();
        assertThat(world.run("client", "register", "--issuer", issuer, "-p", "work", "--api", api)
                        .code())
                .isZero();
        TestWorld.Outcome outcome = world.run("doctor", "work");
        assertThat(outcome.code()).as(outcome.out()).isZero();
        assertThat(line(outcome, "registration")).startsWith("ok ").contains("oat registered this client");
        assertThat(line(outcome, "apis")).startsWith("ok ").contains("RFC 9728");
        assertThat(line(examine(world()), "registration")).contains("has an endpoint");
    }

    @Test
    void an_api_that_names_another_server_is_a_warning() {
        TestWorld.Outcome outcome = world().run(
                        "doctor",
                        "--issuer",
                        playground.issuer() + "/tenant",
                        "--client-id",
                        "demo-web",
                        "--api",
                        playground.gateway().toString());
        assertThat(line(outcome, "apis")).startsWith("warn").contains("names other authorization servers");
    }

    @Test
    void gives_scripts_one_document_with_the_exit_code() {
        TestWorld.Outcome outcome = examine(world(), "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject document = JsonObject.parse(outcome.out());
        assertThat(document.number("exit_code")).contains(0L);
        JsonObject first = (JsonObject) document.array("checks").get(0);
        assertThat(first.text("name")).contains("profile file");
        assertThat(first.text("verdict")).contains("ok");
    }
}
