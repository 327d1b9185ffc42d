package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cached path runs in prompts and loops: it must not load what it does not need. */
class CachedTokenTest {
    @TempDir
    Path home;

    @Test
    void a_cached_token_loads_no_toml_no_databind_no_transport_and_no_tls() throws Exception {
        store();
        Path loaded = home.resolve("loaded.txt");
        Path err = home.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded,
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "dev.oat.Main",
                        "token",
                        "-p",
                        "work")
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        assertThat(out.strip()).isNotEmpty();

        List<String> classes = Files.readAllLines(loaded);
        assertThat(classes).anyMatch(line -> line.contains("dev.oat.session.StoredSession"));
        assertThat(classes)
                .noneMatch(line -> line.contains("jackson.databind")
                        || line.contains("jackson.dataformat")
                        || line.contains("dev.oat.session.profile.ProfileReader")
                        || line.contains("dev.oat.cli.connect.ServerConnection")
                        || line.contains("dev.oat.cli.connect.SettingsSession")
                        || line.contains("org.jose4j")
                        || line.contains("java.net.http.")
                        || line.contains("HttpURLConnection")
                        || line.contains("javax.net.ssl")
                        || line.contains("org.jline"));
    }

    private void store() {
        TestWorld world = TestWorld.at(home).at(Instant.now()).with("SECRET", "service-secret");
        try (Playground playground =
                Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()))) {
            assertThat(world.run(
                                    "profile",
                                    "add",
                                    "work",
                                    "--issuer",
                                    playground.issuer().toString(),
                                    "--client-id",
                                    "demo-service",
                                    "--client-secret",
                                    "env:SECRET")
                            .code())
                    .isZero();
            assertThat(world.run("token", "client-credentials", "-p", "work").code())
                    .isZero();
        }
    }
}
