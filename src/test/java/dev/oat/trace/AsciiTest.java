package dev.oat.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1 ", "-1", "+1", "1a", "\u0661", "\uff11", "1\n", "/", ":"})
    void digits_are_those_of_ascii_and_at_least_one(String text) {
        assertThat(Ascii.isDigits(text)).isFalse();
    }

    @Test
    void any_number_of_digits_is_digits() {
        assertThat(Ascii.isDigits("0")).isTrue();
        assertThat(Ascii.isDigits("00123456789")).isTrue();
    }

    @Test
    void every_character_is_judged_as_the_tables_of_the_specifications_have_it() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = String.valueOf((char) c);
            boolean ascii = c < 0x80;
            boolean separator = "\"(),/:;<=>?@[\\]{} ".indexOf(c) >= 0;
            assertThat(Ascii.isLetterOrDigit(c)).isEqualTo(ascii && Character.isLetterOrDigit(c));
            assertThat(Ascii.isDigit(c)).isEqualTo(ascii && Character.isDigit(c));
            assertThat(Ascii.isVisible(text)).isEqualTo(c >= 0x21 && c <= 0x7e);
            assertThat(Ascii.isToken(text)).isEqualTo(c >= 0x21 && c <= 0x7e && !separator);
        }
    }

    @Test
    void one_character_that_is_not_allowed_spoils_a_text_wherever_it_stands() {
        assertThat(Ascii.isMadeOf("a.b-C9", ".-")).isTrue();
        assertThat(Ascii.isMadeOf("", ".-")).isFalse();
        assertThat(Ascii.isMadeOf("_ab", ".-")).isFalse();
        assertThat(Ascii.isMadeOf("ab_", ".-")).isFalse();
        assertThat(Ascii.isVisible("a b")).isFalse();
        assertThat(Ascii.isVisible("")).isFalse();
        assertThat(Ascii.isToken("")).isFalse();
        assertThat(Ascii.isMadeOf("\ud835\udfd8", ".-")).isFalse();
    }
}
