package dev.oat.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.authorization.redirect.Alarm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StyleTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new java.util.HashMap<>();
        if (text != null) {
            for (String pair : text.split(" ")) {
                variables.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return variables;
    }

    @ParameterizedTest
    @CsvSource({
        "auto,   ,                            true,  true",
        "auto,   ,                            false, false",
        "auto,   NO_COLOR=1,                  true,  false",
        "auto,   NO_COLOR=1 FORCE_COLOR=1,    true,  false",
        "auto,   FORCE_COLOR=1,               false, true",
        "auto,   FORCE_COLOR=0,               false, false",
        "auto,   CLICOLOR_FORCE=1,            false, true",
        "auto,   TERM=dumb,                   true,  false",
        "auto,   TERM=dumb FORCE_COLOR=1,     true,  true",
        "always, NO_COLOR=1 TERM=dumb,        false, true",
        "never,  FORCE_COLOR=1,               true,  false",
    })
    void colours_obey_flag_then_variables_then_terminal(
            String when, String variables, boolean terminal, boolean expected) {
        assertThat(Style.of(when, variables(variables), terminal).colour()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "LANG=en_GB.UTF-8,              true",
        "LC_ALL=C LANG=en_GB.UTF-8,     false",
        "LANG=C,                        false",
        "LC_CTYPE=C.utf8 LANG=C,        true",
        ",                              true",
    })
    void signs_beyond_ascii_obey_the_locale(String variables, boolean expected) {
        assertThat(Style.of("auto", variables(variables), true).unicode()).isEqualTo(expected);
    }

    @Test
    void our_own_signs_are_spelt_in_ascii_and_other_text_is_left_alone() {
        Style ascii = Style.of("auto", variables("LC_ALL=C"), true);
        assertThat(ascii.fit("RFC 6749 §4.1 … a → b, Zoë")).isEqualTo("RFC 6749 sec. 4.1 ... a -> b, Zoë");
        assertThat(Style.PLAIN.fit("§ …")).isEqualTo("§ …");
    }

    @Test
    void a_tokens_life_is_a_bar_of_ten_cells() {
        Style ascii = Style.of("never", variables("LC_ALL=C"), true);
        Instant end = NOON.plusSeconds(600);
        assertThat(LifeBar.of(NOON, end, NOON, ascii)).isEqualTo("[##########]");
        assertThat(LifeBar.of(NOON, end, NOON.plusSeconds(301), ascii)).isEqualTo("[#####.....]");
        assertThat(LifeBar.of(NOON, end, NOON.plusSeconds(599), ascii)).isEqualTo("[#.........]");
        assertThat(LifeBar.of(NOON, end, end, ascii)).isEqualTo("[..........]");
        assertThat(LifeBar.of(NOON, end, NOON, Style.PLAIN)).isEqualTo("[██████████]");
    }

    @Test
    void json_with_its_colours_taken_away_is_the_same_json() {
        String json = "{\n  \"a\\\"b\": [ 1, -2.5e3, true, null ],\n  \"c\": \"d: e\"\n}";
        String coloured = JsonColours.of(json, Style.of("always", Map.of(), false));
        assertThat(coloured).contains("\u001b[36m\"c\"\u001b[0m: \u001b[32m\"d: e\"\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(json);
        assertThat(JsonColours.of(json, Style.PLAIN)).isEqualTo(json);
    }

    /** A line on a screen, whose seconds pass when the test says so. */
    private static final class Watched {
        private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        private final List<Runnable> due = new ArrayList<>();
        private Instant now = NOON;

        private LiveLine line(String variables, boolean terminal) {
            Clock clock = new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
            Alarm alarm = (delay, action) -> {
                due.add(action);
                return () -> due.remove(action);
            };
            return LiveLine.on(
                    new PrintStream(screen, true, StandardCharsets.UTF_8),
                    Style.of("never", variables(variables), terminal),
                    clock,
                    alarm,
                    "waiting for the browser",
                    Optional.of(Duration.ofMinutes(5)));
        }

        private void second() {
            now = now.plusSeconds(1);
            List<Runnable> ringing = List.copyOf(due);
            due.clear();
            ringing.forEach(Runnable::run);
        }

        private String shown() {
            String text = screen.toString(StandardCharsets.UTF_8);
            screen.reset();
            return text;
        }
    }

    @Test
    void a_live_line_counts_steps_aside_for_remarks_and_leaves_nothing() {
        Watched watched = new Watched();
        LiveLine line = watched.line("LC_ALL=C", true);
        assertThat(watched.shown()).isEmpty();
        watched.second();
        assertThat(watched.shown()).isEqualTo("\r\u001b[K... waiting for the browser, 0:01 of 5:00");
        line.beside(() -> watched.screen.writeBytes("remark\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(watched.shown()).isEqualTo("\r\u001b[Kremark\n\r\u001b[K... waiting for the browser, 0:01 of 5:00");
        line.close();
        assertThat(watched.shown()).isEqualTo("\r\u001b[K");
        watched.second();
        assertThat(watched.shown()).isEmpty();
        assertThat(watched.due).isEmpty();
    }

    @Test
    void on_a_narrow_terminal_the_time_is_what_stays() {
        Watched watched = new Watched();
        LiveLine line = watched.line("COLUMNS=24", true);
        watched.second();
        assertThat(watched.shown()).isEqualTo("\r\u001b[K… waiting, 0:01 of 5:00");
        line.close();
    }

    @Test
    void a_live_line_is_never_wider_than_the_terminal() {
        Watched watched = new Watched();
        try (LiveLine line = watched.line("COLUMNS=24", true)) {
            line.say("waiting for something with a very long name");
            watched.second();
            assertThat(watched.shown().replace("\r\u001b[K", "")).hasSize(23);
        }
    }

    @Test
    void without_a_terminal_or_on_a_dumb_one_there_is_no_live_line() {
        for (Watched watched : List.of(new Watched(), new Watched())) {
            try (LiveLine line = watched.line("TERM=dumb", true)) {
                watched.second();
                line.say("more");
                assertThat(watched.shown()).isEmpty();
            }
        }
        Watched piped = new Watched();
        try (LiveLine line = piped.line("TERM=xterm", false)) {
            piped.second();
            line.say("more");
            assertThat(piped.shown()).isEmpty();
        }
    }

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource(
            value = Style.Ink.class,
            mode = org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE,
            names = "BOLD")
    void with_256_colours_each_is_legible_on_dark_and_on_light(Style.Ink ink) {
        String painted =
                Style.of("always", Map.of("TERM", "xterm-256color"), true).paint(ink, "x");
        assertThat(painted).startsWith("\u001b[38;5;").endsWith("mx\u001b[0m");
        double light = luminance(Integer.parseInt(painted.substring(7, painted.indexOf('m'))));
        assertThat((light + 0.05) / 0.05).as("on black").isGreaterThan(4);
        assertThat(1.05 / (light + 0.05)).as("on white").isGreaterThan(4);
    }

    /** The relative luminance (WCAG 2.2) of a colour of xterm's fixed palette. */
    private static double luminance(int index) {
        int[] steps = {0, 95, 135, 175, 215, 255};
        if (index >= 232) {
            return linear(8 + 10 * (index - 232));
        }
        int cube = index - 16;
        return 0.2126 * linear(steps[cube / 36])
                + 0.7152 * linear(steps[cube / 6 % 6])
                + 0.0722 * linear(steps[cube % 6]);
    }

    private static double linear(int value) {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({
        "TERM, xterm-256color, true",
        "TERM, tmux-256color, true",
        "TERM, xterm-ghostty, true",
        "TERM, alacritty, true",
        "TERM, xterm-kitty, true",
        "COLORTERM, truecolor, true",
        "TERM, xterm, false",
        "TERM, linux, false",
        "TERM, vt100, false"
    })
    void a_terminal_says_whether_it_has_256_colours(String variable, String value, boolean deep) {
        assertThat(Style.of("always", Map.of(variable, value), true).deep()).isEqualTo(deep);
    }

    @ParameterizedTest
    @EnumSource(Style.Ink.class)
    void of_sixteen_colours_those_that_some_backgrounds_swallow_stay_out(Style.Ink ink) {
        String coloured = new Style(true, true, true, 80, false).paint(ink, "x");
        assertThat(coloured).doesNotContain("[33m", "[34m", "[37m", "[30m");
    }
}
