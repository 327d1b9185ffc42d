package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where oat listens is not always what the redirect URI names: published ports of containers, clients that take https only. */
@Timeout(60)
class ListenElsewhereTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        server = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static int free() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private RunningCommand login(String... more) {
        String[] words = new String[6 + more.length];
        System.arraycopy(
                new String[] {"login", "--no-browser", "--issuer", server.issuer(), "--client-id", OddServer.CLIENT},
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return new RunningCommand(world, words);
    }

    private static String redirect(RunningCommand command) throws Exception {
        return Form.parse(command.address().getRawQuery()).first("redirect_uri").orElseThrow();
    }

    /** Where the server sends the browser to. */
    private static URI answer(RunningCommand command) throws Exception {
        HttpURLConnection authorize =
                (HttpURLConnection) command.address().toURL().openConnection();
        authorize.setInstanceFollowRedirects(false);
        authorize.getResponseCode();
        return URI.create(authorize.getHeaderField("Location"));
    }

    private static int get(URI address, String host) throws Exception {
        java.net.Socket socket = new java.net.Socket(address.getHost(), address.getPort());
        try (socket) {
            socket.getOutputStream()
                    .write(("GET " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: " + host
                                    + "\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String line = new java.io.BufferedReader(new java.io.InputStreamReader(
                            socket.getInputStream(), java.nio.charset.StandardCharsets.US_ASCII))
                    .readLine();
            return Integer.parseInt(line.split(" ")[1]);
        }
    }

    @Test
    void a_published_port_reaches_another_port_here_and_the_host_is_still_that_of_the_redirect_uri() throws Exception {
        int inside = free();
        RunningCommand command =
                login("--listen", "0.0.0.0:" + inside, "--redirect-uri", "http://127.0.0.1:9/callback");
        assertThat(redirect(command)).isEqualTo("http://127.0.0.1:9/callback");
        URI back = answer(command);
        URI here = URI.create(back.toString().replace(":9/", ":" + inside + "/"));
        assertThat(get(here, "127.0.0.1:" + inside))
                .as("the host of the listener")
                .isEqualTo(421);
        assertThat(get(here, "127.0.0.1:9")).isEqualTo(200);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("listening on 0.0.0.0 port " + inside, "other machines reach it too");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "0.0.0.0, true"})
    void without_a_redirect_uri_the_port_is_the_one_that_is_listened_on(String address, boolean loud) throws Exception {
        int port = free();
        RunningCommand command = login("--listen", address + ":" + port);
        assertThat(redirect(command)).isEqualTo("http://127.0.0.1:" + port + "/callback");
        URI back = answer(command);
        assertThat(get(back, "127.0.0.1:" + port)).isEqualTo(200);
        assertThat(command.outcome().err().contains("other machines")).isEqualTo(loud);
    }

    @Test
    void an_https_redirect_uri_is_listened_for_with_a_certificate() throws Exception {
        world.with("P", "training");
        int port = free();
        RunningCommand command = login(
                "--redirect-uri",
                "https://localhost:" + port + "/cb",
                "--listen-cert",
                Path.of("src/build/training.p12").toAbsolutePath().toString(),
                "--key-passphrase",
                "env:P");
        assertThat(redirect(command)).isEqualTo("https://localhost:" + port + "/cb");
        HttpsURLConnection browser =
                (HttpsURLConnection) answer(command).toURL().openConnection();
        browser.setSSLSocketFactory(trusting().getSocketFactory());
        browser.setHostnameVerifier((host, session) -> true);
        assertThat(browser.getResponseCode()).isEqualTo(200);
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
    }

    /** A browser that trusts this certificate alone. */
    private static SSLContext trusting() throws Exception {
        KeyStore held = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of("src/build/training.p12"))) {
            held.load(in, "training".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "listener", held.getCertificate(held.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--redirect-uri https://localhost:8484/cb | --listen-cert FILE",
                "--redirect-uri http://192.0.2.1:8484/cb --listen 0.0.0.0 | not on this machine's loopback",
                "--listen nowhere.invalid | write --listen 0.0.0.0",
                "--listen 0.0.0.0:99999 | write --listen 0.0.0.0",
                "--listen 127.0.0.1:0x10 | write --listen 0.0.0.0",
            })
    void what_cannot_be_listened_for_is_refused_with_what_can(String options, String words) throws Exception {
        TestWorld.Outcome outcome = login(options.split(" ")).outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(words);
    }

    @Test
    void a_certificate_without_an_https_redirect_uri_is_refused() throws Exception {
        Path cert = Files.writeString(home.resolve("cert.pem"), "");
        TestWorld.Outcome outcome = login("--listen-cert", cert.toString()).outcome();
        assertThat(outcome.code()).isEqualTo(2);
    }
}
