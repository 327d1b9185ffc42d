package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --provider entra-spa} is for: such a server redeems no code, and no refresh token, without an Origin. */
@Timeout(60)
class SinglePagePresetTest {
    @TempDir
    Path home;

    @Test
    void every_token_request_carries_the_origin_and_no_other_request_does() throws Exception {
        TestWorld world = TestWorld.at(home).at(Instant.now());
        try (OddServer server = new OddServer(world.clock())) {
            String issuer = server.issuer() + "/t-1/v2.0";
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("issuer", issuer);
            metadata.put("authorization_endpoint", server.issuer() + "/authorize");
            metadata.put("token_endpoint", server.issuer() + "/spa/token");
            metadata.put("jwks_uri", server.issuer() + "/jwks");
            metadata.put("response_types_supported", List.of("code"));
            metadata.put("subject_types_supported", List.of("pairwise"));
            metadata.put("id_token_signing_alg_values_supported", List.of("ES256"));
            server.page(
                    "/t-1/v2.0/.well-known/openid-configuration",
                    hit -> OddServer.Reply.json(200, JsonObject.of(metadata)));
            server.idTokenClaims = claims -> {
                claims.put("iss", issuer);
                return claims;
            };
            server.response = form -> form.without("iss");
            server.page("/spa/token", hit -> {
                if (!hit.headers().getOrDefault("Origin", List.of()).equals(List.of("http://localhost"))) {
                    return OddServer.Reply.json(
                            400,
                            JsonObject.of(Map.of("error", "invalid_request", "error_description", "AADSTS9002327")));
                }
                return OddServer.Reply.json(200, JsonObject.of(server.tokens()));
            });

            RunningCommand login = new RunningCommand(
                    world,
                    "login",
                    "spa",
                    "--no-browser",
                    "--provider",
                    "entra-spa=" + issuer,
                    "--client-id",
                    OddServer.CLIENT);
            HttpURLConnection browser =
                    (HttpURLConnection) login.address().toURL().openConnection();
            assertThat(browser.getResponseCode()).isEqualTo(200);
            assertThat(browser.getURL().getHost()).isEqualTo("localhost");
            TestWorld.Outcome outcome = login.outcome();
            assertThat(outcome.code()).as(outcome.err()).isZero();

            world.pass(Duration.ofHours(1));
            TestWorld.Outcome renewed = world.run("token", "-p", "spa");
            assertThat(renewed.code()).as(renewed.err()).isZero();

            List<String> grants = new ArrayList<>();
            for (OddServer.Hit hit : server.allHits()) {
                boolean token = hit.path().equals("/spa/token");
                assertThat(hit.headers().containsKey("Origin")).as(hit.path()).isEqualTo(token);
                if (token) {
                    grants.add(hit.form().first("grant_type").orElse(""));
                }
            }
            assertThat(grants).containsExactly("authorization_code", "refresh_token");
            assertThat(world.run("profile", "show", "spa").out()).contains("token_header", "Origin:http://localhost");
        }
    }
}
