package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** oidc-provider over TLS, with a certificate that no machine trusts unless it is told to. */
final class PrivateCaTest {
    private static final String PASSPHRASE = "only for tests";

    private static ServerProcess process;
    private static String issuer;
    private static Path certificate;

    private Oat oat;

    @BeforeAll
    static void start(@TempDir Path place) throws IOException, InterruptedException {
        System.out.printf("%n== PrivateCaTest%n");
        Path keystore = place.resolve("server.p12");
        certificate = place.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=interop",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSPHRASE);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSPHRASE,
                "-file",
                certificate.toString());
        int port = ServerProcess.freePort();
        issuer = "https://127.0.0.1:" + port;
        process = ServerProcess.start(
                "oidc-provider-tls",
                List.of(
                        "node",
                        Workplace.sources().resolve("oidc-provider/server.mjs").toString(),
                        "{\"port\":%d,\"tls\":{\"pfx\":\"%s\",\"passphrase\":\"%s\"}}"
                                .formatted(port, keystore, PASSPHRASE)),
                Map.of(),
                URI.create(issuer));
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.close();
        }
    }

    @BeforeEach
    void announce(TestInfo test, @TempDir Path home) {
        System.out.printf("%nPrivateCaTest: %s%n", test.getDisplayName());
        oat = Oat.in(home);
    }

    @Test
    void an_unknown_certificate_is_not_trusted() {
        var refused = oat.run(clientCredentials()).exits(5);

        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr()).contains("--cacert");
    }

    @Test
    void cacert_makes_it_trusted() {
        assertThat(oat.run(clientCredentials("--cacert", certificate.toString()))
                        .succeeds()
                        .json()
                        .path("access_token")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void ssl_cert_file_makes_it_trusted() {
        oat.with("SSL_CERT_FILE", certificate.toString());

        assertThat(oat.run(clientCredentials())
                        .succeeds()
                        .json()
                        .path("access_token")
                        .asText())
                .isNotEmpty();
    }

    private String[] clientCredentials(String... more) {
        return MainJob.command(
                "token client-credentials",
                List.of(
                        "--issuer",
                        issuer,
                        "--client-id",
                        "oat-post",
                        "--client-secret",
                        oat.secretFile("p+st &=%/100"),
                        "--auth-method",
                        "client_secret_post"),
                more);
    }
}
