package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.http.tls.TestAuthority;
import dev.oat.http.transport.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options say of connections holds for every message of every command: real servers, each with a limit of its own. */
@Timeout(120)
class DialingTest {
    /** Commands of each kind: messages to endpoints, metadata, and calls that stream. */
    private static final List<String> COMMANDS = List.of(
            "call ORIGIN/x --token env:T",
            "call ORIGIN/x --token env:T --out /dev/null",
            "discover ORIGIN",
            "token client-credentials --issuer ORIGIN --client-id c --client-secret env:T",
            "token client-credentials --token-endpoint ORIGIN/token --client-id c --client-secret env:T",
            "introspect env:T --introspection-endpoint ORIGIN/i --token-endpoint ORIGIN/token --client-id c"
                    + " --client-secret env:T",
            "userinfo --token env:T --userinfo-endpoint ORIGIN/u --token-endpoint ORIGIN/token --client-id c");

    @TempDir
    Path home;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestAuthority authority = new TestAuthority("dialing");
    private TestWorld world;
    private Path anchors;

    @BeforeEach
    void start() throws Exception {
        world = TestWorld.at(home).with("T", "a-token");
        anchors = Files.writeString(home.resolve("anchors.pem"), authority.pem());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** A server whose one answer does for all that is asked here. */
    private final class Server implements AutoCloseable {
        private final ServerSocket socket;
        private final String origin;
        private final List<String> spoken = new CopyOnWriteArrayList<>();
        private final List<String> hosts = new CopyOnWriteArrayList<>();

        private Server(ServerSocket socket, String scheme, String host) {
            this.socket = socket;
            this.origin = scheme + "://" + host + ":" + socket.getLocalPort();
            Thread thread = new Thread(this::serve, "dialing-server");
            thread.setDaemon(true);
            thread.start();
            open.add(this);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket accepted = socket.accept()) {
                    if (accepted instanceof SSLSocket secure) {
                        secure.startHandshake();
                        spoken.add(secure.getSession().getProtocol());
                    }
                    String head = RawServer.readHead(accepted.getInputStream());
                    hosts.add(RawServer.header(head, "Host"));
                    String body = "{\"issuer\":\"" + origin + "\",\"token_endpoint\":\"" + origin
                            + "/token\",\"access_token\":\"t\",\"token_type\":\"Bearer\",\"active\":true,\"sub\":\"me\"}";
                    OutputStream out = accepted.getOutputStream();
                    out.write(
                            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                            + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // refused, as some of them must be
                    continue;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Server secure(String host, String... versions) throws Exception {
        SSLContext tls = authority.server(
                TestAuthority.Wish.naming(TestAuthority.ip(127, 0, 0, 1), TestAuthority.dns("api.example")));
        SSLServerSocket socket = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        socket.setEnabledProtocols(versions);
        return new Server(socket, "https", host);
    }

    private Server plain(String address) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName(address));
        return new Server(socket, "http", address);
    }

    private TestWorld.Outcome run(String command, String origin, String options) {
        String line = command.replace("ORIGIN", origin) + " " + options;
        return world.run(line.strip().split(" +"));
    }

    private Stream<DynamicTest> each(Trial trial) {
        return COMMANDS.stream().map(command -> DynamicTest.dynamicTest(command, () -> trial.of(command)));
    }

    private interface Trial {
        void of(String command) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> a_server_below_the_least_version_of_tls_is_refused_and_one_at_it_is_not() throws Exception {
        Server old = secure("127.0.0.1", "TLSv1.2");
        Server both = secure("127.0.0.1", "TLSv1.2", "TLSv1.3");
        Server modern = secure("127.0.0.1", "TLSv1.3");
        String trusting = "--cacert " + anchors;
        return each(command -> {
            TestWorld.Outcome refused = run(command, old.origin, trusting + " --tls-min 1.3");
            assertThat(refused.code()).as(refused.err()).isEqualTo(5);
            assertThat(old.spoken).isEmpty();
            for (String allowed : List.of("", " --tls-min 1.2")) {
                TestWorld.Outcome taken = run(command, old.origin, trusting + allowed);
                assertThat(taken.code()).as(taken.err()).isZero();
            }
            for (Server one : List.of(both, modern)) {
                TestWorld.Outcome taken = run(command, one.origin, trusting + " --tls-min 1.3");
                assertThat(taken.code()).as(taken.err()).isZero();
                assertThat(one.spoken).containsOnly("TLSv1.3");
            }
            old.spoken.clear();
        });
    }

    @TestFactory
    Stream<DynamicTest> only_addresses_of_the_family_that_is_asked_for_are_connected_to() throws Exception {
        Server four = plain("127.0.0.1");
        Server six = plain("[::1]");
        return each(command -> {
            for (String more : List.of("", "-4", "--ipv4")) {
                assertThat(run(command, four.origin, more).code()).as(more).isZero();
            }
            for (String more : List.of("", "-6", "--ipv6")) {
                assertThat(run(command, six.origin, more).code()).as(more).isZero();
            }
            int before = four.hosts.size() + six.hosts.size();
            TestWorld.Outcome noSix = run(command, four.origin, "-6");
            assertThat(noSix.code()).as(noSix.err()).isEqualTo(5);
            TestWorld.Outcome noFour = run(command, six.origin, "-4");
            assertThat(noFour.code()).as(noFour.err()).isEqualTo(5);
            assertThat(four.hosts.size() + six.hosts.size()).isEqualTo(before);
        });
    }

    @TestFactory
    Stream<DynamicTest> an_address_that_stands_for_a_host_is_connected_to_and_the_certificate_is_the_hosts()
            throws Exception {
        Server server = secure("api.example", "TLSv1.3");
        int port = server.socket.getLocalPort();
        String there = "--resolve api.example:" + port + ":127.0.0.1 --cacert " + anchors;
        return each(command -> {
            server.hosts.clear();
            TestWorld.Outcome taken = run(command, server.origin, there);
            assertThat(taken.code()).as(taken.err()).isZero();
            assertThat(server.hosts).isNotEmpty().containsOnly("api.example:" + port);
            int before = server.spoken.size();
            String other = server.origin.replace("api.example", "other.example");
            TestWorld.Outcome wrongName = run(command, other, there.replace("api.example", "other.example"));
            assertThat(wrongName.code()).as(wrongName.err()).isEqualTo(5);
            assertThat(server.hosts).containsOnly("api.example:" + port);
            assertThat(run(command, server.origin, there + " -6").code())
                    .as("an address of the other family")
                    .isEqualTo(5);
            assertThat(server.spoken.size()).isGreaterThanOrEqualTo(before);
        });
    }

    @ParameterizedTest
    @CsvSource({"::1", "[::1]"})
    void an_address_of_ipv6_may_stand_for_a_host(String address) throws Exception {
        Server six = plain("::1");
        int port = six.socket.getLocalPort();
        String origin = "http://localhost:" + port;
        TestWorld.Outcome taken = run(COMMANDS.get(0), origin, "--resolve localhost:" + port + ":" + address);
        assertThat(taken.code()).as(taken.err()).isZero();
        assertThat(six.hosts).containsOnly("localhost:" + port);
    }

    /** A server that never takes a connection up: its queue is full. */
    @TestFactory
    Stream<DynamicTest> a_connection_that_is_not_made_in_time_is_given_up_and_a_slow_answer_is_not() throws Exception {
        ServerSocket deaf = new ServerSocket();
        deaf.bind(new InetSocketAddress("127.0.0.1", 0), 1);
        open.add(deaf);
        fill(deaf);
        RawServer slow = RawServer.answering((head, c) -> {
            c.readText(head);
            c.pause(1_500);
            c.answer(
                    "200 OK",
                    "Content-Type: application/json\r\n",
                    "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
        });
        open.add(slow);
        return Stream.of(COMMANDS.get(0), COMMANDS.get(4))
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    TestWorld.Outcome late = run(
                            command, "http://127.0.0.1:" + deaf.getLocalPort(), "--connect-timeout 1 --timeout 100");
                    assertThat(late.code()).as(late.err()).isIn(5, 7);
                    assertThat(late.err()).contains("127.0.0.1:" + deaf.getLocalPort());
                    TestWorld.Outcome patient =
                            run(command, slow.at("").toString(), "--connect-timeout 1 --timeout 100");
                    assertThat(patient.code()).as(patient.err()).isZero();
                }));
    }

    private void fill(ServerSocket deaf) throws IOException {
        for (int i = 0; i < 64; i++) {
            Socket waiting = new Socket();
            open.add(waiting);
            try {
                waiting.connect(deaf.getLocalSocketAddress(), 300);
            } catch (IOException e) {
                return;
            }
        }
        throw new AssertionError("the queue of a server that accepts nothing does not fill");
    }

    @Test
    void options_that_no_connection_can_meet_are_refused_before_anything_is_sent() throws Exception {
        Server four = plain("127.0.0.1");
        for (String command : COMMANDS) {
            assertThat(run(command, four.origin, "-4 -6").code()).as(command).isEqualTo(2);
            assertThat(run(command, four.origin, "--resolve nonsense").code())
                    .as(command)
                    .isEqualTo(2);
        }
        assertThat(four.hosts).isEmpty();
    }
}
