package dev.oat.render.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenDocumentTimeTest {
    private static final Instant THEN = Instant.parse("2026-11-30T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"expires_in\":600}                       | 100 | {\"expires_in\":500}",
                "{\"expires_in\":\"600\"}                   | 100 | {\"expires_in\":\"500\"}",
                "{\"expires_in\":600.0}                     | 100 | {\"expires_in\":500}",
                "{\"expires_in\":600,\"refresh_expires_in\":1800,\"ext_expires_in\":601} | 100 | "
                        + "{\"expires_in\":500,\"refresh_expires_in\":1700,\"ext_expires_in\":501}",
                "{\"expires_in\":600,\"refresh_expires_in\":0} | 100 | {\"expires_in\":500,\"refresh_expires_in\":0}",
                "{\"expires_in\":60}                        | 100 | {\"expires_in\":0}",
                "{\"expires_in\":600}                       | -100 | {\"expires_in\":600}",
                "{\"expires_in\":600}                       | 0 | {\"expires_in\":600}",
                "{\"expires_in\":null,\"scope\":\"a\"}      | 100 | {\"expires_in\":null,\"scope\":\"a\"}",
                "{\"expires_in\":\"soon\",\"n\":[1]}        | 100 | {\"expires_in\":\"soon\",\"n\":[1]}",
            })
    void lifetimes_that_count_from_the_answer_tell_what_is_left(String answer, long past, String expected) {
        TokenDocument document = new TokenDocument(
                JsonObject.parse(answer), Optional.empty(), Optional.empty(), THEN, Optional.empty(), "none");
        assertThat(document.at(THEN.plusSeconds(past)).answer().toJson()).isEqualTo(expected);
    }
}
