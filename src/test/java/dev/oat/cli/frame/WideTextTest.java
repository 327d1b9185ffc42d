package dev.oat.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.render.text.DisplayWidth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose cells hold characters of two columns, or of none, stand below one another all the same. */
class WideTextTest {
    @TempDir
    Path home;

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_claims_of_a_token_are_a_table() {
        String token = part("{\"alg\":\"none\"}") + "."
                + part("{\"sub\":\"VALUE\",\"名前\":\"VALUE\",\"👩‍👩‍👧\":\"VALUE\",\"e\u0301te\u0301\":\"VALUE\"}")
                + ".";
        TestWorld.Outcome outcome = TestWorld.at(home).with("T", token).run("jwt", "decode", "env:T");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        List<Integer> columns = outcome.out()
                .lines()
                .filter(line -> line.endsWith("VALUE"))
                .map(line -> DisplayWidth.of(line.substring(0, line.indexOf("VALUE"))))
                .toList();
        assertThat(columns).as(outcome.out()).hasSize(4).containsOnly(columns.get(0));
    }

    @Test
    void columns_stand_below_one_another() {
        Columns columns = new Columns();
        columns.row("ci", "robot", "VALUE");
        columns.row("家", "山田太郎", "VALUE");
        columns.row("👍🏽", "e\u0301", "VALUE");
        assertThat(columns.text().lines().map(line -> DisplayWidth.of(line.substring(0, line.indexOf("VALUE")))))
                .containsOnly(14);
    }

    @Test
    void broken_lines_fit() {
        TestWorld world = TestWorld.at(home).with("TERM", "xterm").with("COLUMNS", "40");
        world.onTerminal();
        TestWorld.Outcome outcome = world.run(
                "explain",
                "--color",
                "never",
                "{\"error\":\"server_error\",\"error_description\":\"" + "認可 サーバー が 応答 しません ".repeat(6) + "\"}");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("認可");
        assertThat(outcome.out().lines().filter(line -> line.contains("応答")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(40));
    }
}
