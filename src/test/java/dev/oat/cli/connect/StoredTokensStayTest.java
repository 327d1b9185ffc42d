package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTable;
import dev.oat.cli.CommandTree;
import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.session.FiledSession;
import dev.oat.session.Renewal;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenParameters;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A profile that is changed after its session was stored: no command sends the session's tokens to another server. */
class StoredTokensStayTest {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String REFRESH_TOKEN = "odd-refresh-token-tGzv3JOkF0XG5Qx2TlKWIA";

    /** How commands are run that need more than {@code -p}; OTHER is the server that must not see a token. */
    private static final Map<String, List<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("login", List.of("work", "--device", "--no-input")),
            Map.entry("logout", List.of("work")),
            Map.entry("call", List.of("OTHER/api", "-p", "work", "--allow-host", "OTHER")),
            Map.entry("proxy", List.of("OTHER/api", "-p", "work", "--allow-host", "OTHER", "--listen", "127.0.0.1:0")),
            Map.entry("exec", List.of("-p", "work", "--", "true")),
            Map.entry("credential git", List.of("get", "-p", "work")),
            Map.entry("credential docker", List.of("get", "-p", "work", "--api", "OTHER")),
            Map.entry(
                    "credential aws",
                    List.of(
                            "-p",
                            "work",
                            "--api",
                            "OTHER",
                            "--sts-endpoint",
                            "OTHER/sts",
                            "--role-arn",
                            "arn:aws:iam::123456789012:role/x")),
            Map.entry("credential npm", List.of("OTHER/npm", "-p", "work", "--api", "OTHER")),
            Map.entry("credential pip", List.of("get", "OTHER/simple/", "oauth2", "-p", "work", "--api", "OTHER")),
            Map.entry("credential maven", List.of("releases", "OTHER/maven", "-p", "work", "--api", "OTHER")),
            Map.entry("userinfo", List.of("work")),
            Map.entry("doctor", List.of("work")),
            Map.entry(
                    "token authorization-code",
                    List.of("-p", "work", "--code", "env:C", "--redirect-uri", "http://127.0.0.1/cb")),
            Map.entry("token ciba", List.of("-p", "work", "--login-hint", "alice")),
            Map.entry("token jwt-bearer", List.of("-p", "work", "--assertion", "env:C")),
            Map.entry("token saml2-bearer", List.of("-p", "work", "--assertion", "env:SAML")),
            Map.entry("token token-exchange", List.of("-p", "work", "--subject-token", "env:C")),
            Map.entry("token id-jag", List.of("--idp", "work", "--issuer", "OTHER", "--client-id", "x")),
            Map.entry("profile add", List.of("another", "--issuer", "OTHER", "--client-id", "x")),
            Map.entry("client register", List.of("--issuer", "OTHER")),
            Map.entry("client update", List.of("-p", "work", "--client-name", "x")));

    private OddServer server;
    private OddServer other;
    private TestWorld world;
    private Path profile;
    private Path session;
    private String usual;
    private byte[] stored;
    private final List<String> secrets = new ArrayList<>();

    @TempDir
    Path home;

    @BeforeEach
    void signIn() throws IOException {
        world = TestWorld.at(home)
                .at(Instant.now())
                .with("PW", "wonderland")
                .with("C", "eyJ.given.text")
                .with("SAML", "<a/>")
                .reading("protocol=http\nhost=127.0.0.1\n\n");
        server = complete(new OddServer(world.clock()));
        other = complete(new OddServer(world.clock()));
        other.tokenAnswer = StoredTokensStayTest::fresh;
        profile = Files.createDirectories(home.resolve(".config/oat/profiles"), OWNER_ONLY)
                .resolve("work.toml");
        usual = "issuer = \"" + server.issuer() + "\"\nclient_id = \"" + OddServer.CLIENT
                + "\"\ngrant_type = \"password\"\nusername = \"alice\"\npassword = \"env:PW\"\nscope = [\"openid\"]\n";
        write(usual);
        TestWorld.Outcome outcome = world.run("token", "password", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        session = home.resolve(".local/state/oat/sessions/work.json");
        stored = Files.readAllBytes(session);
        server.tokenAnswer = StoredTokensStayTest::fresh;
        secrets.add(OddServer.ACCESS_TOKEN);
        secrets.add(REFRESH_TOKEN);
        secrets.add(JsonObject.parse(stored)
                .object("token")
                .orElseThrow()
                .text("id_token")
                .orElseThrow());
    }

    /** Tokens that are not the stored session's. */
    private static Map<String, Object> fresh(Map<String, Object> answer) {
        answer.put("access_token", "fresh-access-token");
        answer.put("refresh_token", "fresh-refresh-token");
        answer.remove("id_token");
        return answer;
    }

    private static OddServer complete(OddServer one) {
        for (String endpoint : List.of("introspection", "revocation", "end_session")) {
            one.metadata(endpoint + "_endpoint", one.issuer() + "/" + endpoint);
            one.page("/" + endpoint, hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("active", true))));
        }
        one.metadata("registration_endpoint", one.issuer() + "/registration");
        one.page("/userinfo", hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("sub", "user-odd"))));
        one.page("/api", hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("ok", true))));
        return one;
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    private void write(String text) throws IOException {
        Files.writeString(profile, text);
        Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rw-------"));
    }

    private void restore(String text) throws IOException {
        write(text);
        Files.write(session, stored);
        Files.setPosixFilePermissions(session, PosixFilePermissions.fromString("rw-------"));
    }

    /** What of a former session came in at a server. */
    private List<String> met(OddServer one) {
        List<String> found = new ArrayList<>();
        for (OddServer.Hit hit : one.allHits()) {
            String text = hit.path() + " " + pairs(hit.query()) + pairs(hit.form()) + hit.headers();
            if (secrets.stream().anyMatch(text::contains)) {
                found.add(text);
            }
        }
        return found;
    }

    private static String pairs(Form form) {
        return String.join(
                " ",
                form.fields().stream()
                        .map(one -> one.name() + "=" + one.value())
                        .toList());
    }

    private List<String> words(CommandList.Listed entry) {
        List<String> words = new ArrayList<>(List.of(entry.path().split(" ", -1)));
        List<String> more = ARGUMENTS.get(entry.path());
        for (String word : more == null ? List.of("-p", "work") : more) {
            words.add(word.replace("OTHER", other.issuer()));
        }
        return words;
    }

    /** What a program says to a command that it runs. */
    private void stdin(CommandList.Listed entry) {
        if (entry.path().equals("credential docker")) {
            world.reading(other.issuer());
        } else if (entry.path().equals("credential git")) {
            world.reading("protocol=http\nhost=127.0.0.1\n\n");
        }
    }

    /** Runs a command; one that serves is asked once, and then interrupted. */
    private TestWorld.Outcome run(List<String> line) throws Exception {
        return line.get(0).equals("proxy") ? served(line) : world.run(line.toArray(String[]::new));
    }

    private TestWorld.Outcome served(List<String> line) throws Exception {
        PipedInputStream printed = new PipedInputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8);
        Environment environment = world.environment(out, new PrintStream(err, true, StandardCharsets.UTF_8));
        AtomicInteger code = new AtomicInteger(-1);
        Thread serving = new Thread(() -> {
            code.set(CommandTree.over(environment).run(line));
            out.close();
        });
        serving.start();
        StringBuilder answer = new StringBuilder();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            String address = reader.readLine();
            if (address != null) {
                HttpResponse<String> response = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(address)).build(),
                                HttpResponse.BodyHandlers.ofString());
                answer.append(response.statusCode()).append(' ').append(response.body());
            }
        } finally {
            serving.interrupt();
            serving.join(30_000);
        }
        return new TestWorld.Outcome(code.get(), answer.toString(), err.toString(StandardCharsets.UTF_8));
    }

    private static List<CommandList.Listed> commands() {
        List<CommandList.Listed> found = new ArrayList<>();
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            // the shell runs the others; tour and playground have servers and profiles of their own
            if (!Set.of("shell", "tour", "playground").contains(entry.path())
                    && (ARGUMENTS.containsKey(entry.path())
                            || entry.command().settings().contains(Settings.PROFILE))) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Each way of changing the server of a profile, as a user or an editor does it. */
    private Map<String, String> changes() {
        String there = other.issuer();
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("issuer", usual.replace(server.issuer(), there));
        changes.put(
                "issuer and client_id", usual.replace(server.issuer(), there).replace(OddServer.CLIENT, "another"));
        changes.put("metadata_url", usual + "metadata_url = \"" + there + "/.well-known/openid-configuration\"\n");
        changes.put(
                "metadata_url in place of issuer",
                usual.replace(
                        "issuer = \"" + server.issuer(),
                        "metadata_url = \"" + there + "/.well-known/openid-configuration"));
        for (String endpoint : List.of("token", "introspection", "revocation", "userinfo", "end_session")) {
            changes.put(endpoint + "_endpoint", usual + endpoint + "_endpoint = \"" + there + "/" + endpoint + "\"\n");
        }
        return changes;
    }

    @TestFactory
    Stream<DynamicTest> no_command_sends_a_stored_token_to_a_server_that_it_is_not_from() {
        List<DynamicTest> tests = new ArrayList<>();
        for (CommandList.Listed entry : commands()) {
            tests.add(DynamicTest.dynamicTest(entry.path(), () -> {
                for (Map.Entry<String, String> change : changes().entrySet()) {
                    List<List<String>> lines = new ArrayList<>(List.of(words(entry)));
                    if (entry.command().settings().contains(Settings.TOKEN_TYPE_HINT)) {
                        lines.add(new ArrayList<>(words(entry)));
                        lines.get(1).addAll(List.of("--token-type-hint", "refresh_token"));
                    }
                    for (List<String> line : lines) {
                        restore(change.getValue());
                        stdin(entry);
                        int before = met(other).size();
                        TestWorld.Outcome outcome = run(line);
                        assertThat(met(other).stream().skip(before))
                                .as("%s after %s changed: %s", line, change.getKey(), outcome.err())
                                .isEmpty();
                        assertThat(secrets)
                                .as("printed by %s after %s changed", line, change.getKey())
                                .noneMatch(outcome.out()::contains);
                        assertThat(outcome.code())
                                .as("%s: %s", line, outcome.err())
                                .isNotEqualTo(1);
                    }
                }
            }));
        }
        return tests.stream();
    }

    @Test
    void the_same_commands_send_it_to_the_server_that_it_is_from() throws Exception {
        Set<String> senders = new TreeSet<>();
        Set<String> unasked = new TreeSet<>();
        for (CommandList.Listed entry : commands()) {
            restore(usual);
            stdin(entry);
            int before = met(server).size();
            TestWorld.Outcome outcome = run(words(entry));
            if (outcome.code() == 2) {
                unasked.add(entry.path());
            }
            if (met(server).size() > before) {
                senders.add(entry.path());
            }
        }
        assertThat(senders)
                .containsExactly(
                        "introspect", "jwt decode", "logout", "revoke", "token id-jag", "token refresh", "userinfo");
        assertThat(unasked)
                .as("commands that this test does not get past their usage; say in ARGUMENTS how a new one is run")
                .containsExactly(
                        "client delete",
                        "client read",
                        "client update",
                        "explain",
                        "jwt decrypt",
                        "jwt sign",
                        "login",
                        "record replay",
                        "token ciba",
                        "token device",
                        "token saml2-bearer");
    }

    @Test
    void nobody_outside_the_package_of_sessions_gets_tokens_but_for_what_they_were_made_for() {
        List<String> ways = new ArrayList<>();
        for (Class<?> type :
                List.of(SessionStore.class, SessionStore.Held.class, SessionStore.Place.class, FiledSession.class)) {
            for (Method method : type.getDeclaredMethods()) {
                boolean given = method.getGenericReturnType().getTypeName().contains(StoredSession.class.getName())
                        || method.getGenericReturnType().getTypeName().contains("Secret")
                        || method.getGenericReturnType().getTypeName().contains(JsonObject.class.getName());
                if (Modifier.isPublic(method.getModifiers()) && given) {
                    ways.add(type.getSimpleName() + "." + method.getName()
                            + List.of(method.getParameterTypes()).stream()
                                    .map(Class::getSimpleName)
                                    .toList());
                }
            }
        }
        assertThat(ways)
                .containsExactlyInAnyOrder("FiledSession.at[TokenParameters]", "FiledSession.ofProfile[String]");
        assertThat(Renewal.class.getDeclaredConstructors()[0].getParameterTypes())
                .contains(dev.oat.session.WantedToken.class);
        assertThat(TokenParameters.class.getRecordComponents())
                .extracting(java.lang.reflect.RecordComponent::getName)
                .contains("issuer", "tokenEndpoint", "clientId", "addresses");
    }

    @Test
    void profile_set_says_that_it_cuts_a_session_off_and_what_to_run() {
        TestWorld.Outcome harmless = world.run("profile", "set", "work", "min_ttl=60");
        assertThat(harmless.err()).isEmpty();
        TestWorld.Outcome outcome = world.run("profile", "set", "work", "issuer=" + other.issuer());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .contains(
                        "the session of profile work was made for " + server.issuer() + ", client " + OddServer.CLIENT)
                .contains("differ in issuer")
                .contains("oat token password -p work")
                .contains("oat logout work");
        TestWorld.Outcome scope = world.run("profile", "set", "work", "issuer=" + server.issuer(), "scope=openid mail");
        assertThat(scope.err()).contains("differ in scope").doesNotContain("logout");
    }

    @Test
    void status_calls_no_session_usable_that_its_profile_cuts_off() throws IOException {
        assertThat(world.run("status").out()).contains("good for").contains("renews by refresh token");
        // how the profile is changed -> in what it differs then; "" where the session goes on
        Map<String, String> changes = Map.of(
                usual.replace(server.issuer(), other.issuer()),
                "issuer",
                usual.replace("[\"openid\"]", "[\"openid\", \"mail\"]"),
                "scope",
                usual.replace(OddServer.CLIENT, "another"),
                "client_id",
                usual + "audience = \"https://api.example\"\n",
                "audience",
                usual + "min_ttl = 60\n",
                "",
                usual + "issuer = [\n",
                "");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            write(change.getKey());
            JsonObject json = (JsonObject)
                    JsonObject.parse(world.run("status", "-o", "json").out())
                            .array("sessions")
                            .get(0);
            String text = world.run("status").out();
            boolean cut = !change.getValue().isEmpty();
            assertThat(json.text("renewable")).as(change.getKey()).contains(cut ? "no" : "refresh_token");
            assertThat(json.flag("fresh")).as(change.getKey()).contains(!cut);
            assertThat(json.flag("signed_in")).as(change.getKey()).contains(!cut);
            assertThat(json.texts("cut_off_by")).isEqualTo(cut ? List.of(change.getValue()) : List.of());
            if (cut) {
                assertThat(text)
                        .contains("not used: the profile now differs in " + change.getValue(), "then: oat login work");
            }
        }
    }

    @Test
    void a_session_that_ended_keeps_the_servers_words_for_the_next_command() throws IOException {
        write(usual.replace("password = \"env:PW\"\n", ""));
        server.page(
                "/token",
                hit -> OddServer.Reply.json(
                        400,
                        JsonObject.of(Map.of(
                                "error", "invalid_grant", "error_description", "signed out by an admin\u001b[2J"))));
        String told = "has ended: the server refused to renew it (invalid_grant: signed out by an admin\\u001b[2J)";
        int asked = server.hits("/token").size();
        world.pass(java.time.Duration.ofDays(1));
        for (int run = 0; run < 2; run++) {
            TestWorld.Outcome outcome = world.run("userinfo", "-p", "work");
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
            assertThat(outcome.err()).contains(told);
            assertThat(server.hits("/token")).hasSize(asked + 1);
        }
        assertThat(world.run("status").out())
                .contains("ended: invalid_grant: signed out by an admin\\u001b[2J")
                .doesNotContain("\u001b");
    }

    @Test
    void a_refused_command_says_for_whom_the_session_was_made() throws IOException {
        write(usual.replace(server.issuer(), other.issuer()));
        for (String command : List.of("introspect", "revoke")) {
            TestWorld.Outcome outcome = world.run(command, "-p", "work");
            assertThat(outcome.code()).isEqualTo(4);
            assertThat(outcome.err())
                    .contains("was made for " + server.issuer())
                    .contains("oat token password -p work");
        }
    }

    @Test
    void an_endpoint_of_the_same_origin_may_be_added_to_a_profile_later() throws IOException {
        server.metadata("introspection_endpoint", null);
        TestWorld.Outcome set =
                world.run("profile", "set", "work", "introspection_endpoint=" + server.issuer() + "/introspection");
        assertThat(set.err()).isEmpty();
        TestWorld.Outcome outcome = world.run("introspect", "-p", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(server.hits("/introspection")).hasSize(1);
    }
}
