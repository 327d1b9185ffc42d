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
import java.util.Optional;
import java.util.Set;

/** The steps of a recording as arrows between actors: what both diagrams draw. */
public final class Sequence {
    /** A line of a diagram. */
    public sealed interface Line {}

    /** How a line came out. */
    public enum Outcome {
        PLAIN,
        GOOD,
        ODD,
        BAD
    }

    /** From one actor to another; {@code step} is its place in the recording. */
    public record Arrow(Actor from, Actor to, String text, boolean answer, int step, Outcome outcome) implements Line {}

    /** Something that an actor does by itself; {@code step} is -1 for how it all ended. */
    public record Note(Actor actor, String text, int step, Outcome outcome) implements Line {}

    private final List<Line> lines = new ArrayList<>();
    private final Set<Actor> actors = EnumSet.noneOf(Actor.class);
    private int step = -1;

    private Sequence() {}

    /** Returns the sequence of a recording. */
    public static Sequence of(Recording recording) {
        Sequence sequence = new Sequence();
        Map<Integer, Step.Request> requests = new HashMap<>();
        for (Step step : recording.steps()) {
            sequence.step++;
            if (step instanceof Step.Request request) {
                requests.put(request.number(), request);
                sequence.request(request);
            } else if (step instanceof Step.Answer answer) {
                Step.Request request = requests.get(answer.number());
                Actor from = request == null ? Actor.SERVER : request.to();
                String what = summary(recording, request, answer);
                sequence.answer(
                        from, Actor.OAT, answer.status() + (what.isEmpty() ? "" : " " + what), outcome(answer, what));
            } else if (step instanceof Step.Broken broken) {
                Step.Request request = requests.get(broken.number());
                sequence.answer(request == null ? Actor.SERVER : request.to(), Actor.OAT, "no answer", Outcome.BAD);
            } else if (step instanceof Step.Return back) {
                Optional<String> error = Field.first(back.parameters(), "error");
                String what = error.orElse("code");
                Outcome outcome = error.isPresent() ? Outcome.BAD : Outcome.GOOD;
                sequence.answer(Actor.SERVER, Actor.BROWSER, "redirect back: " + what, outcome);
                sequence.add(Actor.BROWSER, Actor.OAT, "authorization response: " + what, false, outcome);
            } else if (step instanceof Step.Checked checked) {
                sequence.checks(checked);
            }
        }
        sequence.step = -1;
        recording
                .failure()
                .ifPresent(failure -> sequence.note(
                        Actor.OAT, "failed: " + failure.text("error").orElse(""), Outcome.BAD));
        return sequence;
    }

    private void request(Step.Request request) {
        if (request.isFrontChannel()) {
            sent(Actor.OAT, Actor.BROWSER, "open the server's page");
            sent(Actor.BROWSER, request.to(), request.title());
            sent(Actor.YOU, request.to(), "sign in, and allow");
            return;
        }
        sent(request.from(), request.to(), label(request));
    }

    /** Returns how an answer came out: a refusal that leads on, such as a nonce to be used, is odd only. */
    public static Outcome outcome(Recording recording, Step.Request request, Step.Answer answer) {
        return outcome(answer, summary(recording, request, answer));
    }

    private static Outcome outcome(Step.Answer answer, String what) {
        boolean leadsOn = what.equals("use_dpop_nonce")
                || what.equals("use_attestation_challenge")
                || what.equals("authorization_pending")
                || what.equals("slow_down")
                || (answer.status() == 401
                        && Field.first(answer.headers(), "DPoP-Nonce").isPresent());
        return answer.status() < 400 ? Outcome.GOOD : leadsOn ? Outcome.ODD : Outcome.BAD;
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
                note(Actor.OAT, "failed: " + check.title(), Outcome.BAD);
            } else if (check.warned()) {
                note(Actor.OAT, "odd, but accepted: " + check.title(), Outcome.ODD);
            } else if (check.verdict() == Check.Verdict.PASSED) {
                passed++;
            }
        }
        if (passed > 0) {
            note(
                    Actor.OAT,
                    checked.subject() + ": " + passed + (passed == 1 ? " check passed" : " checks passed"),
                    Outcome.GOOD);
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

    private void sent(Actor from, Actor to, String text) {
        add(from, to, text, false, Outcome.PLAIN);
    }

    private void answer(Actor from, Actor to, String text, Outcome outcome) {
        add(from, to, text, true, outcome);
    }

    private void add(Actor from, Actor to, String text, boolean answer, Outcome outcome) {
        actors.add(from);
        actors.add(to);
        lines.add(new Arrow(from, to, Sanitizer.line(text), answer, step, outcome));
    }

    private void note(Actor actor, String text, Outcome outcome) {
        actors.add(actor);
        lines.add(new Note(actor, Sanitizer.line(text), step, outcome));
    }

    /** Returns the lines in order. */
    public List<Line> lines() {
        return lines;
    }

    /** Who takes part, from the user to the API. */
    public List<Actor> actors() {
        return new ArrayList<>(actors);
    }
}
