package dev.oat.cli.setting;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The identity tokens of CI jobs, each from a server, a program, a variable or a file as the service gives it. */
class CiIdentityTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path home;

    private final List<List<String>> started = new ArrayList<>();

    private TestWorld.Outcome run(TestWorld world, String reference, String... more) {
        SERVER.stubFor(post("/token").willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}")));
        List<String> words = new ArrayList<>(List.of(
                "token",
                "client-credentials",
                "--token-endpoint",
                SERVER.url("/token"),
                "--client-id",
                "ci",
                "--client-assertion",
                reference));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private TestWorld world() {
        return TestWorld.at(home).starting((command, limit) -> {
            started.add(command);
            return new Programs.Result(0, "program-token\n");
        });
    }

    private static void assertSent(String assertion) {
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withRequestBody(equalTo("grant_type=client_credentials&client_id=ci"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=" + assertion)));
    }

    private TestWorld onGitHub(String answer) {
        SERVER.stubFor(get(urlPathEqualTo("/idtoken")).willReturn(okJson(answer)));
        return world().with("ACTIONS_ID_TOKEN_REQUEST_URL", SERVER.url("/idtoken?api-version=2.0"))
                .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
    }

    @Test
    void github_is_asked_for_a_token_for_the_server() {
        TestWorld.Outcome outcome = run(onGitHub("{\"count\":1,\"value\":\"github-token\"}"), "ci:github", "-vv");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).doesNotContain("github-token").doesNotContain("request-token");
        assertSent("github-token");
        String audience = URLEncoder.encode(SERVER.url("/token"), StandardCharsets.UTF_8);
        SERVER.verify(getRequestedFor(urlEqualTo("/idtoken?api-version=2.0&audience=" + audience))
                .withHeader("Authorization", equalTo("Bearer request-token")));
    }

    @Test
    void an_audience_behind_the_service_comes_before_the_server() {
        run(onGitHub("{\"value\":\"github-token\"}"), "ci:github:api://AzureADTokenExchange");

        SERVER.verify(
                getRequestedFor(urlEqualTo("/idtoken?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}           | 200 | 5 | gave no identity token",
                "{\"value\":1}| 200 | 5 | gave no identity token",
                "<html>       | 200 | 5 | gave no identity token",
                "{}           | 403 | 5 | GitHub Actions answered 403",
            })
    void what_github_should_not_answer_is_told(String body, int status, int code, String message) {
        TestWorld world = onGitHub("{}");
        SERVER.stubFor(get(urlPathEqualTo("/idtoken"))
                .willReturn(aResponse().withStatus(status).withBody(body)));

        TestWorld.Outcome outcome = run(world, "ci:github");

        assertThat(outcome.err()).contains(message);
        assertThat(outcome.code()).isEqualTo(code);
    }

    @Test
    void gitlab_puts_the_token_in_a_variable_that_the_job_names() {
        run(world().with("GITLAB_OIDC_TOKEN", "gitlab-token"), "ci:gitlab");
        assertSent("gitlab-token");

        run(world().with("ID_TOKEN_1", "other-token"), "ci:gitlab:ID_TOKEN_1");
        assertSent("other-token");
    }

    @Test
    void circleci_has_a_variable_and_for_another_audience_a_program() {
        run(world().with("CIRCLE_OIDC_TOKEN_V2", "circle-token").with("CIRCLE_OIDC_TOKEN", "old"), "ci:circleci");
        assertSent("circle-token");

        run(world(), "ci:circleci:https://as.example/\"x");
        assertSent("program-token");
        assertThat(started)
                .containsExactly(List.of(
                        "circleci", "run", "oidc", "get", "--claims", "{\"aud\":\"https://as.example/\\\"x\"}"));
    }

    @Test
    void buildkites_agent_is_asked_for_a_token_for_the_server() {
        run(world(), "ci:buildkite");

        assertSent("program-token");
        assertThat(started)
                .containsExactly(
                        List.of("buildkite-agent", "oidc", "request-token", "--audience", SERVER.url("/token")));
    }

    @Test
    void a_clusters_token_file_is_read_anew_each_time() throws IOException {
        Path file = home.resolve("token");
        Files.writeString(file, "first-token\n");
        run(world(), "ci:kubernetes:" + file);
        assertSent("first-token");

        Files.writeString(file, "second-token\n");
        run(world(), "ci:kubernetes:~/token");
        assertSent("second-token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ci:github     | permissions: { id-token: write }",
                "ci:gitlab     | id_tokens: { GITLAB_OIDC_TOKEN: { aud:",
                "ci:circleci   | CIRCLE_OIDC_TOKEN_V2 is not set",
                "ci:buildkite  | there only inside a job of that service",
                "ci:kubernetes:/nowhere/token | mount a projected serviceAccountToken",
                "ci:jenkins    | invalid value for --client-assertion: 'ci:jenkins'",
            })
    void outside_of_a_job_each_says_what_is_missing(String reference, String message) {
        TestWorld.Outcome outcome = run(
                TestWorld.at(home).starting((command, limit) -> {
                    throw new IOException("no such program");
                }),
                reference);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--client-assertion: ").contains(message);
    }

    @Test
    void a_password_is_no_identity_token() {
        TestWorld.Outcome outcome = world().run("playground", "--user", "carol=ci:gitlab");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--user cannot be ci:");
    }

    @Test
    void oat_token_gets_a_new_one_for_each_new_token() {
        TestWorld world = world().with("GITLAB_OIDC_TOKEN", "gitlab-token");
        SERVER.stubFor(post("/token")
                .willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60}")));
        world.run(
                "profile",
                "add",
                "ci",
                "--token-endpoint",
                SERVER.url("/token"),
                "--client-id",
                "ci",
                "--grant-type",
                "client_credentials",
                "--client-assertion",
                "ci:gitlab");

        assertThat(world.run("token", "-p", "ci").out()).isEqualTo("t\n");
    }
}
