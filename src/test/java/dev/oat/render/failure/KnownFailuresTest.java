package dev.oat.render.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures as servers and programs in the field tell them, each with the cause that must be named first. */
class KnownFailuresTest {
    static List<Arguments> failures() throws IOException {
        List<Arguments> failures = new ArrayList<>();
        String all = Files.readString(Path.of("src/test/resources/failures/texts.txt"));
        for (String one : all.substring("## ".length()).split("\n## ")) {
            int line = one.indexOf('\n');
            failures.add(
                    Arguments.of(one.substring(0, line), one.substring(line + 1).strip()));
        }
        return failures;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void the_right_cause_is_named_first(String cause, String text) {
        LikelyCauses causes = LikelyCauses.of(Clues.in(text));
        assertThat(causes.names()).as(causes.forPeople()).startsWith(cause);
    }

    @Test
    void every_cause_says_what_to_do_and_has_a_name_of_its_own() {
        Set<String> names = new HashSet<>();
        for (Cause cause : Causes.all()) {
            assertThat(names.add(cause.name())).as(cause.name()).isTrue();
            assertThat(cause.next()).as(cause.name()).isNotEmpty();
            assertThat(cause.title()).doesNotEndWith(".");
        }
        assertThat(names).hasSizeGreaterThan(60);
    }

    @Test
    void what_cannot_be_explained_says_so() {
        assertThat(LikelyCauses.of(Clues.in("a cup of tea")).forPeople()).contains("No cause is known");
    }

    @Test
    void hostile_words_stay_words() {
        String text =
                "{\"error\":\"invalid_grant\",\"error_description\":\"\\u001b]52;c;AAAA\\u0007 \\u202e refresh token\"}";
        assertThat(LikelyCauses.of(Clues.in(text)).forPeople()).doesNotContain("\u001b", "\u202e", "\u0007");
    }
}
