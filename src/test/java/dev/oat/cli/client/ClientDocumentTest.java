package dev.oat.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose id is the address of their metadata. */
@Timeout(60)
class ClientDocumentTest {
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

    private static String address() {
        return SERVER.url("/oat.json").replace("localhost", "127.0.0.1");
    }

    private String line(String name) {
        TestWorld.Outcome outcome =
                world.run("doctor", "--issuer", playground.issuer().toString(), "--client-id", address());
        return outcome.out()
                .lines()
                .filter(line -> line.length() > 6 && line.substring(6).startsWith(name))
                .findFirst()
                .orElse(outcome.out() + outcome.err());
    }

    @Test
    void the_document_that_is_printed_makes_a_client_that_signs_in() throws Exception {
        TestWorld.Outcome printed = world.run("client", "document", address(), "--client-name", "Our tool");
        assertThat(printed.code()).as(printed.err()).isZero();
        JsonObject document = JsonObject.parse(printed.out());
        assertThat(document.text("client_id")).contains(address());
        assertThat(document.text("token_endpoint_auth_method")).contains("none");
        assertThat(document.texts("redirect_uris")).contains("http://127.0.0.1/callback");
        SERVER.stubFor(get("/oat.json").willReturn(okJson(printed.out())));

        RunningCommand login = new RunningCommand(
                world,
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                address(),
                "--no-browser");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        assertThat(login.outcome().code()).as(login.outcome().err()).isZero();
        assertThat(line("client document")).startsWith("ok ").contains("the server reads it");
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example/oat.json",
        "https://app.example",
        "https://app.example/a/../b",
        "https://app.example/./b",
        "https://me@app.example/oat.json",
        "https://app.example/oat.json#x",
        "oat"
    })
    void an_address_that_no_server_would_take_is_exit_2(String address) {
        TestWorld.Outcome outcome = world.run("client", "document", address);
        assertThat(outcome.code()).as(outcome.out()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("draft-ietf-oauth-client-id-metadata-document §3");
    }

    @Test
    void a_document_with_a_secret_is_not_printed() {
        TestWorld.Outcome method = world.run("client", "document", address(), "--auth-method", "client_secret_basic");
        assertThat(method.code()).isEqualTo(2);
        assertThat(method.err()).contains("without a shared secret").contains("§4.1");
        TestWorld.Outcome secret = world.run("client", "document", address(), "--param", "client_secret=x");
        assertThat(secret.code()).isEqualTo(2);
        assertThat(secret.err()).contains("holds no secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"client_id\":\"ID/x\",\"redirect_uris\":[\"http://127.0.0.1/callback\"]}   | client_id is the document's address",
                "{\"redirect_uris\":[\"http://127.0.0.1/callback\"]}                          | client_id is the document's address",
                "{\"client_id\":\"ID\",\"redirect_uris\":[\"x\"],\"client_secret\":\"s\"}     | holds no secret",
                "{\"client_id\":\"ID\",\"redirect_uris\":\"x\"}                               | there are redirect URIs",
                "{\"client_id\":\"ID\"}                                                       | there are redirect URIs",
                "{\"client_id\":\"ID\",\"redirect_uris\":[\"x\"],\"token_endpoint_auth_method\":\"client_secret_post\"} | without a shared secret",
                "{\"client_id\":\"ID\",\"redirect_uris\":[\"x\"],\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}} | holds no secret",
            })
    void doctor_finds_what_is_wrong_with_a_published_document(String body, String said) {
        SERVER.stubFor(get("/oat.json").willReturn(okJson(body.replace("ID", address()))));
        assertThat(line("client document")).startsWith("FAIL").contains(said).contains("oat client document");
    }

    @Test
    void doctor_finds_a_document_that_is_not_there_or_too_large() {
        SERVER.stubFor(get("/oat.json").willReturn(aResponse().withStatus(404)));
        assertThat(line("client document")).startsWith("FAIL").contains("status 404");
        SERVER.stubFor(get("/oat.json").willReturn(okJson("{\"x\":\"" + "y".repeat(6000) + "\"}")));
        assertThat(line("client document")).startsWith("FAIL").contains("5120 bytes");
    }
}
