package dev.oat.playground.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.playground.Caller;
import dev.oat.playground.MovableClock;
import dev.oat.playground.Playground;
import dev.oat.playground.net.PlaygroundForm;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String[] SERVICE = {"Authorization", Caller.basic("demo-service", "service-secret")};

    private final Playground playground =
            Playground.start(PlaygroundSettings.usual(new MovableClock(), new SecureRandom()));
    private final Caller caller = new Caller();

    @AfterEach
    void stop() {
        playground.close();
    }

    private HttpResponse<String> token() {
        return caller.post(playground.issuer() + "/token", SERVICE, "grant_type", "client_credentials");
    }

    @Test
    void a_fault_that_goes_anywhere_shows_at_the_token_endpoint_unless_told() {
        playground.faults().on("html");
        playground.faults().on("metadata:error-500");

        assertThat(token().body()).contains("It works!");
        assertThat(caller.get(playground.issuer() + "/.well-known/openid-configuration")
                        .statusCode())
                .isEqualTo(500);
        assertThat(caller.get(playground.issuer() + "/jwks").statusCode()).isEqualTo(200);
        assertThat(playground.faults().current()).containsExactly("token:html", "metadata:error-500");
        playground.faults().off(Fault.HTML);
        assertThat(token().statusCode()).isEqualTo(200);
    }

    @Test
    void a_fault_may_show_a_number_of_times() {
        playground.faults().times(2, Fault.BUSY_503, "token");

        assertThat(token().headers().firstValue("Retry-After")).contains("1");
        assertThat(token().statusCode()).isEqualTo(503);
        assertThat(token().statusCode()).isEqualTo(200);
    }

    @Test
    void unknown_faults_and_endpoints_are_told() {
        assertThatThrownBy(() -> playground.faults().on("gremlins")).hasMessageContaining("gremlins");
        assertThatThrownBy(() -> playground.faults().on("cellar:html")).hasMessageContaining("metadata, jwks");
        assertThatThrownBy(() -> playground.faults().on("token:expired-code")).hasMessageContaining("no endpoint");
    }

    @Test
    void token_answers_can_lack_what_they_should_have() {
        playground.faults().on(Fault.NO_ACCESS_TOKEN);
        playground.faults().on(Fault.NO_EXPIRES_IN);
        playground.faults().on(Fault.UNKNOWN_TOKEN_TYPE);

        assertThat(token().body()).isEqualTo("{\"token_type\":\"Riddle\",\"scope\":\"read\"}\n");
    }

    @Test
    void token_answers_can_be_written_otherwise() {
        playground.faults().on(Fault.EXPIRES_IN_TEXT);
        assertThat(Caller.text(token(), "expires_in")).isEqualTo("600");

        playground.faults().on(Fault.FORM_ENCODED);
        HttpResponse<String> form = token();
        assertThat(form.headers().firstValue("Content-Type")).contains("application/x-www-form-urlencoded");
        assertThat(PlaygroundForm.parse(form.body()).first("token_type")).contains("Bearer");
    }

    @Test
    void empty_huge_deep_and_redirecting_answers_are_what_they_say() {
        playground.faults().times(1, Fault.EMPTY, "token");
        assertThat(token().body()).isEmpty();
        playground.faults().times(1, Fault.DEEP, "token");
        assertThat(token().body()).contains("[".repeat(10_000));
        playground.faults().times(1, Fault.REDIRECT, "token");
        assertThat(token().statusCode()).isEqualTo(307);
        playground.faults().times(1, Fault.HUGE, "jwks");
        assertThat(caller.get(playground.issuer() + "/jwks").body()).hasSize(100_000_000);
    }

    @Test
    void truncated_and_lost_answers_fail_on_the_wire_and_the_request_has_been_served() {
        playground.faults().times(1, Fault.TRUNCATED, "token");
        assertThatThrownBy(this::token).hasRootCauseInstanceOf(IOException.class);
        playground.faults().times(1, Fault.LOST_ANSWER, "token");
        assertThatThrownBy(this::token).hasRootCauseInstanceOf(IOException.class);

        assertThat(playground.requests().tokenRequests("client_credentials")).hasSize(2);
        assertThat(token().statusCode()).isEqualTo(200);
    }

    @Test
    void a_stalled_answer_stops_midway_and_is_let_go_when_the_playground_closes() throws IOException {
        playground.faults().on(Fault.STALLED, "jwks");
        URI issuer = playground.issuer();
        try (Socket socket = new Socket("127.0.0.1", issuer.getPort())) {
            socket.getOutputStream()
                    .write(("GET /jwks HTTP/1.1\r\nHost: " + issuer.getRawAuthority() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().contains("{\"keys\"")) {
                seen.append((char) in.read());
            }
            playground.close();
            seen.append(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            assertThat(seen.toString()).doesNotContain("]}");
        }
    }

    @Test
    void the_key_changes_after_each_look_at_the_key_set() {
        playground.faults().on(Fault.ROTATED_KEY);

        String first = caller.get(playground.issuer() + "/jwks").body();
        String second = caller.get(playground.issuer() + "/jwks").body();

        assertThat(second).isNotEqualTo(first);
        assertThat(Caller.json(caller.call(playground.gateway() + "/hello", Caller.text(token(), "access_token")))
                        .text("hello"))
                .contains("demo-service");
    }

    @Test
    void metadata_can_name_another_issuer() {
        playground.faults().on(Fault.METADATA_WRONG_ISS);

        assertThat(Caller.text(caller.get(playground.issuer() + "/.well-known/openid-configuration"), "issuer"))
                .isEqualTo("https://elsewhere.example");
    }

    @Test
    void a_taken_port_is_told_by_its_number() {
        int taken = playground.issuer().getPort();

        assertThatThrownBy(() -> Playground.start(PlaygroundSettings.builder(new MovableClock(), new SecureRandom())
                        .ports(taken, 0, 0)
                        .build()))
                .hasMessageContaining("port " + taken);
    }
}
