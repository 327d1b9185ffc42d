package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SanitizerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]8;;https://evil.example\u0007",
                "\u001b]52;c;ZXZpbA==\u0007",
                "\u001b]0;title\u0007",
                "\u001b[2J",
                "\u009b31m",
                "\u202e",
                "\u2066",
                "\u200b",
                "\u0000",
                "\u007f",
                "\r",
                "\n",
                "\t",
                "\ufeff",
                "\u00ad",
                "\u061c",
                "\u180e",
                "\u206f",
                "\ufffb",
                "\ud800",
                "\udc00",
                "\u2028",
                "\udb40\udc41"
            })
    void nothing_that_steers_a_terminal_passes(String attack) {
        String safe = Sanitizer.line("a" + attack + "b");
        assertThat(safe).startsWith("a\\u").endsWith("b");
        assertThat(safe.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    @Test
    void ordinary_text_of_any_language_is_left_alone() {
        String text = "Grüße, 世界 😀 – “ok”";
        assertThat(Sanitizer.line(text)).isSameAs(text);
    }

    @Test
    void a_block_keeps_its_lines() {
        assertThat(Sanitizer.block("a\n\tb\u001b")).isEqualTo("a\n\tb\\u001b");
        // which would write over what stands there
        assertThat(Sanitizer.block("a\rb")).isEqualTo("a\\u000db");
    }

    @Test
    void a_flood_is_cut() {
        assertThat(Sanitizer.line("x".repeat(1_000_000))).hasSizeLessThan(4_100).endsWith("characters more)");
    }
}
