package dev.oat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.reader.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jline is told of a line: what it deletes is what is there, and what it writes is read as it was meant. */
class TypedLineTest {
    private static TypedLine typed(String line) {
        return (TypedLine) TypedLine.parser().parse(line, line.length(), Parser.ParseContext.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token ",
                "token -o ",
                "token -o \"",
                "token -o '",
                "token -o \"e",
                "token -o 'e",
                "token -o e",
                "token -o \\e",
                "token --output=",
                "token --output='",
                "call a\\ b",
                "call a\\",
                "call \"a b",
                "call it\\'s",
                "call 'it'\\''s",
                "echo $la",
                "echo one\ncall ",
                "echo 'one\ntwo'\ncall a\\ ",
                "# it's\ncall 'x ",
            })
    void the_word_that_was_typed_comes_back_as_it_was_typed_and_more_of_it_is_read_as_it_was_meant(String line) {
        TypedLine typed = typed(line);
        String raw = line.substring(line.length() - typed.rawWordLength());

        assertThat(typed.escape(typed.word(), false)).hasToString(raw);
        for (String more : List.of("x", "a b", "it's", "say \"so\"", "back\\slash", "a$b", "a|b;c&d<e>f")) {
            String before = line.substring(0, line.length() - raw.length());
            for (boolean whole : new boolean[] {true, false}) {
                String text = before + typed.escape(typed.word() + more, whole);
                List<String> lines = CommandWords.lines(text);
                CommandWords words = CommandWords.of(lines.get(lines.size() - 1));
                assertThat(words.texts()).endsWith(typed.word() + more);
                assertThat(words.open() && whole).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo one", "echo 'one\ntwo'", "echo one\\\n two", "# it's a comment\necho one\n", ""})
    void a_text_of_whole_commands_is_accepted(String text) {
        assertThat(TypedLine.parser().parse(text, 0, Parser.ParseContext.ACCEPT_LINE))
                .isNotNull();
        assertThat(String.join("\n", CommandWords.lines(text))).isEqualTo(text);
    }
}
