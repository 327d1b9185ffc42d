package dev.oat.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlTest {
    private static final String[] SERVICE = {"Authorization", Caller.basic("demo-service", "service-secret")};
    private static final String[] NO_HEADERS = {};

    private final MovableClock clock = new MovableClock();
    private final Playground playground = Playground.start(PlaygroundSettings.usual(clock, new SecureRandom()));
    private final Caller caller = new Caller();

    @AfterEach
    void stop() {
        playground.close();
    }

    private HttpResponse<String> flip(String what, String... form) {
        return caller.post(playground.issuer() + "/playground/" + what, NO_HEADERS, form);
    }

    private HttpResponse<String> hello() {
        return caller.call(playground.gateway() + "/hello", token());
    }

    private String token() {
        return Caller.text(
                caller.post(playground.issuer() + "/token", SERVICE, "grant_type", "client_credentials"),
                "access_token");
    }

    @Test
    void faults_are_switched_on_and_off() {
        assertThat(Caller.json(flip("fault", "on", "metadata:html", "on", "expired-code"))
                        .texts("faults"))
                .containsExactly("metadata:html", "expired-code");
        assertThat(Caller.json(flip("fault", "off", "html")).texts("faults")).containsExactly("expired-code");
        assertThat(Caller.json(flip("fault", "off", "all")).texts("faults")).isEmpty();
        assertThat(Caller.text(flip("fault", "on", "gremlins"), "error_description"))
                .contains("gremlins");
    }

    @Test
    void tokens_are_expired_and_revoked() {
        String token = token();
        flip("expire");
        assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                .isEqualTo(401);
        String other = token();
        flip("revoke");
        assertThat(caller.call(playground.gateway() + "/hello", other).statusCode())
                .isEqualTo(401);
        assertThat(hello().statusCode()).isEqualTo(200);
    }

    @Test
    void the_clock_goes_wrong_by_seconds() {
        String token = token();

        flip("clock", "offset", "600");
        assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                .isEqualTo(401);
        flip("clock", "offset", "0");
        assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_requests_are_told_without_the_values_of_their_parameters() {
        hello();

        String requests =
                caller.get(playground.issuer() + "/playground/requests").body();

        assertThat(requests)
                .startsWith("[{\"server\":\"authorization server\",\"method\":\"POST\",\"path\":\"/token\"")
                .contains("\"server\":\"backend\"")
                .doesNotContain("service-secret");
        JsonObject state = Caller.json(caller.get(playground.issuer() + "/playground"));
        assertThat(state.number("requests_at_backend")).contains(1L);
    }

    @Test
    void a_page_of_another_origin_flips_nothing() {
        String[] other = {"Origin", "https://evil.example"};

        assertThat(caller.post(playground.issuer() + "/playground/expire", other)
                        .statusCode())
                .isEqualTo(403);
        assertThat(flip("nothing").statusCode()).isEqualTo(404);
    }
}
