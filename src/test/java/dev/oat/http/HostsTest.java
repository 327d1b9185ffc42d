package dev.oat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as this machine leads to this machine, whatever a hosts file or a name server says. */
class HostsTest {
    @TempDir
    Path home;

    /** Run in a process of its own, whose system maps all of these names elsewhere. */
    static final class Main {
        public static void main(String[] hosts) throws IOException {
            for (String host : hosts) {
                List<String> found = new ArrayList<>();
                for (InetAddress address : Hosts.addresses(host)) {
                    found.add(address.getHostAddress());
                }
                System.out.println(host + " " + Origins.isSecure(URI.create("http://" + host + "/")) + " "
                        + String.join(" ", found));
            }
        }
    }

    @Test
    void names_of_this_machine_are_not_looked_up_and_others_are() throws Exception {
        List<String> names =
                List.of("localhost", "api.localhost", "A.B.LocalHost", "localhost.example", "notlocalhost");
        Path hosts = home.resolve("hosts");
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append("192.0.2.1 ")
                .append(name.toLowerCase(java.util.Locale.ROOT))
                .append('\n'));
        Files.writeString(hosts, text);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(names);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines())
                .containsExactly(
                        "localhost true 127.0.0.1 0:0:0:0:0:0:0:1",
                        "api.localhost true 127.0.0.1 0:0:0:0:0:0:0:1",
                        "A.B.LocalHost true 127.0.0.1 0:0:0:0:0:0:0:1",
                        "localhost.example false 192.0.2.1",
                        "notlocalhost false 192.0.2.1");
    }

    /** The rule and the resolver are one: what may have secrets over http never leaves this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "a.localhost",
                "a.b.c.localhost",
                "127.0.0.1",
                "127.1.2.3",
                "127.255.255.255",
                "127.000.000.001",
                "[::1]",
            })
    void what_may_be_sent_secrets_in_clear_has_addresses_of_this_machine_only(String host) throws Exception {
        assertThat(Origins.isSecure(URI.create("http://" + host + "/"))).isTrue();
        for (InetAddress address : Hosts.addresses(host)) {
            assertThat(address.isLoopbackAddress()).as(address.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.",
                "localhost.example",
                "xlocalhost",
                "127.0.0.1.example",
                "127.0.0.256",
                "127.999.0.1",
                "127.0.0",
                "127.0.0.1.2",
                "127.0..1",
                "127.0.0.",
                "127.0.0.99999999999",
                "128.0.0.1",
                "0.0.0.0",
                "[::]",
                "[::2]",
                "[::ffff:127.0.0.1]",
                "10.0.0.1",
            })
    void anything_else_is_any_host(String host) {
        // some of these are no host at all, which is as well
        String uri = "http://" + host + "/";
        assertThat(Origins.isSecure(URI.create(uri))).isFalse();
    }

    @Test
    void a_name_that_is_nowhere_is_unknown() {
        assertThatThrownBy(() -> Hosts.addresses("no-such-name.invalid")).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://my_host.example/, underscore",
        "https://user@my_host.example:8443/x, underscore",
        "https://bücher.example/, ASCII",
        "https://api.example/a_b, ",
        "https://[::1]/, ",
        "mailto:a_b@c, "
    })
    void why_a_host_is_none_is_said_truly(String uri, String word) {
        assertThat(Hosts.problem(URI.create(uri)).orElse("")).contains(word == null ? "" : word);
        assertThat(Hosts.problem(URI.create(uri)).isPresent()).isEqualTo(word != null);
    }
}
