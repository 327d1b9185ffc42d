package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the short commands load: no library and no part of the JDK that they have no use for. How many classes that makes, and
 * whether lambdas and regular expressions are among them, is told, and warned of, by the benchmark.
 */
@DisabledOnOs(OS.WINDOWS)
class LoadedClassesIT {
    private static final Path PACKED = Path.of(System.getProperty("oat.home", "target/oat"));

    /** What no short command has any use for. */
    private static final List<String> HEAVY = List.of(
            "com.fasterxml.",
            "picocli.CommandLine",
            "org.jline.",
            "org.jose4j.",
            "net.thisptr.",
            "java.net.http.",
            "javax.net.ssl.SSLContext",
            "java.security.Provider");

    @TempDir
    Path directory;

    private HttpServer server;
    private String endpoint;

    @BeforeEach
    void a_server_that_gives_tokens() throws IOException {
        byte[] token = ("{\"access_token\":\"" + "t".repeat(900)
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"a b\"}")
                .getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        server.start();
        endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_version_takes_next_to_nothing() throws Exception {
        List<String> loaded = loadedBy("--version");
        assertThat(ours(loaded)).containsExactly("dev.oat.Main");
    }

    @Test
    void the_help_loads_nothing_heavy() throws Exception {
        List<String> loaded = loadedBy("--help");
        assertThat(among(loaded, HEAVY)).isEmpty();
    }

    @Test
    void a_cached_token_loads_nothing_heavy() throws Exception {
        Files.createDirectories(directory.resolve("config/profiles"));
        Files.writeString(
                directory.resolve("config/profiles/ci.toml"),
                "token_endpoint = \"" + endpoint + "\"\nclient_id = \"ci\"\nclient_secret = \"env:CI_SECRET\"\n"
                        + "grant_type = \"client_credentials\"\n");
        loadedBy("token", "-p", "ci");
        stop();
        List<String> loaded = loadedBy("token", "-p", "ci");
        assertThat(among(loaded, HEAVY)).isEmpty();
        assertThat(among(loaded, List.of("java.net.Socket"))).isEmpty();
    }

    @Test
    void a_profile_that_is_written_plainly_is_read_without_a_library() throws Exception {
        Files.createDirectories(directory.resolve("config/profiles"));
        Files.writeString(
                directory.resolve("config/profiles/ci.toml"),
                "# for the jobs\ntoken_endpoint = \"" + endpoint
                        + "\"\nclient_id = \"ci\"\nclient_secret = \"env:CI_SECRET\"\n"
                        + "grant_type = \"client_credentials\"\n");
        assertThat(among(loadedBy("token", "client-credentials", "-p", "ci"), List.of("com.fasterxml.")))
                .isEmpty();
        assertThat(among(loadedBy("status"), List.of("com.fasterxml."))).isEmpty();
    }

    @Test
    void a_token_that_is_asked_for_over_http_loads_nothing_heavy() throws Exception {
        List<String> loaded = loadedBy(
                "token",
                "client-credentials",
                "--token-endpoint",
                endpoint,
                "--client-id",
                "ci",
                "--client-secret",
                "env:CI_SECRET");
        List<String> heavy = new ArrayList<>(HEAVY);
        // the JDK's own name lookup reads a security property
        heavy.remove("java.security.Provider");
        assertThat(among(loaded, heavy)).isEmpty();
        assertThat(among(loaded, List.of("sun.net.www.http.", "sun.net.www.protocol.http.")))
                .isEmpty();
    }

    private List<String> loadedBy(String... words) throws Exception {
        Path list = directory.resolve("loaded");
        List<String> command = new ArrayList<>(
                List.of(PACKED.toAbsolutePath().resolve("bin/oat").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OAT_"));
        builder.environment().put("OAT_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("OAT_JAVA_OPTS", "-Xlog:class+load:file=" + list + ":none");
        builder.environment().put("OAT_CONFIG_DIR", directory.resolve("config").toString());
        builder.environment().put("OAT_STATE_DIR", directory.resolve("state").toString());
        builder.environment().put("HOME", directory.toString());
        // the tool's own archive has the JVM load all that it holds, where its classes are linked
        builder.environment().put("OAT_NO_CDS", "1");
        builder.environment().put("CI", "true");
        builder.environment().put("CI_SECRET", "secret");
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        List<String> loaded = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            int blank = line.indexOf(' ');
            loaded.add(blank < 0 ? line : line.substring(0, blank));
        }
        return loaded;
    }

    private static List<String> ours(List<String> loaded) {
        return loaded.stream().filter(name -> name.startsWith("dev.oat.")).toList();
    }

    /** Those that begin so; a nested class counts only when its outer one is named. */
    private static List<String> among(List<String> loaded, List<String> beginnings) {
        return loaded.stream()
                .filter(name -> beginnings.stream()
                        .anyMatch(start -> start.endsWith(".") ? name.startsWith(start) : name.equals(start)))
                .toList();
    }
}
