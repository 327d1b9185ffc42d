package dev.oat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are encrypted, by the commands that a user has for it. */
class ProfileLockTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void a_profile_with_a_session() {
        world = world();
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        addService("ci");
        ok(
                "profile",
                "add",
                "work",
                "--issuer",
                issuer(),
                "--client-id",
                "demo-password",
                "--scope",
                "openid profile offline_access",
                "--api",
                playground.gateway().toString());
        signIn();
        playground.requests().onRequest(request -> {
            if (request.part() == Part.AUTHORIZATION_SERVER && request.method().equals("POST")) {
                asked.add(request.path());
            }
        });
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld world() {
        return TestWorld.at(home)
                .at(Instant.now())
                .with("PW", "wonderland")
                .with("SECRET", "service-secret")
                .with("K", KEY)
                .with("OTHER", OTHER);
    }

    private String issuer() {
        return playground.issuer().toString();
    }

    private void addService(String name) {
        ok(
                "profile",
                "add",
                name,
                "--issuer",
                issuer(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:SECRET",
                "--api",
                playground.gateway().toString());
    }

    private void signIn() {
        ok("token", "password", "-p", "work", "--username", "alice", "--password", "env:PW", "-o", "token");
    }

    private TestWorld.Outcome ok(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code())
                .as(String.join(" ", words) + ": " + outcome.err())
                .isZero();
        return outcome;
    }

    private TestWorld.Outcome refused(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        return outcome;
    }

    private String token(String profile) {
        return ok("token", "-p", profile).out().strip();
    }

    private Path sessions() {
        return home.resolve(".local/state/oat/sessions");
    }

    private Path session(String name) {
        return sessions().resolve(name + ".json");
    }

    private Path profile(String name) {
        return home.resolve(".config/oat/profiles/" + name + ".toml");
    }

    private static boolean isLocked(Path file) throws IOException {
        return Files.readString(file).startsWith("{\"locked\"");
    }

