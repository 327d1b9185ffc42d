package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oat.trace.Failure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JsonFilterTest {
    private static final Style TERMINAL = Style.of("always", Map.of("TERM", "xterm"), true);

    private static String filtered(String expression, String json) {
        return JsonFilter.of(expression).of(json, Style.PLAIN);
    }

    private static Failure failing(String expression, Duration limit) {
        return catchThrowableOfType(
                Failure.class, () -> JsonFilter.of(expression, limit).of("{\"a\":[1,2]}", Style.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f: f; f",
                "def f: 1 + f; f",
                "def f(x): f(x | x); f(.)",
                "def f: [f]; f",
                "until(false; .)",
                "last(0 | recurse(. + 1))",
                "reduce range(10) as $i (.; .) | def g: g | g; g",
            })
    void an_expression_that_calls_itself_for_ever_is_told_with_the_limit(String expression) {
        Failure failure = failing(expression, Duration.ofSeconds(60));
        assertThat(failure).isInstanceOf(Failure.Usage.class);
        assertThat(failure.what()).contains("calls itself too deep", "64 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last(range(1e12))",
                "[limit(1; range(1e12) | select(. < 0))]",
                "last(range(0; 1e12; 0.5))",
                "reduce range(1e12) as $i (0; . + $i)",
                "try last(range(1e12)) catch 1",
                "def f: range(1e12); last(f)",
                "[foreach range(1e12) as $i (0; $i; empty)]",
                "last((1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)"
                        + "|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)"
                        + "|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2)|(1,2))",
            })
    void an_expression_that_does_not_end_is_told_with_the_limit(String expression) {
        Failure failure = failing(expression, Duration.ofSeconds(1));
        assertThat(failure).isInstanceOf(Failure.TimedOut.class);
        assertThat(failure.what()).contains("took longer than 1 s");
    }

    /** What is no expression, does not fit, or goes wrong within the library is one kind of failure. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "'",
                "\u0001",
                "#",
                "@",
                "$x",
                ".a.b",
                ".a[\"b\"]",
                "1/0",
                "error",
                "error(null)",
                "{} | @base64d",
                "\"%\" | @base64d",
                "test(\"(\")",
                "\"x\" | test(\"(\")",
                "\"a\" | strptime(\"%Q\")",
                "[] | implode",
                "[-1] | implode",
                "nosuchfunction",
                "import \"a\" as a; 1",
                "input",
                "$__loc__",
                "ltrimstr",
                "splits(1)",
                "getpath(1)",
                "[1] | join(1; 2)",
                ". as [$a] | $a",
                "fromjson",
                "tojson | fromjson | .[0]",
                "limit(-1; 1",
                "{a:1} | tonumber",
                "\"x\" | ascii(1)",
            })
    void whatever_goes_wrong_is_a_failure_of_the_expression(String expression) {
        Failure failure = failing(expression, Duration.ofSeconds(30));
        if (failure != null) {
            assertThat(failure).isInstanceOf(Failure.Usage.class);
            assertThat(failure.what()).startsWith("--jq: ").hasSizeGreaterThan(8);
        }
    }

    @Test
    void a_deep_expression_and_a_deep_input_are_told() {
        assertThat(failing("(".repeat(100_000) + "1" + ")".repeat(100_000), Duration.ofSeconds(30))
                        .what())
                .startsWith("--jq: ");
        Failure deep = catchThrowableOfType(Failure.class, () -> filtered(".", "[".repeat(1001) + "]".repeat(1001)));
        assertThat(deep.what()).contains("limit", "1000");
        // the layout for terminals has a lower limit, and does without then
        String nested = "[".repeat(500) + "]".repeat(500);
        assertThat(JsonFilter.of(".").of(nested, TERMINAL)).isEqualTo(nested + "\n");
    }

    @Test
    void a_long_text_and_a_long_number_are_no_strange_json() {
        String text = "x".repeat(25 << 20);
        assertThat(filtered("length", "\"" + text + "\"")).isEqualTo((25 << 20) + "\n");
        assertThat(filtered("type", "1" + "0".repeat(5000))).isEqualTo("number\n");
        assertThat(filtered(".a", "\uFEFF{\"a\":1}")).isEqualTo("1\n");
    }

    @Test
    void an_interrupt_ends_the_wait() {
        Thread.currentThread().interrupt();
        Failure failure = failing("last(range(1e12))", Duration.ofSeconds(60));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(Failure.TimedOut.class);
        assertThat(failure.what()).contains("interrupted");
    }

    @Test
    void functions_of_every_kind_work_as_before() {
        assertThat(filtered("[.[] | select(. > 1)] | map(. * 2) | add", "[1,2,3]"))
                .isEqualTo("10\n");
        assertThat(filtered("paths | join(\".\")", "{\"a\":{\"b\":1}}")).isEqualTo("a\na.b\n");
        assertThat(filtered(".a |= . + 1 | del(.b) | to_entries[0].value", "{\"a\":1,\"b\":2}"))
                .isEqualTo("2\n");
        assertThat(filtered("[limit(3; range(100))] | length, (first(range(10;20))), ([recurse] | length)", "[1]"))
                .isEqualTo("3\n10\n4\n");
        assertThat(filtered("try error(\"x\") catch .", "1")).isEqualTo("x\n");
    }
}
