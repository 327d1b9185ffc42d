package dev.oat.render.flow;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.Paragraph;
import dev.oat.render.text.Redaction;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Two recordings side by side, aligned by step: parameters, headers, answers and checks that differ. */
public final class RecordingDifference {
    private static final int LABEL = 26;
    private static final int LONGEST = 120;
    /** The table of the alignment grows with the square of the steps. */
    private static final int MOST_STEPS = 2_000;

    /** A message with its answer, a return of the browser, or a list of checks, as names and values to compare. */
    private record Unit(String label, Map<String, String> values) {}

    /** Units that belong together; one may be missing. */
    private record Pair(Optional<Unit> first, Optional<Unit> second) {
        String label() {
            return first.or(() -> second).orElseThrow().label();
        }
    }

    private final Recording first;
    private final Recording second;
    private final List<Pair> pairs;

    private RecordingDifference(Recording first, Recording second) {
        this.first = first;
        this.second = second;
        this.pairs = align(units(first), units(second));
    }

    /** Compares two recordings. */
    public static RecordingDifference between(Recording first, Recording second) {
        Objects.requireNonNull(first, "first is null");
        return new RecordingDifference(first, second);
    }

    /** The units of one recording, and how its own server and API are called in both. */
    private record Side(boolean secretsShown, String issuer, String api) {
        static Side of(Recording recording) {
            String issuer = "";
            String api = "";
            for (Step step : recording.steps()) {
                if (step instanceof Step.Request request) {
                    if (request.to() == Actor.API && api.isEmpty()) {
                        api = origin(request.address());
                    } else if (issuer.isEmpty()) {
                        issuer = document(recording.exchange(request).text())
                                .flatMap(document -> document.text("issuer"))
                                .orElse(origin(request.address()));
                    }
                }
            }
            return new Side(recording.secretsShown(), issuer, api);
        }

        private static String origin(String address) {
            int scheme = address.indexOf("://");
            int slash = scheme < 0 ? -1 : address.indexOf('/', scheme + 3);
            return slash < 0 ? address : address.substring(0, slash);
        }

        /** Returns a value as both sides would have it: without its own server's name, and without what is new in each run. */
        String comparable(String name, String value) {
            return RunNoise.without(name, unnamed(value));
        }

        private String unnamed(String value) {
            String same = issuer.length() < 8 ? value : named(value, issuer, "ISSUER");
            return api.length() < 8 ? same : named(same, api, "API");
        }

        /** In a query an address stands percent-encoded. */
        private static String named(String value, String address, String name) {
            return value.replace(address, name)
                    .replace(java.net.URLEncoder.encode(address, java.nio.charset.StandardCharsets.UTF_8), name);
        }

        /** Returns a member of a JSON document likewise. */
        String comparable(String name, Object value) {
            Object same = value instanceof String text ? unnamed(text) : value;
            same = RunNoise.without(name, same);
            return same instanceof String text ? text : RunNoise.without(unnamed(JsonObject.toJson(same)));
        }

        String comparable(Field field) {
            if (!secretsShown || !field.secret()) {
                return comparable(field.name(), field.value());
            }
            int space = field.value().indexOf(' ');
            return RunNoise.without(
                    field.name(),
                    (space > 0 ? field.value().substring(0, space + 1) : "") + "["
                            + (field.value().length() - space - 1) + " chars]");
        }

        JsonObject safe(JsonObject document) {
            return secretsShown ? new Redaction(false).json(document) : document;
        }
    }

    private static List<Unit> units(Recording recording) {
        Side side = Side.of(recording);
        List<Unit> units = new ArrayList<>();
        for (Step step : recording.steps()) {
            if (units.size() >= MOST_STEPS) {
                break;
            }
            if (step instanceof Step.Request request) {
                units.add(unit(recording.exchange(request), side));
            } else if (step instanceof Step.Return back) {
                Map<String, String> values = new LinkedHashMap<>();
                put(values, "parameter ", back.parameters(), side);
                units.add(new Unit("authorization response", values));
            } else if (step instanceof Step.Checked checked) {
                Map<String, String> values = new LinkedHashMap<>();
                for (Check check : checked.checks()) {
                    String verdict =
                            check.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                    values.put(
                            "check " + check.name(),
                            check.failed()
                                    ? verdict + ": expected " + side.comparable("", check.expected()) + ", found "
                                            + side.comparable("", check.found())
                                    : verdict);
                }
                units.add(new Unit("checks of the " + checked.subject(), values));
            }
        }
        return units;
    }

