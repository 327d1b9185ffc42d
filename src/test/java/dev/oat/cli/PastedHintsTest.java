package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonObject;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in hints are made to be pasted: nothing that a server, an address or a name says runs by that. */
@Timeout(120)
class PastedHintsTest {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final List<String> HOSTILE = List.of(
            "$(touch pwned)",
            "`touch pwned`",
            "x; touch pwned",
            "x' ; touch pwned; echo 'y",
            "x\" && touch pwned && echo \"",
            "x | touch pwned",
            "x\ntouch pwned\n",
            "--debug $(touch pwned)",
            "=touch pwned",
            "~$(touch pwned)",
            "\\'; touch pwned; \\'",
            "\\\\'; touch pwned #\\");

    private static final Pattern COMMAND = Pattern.compile("\\boat [a-z]|^\\s*try: |\\b(chmod|export) ");

    private OddServer server;
    private TestWorld world;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws IOException {
        world = TestWorld.at(home)
                .at(Instant.now())
                .with("S", "secret-of-the-client")
                .with("T", "a-given-token");
        server = new OddServer(world.clock());
        for (String endpoint : List.of("introspection", "revocation", "device_authorization", "registration")) {
            server.metadata(endpoint + "_endpoint", server.issuer() + "/" + endpoint);
        }
        Path profile = Files.createDirectories(home.resolve(".config/oat/profiles"), OWNER_ONLY)
                .resolve("work.toml");
        Files.writeString(
                profile,
                "issuer = \"" + server.issuer() + "\"\nclient_id = \"c\"\nclient_secret = \"env:S\"\n"
                        + "grant_type = \"client_credentials\"\napi = \"" + server.issuer() + "\"\n");
        Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void refuse(String path, String error, String description) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", error);
        members.put("error_description", description);
        server.page(path, hit -> OddServer.Reply.json(400, JsonObject.of(members)));
    }

