package dev.oat.session.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.oat.trace.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatTomlTest {
    private static final String WRITTEN = """
            # the staging server
            issuer = "https://as.example"   # asked Bob

            client_id='app'
            scope = \"""
            openid
            # not a comment\"""
            api = [
              "https://api.example", # first ]
              'https://b.example',
            ]
            min_ttl = 30
            """;

    @Test
    void finds_assignments_over_one_line_or_many() {
        assertThat(FlatToml.assignments(WRITTEN))
                .extracting(FlatToml.Assignment::key)
                .containsExactly("issuer", "client_id", "scope", "api", "min_ttl");
        assertThat(FlatToml.assignments(WRITTEN))
                .extracting(FlatToml.Assignment::line)
                .containsExactly(2, 4, 5, 8, 12);
    }

    @Test
    void changes_a_value_and_keeps_the_comment_behind_it() {
        assertThat(FlatToml.with(WRITTEN, "issuer", "https://b.example"))
                .isEqualTo(WRITTEN.replace("https://as.example", "https://b.example"));
    }

    @Test
    void replaces_a_value_of_several_lines() {
        String edited = FlatToml.with(WRITTEN, "api", List.of("https://c.example"));
        assertThat(edited)
                .contains("api = [\"https://c.example\"]\nmin_ttl = 30\n")
                .doesNotContain("b.example");
        assertThat(FlatToml.with(WRITTEN, "scope", "email")).contains("scope = \"email\"\napi = [");
    }

    @Test
    void adds_a_new_key_on_a_line_of_its_own() {
        assertThat(FlatToml.with("", "client_id", "a")).isEqualTo("client_id = \"a\"\n");
        assertThat(FlatToml.with("a = 1", "b", 2L)).isEqualTo("a = 1\nb = 2\n");
        assertThat(FlatToml.with("a = 1\r\n", "b", true)).isEqualTo("a = 1\r\nb = true\r\n");
    }

    @Test
    void changes_a_line_with_windows_ending() {
        assertThat(FlatToml.with("a = 1\r\nb = 2\r\n", "a", 3L)).isEqualTo("a = 3\r\nb = 2\r\n");
    }

    @Test
    void removes_an_assignment_with_all_its_lines() {
        assertThat(FlatToml.without(WRITTEN, "api")).doesNotContain("api").contains("comment\"\"\"\nmin_ttl = 30\n");
        assertThat(FlatToml.without(WRITTEN, "missing")).isEqualTo(WRITTEN);
    }

    @Test
    void knows_a_key_in_quotes() {
        assertThat(FlatToml.with("\"client_id\" = 'a'\n", "client_id", "b")).isEqualTo("\"client_id\" = \"b\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                "quote \" and \\ backslash",
                "line\nbreak\r\n",
                "tab\t",
                "bell\u0007 escape\u001b[31m",
                "é ü 🐑",
                "# no comment",
                "'''",
                "\"\"\"",
                "a=b",
                "[x]",
                "\u007f\u0085"
            })
    void what_it_quotes_reads_back(String value) throws Exception {
        String text = FlatToml.with("# before\n", "key", value);
        assertThat(new TomlMapper().readTree(text).get("key").textValue()).isEqualTo(value);
        assertThat(new TomlMapper()
                        .readTree(FlatToml.with(text, "key", List.of(value, value)))
                        .get("key")
                        .get(1)
                        .textValue())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key = \"never ends", "key = [1, 2", "key = '''x", "=", "\"", "key", "key = \"\\", "a.b = 1"})
    void a_text_that_is_no_toml_does_not_make_it_fail(String text) {
        assertThat(FlatToml.assignments(text)).hasSizeLessThan(2);
    }

    @Test
    void reads_what_is_written_plainly() {
        String text =
                "# mine\r\nissuer = \"https://as.example\" # asked\n\n\tdpop=true\nmin_ttl = 30\napi = [\"a\", \"b\"]";
        assertThat(FlatToml.plainValues(text))
                .contains(
                        Map.of("issuer", "https://as.example", "dpop", true, "min_ttl", 30L, "api", List.of("a", "b")));
    }

    /** Lines put together from pieces, right and wrong: the same ones on each run. */
    @Test
    void what_it_reads_itself_the_library_reads_alike() {
        String[] keys = {"a", "b_c", "D-1", "7", "\"q\"", "a.b", "[t]", "", "é"};
        String[] signs = {"=", " = ", "\t=\t", "\r= ", " = = ", " "};
        String[] values = {
            "\"x\"",
            "\"é 🐑\"",
            "\"\u0085\"",
            "\"a\\\"b\"",
            "\"\"",
            "\"\"\"x\"\"\"",
            "\"\u0007\"",
            "\"\u007f\"",
            "\"tab\t\"",
            "\"# no comment\"",
            "\"open",
            "'text'",
            "true",
            "false",
            "tru",
            "True",
            "0",
            "1",
            "01",
            "-1",
            "+1",
            "1_0",
            "1e3",
            "1.5",
            "0x1",
            "123456789012345678",
            "9223372036854775808",
            "nan",
            "2020-01-01",
            "[]",
            "[ ]",
            "[\"a\"]",
            "[\"a\",]",
            "[ \"a\" , \"b\" ]",
            "[\"a\" \"b\"]",
            "[,]",
            "[1]",
            "[\"a\", # c\n \"b\"]",
            "[\"a\",\r\"b\"]",
            "{}",
            "[[\"a\"]]",
            ""
        };
        String[] trailers = {"", " ", " # c", " #é", " #\u0001", "#\t", " x", "\r", "\f"};
        String[] ends = {"\n", "\r\n", "\r", "", "\n\n"};
        Random random = new Random(1);
        int plain = 0;
        for (int i = 0; i < 40_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(3); line >= 0; line--) {
                for (String[] pieces : new String[][] {keys, signs, values, trailers, ends}) {
                    // mostly the first ones, which are right
                    text.append(
                            pieces[random.nextInt(random.nextBoolean() ? Math.min(3, pieces.length) : pieces.length)]);
                }
            }
            Optional<Map<String, Object>> own = FlatToml.plainValues(text.toString());
            if (own.isPresent()) {
                plain++;
                assertThat(TomlLibrary.values("profile default", Path.of("p.toml"), text.toString()))
                        .as(text.toString())
                        .isEqualTo(own.orElseThrow());
            }
        }
        assertThat(plain).isGreaterThan(3_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "-inf", "+inf"})
    void a_number_that_is_none_is_told_as_such(String value) {
        assertThatThrownBy(() -> ProfileReader.values("profile default", Path.of("p.toml"), "min_ttl = " + value))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("no finite number");
    }
}
