package dev.oat.cli.examine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DiscoverTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Playground playground;

    @TempDir
    Path home;

    @BeforeEach
    void start() {
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome run(String... words) {
        return TestWorld.at(home).at(Instant.now()).run(words);
    }

    private String issuer() {
        return playground.issuer().toString();
    }

    @Test
    void shows_a_server_to_people_with_endpoints_abilities_keys_and_findings() {
        TestWorld.Outcome outcome = run("discover", issuer());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith(issuer() + "\n")
                .contains("OpenID Connect metadata")
                .contains("token_endpoint")
                .contains("Client authentication")
                .contains("PKCE")
                .contains("S256")
                .contains("EC P-256")
                .contains("the password grant is offered (RFC 9700 §2.4)");
    }

    @Test
    void gives_scripts_one_document_with_both_forms_the_keys_and_the_findings() {
        TestWorld.Outcome outcome = run("discover", issuer(), "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject document = JsonObject.parse(outcome.out());
        assertThat(document.text("issuer")).contains(issuer());
        assertThat(document.object("metadata").orElseThrow().text("issuer")).contains(issuer());
        assertThat(document.object("oauth_metadata").orElseThrow().text("token_endpoint"))
                .isPresent();
        assertThat(document.object("jwks").orElseThrow().array("keys")).isNotEmpty();
        JsonObject finding = (JsonObject) document.array("findings").get(0);
        assertThat(finding.members().keySet())
                .containsExactly("severity", "name", "title", "spec", "expected", "found", "hint");
    }

    @Test
    void takes_the_address_of_a_document_too() {
        for (String address : new String[] {
            issuer() + "/.well-known/openid-configuration",
            issuer() + "/.well-known/oauth-authorization-server/tenant",
            issuer() + "/tenant/.well-known/openid-configuration"
        }) {
            TestWorld.Outcome outcome = run("discover", address, "-o", "json");
            assertThat(outcome.code()).as(address + outcome.err()).isZero();
            JsonObject document = JsonObject.parse(outcome.out());
            assertThat(document.text("issuer")).contains(address.contains("tenant") ? issuer() + "/tenant" : issuer());
            assertThat(document.has("openid_configuration")).isTrue();
            assertThat(document.has("oauth_metadata")).isTrue();
        }
    }

    @Test
    void metadata_of_another_issuer_is_shown_and_is_exit_6() {
        playground.faults().on(Fault.METADATA_WRONG_ISS);
        TestWorld.Outcome outcome = run("discover", issuer());
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).contains("error").contains("of another issuer");
        assertThat(outcome.err()).contains("OpenID Connect Discovery §4.3").contains("https://elsewhere.example");
    }

    @Test
    void nothing_there_is_exit_5_and_nothing_is_printed() {
        TestWorld.Outcome outcome = run("discover", SERVER.url("/nobody"));
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("/nobody/.well-known/openid-configuration gave status 404")
                .contains("/.well-known/oauth-authorization-server/nobody gave status 404");
    }

    @Test
    void a_page_in_place_of_metadata_is_exit_5() {
        SERVER.stubFor(get("/.well-known/openid-configuration")
                .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>hello</html>")));
        String issuer = SERVER.url("").replaceAll("/$", "");
        TestWorld.Outcome outcome = run("discover", issuer);
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("an HTML page");
    }

    @Test
    void a_busy_server_is_exit_7() {
        SERVER.stubFor(get("/busy/.well-known/openid-configuration")
                .willReturn(aResponse().withStatus(503)));
        TestWorld.Outcome outcome = run("discover", SERVER.url("/busy"));
        assertThat(outcome.code()).isEqualTo(7);
    }

    @Test
    void what_a_server_says_is_made_harmless_to_the_terminal() {
        SERVER.stubFor(get("/odd/.well-known/openid-configuration")
                .willReturn(okJson("{\"issuer\":\"" + SERVER.url("/odd")
                        + "\",\"scopes_supported\":[\"\\u001b[2Jred\"],\"response_types_supported\":[\"code\"]}")));
        TestWorld.Outcome outcome = run("discover", SERVER.url("/odd"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("\\u001b[2Jred").doesNotContain("\u001b");
    }

    @Test
    void a_key_set_that_is_not_there_is_a_finding() {
        playground.faults().on(Fault.HTML, "jwks");
        TestWorld.Outcome outcome = run("discover", issuer());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("there is no key set at jwks_uri");
    }

    @Test
    void compares_two_servers_member_by_member() {
        SERVER.stubFor(get("/b/.well-known/openid-configuration")
                .willReturn(okJson("{\"issuer\":\"" + SERVER.url("/b") + "\",\"token_endpoint\":\""
                        + SERVER.url("/b/token") + "\",\"scopes_supported\":[\"openid\",\"extra\"]}")));
        TestWorld.Outcome outcome = run("discover", issuer(), "--diff", SERVER.url("/b"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("+ " + SERVER.url("/b"))
                .contains("scopes_supported\n")
                .contains("  + extra")
                .doesNotContain("token_endpoint\n");
        TestWorld.Outcome json = run("discover", issuer(), "--diff", SERVER.url("/b"), "-o", "json");
        assertThat(JsonObject.parse(json.out()).array("differences")).isNotEmpty();
        assertThat(run("discover", issuer(), "--diff", issuer()).out()).contains("no difference");
    }

    @Test
    void shows_an_api_and_the_server_that_protects_it() {
        String api = playground.gateway().toString();
        for (String address : new String[] {api, api + "/orders", api + "/.well-known/oauth-protected-resource"}) {
            TestWorld.Outcome outcome = run("discover", address);
            assertThat(outcome.code()).as(address + outcome.err()).isZero();
            assertThat(outcome.out())
                    .contains("Resource metadata")
                    .contains(api + "/.well-known/oauth-protected-resource")
                    .containsPattern("Authorization servers +" + issuer())
                    .contains("the resource is no https address without fragment (RFC 9728 §1.2)")
                    .contains("token_endpoint")
                    .contains("the password grant is offered (RFC 9700 §2.4)");
        }
        JsonObject document =
                JsonObject.parse(run("discover", api, "-o", "json").out());
        assertThat(document.text("resource")).contains(api);
        assertThat(document.object("resource_metadata").orElseThrow().texts("authorization_servers"))
                .containsExactly(issuer());
        assertThat(document.array("resource_findings")).isNotEmpty();
        assertThat(document.text("issuer")).contains(issuer());
    }

    @Test
    void what_is_wrong_with_an_api_is_told_with_its_section() {
        String api = SERVER.url("/api");
        SERVER.stubFor(get("/.well-known/oauth-protected-resource/api")
                .willReturn(okJson("{\"resource\":\"" + api + "\",\"authorization_servers\":[\"" + issuer() + "\"],"
                        + "\"bearer_methods_supported\":[\"header\",\"query\"],\"signed_metadata\":\"x.y.z\","
                        + "\"resource_signing_alg_values_supported\":[\"none\"]}")));
        TestWorld.Outcome outcome = run("discover", api);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("resource_signing_alg_values_supported has none (RFC 9728 §2)")
                .contains("tokens are taken in the query (RFC 9700 §4.3.2)")
                .contains("its authorization server does not list this API (RFC 9728 §4)")
                .contains("there is signed_metadata, which oat does not use (RFC 9728 §2.2)")
                .contains("scopes_supported is not there (RFC 9728 §2)");
    }

    @Test
    void metadata_of_another_api_are_shown_and_are_exit_6() {
        playground.faults().on(Fault.RESOURCE_MISMATCH);
        TestWorld.Outcome outcome = run("discover", playground.gateway().toString());
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).contains("error").contains("https://elsewhere.example");
        assertThat(outcome.err()).contains("RFC 9728 §3.3");
    }

    @Test
    void compares_two_apis_by_their_servers() {
        TestWorld.Outcome outcome = run("discover", playground.gateway().toString(), "--diff", issuer() + "/tenant");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("- " + issuer() + "\n").contains("+ " + issuer() + "/tenant\n");
    }

    @Test
    void no_address_at_all_is_exit_2() {
        assertThat(run("discover").code()).isEqualTo(2);
        assertThat(run("discover", "as.example").code()).isEqualTo(2);
        assertThat(run("discover", "http://as.example").err()).contains("--allow-http");
    }
}
