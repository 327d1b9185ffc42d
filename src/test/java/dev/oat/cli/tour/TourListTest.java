package dev.oat.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.cli.connect.GrantCompletenessTest;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.Grant;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat tour --list}: what it prints is pasted, line by line, against a playground, and all of it works. */
@Timeout(120)
class TourListTest {
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']+|\"[^\"]*\"|'[^']*')+");
    private static final Pattern FILE = Pattern.compile(
            "(?<=--cert |--cacert |--signing-key |--attestation-key |--decryption-key |--dpop-key |--out |file:)([a-z-]+)");

    @TempDir
    Path home;

    private Playground playground;
    private TestWorld world;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).at(java.time.Instant.now());
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .tlsPort(0)
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String list() {
        TestWorld.Outcome outcome = TestWorld.at(home).run("tour", "--list");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    /** The lines of the script, continued ones in one piece. */
    private List<String> lines() {
        return Stream.of(list().replace(" \\\n    ", " ").split("\n", -1))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @Test
    void every_line_of_it_works_as_it_is_pasted() throws Exception {
        List<String> ran = new ArrayList<>();
        for (String line : lines()) {
            String here = line.replace(
                            "http://127.0.0.1:8400", playground.issuer().toString())
                    .replace("http://127.0.0.1:8401", playground.gateway().toString())
                    .replace(
                            "https://127.0.0.1:8403",
                            playground.secureOrigin().orElseThrow().toString())
                    .replace("$OAT_ISSUER", playground.issuer().toString())
                    .replace("$OAT_API", playground.gateway().toString())
                    .replace(
                            "$SECURE_API",
                            playground.secureOrigin().orElseThrow().toString());
            if (here.startsWith("export ")) {
                for (String pair : here.substring(7).split(" ")) {
                    world.with(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
                }
            } else if (here.startsWith("curl ")) {
                curl(here);
            } else if (here.startsWith("oat ")) {
                oat(here);
                ran.add(line);
            } else {
                assertThat(here).isEqualTo("umask 077");
            }
        }
        assertThat(ran).hasSizeGreaterThan(45);
    }

    private void curl(String line) throws IOException {
        Matcher matcher =
                Pattern.compile("curl -s (?:-d (\\S+) )?(\\S+)(?: > (\\S+))?").matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(matcher.group(2)).toURL().openConnection();
        if (matcher.group(1) != null) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(matcher.group(1).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] body = connection.getInputStream().readAllBytes();
        if (matcher.group(3) != null) {
            write(matcher.group(3), body);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = Files.write(home.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void oat(String line) throws Exception {
        boolean mayFail = line.contains(" || ");
        String command = mayFail ? line.substring(0, line.indexOf(" || ")) : line;
        Optional<String> file = Optional.empty();
        if (command.contains(" > ")) {
            file = Optional.of(command.substring(command.indexOf(" > ") + 3));
            command = command.substring(0, command.indexOf(" > "));
        }
        command = FILE.matcher(command).replaceAll(home + "/$1");
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command.substring("oat ".length()));
        while (matcher.find()) {
            words.add(unquoted(matcher.group()));
        }
        if (command.startsWith("oat doctor")) {
            // it compares this clock with that of the machine, by which the server dates its answers
            world.at(java.time.Instant.now());
        }
        if (command.contains("--password prompt")) {
            world.typing("wonderland");
        }
        if (command.startsWith("oat token device")) {
            world.duringPause(
                    () -> visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode())));
        }
        if (command.startsWith("oat token ciba")) {
            world.duringPause(() -> visit(URI.create(playground.issuer() + "/ciba")));
        }
        boolean pages = command.startsWith("oat login") || command.contains("--step-up") || command.contains("--end-");
        TestWorld.Outcome outcome;
        if (pages) {
            RunningCommand running = new RunningCommand(world, words.toArray(new String[0]));
            visit(running.address());
            outcome = running.outcome();
        } else {
            outcome = world.run(words.toArray(new String[0]));
        }
        assertThat(outcome.code()).as(line + "\n" + outcome.err()).isEqualTo(mayFail ? 6 : 0);
        if (file.isPresent()) {
            write(file.get(), outcome.out().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String unquoted(String word) {
        StringBuilder plain = new StringBuilder();
        char quote = 0;
        for (char c : word.toCharArray()) {
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static void visit(URI page) {
        try {
            assertThat(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                            .visit(page))
                    .isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What there is, is read from the compiled classes, as in {@link GrantCompletenessTest}. */
    @Test
    void there_is_a_line_for_every_grant_client_authentication_constraint_and_hardening() throws IOException {
        String script = String.join("\n", lines());
        Map<String, String> commands =
                Map.of("device_code", "device", "refresh_token", "refresh", "authorization_code", "authorization-code");
        for (Class<? extends Grant> type : GrantCompletenessTest.grants()) {
            String word = GrantWords.word(GrantCompletenessTest.sample(type).type());
            assertThat(script).contains("oat token " + commands.getOrDefault(word, word.replace('_', '-')));
        }
        for (String method : Settings.AUTH_METHOD.choices()) {
            if (!method.equals("auto")) {
                assertThat(script).contains("--auth-method " + method);
            }
        }
        Map<String, String> constraints =
                Map.of("Bearer", "oat call -p demo", "Dpop", "--dpop ", "CertificateBound", "--cert ");
        for (Class<? extends SenderConstraint> type : GrantCompletenessTest.constraints()) {
            assertThat(constraints).containsKey(type.getSimpleName());
            assertThat(script).contains(constraints.get(type.getSimpleName()));
        }
        for (Setting hardening : List.of(
                Settings.PAR,
                Settings.REQUEST_OBJECT,
                Settings.AUTHORIZATION_DETAILS,
                Settings.RESOURCE,
                Settings.CLAIMS,
                Settings.ACR_VALUES,
                Settings.MAX_AGE,
                Settings.PROMPT,
                Settings.RESPONSE_MODE,
                Settings.RESPONSE_TYPE,
                Settings.DECRYPTION_KEY,
                Settings.FAPI2)) {
            assertThat(script).containsPattern(hardening.option() + "\\b");
        }
    }

    @Test
    void it_is_a_script_of_short_lines() {
        assertThat(list().lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(90);
        assertThat(lines()).allMatch(line -> line.matches("(oat|curl|export|umask) .*"));
    }
}
