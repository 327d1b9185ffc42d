package dev.oat.cli.examine;

import dev.oat.cli.setting.ExitCode;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.FailureText;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Failure;
import dev.oat.trace.Userinfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The lines of {@code oat doctor}: what was looked at, how it is, and what to do. */
final class Diagnosis {
    private static final int NAME = 16;

    /** How a thing is. */
    enum Verdict {
        OK("ok"),
        WARN("warn"),
        FAIL("FAIL");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param name its short name
     * @param verdict how it is
     * @param text what was found
     * @param next what to do, or empty
     * @param code what a command that needs it would end with
     */
    record Line(String name, Verdict verdict, String text, String next, ExitCode code) {
        Line {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(verdict, "verdict is null");
            text = Userinfo.hidden(Objects.requireNonNull(text, "text is null"));
            next = Userinfo.hidden(Objects.requireNonNull(next, "next is null"));
            Objects.requireNonNull(code, "code is null");
        }
    }

    private final List<Line> lines = new ArrayList<>();

    void ok(String name, String text) {
        lines.add(new Line(name, Verdict.OK, text, "", ExitCode.DONE));
    }

    void warn(String name, String text, String next) {
        lines.add(new Line(name, Verdict.WARN, text, next, ExitCode.DONE));
    }

    void fail(String name, String text, String next, ExitCode code) {
        lines.add(new Line(name, Verdict.FAIL, text, next, code));
    }

    void fail(String name, Failure failure) {
        fail(name, failure.what(), FailureText.hint(failure).orElse(""), ExitCode.of(failure));
    }

    /** Looks at one thing; what it throws is its line. */
    boolean look(String name, Runnable look) {
        try {
            look.run();
            return true;
        } catch (Failure failure) {
            fail(name, failure);
            return false;
        }
    }

    /** Returns the code of the first thing that fails, or 0. */
    ExitCode code() {
        for (Line line : lines) {
            if (line.verdict() == Verdict.FAIL) {
                return line.code();
            }
        }
        return ExitCode.DONE;
    }

    /** Returns one line for each thing, for people. */
    String forPeople() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            String word = line.verdict().word();
            text.append(word).append(" ".repeat(6 - word.length()));
            text.append(line.name()).append(" ".repeat(Math.max(1, NAME - DisplayWidth.of(line.name()))));
            text.append(Sanitizer.line(line.text()));
            if (!line.next().isEmpty()) {
                text.append("; try: ").append(Sanitizer.line(line.next()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Returns the same for scripts. */
    JsonObject forScripts(Optional<String> profile) {
        Map<String, Object> members = new LinkedHashMap<>();
        profile.ifPresent(name -> members.put("profile", name));
        List<Object> checks = new ArrayList<>();
        for (Line line : lines) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", line.name());
            one.put("verdict", line.verdict().word().toLowerCase(java.util.Locale.ROOT));
            one.put("text", line.text());
            if (!line.next().isEmpty()) {
                one.put("hint", line.next());
            }
            checks.add(one);
        }
        members.put("checks", checks);
        members.put("exit_code", code().code());
        return JsonObject.of(members);
    }
}
