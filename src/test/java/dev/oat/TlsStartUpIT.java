package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.oat.http.tls.TrustStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A token over https from the packed tool: what the JDK is kept from, and that all else is as it was. */
@DisabledOnOs(OS.WINDOWS)
class TlsStartUpIT {
    private static final Path PACKED = Path.of(System.getProperty("oat.home", "target/oat"));

    @TempDir
    Path directory;

    private HttpsServer secure;
    private HttpServer plain;
    private Certificate certificate;
    private Path authority;
    private String jvm = "";
    private String withoutArchive = "";

    @BeforeEach
    void a_server_with_a_certificate_of_its_own_authority() throws Exception {
        char[] password = "training".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of("src/build/training.p12"))) {
            store.load(in, password);
        }
        Certificate[] chain = store.getCertificateChain("server");
        certificate = chain[chain.length - 1];
        authority = Files.writeString(
                directory.resolve("authority.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        secure = HttpsServer.create(anyPort, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        secure.createContext("/", exchange -> {
            answer(exchange, "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        });
        secure.start();
        plain = HttpServer.create(anyPort, 0);
        plain.createContext(
                "/",
                exchange -> answer(
                        exchange, "{\"seen\":\"" + exchange.getRequestHeaders().getFirst("Authorization") + "\"}"));
        plain.start();
    }

    @AfterEach
    void stop() {
        secure.stop(0);
        plain.stop(0);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void it_loads_nothing_heavy_and_none_of_the_authorities_that_come_with_the_jdk() throws Exception {
        Path list = directory.resolve("loaded");
        jvm = "-Xlog:class+load:file=" + list + ":none";
        withoutArchive = "1";
        assertThat(tokenOverTls("--cacert", authority.toString())).contains("t1");
        List<String> loaded = Files.readAllLines(list).stream()
                .map(line -> line.substring(0, Math.max(line.indexOf(' '), 0)))
                .toList();
        assertThat(loaded)
                .contains("sun.security.ssl.SSLSocketImpl")
                .doesNotContain("sun.security.util.AnchorCertificates", "picocli.CommandLine")
                .noneMatch(name -> name.startsWith("java.net.http.")
                        || name.startsWith("sun.net.www.http.")
                        || name.startsWith("com.fasterxml.")
                        || name.startsWith("org.jose4j."));
    }

    @Test
    void a_call_over_http_works_in_a_process_that_has_used_tls() throws Exception {
        assertThat(run(
                        "call",
                        at("http", plain),
                        "--api",
                        at("http", plain),
                        "--token-endpoint",
                        at("https", secure),
                        "--client-id",
                        "ci",
                        "--client-secret",
                        "env:CI_SECRET",
                        "--cacert",
                        authority.toString()))
                .isEqualTo("{\"seen\":\"Bearer t1\"}");
    }

    @Test
    void the_authorities_that_the_jdk_is_told_of_vouch_for_a_server() throws Exception {
        KeyStore told = KeyStore.getInstance("JKS");
        told.load(null, null);
        told.setCertificateEntry("authority", certificate);
        Path file = directory.resolve("told.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            told.store(out, "changeit".toCharArray());
        }
        jvm = "-Djavax.net.ssl.trustStore=" + file;
        assertThat(tokenOverTls()).contains("t1");

        // in the format of today, without a password
        Path newer = Files.write(directory.resolve("told.p12"), TrustStores.withoutPassword(List.of(certificate)));
        jvm = "-Djavax.net.ssl.trustStore=" + newer;
        assertThat(tokenOverTls()).contains("t1");

        // with more than its place the JDK looks after it
        jvm = "-Djavax.net.ssl.trustStore=" + file;
        jvm += " -Djavax.net.ssl.trustStorePassword=changeit";
        assertThat(tokenOverTls()).contains("t1");
    }

    private static String at(String scheme, HttpServer server) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/x";
    }

    private String tokenOverTls(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("token", "client-credentials", "--token-endpoint"));
        words.addAll(List.of(at("https", secure), "--client-id", "ci", "--client-secret", "env:CI_SECRET"));
        words.addAll(List.of(more));
        return run(words.toArray(new String[0]));
    }

    /** Standard output of a run that succeeds and says nothing else. */
    private String run(String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(PACKED.toAbsolutePath().resolve("bin/oat").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OAT_") || name.equals("SSL_CERT_FILE"));
        builder.environment()
                .putAll(Map.of(
                        "OAT_JAVA_HOME",
                        System.getProperty("java.home"),
                        "OAT_CONFIG_DIR",
                        directory.resolve("config").toString(),
                        "OAT_STATE_DIR",
                        directory.resolve("state").toString(),
                        "HOME",
                        directory.toString(),
                        "OAT_JAVA_OPTS",
                        jvm,
                        "OAT_NO_CDS",
                        withoutArchive,
                        "CI",
                        "true",
                        "CI_SECRET",
                        "secret"));
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(directory.resolve("err"))).isEmpty();
        assertThat(process.exitValue()).isZero();
        return Files.readString(directory.resolve("out"));
    }
}
