package dev.oat.playground.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Caller;
import dev.oat.playground.MovableClock;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private final MovableClock clock = new MovableClock();
    private final Playground playground = Playground.start(PlaygroundSettings.usual(clock, new SecureRandom()));
    private final Caller caller = new Caller();

    @AfterEach
    void stop() {
        playground.close();
    }

    private String token(String... more) {
        return tokenOf(playground, more);
    }

    private String tokenOf(Playground one, String... more) {
        String[] form = new String[2 + more.length];
        form[0] = "grant_type";
        form[1] = "client_credentials";
        System.arraycopy(more, 0, form, 2, more.length);
        String[] service = {"Authorization", Caller.basic("demo-service", "service-secret")};
        return Caller.text(caller.post(one.issuer() + "/token", service, form), "access_token");
    }

    private String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElse("");
    }

    @Test
    void a_good_token_reaches_the_backend_as_its_subject_and_not_as_a_token() {
        HttpResponse<String> response = caller.call(playground.gateway() + "/hello", token());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"hello\":\"demo-service\",\"client_id\":\"demo-service\",\"scope\":\"read\"}\n");
        assertThat(playground.requests().of(Part.BACKEND, "/hello").get(0).header("Authorization"))
                .isEmpty();
    }

    @Test
    void a_caller_cannot_say_who_it_is() {
        String token = token();

        HttpResponse<String> response =
                caller.get(playground.gateway() + "/hello", "Authorization", "Bearer " + token, "X-Subject", "alice");

        assertThat(response.body()).contains("\"hello\":\"demo-service\"");
    }

    @Test
    void without_a_token_the_gateway_asks_for_one_and_the_backend_sees_nothing() {
        HttpResponse<String> response = caller.get(playground.gateway() + "/hello");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(challenge(response))
                .isEqualTo("Bearer realm=\"oat playground\", resource_metadata=\"" + playground.gateway()
                        + "/.well-known/oauth-protected-resource\"");
        assertThat(playground.requests().of(Part.BACKEND)).isEmpty();
    }

    @Test
    void expired_revoked_foreign_and_broken_tokens_are_refused_and_never_reach_the_backend() {
        String good = token();
        String foreign = token("resource", "https://api.example/");
        String revoked = token();
        playground.revokeAccessTokens();
        String hello = playground.gateway() + "/hello";

        assertThat(challenge(caller.call(hello, revoked))).contains("the access token was revoked");
        assertThat(challenge(caller.call(hello, foreign))).contains("invalid_token");
        assertThat(challenge(caller.call(hello, good.substring(0, good.length() - 6) + "AAAAAA")))
                .contains("signature");
        assertThat(challenge(caller.call(hello, "a.b.c"))).contains("cannot be read");
        assertThat(challenge(caller.call(hello, "opaque"))).contains("unknown");
        String late = token();
        clock.advance(Duration.ofMinutes(10));
        assertThat(challenge(caller.call(hello, late))).contains("the access token has expired");
        String declared = token();
        playground.expireAccessTokens();
        assertThat(challenge(caller.call(hello, declared))).contains("the access token has expired");

        assertThat(playground.refusedByGateway()).isEqualTo(7);
        assertThat(playground.requests().of(Part.BACKEND)).isEmpty();
        assertThat(playground.refusedButSeenByBackend()).isEmpty();
        assertThat(caller.call(hello, token()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_for_another_audience_is_refused() {
        HttpResponse<String> response =
                caller.call(playground.gateway() + "/hello", token("audience", "https://api.example/"));

        assertThat(challenge(response)).contains("another audience");
    }

    @Test
    void an_id_token_is_no_access_token() {
        String idToken = Caller.text(
                caller.token(
                        playground,
                        "grant_type",
                        "password",
                        "client_id",
                        "demo-password",
                        "username",
                        "alice",
                        "password",
                        "wonderland",
                        "scope",
                        "openid"),
                "id_token");

        assertThat(challenge(caller.call(playground.gateway() + "/hello", idToken)))
                .contains("the token is not an access token");
    }

    @Test
    void a_missing_scope_is_403_and_names_the_scope() {
        HttpResponse<String> response = caller.send(HttpRequest.newBuilder(URI.create(playground.gateway() + "/orders"))
                .header("Authorization", "Bearer " + token("scope", "read"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(challenge(response)).contains("error=\"insufficient_scope\"").contains("scope=\"write\"");
    }

    @Test
    void tokens_of_the_other_issuer_are_good_too() {
        String[] service = {"Authorization", Caller.basic("demo-service", "service-secret")};
        String token = Caller.text(
                caller.post(playground.tenant("/tenant") + "/token", service, "grant_type", "client_credentials"),
                "access_token");

        assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void opaque_tokens_are_looked_up() {
        try (Playground opaque = Playground.start(PlaygroundSettings.builder(clock, new SecureRandom())
                .opaqueTokens(true)
                .build())) {
            String token = tokenOf(opaque);

            assertThat(token).doesNotContain(".");
            assertThat(caller.call(opaque.gateway() + "/hello", token).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void bodies_pass_whole_in_both_directions() {
        String token = token();
        long size = 20_000_003;
        HttpRequest.Builder upload = HttpRequest.newBuilder(URI.create(playground.gateway() + "/echo"))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new Pattern(size)));

        assertThat(caller.send(upload).body())
                .contains("\"bytes\":" + size)
                .contains("\"sha256\":\"" + Pattern.sha256(size) + "\"");
        for (String query : new String[] {"", "?chunked=true"}) {
            HttpResponse<String> download = caller.call(playground.gateway() + "/bytes/1000003" + query, token);
            assertThat(download.body()).hasSize(1_000_003);
        }
    }

    /** The bytes 0 to 250, over and over. */
    private static final class Pattern extends InputStream {
        private final long size;
        private long at;

        Pattern(long size) {
            this.size = size;
        }

        static String sha256(long size) {
            try (InputStream bytes = new Pattern(size)) {
                java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
                byte[] block = new byte[8192];
                for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
                    digest.update(block, 0, read);
                }
                return java.util.HexFormat.of().formatHex(digest.digest());
            } catch (java.io.IOException | java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public int read() {
            return at == size ? -1 : (int) (at++ % 251);
        }
    }

    @Test
    void a_cut_download_stays_cut_on_its_way_through() {
        String token = token();

        for (String query : new String[] {"", "?chunked=true"}) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> caller.call(playground.gateway() + "/truncated/100000" + query, token)))
                    .hasRootCauseInstanceOf(java.io.EOFException.class);
        }
    }

    @Test
    void orders_come_in_pages_with_links_that_lead_through_the_gateway() {
        String token = token();

        HttpResponse<String> second = caller.call(playground.gateway() + "/orders?page=2&size=5", token);

        assertThat(second.headers().firstValue("Link"))
                .contains("<G/orders?page=1&size=5>; rel=\"first\", <G/orders?page=1&size=5>; rel=\"prev\", "
                                .replace("G", playground.gateway().toString())
                        + "<G/orders?page=3&size=5>; rel=\"next\", <G/orders?page=3&size=5>; rel=\"last\""
                                .replace("G", playground.gateway().toString()));
        assertThat(caller.call(playground.gateway() + "/orders?page=3&size=5", token)
                        .body())
                .isEqualTo(
                        "[{\"id\":11,\"item\":\"plums\",\"amount\":11},{\"id\":12,\"item\":\"oats\",\"amount\":12}]\n");
    }

    @Test
    void an_order_can_be_added() {
        HttpResponse<String> added = caller.send(HttpRequest.newBuilder(URI.create(playground.gateway() + "/orders"))
                .header("Authorization", "Bearer " + token("scope", "write"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"item\":\"jam\"}")));

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("Location")).contains("/orders/13");
        assertThat(added.body()).isEqualTo("{\"id\":13,\"item\":\"jam\"}\n");
    }

    @Test
    void retry_refuses_as_often_as_it_is_told() {
        String token = token();
        String uri = playground.gateway() + "/retry?times=2&status=503&after=7&key=a";

        HttpResponse<String> first = caller.call(uri, token);

        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("Retry-After")).contains("7");
        assertThat(caller.call(uri, token).statusCode()).isEqualTo(503);
        assertThat(caller.call(uri, token).statusCode()).isEqualTo(200);
    }

    @Test
    void redirects_and_statuses_are_passed_back_as_they_are() {
        String token = token();

        HttpResponse<String> redirect = caller.call(playground.gateway() + "/redirect?to=http://example.com/", token);

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location")).contains("http://example.com/");
        for (int status : new int[] {204, 304, 404, 401, 500}) {
            assertThat(caller.call(playground.gateway() + "/status/" + status, token)
                            .statusCode())
                    .isEqualTo(status);
        }
        assertThat(playground.refusedButSeenByBackend()).isEmpty();
    }

    @Test
    void a_request_by_another_name_is_turned_away() throws Exception {
        try (java.net.Socket socket =
                new java.net.Socket("127.0.0.1", playground.gateway().getPort())) {
            socket.getOutputStream()
                    .write("GET /hello HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 421 ");
        }
    }
}
