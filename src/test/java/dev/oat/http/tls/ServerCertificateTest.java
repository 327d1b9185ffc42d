package dev.oat.http.tls;

import static dev.oat.http.tls.TestAuthority.dns;
import static dev.oat.http.tls.TestAuthority.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Form;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.tls.TestAuthority.Wish;
import dev.oat.http.transport.MessageTransport;
import dev.oat.http.transport.RawServer;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates a protocol message goes to: real servers with good and bad ones, under any name by way of a proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerCertificateTest {
    private static final Duration DAY = Duration.ofDays(1);

    private TestAuthority authority;
    private Path trusted;
    private Path amongMany;

    @BeforeAll
    void an_authority(@TempDir Path directory) throws Exception {
        authority = new TestAuthority("an authority");
        trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        StringBuilder many = new StringBuilder();
        for (String namesake : List.of("an authority", "AN Authority")) {
            many.append(new TestAuthority(namesake).pem());
        }
        for (int i = 0; i < 20; i++) {
            many.append(new TestAuthority("authority " + i).pem());
        }
        amongMany = Files.writeString(directory.resolve("many.pem"), many.append(authority.pem()));
    }

    static Stream<Arguments> certificates() {
        return Stream.of(
                accepted("its name", "as.example", Wish.naming(dns("as.example"))),
                accepted("its name in capitals", "as.example", Wish.naming(dns("AS.Example"))),
                accepted(
                        "its name among others",
                        "as.example",
                        Wish.naming(dns("a.test"), ip(1, 2, 3, 4), dns("as.example"))),
                accepted("a name without a dot", "as", Wish.naming(dns("as"))),
                accepted("a wildcard", "as.example.test", Wish.naming(dns("*.example.test"))),
                accepted("its address", "192.0.2.7", Wish.naming(ip(192, 0, 2, 7))),
                accepted(
                        "its long address",
                        "[2001:db8::7]",
                        Wish.naming(ip(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7))),
                refused("another's name", "as.example", Wish.naming(dns("other.example"))),
                refused("a longer name", "as.example", Wish.naming(dns("as.example.test"))),
                refused("the name of a part", "as.example", Wish.naming(dns("example"))),
                refused("a wildcard over two labels", "a.b.example.test", Wish.naming(dns("*.example.test"))),
                refused("a wildcard for all", "as.example", Wish.naming(dns("*"))),
                refused("a wildcard for itself", "example.test", Wish.naming(dns("*.example.test"))),
                refused("another address", "192.0.2.7", Wish.naming(ip(192, 0, 2, 8))),
                refused("its address as a name", "192.0.2.7", Wish.naming(dns("192.0.2.7"))),
                refused("its long address as a name", "[2001:db8::7]", Wish.naming(dns("2001:db8::7"))),
                accepted(
                        "an internationalised name",
                        "xn--bcher-kva.example",
                        Wish.naming(dns("xn--bcher-kva.example"))),
                refused("a name too long for the DNS", LONG + ".example", Wish.naming(dns(LONG + ".example"))),
                refused(
                        "its name as a common name only",
                        "as.example",
                        Wish.naming(dns("x.test")).commonName("as.example")),
                refused(
                        "its address as a common name",
                        "192.0.2.7",
                        Wish.naming().commonName("192.0.2.7")),
                refused("its name with a zero byte", "as.example", Wish.naming(dns("as.example\0.evil.test"))),
                refused(
                        "its name, but too late",
                        "as.example",
                        Wish.naming(dns("as.example")).valid(DAY.negated(), Duration.ofHours(-1))),
                refused(
                        "its name, but too early",
                        "as.example",
                        Wish.naming(dns("as.example")).valid(Duration.ofHours(1), DAY)),
                refused(
                        "its name, for clients only",
                        "as.example",
                        Wish.naming(dns("as.example")).usedAs(TestAuthority.CLIENT_USE)),
                refused(
                        "its name, with a broken digest",
                        "as.example",
                        Wish.naming(dns("as.example")).signedWith("MD5withRSA")));
    }

    private static final String LONG = "a123456789b123456789c123456789d123456789e123456789f123456789abcd";

    private static Arguments accepted(String title, String host, Wish wish) {
        return Arguments.of(title, host, wish, true);
    }

    private static Arguments refused(String title, String host, Wish wish) {
        return Arguments.of(title, host, wish, false);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("certificates")
    void a_certificate_is_accepted_where_the_jdk_alone_accepts_it(String title, String host, Wish wish, boolean good)
            throws Exception {
        try (TunnelledServer server = new TunnelledServer(authority.server(wish))) {
            for (Path authorities : List.of(trusted, amongMany)) {
                if (good) {
                    assertThat(post(host, server, authorities).text()).isEqualTo("{}");
                } else {
                    assertThatThrownBy(() -> post(host, server, authorities))
                            .isInstanceOf(Failure.Unreachable.class)
                            .hasCauseInstanceOf(SSLHandshakeException.class);
                }
            }
            assertThat(acceptedByTheJdkAlone(host, server)).isEqualTo(good);
        }
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() throws Exception {
        TestAuthority other = new TestAuthority("an authority");
        try (TunnelledServer server = new TunnelledServer(other.server(Wish.naming(dns("as.example"))))) {
            for (Path authorities : List.of(trusted, amongMany)) {
                assertThatThrownBy(() -> post("as.example", server, authorities))
                        .isInstanceOf(Failure.Unreachable.class);
            }
        }
    }

    @Test
    void an_authority_whose_name_is_spelt_otherwise_vouches_where_it_does_for_the_jdk() throws Exception {
        for (String spelling : List.of("AN Authority", "an  authority ")) {
            try (TunnelledServer server =
                    new TunnelledServer(authority.server(Wish.naming(dns("as.example")), spelling))) {
                assertThat(post("as.example", server, amongMany).text()).isEqualTo("{}");
                assertThat(acceptedByTheJdkAlone("as.example", server)).isTrue();
            }
        }
    }

    @Test
    void the_authorities_of_the_jdk_do_not_vouch_for_it() throws Exception {
        try (TunnelledServer server = new TunnelledServer(authority.server(Wish.naming(dns("as.example"))))) {
            assertThatThrownBy(() -> send("as.example", server, Optional.empty()))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasMessageContaining("certificate");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_b.example",
                "-a.example",
                "a-.example",
                "a..example",
                ".example",
                "a.example.",
                "*.example",
                "bücher.example",
                "xn--a.example",
                "a.XN--bcher-kva.example",
                "a123456789b123456789c123456789d123456789e123456789f123456789abcd.example",
                "127.0.0.1",
                "::1",
                "1",
                "."
            })
    void what_is_no_plain_host_name_is_left_to_the_jdk_even_where_the_certificate_has_it(String name) {
        X509Certificate certificate = authority.certificate(Wish.naming(dns(name)));
        assertThat(ExactNameTrust.names(certificate, name)).isFalse();
    }

    private Response post(String host, TunnelledServer server, Path authorities) {
        return send(host, server, Optional.of(authorities));
    }

    private static Response send(String host, TunnelledServer server, Optional<Path> authorities) {
        Request request = Request.post(
                "token request",
                SpecRef.rfc(6749, "3.2"),
                URI.create("https://" + host + "/token"),
                Form.empty().with("a", "b"));
        ProxyRules proxy = ProxyRules.through("--proxy", server.proxy().toString(), Map.of());
        return new MessageTransport(
                        new TransportSettings(authorities, false, proxy, Duration.ofSeconds(60), "oat/test"))
                .send(request);
    }

    private boolean acceptedByTheJdkAlone(String host, TunnelledServer server) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try (Socket plain =
                new Socket(InetAddress.getLoopbackAddress(), server.proxy().getPort())) {
            plain.getOutputStream().write("CONNECT x:443 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            RawServer.readHead(plain.getInputStream());
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, 443, false);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A TLS server behind a proxy that takes every name for this server's. */
    private static final class TunnelledServer implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final SSLContext tls;

        TunnelledServer(SSLContext tls) throws IOException {
            this.tls = tls;
            Thread thread = new Thread(this::serve, "tunnelled-server");
            thread.setDaemon(true);
            thread.start();
        }

        URI proxy() {
            return URI.create("http://127.0.0.1:" + listening.getLocalPort());
        }

        private void serve() {
            while (!listening.isClosed()) {
                try (Socket plain = listening.accept()) {
                    RawServer.readHead(plain.getInputStream());
                    plain.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, false);
                    socket.startHandshake();
                    RawServer.readHead(socket.getInputStream());
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                    socket.close();
                } catch (IOException e) {
                    // the client went away, as it should where the certificate is bad
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
