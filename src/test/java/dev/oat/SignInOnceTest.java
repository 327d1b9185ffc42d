package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.shell.TerminalScreen;
import dev.oat.trace.Secret;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins on demand by real processes: one page for all, before kubectl, and on a terminal without a display. */
@Timeout(240)
@DisabledOnOs(OS.WINDOWS)
class SignInOnceTest {
    private static final int MANY = 20;
    private static final String CREDENTIAL = "client.authentication.k8s.io/v1";

    @TempDir
    Path home;

    private Playground playground;
    private Path pages;
    private Path browser;

    @BeforeEach
    void start() throws Exception {
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
        Path profiles = Files.createDirectories(
                home.resolve("config/profiles"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                profiles.resolve("work.toml"),
                "issuer = \"" + playground.issuer() + "\"\nclient_id = \"demo-web\"\nscope = \"openid read\"\n");
        pages = home.resolve("pages");
        Files.createFile(pages);
        Path opened = home.resolve("opened");
        run("mkfifo", opened.toString());
        browser = home.resolve("browser");
        Files.writeString(
                browser,
                "#!/bin/sh\necho \"$1\" >> '" + pages + "'\n[ -e '" + opened + "' ] && echo \"$1\" > '" + opened
                        + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private static List<String> oat(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.oat.Main"));
        command.addAll(List.of(words));
        return command;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OAT_CONFIG_DIR", home.resolve("config").toString());
        variables.put("OAT_STATE_DIR", home.resolve("state").toString());
        variables.put("OAT_CACHE_DIR", home.resolve("cache").toString());
        variables.put("HOME", home.toString());
        variables.put("PATH", System.getenv("PATH"));
        return variables;
    }

    private Process begin(List<String> command, Map<String, String> more) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables());
        builder.environment().putAll(more);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** The page that the browser program was asked to open; it is asked for while this waits. */
    private URI opened() throws Exception {
        return URI.create(Files.readString(home.resolve("opened")).strip());
    }

    @Test
    void twenty_processes_that_need_a_sign_in_open_one_page_and_share_its_token() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            processes.add(begin(
                    oat("credential", "kubernetes", "-p", "work"),
                    Map.of(
                            "BROWSER",
                            browser.toString(),
                            "KUBERNETES_EXEC_INFO",
                            "{\"apiVersion\":\"" + CREDENTIAL + "\",\"spec\":{\"interactive\":true}}")));
        }
        URI page = opened();
        Files.delete(home.resolve("opened"));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(page);
        List<String> tokens = new ArrayList<>();
        for (Process process : processes) {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(err).isZero();
            tokens.add(out.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1"));
        }
        assertThat(tokens).hasSize(MANY).containsOnly(tokens.get(0));
        assertThat(pages).content().hasLineCount(1);
        assertThat(playground.requests().tokenRequests("authorization_code")).hasSize(1);
    }

    static boolean thereIsKubectl() {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, "kubectl"))) {
                return true;
            }
        }
        return false;
    }

    /** kubectl says that a user is there only when its standard input is a terminal. */
    static boolean thereIsKubectlOnATerminal() {
        return thereIsKubectl() && TerminalScreen.isPossible();
    }

    @Test
    @EnabledIf("thereIsKubectlOnATerminal")
    void kubectl_itself_has_the_user_sign_in_and_goes_on() throws Exception {
        HttpsServer cluster = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        cluster.setHttpsConfigurator(new HttpsConfigurator(identity()));
        List<String> shown = new ArrayList<>();
        cluster.createContext("/", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] answer = "{\"kind\":\"Status\",\"reason\":\"Reached\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        cluster.start();
        Path settings = kubeconfig(cluster.getAddress().getPort());
        Map<String, String> variables = variables();
        variables.put("TERM", "screen");
        variables.put("BROWSER", browser.toString());
        try (TerminalScreen screen = TerminalScreen.of(
                home, variables, List.of("kubectl", "--kubeconfig", settings.toString(), "get", "--raw", "/x"))) {
            ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(opened());
            assertThat(screen.await("ended with")).contains("signing in", "Reached", "ended with 0");
            assertThat(shown).last().asString().startsWith("Bearer eyJ");
        } finally {
            cluster.stop(0);
        }
    }

    private Path kubeconfig(int port) throws Exception {
        List<String> plugin = oat("credential", "kubernetes", "-p", "work");
        return Files.writeString(
                home.resolve("kubeconfig"),
                "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
                        + "clusters: [{name: c, cluster: {insecure-skip-tls-verify: true, server: 'https://127.0.0.1:"
                        + port + "'}}]\ncontexts: [{name: c, context: {cluster: c, user: me}}]\n"
                        + "users: [{name: me, user: {exec: {apiVersion: " + CREDENTIAL
                        + ", interactiveMode: IfAvailable, command: '" + plugin.get(0) + "', args: ['"
                        + String.join("', '", plugin.subList(1, plugin.size())) + "']}}}]\n");
    }

    /** A server's key, of which nothing is secret. */
    private static SSLContext identity() throws Exception {
        char[] password = "training".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of("src/build/training.p12"))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    static boolean thereIsATerminal() {
        return TerminalScreen.isPossible();
    }

    private TerminalScreen signingIn() throws Exception {
        Map<String, String> variables = variables();
        variables.put("TERM", "screen");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22");
        variables.put("KEY", "jwt-secret-with-at-least-32-bytes");
        return TerminalScreen.of(
                home,
                variables,
                oat(
                        "login",
                        "ssh",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "demo-secret-jwt",
                        "--client-secret",
                        "env:KEY",
                        "--auth-method",
                        "client_secret_jwt"));
    }

    @Test
    @EnabledIf("thereIsATerminal")
    void on_ssh_without_a_display_the_code_signs_in() throws Exception {
        try (TerminalScreen screen = signingIn()) {
            screen.await("or the code:");
            ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                    .visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
            assertThat(screen.await("ended with")).contains("Signed in as", "profile ssh", "ended with 0");
        }
    }

    @Test
    @EnabledIf("thereIsATerminal")
    void on_ssh_without_a_display_the_pasted_address_signs_in() throws Exception {
        try (TerminalScreen screen = signingIn()) {
            String shown = screen.await("or the code:");
            Matcher address =
                    Pattern.compile("(?m)^  (http\\S+/authorize\\?\\S+)").matcher(shown);
            assertThat(address.find()).as(shown).isTrue();
            // the user's own machine reaches the server, and not the listener here
            URI ended =
                    ScriptedBrowser.allowing("alice", Secret.of("wonderland")).leaving(URI.create(address.group(1)));
            screen.write(ended.toString()).type("Enter");
            assertThat(screen.await("ended with")).contains("Signed in as", "ended with 0");
        }
    }
}
