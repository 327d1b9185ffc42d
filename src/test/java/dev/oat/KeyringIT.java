package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real gnome-keyring on a D-Bus of its own, asked by processes of oat; where Debian's programs for it are installed. */
@Timeout(300)
class KeyringIT {
    private static final List<String> PROGRAMS = List.of("secret-tool", "gnome-keyring-daemon", "dbus-run-session");

    @TempDir
    Path home;

    private final Map<String, String> variables = new LinkedHashMap<>();
    private Playground playground;

    @BeforeEach
    void a_home_without_a_keyring() throws IOException {
        for (String program : PROGRAMS) {
            assumeTrue(isThere(program), program + " is not installed");
        }
        Path runtime = Files.createDirectory(
                home.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        variables.put("HOME", home.toString());
        variables.put("XDG_RUNTIME_DIR", runtime.toString());
        variables.put("SECRET", "service-secret");
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        if (playground != null) {
            playground.close();
        }
    }

    private static boolean isThere(String program) {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs lines of sh in a session with an unlocked keyring; {@code oat} is a command there, {@code $ISSUER} a server. */
    private OatProcess.Outcome inSession(String lines) throws Exception {
        return shell(
                List.of("dbus-run-session", "--", "sh", "-c"),
                "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n" + lines);
    }

    private OatProcess.Outcome shell(List<String> before, String lines) throws Exception {
        StringBuilder function = new StringBuilder("oat() {");
        for (String word : OatProcess.command()) {
            function.append(" '").append(word).append('\'');
        }
        function.append(" \"$@\"; }\nISSUER=").append(playground.issuer()).append('\n');
        List<String> command = new ArrayList<>(before);
        command.add(function + lines);
        return OatProcess.begin(command, variables).end();
    }

    private Path session() {
        return home.resolve(".local/state/oat/sessions/ci.json");
    }

    @Test
    void a_secret_is_kept_read_by_others_and_removed() throws Exception {
        OatProcess.Outcome outcome = inSession("""
                printf '%s' 'c4nary ü "quoted"' | oat secret set work || exit
                printf 'by secret-tool: %s\\n' "$(secret-tool lookup service oat account work)"
                printf '%s' 'another' | oat secret set work || exit
                printf 'then: %s\\n' "$(secret-tool lookup service oat account work)"
                oat secret remove work || exit
                secret-tool lookup service oat account work; echo "status $?"
                oat secret remove work
                """);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("by secret-tool: c4nary ü \"quoted\"\nthen: another\nstatus 1\n");
        assertThat(outcome.err())
                .contains("keyring:work", "the keyring has no secret work")
                .doesNotContain("c4nary");
    }

    /** What others see of processes: our child is a stand-in that notes its arguments and variables, and then the real one. */
    @Test
    void a_secret_stands_in_no_argument_and_no_variable() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path noting = bin.resolve("secret-tool");
        String real = System.getenv("PATH").transform(path -> {
            for (String directory : path.split(":")) {
                if (Files.isExecutable(Path.of(directory, "secret-tool"))) {
                    return directory + "/secret-tool";
                }
            }
            throw new AssertionError("it was there");
        });
        Files.writeString(
                noting,
                "#!/bin/sh\necho \"$*\" >>'" + home + "/noted'\nenv >>'" + home + "/noted'\nexec " + real
                        + " \"$@\"\n");
        Files.setPosixFilePermissions(noting, PosixFilePermissions.fromString("rwx------"));
        variables.put("PATH", bin + ":" + System.getenv("PATH"));
        OatProcess.Outcome outcome = inSession("""
                printf c4nary | oat secret set work || exit
                oat token client-credentials --issuer $ISSUER --client-id demo-service --client-secret keyring:work
                """);
        assertThat(outcome.err()).contains("invalid_client").doesNotContain("c4nary");
        assertThat(Files.readString(home.resolve("noted")))
                .contains("store --label=oat: work service oat account work", "lookup service oat account work")
                .doesNotContain("c4nary");
    }

    @Test
    void client_secrets_and_store_keys_may_lie_there_and_without_it_nothing_is_lost() throws Exception {
        OatProcess.Outcome outcome = inSession("""
                printf service-secret | oat secret set ci || exit
                oat secret set store --generate || exit
                oat profile add ci --issuer $ISSUER --client-id demo-service --client-secret keyring:ci || exit
                oat token -p ci || exit
                oat profile lock ci --store-key keyring:store || exit
                oat token -p ci || exit
                oat token -p ci --force-refresh
                """);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        String[] tokens = outcome.out().split("\n");
        assertThat(tokens).hasSize(3);
        assertThat(tokens[1]).isEqualTo(tokens[0]);
        assertThat(tokens[2]).isNotEqualTo(tokens[1]);
        byte[] locked = Files.readAllBytes(session());
        assertThat(new String(locked)).startsWith("{\"locked\"").doesNotContain(tokens[2]);

        // no D-Bus at all, as on a server; then a D-Bus without a keyring
        String again = "unset DBUS_SESSION_BUS_ADDRESS DISPLAY\noat token -p ci";
        OatProcess.Outcome headless = shell(List.of("sh", "-c"), again);
        assertThat(headless.status()).as(headless.err()).isEqualTo(2);
        assertThat(headless.out()).isEmpty();
        assertThat(headless.err()).contains("the keyring cannot be used: ", "env:NAME, file:PATH or cmd:'PROGRAM ARG'");
        assertThat(Files.readAllBytes(session())).isEqualTo(locked);

        // a sign-in that asks for the keyring first
        OatProcess.Outcome login = shell(
                List.of("sh", "-c"),
                "unset DBUS_SESSION_BUS_ADDRESS DISPLAY\noat login new --issuer $ISSUER --client-id demo-web"
                        + " --no-browser --store-key keyring:store");
        assertThat(login.status()).as(login.err()).isEqualTo(2);
        assertThat(login.err()).contains("the keyring cannot be used").doesNotContain("/authorize");

        // the keyring lies on the disk, and the next session has it
        OatProcess.Outcome next = inSession("oat token -p ci");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(next.out().strip()).isEqualTo(tokens[2]);
    }

    @Test
    void a_secret_that_is_not_there_is_told_with_the_command_that_puts_it_there() throws Exception {
        OatProcess.Outcome outcome = inSession(
                "oat token client-credentials --issuer $ISSUER --client-id demo-service --client-secret keyring:none");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("the keyring has no secret none", "oat secret set none");
    }
}
