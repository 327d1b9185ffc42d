package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.OddServer.Reply;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.SecretReference;
import dev.oat.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server's metadata may lie, and what people write for its issuer. */
@Timeout(60)
class IssuerPlacesTest {
    private static final List<String> PLACES = List.of(
            "/t/u/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/t/u",
            "/.well-known/openid-configuration/t/u",
            "/t/u/.well-known/oauth-authorization-server");

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("CS", "s3cret");
        server = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply metadata(String issuer) {
        return Reply.json(
                200,
                JsonObject.of(Map.of(
                        "issuer",
                        issuer,
                        "authorization_endpoint",
                        server.issuer() + "/authorize",
                        "token_endpoint",
                        server.issuer() + "/token",
                        "response_types_supported",
                        List.of("code"))));
    }

    private void at(String path, String issuer) {
        server.page(path, hit -> metadata(issuer));
    }

    private TestWorld.Outcome token(String... more) {
        List<String> words = new java.util.ArrayList<>(List.of("token", "client-credentials"));
        words.addAll(List.of(more));
        words.addAll(List.of("--client-id", "c", "--client-secret", "env:CS", "-o", "token"));
        return world.run(words.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void metadata_are_found_in_each_place_in_a_fixed_order(int place) {
        at(PLACES.get(place), server.issuer() + "/t/u");
        TestWorld.Outcome outcome = token("--issuer", server.issuer() + "/t/u");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(OddServer.ACCESS_TOKEN);
        assertThat(server.paths()).startsWith(PLACES.subList(0, place + 1).toArray(new String[0]));
        assertThat(server.paths()).hasSize(place + 2);
        assertThat(outcome.err().contains("where no specification puts them")).isEqualTo(place == 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void in_each_place_the_issuer_is_compared(int place) {
        at(PLACES.get(place), server.issuer() + "/other");
        TestWorld.Outcome outcome = token("--issuer", server.issuer() + "/t/u");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("the issuer is the one asked for").contains(server.issuer() + "/other");
        assertThat(server.paths()).doesNotContain("/token");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_page_for_every_path_does_not_hide_the_tenants_own(int place) {
        at(PLACES.get(place), server.issuer());
        at(PLACES.get(place + 1), server.issuer() + "/t/u");
        TestWorld.Outcome outcome = token("--issuer", server.issuer() + "/t/u");
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void an_issuer_without_a_path_has_two_places() {
        server.page("/.well-known/openid-configuration", hit -> Reply.text(404, "text/plain", ""));
        TestWorld.Outcome outcome = token("--issuer", server.issuer());
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(server.paths())
                .containsExactly("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");
        assertThat(outcome.err())
                .contains("openid-configuration gave status 404", "oauth-authorization-server gave status");
    }

    @Test
    void discover_finds_them_there_too_and_says_that_few_clients_do() {
        at(PLACES.get(2), server.issuer() + "/t/u");
        TestWorld.Outcome outcome = world.run("discover", server.issuer() + "/t/u");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("the metadata lie where few clients look (RFC 8414 §5)");
        TestWorld.Outcome document = world.run("discover", server.issuer() + PLACES.get(2));
        assertThat(document.code()).as(document.err()).isZero();
        assertThat(document.out()).startsWith(server.issuer() + "/t/u\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/openid-configuration,           /.well-known/openid-configuration, ''",
        "/.well-known/openid-configuration/,          /.well-known/openid-configuration, ''",
        "/.well-known/oauth-authorization-server,     /.well-known/openid-configuration, ''",
        "/t/.well-known/openid-configuration,         /t/.well-known/openid-configuration, /t",
        "/.well-known/oauth-authorization-server/t/u, /.well-known/oauth-authorization-server/t/u, /t/u",
        "/.well-known/openid-configuration/t/u,       /t/u/.well-known/openid-configuration, /t/u",
        "/t/u/.well-known/oauth-authorization-server, /.well-known/openid-configuration/t/u, /t/u",
    })
    void the_address_of_metadata_is_understood_as_the_issuer_and_said(String written, String place, String issuer) {
        at(place, server.issuer() + issuer);
        String said = " is the address of a server's metadata; the issuer is " + server.issuer() + issuer + "\n";

        TestWorld.Outcome option = token("--issuer", server.issuer() + written);
        assertThat(option.code()).as(option.err()).isZero();
        assertThat(option.err()).contains("--issuer" + said);

        world.with("OAT_ISSUER", server.issuer() + written);
        TestWorld.Outcome variable = token();
        assertThat(variable.code()).as(variable.err()).isZero();
        assertThat(variable.err()).contains("OAT_ISSUER" + said);
    }

    @Test
    void a_profile_holds_the_issuer_itself() throws Exception {
        String written = server.issuer() + "/.well-known/openid-configuration";
        TestWorld.Outcome added =
                world.run("profile", "add", "p", "--issuer", written, "--client-id", OddServer.CLIENT);
        assertThat(added.err()).contains("the issuer is " + server.issuer() + "\n");
        Path file = home.resolve(".config/oat/profiles/p.toml");
        assertThat(Files.readString(file)).contains("issuer = \"" + server.issuer() + "\"");
        world.run("profile", "set", "p", "issuer=" + server.issuer() + "/x");
        world.run("profile", "set", "p", "issuer=" + written);
        assertThat(Files.readString(file)).contains("issuer = \"" + server.issuer() + "\"");
        // a file that somebody wrote by hand
        Files.writeString(file, Files.readString(file).replace("\"" + server.issuer() + "\"", "\"" + written + "\""));
        TestWorld.Outcome outcome =
                world.run("token", "client-credentials", "-p", "p", "--client-secret", "env:CS", "-o", "token");
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void the_address_of_an_apis_metadata_is_told_as_such_with_the_server_that_it_names() {
        server.page(
                "/.well-known/oauth-protected-resource/api",
                hit -> Reply.json(
                        200,
                        JsonObject.of(Map.of(
                                "resource",
                                server.issuer() + "/api",
                                "authorization_servers",
                                List.of(server.issuer() + "/as")))));
        TestWorld.Outcome outcome = token("--issuer", server.issuer() + "/.well-known/oauth-protected-resource/api");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("--issuer is the address of an API's metadata (RFC 9728), not of an authorization server's;"
                        + " the API names " + server.issuer() + "/as")
                .contains("--issuer " + server.issuer() + "/as", "oat login " + server.issuer() + "/api");
        TestWorld.Outcome nothing = token("--issuer", server.issuer() + "/.well-known/oauth-protected-resource/no");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("try: oat login " + server.issuer() + "/no");
    }

    /** Does what a hint says: the words behind the last {@code oat}. */
    private TestWorld.Outcome follow(TestWorld.Outcome told) {
        String hint = told.err().substring(told.err().indexOf("try: "));
        String command = hint.substring(hint.indexOf("oat ") + 4).strip();
        return world.run(SecretReference.words(command).toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({"'', /", "/t/u, /", "/, ''", "/t/u/, ''"})
    void a_slash_more_or_less_is_told_with_the_command_that_works(String path, String end) {
        String own = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + end;
        for (String place : List.of(
                "/.well-known/openid-configuration", PLACES.get(0), PLACES.get(1), PLACES.get(2), PLACES.get(3))) {
            at(place, server.issuer() + own);
        }
        TestWorld.Outcome option = token("--issuer", server.issuer() + path);
        assertThat(option.code()).isEqualTo(6);
        assertThat(option.err()).contains("--issuer " + server.issuer() + own + ": the slash at the end counts");
        TestWorld.Outcome followed = follow(option);
        assertThat(followed.code()).as(option.err() + followed.err()).isZero();
        assertThat(followed.out()).contains(OddServer.ACCESS_TOKEN);

        world.with("OAT_ISSUER", server.issuer() + path);
        assertThat(token().err())
                .contains("try: the slash at the end counts: export OAT_ISSUER=" + server.issuer() + own);
        world.with("OAT_ISSUER", "");

        world.run(
                "profile",
                "add",
                "p",
                "--issuer",
                server.issuer() + path,
                "--client-id",
                "c",
                "--client-secret",
                "env:CS");
        TestWorld.Outcome profile = world.run("token", "client-credentials", "-p", "p");
        assertThat(profile.err()).contains("oat profile set p issuer=" + server.issuer() + own);
        assertThat(follow(profile).code()).isZero();
        assertThat(world.run("token", "client-credentials", "-p", "p").code()).isZero();
    }

    @Test
    void the_document_of_an_issuer_with_a_slash_leads_to_the_command_that_works() {
        at("/.well-known/openid-configuration", server.issuer() + "/");
        TestWorld.Outcome outcome = token("--issuer", server.issuer() + "/.well-known/openid-configuration");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(follow(outcome).code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'', /", "/, ''"})
    void an_api_that_names_its_server_with_another_slash_is_no_circle(String named, String own) {
        at("/.well-known/openid-configuration", server.issuer() + own);
        server.page(
                "/.well-known/oauth-protected-resource/api",
                hit -> Reply.json(
                        200,
                        JsonObject.of(Map.of(
                                "resource",
                                server.issuer() + "/api",
                                "authorization_servers",
                                List.of(server.issuer() + named)))));
        server.page("/api", hit -> Reply.text(401, "text/plain", ""));
        String api = server.issuer() + "/api";
        TestWorld.Outcome told = world.run("login", api, "--client-id", OddServer.CLIENT, "--no-browser");
        assertThat(told.code()).as(told.err()).isEqualTo(6);
        String command = "oat login " + api + " --issuer " + server.issuer() + own + " --client-id " + OddServer.CLIENT;
        assertThat(told.err()).contains("try: the API and its server differ by a slash at the end", command + "\n");
        assertThat(world.run("discover", api).err())
                .contains("oat login " + api + " --issuer " + server.issuer() + own);

        // nobody comes back from the browser, but the way there is open: the wait is the only thing that ends it
        TestWorld.Outcome followed = world.run(SecretReference.words(command.substring(4) + " --no-browser --timeout 1")
                .toArray(new String[0]));
        assertThat(followed.err())
                .contains("names " + server.issuer() + named + ", with another end than --issuer")
                .contains("Signing in at " + server.issuer());
        assertThat(followed.code()).isEqualTo(7);
    }
}
