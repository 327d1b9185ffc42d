package dev.oat.cli.login;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.ProviderSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call from an API's address does beyond a sign-in with a client that registers itself. */
@Timeout(90)
class ApiStartWaysTest {
    private static final List<String> SCOPES = List.of("openid", "offline_access", "read", "write");

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
        world = TestWorld.at(home)
                .with("PW", "wonderland")
                .with("S", "service-secret")
                .with("C", "chat-secret");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .client(PlaygroundClient.publicClient("wiki", "Wiki", PlaygroundClient.EVERY_GRANT, SCOPES))
                .provider(ProviderSettings.on(0).client("wiki", "demo-wiki-at-chat"))
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome run(String... words) {
        return world.run(words);
    }

    private String ok(String... words) {
        TestWorld.Outcome outcome = run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out();
    }

    private String api() {
        return playground.gateway() + "/orders/1";
    }

    private ReceivedRequest lastToken() {
        List<ReceivedRequest> all = playground.requests().of(Part.AUTHORIZATION_SERVER, "/token");
        return all.get(all.size() - 1);
    }

    private String profile() throws IOException {
        return Files.readString(home.resolve(
                ".config/oat/profiles/127.0.0.1-" + playground.gateway().getPort() + ".toml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"option", "variable"})
    void client_credentials_find_their_server_by_the_api_once_it_is_trusted(String by) throws IOException {
        List<String> words = new ArrayList<>(List.of("call", api()));
        if (by.equals("option")) {
            words.addAll(List.of(
                    "--grant-type", "client_credentials", "--client-id", "demo-service", "--client-secret", "env:S"));
        } else {
            world.with("OAT_GRANT_TYPE", "client_credentials")
                    .with("OAT_CLIENT_ID", "demo-service")
                    .with("OAT_CLIENT_SECRET", "env:S");
        }
        TestWorld.Outcome untrusted = run(words.toArray(new String[0]));
        assertThat(untrusted.code()).as(untrusted.err()).isEqualTo(2);
        assertThat(untrusted.err()).contains("nobody has said to trust");
        words.addAll(List.of("--trust", playground.issuer().toString()));
        assertThat(ok(words.toArray(new String[0]))).contains("\"id\":1");
        assertThat(lastToken().form("grant_type")).contains("client_credentials");
        assertThat(lastToken().form("resource")).contains(playground.gateway().toString());
        assertThat(profile()).contains("grant_type = \"client_credentials\"").contains("client_secret = \"env:S\"");

        // the same again, by the profile that is there now; and by its name alone
        int before =
                playground.requests().of(Part.AUTHORIZATION_SERVER, "/token").size();
        assertThat(ok(words.toArray(new String[0]))).contains("\"id\":1");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/token"))
                .hasSize(before);
        world.pass(java.time.Duration.ofMinutes(11));
        assertThat(ok("call", api())).contains("\"id\":1");
        assertThat(lastToken().form("resource")).contains(playground.gateway().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ISSUER, true",
        "http://127.0.0.1, true",
        "http://127.0.0.1/, false",
        "http://localhost, false",
        "https://127.0.0.1, false",
        "http://127.0.0.1:1, false",
        "ISSUER/tenant, false"
    })
    void who_is_trusted_is_named_to_the_letter_but_for_a_port_on_this_machine(String trusted, boolean enough) {
        TestWorld.Outcome outcome = run(
                "call",
                api(),
                "--grant-type",
                "client_credentials",
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:S",
                "--trust",
                trusted.replace("ISSUER", playground.issuer().toString()));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(enough ? 0 : 2);
    }

    @ParameterizedTest
    @CsvSource({"call", "login"})
    void a_client_that_is_named_goes_on_discovering(String verb) throws Exception {
        RunningCommand command = new RunningCommand(
                world.with("OAT_NO_BROWSER", "true"),
                verb,
                api(),
                "--client-id",
                "demo-web-confidential",
                "--client-secret",
                "literal:web-secret",
                "--trust",
                playground.issuer().toString(),
                "--no-input");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .isEmpty();
        assertThat(lastToken().header("Authorization").orElse("")).startsWith("Basic ");
        assertThat(lastToken().form("resource")).contains(playground.gateway().toString());
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "'read write', 'read write'"})
    void scopes_that_the_user_gives_are_the_ones_asked_for_none_included(String given, String asked) throws Exception {
        RunningCommand command = new RunningCommand(
                world,
                "login",
                api(),
                "--client-id",
                "demo-web",
                "--scope",
                given,
                "--trust",
                playground.issuer().toString(),
                "--no-input",
                "--no-browser");
        String address = command.address().toString();
        assertThat(address.contains("scope=")).isEqualTo(!asked.isEmpty());
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(URI.create(address));
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
        // no ID token was asked for, and none is missed when the session renews or is used
        assertThat(command.outcome().err()).doesNotContain("ID token");
        assertThat(ok("call", playground.gateway() + "/hello")).contains("alice");
    }

    private void signInAtTheProvider() {
        ok(
                "profile",
                "add",
                "corp",
                "--issuer",
                playground.provider().toString(),
                "--client-id",
                "wiki",
                "--grant-type",
                "password",
                "--username",
                "alice",
                "--scope",
                "openid,offline_access");
        ok("token", "password", "-p", "corp", "--password", "env:PW", "-o", "token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"variable", "default"})
    void a_provider_that_is_set_once_is_taken_where_both_sides_offer_it(String way) throws IOException {
        signInAtTheProvider();
        if (way.equals("variable")) {
            world.with("OAT_IDP", "corp");
        } else {
            ok("profile", "set", "--default", "idp=corp");
        }
        String answer = ok(
                "call",
                api(),
                "--client-id",
                "demo-wiki-at-chat",
                "--client-secret",
                "env:C",
                "--trust",
                playground.issuer().toString());
        assertThat(answer).contains("\"id\":1");
        assertThat(ok("call", playground.gateway() + "/hello")).contains("alice", "demo-wiki-at-chat");
        assertThat(profile()).contains("grant_type = \"id-jag\"").contains("idp = \"corp\"");
        ReceivedRequest exchange =
                playground.requests().of(Part.IDENTITY_PROVIDER, "/token").get(1);
        assertThat(exchange.form("resource")).contains(playground.gateway().toString());
        assertThat(exchange.form("scope")).contains("read");
    }

    @Test
    void a_provider_that_says_no_leads_to_no_sign_in_at_the_api() {
        signInAtTheProvider();
        playground.faults().on(Fault.ID_JAG_DENIED);
        TestWorld.Outcome outcome = world.with("OAT_IDP", "corp")
                .run(
                        "call",
                        api(),
                        "--client-id",
                        "demo-wiki-at-chat",
                        "--client-secret",
                        "env:C",
                        "--trust",
                        playground.issuer().toString());
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("access_denied", "identity provider");
        // nor is a profile left that would fail the next time
        assertThat(Files.exists(home.resolve(
                        ".config/oat/profiles/127.0.0.1-" + playground.gateway().getPort() + ".toml")))
                .isFalse();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/authorize"))
                .isEmpty();
    }

    @Test
    void a_provider_is_passed_over_where_the_apis_server_takes_no_id_jag() throws Exception {
        signInAtTheProvider();
        try (Playground alone = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()))) {
            RunningCommand command = new RunningCommand(
                    world.with("OAT_IDP", "corp").with("OAT_NO_BROWSER", "true"),
                    "call",
                    "-v",
                    alone.gateway() + "/hello",
                    "--scope",
                    "read",
                    "--trust",
                    "http://127.0.0.1",
                    "--client-id",
                    "demo-web",
                    "--no-input");
            ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
            assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
            assertThat(command.outcome().err()).contains("the identity provider corp is not used");
            assertThat(playground.requests().of(Part.IDENTITY_PROVIDER, "/token"))
                    .hasSize(1);
        }
    }

    /** An API of old: it asks for a token, and says nothing of who gives it. */
    private void serveOldApi(boolean metadata) {
        SERVER.resetAll();
        SERVER.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().withStatus(404)));
        SERVER.stubFor(any(urlPathEqualTo("/hello"))
                .atPriority(5)
                .willReturn(aResponse().withStatus(401)));
        SERVER.stubFor(any(urlPathEqualTo("/hello"))
                .atPriority(1)
                .withHeader("Authorization", matching("Bearer .+"))
                .willReturn(aResponse().proxiedFrom(playground.gateway().toString())));
        if (metadata) {
            SERVER.stubFor(any(urlPathEqualTo("/.well-known/oauth-authorization-server"))
                    .willReturn(aResponse().proxiedFrom(playground.issuer().toString())));
        } else {
            SERVER.stubFor(any(urlPathMatching("/(authorize|token|register|login|consent)"))
                    .willReturn(aResponse().proxiedFrom(playground.issuer().toString())));
        }
    }

