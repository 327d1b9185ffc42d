package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccentsTest {
    private static final String REPORT =
            "Findings\n  warning  a\n           try: b\n\nok    c\nFAIL  d\n1. e\n    see RFC 1\nokay f";

    private static String coloured(String text) {
        return Accents.of(text, new Style(true, true, true, 80));
    }

    @Test
    void headings_verdicts_and_what_to_try_are_set_apart() {
        assertThat(coloured(REPORT))
                .isEqualTo(
                        "\u001b[1mFindings\u001b[0m\n  \u001b[35mwarning\u001b[0m  a\n           \u001b[36mtry:\u001b[0m b\n"
                                + "\n\u001b[32mok\u001b[0m    c\n\u001b[31mFAIL\u001b[0m  d\n\u001b[1m1. e\u001b[0m\n"
                                + "    \u001b[2msee RFC 1\u001b[0m\nokay f");
    }

    @Test
    void nothing_else_is_added_and_without_colours_nothing_at_all() {
        assertThat(coloured(REPORT).replaceAll("\u001b\\[\\d+m", "")).isEqualTo(REPORT);
        assertThat(coloured(REPORT + "\n")).endsWith("okay f\n");
        assertThat(Accents.of(REPORT, Style.PLAIN)).isSameAs(REPORT);
    }
}
