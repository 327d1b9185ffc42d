package dev.oat.render.flow;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Check;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps of a recording as arrows between actors: what both diagrams draw. */
final class Sequence {
    /** A line of a diagram. */
    sealed interface Line {}

    /** From one actor to another. */
    record Arrow(Actor from, Actor to, String text, boolean answer) implements Line {}

    /** Something that an actor does by itself. */
    record Note(Actor actor, String text) implements Line {}

    private final List<Line> lines = new ArrayList<>();
    private final Set<Actor> actors = EnumSet.noneOf(Actor.class);

    private Sequence() {}

    /** The sequence of a recording. */
    static Sequence of(Recording recording) {
        Sequence sequence = new Sequence();
        Map<Integer, Step.Request> requests = new HashMap<>();
        for (Step step : recording.steps()) {
            if (step instanceof Step.Request request) {
                requests.put(request.number(), request);
                sequence.request(request);
            } else if (step instanceof Step.Answer answer) {
                Step.Request request = requests.get(answer.number());
                Actor from = request == null ? Actor.SERVER : request.to();
                String what = summary(recording, request, answer);
                sequence.arrow(from, Actor.OAT, answer.status() + (what.isEmpty() ? "" : " " + what), true);
            } else if (step instanceof Step.Broken broken) {
                Step.Request request = requests.get(broken.number());
                sequence.arrow(request == null ? Actor.SERVER : request.to(), Actor.OAT, "no answer", true);
            } else if (step instanceof Step.Return back) {
                String what = Field.first(back.parameters(), "error").orElse("code");
                sequence.arrow(Actor.SERVER, Actor.BROWSER, "redirect back: " + what, true);
                sequence.arrow(Actor.BROWSER, Actor.OAT, "authorization response: " + what, false);
            } else if (step instanceof Step.Checked checked) {
                sequence.checks(checked);
            }
        }
        recording
                .failure()
                .ifPresent(failure -> sequence.note(
                        Actor.OAT, "failed: " + failure.text("error").orElse("")));
        return sequence;
    }

    private void request(Step.Request request) {
        if (request.isFrontChannel()) {
            arrow(Actor.OAT, Actor.BROWSER, "open the server's page", false);
            arrow(Actor.BROWSER, request.to(), request.title(), false);
            arrow(Actor.YOU, request.to(), "sign in, and allow", false);
            return;
        }
        arrow(request.from(), request.to(), label(request), false);
    }

    private static String label(Step.Request request) {
        if (request.to() == Actor.API) {
            return request.method() + " " + path(request.address());
        }
        return request.title();
    }

    private static String path(String address) {
        int scheme = address.indexOf("://");
        int slash = scheme < 0 ? -1 : address.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : address.substring(slash);
    }

    private void checks(Step.Checked checked) {
        int passed = 0;
        for (Check check : checked.checks()) {
            if (check.failed()) {
                note(Actor.OAT, "failed: " + check.title());
            } else if (check.warned()) {
                note(Actor.OAT, "odd, but accepted: " + check.title());
            } else if (check.verdict() == Check.Verdict.PASSED) {
                passed++;
            }
        }
        if (passed > 0) {
            note(Actor.OAT, checked.subject() + ": " + passed + (passed == 1 ? " check passed" : " checks passed"));
        }
    }

    private static String summary(
            Recording recording, Step.@org.jspecify.annotations.Nullable Request request, Step.Answer answer) {
        String text =
                request == null ? answer.text() : recording.exchange(request).text();
        try {
            if (!text.startsWith("{")) {
                return "";
            }
            JsonObject document = JsonObject.parse(text);
            if (document.has("error")) {
                return document.text("error").orElse("");
            }
            List<String> names = new ArrayList<>();
            for (String name : List.of("access_token", "refresh_token", "id_token", "device_code", "request_uri")) {
                if (document.has(name)) {
                    names.add(name);
                }
            }
            if (document.has("keys")) {
                names.add("keys");
            } else if (document.has("token_endpoint")) {
                names.add("metadata");
            }
            return String.join(", ", names);
        } catch (JsonException e) {
            return "";
        }
    }

    private void arrow(Actor from, Actor to, String text, boolean answer) {
        actors.add(from);
        actors.add(to);
        lines.add(new Arrow(from, to, Sanitizer.line(text), answer));
    }

    private void note(Actor actor, String text) {
        actors.add(actor);
        lines.add(new Note(actor, Sanitizer.line(text)));
    }

    /** The lines in order. */
    List<Line> lines() {
        return lines;
    }

    /** Who takes part, from the person to the API. */
    List<Actor> actors() {
        return new ArrayList<>(actors);
    }
}
