package dev.oat.cli.token;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClientCredentialsTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path home;

    private TestWorld.Outcome run(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "client-credentials",
                "--token-endpoint",
                SERVER.url("/token"),
                "--client-id",
                "ci",
                "--client-secret",
                "env:THE_SECRET"));
        words.addAll(List.of(more));
        return TestWorld.at(home).with("THE_SECRET", "a:b%c d+é").run(words.toArray(new String[0]));
    }

    private static void answer(String json) {
        SERVER.stubFor(post("/token").willReturn(okJson(json)));
    }

    @Test
    void prints_the_answer_unchanged_and_one_member_of_its_own() {
        answer("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\",\"expires_in\":60,\"custom\":{\"a\":[1,null]}}");
        TestWorld.Outcome outcome = run("--scope", "read,write", "-s", "more");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).endsWith("}\n");
        JsonObject document = JsonObject.parse(outcome.out());
        assertThat(document.without("oat").toJson())
                .isEqualTo(
                        "{\"access_token\":\"t0ken\",\"token_type\":\"bearer\",\"expires_in\":60,\"custom\":{\"a\":[1,null]}}");
        JsonObject own = document.object("oat").orElseThrow();
        assertThat(own.text("obtained_at")).contains("2026-11-21T12:00:00Z");
        assertThat(own.text("expires_at")).contains("2026-11-21T12:01:00Z");
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withRequestBody(equalTo("grant_type=client_credentials&scope=read+write+more")));
    }

    @Test
    void basic_credentials_are_form_encoded_before_base64() {
        answer("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\"}");
        run();
        // ci:a%3Ab%25c+d%2B%C3%A9
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", equalTo("Basic Y2k6YSUzQWIlMjVjK2QlMkIlQzMlQTk=")));
    }

    @Test
    void post_credentials_stand_in_the_body_and_nowhere_else() {
        answer("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\"}");
        run("--auth-method", "client_secret_post", "--resource", "https://api.example/a", "--param", "x=y z");
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withoutHeader("Authorization")
                .withRequestBody(equalTo("grant_type=client_credentials&resource=https%3A%2F%2Fapi.example%2Fa&x=y+z"
                        + "&client_id=ci&client_secret=a%3Ab%25c+d%2B%C3%A9")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token  | t0ken",
                "header | Authorization: Bearer t0ken",
                "env    | export OAT_ACCESS_TOKEN='t0ken'",
            })
    void o_gives_other_forms(String format, String start) {
        answer("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\",\"expires_in\":\"60\"}");
        assertThat(run("-o", format).out()).startsWith(start).endsWith("\n");
    }

    @Test
    void a_form_encoded_answer_is_understood() {
        SERVER.stubFor(post("/token")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .withBody("access_token=gho_16&scope=repo%2Cgist&token_type=bearer")));
        assertThat(run("-o", "token").out()).isEqualTo("gho_16\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                  | 5",
                "<html><body>Sign in</body></html>                                   | 5",
                "{\"access_token\":\"t0ken\",\"token_ty                              | 5",
                "[1,2]                                                               | 5",
                "{\"token_type\":\"bearer\"}                                         | 6",
                "{\"access_token\":\"\",\"token_type\":\"bearer\"}                   | 6",
                "{\"access_token\":7,\"token_type\":\"bearer\"}                      | 6",
                "{\"access_token\":\"a b\",\"token_type\":\"bearer\"}                | 6",
                "{\"access_token\":\"t0ken\",\"token_type\":\"mac\"}                 | 6",
                "{\"access_token\":\"t0ken\"}                                        | 6",
                "{\"access_token\":\"t0ken\",\"token_type\":\"bearer\",\"scope\":[7]} | 6",
                "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"bearer\"} | 5",
            })
    void an_answer_that_is_no_token_is_refused_and_nothing_printed(String body, int code) {
        answer(body);
        TestWorld.Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("oat: ").contains("RFC 6749 §").doesNotContain("t0ken");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) {
        SERVER.stubFor(post("/token")
                .willReturn(aResponse().withStatus(status).withHeader("Location", SERVER.url("/elsewhere"))));
        TestWorld.Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("redirect (" + status + ")");
        SERVER.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void a_refusal_is_told_with_the_servers_words_made_harmless() {
        SERVER.stubFor(post("/token")
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("Content-Type", "application/json")
                        .withHeader("WWW-Authenticate", "Basic realm=\"x\"")
                        .withBody(
                                "{\"error\":\"invalid_client\",\"error_description\":\"no\\u001b[2J \\u202e way\"}")));
        TestWorld.Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("invalid_client (no\\u001b[2J \\u202e way)")
                .contains("try: check --client-id")
                .doesNotContain("\u001b")
                .doesNotContain("\u202e");
    }

    @Test
    void with_o_json_an_error_is_one_json_object_on_one_line() {
        SERVER.stubFor(
                post("/token").willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_scope\"}")));
        TestWorld.Outcome outcome = run("-o", "json");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err().lines()).hasSize(1);
        JsonObject error = JsonObject.parse(outcome.err());
        assertThat(error.text("error")).contains("invalid_scope");
        assertThat(error.number("status")).contains(400L);
        assertThat(error.number("exit_code")).contains(3L);
        assertThat(error.text("endpoint")).contains(SERVER.url("/token"));
    }

    @Test
    void a_server_that_is_busy_is_exit_7() {
        SERVER.stubFor(post("/token").willReturn(aResponse().withStatus(503).withHeader("Retry-After", "20")));
        TestWorld.Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err()).contains("try again after: 20");
    }

    @Test
    void verbose_shows_every_message_and_no_secret() {
        answer("{\"access_token\":\"t0ken-canary\",\"token_type\":\"bearer\"}");
        TestWorld.Outcome outcome = run("-vv", "--auth-method", "client_secret_post");
        assertThat(outcome.err())
                .contains("> POST " + SERVER.url("/token"))
                .contains("RFC 6749 §4.4.2")
                .contains("client_secret=[9 chars #")
                .contains("< 200")
                .doesNotContain("t0ken-canary")
                .doesNotContain("a:b");
    }

    @Test
    void a_literal_secret_works_and_earns_one_warning_that_does_not_repeat_it() {
        answer("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\"}");
        TestWorld.Outcome outcome = TestWorld.at(home)
                .run(
                        "token",
                        "client-credentials",
                        "--token-endpoint",
                        SERVER.url("/token"),
                        "--client-id",
                        "ci",
                        "--client-secret",
                        "hunter2-canary");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("env:NAME").doesNotContain("hunter2-canary");
    }

    @Test
    void an_unknown_option_is_named_and_its_value_is_not_echoed() {
        TestWorld.Outcome outcome =
                TestWorld.at(home).run("token", "client-credentials", "--client-secrte=hunter2-canary");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("--client-secrte")
                .contains("did you mean --client-secret?")
                .doesNotContain("hunter2-canary");
    }

    @Test
    void discovery_finds_the_endpoint_and_the_method_that_the_server_takes() {
        SERVER.stubFor(get("/.well-known/openid-configuration/t")
                .willReturn(aResponse().withStatus(404)));
        SERVER.stubFor(get("/t/.well-known/openid-configuration")
                .willReturn(aResponse().withStatus(404)));
        SERVER.stubFor(get("/.well-known/oauth-authorization-server/t")
                .willReturn(
                        okJson("{\"issuer\":\"" + SERVER.url("/t") + "\",\"token_endpoint\":\"" + SERVER.url("/token")
                                + "\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}")));
        answer("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\"}");
        TestWorld.Outcome outcome = TestWorld.at(home)
                .with("OAT_ISSUER", SERVER.url("/t"))
                .with("OAT_CLIENT_ID", "ci")
                .with("OAT_CLIENT_SECRET", "env:S")
                .with("S", "x")
                .run("token", "client-credentials", "-v");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("client_secret_post");
        assertThat(JsonObject.parse(outcome.out()).object("oat").orElseThrow().text("issuer"))
                .contains(SERVER.url("/t"));
    }

    @Test
    void metadata_of_another_issuer_is_exit_6() {
        SERVER.stubFor(get("/.well-known/openid-configuration")
                .willReturn(okJson("{\"issuer\":\"" + SERVER.url("/other") + "\",\"token_endpoint\":\""
                        + SERVER.url("/token") + "\"}")));
        String issuer = SERVER.url("").replaceAll("/$", "");
        TestWorld.Outcome outcome = TestWorld.at(home)
                .run("token", "client-credentials", "--issuer", issuer, "--client-id", "ci", "--auth-method", "none");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err())
                .contains("see OpenID Connect Discovery §4.3")
                .contains(issuer + "/other")
                .contains("try: the metadata are not used; check the issuer to the letter")
                .contains("oat discover " + issuer);
    }

    @Test
    void oauth_metadata_of_another_issuer_cite_their_own_section() {
        SERVER.stubFor(get("/.well-known/oauth-authorization-server")
                .willReturn(okJson("{\"issuer\":\"https://b.example\"}")));
        TestWorld.Outcome outcome = TestWorld.at(home)
                .run(
                        "token",
                        "client-credentials",
                        "--issuer",
                        SERVER.url("").replaceAll("/$", ""),
                        "--client-id",
                        "ci",
                        "--auth-method",
                        "none");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("see RFC 8414 §3.3");
    }
}
