package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.oat.cli.TestWorld;
import dev.oat.jose.KeyFiles;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client certificate from an authority below another, at a server that knows the upper one only. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateChainTest {
    private static final String CLIENT = text("chain.client.pem");
    private static final String BETWEEN = text("chain.between.pem");
    private static final String ROOT = text("chain.root.pem");

    @TempDir
    Path home;

    private HttpsServer server;
    private TestWorld world;
    private volatile int status = 200;

    private static String text(String name) {
        return new String(KeyFiles.bytes(name), StandardCharsets.US_ASCII);
    }

    @BeforeAll
    void start() throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        char[] password = KeyFiles.PASSPHRASE.orElseThrow().reveal().toCharArray();
        own.load(new ByteArrayInputStream(KeyFiles.bytes("chain.server.p12")), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "root",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(KeyFiles.bytes("chain.root.pem"))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                boolean ok = status == 200;
                byte[] body = (ok
                                ? "{\"access_token\":\"shown-2YotnFZFEjr1\",\"token_type\":\"Bearer\"}"
                                : "{\"error\":\"invalid_client\"}")
                        .getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    @BeforeEach
    void world() {
        status = 200;
        world = TestWorld.at(home).with("T", "t-1");
    }

    private String file(String name, String content) throws Exception {
        Path file = home.resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private String address() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private TestWorld.Outcome token(String certificate, String authorities) throws Exception {
        return world.run(
                "token",
                "client-credentials",
                "--token-endpoint",
                address() + "/token",
                "--client-id",
                "c",
                "--auth-method",
                "tls_client_auth",
                "--cert",
                file("client.pem", certificate),
                "--cacert",
                file("ca.pem", authorities),
                "-o",
                "token");
    }

    private TestWorld.Outcome call(String certificate, String authorities) throws Exception {
        return world.run(
                "call",
                address() + "/api",
                "--token",
                "env:T",
                "--allow-host",
                address(),
                "--cert",
                file("client.pem", certificate),
                "--cacert",
                file("ca.pem", authorities));
    }

    @Test
    void a_leaf_alone_is_completed_from_the_authorities() throws Exception {
        for (String authorities : new String[] {ROOT + BETWEEN, BETWEEN + ROOT}) {
            TestWorld.Outcome token = token(CLIENT, authorities);
            assertThat(token.code()).as(token.err()).isZero();
            assertThat(token.err()).doesNotContain("--cert");
            TestWorld.Outcome call = call(CLIENT, authorities);
            assertThat(call.code()).as(call.err()).isZero();
        }
    }

    @Test
    void a_file_with_the_chain_needs_nothing_more() throws Exception {
        TestWorld.Outcome token = token(CLIENT + BETWEEN, ROOT);
        assertThat(token.code()).as(token.err()).isZero();
        assertThat(token.err()).doesNotContain("--cert");
    }

    @Test
    void a_leaf_alone_that_is_refused_is_told_as_such() throws Exception {
        TestWorld.Outcome token = token(CLIENT, ROOT);
        assertThat(token.code()).isEqualTo(5);
        assertThat(token.err())
                .contains("client.pem holds the client's certificate alone; the server may want its chain")
                .contains("CN=Test mid");
        TestWorld.Outcome call = call(CLIENT, ROOT);
        assertThat(call.code()).isEqualTo(5);
        assertThat(call.err()).contains("holds the client's certificate alone");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void a_refusal_is_no_reason_to_doubt_a_whole_chain(int refusal) throws Exception {
        status = refusal;
        TestWorld.Outcome token = token(CLIENT, ROOT + BETWEEN);
        assertThat(token.code()).isEqualTo(3);
        assertThat(token.err()).doesNotContain("alone");
    }
}
