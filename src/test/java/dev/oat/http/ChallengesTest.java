package dev.oat.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {
    @Test
    void several_challenges_in_one_field_are_told_apart() {
        List<Challenges.Challenge> challenges = Challenges.parse(
                "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"");
        assertThat(challenges).hasSize(2);
        assertThat(challenges.get(0).parameters())
                .isEqualTo(Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\""));
        assertThat(challenges.get(1).is("basic")).isTrue();
        assertThat(challenges.get(1).parameter("realm")).contains("simple");
    }

    @Test
    void bearer_errors_are_read_whatever_the_spacing_and_case() {
        List<Challenges.Challenge> challenges = Challenges.parse(
                "dPoP algs=\"ES256 PS256\",bEARER   Error = \"invalid_token\" , error_description=\"The, token\"");
        assertThat(challenges).hasSize(2);
        assertThat(challenges.get(1).parameter("error")).contains("invalid_token");
        assertThat(challenges.get(1).parameter("error_description")).contains("The, token");
    }

    @Test
    void schemes_with_a_token_or_without_anything_are_read() {
        List<Challenges.Challenge> challenges = Challenges.in(Headers.empty()
                .with("WWW-Authenticate", "Negotiate oYG2MIGz==, Bearer")
                .with("www-authenticate", "Basic realm=x"));
        assertThat(challenges).extracting(Challenges.Challenge::scheme).contains("Negotiate", "Bearer", "Basic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,,",
                "=",
                "\"",
                "Bearer error=\"unclosed",
                "Bearer error=",
                "a=b=c",
                "\u0000\u001b[2J",
                "((((",
                "Bearer error"
            })
    void hostile_fields_end_without_an_exception(String field) {
        assertThat(Challenges.parse(field)).isNotNull();
        assertThat(Challenges.parse(field.repeat(3000))).isNotNull();
    }
}
