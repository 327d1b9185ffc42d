package dev.oat.render.token;

import dev.oat.jose.LooseToken;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.LifeBar;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.trace.Check;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a token says and what was checked of it, for people and for scripts. */
public final class TokenReport {
    public static final Set<String> TIMES =
            Set.of("exp", "iat", "nbf", "auth_time", "updated_at", "at_exp", "refresh_expires_at");

    /** Seconds after which a time is taken for milliseconds: the year 5138. */
    private static final long FAR = 100_000_000_000L;

    private final Instant now;

    /**
     * Creates a report.
     *
     * @param now the time from which distances are told
     */
    public TokenReport(Instant now) {
        this.now = now;
    }

    /** A token's parts as text; nothing of it is verified, and it says so. */
    public String decoded(LooseToken token) {
        StringBuilder text = new StringBuilder(title(token)).append('\n');
        if (token.header().isPresent()) {
            section(text, "Header", token.header().orElseThrow(), false);
        }
        if (token.claims().isPresent()) {
            section(text, "Claims", token.claims().orElseThrow(), true);
        } else if (!token.payload().isEmpty()) {
            text.append("\nPayload\n  ").append(Sanitizer.line(token.payload())).append('\n');
        }
        List<String> problems = problems(token);
        if (!problems.isEmpty()) {
            text.append("\nWhat is wrong with it\n");
            for (String problem : problems) {
                text.append("  ").append(Sanitizer.line(problem)).append('\n');
            }
        }
        return text.toString();
    }

    /** Returns how much of a token's life is left, as a line with a bar; empty without the times that tell it. */
    public String life(LooseToken token, Style style) {
        Optional<Instant> from = time(token, "iat");
        Optional<Instant> until = time(token, "exp");
        if (from.isEmpty() || until.isEmpty() || !from.orElseThrow().isBefore(until.orElseThrow())) {
            return "";
        }
        return "\nLife\n  " + LifeBar.of(from.orElseThrow(), until.orElseThrow(), now, style) + "\n";
    }

    private static Optional<Instant> time(LooseToken token, String claim) {
        try {
            Optional<Long> seconds = token.claims().orElse(JsonObject.EMPTY).number(claim);
            return seconds.isPresent() && Math.abs(seconds.orElseThrow()) < FAR
                    ? Optional.of(Instant.ofEpochSecond(seconds.orElseThrow()))
                    : Optional.empty();
        } catch (JsonException e) {
            // told among what is wrong with it
            return Optional.empty();
        }
    }

    public static String title(LooseToken token) {
        return switch (token.kind()) {
            case SIGNED ->
                "A signed token (JWS); its " + token.signatureLength()
                        + " bytes of signature were not checked: oat jwt verify";
            case UNSECURED -> "A token without a signature (alg none)";
            case ENCRYPTED -> "An encrypted token (JWE); only its header can be read";
            case BROKEN -> "Something like a token; nothing of it was checked";
            default -> "No JWT";
        };
    }

    private void section(StringBuilder text, String heading, JsonObject object, boolean times) {
        text.append('\n').append(heading).append('\n');
        int width = 0;
        for (String name : object.members().keySet()) {
            width = Math.max(width, Math.min(24, DisplayWidth.of(Sanitizer.line(name))));
        }
        for (Map.Entry<String, Object> member : object.members().entrySet()) {
            String name = Sanitizer.line(member.getKey());
            text.append("  ").append(DisplayWidth.padded(name, width)).append("  ");
            text.append(Sanitizer.line(shown(member.getValue())));
            if (times && TIMES.contains(member.getKey())) {
                moment(object, member.getKey())
                        .ifPresent(at -> text.append("  ")
                                .append(at.truncatedTo(ChronoUnit.SECONDS))
                                .append(", ")
                                .append(distance(at)));
            }
            text.append('\n');
        }
    }

    private static String shown(Object value) {
        return value instanceof String text ? text : JsonObject.toJson(value);
    }

