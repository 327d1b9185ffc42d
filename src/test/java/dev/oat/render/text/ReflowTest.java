package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReflowTest {
    @Test
    void lines_that_fit_stay_as_they_are() {
        String text = "  a  b\n\nc   d\n";
        assertThat(Reflow.of(text, 20)).isSameAs(text);
    }

    @Test
    void a_long_line_goes_on_under_its_last_cell() {
        assertThat(Reflow.of("ok    trust    the authorities in this file here", 30))
                .isEqualTo("ok    trust    the authorities\n               in this file\n               here");
    }

    @Test
    void a_label_a_number_and_a_mark_are_hung_out() {
        assertThat(Reflow.of("     try: one two three four", 20)).isEqualTo("     try: one two\n          three four");
        assertThat(Reflow.of("1. one two three four five", 20)).isEqualTo("1. one two three\n   four five");
        assertThat(Reflow.of("✗ one two three four five", 20)).isEqualTo("✗ one two three four\n  five");
        assertThat(Reflow.of("one two three four five six", 20)).isEqualTo("one two three four\nfive six");
    }

    @Test
    void a_word_is_never_broken_and_gets_what_room_there_is() {
        String address = "https://as.example/tenant";
        assertThat(Reflow.of("ok    server    " + address + " answers", 30))
                .isEqualTo("ok    server\n     " + address + "\n                answers");
        assertThat(Reflow.of("ok    server    at " + address + " too", 30))
                .isEqualTo("ok    server    at\n     " + address + "\n                too");
        String longer = "https://as.example/a/very/long/path/to/copy";
        assertThat(Reflow.of("see " + longer + " now", 30)).isEqualTo("see\n" + longer + "\nnow");
    }

    @Test
    void a_command_in_a_sentence_stays_whole() {
        assertThat(Reflow.of("     try: allow it once, or for good: oat profile set demo api=x", 50))
                .isEqualTo("     try: allow it once, or for good:\n          oat profile set demo api=x");
        assertThat(Reflow.of("     try: oat login NAME --issuer URL, or give --client-id", 40))
                .isEqualTo("     try: oat login NAME --issuer URL,\n          or give --client-id");
        assertThat(Reflow.of("     try: oat login NAME --issuer URL --client-id ID", 30))
                .as("too long for a line: the terminal breaks it, and a copy is whole")
                .isEqualTo("     try: oat login NAME --issuer URL --client-id ID");
    }

    @Test
    void what_is_a_sentence_about_it_is_no_command() {
        assertThat(Reflow.of("and that oat does by itself", 20)).isEqualTo("and that oat does by\nitself");
    }

    @Test
    void an_indent_that_leaves_no_room_is_made_smaller() {
        assertThat(Reflow.of("            https://as.example", 20)).isEqualTo("  https://as.example");
        assertThat(Reflow.of("                    a b c", 20))
                .isEqualTo("                   a\n                   b\n                   c");
        assertThat(Reflow.of(" ".repeat(30), 20)).isBlank();
    }

    @Test
    void colours_take_no_columns() {
        String green = "\u001b[32mok\u001b[0m";
        assertThat(Reflow.of(green + "    x  12345678901", 20)).isEqualTo(green + "    x  12345678901");
        assertThat(Reflow.of(green + "    x  1234 567890 12", 20)).isEqualTo(green + "    x  1234 567890\n         12");
    }

    @Test
    void the_last_line_end_stays_and_none_is_added() {
        assertThat(Reflow.of("one two three four five\n", 10)).isEqualTo("one two\nthree four\nfive\n");
        assertThat(Reflow.of("one two three four five", 10)).isEqualTo("one two\nthree four\nfive");
    }
}
