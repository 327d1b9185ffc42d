package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher for {@code sh} hands out without Java is what Java would print; all else it leaves to Java. */
@DisabledOnOs(OS.WINDOWS)
class LauncherSlipTest {
    private static final List<String> TOKEN = List.of("token");
    private static final String KUBECTL =
            "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                    + "\"spec\":{\"interactive\":false}}";

    @TempDir
    Path directory;

    private Path home;
    private LauncherUnderShells launcher;
    private Playground playground;
    private final Map<String, String> variables = new LinkedHashMap<>();

    @BeforeEach
    void two_profiles_with_a_token_each() throws Exception {
        home = Files.createDirectory(directory.resolve("h o'm\"e é"));
        launcher = new LauncherUnderShells(directory);
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
        begin();
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    /** Everything as after two sign-ins. */
    private void begin() throws Exception {
        clear(home);
        variables.clear();
        variables.put("HOME", home.toString());
        for (String name : List.of("work", "other")) {
            String[] words = {
                "profile",
                "add",
                name,
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:SECRET"
            };
            assertThat(java(Instant.now(), words).code()).isZero();
            store(name, Instant.now());
        }
        assertThat(java(Instant.now(), "profile", "use", "work").code()).isZero();
    }

    private void store(String profile, Instant at) {
        java(at, "token", "client-credentials", "-p", profile);
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory)) {
                    Files.delete(path);
                }
            }
        }
    }

    private TestWorld.Outcome java(Instant at, String... words) {
        TestWorld world = TestWorld.at(home).at(at).with("SECRET", "service-secret");
        variables.forEach(world::with);
        return world.run(words);
    }

    private Path profiles() {
        return home.resolve(".config/oat/profiles");
    }

    private Path sessions() {
        return home.resolve(".local/state/oat/sessions");
    }

    private LauncherUnderShells.Outcome sh(String shell, List<String> words) throws Exception {
        return launcher.run(shell, variables, words);
    }

    @Test
    void every_shell_hands_out_what_java_prints() throws Exception {
        List<List<String>> questions = List.of(
                TOKEN,
                List.of("token", "-p", "other"),
                List.of("token", "--profile", "work", "-o", "header"),
                List.of("token", "-o", "token", "-p", "other"),
                List.of("token", "--output", "header"),
                List.of("credential", "kubernetes", "-p", "work"),
                List.of("credential", "kubernetes"));
        for (List<String> words : questions) {
            TestWorld.Outcome java = java(Instant.now(), words.toArray(String[]::new));
            assertThat(java.code()).as(java.err()).isZero();
            for (String shell : LauncherUnderShells.shells()) {
                for (String with : List.of(shell, shell + " -u", shell + " -x", shell + " -f")) {
                    for (String locale : List.of("C", "C.UTF-8")) {
                        variables.put("LC_ALL", locale);
                        LauncherUnderShells.Outcome outcome = sh(with, words);
                        assertThat(outcome.out())
                                .as(with + " " + words + " " + outcome.err())
                                .isEqualTo(java.out());
                        assertThat(outcome.code()).isZero();
                        if (!with.endsWith("x")) {
                            assertThat(outcome.err()).isEmpty();
                        }
                        assertThat(outcome.err()).doesNotContain(java.out().strip());
                    }
                }
            }
            variables.remove("LC_ALL");
        }
        variables.put("KUBERNETES_EXEC_INFO", KUBECTL + "\n");
        for (String shell : LauncherUnderShells.shells()) {
            assertThat(sh(shell, List.of("credential", "kubernetes")).out())
                    .isEqualTo(java(Instant.now(), "credential", "kubernetes").out());
        }
    }

    private interface Change {
        void make() throws Exception;
    }

    /** Any file of the profiles and the sessions. */
    private Path any(Random random) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : List.of(sessions(), profiles(), home.resolve(".config/oat"))) {
            try (Stream<Path> entries = Files.list(place)) {
                entries.filter(path -> !path.toString().endsWith(".lock") && !Files.isDirectory(path))
                        .sorted()
                        .forEach(files::add);
            }
        }
        // mostly what counts
        return random.nextInt(3) > 0 || files.isEmpty()
                ? sessions().resolve(random.nextBoolean() ? "work.slip" : "work.json")
                : files.get(random.nextInt(files.size()));
    }

    private void defaults(String text) throws IOException {
        Path file = home.resolve(".config/oat/defaults.toml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void change(Random random) throws Exception {
        String name = random.nextInt(4) > 0 ? "work" : "other";
        Path profile = profiles().resolve(name + ".toml");
        Instant now = Instant.now();
        Duration life = Duration.ofSeconds(600);
        List<Change> changes = List.of(
                // the profile
                () -> java(now, "profile", "set", name, "scope=read"),
                () -> java(now, "profile", "set", name, "min_ttl=" + random.nextInt(700)),
                () -> java(now, "profile", "use", name),
                () -> java(now, "profile", "remove", name),
                () -> Files.writeString(profile, "# edited\n", StandardOpenOption.APPEND),
                () -> Files.writeString(profile, Files.readString(profile).replace("demo-service", "demo-servicf")),
                () -> Files.writeString(profile, Files.readString(profile).stripTrailing()),
                () -> Files.writeString(profile, Files.readString(profile)),
                () -> Files.write(profile, new byte[] {'#', 0, '\n'}, StandardOpenOption.APPEND),
                () -> Files.move(profile, profiles().resolve("third.toml"), StandardCopyOption.REPLACE_EXISTING),
                () -> swap(profiles().resolve("work.toml"), profiles().resolve("other.toml")),
                () -> Files.writeString(home.resolve(".config/oat/default-profile"), name),
                () -> Files.writeString(home.resolve(".config/oat/default-profile"), name + "\n\n"),
                () -> Files.delete(home.resolve(".config/oat/default-profile")),
                // what holds for every profile
                () -> java(now, "profile", "set", "--default", "timeout=9", "idp=" + name),
                () -> java(now, "profile", "set", "--default", "timeout=", "idp="),
                () -> defaults("scope = \"write\"\nmin_ttl = 100000\nclient_id = \"other\"\n"),
                () -> defaults("this is no TOML\n"),
                // the session
                () -> java(now, "token", "refresh", "-p", name),
                () -> java(now, "token", "--force-refresh", "-p", name),
                () -> store(name, now),
                () -> java(now, "logout", name),
                () -> java(now, "revoke", "-p", name),
                // seconds before or after its end, and with a clock that was ahead
                () -> store(name, now.minus(life).plusSeconds(30 + random.nextInt(5) - 2)),
                () -> store(name, now.plusSeconds(random.nextInt(200))),
                () -> store(name, now.plus(Duration.ofDays(1))),
                // files that are put back
                () -> Files.writeString(
                        sessions().resolve("work.json"),
                        Files.readString(sessions().resolve("work.json"))),
                () -> swap(sessions().resolve("work.slip"), sessions().resolve("other.slip")),
                () -> swap(sessions().resolve("work.json"), sessions().resolve("other.json")),
                () -> keepAndLogOut(name),
                // and any of them spoilt
                () -> spoil(sessions().resolve("work.slip"), random),
                () -> spoil(sessions().resolve("work.slip"), random),
                () -> spoil(sessions().resolve("work.slip"), random),
                () -> spoil(any(random), random),
                () -> spoil(any(random), random),
                () -> spoil(any(random), random),
                () -> spoil(any(random), random),
                () -> Files.setPosixFilePermissions(
                        any(random),
                        PosixFilePermissions.fromString(
                                List.of("rw-------", "r--------", "rw-r--r--", "rw-rw----", "rw-rw-rw-", "rwx------")
                                        .get(random.nextInt(6)))),
                () -> Files.setPosixFilePermissions(
                        List.of(sessions(), profiles(), home.resolve(".config/oat"))
                                .get(random.nextInt(3)),
                        PosixFilePermissions.fromString(List.of("rwx------", "rwxr-xr-x", "rwxrwxrwx", "r-x------")
                                .get(random.nextInt(4)))),
                () -> belongTo(any(random), 1 + random.nextInt(2)),
                () -> link(any(random)));
        try {
            changes.get(random.nextInt(changes.size())).make();
        } catch (java.nio.file.FileSystemException | java.io.UncheckedIOException e) {
            // an earlier change has left nothing there to change
        }
    }

    private static void swap(Path one, Path other) throws IOException {
        Path between = one.resolveSibling("between");
        Files.move(one, between);
        Files.move(other, one);
        Files.move(between, other);
    }

    /** A copy of session and slip with their dates, put back after a sign-out. */
    private void keepAndLogOut(String name) throws Exception {
        Map<Path, byte[]> kept = new HashMap<>();
        Map<Path, FileTime> dates = new HashMap<>();
        for (String ending : List.of(".json", ".slip")) {
            Path file = sessions().resolve(name + ending);
            kept.put(file, Files.readAllBytes(file));
            dates.put(file, Files.getLastModifiedTime(file));
        }
        java(Instant.now(), "logout", name);
        for (Map.Entry<Path, byte[]> file : kept.entrySet()) {
            Files.write(file.getKey(), file.getValue());
            Files.setPosixFilePermissions(file.getKey(), PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(file.getKey(), dates.get(file.getKey()));
        }
    }

    private static void spoil(Path file, Random random) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (content.length == 0) {
            return;
        }
        switch (random.nextInt(7)) {
            case 0 -> content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(7));
            case 1 -> content[random.nextInt(content.length)] = 'x';
            case 2 -> content = Arrays.copyOf(content, random.nextInt(content.length));
            case 3 -> content = Arrays.copyOf(content, content.length + 1);
            case 4 ->
                content = new String(content, StandardCharsets.UTF_8)
                        .replace(" 1 ", " 2 ")
                        .getBytes(StandardCharsets.UTF_8);
            case 5 -> {
                Files.delete(file);
                return;
            }
            default -> {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(random.nextInt(9) - 4)));
                return;
            }
        }
        Files.write(file, content);
    }

    private static void belongTo(Path file, int user) throws IOException {
        try {
            Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        } catch (java.nio.file.FileSystemException e) {
            // only the superuser can give a file away
        }
    }

    private void link(Path file) throws IOException {
        Path target = Files.createTempFile(directory, "target", "");
        Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        Files.createSymbolicLink(file, target);
    }

    private void vary(Random random) throws IOException {
        List<String> shaping = CachedSession.variables();
        String shaper = shaping.get(random.nextInt(shaping.size()));
        switch (random.nextInt(10)) {
            case 0 -> variables.put(shaper, List.of("x", "", " ").get(random.nextInt(3)));
            case 1 ->
                variables.put(
                        "OAT_PROFILE",
                        List.of("work", "other", "none", "", "../work").get(random.nextInt(5)));
            case 2 ->
                variables.put(
                        "OAT_STATE_DIR",
                        List.of("relative", sessions().getParent().toString(), sessions() + "/..", "/nowhere", "")
                                .get(random.nextInt(5)));
            case 3 ->
                variables.put(
                        "OAT_CONFIG_DIR",
                        List.of("relative", profiles().getParent().toString(), profiles() + "/..", "/nowhere", "")
                                .get(random.nextInt(5)));
            case 4 ->
                variables.put(
                        List.of("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "OAT_CACHE_DIR")
                                .get(random.nextInt(4)),
                        List.of("relative", "/nowhere", "").get(random.nextInt(3)));
            case 5 ->
                variables.put(
                        "KUBERNETES_EXEC_INFO",
                        List.of("", KUBECTL, KUBECTL + "\n", KUBECTL.replace("/v1", "/v1beta1"), KUBECTL + "}", "{}")
                                .get(random.nextInt(6)));
            // what the launcher's own names are
            case 6 ->
                variables.put(
                        List.of(
                                        "form",
                                        "format",
                                        "name",
                                        "choice",
                                        "chosen",
                                        "token",
                                        "before",
                                        "after",
                                        "me",
                                        "now",
                                        "until",
                                        "lines",
                                        "line",
                                        "facts",
                                        "place",
                                        "IFS",
                                        "EPOCHSECONDS",
                                        "OAT_COLOR",
                                        "OAT_TIMEOUT",
                                        "TZ",
                                        "POSIXLY_CORRECT")
                                .get(random.nextInt(21)),
                        List.of("1", "token", "99999999999", "").get(random.nextInt(4)));
            default -> {}
        }
    }

    private static List<String> words(Random random) {
        List<List<String>> all = List.of(
                TOKEN,
                TOKEN,
                List.of("token", "-p", "work"),
                List.of("token", "-p", "work"),
                List.of("token", "-o", "header"),
                List.of("credential", "kubernetes", "-p", "work"),
                List.of("credential", "kubernetes"),
                List.of("token", "-p", "other", "-o", "token"),
                List.of("token", "--profile", "third"),
                List.of("token", "-p"),
                List.of("token", "-p", ""),
                List.of("token", "-p", "../work"),
                List.of("token", "-p", "work", "-p", "other"),
                List.of("token", "-o", "header", "-o", "token"),
                List.of("token", "-o", "json"),
                List.of("token", "-p", "work", "more"),
                List.of("token", "-o"),
                List.of("credential", "kubernetes", "-o", "token"),
                List.of("credential"),
                List.of("token", "-p", "WORK"),
                List.of("token", "-p", "work", "--min-ttl", "500"),
                List.of("credential", "kubernetes", "--id-token"));
        return all.get(random.nextInt(2) == 0 ? random.nextInt(9) : random.nextInt(all.size()));
    }

    /** What leaves a token that Java hands out all the same, after it has looked twice. */
    private Map<String, Change> doubts() {
        Map<String, Change> doubts = new LinkedHashMap<>();
        Path slip = sessions().resolve("work.slip");
        Path session = sessions().resolve("work.json");
        Path profile = profiles().resolve("work.toml");
        Path config = home.resolve(".config/oat");
        Path choice = config.resolve("default-profile");
        for (Path file : List.of(slip, session)) {
            for (String mode : List.of("rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rwx------", "rw-rw-rw-")) {
                doubts.put(file + " " + mode, () -> chmod(file, mode));
            }
            doubts.put(file + " is a link", () -> link(file));
            doubts.put(file + " is gone", () -> Files.delete(file));
            doubts.put(file + " is a directory", () -> {
                Files.delete(file);
                Files.createDirectory(file);
            });
            doubts.put(file + " was written again", () -> Files.write(file, Files.readAllBytes(file)));
            doubts.put(file + " was touched", () -> Files.setLastModifiedTime(file, FileTime.from(Instant.now())));
            doubts.put(file + " is shorter", () -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 300)));
            doubts.put(file + " is a copy with its date", () -> copyWithDate(file));
        }
        doubts.remove(slip + " is a copy with its date");
        doubts.put("a link leads to the profile's text, changed", () -> {
            link(profile);
            Files.writeString(profile, "# changed\n", StandardOpenOption.APPEND);
        });
        for (String mode : List.of("rw-rw----", "rw----rw-", "rw-rw-rw-")) {
            doubts.put(profile + " " + mode, () -> chmod(profile, mode));
            doubts.put(choice + " " + mode, () -> chmod(choice, mode));
        }
        for (Path place : List.of(sessions(), profiles(), config)) {
            for (String mode : List.of("rwxr-x---", "rwx--x--x", "rwx-w----", "rwxrwxrwx")) {
                doubts.put(place + " " + mode, () -> chmod(place, mode));
            }
        }
        String text = "issuer";
        doubts.put(
                "the profile is edited to the same length",
                () -> Files.writeString(profile, Files.readString(profile).replace(text, "Issuer")));
        doubts.put("the profile has a line more", () -> Files.writeString(profile, "\n", StandardOpenOption.APPEND));
        doubts.put("the profile has a NUL", () -> Files.write(profile, new byte[1], StandardOpenOption.APPEND));
        doubts.put(
                "the profile lacks its last line's end",
                () -> Files.writeString(profile, Files.readString(profile).stripTrailing()));
        doubts.put("the profile is gone", () -> Files.delete(profile));
        doubts.put("another profile is in use", () -> Files.writeString(choice, "none\n"));
        doubts.put("the choice has more lines", () -> Files.writeString(choice, "work\nmore\n"));
        doubts.put("the choice has no line's end", () -> Files.writeString(choice, "work"));
        doubts.put("no profile is chosen", () -> Files.delete(choice));
        doubts.put(
                "a key for all profiles",
                () -> Files.writeString(config.resolve("defaults.toml"), "store_key = \"env:KEY\"\n"));
        doubts.put(
                "a link for it that leads nowhere",
                () -> Files.createSymbolicLink(config.resolve("defaults.toml"), Path.of("nowhere")));
        doubts.put(
                "the profile has a key",
                () -> Files.writeString(profile, "store_key = \"env:KEY\"\n", StandardOpenOption.APPEND));
        doubts.put(
                "the slip is another profile's",
                () -> Files.copy(
                        sessions().resolve("other.slip"),
                        slip,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES));
        for (String first : List.of("oat-slip 2", "oat-slip 11", "oat 1", "oat-slip", "")) {
            doubts.put("a slip of the format " + first, () -> rewritten(slip, "oat-slip 1", first));
        }
        doubts.put("a slip with a further word", () -> rewritten(slip, "\n", " more\n"));
        doubts.put("a slip with a word for a number", () -> rewritten(slip, " work 1", " work x"));
        doubts.put("a slip of an earlier size", () -> Files.write(slip, Files.readAllBytes(slip)));
        doubts.put(
                "a slip that was written later",
                () -> store("work", Instant.now().plusSeconds(100)));
        doubts.put("a slip that has ended", () -> store("work", Instant.now().minusSeconds(571)));
        doubts.put("no home", () -> variables.put("HOME", ""));
        doubts.put("a way up", () -> variables.put("OAT_STATE_DIR", sessions() + "/.."));
        doubts.put("foreign: the slip", () -> belongTo(slip, 1));
        doubts.put("foreign: the session", () -> belongTo(session, 1));
        doubts.put("foreign: the profile", () -> belongTo(profile, 1));
        doubts.put("foreign: the choice", () -> belongTo(choice, 1));
        for (Path place : List.of(sessions(), profiles(), config)) {
            doubts.put("foreign: " + place, () -> belongTo(place, 1));
        }
        return doubts;
    }

    /** The same of what stands in the environment. */
    private Map<String, String> doubtfulVariables() {
        Map<String, String> doubtful = new LinkedHashMap<>();
        for (String variable : CachedSession.variables()) {
            doubtful.put(variable, " ");
        }
        for (String variable : List.of(
                "OAT_CONFIG_DIR", "OAT_STATE_DIR", "OAT_CACHE_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME")) {
            doubtful.put(variable, "relative");
        }
        doubtful.put("OAT_JAVA_OPTS", "-Xmx80m");
        return doubtful;
    }

    private static void chmod(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void copyWithDate(Path file) throws IOException {
        Path copy = file.resolveSibling("copy");
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A slip with another text, of the size that it says and dated as before. */
    private static void rewritten(Path slip, String text, String other) throws IOException {
        FileTime date = Files.getLastModifiedTime(slip);
        String whole = Files.readString(slip);
        int size = whole.length() + other.length() - text.length();
        int at = whole.indexOf(text);
        whole = whole.substring(0, at) + other + whole.substring(at + text.length());
        Files.writeString(
                slip, whole.replaceFirst(" " + (size + text.length() - other.length()) + " ", " " + size + " "));
        Files.setLastModifiedTime(slip, date);
    }

    @Test
    void at_the_least_doubt_java_starts() throws Exception {
        List<String> shells = LauncherUnderShells.shells();
        List<String> wrong = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, String> doubtful : doubtfulVariables().entrySet()) {
            String before = variables.put(doubtful.getKey(), doubtful.getValue());
            String shell = shells.get(number++ % shells.size());
            if (!sh(shell, TOKEN).passed()) {
                wrong.add(doubtful + " under " + shell);
            }
            variables.put(doubtful.getKey(), before == null ? "" : before);
            if (sh(shell, TOKEN).passed()) {
                wrong.add("nothing is handed out without " + doubtful);
            }
        }
        boolean superuser = Files.getAttribute(sessions(), "unix:uid").equals(0);
        for (String doubt : doubts().keySet()) {
            if (doubt.startsWith("foreign") && !superuser) {
                continue;
            }
            begin();
            // each shell gets its share of them, but all read slips
            String one = shells.get(number++ % shells.size());
            if (sh(one, TOKEN).passed()) {
                wrong.add("nothing was handed out before " + doubt);
            }
            doubts().get(doubt).make();
            for (String shell : doubt.startsWith("a slip") ? shells : List.of(one)) {
                LauncherUnderShells.Outcome outcome = sh(shell, TOKEN);
                if (!outcome.passed() || outcome.code() != 0) {
                    wrong.add(doubt + " under " + shell + ": " + outcome);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void other_words_are_left_to_java() throws Exception {
        for (String shell : LauncherUnderShells.shells()) {
            for (List<String> words : List.of(
                    List.<String>of(),
                    List.of("status"),
                    List.of("token", "-o", "json"),
                    List.of("token", "-o", "env"),
                    List.of("token", "-o"),
                    List.of("token", "-p"),
                    List.of("token", "-p", ""),
                    List.of("token", "-pwork"),
                    List.of("token", "-p", "../sessions/work"),
                    List.of("token", "-p", "work", "-p", "work"),
                    List.of("token", "-p", "work", "--help"),
                    List.of("token", "-p", "work", "-v"),
                    List.of("token", "-o", "token", "-o", "token"),
                    List.of("token", "refresh"),
                    List.of("-p", "work", "token"),
                    List.of("credential", "git"),
                    List.of("credential", "kubernetes", "-o", "token"),
                    List.of("credential", "kubernetes", "--id-token"))) {
                assertThat(sh(shell, words).passed()).as(shell + " " + words).isTrue();
            }
            variables.put("KUBERNETES_EXEC_INFO", KUBECTL.replace("/v1", "/v1beta1"));
            assertThat(sh(shell, List.of("credential", "kubernetes")).passed())
                    .as(shell)
                    .isTrue();
            variables.remove("KUBERNETES_EXEC_INFO");
        }
    }

    /** {@code -Doat.slip.seed=N} repeats a run, and {@code -Doat.slip.states=N} makes it longer. */
    @Test
    void in_a_thousand_random_states_it_hands_out_what_java_would_or_starts_java() throws Exception {
        long seed = Long.getLong("oat.slip.seed", System.nanoTime());
        int states = Integer.getInteger("oat.slip.states", 1000);
        Random random = new Random(seed);
        List<String> shells = LauncherUnderShells.shells();
        int handedOut = 0;
        for (int state = 0; state < states; state++) {
            if (state % 5 == 0) {
                begin();
            }
            variables.keySet().removeIf(name -> !name.equals("HOME"));
            for (int i = random.nextInt(3); i > 0; i--) {
                change(random);
            }
            if (random.nextInt(3) == 0) {
                vary(random);
            }
            List<String> words = words(random);
            Instant before = Instant.now();
            // mostly the one that is quick to start
            String shell = shells.get(random.nextInt(4) > 0 ? 0 : random.nextInt(shells.size()));
            LauncherUnderShells.Outcome outcome = sh(shell, words);
            if (outcome.passed()) {
                continue;
            }
            handedOut++;
            TestWorld.Outcome java = java(before, words.toArray(String[]::new));
            assertThat(outcome.out())
                    .as("seed " + seed + ", state " + state + ", " + shell + " " + words + " " + variables + ": "
                            + java.err() + outcome.err())
                    .isEqualTo(java.out());
            assertThat(outcome.code()).isEqualTo(java.code());
        }
        assertThat(handedOut).as("seed " + seed).isBetween(states / 8, states - states / 8);
    }

    @Test
    void the_launcher_knows_every_variable_by_which_another_token_is_asked_for() throws Exception {
        StringBuilder list = new StringBuilder("    [ -z \"\\\n");
        int onLine = 0;
        for (String variable : CachedSession.variables()) {
            list.append("${").append(variable).append("-}");
            onLine++;
            if (onLine % 4 == 0) {
                list.append("\\\n");
            }
        }
        list.append(onLine % 4 == 0 ? "\" ] || return\n" : "\\\n\" ] || return\n");
        String text = Files.readString(LauncherUnderShells.LAUNCHER);
        int start = text.indexOf("    [ -z \"\\\n");
        String end = "\\\n\" ] || return\n";
        int stop = text.indexOf(end, start) + end.length();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(LauncherUnderShells.LAUNCHER, text.substring(0, start) + list + text.substring(stop));
            fail("the launcher was written anew: look at the difference, and run again without -Dgolden.update");
        }
        assertThat(text.substring(start, stop))
                .as("if the change is meant: mvn test -Dtest=LauncherSlipTest -Dgolden.update=true")
                .isEqualTo(list.toString());
    }
}