    private static Optional<Instant> moment(JsonObject claims, String name) {
        try {
            Optional<Long> seconds = claims.number(name);
            return seconds.map(Instant::ofEpochSecond);
        } catch (JsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns how far a time is from now: {@code in 9 min}, {@code 3 h ago}. */
    public String distance(Instant time) {
        Duration distance = Duration.between(now, time);
        if (distance.abs().toSeconds() == 0) {
            return "now";
        }
        String span = span(distance.abs());
        return distance.isNegative() ? span + " ago" : "in " + span;
    }

    private static String span(Duration time) {
        if (time.toDays() >= 730) {
            return time.toDays() / 365 + " years";
        }
        if (time.toHours() >= 48) {
            return time.toDays() + " days";
        }
        if (time.toMinutes() >= 120) {
            return time.toHours() + " h";
        }
        return time.toSeconds() >= 120 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    public static List<String> problems(LooseToken token) {
        List<String> problems = new ArrayList<>(token.problems());
        if (token.claims().isEmpty()) {
            return problems;
        }
        JsonObject claims = token.claims().orElseThrow();
        for (String name : List.of("exp", "iat", "nbf", "auth_time")) {
            Optional<Object> value = claims.value(name);
            if (value.isEmpty()) {
                continue;
            }
            if (!(value.orElseThrow() instanceof Number)) {
                problems.add(name + " is no number (RFC 7519 §2, NumericDate)");
            } else if (value.orElseThrow() instanceof Long seconds && seconds > FAR) {
                problems.add(name + " looks like milliseconds; it is counted in seconds (RFC 7519 §2)");
            }
        }
        return problems;
    }

    /** Returns the same as JSON. */
    public JsonObject json(LooseToken token) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", token.kind().name().toLowerCase(java.util.Locale.ROOT));
        document.put("verified", false);
        token.header().ifPresent(header -> document.put("header", header));
        if (token.claims().isPresent()) {
            JsonObject claims = token.claims().orElseThrow();
            document.put("claims", claims);
            Map<String, Object> times = new LinkedHashMap<>();
            for (String name : claims.members().keySet()) {
                if (TIMES.contains(name)) {
                    moment(claims, name).ifPresent(at -> times.put(name, at.toString()));
                }
            }
            document.put("times", times);
        } else if (!token.payload().isEmpty()) {
            document.put("payload", token.payload());
        }
        document.put("problems", problems(token));
        return JsonObject.of(document);
    }

    /** Checks as text, one a line: passed, odd but accepted, failed, or not applicable and why. */
    public static String checks(List<Check> checks) {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            boolean skipped = check.verdict() == Check.Verdict.NOT_APPLICABLE;
            text.append(skipped ? "-    " : check.failed() ? "FAIL " : check.warned() ? "odd  " : "ok   ")
                    .append(check.title());
            if (!check.spec().isNone()) {
                text.append("  [").append(check.spec()).append(']');
            }
            if (skipped) {
                text.append(": ").append(Sanitizer.line(check.found()));
            }
            text.append('\n');
            if (check.failed() || check.warned()) {
                text.append("     expected ")
                        .append(Sanitizer.line(check.expected()))
                        .append('\n');
                text.append("     found    ")
                        .append(Sanitizer.line(check.found()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** Checks as JSON. */
    public static List<JsonObject> checksJson(List<Check> checks) {
        List<JsonObject> list = new ArrayList<>();
        for (Check check : checks) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", check.name());
            members.put("title", check.title());
            members.put(
                    "verdict",
                    switch (check.verdict()) {
                        case PASSED -> "passed";
                        case WARNED -> "warned";
                        case FAILED -> "failed";
                        case NOT_APPLICABLE -> "not_applicable";
                    });
            members.put("spec", check.spec().toString());
            if (check.verdict() != Check.Verdict.NOT_APPLICABLE) {
                members.put("expected", check.expected());
            }
            members.put("found", check.found());
            list.add(JsonObject.of(members));
        }
        return list;
    }

    /**
     * A claim, or a member of the header, that two tokens do not share.
     *
     * @param place {@code header} or {@code claims}
     * @param one its value in the first, as JSON; empty where it is missing
     * @param other its value in the second
     */
    public record Difference(String place, String name, Optional<Object> one, Optional<Object> other) {}

    /** In what two tokens differ, beside their signatures. */
    public static List<Difference> differences(LooseToken one, LooseToken other) {
        List<Difference> differences = new ArrayList<>();
        compare(differences, "header", one.header(), other.header());
        compare(differences, "claims", one.claims(), other.claims());
        return differences;
    }

    private static void compare(
            List<Difference> differences, String place, Optional<JsonObject> one, Optional<JsonObject> other) {
        Map<String, Object> left = one.orElse(JsonObject.EMPTY).members();
        Map<String, Object> right = other.orElse(JsonObject.EMPTY).members();
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            Optional<Object> before = Optional.ofNullable(left.get(name));
            Optional<Object> after = Optional.ofNullable(right.get(name));
            if (!before.equals(after)) {
                differences.add(new Difference(place, name, before, after));
            }
        }
    }

    /** Differences as text: a line with {@code -} for the first token, and one with {@code +} for the second. */
    public String differences(List<Difference> differences) {
        if (differences.isEmpty()) {
            return "The two tokens say the same.\n";
        }
        StringBuilder text = new StringBuilder();
        for (Difference difference : differences) {
            String name = difference.place().equals("header") ? "header " + difference.name() : difference.name();
            difference.one().ifPresent(value -> line(text, "- ", name, value));
            difference.other().ifPresent(value -> line(text, "+ ", name, value));
        }
        return text.toString();
    }

    private void line(StringBuilder text, String sign, String name, Object value) {
        text.append(sign).append(Sanitizer.line(name)).append("  ").append(Sanitizer.line(shown(value)));
        if (TIMES.contains(name)) {
            moment(JsonObject.of(Map.of(name, value)), name)
                    .ifPresent(at -> text.append("  ").append(at).append(", ").append(distance(at)));
        }
        text.append('\n');
    }

    /** Differences as JSON. */
    public static List<JsonObject> differencesJson(List<Difference> differences) {
        List<JsonObject> list = new ArrayList<>();
        for (Difference difference : differences) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("in", difference.place());
            members.put("name", difference.name());
            difference.one().ifPresent(value -> members.put("one", value));
            difference.other().ifPresent(value -> members.put("other", value));
            list.add(JsonObject.of(members));
        }
        return list;
    }
}
