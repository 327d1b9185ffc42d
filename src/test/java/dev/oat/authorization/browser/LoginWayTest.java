package dev.oat.authorization.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.authorization.browser.LoginWay.Kind;
import dev.oat.authorization.browser.LoginWay.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginWayTest {
    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String pair : text.split(" ", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                variables.put(
                        equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "x" : pair.substring(equals + 1));
            }
        }
        return variables;
    }

    @ParameterizedTest(name = "{0} [{1}] {2} -> {3}")
    @CsvSource({
        // system, variables, facts, reason
        "Linux,    DISPLAY,                                opener,           DESKTOP",
        "Linux,    WAYLAND_DISPLAY,                        opener,           DESKTOP",
        "Linux,    DISPLAY,                                '',               NO_OPENER",
        "Linux,    '',                                     opener,           NO_DISPLAY",
        "Linux,    DISPLAY=,                               opener,           NO_DISPLAY",
        "Mac OS X, '',                                     opener,           DESKTOP",
        "Windows 11, '',                                   opener,           DESKTOP",
        "Linux,    SSH_CONNECTION,                         opener,           SSH",
        "Linux,    SSH_TTY,                                opener,           SSH",
        "Linux,    SSH_CONNECTION DISPLAY,                 opener,           DESKTOP",
        "Mac OS X, SSH_CONNECTION,                         opener,           SSH",
        "Mac OS X, SSH_CONNECTION DISPLAY,                 opener,           SSH",
        "Linux,    '',                                     opener container, CONTAINER",
        "Linux,    DISPLAY,                                opener container, DESKTOP",
        "Linux,    SSH_TTY,                                opener container, SSH",
        "Linux,    WSL_DISTRO_NAME,                        opener,           WSL",
        "Linux,    '',                                     opener wsl,       WSL",
        "Linux,    '',                                     wsl,              NO_DISPLAY",
        "Linux,    SSH_TTY,                                opener wsl,       SSH",
        "Linux,    CI=true DISPLAY,                        opener,           CI",
        "Linux,    CI=false DISPLAY,                       opener,           DESKTOP",
        "Linux,    GITHUB_ACTIONS DISPLAY,                 opener,           CI",
        // what was asked for beats all detection
        "Linux,    BROWSER=firefox,                        opener,           BROWSER_VARIABLE",
        "Linux,    BROWSER=firefox SSH_TTY CI=true,        opener container, BROWSER_VARIABLE",
        "Linux,    BROWSER=nowhere SSH_TTY,                '',               SSH",
        "Linux,    SSH_TTY CI=true,                        named container,  BROWSER_ASKED",
        "Linux,    DISPLAY BROWSER=firefox,                none opener,      NO_BROWSER_ASKED",
        "Windows 11, BROWSER=firefox,                      none opener,      NO_BROWSER_ASKED",
    })
    void the_way_follows_from_what_was_asked_and_where_we_are(
            String system, String variables, String facts, Reason reason) {
        Surroundings surroundings =
                new Surroundings(system, variables(variables), facts.contains("container"), facts.contains("wsl"));
        LoginWay way = LoginWay.choose(
                facts.contains("none"), facts.contains("named"), facts.contains("opener"), surroundings);
        assertThat(way.reason()).isEqualTo(reason);
        boolean browser = reason == Reason.DESKTOP
                || reason == Reason.WSL
                || reason == Reason.BROWSER_ASKED
                || reason == Reason.BROWSER_VARIABLE;
        assertThat(way.kind()).isEqualTo(browser ? Kind.BROWSER : Kind.BY_HAND);
    }

    @ParameterizedTest
    @CsvSource({
        "SSH_CONNECTION='198.51.100.7 50000 192.0.2.9 22' USER=alice, ssh -N -L 4711:127.0.0.1:4711 alice@192.0.2.9",
        "SSH_CONNECTION='198.51.100.7 50000 2001:db8::9 22',          ssh -N -L 4711:127.0.0.1:4711 2001:db8::9",
        "SSH_TTY=/dev/pts/0 USER=bob,                                 ssh -N -L 4711:127.0.0.1:4711 bob@THIS-MACHINE",
    })
    void on_ssh_the_forwarding_line_can_be_copied(String variables, String line) {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String part : variables.split(" (?=[A-Z])", -1)) {
            parsed.put(
                    part.substring(0, part.indexOf('=')),
                    part.substring(part.indexOf('=') + 1).replace("'", ""));
        }
        Surroundings ssh = new Surroundings("Linux", parsed, false, false);
        LoginWay way = LoginWay.choose(false, false, true, ssh);
        assertThat(way.forwarding(4711, ssh)).contains(line);
    }

    @Test
    void a_hostile_user_name_does_not_reach_the_forwarding_line() {
        Surroundings ssh = new Surroundings(
                "Linux", Map.of("SSH_CONNECTION", "1.2.3.4 5 -oProxyCommand=id 22", "USER", "$(id)"), false, false);
        assertThat(LoginWay.choose(false, false, true, ssh).forwarding(4711, ssh))
                .contains("ssh -N -L 4711:127.0.0.1:4711 THIS-MACHINE");
    }

    @Test
    void without_ssh_there_is_nothing_to_forward() {
        Surroundings plain = new Surroundings("Linux", Map.of(), false, false);
        assertThat(LoginWay.choose(false, false, true, plain).forwarding(4711, plain))
                .isEmpty();
    }

    @Test
    void containers_are_known_by_their_marks(@TempDir Path root) throws IOException {
        assertThat(Surroundings.of("Linux", Map.of(), root).container()).isFalse();
        Files.createDirectories(root.resolve("proc/1"));
        Files.writeString(root.resolve("proc/1/cgroup"), "0::/init.scope\n");
        assertThat(Surroundings.of("Linux", Map.of(), root).container()).isFalse();
        Files.writeString(root.resolve("proc/1/cgroup"), "0::/kubepods/besteffort/pod1\n");
        assertThat(Surroundings.of("Linux", Map.of(), root).container()).isTrue();
        Files.delete(root.resolve("proc/1/cgroup"));
        Files.createFile(root.resolve(".dockerenv"));
        assertThat(Surroundings.of("Linux", Map.of(), root).container()).isTrue();
        Files.delete(root.resolve(".dockerenv"));
        Files.createDirectory(root.resolve("run"));
        Files.createFile(root.resolve("run/.containerenv"));
        assertThat(Surroundings.of("Linux", Map.of(), root).container()).isTrue();
    }

    @Test
    void wsl_is_known_by_its_kernel(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("proc/sys/kernel"));
        Files.writeString(root.resolve("proc/sys/kernel/osrelease"), "5.15.153.1-microsoft-standard-WSL2\n");
        assertThat(Surroundings.of("Linux", Map.of(), root).isWsl()).isTrue();
    }
}
