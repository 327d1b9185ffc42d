package dev.oat.cli.setting;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.TestWorld;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.MessageTransport;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The identity of the machine or cluster, from small stand-ins on loopback. */
@Timeout(60)
class WorkloadIdentityTest {
    @RegisterExtension
    static final WireMockExtension PLATFORM = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path home;

    private final List<TransportSettings> asked = new ArrayList<>();
    private TestWorld world;

    @BeforeEach
    void platforms() throws IOException {
        // a second is little for a busy machine: what was asked for is kept, and more is given
        world = TestWorld.at(home)
                .sending(how -> {
                    if (how.timeout().compareTo(Duration.ofSeconds(30)) < 0) {
                        asked.add(how);
                    }
                    return new MessageTransport(how.withTimeout(Duration.ofSeconds(30)));
                })
                .with("OAT_TEST_WORKLOAD_ADDRESS", "http://127.0.0.1:" + PLATFORM.getPort())
                .with("OAT_TEST_WORKLOAD_ADDRESS_FILES", home.toString());
        SERVER.stubFor(post("/token").willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}")));
        PLATFORM.stubFor(get(urlPathEqualTo("/computeMetadata/v1/instance/service-accounts/default/identity"))
                .withHeader("Metadata-Flavor", equalTo("Google"))
                .willReturn(aResponse().withHeader("Metadata-Flavor", "Google").withBody("gcp-token")));
        PLATFORM.stubFor(get(urlPathEqualTo("/metadata/identity/oauth2/token"))
                .withHeader("Metadata", equalTo("true"))
                .willReturn(okJson("{\"access_token\":\"azure-token\"}")));
        PLATFORM.stubFor(put("/latest/api/token")
                .withHeader("X-aws-ec2-metadata-token-ttl-seconds", matching("\\d+"))
                .willReturn(aResponse().withBody("aws-session")));
        PLATFORM.stubFor(get("/latest/dynamic/instance-identity/rsa2048")
                .withHeader("X-aws-ec2-metadata-token", equalTo("aws-session"))
                .willReturn(aResponse().withBody("MIAG\nabc\n")));
        Jwk key = Jwk.generate("ES256", new SecureRandom());
        Files.writeString(
                home.resolve("token"),
                Jwt.sign(
                        JsonObject.of(Map.of("alg", "ES256")),
                        JsonObject.of(Map.of("sub", "system:serviceaccount:prod:builder")),
                        key));
        Files.writeString(home.resolve("svid"), "svid-token\n");
        PLATFORM.stubFor(post("/api/v1/namespaces/prod/serviceaccounts/builder/token")
                .withHeader("Authorization", equalTo("Bearer " + Files.readString(home.resolve("token"))))
                .withRequestBody(matchingJsonPath("$.spec.audiences[0]", equalTo("https://as.example")))
                .willReturn(aResponse().withStatus(201).withBody("{\"status\":{\"token\":\"made-token\"}}")));
    }

    private TestWorld.Outcome run(String reference, String... more) {
        return world.run(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "token",
                                "client-credentials",
                                "--token-endpoint",
                                SERVER.url("/token"),
                                "--client-id",
                                "job",
                                "--client-assertion",
                                reference),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "workload:gcp, gcp-token",
        "workload:gcp:https://as.example, gcp-token",
        "workload:azure, azure-token",
        "workload:azure:api://x, azure-token",
        "workload:aws, MIAGabc",
        "workload:kubernetes, eyJ",
        "workload:kubernetes:https://as.example, made-token",
        "workload:spiffe:HOME/svid, svid-token"
    })
    void each_platform_gives_its_identity_with_the_guard_that_it_asks_for(String reference, String token) {
        TestWorld.Outcome outcome = run(reference.replace("HOME", home.toString()), "-vv");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        SERVER.verify(postRequestedFor(urlEqualTo("/token")).withRequestBody(containing("client_assertion=" + token)));
        assertThat(outcome.err()).doesNotContain(token + "\n").doesNotContain("aws-session");
    }

    @Test
    void variables_of_the_platform_name_files() {
        world.with("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("svid").toString())
                .with("JWT_SVID_FILE", home.resolve("svid").toString());
        for (String reference : new String[] {"workload:aws", "workload:spiffe"}) {
            assertThat(run(reference).code()).isZero();
            SERVER.verify(
                    postRequestedFor(urlEqualTo("/token")).withRequestBody(containing("client_assertion=svid-token")));
            SERVER.resetRequests();
        }
        PLATFORM.verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"workload:gcp", "workload:azure", "workload:aws", "workload:kubernetes:https://as.example"})
    void a_platform_has_a_second_and_is_asked_past_any_proxy(String reference) {
        world.with("HTTP_PROXY", "http://127.0.0.1:1").with("HTTPS_PROXY", "http://127.0.0.1:1");
        TestWorld.Outcome outcome = run(reference, "--dry-run");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(asked).isNotEmpty().allSatisfy(how -> {
            assertThat(how.timeout()).isEqualTo(Duration.ofSeconds(1));
            assertThat(how.proxies().proxyFor(URI.create("http://169.254.169.254/")))
                    .isEmpty();
        });
    }

    @Test
    void an_answer_without_googles_own_field_is_not_believed() {
        PLATFORM.stubFor(get(urlPathEqualTo("/computeMetadata/v1/instance/service-accounts/default/identity"))
                .willReturn(aResponse().withBody("somebody's token")));
        assertThat(run("workload:gcp").code()).isEqualTo(5);
        SERVER.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void no_platform_is_asked_unless_it_is_named() {
        world.with("T", "given");
        assertThat(run("env:T").code()).isZero();
        PLATFORM.verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"workload:nowhere, workload:kubernetes", "workload:spiffe, workload:spiffe:PATH"})
    void what_is_no_platform_or_lacks_its_file_is_told(String reference, String words) {
        TestWorld.Outcome outcome = run(reference);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(words);
    }

    @Test
    void the_setting_of_tests_leads_nowhere_else() {
        world.with("OAT_TEST_WORKLOAD_ADDRESS", "http://192.0.2.1");
        TestWorld.Outcome outcome = run("workload:azure");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("this machine only");
    }
}
