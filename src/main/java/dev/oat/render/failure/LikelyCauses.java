package dev.oat.render.failure;

import dev.oat.json.JsonObject;
import dev.oat.render.text.Paragraph;
import dev.oat.render.text.Sanitizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is likely behind a failure, in order, with the evidence and what to do next. */
public final class LikelyCauses {
    private static final int MOST = 4;
    private static final String INDENT = "    ";

    private final Clues clues;
    private final List<Cause.Weighed> causes;

    private LikelyCauses(Clues clues, List<Cause.Weighed> causes) {
        this.clues = clues;
        this.causes = causes;
    }

    /** Looks for causes. */
    public static LikelyCauses of(Clues clues) {
        List<Cause.Weighed> found = Causes.of(clues);
        return new LikelyCauses(clues, found.subList(0, Math.min(MOST, found.size())));
    }

    /** Returns what a command that fails so advises: the advice of the likeliest cause. */
    static Optional<String> hint(Clues clues) {
        List<Cause.Weighed> found = Causes.of(clues);
        String advice = found.isEmpty() ? "" : found.get(0).cause().advice(clues);
        return advice.isEmpty() ? Optional.empty() : Optional.of(advice);
    }

    /** Returns what to do about a cause; of the first one before all what the failed command advised, which knows most. */
    private List<String> steps(Cause cause, boolean first) {
        List<String> steps = cause.steps(clues);
        if (!first || clues.hint().isEmpty() || steps.get(0).equals(clues.hint())) {
            return steps;
        }
        List<String> all = new ArrayList<>();
        all.add(clues.hint());
        for (String step : steps) {
            int comment = step.indexOf("   (");
            if (!clues.hint().startsWith(step)
                    && !all.contains(step)
                    && !(comment > 0 && all.contains(step.substring(0, comment)))) {
                all.add(step);
            }
        }
        return all;
    }

    /** A cause as any view shows it. */
    public record Likely(String title, List<String> evidence, String explanation, List<String> next, String spec) {}

    /** Returns the causes, the likeliest first. */
    public List<Likely> all() {
        List<Likely> all = new ArrayList<>();
        for (Cause.Weighed weighed : causes) {
            Cause cause = weighed.cause();
            all.add(new Likely(
                    cause.title(), weighed.evidence(), cause.explanation(), steps(cause, all.isEmpty()), cause.spec()));
        }
        return all;
    }

    /** Returns the causes' names, the likeliest first. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Cause.Weighed cause : causes) {
            names.add(cause.cause().name());
        }
        return names;
    }

    /** For people, at most 80 columns wide but for commands. */
    public String forPeople() {
        StringBuilder text = new StringBuilder();
        if (!clues.error().isEmpty()) {
            Optional<String> meaning = ErrorCodes.meaning(clues.error());
            lines(
                    text,
                    "",
                    "  ",
                    clues.error() + meaning.map(words -> ": " + words).orElse(""));
        }
        if (!clues.description().isEmpty()) {
            lines(text, "", "  ", "The server says: " + clues.description());
        }
        if (clues.skew() > 60 || clues.skew() < -60) {
            lines(
                    text,
                    "",
                    "  ",
                    "The server's clock is " + Math.abs(clues.skew()) + " seconds "
                            + (clues.skew() > 0 ? "ahead of" : "behind") + " this machine's.");
        }
        if (causes.isEmpty() && clues.kind().equals("recording")) {
            lines(
                    text,
                    "",
                    "",
                    clues.allWentWell() ? "Nothing failed in this recording." : "No cause is known for this.");
            // a command stays on one line, so that it can be copied
            text.append("  try: ")
                    .append(Sanitizer.line(clues.filledCommand("oat record show {file} tells it step by step")))
                    .append('\n');
            return text.toString();
        }
        if (causes.isEmpty()) {
            lines(text, "", "", "No cause is known for this.");
            if (!clues.hint().isEmpty()) {
                text.append("  try: ").append(Sanitizer.line(clues.hint())).append('\n');
            }
            lines(text, "  ", "  ", "try: the command again with --record flow.json, then oat explain flow.json");
            return text.toString();
        }
        int number = 0;
        for (Cause.Weighed weighed : causes) {
            Cause cause = weighed.cause();
            if (text.length() > 0) {
                text.append('\n');
            }
            lines(
                    text,
                    ++number + ". ",
                    INDENT,
                    cause.title() + (number == 1 && causes.size() > 1 ? " (the likeliest)" : ""));
            lines(text, INDENT + "why: ", INDENT + "     ", String.join("; ", weighed.evidence()));
            if (!cause.explanation().isEmpty()) {
                lines(text, INDENT, INDENT, cause.explanation());
            }
            for (String next : steps(cause, number == 1)) {
                // a command stays on one line, so that it can be copied
                text.append(INDENT).append("try: ").append(Sanitizer.line(next)).append('\n');
            }
            lines(text, INDENT, INDENT, "see " + cause.spec());
        }
        return text.toString();
    }

    private static void lines(StringBuilder text, String first, String next, String words) {
        for (String line : Paragraph.wrap(first, next, Sanitizer.line(words))) {
            text.append(line).append('\n');
        }
    }

    /** For scripts. */
    public JsonObject forScripts() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("input", clues.kind());
        if (!clues.error().isEmpty()) {
            members.put("error", clues.error());
        }
        if (clues.skew() != 0) {
            members.put("server_clock_ahead_seconds", clues.skew());
        }
        List<Object> all = new ArrayList<>();
        for (Cause.Weighed weighed : causes) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("cause", weighed.cause().name());
            one.put("title", weighed.cause().title());
            one.put("weight", (long) weighed.weight());
            one.put("evidence", new ArrayList<Object>(weighed.evidence()));
            List<Object> next = new ArrayList<>();
            next.addAll(steps(weighed.cause(), all.isEmpty()));
            one.put("next", next);
            one.put("spec", weighed.cause().spec());
            all.add(JsonObject.of(one));
        }
        members.put("causes", all);
        return JsonObject.of(members);
    }
}
