package dev.oat.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat credential gcp} as Google's libraries run an executable of an external account. */
class CredentialGcpTest {
    private static final String VARIABLE = "GOOGLE_EXTERNAL_ACCOUNT_";
    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final String AUDIENCE =
            "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/oat";

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).at(Instant.now()).with("PW", "wonderland");
        server = new OddServer(world.clock());
        profile("work", "https://iam.googleapis.com");
        signIn();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void profile(String name, String api) {
        TestWorld.Outcome added = world.run(
                "profile",
                "add",
                name,
                "--issuer",
                server.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--grant-type",
                "password",
                "--username",
                "alice",
                "--scope",
                "openid",
                "--api",
                api);
        assertThat(added.code()).as(added.err()).isZero();
    }

    private void signIn() {
        assertThat(world.run("token", "password", "-p", "work", "--password", "env:PW")
                        .code())
                .isZero();
    }

    private TestWorld.Outcome gcp(String... more) {
        List<String> words = new ArrayList<>(List.of("credential", "gcp", "-p", "work"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    /** As a library runs it. */
    private TestWorld asLibrary(String type) {
        return world.with(VARIABLE + "AUDIENCE", AUDIENCE)
                .with(VARIABLE + "TOKEN_TYPE", type)
                .with(VARIABLE + "INTERACTIVE", "0")
                .with(VARIABLE + "REVOKE", "0");
    }

    private static JsonObject success(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.err())
                .as("a library reads standard error as part of the answer")
                .isEmpty();
        JsonObject document = JsonObject.parse(outcome.out());
        assertThat(document.number("version")).contains(1L);
        assertThat(document.flag("success")).as(outcome.out()).contains(true);
        return document;
    }

    private static JsonObject refusal(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonObject document = JsonObject.parse(outcome.out());
        assertThat(document.number("version")).contains(1L);
        assertThat(document.flag("success")).as(outcome.out()).contains(false);
        assertThat(document.text("code")).isPresent();
        assertThat(document.text("message")).isPresent();
        return document;
    }

    @Test
    void the_id_token_comes_under_the_type_that_is_asked_for_with_its_end() {
        for (String type : List.of(ID_TOKEN, JWT)) {
            asLibrary(type);
            JsonObject document = success(gcp());
            assertThat(document.text("token_type")).contains(type);
            assertThat(document.number("expiration_time"))
                    .isEqualTo(Jwt.decode(document.text("id_token").orElseThrow())
                            .claims()
                            .number("exp"));
        }
    }

    @Test
    void by_hand_it_is_the_id_token_and_no_audience_is_needed() {
        assertThat(success(gcp()).text("token_type")).contains(ID_TOKEN);
    }

    @Test
    void the_access_token_goes_as_a_jwt_and_only_where_it_is_one() {
        asLibrary(JWT);
        assertThat(refusal(gcp("--access-token")).text("message").orElseThrow()).contains("no JWT");
        String jwt = Jwt.sign(
                JsonObject.parse("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}"),
                JsonObject.parse("{\"exp\":" + world.now().plusSeconds(500).getEpochSecond() + "}"),
                server.key());
        server.tokenAnswer = answer -> {
            answer.put("access_token", jwt);
            answer.remove("id_token");
            return answer;
        };
        signIn();
        JsonObject document = success(gcp("--access-token"));
        assertThat(document.text("id_token")).contains(jwt);
        assertThat(document.text("token_type")).contains(JWT);
        asLibrary(ID_TOKEN);
        assertThat(refusal(gcp("--access-token")).text("message").orElseThrow()).contains("asks for an ID token");
    }

    @Test
    void what_fails_is_told_in_the_form_that_a_library_reads() {
        asLibrary("urn:ietf:params:oauth:token-type:saml2");
        assertThat(refusal(gcp()).text("code")).contains("USAGE");
        asLibrary(ID_TOKEN);
        assertThat(world.run("logout", "work").code()).isZero();
        JsonObject document = refusal(gcp("--no-input"));
        assertThat(document.text("code")).contains("LOGIN_NEEDED");
        assertThat(document.text("message").orElseThrow()).contains("oat token password -p work");
        world.with(VARIABLE + "REVOKE", "1");
        assertThat(refusal(gcp()).text("message").orElseThrow()).contains("oat logout");
    }

    @Test
    void by_hand_a_failure_has_its_exit_code_and_its_words_too() {
        assertThat(world.run("logout", "work").code()).isZero();
        TestWorld.Outcome outcome = gcp();
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.out()).contains("\"success\":false");
        assertThat(outcome.err()).contains("try: oat token password");
    }

    @Test
    void a_provider_that_the_profile_does_not_name_gets_no_token() {
        for (String api : List.of(
                "https://api.example",
                "https://iam.googleapis.com/projects/2",
                "https://iam.googleapis.com/projects/10")) {
            assertThat(world.run("profile", "set", "work", "api=" + api).code()).isZero();
            asLibrary(ID_TOKEN);
            assertThat(refusal(gcp()).text("message").orElseThrow())
                    .contains("may not go to https://iam.googleapis.com");
        }
        assertThat(world.run("profile", "set", "work", "api=https://iam.googleapis.com/projects/1")
                        .code())
                .isZero();
        success(gcp());
        for (String audience : List.of("//evil.example/projects/1", "oat", "//", "https://evil@iam.googleapis.com/")) {
            world.with(VARIABLE + "AUDIENCE", audience);
            assertThat(refusal(gcp()).has("id_token")).isFalse();
        }
    }

    @Test
    void the_answer_lies_in_the_output_file_too_for_its_owner_alone() throws IOException {
        Path file = home.resolve("cached.json");
        asLibrary(ID_TOKEN).with(VARIABLE + "OUTPUT_FILE", file.toString());
        TestWorld.Outcome outcome = gcp();
        success(outcome);
        assertThat(Files.readString(file)).isEqualTo(outcome.out());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        world.with(VARIABLE + "INTERACTIVE", "1");
        Files.delete(file);
        assertThat(gcp().out()).as("the user sits before it then").isEmpty();
        assertThat(JsonObject.parse(Files.readString(file)).flag("success")).contains(true);
    }

    @Test
    void a_link_in_the_place_of_the_output_file_is_refused() throws IOException {
        Path target = Files.writeString(home.resolve("target"), "kept");
        Path link = Files.createSymbolicLink(home.resolve("cached.json"), target);
        asLibrary(ID_TOKEN).with(VARIABLE + "OUTPUT_FILE", link.toString());
        assertThat(refusal(gcp()).text("message").orElseThrow()).contains("symbolic link");
        assertThat(Files.readString(target)).isEqualTo("kept");
    }
}
