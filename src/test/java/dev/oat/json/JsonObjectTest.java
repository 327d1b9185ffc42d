package dev.oat.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void keeps_order_unknown_members_and_number_forms() {
        String text = "{\"z\":1,\"a\":{\"b\":[true,null,1.50,12345678901234567890]},\"m\":\"\"}";
        assertThat(JsonObject.parse(text).toJson()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | empty",
                "[1]           | not an object",
                "{\"a\":1} x   | not JSON",
                "{\"a\":1}{}   | text after",
                "{\"a\":1,\"a\":2} | named twice",
                "{\"a\":\"secret-canary | cut short",
                "{\"a\":secret-canary} | not JSON",
                "<html>        | not JSON",
            })
    void says_what_is_wrong_without_quoting_the_text(String text, String reason) {
        assertThatThrownBy(() -> JsonObject.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("canary");
    }

    @Test
    void refuses_what_nests_too_deeply() {
        String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThatThrownBy(() -> JsonObject.parse(deep)).hasMessageContaining("deeper than 100");
    }

    @Test
    void a_member_of_another_type_is_named_with_both_types() {
        JsonObject object = JsonObject.parse("{\"n\":\"x\",\"t\":1,\"l\":[1],\"nil\":null}");
        assertThatThrownBy(() -> object.number("n")).hasMessage("\"n\" is text, expected a number");
        assertThatThrownBy(() -> object.text("t")).hasMessage("\"t\" is a number, expected text");
        assertThatThrownBy(() -> object.texts("l")).hasMessageContaining("array of texts");
        assertThat(object.text("nil")).isEmpty();
        assertThat(object.has("nil")).isFalse();
        assertThat(object.text("absent")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.9, 1", "-5, -5", "1e3, 1000"})
    void numbers_may_have_fractions_as_numeric_dates_do(String text, long expected) {
        assertThat(JsonObject.parse("{\"n\":" + text + "}").number("n")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "12345678901234567890", "1e-2000"})
    void numbers_out_of_range_are_refused(String text) {
        assertThatThrownBy(() -> JsonObject.parse("{\"n\":" + text + "}").number("n"))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void invisible_and_direction_changing_characters_are_written_as_escapes() {
        JsonObject object = JsonObject.of(Map.of("a", "x\u001b[2J\u202ey\u0085z\u200b😀é\ud800"));
        assertThat(object.toJson()).isEqualTo("{\"a\":\"x\\u001B[2J\\u202ey\\u0085z\\u200b😀é\\ud800\"}");
        assertThat(JsonObject.parse(object.toJson())).isEqualTo(object);
    }

    @Test
    void audience_may_be_one_text_or_several() {
        assertThat(JsonObject.parse("{\"aud\":\"a\"}").textOrTexts("aud")).isEqualTo(List.of("a"));
        assertThat(JsonObject.parse("{\"aud\":[\"a\",\"b\"]}").textOrTexts("aud"))
                .isEqualTo(List.of("a", "b"));
    }

    @Test
    void printing_the_object_shows_no_value() {
        assertThat(JsonObject.parse("{\"access_token\":\"canary\"}").toString()).doesNotContain("canary");
    }
}
