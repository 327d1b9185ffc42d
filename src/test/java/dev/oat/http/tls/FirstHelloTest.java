package dev.oat.http.tls;

import static dev.oat.http.tls.TestAuthority.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oat.http.Form;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.tls.TestAuthority.Wish;
import dev.oat.http.transport.MessageTransport;
import dev.oat.http.transport.RawServer;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a TLS server is offered, and what becomes of a server that takes none of it: on real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstHelloTest {
    private static final int X25519 = 29;
    private static final int SECP256R1 = 23;
    private static final int GROUPS = 10;
    private static final int KEY_SHARES = 51;

    private TestAuthority authority;
    private Path trusted;

    @BeforeAll
    void an_authority(@TempDir Path directory) throws Exception {
        authority = new TestAuthority("an authority");
        trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
    }

    @Test
    void a_server_is_offered_one_key_and_nothing_that_would_be_worse() throws Exception {
        try (GreetedServer server = new GreetedServer((number, greeted) -> greeted.serve(tls(authority), List.of()))) {
            assertThat(post(server).text()).isEqualTo("{}");

            assertThat(server.hellos).hasSize(1);
            if (narrows()) {
                assertThat(server.hellos.get(0).groups()).containsExactly(X25519);
                assertThat(server.hellos.get(0).keyShares()).containsExactly(X25519);
                assertThat(server.suites.get(0)).startsWith("TLS_AES_");
            } else {
                assertThat(server.hellos.get(0).groups()).contains(X25519, SECP256R1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_server_without_x25519_is_greeted_again_with_everything(String version) throws Exception {
        assumeTrue(narrows(), "this JDK always offers everything");
        try (GreetedServer server =
                new GreetedServer((number, greeted) -> greeted.serve(tls(authority), List.of("secp256r1"), version))) {
            assertThat(post(server).text()).isEqualTo("{}");

            assertThat(server.hellos).hasSize(2);
            assertThat(server.hellos.get(1).groups()).contains(X25519, SECP256R1);
            assertThat(server.suites).hasSize(1);
            assertThat(server.suites.get(0)).matches("TLS_(AES|ECDHE)_.*");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_server_that_wants_more_is_offered_everything_from_then_on() throws Exception {
        assumeTrue(narrows(), "this JDK always offers everything");
        try (GreetedServer server =
                new GreetedServer((number, greeted) -> greeted.serve(tls(authority), List.of("secp256r1")))) {
            MessageTransport transport = new MessageTransport(settings());
            transport.send(request(server));
            transport.send(request(server));

            assertThat(server.hellos).hasSize(3);
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void who_shows_a_certificate_offers_everything() throws Exception {
        ClientCertificate own = ClientCertificate.of(
                KeyPairGenerator.getInstance("RSA")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded(),
                List.of(authority.certificate().getEncoded()));
        try (GreetedServer server = new GreetedServer((number, greeted) -> greeted.serve(tls(authority), List.of()))) {
            new MessageTransport(settings().withCertificate(own)).send(request(server));

            assertThat(server.hellos).hasSize(1);
            assertThat(server.hellos.get(0).groups()).contains(X25519, SECP256R1);
        }
    }

    @Test
    void what_a_person_wants_to_offer_stays_as_it_is() throws Exception {
        assumeTrue(narrows(), "this JDK always offers everything");
        for (String[] wanted : new String[][] {{"secp256r1"}, {"secp256r1", "x25519"}, {"x25519"}}) {
            SSLParameters parameters = SSLContext.getDefault().getDefaultSSLParameters();
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object) wanted);
            String[] suites = parameters.getCipherSuites();

            assertThat(FirstHello.narrow(parameters)).isFalse();

            assertThat(SSLParameters.class.getMethod("getNamedGroups").invoke(parameters))
                    .isEqualTo(wanted);
            assertThat(parameters.getCipherSuites()).isEqualTo(suites);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Alert.NONE,
                Alert.RESET,
                Alert.CLOSE_NOTIFY,
                Alert.UNEXPECTED_MESSAGE,
                Alert.HANDSHAKE_FAILURE,
                Alert.ILLEGAL_PARAMETER,
                Alert.PROTOCOL_VERSION,
                Alert.INTERNAL_ERROR,
                Alert.UNKNOWN
            })
    void a_server_that_refuses_the_first_hello_gets_the_message_once(int alert) throws Exception {
        assumeTrue(narrows(), "this JDK always offers everything");
        try (GreetedServer server = new GreetedServer((number, greeted) -> {
            if (number == 1) {
                greeted.refuse(alert);
            } else {
                greeted.serve(tls(authority), List.of());
            }
        })) {
            assertThat(post(server).text()).isEqualTo("{}");

            assertThat(server.hellos).hasSize(2);
            assertThat(server.hellos.get(1).groups()).contains(X25519, SECP256R1);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_server_that_refuses_every_hello_is_asked_twice_and_no_more() throws Exception {
        try (GreetedServer server = new GreetedServer((number, greeted) -> greeted.refuse(Alert.HANDSHAKE_FAILURE))) {
            assertThatThrownBy(() -> post(server))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasStackTraceContaining("handshake_failure");

            assertThat(server.hellos).hasSize(narrows() ? 2 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Alert.BAD_CERTIFICATE, Alert.UNKNOWN_CA, Alert.UNRECOGNIZED_NAME})
    void what_no_other_hello_would_mend_is_told_at_once(int alert) throws Exception {
        try (GreetedServer server = new GreetedServer((number, greeted) -> greeted.refuse(alert))) {
            assertThatThrownBy(() -> post(server)).isInstanceOf(Failure.Unreachable.class);

            assertThat(server.hellos).hasSize(1);
        }
    }

    @Test
    void a_server_that_cannot_be_trusted_is_not_greeted_again() throws Exception {
        TestAuthority other = new TestAuthority("an authority");
        try (GreetedServer server = new GreetedServer((number, greeted) -> greeted.serve(tls(other), List.of()))) {
            assertThatThrownBy(() -> post(server)).isInstanceOf(Failure.Unreachable.class);

            assertThat(server.hellos).hasSize(1);
            assertThat(server.requests).isEmpty();
        }
    }

    private static boolean narrows() {
        return Runtime.version().feature() >= 20;
    }

    private static SSLContext tls(TestAuthority signer) throws Exception {
        return signer.server(Wish.naming(ip(127, 0, 0, 1)));
    }

    private Response post(GreetedServer server) {
        return new MessageTransport(settings()).send(request(server));
    }

    private static Request request(GreetedServer server) {
        return Request.post(
                "token request",
                SpecRef.rfc(6749, "3.2"),
                URI.create("https://127.0.0.1:" + server.listening.getLocalPort() + "/token"),
                Form.empty().with("a", "b"));
    }

    private TransportSettings settings() {
        ProxyRules direct = new ProxyRules(Optional.empty(), Optional.empty(), List.of());
        return new TransportSettings(Optional.of(trusted), false, direct, Duration.ofSeconds(60), "oat/test");
    }

    /** Alerts by their numbers (RFC 8446 §6). */
    private static final class Alert {
        static final int NONE = -1;
        static final int RESET = -2;
        static final int CLOSE_NOTIFY = 0;
        static final int UNEXPECTED_MESSAGE = 10;
        static final int HANDSHAKE_FAILURE = 40;
        static final int BAD_CERTIFICATE = 42;
        static final int ILLEGAL_PARAMETER = 47;
        static final int UNKNOWN_CA = 48;
        static final int PROTOCOL_VERSION = 70;
        static final int INTERNAL_ERROR = 80;
        static final int UNRECOGNIZED_NAME = 112;
        static final int UNKNOWN = 200;
    }

    /** A server that looks at each hello before it goes on as a test wants it. */
    private static final class GreetedServer implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final List<Hello> hellos = new CopyOnWriteArrayList<>();
        private final List<String> suites = new CopyOnWriteArrayList<>();
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final Reaction reaction;

        GreetedServer(Reaction reaction) throws IOException {
            this.reaction = reaction;
            Thread thread = new Thread(this::run, "greeted-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            while (!listening.isClosed()) {
                try (Socket plain = listening.accept()) {
                    DataInputStream in = new DataInputStream(plain.getInputStream());
                    byte[] head = in.readNBytes(5);
                    byte[] record = in.readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
                    hellos.add(Hello.in(record));
                    reaction.to(
                            hellos.size(),
                            new Greeted(
                                    plain,
                                    ByteBuffer.allocate(5 + record.length)
                                            .put(head)
                                            .put(record)
                                            .array()));
                } catch (Exception e) {
                    // the client went away, or had to
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }

        private final class Greeted {
            private final Socket plain;
            private final byte[] hello;

            Greeted(Socket plain, byte[] hello) {
                this.plain = plain;
                this.hello = hello;
            }

            void refuse(int alert) throws IOException {
                if (alert == Alert.RESET) {
                    plain.setSoLinger(true, 0);
                } else if (alert != Alert.NONE) {
                    plain.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
                }
            }

            void serve(SSLContext context, List<String> groups, String... versions) throws Exception {
                SSLSocket socket = (SSLSocket)
                        context.getSocketFactory().createSocket(plain, new ByteArrayInputStream(hello), false);
                SSLParameters parameters = socket.getSSLParameters();
                if (!groups.isEmpty()) {
                    SSLParameters.class
                            .getMethod("setNamedGroups", String[].class)
                            .invoke(parameters, (Object) groups.toArray(new String[0]));
                }
                if (versions.length > 0) {
                    parameters.setProtocols(versions);
                }
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                suites.add(socket.getSession().getCipherSuite());
                requests.add(RawServer.readHead(socket.getInputStream()));
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.ISO_8859_1));
                socket.close();
            }
        }
    }

    /** How a server goes on with the hello of a number, from 1. */
    private interface Reaction {
        void to(int number, GreetedServer.Greeted greeted) throws Exception;
    }

    /** The groups and the key shares of a hello (RFC 8446 §4.1.2, §4.2.7, §4.2.8). */
    private record Hello(List<Integer> groups, List<Integer> keyShares) {
        static Hello in(byte[] record) {
            List<Integer> groups = new ArrayList<>();
            List<Integer> keyShares = new ArrayList<>();
            ByteBuffer hello = ByteBuffer.wrap(record).position(4 + 2 + 32);
            skip(hello, hello.get());
            skip(hello, hello.getShort());
            skip(hello, hello.get());
            hello.getShort();
            while (hello.hasRemaining()) {
                int type = hello.getShort();
                ByteBuffer extension = hello.slice(hello.position() + 2, hello.getShort(hello.position()));
                skip(hello, hello.getShort());
                if (type == GROUPS || type == KEY_SHARES) {
                    extension.getShort();
                    while (extension.hasRemaining()) {
                        (type == GROUPS ? groups : keyShares).add((int) extension.getShort());
                        if (type == KEY_SHARES) {
                            skip(extension, extension.getShort());
                        }
                    }
                }
            }
            return new Hello(groups, keyShares);
        }

        private static void skip(ByteBuffer from, int bytes) {
            from.position(from.position() + bytes);
        }
    }
}
