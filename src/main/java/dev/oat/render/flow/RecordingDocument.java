package dev.oat.render.flow;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recording in the tool's own format, which can be read back; {@code oat help formats} describes it. */
public final class RecordingDocument {
    static final String FORMAT = "oat-recording";
    private static final long VERSION = 1;
    /** A flow has tens of steps; a file with more than these was not made by a user's command. */
    private static final int MOST_STEPS = 20_000;

    private RecordingDocument() {}

    /** Returns the recording as a document. */
    public static JsonObject of(Recording recording) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("version", VERSION);
        members.put("tool", recording.tool());
        members.put("command", recording.command());
        members.put("started", recording.started().toString());
        members.put("secrets", recording.secretsShown() ? "shown" : "hidden");
        List<Object> steps = new ArrayList<>();
        for (Step step : recording.steps()) {
            steps.add(JsonObject.of(members(step)));
        }
        members.put("steps", steps);
        members.put("exit_code", (long) recording.exitCode());
        recording.failure().ifPresent(failure -> members.put("failure", failure));
        return JsonObject.of(members);
    }

    private static Map<String, Object> members(Step step) {
        Map<String, Object> m = new LinkedHashMap<>();
        if (step instanceof Step.Request request) {
            m.put("type", "request");
            m.put("at", request.at());
            m.put("number", (long) request.number());
            m.put("from", request.from().text());
            m.put("to", request.to().text());
            m.put("title", request.title());
            m.put("spec", request.spec());
            m.put("method", request.method());
            m.put("address", request.address());
            put(m, "query", request.query());
            put(m, "headers", request.headers());
            putUnlessEmpty(m, "media_type", request.mediaType());
            put(m, "parameters", request.parameters());
            putUnlessEmpty(m, "text", request.text());
            m.put("length", request.length());
        } else if (step instanceof Step.Answer answer) {
            m.put("type", "answer");
            m.put("at", answer.at());
            m.put("number", (long) answer.number());
            m.put("status", (long) answer.status());
            put(m, "headers", answer.headers());
            putUnlessEmpty(m, "media_type", answer.mediaType());
            putUnlessEmpty(m, "text", answer.text());
            m.put("length", answer.length());
            m.put("took", answer.took());
        } else if (step instanceof Step.Body body) {
            m.put("type", "body");
            m.put("at", body.at());
            m.put("number", (long) body.number());
            putUnlessEmpty(m, "text", body.text());
            m.put("length", body.length());
        } else if (step instanceof Step.Broken broken) {
            m.put("type", "broken");
            m.put("at", broken.at());
            m.put("number", (long) broken.number());
            m.put("why", broken.why());
        } else if (step instanceof Step.Return back) {
            m.put("type", "return");
            m.put("at", back.at());
            m.put("origin", back.origin());
            put(m, "parameters", back.parameters());
        } else if (step instanceof Step.Checked checked) {
            m.put("type", "checks");
            m.put("at", checked.at());
            m.put("subject", checked.subject());
            m.put("checks", checks(checked.checks()));
        } else if (step instanceof Step.Told told) {
            m.put("type", told.warning() ? "warning" : "note");
            m.put("at", told.at());
            m.put("text", told.text());
        } else if (step instanceof Step.Connected connected) {
            m.put("type", "connected");
            m.put("at", connected.at());
            m.put("number", (long) connected.number());
            m.put("took", connected.took());
        } else if (step instanceof Step.Opened opened) {
            m.put("type", "opened");
            m.put("at", opened.at());
            m.put("mark", opened.mark());
            opened.header().ifPresent(header -> m.put("header", header));
            opened.claims().ifPresent(claims -> m.put("claims", claims));
            if (!opened.aliases().isEmpty()) {
                m.put("aliases", new ArrayList<Object>(opened.aliases()));
            }
        }
        return m;
    }

    /** Checks as JSON. */
    static List<Object> checks(List<Check> checks) {
        List<Object> all = new ArrayList<>();
        for (Check check : checks) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", check.name());
            one.put("title", check.title());
            one.put("document", check.spec().document());
            one.put("section", check.spec().section());
            one.put("expected", check.expected());
            one.put("found", check.found());
            one.put("verdict", check.verdict().name().toLowerCase(java.util.Locale.ROOT));
            all.add(JsonObject.of(one));
        }
        return all;
    }

    private static void putUnlessEmpty(Map<String, Object> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, text);
        }
    }

    private static void put(Map<String, Object> members, String name, List<Field> fields) {
        if (fields.isEmpty()) {
            return;
        }
        List<Object> all = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", field.name());
            one.put("value", field.value());
            if (field.secret()) {
                one.put("secret", true);
            }
            all.add(JsonObject.of(one));
        }
        members.put(name, all);
    }

    /** Returns whether a document says that it is a recording of this tool. */
    public static boolean isRecording(JsonObject document) {
        return document.text("format").orElse("").equals(FORMAT);
    }

    /**
     * Reads a recording; nothing in it is believed beyond its form.
     *
     * @throws Failure.Usage if it is no recording, or one of a newer version
     */
    public static Recording read(JsonObject document) {
        try {
            if (!isRecording(document)) {
                throw new Failure.Usage("the file is no recording of oat")
                        .hint("oat … --record FILE.json makes one; .html, .har and .md files cannot be read back");
            }
            if (document.number("version").orElse(0L) != VERSION) {
                throw new Failure.Usage("the recording has a version that this oat does not know")
                        .hint("read it with a newer oat");
            }
            if (!document.has("steps")) {
                throw new Failure.Usage("the recording is damaged: it has no steps");
            }
            List<Object> elements = document.array("steps");
            if (elements.size() > MOST_STEPS) {
                throw new Failure.Usage("the recording has more than " + MOST_STEPS + " steps");
            }
            List<Step> steps = new ArrayList<>();
            for (Object element : elements) {
                if (element instanceof JsonObject one) {
                    step(one).ifPresent(steps::add);
                }
            }
            return new Recording(
                    document.text("tool").orElse(""),
                    document.text("command").orElse(""),
                    Instant.parse(document.text("started").orElse("1970-01-01T00:00:00Z")),
                    document.text("secrets").orElse("").equals("shown"),
                    steps,
                    (int) Math.max(
                            -1, Math.min(255, document.number("exit_code").orElse(-1L))),
                    document.object("failure"));
        } catch (JsonException | DateTimeException e) {
            throw new Failure.Usage("the recording is damaged: " + e.getMessage());
        }
    }

    private static Optional<Step> step(JsonObject one) {
        long at = Math.max(0, one.number("at").orElse(0L));
        int number = (int)
                Math.max(0, Math.min(Integer.MAX_VALUE, one.number("number").orElse(0L)));
        long length = one.number("length").orElse(-1L);
        String text = one.text("text").orElse("");
        switch (one.text("type").orElse("")) {
            case "request":
                return Optional.of(new Step.Request(
                        at,
                        number,
                        Actor.named(one.text("from").orElse("")),
                        Actor.named(one.text("to").orElse("")),
                        one.text("title").orElse(""),
                        one.text("spec").orElse(""),
                        one.text("method").orElse(""),
                        one.text("address").orElse(""),
                        fields(one, "query"),
                        fields(one, "headers"),
                        one.text("media_type").orElse(""),
                        fields(one, "parameters"),
                        text,
                        length));
            case "answer":
                return Optional.of(new Step.Answer(
                        at,
                        number,
                        (int) Math.max(0, Math.min(999, one.number("status").orElse(0L))),
                        fields(one, "headers"),
                        one.text("media_type").orElse(""),
                        text,
                        length,
                        Math.max(0, one.number("took").orElse(0L))));
            case "body":
                return Optional.of(new Step.Body(at, number, text, Math.max(0, length)));
            case "broken":
                return Optional.of(new Step.Broken(at, number, one.text("why").orElse("")));
            case "return":
                return Optional.of(new Step.Return(at, one.text("origin").orElse(""), fields(one, "parameters")));
            case "checks":
                return Optional.of(new Step.Checked(at, one.text("subject").orElse(""), checks(one)));
            case "warning":
            case "note":
                return Optional.of(new Step.Told(at, one.text("type").orElse("").equals("warning"), text));
            case "connected":
                return Optional.of(new Step.Connected(
                        at, number, Math.max(0, one.number("took").orElse(0L))));
            case "opened":
                return Optional.of(new Step.Opened(
                        at,
                        one.text("mark").orElse(""),
                        one.object("header"),
                        one.object("claims"),
                        one.has("aliases") ? one.texts("aliases") : List.of()));
            default:
                // of a later version, or of somebody else
                return Optional.empty();
        }
    }

    private static List<Field> fields(JsonObject one, String name) {
        List<Field> fields = new ArrayList<>();
        if (one.has(name)) {
            for (Object element : one.array(name)) {
                if (element instanceof JsonObject field) {
                    fields.add(new Field(
                            field.text("name").orElse(""),
                            field.text("value").orElse(""),
                            field.flag("secret").orElse(false)));
                }
            }
        }
        return fields;
    }

    private static List<Check> checks(JsonObject one) {
        List<Check> checks = new ArrayList<>();
        if (!one.has("checks")) {
            return checks;
        }
        for (Object element : one.array("checks")) {
            if (element instanceof JsonObject check) {
                checks.add(new Check(
                        check.text("name").orElse(""),
                        check.text("title").orElse(""),
                        new SpecRef(
                                check.text("document").orElse(""),
                                check.text("section").orElse("")),
                        check.text("expected").orElse(""),
                        check.text("found").orElse(""),
                        verdict(check.text("verdict").orElse(""))));
            }
        }
        return checks;
    }

    private static Check.Verdict verdict(String word) {
        return switch (word) {
            case "passed" -> Check.Verdict.PASSED;
            case "warned" -> Check.Verdict.WARNED;
            case "failed" -> Check.Verdict.FAILED;
            default -> Check.Verdict.NOT_APPLICABLE;
        };
    }
}
