package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

/** {@code oat exec} and {@code oat credential} as processes of their own, with real programs and signals. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class HandOverTest {
    @TempDir
    Path home;

    private Playground playground;

    @BeforeEach
    void start() throws IOException {
        playground = Playground.start(PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom())
                .build());
        Path profiles = Files.createDirectories(
                home.resolve("config/profiles"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                profiles.resolve("ci.toml"),
                "issuer = \"" + playground.issuer() + "\"\nclient_id = \"demo-service\"\nclient_secret = \"env:SVC\"\n"
                        + "grant_type = \"client_credentials\"\napi = \"" + playground.gateway() + "\"\n");
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private static List<String> oat(String... words) {
        return OatProcess.command(words);
    }

    private Process begin(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_"));
        builder.environment().put("OAT_CONFIG_DIR", home.resolve("config").toString());
        builder.environment().put("OAT_STATE_DIR", home.resolve("state").toString());
        builder.environment().put("OAT_CACHE_DIR", home.resolve("cache").toString());
        builder.environment().put("OAT_CLIENT_SECRET", "unused");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("SVC", "service-secret");
        return builder.start();
    }

    private record Outcome(int status, String out, String err) {}

    private static Outcome end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }

    private Outcome exec(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("exec", "-p", "ci"));
        all.addAll(List.of(words));
        Process process = begin(oat(all.toArray(new String[0])));
        process.getOutputStream().close();
        return end(process);
    }

    @Test
    void a_program_gets_its_arguments_a_token_and_no_secret_and_its_status_is_ours() throws Exception {
        Outcome outcome = exec(
                "--env",
                "GITLAB_TOKEN",
                "--",
                "sh",
                "-c",
                "printf '%s|' \"$@\" \"$OAT_TOKEN_TYPE\" \"${SVC-none}\" \"${OAT_CLIENT_SECRET-none}\""
                        + " \"${OAT_ACCESS_TOKEN%%.*}\"; [ \"$GITLAB_TOKEN\" = \"$OAT_ACCESS_TOKEN\" ]; exit $(($? + 41))",
                "sh",
                "a b",
                "$HOME",
                "-p",
                "");
        assertThat(outcome.out()).startsWith("a b|$HOME|-p||Bearer|none|none|eyJ");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isEqualTo(41);
    }

    @Test
    void another_variable_takes_the_place_of_the_usual_one() throws Exception {
        Outcome outcome = exec(
                "--env-name",
                "ORDERS_TOKEN",
                "--env",
                "SECOND",
                "--",
                "sh",
                "-c",
                "printf '%s|' \"${OAT_ACCESS_TOKEN-none}\" \"$OAT_TOKEN_TYPE\" \"${ORDERS_TOKEN%%.*}\";"
                        + " [ \"$SECOND\" = \"$ORDERS_TOKEN\" ]");
        assertThat(outcome.out()).startsWith("none|Bearer|eyJ");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        for (String name : List.of("", "1A", "A-B", "A=B", "A B")) {
            assertThat(exec("--env-name", name, "--", "true").status()).as(name).isEqualTo(2);
        }
    }

    @Test
    void a_file_holds_the_token_while_the_program_runs_for_its_owner_alone() throws Exception {
        Path file = home.resolve("token");
        Outcome outcome = exec(
                "--file",
                file.toString(),
                "--",
                "sh",
                "-c",
                "stat -c %a \"$OAT_ACCESS_TOKEN_FILE\"; [ \"$(cat \"$1\")\" = \"$OAT_ACCESS_TOKEN\" ] && exit 9",
                "sh",
                file.toString());
        assertThat(outcome.out()).isEqualTo("600\n");
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(9);
        assertThat(file).doesNotExist();
        assertThat(exec("--file", file.toString(), "--", "there-is-no-such-program")
                        .status())
                .isEqualTo(127);
        assertThat(file).doesNotExist();
        Files.writeString(file, "left-behind-by-a-kill\n");
        assertThat(exec("--file", file.toString(), "--", "grep", "eyJ", file.toString())
                        .status())
                .isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_signal_that_ends_the_program_leaves_no_file() throws Exception {
        Path file = home.resolve("token");
        for (String signal : List.of("TERM", "INT", "HUP")) {
            List<String> command = new ArrayList<>(List.of("setsid", "-w", "env", "--default-signal=INT,HUP,TERM"));
            command.addAll(oat(
                    "exec",
                    "-p",
                    "ci",
                    "--file",
                    file.toString(),
                    "--",
                    "sh",
                    "-c",
                    "echo up; read unused < \"$1\"",
                    "sh",
                    fifo("file-" + signal).toString()));
            Process process = begin(command);
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            assertThat(out.readLine()).as(signal).isEqualTo("up");
            assertThat(file).exists();
            kill(signal, process);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(file).as(signal).doesNotExist();
        }
    }

    @Test
    void nothing_but_an_old_token_is_replaced_by_a_file_that_is_removed_at_the_end() throws Exception {
        Path precious = Files.writeString(home.resolve("precious"), "-----BEGIN PRIVATE KEY-----\nMIIE\n");
        Path link = Files.createSymbolicLink(home.resolve("link"), home.resolve("nowhere"));
        Path folder = Files.createDirectory(home.resolve("folder"));
        for (Path wrong : List.of(precious, link, folder, home.resolve("no/such"), Path.of("/"))) {
            Outcome outcome = exec(
                    "--file",
                    wrong.toString(),
                    "--",
                    "touch",
                    home.resolve("started").toString());
            assertThat(outcome.status()).as(wrong + outcome.err()).isEqualTo(2);
        }
        assertThat(home.resolve("started")).doesNotExist();
        assertThat(Files.readString(precious)).contains("PRIVATE KEY");
        assertThat(home.resolve("nowhere")).doesNotExist();
    }

    @Test
    void a_watch_ends_by_a_signal_without_a_word() throws Exception {
        for (String signal : List.of("INT", "TERM")) {
            List<String> command = new ArrayList<>(List.of("setsid", "-w", "env", "--default-signal=INT,TERM"));
            command.addAll(oat("token", "-p", "ci", "--watch"));
            Process process = begin(command);
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            assertThat(out.readLine()).startsWith("eyJ");
            kill(signal, process);
            Outcome outcome = end(process);
            assertThat(outcome.status()).isEqualTo(signal.equals("INT") ? 130 : 143);
            assertThat(outcome.out() + outcome.err()).isEmpty();
        }
    }

    /** Sends a signal to the oat below a process. */
    private static void kill(String signal, Process process) throws IOException, InterruptedException {
        ProcessHandle oat = process.descendants()
                .filter(one -> one.info().commandLine().orElse("").contains("dev.oat.Main"))
                .findFirst()
                .orElseGet(process::toHandle);
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(oat.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void standard_input_is_the_programs() throws Exception {
        Process process = begin(oat("exec", "-p", "ci", "--", "cat"));
        process.getOutputStream().write("through\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(end(process).out()).isEqualTo("through\n");
    }

    @Test
    void a_program_that_is_not_there_is_127_as_for_env() throws Exception {
        Outcome outcome = exec("--", "there-is-no-such-program");
        assertThat(outcome.status()).isEqualTo(127);
        assertThat(outcome.err()).contains("there-is-no-such-program cannot be started");
    }

    @Test
    void without_a_token_the_program_is_not_started() throws Exception {
        Files.writeString(
                home.resolve("config/profiles/person.toml"),
                "issuer = \"" + playground.issuer() + "\"\nclient_id = \"demo-web\"\n");
        Process process = begin(oat(
                "exec", "-p", "person", "--", "touch", home.resolve("started").toString()));
        assertThat(end(process).status()).isEqualTo(4);
        assertThat(home.resolve("started")).doesNotExist();
    }

    @Test
    void signals_reach_the_program_and_what_it_makes_of_them_is_ours() throws Exception {
        for (String signal : List.of("TERM", "INT", "HUP")) {
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP,TERM"));
            command.addAll(oat(
                    "exec",
                    "-p",
                    "ci",
                    "--",
                    "sh",
                    "-c",
                    "trap 'echo got " + signal + "; exit 9' " + signal + "; echo up; read unused < \"$1\"; exit 1",
                    "sh",
                    fifo(signal).toString()));
            // in a session of its own there is no terminal that would send the signal to both
            command.add(0, "setsid");
            command.add(1, "-w");
            Process process = begin(command);
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            assertThat(out.readLine()).as(signal).isEqualTo("up");
            kill(signal, process);
            assertThat(out.readLine()).isEqualTo("got " + signal);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(signal).isEqualTo(9);
        }
    }

    /** A pipe on which a program waits, as nobody writes to it. */
    private Path fifo(String name) throws IOException, InterruptedException {
        Path fifo = home.resolve("wait-" + name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    @Test
    void a_program_that_a_signal_ends_gives_its_number() throws Exception {
        assertThat(exec("--", "sh", "-c", "kill -KILL $$").status()).isEqualTo(128 + 9);
    }

    @Test
    void git_itself_gets_its_password_here_and_tells_that_it_was_refused() throws Exception {
        String helper = "!\"" + String.join("\" \"", oat("credential", "git", "-p", "ci")) + "\"";
        String request = "protocol=http\nhost=" + playground.gateway().getAuthority() + "\n\n";
        Outcome first = git(helper, "fill", request);
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).contains("username=oauth2\n").contains("password=eyJ");
        Outcome rejected = git(helper, "reject", first.out());
        assertThat(rejected.status()).as(rejected.err()).isZero();
        Outcome second = git(helper, "fill", request);
        assertThat(second.out()).contains("password=eyJ").isNotEqualTo(first.out());
    }

    static boolean thereIsKubectl() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, "kubectl"))) {
                return true;
            }
        }
        return false;
    }

    @Test
    @EnabledIf("thereIsKubectl")
    void kubectl_itself_shows_the_token_to_its_cluster() throws Exception {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        HttpsServer cluster = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        cluster.setHttpsConfigurator(new HttpsConfigurator(identity()));
        cluster.createContext("/", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] answer = "{\"kind\":\"Status\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        cluster.start();
        try {
            for (String version : execVersions()) {
                Path settings = kubeconfig(cluster.getAddress().getPort(), version);
                Outcome outcome =
                        end(begin(List.of("kubectl", "--kubeconfig", settings.toString(), "get", "--raw", "/x")));
                assertThat(outcome.status()).as(version + ": " + outcome.err()).isZero();
                assertThat(outcome.out()).as(version).contains("Status");
                assertThat(shown.poll()).as(version).startsWith("Bearer eyJ");
            }
        } finally {
            cluster.stop(0);
        }
    }

    /** The versions of the protocol that this kubectl speaks; v1 came with 1.22. */
    private List<String> execVersions() throws Exception {
        Matcher minor = Pattern.compile("\"minor\": *\"(\\d+)")
                .matcher(end(begin(List.of("kubectl", "version", "--client", "-o", "json")))
                        .out());
        assertThat(minor.find()).isTrue();
        String beta = "client.authentication.k8s.io/v1beta1";
        return Integer.parseInt(minor.group(1)) < 22 ? List.of(beta) : List.of(beta, "client.authentication.k8s.io/v1");
    }

    private Path kubeconfig(int port, String version) throws IOException {
        List<String> plugin = oat("credential", "kubernetes", "-p", "ci");
        return Files.writeString(
                home.resolve("kubeconfig"),
                "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
                        + "clusters: [{name: c, cluster: {insecure-skip-tls-verify: true, server: 'https://127.0.0.1:"
                        + port + "'}}]\ncontexts: [{name: c, context: {cluster: c, user: me}}]\n"
                        + "users: [{name: me, user: {exec: {apiVersion: " + version + ", interactiveMode: Never,"
                        + " command: '" + plugin.get(0) + "', args: ['"
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

    private Outcome git(String helper, String operation, String request) throws IOException, InterruptedException {
        Process process = begin(List.of(
                "git", "-c", "credential.helper=", "-c", "credential.helper=" + helper, "credential", operation));
        process.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        return end(process);
    }
}
