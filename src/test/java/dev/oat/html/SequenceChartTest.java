package dev.oat.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the lines and labels of a diagram lie, by numbers. */
class SequenceChartTest {
    private static final List<String> LABELS = List.of(
            "token request",
            "a label that is so long that no diagram has room for it on one line, nor on two, and hardly on three of them",
            "averyveryverylongwordwithoutanyblanktobreakitatwhichadiagrammustbreakallthesame/and/more/of/it",
            "تسجيل الدخول إلى الخادم باستخدام المتصفح",
            "בקשת הרשאה מהדפדפן אל השרת",
            "認可サーバーへのトークン要求とその応答を検証する",
            "토큰 요청",
            "mixed אבג and 漢字 with e\u0301 combined",
            "👩‍💻 signs in 🎉",
            "");

    private static SequenceChart chart(int actors, int messages) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < actors; i++) {
            names.add(i % 3 == 0 ? LABELS.get(1 + i % 8) : "actor " + i);
        }
        List<SequenceChart.Message> all = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            all.add(new SequenceChart.Message(
                    i * 7 % actors,
                    i * 3 % actors,
                    LABELS.get(i % LABELS.size()),
                    SequenceChart.Tone.values()[i % 4],
                    i % 2 == 1,
                    "+" + i + " ms",
                    "#m" + i));
        }
        return SequenceChart.of(names, all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 20})
    void no_label_lies_upon_another_nor_outside(int actors) {
        SequenceChart chart = chart(actors, 200);
        List<SequenceChart.Box> boxes = new ArrayList<>();
        chart.heads().forEach(head -> boxes.add(head.box()));
        chart.messages().forEach(placed -> boxes.add(placed.label().box()));
        assertThat(boxes).hasSize(actors + 200);
        for (int i = 0; i < boxes.size(); i++) {
            SequenceChart.Box box = boxes.get(i);
            assertThat(box.x()).isNotNegative();
            assertThat(box.right()).isLessThanOrEqualTo(chart.width());
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(chart.height());
            for (int j = i + 1; j < boxes.size(); j++) {
                assertThat(box.overlaps(boxes.get(j))).as("%s and %s", i, j).isFalse();
            }
        }
    }

    @Test
    void a_label_lies_above_its_arrow_between_its_ends_and_off_the_axis() {
        SequenceChart chart = chart(20, 200);
        for (SequenceChart.Placed placed : chart.messages()) {
            SequenceChart.Box box = placed.label().box();
            SequenceChart.Message message = placed.message();
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(placed.y());
            assertThat(box.x()).as(message.label()).isGreaterThanOrEqualTo(76);
            if (message.from() != message.to()) {
                double left = Math.min(chart.column(message.from()), chart.column(message.to()));
                double right = Math.max(chart.column(message.from()), chart.column(message.to()));
                assertThat(box.x()).isGreaterThanOrEqualTo(left);
                assertThat(box.right()).isLessThanOrEqualTo(right);
            }
            assertThat(placed.row().y() + placed.row().height()).isGreaterThan(placed.y());
        }
    }

    @Test
    void rows_follow_each_other_without_gap_or_overlap() {
        double y = -1;
        for (SequenceChart.Placed placed : chart(7, 50).messages()) {
            assertThat(y < 0 || Math.abs(placed.row().y() - y) < 0.001).isTrue();
            y = placed.row().y() + placed.row().height();
        }
    }

    @Test
    void what_has_no_room_ends_with_an_ellipsis_and_no_sign_is_torn() {
        List<String> lines = TextWidth.lines("漢字".repeat(200), 10, 4);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(3)).endsWith("…");
        assertThat(TextWidth.lines("👩👩👩👩👩👩", 3, 9))
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length()) * 2).isEqualTo(line.length()));
        assertThat(TextWidth.lines("eeee\u0301", 4 * 0.66 + 0.01, 2)).containsExactly("eeee\u0301");
    }
}
