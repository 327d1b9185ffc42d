package dev.oat.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.RegistrationPolicy;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers clients at a playground and at servers that answer nonsense, as RFC 7591 and RFC 7592 have it. */
class ClientRegistrationTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome register(String... more) {
        List<String> words = new ArrayList<>(
                List.of("client", "register", "--issuer", playground.issuer().toString()));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private TestWorld.Outcome ok(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private String profile(String name) throws IOException {
        return Files.readString(home.resolve(".config/oat/profiles/" + name + ".toml"));
    }

    private Path clients() {
        return home.resolve(".local/state/oat/clients");
    }

    private JsonObject kept(String name) throws IOException {
        return JsonObject.parse(Files.readString(clients().resolve(name + ".json")));
    }

    /** Everything that lies below the home directory but caches and locks. */
    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .filter(name -> !name.contains(".cache") && !name.endsWith(".lock"))
                    .toList();
        }
    }

    @Test
    void a_registered_client_signs_in_and_nothing_secret_is_asked_of_the_person() throws Exception {
        TestWorld.Outcome outcome =
                ok(register("-p", "work", "--api", playground.gateway().toString()));
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("Registered client client-").contains("next: oat login work");
        assertThat(profile("work"))
                .contains("issuer = \"" + playground.issuer() + "\"")
                .contains("client_id = \"client-")
                .contains("auth_method = \"none\"")
                .contains("port = [\"8484\", \"any\"]");

        RunningCommand login = new RunningCommand(world, "login", "work", "--no-browser");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        assertThat(login.outcome().code()).as(login.outcome().err()).isZero();
        ok(world.run("call", "-p", "work", playground.gateway() + "/hello"));
    }

    @Test
    void a_confidential_clients_secret_lies_in_a_file_of_its_owners_alone() throws IOException {
        TestWorld.Outcome outcome =
                ok(register("-p", "ci", "--grant-type", "client_credentials", "--scope", "read", "-vv"));
        Path secret = clients().resolve("ci.client_secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(clients().resolve("ci.json"))))
                .isEqualTo("rw-------");
        assertThat(profile("ci")).contains("client_secret = \"file:" + secret + "\"");
        String token = kept("ci").text("registration_access_token").orElseThrow();
        for (String text : List.of(outcome.out(), outcome.err(), profile("ci"))) {
            assertThat(text).doesNotContain(Files.readString(secret).strip()).doesNotContain(token);
        }
        ok(world.run("token", "-p", "ci"));
    }

    @Test
    void without_a_profile_the_answer_is_printed_unchanged_and_nothing_is_kept() throws IOException {
        JsonObject document = JsonObject.parse(
                ok(register("--grant-type", "client_credentials")).out());
        assertThat(document.text("client_secret")).isPresent();
        assertThat(document.text("registration_access_token")).isPresent();
        assertThat(stored()).isEmpty();
    }

    @Test
    void metadata_come_from_a_file_from_options_and_by_name() throws IOException {
        Path file = home.resolve("client.json");
        Files.writeString(file, "{\"client_name\":\"From the file\",\"tos_uri\":\"https://example.com/tos\"}");
        JsonObject document = JsonObject.parse(ok(register(
                        "--metadata-file",
                        file.toString(),
                        "--client-name",
                        "By option",
                        "--contact",
                        "ops@example.com",
                        "--param",
                        "default_max_age:=60",
                        "--param",
                        "note=text"))
                .out());
        assertThat(document.text("client_name")).contains("By option");
        assertThat(document.text("tos_uri")).contains("https://example.com/tos");
        assertThat(document.texts("contacts")).containsExactly("ops@example.com");
        assertThat(document.number("default_max_age")).contains(60L);
        assertThat(document.text("note")).contains("text");
    }

    @Test
    void a_private_key_is_not_registered() throws IOException {
        Path file = home.resolve("key.json");
        Files.writeString(file, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"AA\"}");
        TestWorld.Outcome outcome = register("--client-jwks", file.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("private key");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .isEmpty();
    }

    @Test
    void what_the_server_changes_is_said() {
        playground.faults().on(Fault.REGISTRATION_CHANGED);
        assertThat(ok(register("--scope", "read nonsense")).err())
                .contains("the server changed redirect_uris: asked for [\"http://127.0.0.1/callback\"")
                .contains("registered [\"https://elsewhere.example/callback\"]")
                .contains("the server changed scope: asked for \"read nonsense\", registered \"read\"");
    }

    @Test
    void a_server_that_takes_registrations_by_token_only_gets_it_by_reference() {
        playground.close();
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .registration(RegistrationPolicy.withToken("initial-canary"))
                .build());
        TestWorld.Outcome refused = register("-p", "work");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("--initial-access-token REF");
        world.with("IAT", "initial-canary");
        TestWorld.Outcome outcome = ok(register("-p", "work", "--initial-access-token", "env:IAT", "-vv"));
        assertThat(outcome.err()).doesNotContain("initial-canary");
    }

    @Test
    void a_server_without_registration_is_exit_2_with_the_option() {
        playground.close();
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .registration(RegistrationPolicy.closed())
                .build());
        TestWorld.Outcome outcome = register("-p", "work");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("registration_endpoint").contains("--registration-endpoint URL");
    }

    @Test
    void a_software_statement_goes_along_and_is_redacted() {
        world.with("STATEMENT", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3MuZXhhbXBsZSIsInNvZnR3YXJlX2lkIjoiczEifQ.");
        TestWorld.Outcome outcome = ok(register("--software-statement", "env:STATEMENT", "-vv"));
        assertThat(JsonObject.parse(outcome.out()).text("software_id")).contains("s1");
        assertThat(outcome.err()).contains("\"software_statement\": \"[").doesNotContain("eyJpc3MiOiJodHRwc");
        world.with("STATEMENT", "nonsense");
        TestWorld.Outcome refused = register("--software-statement", "env:STATEMENT");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("invalid_software_statement");
    }

    @Test
    void a_registration_is_read_changed_and_deleted_with_the_newest_token() throws IOException {
        ok(register("-p", "ci", "--grant-type", "client_credentials", "--param", "tos_uri=https://example.com/tos"));
        String first = kept("ci").text("registration_access_token").orElseThrow();
        JsonObject read =
                JsonObject.parse(ok(world.run("client", "read", "-p", "ci")).out());
        assertThat(read.text("tos_uri")).isPresent();
        assertThat(read.has("client_secret") || read.has("registration_access_token"))
                .isFalse();

        ok(world.run("client", "update", "-p", "ci", "--client-name", "Changed", "--remove", "tos_uri"));
        assertThat(kept("ci").text("registration_access_token").orElseThrow()).isNotEqualTo(first);
        read = JsonObject.parse(ok(world.run("client", "read", "-p", "ci")).out());
        assertThat(read.text("client_name")).contains("Changed");
        assertThat(read.has("tos_uri")).isFalse();
        ok(world.run("token", "-p", "ci"));

        ok(world.run("client", "delete", "-p", "ci"));
        assertThat(stored()).containsExactly(".config/oat/profiles/ci.toml");
        assertThat(profile("ci")).doesNotContain("client_id").doesNotContain("client_secret");
        ok(register("-p", "ci", "--grant-type", "client_credentials"));
        ok(world.run("token", "-p", "ci"));
    }

    @Test
    void a_registration_is_managed_by_address_and_token_too() {
        JsonObject made = JsonObject.parse(ok(register()).out());
        world.with("RAT", made.text("registration_access_token").orElseThrow());
        String address = made.text("registration_client_uri").orElseThrow();
        String[] which = {"--registration-client-uri", address, "--registration-access-token", "env:RAT"};
        assertThat(JsonObject.parse(ok(world.run("client", "read", which[0], which[1], which[2], which[3]))
                                .out())
                        .text("registration_access_token"))
                .isPresent();
        ok(world.run("client", "delete", which[0], which[1], which[2], which[3]));
        TestWorld.Outcome gone = world.run("client", "read", which[0], which[1], which[2], which[3]);
        assertThat(gone.code()).isEqualTo(3);
        assertThat(gone.err()).contains("RFC 7592 §2.1").contains("no longer good");
    }

    @Test
    void a_profile_that_has_a_client_keeps_it() throws IOException {
        ok(register("-p", "work"));
        String before = profile("work");
        TestWorld.Outcome outcome = register("-p", "work");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("has a client already").contains("oat client delete -p work");
        assertThat(profile("work")).isEqualTo(before);
        List<ReceivedRequest> requests = playground.requests().of(Part.AUTHORIZATION_SERVER, "/register");
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_client_that_oat_did_not_register_needs_address_and_token() {
        ok(world.run("profile", "add", "other", "--issuer", playground.issuer().toString(), "--client-id", "demo-web"));
        TestWorld.Outcome outcome = world.run("client", "read", "-p", "other");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--registration-client-uri URL");
    }

    @Test
    void removing_a_profile_forgets_its_clients_credentials() throws IOException {
        ok(register("-p", "ci", "--grant-type", "client_credentials"));
        assertThat(ok(world.run("profile", "remove", "ci")).err()).contains("its client stays registered");
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no client_id            | 201 | {}                                                   | 6 | client_id is there",
                "client_id a number      | 201 | {\"client_id\":7}                                    | 6 | client_id is there",
                "client_id empty         | 201 | {\"client_id\":\"\"}                                 | 6 | client_id is there",
                "client_id with newline  | 201 | {\"client_id\":\"a\\nb\"}                            | 6 | client_id is there",
                "secret an object        | 201 | {\"client_id\":\"c\",\"client_secret\":{}}           | 6 | client_secret can be used",
                "secret expired          | 201 | {\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":5} | 6 | good for a while",
                "secret expires as text  | 201 | {\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":\"x\"} | 6 | good for a while",
                "secret method, no secret| 201 | {\"client_id\":\"c\",\"token_endpoint_auth_method\":\"client_secret_post\"} | 6 | there is a client_secret for client_secret_post",
                "redirect_uris as text   | 201 | {\"client_id\":\"c\",\"redirect_uris\":\"x\"}        | 6 | redirect_uris has the type",
                "method as list          | 201 | {\"client_id\":\"c\",\"token_endpoint_auth_method\":[]} | 6 | token_endpoint_auth_method has the type",
                "management over http    | 201 | {\"client_id\":\"c\",\"registration_client_uri\":\"http://as.example/c\"} | 6 | registration_client_uri can be sent",
                "management elsewhere    | 201 | {\"client_id\":\"c\",\"registration_client_uri\":\"//evil.example/c#x\"} | 6 | registration_client_uri can be sent",
                "management no address   | 201 | {\"client_id\":\"c\",\"registration_client_uri\":\"a b\"} | 6 | registration_client_uri can be sent",
                "management token odd    | 201 | {\"client_id\":\"c\",\"registration_access_token\":1} | 6 | registration access token can be used",
                "no JSON                 | 201 | hello                                                | 5 | cannot be read",
                "a list                  | 201 | []                                                   | 5 | cannot be read",
                "cut short               | 201 | {\"client_id\":\"c                                   | 5 | cannot be read",
                "named twice             | 201 | {\"client_id\":\"c\",\"client_id\":\"d\"}            | 5 | named twice",
                "nothing                 | 201 | ~~                                                   | 5 | empty body",
                "a page                  | 200 | <html>hi</html>                                      | 5 | an HTML page",
                "no such endpoint        | 404 | {}                                                   | 5 | status 404",
                "broken                  | 500 | oops                                                 | 5 | status 500",
                "redirect                | 307 | {}                                                   | 5 | a redirect",
                "busy                    | 503 | {}                                                   | 7 | come back later",
                "refused                 | 400 | {\"error\":\"invalid_client_metadata\",\"error_description\":\"no\"} | 3 | invalid_client_metadata (no)",
                "error as a number       | 400 | {\"error\":3}                                        | 5 | status 400",
                "unauthorized            | 401 | hello                                                | 3 | --initial-access-token REF",
            })
    void a_bad_answer_is_one_clear_error_and_nothing_is_stored(
            String name, int status, String body, int code, String said) throws IOException {
        String issuer = SERVER.url("/as");
        SERVER.stubFor(get("/as/.well-known/openid-configuration")
                .willReturn(okJson("{\"issuer\":\"" + issuer + "\",\"registration_endpoint\":\"" + issuer
                        + "/register\"," + "\"token_endpoint_auth_methods_supported\":[\"none\"]}")));
        SERVER.stubFor(post("/as/register")
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body)));
        TestWorld.Outcome outcome = world.run("client", "register", "--issuer", issuer, "-p", "bad");
        assertThat(outcome.code()).as(name + ": " + outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).as(name).contains(said);
        if (code == 6) {
            assertThat(outcome.err()).as(name).containsPattern("see RFC 759[12] §[0-9]");
        }
        assertThat(stored()).as(name).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"{bcrypt}$2a$10$abcdef, first, a hash", "second, second, a new secret", "first, first, ''"})
    void a_secret_that_comes_with_a_later_answer_is_kept_unless_it_is_a_hash(String later, String kept, String said)
            throws IOException {
        String issuer = SERVER.url("/rotating");
        String configuration = issuer + "/register/c";
        SERVER.stubFor(get("/rotating/.well-known/openid-configuration")
                .willReturn(okJson(
                        "{\"issuer\":\"" + issuer + "\",\"registration_endpoint\":\"" + issuer + "/register\"}")));
        String answer = "{\"client_id\":\"c\",\"client_secret\":\"SECRET\",\"client_secret_expires_at\":0,"
                + "\"token_endpoint_auth_method\":\"client_secret_basic\",\"registration_access_token\":\"t\","
                + "\"registration_client_uri\":\"" + configuration + "\"}";
        SERVER.stubFor(post("/rotating/register")
                .willReturn(okJson(answer.replace("SECRET", "first")).withStatus(201)));
        SERVER.stubFor(get("/rotating/register/c").willReturn(okJson(answer.replace("SECRET", later))));
        ok(world.run("client", "register", "--issuer", issuer, "-p", "ci", "--grant-type", "client_credentials"));

        TestWorld.Outcome read = ok(world.run("client", "read", "-p", "ci"));

        assertThat(Files.readString(clients().resolve("ci.client_secret"))).isEqualTo(kept + "\n");
        assertThat(read.err()).contains(said);
    }

    @Test
    void an_answer_of_100_megabytes_is_exit_5() throws IOException {
        playground.faults().on(Fault.HUGE, "register");
        TestWorld.Outcome outcome = register("-p", "bad");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(stored()).isEmpty();
    }

    @Test
    void an_answer_about_another_client_is_exit_6() throws IOException {
        ok(register("-p", "ci", "--grant-type", "client_credentials"));
        String before = kept("ci").toJson();
        playground.faults().on(Fault.REGISTRATION_NO_CLIENT_ID);
        TestWorld.Outcome outcome = world.run("client", "read", "-p", "ci");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(kept("ci").toJson()).isEqualTo(before);
    }
}
