package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns as terminals count them. */
class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "abc, 3",
        "grün, 4",
        "§ 3.1 … → ─, 11",
        "日本語, 6",
        "한국어, 6",
        "ﾊﾝｶｸ, 4",
        "ＦＵＬＬ, 8",
        "e\u0301, 1",
        "😀, 2",
        "👍🏽, 2",
        "👩‍👩‍👧, 2",
        "🇩🇪, 2",
        "❤️, 2",
        "a\u200bb, 2",
        "山田 👩‍💻 x, 9",
    })
    void each_sign_takes_what_a_terminal_gives_it(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
        assertThat(DisplayWidth.of(DisplayWidth.padded(text, 20))).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 2, ab",
        "日本語, 5, 日本",
        "日本語, 1, ''",
        "e\u0301e\u0301e\u0301, 2, e\u0301e\u0301",
        "😀😀, 3, 😀",
        "👩‍👩‍👧x, 2, 👩‍👩‍👧",
        "👩‍👩‍👧x, 1, ''",
        "abc, 0, ''",
    })
    void no_sign_is_cut_in_two(String text, int columns, String fitting) {
        assertThat(text.substring(0, DisplayWidth.fitting(text, columns))).isEqualTo(fitting);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "日本語の説明が長く続く",
                "山田太郎 は 東京都 に 住んで いる 人 です よ",
                "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧",
                "plain words of a sentence that is long"
            })
    void paragraphs_fit_and_lose_nothing(String text) {
        for (int width : List.of(12, 13, 20)) {
            List<String> lines = Paragraph.wrap("* ", "  ", text, width);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width));
            StringBuilder all = new StringBuilder();
            lines.forEach(line -> all.append(line.substring(2)));
            assertThat(all.toString().replace(" ", "")).isEqualTo(text.replace(" ", ""));
        }
    }

    @Test
    void broken_lines_go_on_under_the_column_where_their_text_began() {
        assertThat(Reflow.of("  山田太郎  ここ から 長い 文 が 始まり ます", 24))
                .isEqualTo("  山田太郎  ここ から\n            長い 文 が\n            始まり ます");
        assertThat(Reflow.of("日本語日本語 日本語日本語", 20)).isEqualTo("日本語日本語\n日本語日本語");
        assertThat(Reflow.of("\u001b[32m日本語日本語\u001b[0m x y", 16)).isEqualTo("\u001b[32m日本語日本語\u001b[0m x y");
    }
}
