package dev.oat.cli.login;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
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
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts from nothing but an API's address, at a playground and at servers that lie (RFC 9728). */
@Timeout(90)
class ApiStartTest {
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

    private String api(String path) {
        return playground.gateway() + path;
    }

    private static void visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
    }

    private List<String> profiles() throws IOException {
        Path directory = home.resolve(".config/oat/profiles");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String profile(String file) throws IOException {
        return Files.readString(home.resolve(".config/oat/profiles").resolve(file));
    }

    private String profileFile() {
        return "127.0.0.1-" + playground.gateway().getPort() + ".toml";
    }

    /** However many parts of a command connect: each of these makes more than one connection. */
    @ParameterizedTest
    @CsvSource({"false, call", "false, login", "true, call"})
    void insecure_is_warned_of_once(boolean known, String command) {
        if (known) {
            String add =
                    "profile add ci --client-id demo-service --client-secret env:SVC --grant-type client_credentials"
                            + " --issuer " + playground.issuer() + " --api " + playground.gateway();
            assertThat(world.with("SVC", "service-secret").run(add.split(" ")).code())
                    .isZero();
            world.run("profile", "add", "other", "--issuer", "https://as.example", "--client-id", "x");
        }
        TestWorld.Outcome outcome = world.run(command, api("/hello"), "--insecure", "--no-input");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(known ? 0 : 2);
        assertThat(outcome.err().lines().filter(line -> line.contains("--insecure:")))
                .as(outcome.err())
                .hasSize(1);
    }

    @Test
    void a_call_to_an_unknown_api_asks_once_registers_signs_in_and_is_then_answered() throws Exception {
        world.typing("y");
        RunningCommand command = new RunningCommand(world, "call", api("/orders/1"));
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("\"id\":1");
        assertThat(world.prompts()).first().isEqualTo("Do you trust " + playground.issuer() + "? [y/N] ");
        assertThat(outcome.err())
                .contains(playground.gateway() + " (oat playground) is protected by " + playground.issuer() + ".")
                .contains("register itself there as a client")
                .contains("asking for offline_access read");
        assertThat(profiles()).containsExactly(profileFile());
        assertThat(profile(profileFile()))
                .contains("resource = [\"" + playground.gateway() + "\"]")
                .contains("api = [\"" + playground.gateway() + "\"]");
        List<ReceivedRequest> calls = playground.requests().of(Part.GATEWAY, "/orders/1");
        assertThat(calls).extracting(ReceivedRequest::status).containsExactly(401, 200);
        assertThat(calls.get(0).header("Authorization")).isEmpty();

        // from now on the profile that names the API is used
        TestWorld.Outcome second = TestWorld.at(home).run("call", api("/orders/2"));
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .hasSize(1);
    }

    @Test
    void a_login_to_an_api_makes_a_profile_under_the_name_that_is_given() throws Exception {
        world.typing("yes");
        RunningCommand command = new RunningCommand(world, "login", api("/"), "-p", "mine", "--no-browser");
        visitAsAlice(command);
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
        assertThat(profiles()).containsExactly("mine.toml");
        TestWorld.Outcome call = world.run("call", "-p", "mine", api("/hello"));
        assertThat(call.out()).contains("\"hello\":\"alice\"");
        // the scopes are all that the API knows, as its refusal named none
        assertThat(profile("mine.toml")).contains("scope = \"offline_access read write admin\"");
    }

    @Test
    void whoever_names_the_server_trusts_it_and_is_not_asked() throws Exception {
        RunningCommand command = new RunningCommand(
                world,
                "login",
                api("/orders"),
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--no-browser",
                "--no-input");
        visitAsAlice(command);
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
        assertThat(profile(profileFile()))
                .contains("client_id = \"demo-web\"")
                .contains("scope = [\"offline_access\", \"read\"]");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .isEmpty();
        assertThat(world.prompts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"login", "call"})
    void without_a_terminal_it_is_exit_2_with_the_command_to_run(String verb) throws IOException {
        TestWorld.Outcome outcome = world.run(verb, api("/orders"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("try: oat login " + api("/orders") + " --issuer " + playground.issuer() + "\n");
        assertThat(profiles()).isEmpty();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .isEmpty();
    }

    @Test
    void who_says_no_has_neither_registered_nor_signed_in() throws IOException {
        world.typing("n");
        TestWorld.Outcome outcome = world.run("call", api("/orders"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("is not trusted; nothing was registered");
        assertThat(profiles()).isEmpty();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .isEmpty();
    }

    @Test
    void a_server_without_registration_needs_a_client_that_is_named() {
        playground.close();
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .registration(RegistrationPolicy.closed())
                .build());
        TestWorld.Outcome outcome = world.typing("y").run("login", api("/"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("does not let clients register").contains("--client-id ID");
        assertThat(world.prompts()).isEmpty();
    }

    @Test
    void an_api_that_asks_for_no_token_is_just_called() throws IOException {
        TestWorld.Outcome outcome = world.run("call", playground.backend() + "/hello");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("stranger");
        assertThat(profiles()).isEmpty();
    }

    @Test
    void a_body_from_standard_input_is_kept_for_the_request_with_the_token() throws Exception {
        world.typing("y").reading("{\"item\":\"tea\"}");
        RunningCommand command =
                new RunningCommand(world, "call", "POST", api("/orders"), "Content-Type:application/json", "@-");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        // the API is looked at by the method that was typed, and so asks at once for what writing takes
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("asking for offline_access write").doesNotContain("insufficient_scope");
        assertThat(playground.requests().of(Part.GATEWAY, "/orders"))
                .extracting(ReceivedRequest::method)
                .containsExactly("POST", "POST");
    }

    @Test
    void several_profiles_for_one_api_are_a_question_of_p() {
        for (String name : List.of("one", "two")) {
            world.run("profile", "add", name, "--issuer", "https://as.example", "--client-id", "c", "--api", api(""));
        }
        TestWorld.Outcome outcome = world.run("call", api("/hello"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("one, two").contains("oat call -p one");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_500", "HTML", "EMPTY", "TRUNCATED", "HUGE", "DEEP", "REDIRECT", "LOST_ANSWER", "BUSY_503"})
    void metadata_that_do_not_come_stop_it_before_anybody_is_asked(Fault fault) throws IOException {
        playground.faults().on(fault, "resource");
        TestWorld.Outcome outcome = world.typing("y").run("login", api("/"));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(fault == Fault.BUSY_503 ? 7 : 5);
        assertThat(world.prompts()).isEmpty();
        assertThat(profiles()).isEmpty();
    }

    @Test
    void metadata_of_another_resource_are_not_used() throws IOException {
        playground.faults().on(Fault.RESOURCE_MISMATCH);
        TestWorld.Outcome outcome = world.typing("y").run("call", api("/orders"));
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("https://elsewhere.example").contains("RFC 9728 §3.3");
        assertThat(world.prompts()).isEmpty();
        assertThat(profiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no resource        | {}                                                                          | 6 | resource is the API",
                "resource a number  | {\"resource\":1}                                                            | 6 | resource is the API",
                "other host         | {\"resource\":\"http://127.0.0.2\"}                                         | 6 | resource is the API",
                "other path         | {\"resource\":\"API/other\"}                                                | 6 | resource is the API",
                "part of a segment  | {\"resource\":\"API/ord\"}                                                  | 6 | resource is the API",
                "with a fragment    | {\"resource\":\"API#x\"}                                                    | 6 | resource is the API",
                "servers as text    | {\"resource\":\"API\",\"authorization_servers\":\"x\"}                      | 6 | authorization_servers has the type",
                "server over http   | {\"resource\":\"API\",\"authorization_servers\":[\"http://as.example\"]}    | 6 | each authorization server is an issuer",
                "server is a file   | {\"resource\":\"API\",\"authorization_servers\":[\"file:///etc/passwd\"]}   | 6 | each authorization server is an issuer",
                "server with query  | {\"resource\":\"API\",\"authorization_servers\":[\"https://as.example?x\"]} | 6 | each authorization server is an issuer",
                "server with a user | {\"resource\":\"API\",\"authorization_servers\":[\"https://a@as.example\"]} | 6 | each authorization server is an issuer",
                "scopes as text     | {\"resource\":\"API\",\"scopes_supported\":\"read\"}                        | 6 | scopes_supported has the type",
                "token in the query | {\"resource\":\"API\",\"bearer_methods_supported\":[\"query\"]}             | 6 | Authorization header",
                "no server          | {\"resource\":\"API\",\"authorization_servers\":[]}                         | 2 | name no authorization server",
                "named twice        | {\"resource\":\"API\",\"resource\":\"API\"}                                 | 5 | named twice",
                "a list             | [1]                                                                         | 5 | cannot be read",
            })
    void bad_metadata_are_one_clear_error_and_nothing_is_stored(String name, String body, int code, String said)
            throws IOException {
        String origin = SERVER.url("").replaceAll("/$", "");
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        SERVER.stubFor(get("/.well-known/oauth-protected-resource").willReturn(okJson(body.replace("API", origin))));
        TestWorld.Outcome outcome = world.typing("y").run("call", origin + "/orders");
        assertThat(outcome.code()).as(name + ": " + outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).as(name).contains(said);
        if (code == 6) {
            assertThat(outcome.err()).contains("RFC 9728 §");
        }
        assertThat(world.prompts()).isEmpty();
        assertThat(profiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest",
        "http://as.example/x",
        "file:///etc/passwd",
        "https://user@as.example/x",
        "javascript:alert(1)",
        "not an address"
    })
    void a_challenge_that_points_to_an_unsafe_place_is_not_followed(String place) {
        SERVER.stubFor(get("/unsafe")
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("WWW-Authenticate", "Bearer resource_metadata=\"" + place + "\"")));
        TestWorld.Outcome outcome = world.typing("y").run("call", SERVER.url("/unsafe"));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains("resource_metadata is an address").contains("RFC 9728 §5.1");
    }

    @Test
    void a_challenges_document_elsewhere_must_name_the_very_address_that_was_asked() {
        String api = SERVER.url("/mcp");
        String document = SERVER.url("/meta");
        SERVER.stubFor(get("/mcp")
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("WWW-Authenticate", "Bearer resource_metadata=\"" + document + "\"")));
        SERVER.stubFor(get("/meta")
                .willReturn(okJson("{\"resource\":\"" + SERVER.url("").replaceAll("/$", "")
                        + "\",\"authorization_servers\":[\"" + playground.issuer() + "\"]}")));
        assertThat(world.run("call", api).code()).isEqualTo(6);
        SERVER.stubFor(get("/meta")
                .willReturn(okJson(
                        "{\"resource\":\"" + api + "\",\"authorization_servers\":[\"" + playground.issuer() + "\"]}")));
        TestWorld.Outcome outcome = world.run("call", api);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("which nobody has said to trust");
    }

    @Test
    void of_several_servers_the_person_chooses_one() {
        String api = SERVER.url("").replaceAll("/$", "");
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        SERVER.stubFor(get("/.well-known/oauth-protected-resource")
                .willReturn(okJson("{\"resource\":\"" + api + "\",\"authorization_servers\":[\"" + playground.issuer()
                        + "/tenant\",\"" + playground.issuer() + "\"]}")));
        TestWorld.Outcome unasked = world.run("login", api);
        assertThat(unasked.code()).isEqualTo(2);
        assertThat(unasked.err()).contains("several authorization servers").contains("--issuer");
        TestWorld.Outcome outcome = world.typing("2", "n").run("login", api);
        assertThat(outcome.err()).contains("2  " + playground.issuer() + "\n");
        assertThat(world.prompts())
                .containsExactly("Which one? [1-2] ", "Do you trust " + playground.issuer() + "? [y/N] ");
        TestWorld.Outcome stranger = world.run("login", api, "--issuer", "https://other.example");
        assertThat(stranger.code()).isEqualTo(2);
        assertThat(stranger.err()).contains("is not protected by the --issuer");
        SERVER.verify(0, postRequestedFor(urlEqualTo("/register")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // the challenge, the resource's metadata, what is asked for at a server that lists offline_access
                "read | -     | offline_access read",
                "-    | write | offline_access write",
                "read | write | offline_access read",
                "-    | -     | -",
            })
    void offline_access_is_asked_for_beside_scopes_that_somebody_names_and_never_alone(
            String challenge, String listed, String asked) throws Exception {
        String api = SERVER.url("").replaceAll("/$", "");
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader(
                                "WWW-Authenticate",
                                challenge == null ? "Bearer" : "Bearer scope=\"" + challenge + "\"")));
        SERVER.stubFor(get("/.well-known/oauth-protected-resource")
                .willReturn(okJson("{\"resource\":\"" + api + "\","
                        + (listed == null ? "" : "\"scopes_supported\":[\"" + listed + "\"],")
                        + "\"authorization_servers\":[\"" + playground.issuer() + "\"]}")));
        world.typing("y");
        RunningCommand command = new RunningCommand(world, "login", api, "-p", "mine", "--no-browser");
        assertThat(Form.parse(command.address().getRawQuery()).first("scope")).isEqualTo(Optional.ofNullable(asked));
        visitAsAlice(command);
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
    }

    @Test
    void an_api_that_takes_bound_tokens_only_gets_a_profile_with_dpop() throws Exception {
        String api = SERVER.url("").replaceAll("/$", "");
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        SERVER.stubFor(get("/.well-known/oauth-protected-resource")
                .willReturn(okJson("{\"resource\":\"" + api + "\",\"dpop_bound_access_tokens_required\":true,"
                        + "\"scopes_supported\":[\"read\"],\"authorization_servers\":[\"" + playground.issuer()
                        + "\"]}")));
        world.typing("y");
        RunningCommand command = new RunningCommand(world, "login", api, "-p", "bound", "--no-browser");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("bound to a key (DPoP)");
        assertThat(profile("bound.toml")).contains("dpop = true");
        // the playground's server lists its own gateway only
        assertThat(outcome.err()).contains("does not list " + api).contains("RFC 9728 §4");
    }

    @Test
    void what_a_hostile_api_says_is_harmless_to_terminal_and_shell() {
        String api = SERVER.url("").replaceAll("/$", "");
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Bearer scope=\"a';rm b\"")));
        SERVER.stubFor(get("/.well-known/oauth-protected-resource")
                .willReturn(okJson("{\"resource\":\"" + api + "\",\"resource_name\":\"\\u001b[2Jnice\","
                        + "\"authorization_servers\":[\"" + playground.issuer() + "\"]}")));
        TestWorld.Outcome outcome = world.typing("n").run("login", api + "/$(id)");
        assertThat(outcome.err())
                .doesNotContain("\u001b")
                .doesNotContain("rm")
                .contains("asking for offline_access b")
                .contains("oat login '" + api + "/$(id)' --issuer");
    }
}