    /** All files below the home directory in which a text stands. */
    private List<String> holding(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(text)) {
                    found.add(home.relativize(file).toString());
                }
            }
        }
        return found;
    }

    @Test
    void a_locked_profile_works_as_before_and_its_files_say_nothing() throws Exception {
        String before = token("work");
        byte[] plain = Files.readAllBytes(session("work"));
        assertThat(holding(before)).isNotEmpty();
        TestWorld.Outcome outcome = ok("profile", "lock", "work", "--store-key", "env:K");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("1 file is encrypted now");
        assertThat(profile("work")).content().contains("store_key = \"env:K\"");
        assertThat(holding(before)).isEmpty();
        assertThat(token("work")).isEqualTo(before);

        String renewed = ok("token", "-p", "work", "--force-refresh").out().strip();
        assertThat(renewed).isNotEqualTo(before);
        assertThat(holding(renewed)).isEmpty();
        assertThat(token("work")).isEqualTo(renewed);
        ok("call", "-p", "work", playground.gateway() + "/hello");
        assertThat(ok("status").out()).contains("alice");
        assertThat(ok("profile", "lock", "work").err()).contains("0 files are encrypted now: none was otherwise");

        ok("profile", "unlock", "work");
        assertThat(profile("work")).content().doesNotContain("store_key");
        assertThat(token("work")).isEqualTo(renewed);
        assertThat(JsonObject.parse(Files.readAllBytes(session("work")))
                        .members()
                        .keySet())
                .containsAll(JsonObject.parse(plain).members().keySet());
    }

    @Test
    void there_and_back_is_the_same_file() throws Exception {
        byte[] plain = Files.readAllBytes(session("work"));
        ok("profile", "lock", "work", "--store-key", "env:K");
        ok("profile", "unlock", "work");
        assertThat(Files.readAllBytes(session("work"))).isEqualTo(plain);
    }

    /** The launcher hands out by it what Java would not. */
    @Test
    void the_slip_is_gone_before_a_lock_returns_and_none_is_made_of_an_encrypted_session() throws Exception {
        Path slip = sessions().resolve("work.slip");
        assertThat(slip).exists();
        ok("profile", "lock", "work", "--store-key", "env:K");
        assertThat(slip).doesNotExist();
        ok("token", "-p", "work", "--force-refresh");
        signIn();
        assertThat(slip).doesNotExist();
        ok("profile", "unlock", "work");
        assertThat(slip).doesNotExist();
        ok("token", "-p", "work", "--force-refresh");
        assertThat(slip).exists();
    }

    @Test
    void a_key_that_binds_tokens_is_encrypted_with_its_session() throws Exception {
        ok("profile", "set", "ci", "dpop=true", "store_key=env:K");
        ok("token", "client-credentials", "-p", "ci", "-o", "json");
        assertThat(isLocked(session("ci"))).isTrue();
        assertThat(holding("\\\"d\\\"")).isEmpty();
        ok("call", "-p", "ci", playground.gateway() + "/hello");
    }

    /** Whatever gives the token: what is stored is not passed over, not even where a new one could be had without it. */
    @ParameterizedTest
    @CsvSource({
        "work, token -p work",
        "work, token -p work --force-refresh",
        "work, token refresh -p work",
        "work, call -p work URL/hello",
        "work, userinfo -p work",
        "work, introspect -p work",
        "work, revoke -p work",
        "work, logout work",
        "work, token -p work -o header",
        "work, credential kubernetes -p work",
        "work, jwt decode -p work",
        "work, token password -p work --username alice --password env:PW",
        "ci, token -p ci",
        "ci, token -p ci --force-refresh",
        "ci, token client-credentials -p ci",
        "ci, call -p ci URL/hello",
    })
    void a_wrong_key_a_missing_one_and_clear_text_are_told_and_nothing_is_sent_or_lost(String name, String command)
            throws Exception {
        token("ci");
        byte[] plain = Files.readAllBytes(session(name));
        ok("profile", "lock", name, "--store-key", "env:K");
        byte[] locked = Files.readAllBytes(session(name));
        asked.clear();
        String[] words = command.replace("URL", playground.gateway().toString()).split(" ", -1);

        world = world().with("K", OTHER);
        assertThat(refused(words).err()).contains("is encrypted with another key", "oat logout " + name + " --forget");
        world = TestWorld.at(home).at(Instant.now()).with("PW", "wonderland").with("SECRET", "service-secret");
        assertThat(refused(words).err()).contains("the variable K is not set");
        world = world();
        Files.writeString(profile(name), Files.readString(profile(name)).replaceAll("store_key.*\n", ""));
        assertThat(refused(words).err()).contains("nothing says by which key", "--store-key REF");
        assertThat(Files.readAllBytes(session(name))).isEqualTo(locked);

        ok("profile", "set", name, "store_key=env:K");
        Files.write(session(name), plain);
        assertThat(refused(words).err())
                .contains("is not encrypted, though store_key is set", "oat profile lock " + name);
        assertThat(Files.readAllBytes(session(name))).isEqualTo(plain);
        Files.write(session(name), java.util.Arrays.copyOf(locked, locked.length / 2));
        assertThat(refused(words).err()).contains("is damaged");
        assertThat(asked).isEmpty();
        Files.write(session(name), locked);
        assertThat(token(name)).isNotEmpty();
    }

    @Test
    void a_sign_in_that_could_not_be_stored_does_not_begin() throws Exception {
        ok("profile", "lock", "work", "--store-key", "env:K");
        byte[] locked = Files.readAllBytes(session("work"));
        asked.clear();
        world = world().with("K", OTHER);
        ok("profile", "set", "work", "client_id=demo-web");
        TestWorld.Outcome outcome = world.run("login", "work", "--no-browser", "--timeout", "1");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("encrypted with another key").doesNotContain("/authorize");
        assertThat(Files.readAllBytes(session("work"))).isEqualTo(locked);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_session_whose_key_is_lost_can_be_forgotten_when_that_is_said() throws Exception {
        ok("profile", "lock", "work", "--store-key", "env:K");
        world = world().with("K", OTHER);
        refused("logout", "work");
        assertThat(session("work")).exists();
        assertThat(ok("logout", "work", "--forget").err()).contains("its tokens stay good at the server");
        assertThat(session("work")).doesNotExist();
        signIn();
        assertThat(isLocked(session("work"))).isTrue();
        world = world();
        refused("token", "-p", "work");
        ok("profile", "remove", "work");
        assertThat(session("work")).doesNotExist();
    }

    @Test
    void the_variable_alone_encrypts_from_the_first_sign_in() throws Exception {
        world.with("OAT_STORE_KEY", "env:K");
        addService("cache");
        String token = ok("token", "client-credentials", "-p", "cache", "-o", "token")
                .out()
                .strip();
        assertThat(holding(token)).isEmpty();
        assertThat(token("cache")).isEqualTo(token);
        // by settings without a profile too
        String bare = ok(
                        "token",
                        "--issuer",
                        issuer(),
                        "--client-id",
                        "demo-service",
                        "--client-secret",
                        "env:SECRET",
                        "-o",
                        "token")
                .out()
                .strip();
        assertThat(holding(bare)).isEmpty();
        world = world();
        assertThat(refused("token", "-p", "cache").err()).contains("nothing says by which key");
        world = world().with("OAT_STORE_KEY", "env:OTHER");
        assertThat(refused("token", "-p", "cache").err()).contains("another key");
    }

    @Test
    void a_secret_that_stands_in_the_variable_itself_works_too() throws Exception {
        world.with("OAT_STORE_KEY", KEY);
        String token = ok("token", "client-credentials", "-p", "ci", "-o", "token")
                .out()
                .strip();
        assertThat(holding(token)).isEmpty();
        assertThat(token("ci")).isEqualTo(token);
    }

    /** It is one key for a file, however the profile is named. */
    @Test
    void a_profiles_own_key_counts_before_the_variable() throws Exception {
        ok("profile", "lock", "work", "--store-key", "env:K");
        ok("profile", "use", "work");
        world.with("OAT_STORE_KEY", "env:OTHER");
        assertThat(token("work")).isEqualTo(ok("token").out().strip());
        world.with("OAT_PROFILE", "work");
        assertThat(token("work")).isEqualTo(ok("token").out().strip());
        assertThat(refused("token", "-p", "work", "--store-key", "env:OTHER").err())
                .contains("another key");
    }

    @Test
    void one_key_for_all_profiles_encrypts_all_that_is_stored() throws Exception {
        String ci = token("ci");
        String work = token("work");
        String bare = ok(
                        "token",
                        "--issuer",
                        issuer(),
                        "--client-id",
                        "demo-service",
                        "--client-secret",
                        "env:SECRET",
                        "--scope",
                        "read",
                        "-o",
                        "token")
                .out()
                .strip();
        ok("profile", "set", "ci", "store_key=env:OTHER");
        TestWorld.Outcome outcome = ok("profile", "lock", "--all", "--store-key", "env:K");
        assertThat(outcome.err()).contains("3 files are encrypted now");
        for (String token : List.of(ci, work, bare)) {
            assertThat(holding(token)).isEmpty();
        }
        assertThat(home.resolve(".config/oat/defaults.toml")).hasContent("store_key = \"env:K\"");
        assertThat(token("ci")).isEqualTo(ci);
        assertThat(token("work")).isEqualTo(work);
        // each by the key that is its own
        world = world().with("K", "another, and long enough to be no passphrase");
        assertThat(token("ci")).isEqualTo(ci);
        assertThat(refused("token", "-p", "work").err()).contains("another key");
        world = world();
        addService("new");
        assertThat(holding(token("new"))).isEmpty();
        assertThat(refused("profile", "unlock", "work").err()).contains("oat profile unlock --all");
        ok("profile", "unlock", "--all");
        assertThat(home.resolve(".config/oat/defaults.toml")).hasContent("");
        assertThat(isLocked(session("work"))).isFalse();
        assertThat(token("ci")).isEqualTo(ci);
        assertThat(token("work")).isEqualTo(work);
    }

    @Test
    void a_registered_clients_secrets_are_encrypted_and_used() throws Exception {
        ok(
                "client",
                "register",
                "--issuer",
                issuer(),
                "-p",
                "own",
                "--grant-type",
                "client_credentials",
                "--scope",
                "read");
        Path clients = home.resolve(".local/state/oat/clients");
        String secret = Files.readString(clients.resolve("own.client_secret")).strip();
        String management = JsonObject.parse(Files.readAllBytes(clients.resolve("own.json")))
                .text("registration_access_token")
                .orElseThrow();
        token("own");
        assertThat(ok("profile", "lock", "own", "--store-key", "env:K").err()).contains("3 files are encrypted now");
        assertThat(holding(secret)).isEmpty();
        assertThat(holding(management)).isEmpty();
        ok("token", "-p", "own", "--force-refresh");
        ok("client", "read", "-p", "own");
        Path file = clients.resolve("own.client_secret");
        byte[] locked = Files.readAllBytes(file);
        Files.writeString(file, "planted\n");
        asked.clear();
        assertThat(refused("token", "-p", "own", "--force-refresh").err()).contains("is not encrypted");
        assertThat(asked).isEmpty();
        Files.write(file, locked);
        ok("profile", "unlock", "own");
        assertThat(file).hasContent(secret);
        ok("token", "-p", "own", "--force-refresh");
    }

    @Test
    void a_client_can_be_registered_into_an_encrypted_store() throws Exception {
        ok(
                "client",
                "register",
                "--issuer",
                issuer(),
                "-p",
                "own",
                "--grant-type",
                "client_credentials",
                "--scope",
                "read",
                "--store-key",
                "env:K");
        assertThat(profile("own")).content().contains("store_key = \"env:K\"");
        Path clients = home.resolve(".local/state/oat/clients");
        assertThat(isLocked(clients.resolve("own.client_secret"))).isTrue();
        assertThat(isLocked(clients.resolve("own.json"))).isTrue();
        token("own");
        ok("client", "delete", "-p", "own");
    }

    @Test
    void a_sign_in_may_name_the_key_and_the_profile_keeps_it() throws Exception {
        RunningCommand login = new RunningCommand(
                world,
                "login",
                "new",
                "--issuer",
                issuer(),
                "--client-id",
                "demo-web",
                "--no-browser",
                "--store-key",
                "env:K");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        assertThat(login.outcome().code()).as(login.outcome().err()).isZero();
        assertThat(profile("new")).content().contains("store_key = \"env:K\"");
        assertThat(isLocked(session("new"))).isTrue();
        assertThat(holding(token("new"))).isEmpty();
    }

    @Test
    void a_passphrase_is_typed_twice_once_and_then_once_each_time() throws Exception {
        String token = token("work");
        world.typing("correct horse", "correct house");
        assertThat(refused("profile", "lock", "work", "--store-key", "prompt").err())
                .contains("differ");
        assertThat(isLocked(session("work"))).isFalse();
        assertThat(profile("work")).content().doesNotContain("store_key");

        world = world().typing("correct horse", "correct horse");
        ok("profile", "lock", "work", "--store-key", "prompt");
        assertThat(world.prompts()).containsExactly("Store key: ", "The same again: ");
        assertThat(JsonObject.parse(Files.readAllBytes(session("work"))).number("iterations"))
                .hasValue(600_000L);
        world = world().typing("correct horse");
        assertThat(token("work")).isEqualTo(token);
        world = world().typing("wrong");
        assertThat(refused("token", "-p", "work").err()).contains("another key");
        world = world();
        assertThat(refused("token", "-p", "work").err()).contains("there is no terminal");
        world = world().typing("correct horse");
        assertThat(refused("token", "-p", "work", "--no-input").err()).contains("--no-input forbids it");
        assertThat(ok("status").out()).contains("must be asked for");
        assertThat(world.prompts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"literal:0123456789", "0123456789abcdef", "-", "ci:github", "profile:ci", "workload:gcp"})
    void what_is_no_reference_to_keep_is_refused_and_changes_nothing(String reference) throws Exception {
        byte[] before = Files.readAllBytes(session("work"));
        assertThat(refused("profile", "lock", "work", "--store-key", reference).err())
                .doesNotContain("0123456789");
        assertThat(Files.readAllBytes(session("work"))).isEqualTo(before);
        assertThat(profile("work")).content().doesNotContain("store_key");
        token("work");
    }

    @Test
    void a_lock_needs_a_key_and_one_profile_or_all() {
        assertThat(refused("profile", "lock", "work").err())
                .contains("nothing says by which key", "oat profile lock work --store-key keyring:NAME");
        assertThat(refused("profile", "lock").err()).contains("a profile's name, or --all");
        assertThat(refused("profile", "lock", "work", "--all").err()).contains("a profile's name, or --all");
        assertThat(refused("profile", "lock", "wrok", "--store-key", "env:K").err())
                .contains("did you mean work");
        assertThat(refused("profile", "unlock", "wrok").err()).contains("did you mean work");
    }

    @Test
    void a_lock_with_another_key_than_the_session_has_changes_nothing() throws Exception {
        ok("profile", "lock", "work", "--store-key", "env:K");
        byte[] locked = Files.readAllBytes(session("work"));
        assertThat(refused("profile", "lock", "work", "--store-key", "env:OTHER")
                        .err())
                .contains("another key");
        assertThat(profile("work")).content().contains("store_key = \"env:K\"");
        assertThat(Files.readAllBytes(session("work"))).isEqualTo(locked);
        ok("profile", "unlock", "work");
        ok("profile", "lock", "work", "--store-key", "env:OTHER");
        token("work");
    }

    @Test
    void a_profile_that_is_given_a_key_by_hand_says_what_to_do_and_does_it() throws Exception {
        String token = token("work");
        assertThat(ok("profile", "set", "work", "store_key=env:K").err()).contains("oat profile lock work");
        refused("token", "-p", "work");
        ok("profile", "lock", "work");
        assertThat(token("work")).isEqualTo(token);
        assertThat(isLocked(session("work"))).isTrue();
    }

    /** TOML has more than one way to write a key. */
    @ParameterizedTest
    @ValueSource(strings = {"\"store_key\" = 'env:K'", "'store_key'=\"env:K\"", "\"store\\u005fkey\" = \"env:K\""})
    void a_key_counts_however_the_profile_writes_it(String line) throws Exception {
        Files.writeString(profile("ci"), Files.readString(profile("ci")) + line + "\n");
        assertThat(holding(token("ci"))).isEmpty();
    }

    @Test
    void an_interrupted_renewals_answer_is_found_encrypted_as_it_was_left() throws Exception {
        ok("profile", "lock", "work", "--store-key", "env:K");
        byte[] before = Files.readAllBytes(session("work"));
        String renewed = ok("token", "-p", "work", "--force-refresh").out().strip();
        Path aside = session("work").resolveSibling("work.json.new");
        Files.move(session("work"), aside);
        Files.write(session("work"), before);
        world = world().with("K", OTHER);
        refused("token", "-p", "work", "--force-refresh");
        assertThat(aside).exists();
        world = world();
        // the server has spent the refresh token that lies in the session's own file
        assertThat(ok("token", "-p", "work", "--force-refresh").out().strip()).isEqualTo(renewed);
        assertThat(aside).doesNotExist();
        assertThat(ok("token", "-p", "work", "--force-refresh").out().strip()).isNotEqualTo(renewed);
    }

    @Test
    void the_store_of_one_machine_can_be_carried_to_another() throws Exception {
        world.with("OAT_STORE_KEY", "env:K");
        ok("profile", "lock", "ci");
        String token = ok("token", "client-credentials", "-p", "ci", "-o", "token")
                .out()
                .strip();
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere/oat/sessions"));
        Files.copy(session("ci"), elsewhere.resolve("ci.json"), StandardCopyOption.COPY_ATTRIBUTES);
        world.with("OAT_STATE_DIR", home.resolve("elsewhere/oat").toString());
        assertThat(token("ci")).isEqualTo(token);
    }
}