    /** What stands in commands outside of quotes, line by line. */
    private static List<String> bare(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            java.util.regex.Matcher command = COMMAND.matcher(line);
            if (command.find()) {
                lines.add(line.substring(command.start()).replaceAll("\\\\'|'[^']*'", ""));
            }
        }
        return lines;
    }

    private void harmless(String what, TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as("%s: %s", what, outcome.err()).isNotEqualTo(1);
        assertThat(bare(outcome.err() + "\n" + outcome.out()))
                .as("%s%n%s%n%s", what, outcome.err(), outcome.out())
                .noneMatch(line -> line.contains("touch"));
    }

    private static void visit(URI address) throws IOException {
        URI at = address;
        for (int i = 0; i < 3; i++) {
            HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.getResponseCode();
            String next = connection.getHeaderField("Location");
            if (next == null) {
                return;
            }
            at = URI.create(next);
        }
    }

    private interface Scenario {
        List<TestWorld.Outcome> run(String hostile) throws Exception;
    }

    private TestWorld.Outcome oat(String... words) {
        return world.run(words);
    }

    private Map<String, Scenario> scenarios() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("error of every endpoint", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            for (String path : List.of(
                    "/token", "/introspection", "/revocation", "/device_authorization", "/registration", "/userinfo")) {
                refuse(path, hostile, hostile);
            }
            for (String error :
                    List.of(hostile, "invalid_client", "invalid_grant", "invalid_scope", "unauthorized_client")) {
                refuse("/token", error, hostile);
                outcomes.add(oat("token", "client-credentials", "-p", "work", "--scope", hostile));
                outcomes.add(oat("token", "client-credentials", "-p", "work", "--explain"));
            }
            outcomes.add(oat("token", "refresh", "-p", "work", "--refresh-token", "env:T"));
            outcomes.add(oat("token", "device", "-p", "work"));
            outcomes.add(oat("introspect", "env:T", "-p", "work"));
            outcomes.add(oat("revoke", "env:T", "-p", "work"));
            outcomes.add(oat("userinfo", "work", "--token", "env:T"));
            outcomes.add(oat("client", "register", "--issuer", server.issuer()));
            return outcomes;
        });
        all.put("error of the authorization response", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            for (String error : List.of(hostile, "access_denied")) {
                server.response =
                        form -> form.without("code").with("error", error).with("error_description", hostile);
                RunningCommand login = new RunningCommand(
                        world, "login", "--issuer", server.issuer(), "--client-id", OddServer.CLIENT, "--no-browser");
                visit(login.address());
                outcomes.add(login.outcome());
            }
            return outcomes;
        });
        all.put("issuer of the metadata", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            for (String issuer :
                    List.of(hostile, server.issuer() + "/", server.issuer() + "/" + hostile, hostile + "/")) {
                server.metadata("issuer", issuer);
                outcomes.add(oat("discover", server.issuer()));
                outcomes.add(oat("doctor", "work"));
                outcomes.add(oat("token", "client-credentials", "-p", "work"));
                outcomes.add(oat("discover", "--metadata-url", server.issuer() + "/.well-known/openid-configuration"));
                outcomes.add(oat(
                        "doctor",
                        "--metadata-url",
                        server.issuer() + "/.well-known/openid-configuration",
                        "--client-id",
                        hostile));
            }
            return outcomes;
        });
        all.put("challenge of an API", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            String quoted = hostile.replace("\n", " ").replace("\\", "\\\\").replace("\"", "\\\"");
            for (String challenge : List.of(
                    "Bearer error=\"insufficient_scope\", scope=\"" + quoted + "\"",
                    "Bearer error=\"insufficient_scope\", scope=\"a'$(touch pwned)'b\"",
                    "Bearer error=\"insufficient_user_authentication\", acr_values=\"a'$(touch${IFS}pwned)'b\", max_age=\""
                            + quoted + "\"",
                    "Bearer error=\"" + quoted + "\", error_description=\"" + quoted + "\"",
                    "DPoP error=\"" + quoted + "\", algs=\"" + quoted + "\"",
                    "Bearer realm=\"" + quoted + "\", resource_metadata=\"http://" + quoted + "/\"")) {
                server.page(
                        "/api",
                        hit -> new OddServer.Reply(403, "text/plain", "no", List.of("WWW-Authenticate: " + challenge)));
                outcomes.add(oat("call", server.issuer() + "/api", "-p", "work", "--fail"));
                outcomes.add(oat("explain", challenge));
            }
            return outcomes;
        });
        all.put("explain", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            Map<String, Object> members = new LinkedHashMap<>();
            for (String error : List.of(
                    "invalid_client",
                    "invalid_grant",
                    "invalid_scope",
                    "unauthorized_client",
                    "insufficient_scope",
                    "invalid_token",
                    "redirect_uri_mismatch",
                    "access_denied",
                    hostile)) {
                members.put("error", error);
                members.put("error_description", hostile);
                for (String name : List.of("issuer", "iss", "client_id", "scope", "endpoint", "redirect_uri")) {
                    members.put(name, hostile);
                }
                outcomes.add(oat("explain", JsonObject.of(members).toJson()));
                outcomes.add(oat("explain", "-p", "work", "--", error));
                outcomes.add(oat(
                        "explain",
                        "https://as.example/authorize?client_id=" + dev.oat.http.Form.encode(hostile) + "&scope="
                                + dev.oat.http.Form.encode(hostile) + "&error=" + dev.oat.http.Form.encode(error)
                                + "&redirect_uri=" + dev.oat.http.Form.encode(hostile)));
            }
            Path file = home.resolve("a " + hostile.replace("/", "").replace("\n", "") + ".json");
            Files.writeString(file, "{\"error\":\"invalid_grant\"}");
            outcomes.add(oat("explain", file.toString()));
            return outcomes;
        });
        all.put("profile with hostile values", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            outcomes.add(oat(
                    "profile",
                    "add",
                    "odd",
                    "--issuer",
                    server.issuer(),
                    "--client-id",
                    hostile,
                    "--client-secret",
                    "env:S",
                    "--scope",
                    hostile,
                    "--grant-type",
                    "client_credentials"));
            refuse("/token", "invalid_client", hostile);
            outcomes.add(oat("token", "-p", "odd"));
            outcomes.add(oat("token", "client-credentials", "-p", "odd"));
            outcomes.add(oat("doctor", "odd"));
            outcomes.add(oat("explain", "-p", "odd", "invalid_client"));
            outcomes.add(oat("explain", "-p", "odd", "unauthorized_client"));
            outcomes.add(oat("call", "http://127.0.0.2:1/x", "-p", "odd"));
            return outcomes;
        });
        all.put("profile name", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            for (CommandList.Listed entry : CommandTable.standard().entries()) {
                if (entry.command().settings().contains(Settings.PROFILE)) {
                    List<String> words = new ArrayList<>(List.of(entry.path().split(" ", -1)));
                    words.add("--profile=" + hostile);
                    outcomes.add(oat(words.toArray(String[]::new)));
                }
            }
            for (String command : List.of(
                    "login",
                    "logout",
                    "userinfo",
                    "doctor",
                    "profile show",
                    "profile use",
                    "profile set",
                    "profile add")) {
                List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
                words.add("--");
                words.add(hostile);
                outcomes.add(oat(words.toArray(String[]::new)));
            }
            outcomes.add(oat("login", "one", "-p", "two"));
            outcomes.add(oat("login", "--profile=two", "--", hostile));
            return outcomes;
        });
        all.put("host", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            for (String address : List.of(
                    "https://" + hostile + ".example/",
                    "http://[::1]:1/" + hostile,
                    "https://127.0.0.1:1/" + hostile)) {
                outcomes.add(oat("call", address, "-p", "work"));
                outcomes.add(oat("discover", address));
                outcomes.add(oat(
                        "token",
                        "client-credentials",
                        "--issuer",
                        address,
                        "--client-id",
                        hostile,
                        "--client-secret",
                        "env:S"));
                outcomes.add(oat("login", "--issuer", address, "--client-id", hostile));
                outcomes.add(oat("login", address));
            }
            return outcomes;
        });
        all.put("resource metadata", hostile -> {
            List<TestWorld.Outcome> outcomes = new ArrayList<>();
            for (List<String> servers : List.of(
                    List.<String>of(),
                    List.of("https://a.example/" + hostile, "https://b.example/"),
                    List.of(hostile))) {
                server.page(
                        "/.well-known/oauth-protected-resource/r",
                        hit -> OddServer.Reply.json(
                                200,
                                JsonObject.of(
                                        Map.of("resource", server.issuer() + "/r", "authorization_servers", servers))));
                outcomes.add(oat("login", server.issuer() + "/r"));
                outcomes.add(oat("discover", server.issuer() + "/r"));
            }
            return outcomes;
        });
        return all;
    }

    @TestFactory
    Stream<DynamicTest> no_text_of_anybody_stands_unquoted_in_a_command() {
        return scenarios().entrySet().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.getKey(), () -> {
                    for (String hostile : HOSTILE) {
                        int number = 0;
                        for (TestWorld.Outcome outcome : scenario.getValue().run(hostile)) {
                            harmless(scenario.getKey() + " " + ++number + " with " + hostile, outcome);
                        }
                    }
                }));
    }

    /** The option, its value, what the hint says in its place; and what secret it may not say. */
    private static final List<List<String>> SECRET_VALUES = List.of(
            List.of("--param", "password=hunter2", "--param 'password=…'"),
            List.of("--param", "client_Secret2_token=hunter2", "--param 'client_Secret2_token=…'"),
            List.of("--param", "otp=hunter2", "--param 'otp=…'"),
            List.of("--param", "userpassword=hunter2", "--param 'userpassword=…'"),
            List.of("--param", "api-key=hunter2", "--param 'api-key=…'"),
            List.of("--param", "password=$hunter2", "--param 'password=…'"),
            List.of("--param", "password=hunter2=&x", "--param 'password=…'"),
            List.of("--param", "x=https://u:hunter2@h.example/", "--param 'x=…'"),
            List.of("--param", "claims={\"a\":{\"password\":\"hunter2\"}}", "--param 'claims=…'"),
            List.of("--token-header", "X-Api-Key: hunter2", "--token-header 'X-Api-Key:…'"),
            List.of("--token-header", "api-key:hunter2", "--token-header 'api-key:…'"),
            List.of("--token-header", "Cookie: sid=hunter2", "--token-header 'Cookie:…'"),
            List.of("--token-header", "X-Auth-Token: hunter2", "--token-header 'X-Auth-Token:…'"),
            List.of("--token-header", "X-Own: Bearer eyJhbGciOiJub25lIn0.hunter2.x", "--token-header 'X-Own:…'"),
            List.of("--resource", "https://r.example/?access_token=hunter2", "--resource 'https://r.example/?…'"),
            List.of(
                    "--authorization-details",
                    "[{\"type\":\"x\",\"password\":\"hunter2\"}]",
                    "--authorization-details '…'"));

    @TestFactory
    Stream<DynamicTest> a_hint_repeats_no_secret_that_was_typed_and_marks_where_it_is_filled_in() {
        return SECRET_VALUES.stream()
                .map(row -> DynamicTest.dynamicTest(row.get(1), () -> {
                    TestWorld.Outcome outcome = oat(
                            "token",
                            "--issuer",
                            server.issuer(),
                            "--client-id",
                            "c",
                            "--param",
                            "plain=seen",
                            row.get(0),
                            row.get(1));
                    assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
                    assertThat(outcome.err()).doesNotContain("hunter2").contains(row.get(2), "--param plain=seen");
                }));
    }

    @Test
    void what_a_variable_says_in_secret_is_left_to_the_variable() {
        world.with("OAT_PARAM", "password=hunter2")
                .with("OAT_TOKEN_PARAM", "secret=hunter2")
                .with("OAT_TOKEN_HEADER", "X-Api-Key: hunter2");
        TestWorld.Outcome outcome = oat("token", "--issuer", server.issuer(), "--client-id", "c");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err())
                .doesNotContain("hunter2", "--param", "--token-param", "--token-header")
                .contains("oat login --issuer " + server.issuer() + " --client-id c");
    }

    @Test
    void a_secret_that_was_not_filled_in_is_not_sent() {
        for (String[] typed :
                List.of(new String[] {"--param", "otp=…"}, new String[] {"--param", "claims=…"}, new String[] {
                    "--token-header", "X-Api-Key:…"
                })) {
            TestWorld.Outcome outcome = oat("token", "client-credentials", "-p", "work", typed[0], typed[1]);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.err()).contains("in place of …");
        }
    }

    @Test
    void an_error_about_a_value_repeats_no_secret_in_it() {
        for (String typed : List.of("password:hunter2", "password hunter2", "=hunter2")) {
            TestWorld.Outcome outcome = oat("token", "client-credentials", "-p", "work", "--param", typed);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.err()).contains("invalid value for --param").doesNotContain("hunter2");
        }
    }

    @Test
    void the_hint_for_an_unknown_error_explains_exactly_that_error_when_it_is_pasted() {
        refuse("/token", "--x $(touch pwned)", "");
        TestWorld.Outcome outcome = oat("token", "client-credentials", "-p", "work");
        assertThat(outcome.err()).contains("try: oat explain -- '--x $(touch pwned)' names likely causes");
        assertThat(oat("explain", "--", "--x $(touch pwned)").code()).isZero();
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"sh", "bash", "zsh", "fish", "dash"})
    void a_quoted_word_is_one_word_in_every_shell_that_is_here(String shell) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin", shell)) || Files.isExecutable(Path.of("/usr/bin", shell)));
        for (String hostile : HOSTILE) {
            for (String word : List.of(hostile, "", "plain", "a b", "*", "\\", "!x", "{a,b}", "%PATH%")) {
                Process process = new ProcessBuilder(shell, "-c", "printf '<%s>' " + ShellWord.quoted(word))
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(said).as("%s", word).isEqualTo("<" + word + ">");
            }
        }
        assertThat(home.resolve("pwned")).doesNotExist();
    }
}