    private TestWorld.Outcome signedIn(String... words) throws Exception {
        RunningCommand command = new RunningCommand(world.with("OAT_NO_BROWSER", "true"), words);
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return command.outcome();
    }

    @ParameterizedTest
    @CsvSource({"true, --legacy mcp-2025-03-26", "false, --legacy mcp-2025-03-26", "false, ENDPOINTS"})
    void an_api_of_old_is_signed_in_to_by_the_option_that_says_so(boolean metadata, String options) throws Exception {
        serveOldApi(metadata);
        String origin = SERVER.baseUrl();
        TestWorld.Outcome plain = run("call", origin + "/hello", "--trust", "http://localhost", "--no-input");
        assertThat(plain.code()).as(plain.err()).isEqualTo(5);
        assertThat(plain.err()).contains("does not say who protects it", "--legacy mcp-2025-03-26");
        SERVER.verify(0, anyRequestedFor(urlPathEqualTo("/register")));

        List<String> words = new ArrayList<>(List.of("call", origin + "/hello", "--no-input"));
        for (String trusted : List.of("http://localhost", "http://127.0.0.1")) {
            words.addAll(List.of("--trust", trusted));
        }
        words.addAll(List.of(options.replace(
                        "ENDPOINTS",
                        "--authorization-endpoint " + origin + "/authorize --token-endpoint " + origin
                                + "/token --registration-endpoint " + origin + "/register")
                .split(" ")));
        TestWorld.Outcome outcome = signedIn(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("alice");
        // from now on the profile knows
        assertThat(ok("call", origin + "/hello")).contains("alice");
    }

    @Test
    void a_client_metadata_document_is_preferred_to_registration_where_the_server_reads_it() throws Exception {
        String document = "https://client.example/oat.json";
        RunningCommand command = new RunningCommand(
                world,
                "login",
                api(),
                "--client-id",
                document,
                "--trust",
                playground.issuer().toString(),
                "--timeout",
                "2",
                "--no-input",
                "--no-browser");
        assertThat(command.address().toString()).contains("client_id=https%3A%2F%2Fclient.example%2Foat.json");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/register"))
                .isEmpty();
    }

    @Test
    void what_a_registration_changes_is_said_in_one_line() throws Exception {
        playground.faults().on(Fault.REGISTRATION_CHANGED);
        RunningCommand command = new RunningCommand(
                world,
                "login",
                api(),
                "--trust",
                playground.issuer().toString(),
                "--timeout",
                "2",
                "--no-input",
                "--no-browser");
        assertThat(command.address()).isNotNull();
        assertThat(command.outcome().err().lines().filter(line -> line.contains("registered the client otherwise")))
                .hasSize(1);
    }

    @Test
    void a_refusal_for_a_scope_that_the_token_has_is_told_and_met_with_no_sign_in() throws Exception {
        serveOldApi(true);
        SERVER.stubFor(any(urlPathEqualTo("/hello"))
                .atPriority(1)
                .withHeader("Authorization", matching("Bearer .+"))
                .willReturn(aResponse()
                        .withStatus(403)
                        .withHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"read\"")));
        TestWorld.Outcome outcome = signedIn(
                "call",
                SERVER.baseUrl() + "/hello",
                "--step-up",
                "--scope",
                "read",
                "--legacy",
                "mcp-2025-03-26",
                "--trust",
                "http://127.0.0.1",
                "--no-input");
        assertThat(outcome.err()).contains("asks for \"read\", which the token has already");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/token"))
                .hasSize(1);
    }

    @Test
    void the_servers_metadata_are_looked_for_in_the_order_of_the_protocol() {
        SERVER.resetAll();
        SERVER.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().withStatus(404)));
        String issuer = SERVER.baseUrl() + "/tenant";
        SERVER.stubFor(any(urlPathEqualTo("/mcp")).willReturn(aResponse().withStatus(401)));
        SERVER.stubFor(any(urlPathEqualTo("/.well-known/oauth-protected-resource/mcp"))
                .willReturn(okJson("{\"resource\":\"" + SERVER.baseUrl() + "/mcp\",\"authorization_servers\":[\""
                        + issuer + "\"]}")));
        run("call", SERVER.baseUrl() + "/mcp", "--trust", issuer, "--no-input");
        List<String> asked = SERVER.getAllServeEvents().stream()
                .map(event -> event.getRequest().getUrl())
                .filter(url -> url.contains("/tenant"))
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
        java.util.Collections.reverse(asked);
        assertThat(asked)
                .containsExactly(
                        "/.well-known/oauth-authorization-server/tenant",
                        "/.well-known/openid-configuration/tenant",
                        "/tenant/.well-known/openid-configuration",
                        "/tenant/.well-known/oauth-authorization-server");
    }
}
