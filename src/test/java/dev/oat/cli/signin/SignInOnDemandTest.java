package dev.oat.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Programs;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that needs a session has the user sign in where one is at hand, and else says by which command they can. */
@Timeout(120)
class SignInOnDemandTest {
    private static final Pattern HINT = Pattern.compile("^ +try: (oat .+)$", Pattern.MULTILINE);

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("WEB", "web-secret").with("SVC", "service-secret");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String issuer() {
        return playground.issuer().toString();
    }

    private void profile(String name, String client, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "profile",
                "add",
                name,
                "--issuer",
                issuer(),
                "--client-id",
                client,
                "--api",
                playground.gateway().toString()));
        words.addAll(List.of(more));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private static void visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
    }

    private TestWorld.Outcome signedInDuring(String... words) throws Exception {
        RunningCommand command = new RunningCommand(world, words);
        visitAsAlice(command);
        return command.outcome();
    }

    private long pages() {
        return playground.requests().of(Part.AUTHORIZATION_SERVER).stream()
                .filter(request -> request.path().equals("/authorize"))
                .count();
    }

    private Map<String, String[]> commands() {
        Map<String, String[]> commands = new LinkedHashMap<>();
        commands.put("call", new String[] {"call", "-p", "work", playground.gateway() + "/orders"});
        commands.put("userinfo", new String[] {"userinfo", "work"});
        commands.put("credential kubernetes", new String[] {"credential", "kubernetes", "-p", "work"});
        commands.put(
                "credential kubernetes with the ID token",
                new String[] {"credential", "kubernetes", "-p", "work", "--id-token"});
        commands.put("credential gcp", new String[] {"credential", "gcp", "-p", "work"});
        commands.put("credential npm", new String[] {
            "credential", "npm", "-p", "work", playground.gateway().toString()
        });
        commands.put("token --login", new String[] {"token", "-p", "work", "--login"});
        commands.put(
                "token --login --force-refresh", new String[] {"token", "-p", "work", "--login", "--force-refresh"});
        return commands;
    }

    @TestFactory
    Stream<DynamicTest> without_a_session_it_says_why_has_the_user_sign_in_and_goes_on() {
        profile("work", "demo-web", "--scope", "openid read");
        world.typing();
        return commands().entrySet().stream()
                .map(command -> DynamicTest.dynamicTest(command.getKey(), () -> {
                    assertThat(world.run("logout", "work").code()).isZero();
                    TestWorld.Outcome outcome = signedInDuring(command.getValue());
                    assertThat(outcome.code()).as(outcome.err()).isZero();
                    assertThat(outcome.out()).isNotEmpty().doesNotContain("signing in", "http://127.0.0.1/authorize");
                    assertThat(outcome.err()).contains("oat: there is no session for profile work: signing in\n");
                    long asked = pages();
                    assertThat(world.run("token", "-p", "work").code()).isZero();
                    assertThat(pages()).isEqualTo(asked);
                }));
    }

    @TestFactory
    Stream<DynamicTest> after_the_session_has_ended_it_has_the_user_sign_in_again() {
        profile("work", "demo-web", "--scope", "openid read");
        world.typing();
        return commands().entrySet().stream()
                .map(command -> DynamicTest.dynamicTest(command.getKey(), () -> {
                    world.pass(Duration.ofHours(3));
                    TestWorld.Outcome outcome = signedInDuring(command.getValue());
                    assertThat(outcome.code()).as(outcome.err()).isZero();
                    assertThat(outcome.err()).contains(": signing in\n");
                }));
    }

    /**
     * A profile whose token comes by something that only the user can type.
     *
     * @param setUp how it is made
     * @param typed what the user types
     * @param user whether the token is a user's
     */
    private record Typed(String setUp, List<String> typed, boolean person) {}

    private static final List<Typed> TYPED = List.of(
            new Typed("demo-password --grant-type password --username alice", List.of("wonderland"), true),
            new Typed("demo-password --grant-type password", List.of("alice", "wonderland"), true),
            new Typed(
                    "demo-password --grant-type password --username alice --password prompt",
                    List.of("wonderland"),
                    true),
            new Typed(
                    "demo-service --grant-type client_credentials --client-secret prompt",
                    List.of("service-secret"),
                    false),
            new Typed("demo-service --client-secret prompt", List.of("service-secret"), false),
            new Typed(
                    "demo-service --grant-type token-exchange --subject-token env:SUBJECT --client-secret prompt",
                    List.of("service-secret"),
                    false));

    private void typedProfile(TestWorld own, Typed one, String name) {
        List<String> words = new ArrayList<>(List.of("profile", "add", name, "--issuer", issuer(), "--client-id"));
        words.addAll(List.of(one.setUp().split(" ")));
        words.addAll(List.of("--api", playground.gateway().toString()));
        words.addAll(List.of("--scope", one.person() ? "openid,read" : "read"));
        TestWorld.Outcome outcome = own.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private String subjectToken() {
        TestWorld.Outcome outcome = world.run(
                words("token --issuer ISSUER --client-id demo-service --client-secret env:SVC --scope read -o token"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out().strip();
    }

    @TestFactory
    Stream<DynamicTest> what_only_the_user_can_type_is_asked_for_once_and_the_command_goes_on() {
        String subject = subjectToken();
        List<DynamicTest> tests = new ArrayList<>();
        for (Typed one : TYPED) {
            commands().forEach((name, words) -> {
                // without a grant in the profile --login asks for a user, whatever the client has
                boolean other = name.contains("--login") && !one.setUp().contains("--grant-type");
                if (!other
                        && (one.person()
                                || !(name.equals("userinfo")
                                        || name.equals("credential gcp")
                                        || name.contains("ID token")))) {
                    tests.add(DynamicTest.dynamicTest(one.setUp() + ": " + name, () -> typedIn(one, words, subject)));
                }
            });
        }
        return tests.stream();
    }

    private void typedIn(Typed one, String[] words, String subject) throws Exception {
        TestWorld own = TestWorld.at(java.nio.file.Files.createTempDirectory(home, "typed"))
                .with("SUBJECT", subject)
                .at(world.now());
        typedProfile(own, one, "work");
        List<String> silent = new ArrayList<>(List.of(words));
        silent.add("--no-input");
        assertThat(own.run(words).code()).as("no terminal").isEqualTo(4);
        own.typing(one.typed().toArray(new String[0]));
        assertThat(own.run(silent.toArray(new String[0])).code()).as("no input").isEqualTo(4);
        assertThat(own.run("token", "-p", "work").code()).as("not told to").isEqualTo(4);
        assertThat(own.prompts()).isEmpty();
        TestWorld.Outcome outcome = own.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(own.prompts()).hasSize(one.typed().size());
        assertThat(outcome.out()).isNotEmpty().doesNotContain("getting one by");
        assertThat(outcome.err()).contains("there is no session for profile work: getting one by ");
        if (!silent.contains("--force-refresh")) {
            assertThat(own.run(words).code()).isZero();
        }
        assertThat(own.run("token", "-p", "work").code()).isZero();
        assertThat(own.prompts()).hasSize(one.typed().size());
        assertThat(pages()).isZero();
    }

    @Test
    void a_wrong_password_that_was_typed_is_the_servers_refusal_and_not_asked_for_again() {
        typedProfile(world, TYPED.get(0), "work");
        world.typing("nonsense", "wonderland");
        TestWorld.Outcome outcome = world.run("call", "-p", "work", playground.gateway() + "/orders");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("invalid_grant");
        assertThat(world.prompts()).hasSize(1);
    }

    @Test
    void without_a_profile_a_password_is_asked_for_and_then_the_session_serves() {
        world.typing("wonderland");
        String[] call = words("call --issuer ISSUER --client-id demo-password --grant-type password --scope read"
                + " --allow-host GATEWAY GATEWAY/orders");
        world.with("OAT_USERNAME", "alice");
        TestWorld.Outcome first = world.run(call);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(world.run(call).code()).isZero();
        assertThat(world.prompts()).hasSize(1);
    }

    @Test
    void all_who_wait_for_a_password_share_one_answer() throws Exception {
        typedProfile(world, TYPED.get(0), "work");
        world.typing("wonderland").waiting();
        List<RunningCommand> commands = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            commands.add(new RunningCommand(world, "token", "-p", "work", "--login"));
        }
        for (RunningCommand command : commands) {
            TestWorld.Outcome outcome = command.outcome();
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        assertThat(world.prompts()).hasSize(1);
        assertThat(playground.requests().tokenRequests("password")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call -p web GATEWAY/orders",
                "exec -p web -- true",
                "credential kubernetes -p web",
                "token -p web --login",
            })
    void a_session_that_lacks_no_more_than_a_typed_secret_is_renewed_by_it_without_a_page(String command)
            throws Exception {
        profile("web", "demo-web-confidential", "--client-secret", "prompt", "--scope", "openid offline_access read");
        world.typing("web-secret").starting(SignInOnDemandTest::noProgram);
        RunningCommand login = new RunningCommand(world, "login", "web");
        visitAsAlice(login);
        assertThat(login.outcome().code()).isZero();
        long before = pages();
        world.pass(Duration.ofHours(1));
        world.typing("web-secret");
        TestWorld.Outcome outcome = world.run(words(command));
        // no program is started here
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(command.startsWith("exec") ? 127 : 0);
        assertThat(pages()).isEqualTo(before);
        assertThat(playground.requests().tokenRequests("refresh_token")).hasSize(1);
    }

    @Test
    void the_user_of_another_device_is_asked_where_the_profile_says_whom() {
        world.with("TILL", "ciba-secret").typing();
        profile("till", "demo-ciba", "--client-secret", "env:TILL", "--grant-type", "ciba", "--scope", "openid read");
        String[] call = {"call", "-p", "till", playground.gateway() + "/orders"};
        assertThat(world.run(call).code()).as("nobody says whom to ask").isEqualTo(4);
        assertThat(world.run("profile", "set", "till", "login_hint=alice").code())
                .isZero();
        world.duringPause(() -> {
            try {
                ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                        .visit(java.net.URI.create(playground.issuer() + "/ciba"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        TestWorld.Outcome outcome = world.run(call);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("getting one by ciba", "The server asks alice on their own device");
        assertThat(world.run("token", "-p", "till").code()).isZero();
    }

    @Test
    void git_gets_its_password_after_a_sign_in() throws Exception {
        profile("work", "demo-web", "--scope", "openid read");
        world.typing().reading("protocol=http\nhost=" + playground.gateway().getAuthority() + "\n\n");
        TestWorld.Outcome outcome = signedInDuring("credential", "git", "get", "-p", "work");
        assertThat(outcome.out()).as(outcome.err()).contains("password=");
    }

    @Test
    void a_git_that_may_not_ask_gets_exit_4() {
        profile("work", "demo-web");
        world.typing()
                .with("GIT_TERMINAL_PROMPT", "0")
                .reading("protocol=http\nhost=" + playground.gateway().getAuthority() + "\n\n");
        assertThat(world.run("credential", "git", "get", "-p", "work").code()).isEqualTo(4);
    }

    @Test
    void a_session_that_the_api_refuses_and_the_server_does_not_renew_is_signed_in_for() throws Exception {
        profile("work", "demo-web", "--scope", "openid read");
        world.typing();
        assertThat(signedInDuring("call", "-p", "work", playground.gateway() + "/orders")
                        .code())
                .isZero();
        // at the server it is over, here it is not known yet
        assertThat(world.run("revoke", "-p", "work", "--token-type-hint", "access_token")
                        .code())
                .isZero();
        TestWorld.Outcome outcome = signedInDuring("call", "-p", "work", playground.gateway() + "/orders", "--fail");
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void nobody_is_asked_where_nobody_is_at_hand_or_wants_to_be_asked() {
        profile("work", "demo-web");
        String[] call = {"call", "-p", "work", playground.gateway() + "/orders"};
        assertThat(world.run(call).code()).as("no terminal").isEqualTo(4);
        world.typing();
        assertThat(world.run("call", "-p", "work", playground.gateway() + "/orders", "--no-input")
                        .code())
                .isEqualTo(4);
        assertThat(world.run("token", "-p", "work").code())
                .as("not told to sign in")
                .isEqualTo(4);
        assertThat(world.run("token", "-p", "work", "--login", "--no-input").code())
                .isEqualTo(4);
        world.with("KUBERNETES_EXEC_INFO", "{\"spec\":{\"interactive\":false}}");
        assertThat(world.run("credential", "kubernetes", "-p", "work").code()).isEqualTo(4);
        world.with("KUBERNETES_EXEC_INFO", "");
        assertThat(world.run("profile", "set", "work", "login=never").code()).isZero();
        assertThat(world.run(call).code()).as("never").isEqualTo(4);
        assertThat(world.run("profile", "set", "work", "login=auto").code()).isZero();
        world.with("CI", "true");
        assertThat(world.run(call).code()).as("CI").isEqualTo(4);
        assertThat(world.run("token", "-p", "work", "--login").code()).as("CI").isEqualTo(4);
        assertThat(pages()).isZero();
    }

    @Test
    void kubectl_says_that_somebody_is_there_whatever_the_terminal() throws Exception {
        profile("work", "demo-web", "--scope", "openid read");
        world.with("KUBERNETES_EXEC_INFO", "{\"spec\":{\"interactive\":true}}");
        TestWorld.Outcome outcome = signedInDuring("credential", "kubernetes", "-p", "work");
        assertThat(outcome.out()).as(outcome.err()).contains("ExecCredential");
    }

    @Test
    void a_profile_with_login_auto_lets_oat_token_sign_in() throws Exception {
        profile("work", "demo-web", "--scope", "openid read");
        assertThat(world.run("profile", "set", "work", "login=auto").code()).isZero();
        world.typing();
        TestWorld.Outcome outcome = signedInDuring("token", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("eyJ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--client-id demo-web", "--client-id demo-web-confidential --client-secret env:WEB"})
    void without_a_profile_the_same_words_sign_in_then_serve_then_sign_in_again(String client) throws Exception {
        List<String> words = new ArrayList<>(List.of("token", "--login", "--issuer", issuer()));
        words.addAll(List.of(client.split(" ")));
        String[] command = words.toArray(new String[0]);
        world.typing();
        TestWorld.Outcome first = signedInDuring(command);
        assertThat(first.code()).as(first.err()).isZero();
        TestWorld.Outcome second = world.run(command);
        assertThat(second.out()).as(second.err()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        words.remove("--login");
        assertThat(world.run(words.toArray(new String[0])).out()).isEqualTo(first.out());
        world.pass(Duration.ofDays(400));
        TestWorld.Outcome third = signedInDuring(command);
        assertThat(third.code()).as(third.err()).isZero();
        assertThat(third.out()).isNotEqualTo(first.out());
    }

    @Test
    void all_who_wait_share_one_sign_in_and_none_opens_another_page_when_it_fails() throws Exception {
        profile("work", "demo-web", "--scope", "openid read");
        world.typing().waiting();
        for (boolean allowed : new boolean[] {true, false}) {
            world.run("logout", "work");
            long before = pages();
            List<RunningCommand> commands = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                commands.add(new RunningCommand(world, "token", "-p", "work", "--login", "-v"));
            }
            RunningCommand asked = null;
            while (asked == null) {
                for (RunningCommand command : commands) {
                    asked = command.hasSaid("as client demo-web") ? command : asked;
                }
                Thread.onSpinWait();
            }
            for (RunningCommand command : commands) {
                if (command != asked) {
                    command.awaitError("another oat");
                }
            }
            ScriptedBrowser person = allowed
                    ? ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                    : ScriptedBrowser.denying("alice", Secret.of("wonderland"));
            person.visit(asked.address());
            for (RunningCommand command : commands) {
                TestWorld.Outcome outcome = command.outcome();
                int refused = command == asked ? 3 : 4;
                assertThat(outcome.code()).as(outcome.err()).isEqualTo(allowed ? 0 : refused);
            }
            assertThat(pages() - before).isEqualTo(1);
        }
    }

    @Test
    void a_secret_means_the_same_grant_in_options_variables_and_a_profile() throws Exception {
        profile("svc", "demo-service", "--client-secret", "env:SVC");
        TestWorld.Outcome byProfile = world.run("token", "-p", "svc");
        assertThat(byProfile.code()).as(byProfile.err()).isZero();
        TestWorld.Outcome byOptions =
                world.run("token", "--issuer", issuer(), "--client-id", "demo-service", "--client-secret", "env:SVC");
        assertThat(byOptions.code()).as(byOptions.err()).isZero();
        world.with("OAT_ISSUER", issuer()).with("OAT_CLIENT_ID", "demo-service").with("OAT_CLIENT_SECRET", "env:SVC");
        assertThat(world.run("token").code()).isZero();
        assertThat(playground.requests().tokenRequests("client_credentials")).hasSize(2);
    }

    @Test
    void a_sign_in_to_a_profile_with_a_secret_says_in_it_which_grant_it_is() throws Exception {
        profile("web", "demo-web-confidential", "--client-secret", "env:WEB");
        assertThat(signedInDuring("login", "web", "--scope", "openid read").code())
                .isZero();
        assertThat(world.run("profile", "show", "web").out()).contains("authorization_code");
        assertThat(world.run("logout", "web").code()).isZero();
        TestWorld.Outcome outcome = world.run("token", "-p", "web");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.err()).contains("try: oat login web\n");
    }

    @Test
    void login_to_a_new_profile_without_settings_asks_for_them_on_a_terminal() throws Exception {
        assertThat(world.run("login", "new").code()).as("nobody to ask").isEqualTo(2);
        world.typing(issuer(), "1", "demo-web", "", "openid read", "");
        RunningCommand login = new RunningCommand(world, "login", "new");
        visitAsAlice(login);
        TestWorld.Outcome outcome = login.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("oat login new --issuer " + issuer() + " --client-id demo-web --scope 'openid read'");
        assertThat(world.run("token", "-p", "new").code()).isZero();
    }

    @Test
    void after_the_only_sign_in_no_profile_need_be_named() throws Exception {
        profile("svc", "demo-service", "--client-secret", "env:SVC");
        profile("work", "demo-web", "--scope", "openid read");
        assertThat(world.run("token", "-p", "svc").code()).isZero();
        assertThat(world.run("token").code()).as("two, and no sign-in").isEqualTo(2);
        assertThat(signedInDuring("login", "work").code()).isZero();
        TestWorld.Outcome outcome = world.run("token");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("using profile work, as no other is signed in to");
    }

    private record Need(String name, String[] setUp, String[] words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private String[] words(String line) {
        return line.replace("ISSUER", issuer())
                .replace("GATEWAY", playground.gateway().toString())
                .split(" ");
    }

    private Need need(String line) {
        return new Need(line, new String[0], words(line));
    }

    /** Commands that end with 4, where nobody is at hand. */
    private List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        for (String which : List.of(
                "-p work",
                "-p work --scope read",
                "-p scoped",
                "-p scoped --scope openid,profile",
                "-p tv",
                "-p work --issuer ISSUER --client-id demo-legacy",
                "--issuer ISSUER --client-id demo-web",
                "--issuer ISSUER --client-id demo-web --scope openid,read",
                "--issuer ISSUER --client-id demo-web --resource https://api.example/ --param a=b --param c=d,e",
                "--issuer ISSUER --client-id demo-web --dpop",
                "--issuer ISSUER --client-id demo-web-confidential --client-secret env:WEB --grant-type"
                        + " authorization_code",
                "--issuer ISSUER --client-id demo-device --grant-type device_code")) {
            needs.add(need("call " + which + " GATEWAY/orders --allow-host GATEWAY --no-input"));
            if (!which.contains("--dpop")) {
                needs.add(need("token " + which));
                needs.add(need("exec " + which + " -- true"));
                needs.add(need("credential kubernetes " + which));
                needs.add(need("credential npm " + which + " --api GATEWAY GATEWAY/npm"));
            }
            if (!which.contains("--resource") && !which.contains("--scope") && !which.contains("--grant-type")) {
                needs.add(need("userinfo " + which));
            }
            if (!which.contains("--scope") && !which.contains("scoped")) {
                needs.add(need("token refresh " + which));
            }
        }
        for (String which : List.of("-p work", "-p scoped", "--issuer ISSUER --client-id demo-web")) {
            needs.add(need("introspect " + which));
            needs.add(need("revoke " + which));
            if (!which.contains("--issuer")) {
                needs.add(need("jwt decode " + which));
            }
        }
        return needs;
    }

    @TestFactory
    Stream<DynamicTest> the_command_that_exit_4_names_works_when_pasted_and_then_the_first_one_does_too() {
        return needs().stream()
                .map(need -> DynamicTest.dynamicTest(need.name(), () -> {
                    Path place = java.nio.file.Files.createTempDirectory(home, "need");
                    TestWorld own = TestWorld.at(place)
                            .with("WEB", "web-secret")
                            .starting(SignInOnDemandTest::noProgram)
                            .at(world.now());
                    for (String line : List.of(
                            "profile add work --issuer ISSUER --client-id demo-web --api GATEWAY",
                            "profile add scoped --issuer ISSUER --client-id demo-web --scope openid,read --api GATEWAY",
                            "profile add tv --issuer ISSUER --client-id demo-device --grant-type device_code --api GATEWAY")) {
                        assertThat(own.run(words(line)).code()).isZero();
                    }
                    TestWorld.Outcome lacking = own.run(need.words());
                    assertThat(lacking.code()).as(lacking.err()).isEqualTo(4);
                    String line = hint(lacking.err());
                    String[] pasted = shellWords(line);
                    own.typing().duringPause(this::allowDevice);
                    TestWorld.Outcome login;
                    if (line.contains("--device") || line.contains(" tv")) {
                        login = own.run(pasted);
                    } else {
                        RunningCommand running = new RunningCommand(own, pasted);
                        visitAsAlice(running);
                        login = running.outcome();
                    }
                    assertThat(login.code()).as(line + "\n" + login.err()).isZero();
                    TestWorld.Outcome again = own.run(need.words());
                    assertThat(again.code()).as(line + "\n" + again.err()).isNotIn(4, 2);
                }));
    }

    private static Programs.Result noProgram(List<String> command, Duration limit) {
        return new Programs.Result(0, "");
    }

    private void allowDevice() {
        try {
            ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                    .visit(java.net.URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String hint(String err) {
        Matcher hint = HINT.matcher(err);
        assertThat(hint.find()).as(err).isTrue();
        String line = hint.group(1);
        for (String end : List.of(", or ", " may bring one", " asks for it", "; ")) {
            int at = line.indexOf(end);
            line = at < 0 ? line : line.substring(0, at);
        }
        return line;
    }

    /** What a shell makes of a line, without the program's name. */
    private static String[] shellWords(String line) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + line.substring("oat ".length())).start();
        String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return words.split("\n");
    }
}