    private static Unit unit(Recording.Exchange exchange, Side side) {
        Step.Request request = exchange.request();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("address", request.method() + " " + side.comparable("", request.address()));
        put(values, "query ", request.query(), side);
        put(values, "header ", request.headers(), side);
        put(values, "parameter ", request.parameters(), side);
        if (!request.text().isEmpty()) {
            values.put(
                    "body",
                    document(request.text())
                            .map(body -> side.comparable("", (Object) side.safe(body)))
                            .orElseGet(() -> side.comparable("", request.text())));
        }
        exchange.broken().ifPresent(broken -> values.put("answer", "none: " + broken.why()));
        exchange.answer().ifPresent(answer -> {
            values.put("status", Integer.toString(answer.status()));
            put(values, "answer header ", answer.headers(), side);
        });
        document(exchange.text())
                .map(side::safe)
                .ifPresent(document -> document.members().forEach((name, value) -> {
                    if (!RunNoise.isFleeting(name)) {
                        values.put("answer " + name, side.comparable(name, value));
                    }
                }));
        return new Unit(request.title(), values);
    }

    private static Optional<JsonObject> document(String text) {
        try {
            return text.startsWith("{") ? Optional.of(JsonObject.parse(text)) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static void put(Map<String, String> values, String kind, List<Field> fields, Side side) {
        for (Field field : fields) {
            String name = kind.contains("header") ? field.name().toLowerCase(Locale.ROOT) : field.name();
            if (!RunNoise.isFleeting(name)) {
                values.merge(kind + name, side.comparable(field), (one, other) -> one + ", " + other);
            }
        }
    }

    /** Pairs equal labels in order, as many as can be (the longest common subsequence). */
    private static List<Pair> align(List<Unit> one, List<Unit> other) {
        int[][] best = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                best[i][j] = one.get(i).label().equals(other.get(j).label())
                        ? best[i + 1][j + 1] + 1
                        : Math.max(best[i + 1][j], best[i][j + 1]);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            if (i < one.size()
                    && j < other.size()
                    && one.get(i).label().equals(other.get(j).label())) {
                pairs.add(new Pair(Optional.of(one.get(i++)), Optional.of(other.get(j++))));
            } else if (j >= other.size() || (i < one.size() && best[i + 1][j] >= best[i][j + 1])) {
                pairs.add(new Pair(Optional.of(one.get(i++)), Optional.empty()));
            } else {
                pairs.add(new Pair(Optional.empty(), Optional.of(other.get(j++))));
            }
        }
        return pairs;
    }

    /** Returns what differs between two units: name, value here, value there. */
    private static List<String[]> differences(Unit one, Unit other) {
        Set<String> names = new LinkedHashSet<>(one.values().keySet());
        names.addAll(other.values().keySet());
        List<String> ordered = new ArrayList<>(names);
        ordered.sort(java.util.Comparator.comparingInt(RecordingDifference::place));
        List<String[]> differences = new ArrayList<>();
        for (String name : ordered) {
            String here = one.values().getOrDefault(name, "");
            String there = other.values().getOrDefault(name, "");
            if (!RunNoise.isSame(name.substring(name.lastIndexOf(' ') + 1), here, there)
                    || one.values().containsKey(name) != other.values().containsKey(name)) {
                differences.add(new String[] {
                    name,
                    one.values().containsKey(name) ? here : "(none)",
                    other.values().containsKey(name) ? there : "(none)"
                });
            }
        }
        return differences;
    }

    /** Returns what was sent before what was answered. */
    private static int place(String name) {
        return name.equals("status") ? 1 : name.startsWith("answer") ? 2 : 0;
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        for (Pair pair : pairs) {
            if (pair.first().isEmpty()
                    || pair.second().isEmpty()
                    || !differences(pair.first().get(), pair.second().get()).isEmpty()) {
                return false;
            }
        }
        return first.exitCode() == second.exitCode();
    }

    /**
     * For people.
     *
     * @param here what the first recording is called
     * @param there what the second is called
     */
    public String forPeople(String here, String there) {
        StringBuilder text = new StringBuilder();
        head(text, "A", here, first);
        head(text, "B", there, second);
        text.append('\n');
        int number = 0;
        for (Pair pair : pairs) {
            String label = ++number + ". " + pair.label();
            if (pair.first().isEmpty() || pair.second().isEmpty()) {
                line(text, "", label + ": only in " + (pair.first().isPresent() ? "A" : "B"));
                continue;
            }
            List<String[]> differences =
                    differences(pair.first().get(), pair.second().get());
            line(text, "", label + (differences.isEmpty() ? ": same" : ":"));
            for (String[] difference : differences) {
                String name = Sanitizer.line(difference[0]);
                String start = "     " + DisplayWidth.padded(name, LABEL);
                if (DisplayWidth.of(name) >= LABEL) {
                    line(text, "     ", name);
                    start = "     " + " ".repeat(LABEL);
                }
                line(text, start, "A " + cut(difference[1]));
                line(text, "     " + " ".repeat(LABEL), "B " + cut(difference[2]));
            }
        }
        return text.toString();
    }

    private static void head(StringBuilder text, String letter, String name, Recording recording) {
        line(
                text,
                letter + "  ",
                name + ": oat " + recording.command() + ", exit code " + recording.exitCode()
                        + recording
                                .failure()
                                .map(failure -> ", " + failure.text("error").orElse(""))
                                .orElse("")
                        + ", ISSUER is " + Side.of(recording).issuer());
    }

    private static String cut(String value) {
        return value.length() > LONGEST ? value.substring(0, DisplayWidth.fitting(value, LONGEST)) + "…" : value;
    }

    private static void line(StringBuilder text, String first, String words) {
        for (String line : Paragraph.wrap(first, " ".repeat(DisplayWidth.of(first) + 2), Sanitizer.line(words))) {
            text.append(line).append('\n');
        }
    }

    /**
     * A step of both, or of one of them.
     *
     * @param label what it is
     * @param here whether the first has it
     * @param there whether the second has it
     * @param one the first's values by their names
     * @param other the second's
     * @param differing the names of what differs
     */
    public record Compared(
            String label,
            boolean here,
            boolean there,
            Map<String, String> one,
            Map<String, String> other,
            Set<String> differing) {
        /** Returns whether both have it, and the same in it. */
        public boolean same() {
            return here && there && differing.isEmpty();
        }
    }

    /** Returns all steps, the same ones too. */
    public List<Compared> steps() {
        List<Compared> all = new ArrayList<>();
        for (Pair pair : pairs) {
            Map<String, String> one = pair.first().map(Unit::values).orElse(Map.of());
            Map<String, String> other = pair.second().map(Unit::values).orElse(Map.of());
            Set<String> differing = new LinkedHashSet<>();
            if (pair.first().isPresent() && pair.second().isPresent()) {
                for (String[] difference :
                        differences(pair.first().get(), pair.second().get())) {
                    differing.add(difference[0]);
                }
            } else {
                differing.addAll(one.keySet());
                differing.addAll(other.keySet());
            }
            all.add(new Compared(
                    pair.label(), pair.first().isPresent(), pair.second().isPresent(), one, other, differing));
        }
        return all;
    }

    /** Returns the first of the two. */
    public Recording first() {
        return first;
    }

    /** The second of the two. */
    public Recording second() {
        return second;
    }

    /** Returns the server of a recording, which is called ISSUER in what is compared. */
    public static String issuer(Recording recording) {
        return Side.of(recording).issuer();
    }

    /** For scripts. */
    public JsonObject forScripts() {
        List<Object> steps = new ArrayList<>();
        for (Pair pair : pairs) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("step", pair.label());
            if (pair.first().isEmpty() || pair.second().isEmpty()) {
                step.put("state", pair.first().isPresent() ? "only_a" : "only_b");
            } else {
                List<Object> all = new ArrayList<>();
                for (String[] difference :
                        differences(pair.first().get(), pair.second().get())) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("what", difference[0]);
                    one.put("a", difference[1]);
                    one.put("b", difference[2]);
                    all.add(JsonObject.of(one));
                }
                step.put("state", all.isEmpty() ? "same" : "different");
                step.put("differences", all);
            }
            steps.add(JsonObject.of(step));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("same", isEmpty());
        members.put("exit_code_a", (long) first.exitCode());
        members.put("exit_code_b", (long) second.exitCode());
        members.put("steps", steps);
        return JsonObject.of(members);
    }
}
