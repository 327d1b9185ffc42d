package dev.oat.render.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunNoiseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state        | LjF927oMR3JPf8XQzwpA2Q | 0kXjtmr5UVr0y1cMMfNVhg",
                "nonce        | a  | b",
                "code_challenge | 68rCLg3ug_oX8FTnuQVb0Vxw1E6bNpNTat50ddAKEsU | x8rCLg3ug_oX8FTnuQVb0Vxw1E6bNpNTat50ddAKEsU",
                "jti          | 1 | 2",
                "iat          | 1732975000 | 1732979999",
                "request_uri  | urn:ietf:params:oauth:request_uri:a | urn:ietf:params:oauth:request_uri:b",
                "redirect_uri | http://127.0.0.1:35025/callback | http://127.0.0.1:41111/callback",
                "redirect_uri | http://[::1]:35025/callback | http://[::1]:1/callback",
                "location     | https://as.example/l?r=http%3A%2F%2Flocalhost%3A35025%2F | https://as.example/l?r=http%3A%2F%2Flocalhost%3A5%2F",
                "error_description | AADSTS700016: not found. Trace ID: 5a4b3c2d-0000-4f7c-9c3f-aaaaaaaaaaaa Timestamp: 2026-11-30 14:05:54Z | AADSTS700016: not found. Trace ID: ffffffff-0000-4f7c-9c3f-bbbbbbbbbbbb Timestamp: 2026-12-01 04:00:01Z",
                "message      | request_id=abcdef123456 failed | request_id=fedcba654321 failed",
                "message      | token expired at 2026-11-30T14:05:54.123Z | token expired at 2026-11-30T15:00:00Z",
                "message      | not before 1732975000 | not before 1732979999",
                "access_token | [812 chars, 1a2b] | [814 chars, ffff]",
                "code         | [43 chars, 1a2b] | [43 chars, ffff]",
                "authorization | Bearer [812 chars] | Bearer [815 chars]",
                "refresh_expires_in | 1800 | 1799",
            })
    void what_is_new_in_each_run_is_no_difference(String name, String here, String there) {
        assertThat(RunNoise.isSame(name, RunNoise.without(name, here), RunNoise.without(name, there)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state        | LjF927oMR3JPf8XQzwpA2Q | ''",
                "scope        | openid | openid profile",
                "redirect_uri | http://127.0.0.1:35025/callback | http://127.0.0.1:35025/cb",
                "redirect_uri | http://127.0.0.1:35025/callback | http://localhost:35025/callback",
                "redirect_uri | https://app.example:8443/cb | https://app.example:9443/cb",
                "client_id    | 5a4b3c2d-0000-4f7c-9c3f-aaaaaaaaaaaa | ffffffff-0000-4f7c-9c3f-bbbbbbbbbbbb",
                "access_token | [43 chars] | [812 chars]",
                "client_secret | [14 chars] | [15 chars]",
                "authorization | Basic demo:[14 chars] | Basic demo:[15 chars]",
                "authorization | Bearer [812 chars] | DPoP [812 chars]",
                "expires_in   | 3600 | 300",
                "error_description | AADSTS700016: not found. Trace ID: 5a4b3c2d-0000 | AADSTS700017: not found. Trace ID: 5a4b3c2d-0000",
                "updated_at   | 2026-01-01 | 2026-01-02",
                "max_age      | 300 | 600",
            })
    void what_a_person_or_a_server_chose_is_one(String name, String here, String there) {
        assertThat(RunNoise.isSame(name, RunNoise.without(name, here), RunNoise.without(name, there)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Date",
                "x-request-id",
                "X-Correlation-ID",
                "x-ms-request-id",
                "x-amzn-RequestId",
                "X-Amzn-Trace-Id",
                "CF-RAY",
                "traceparent",
                "X-B3-TraceId",
                "x-okta-request-id",
                "X-Rate-Limit-Reset",
                "ratelimit-remaining",
                "Server-Timing",
                "X-Cloud-Trace-Context",
                "trace_id",
                "correlation_id",
                "request_id",
                "Expires"
            })
    void headers_and_members_that_name_one_answer_are_left_out(String name) {
        assertThat(RunNoise.isFleeting(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type",
                "www-authenticate",
                "location",
                "server",
                "error",
                "request",
                "retry-after",
                "client_id"
            })
    void others_are_not(String name) {
        assertThat(RunNoise.isFleeting(name)).isFalse();
    }

    @Test
    void members_of_members_are_told_apart_too() {
        JsonObject one = JsonObject.parse("{\"a\":[{\"jti\":\"1\",\"iat\":1,\"sub\":\"x\"}],\"trace_id\":\"q\"}");
        JsonObject other = JsonObject.parse("{\"a\":[{\"jti\":\"2\",\"iat\":2,\"sub\":\"x\"}],\"trace_id\":\"r\"}");
        assertThat(RunNoise.without("body", (Object) one)).isEqualTo(RunNoise.without("body", (Object) other));
        assertThat(RunNoise.without("body", (Object) one))
                .isEqualTo(JsonObject.of(Map.of(
                        "a",
                        java.util.List.of(JsonObject.parse("{\"jti\":\"" + RunNoise.NEW + "\",\"iat\":\"" + RunNoise.NEW
                                + "\",\"sub\":\"x\"}")))));
    }
}
