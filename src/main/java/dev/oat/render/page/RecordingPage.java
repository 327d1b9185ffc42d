package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.html.HtmlPart;
import dev.oat.html.SequenceChart;
import dev.oat.html.SequenceSvg;
import dev.oat.jose.JoseException;
import dev.oat.jose.LooseToken;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.Clues;
import dev.oat.render.failure.LikelyCauses;
import dev.oat.render.flow.Actor;
import dev.oat.render.flow.Field;
import dev.oat.render.flow.Glossary;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.render.flow.Sequence;
import dev.oat.render.flow.Step;
import dev.oat.render.text.Redaction;
import dev.oat.trace.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A recording as one page that needs nothing but itself: the diagram, each message, what was checked, where the time went. */
public final class RecordingPage {
    private static final List<String> HEADINGS = List.of("Name", "Value", "What it is for", "Section");
    private static final String DECODED = "jwt-";

    private final Recording recording;
    private final Bonds bonds;
    private final Map<String, Step.Opened> opened = new HashMap<>();
    private final Map<Integer, String> numbers = new HashMap<>();
    private final Set<String> shown = new HashSet<>();
    private String message = "";

    private RecordingPage(Recording recording) {
        this.recording = recording;
        this.bonds = new Bonds(recording);
        Map<Integer, String> requests = new HashMap<>();
        int last = 0;
        for (int i = 0; i < recording.steps().size(); i++) {
            Step step = recording.steps().get(i);
            if (step instanceof Step.Opened one && one.header().isPresent()) {
                opened.put(one.mark(), one);
                one.header().flatMap(header -> header.value("jwk")).ifPresent(this::key);
            } else if (step instanceof Step.Request request) {
                numbers.put(i, Integer.toString(++last));
                requests.put(request.number(), Integer.toString(last));
            } else if (step instanceof Step.Return || step instanceof Step.Checked) {
                numbers.put(i, Integer.toString(++last));
            } else {
                int number = step instanceof Step.Answer answer
                        ? answer.number()
                        : step instanceof Step.Body body
                                ? body.number()
                                : step instanceof Step.Broken broken ? broken.number() : -1;
                String of = requests.get(number);
                if (of != null) {
                    numbers.put(i, of);
                }
            }
        }
    }

    private void key(Object jwk) {
        if (jwk instanceof JsonObject object) {
            bonds.key(object);
        }
    }

    /** Returns the page of a recording. */
    public static String of(Recording recording) {
        RecordingPage page = new RecordingPage(Objects.requireNonNull(recording, "recording is null"));
        // once to see what binds what, once to write it
        page.messages();
        page.bonds.write();
        page.shown.clear();
        return page.write();
    }

    private boolean well() {
        return recording.exitCode() == 0;
    }

    private String write() {
        String error = member(recording.failure(), "error");
        String command = "oat " + recording.command();
        Report report = new Report(
                well()
                        ? command + " succeeded"
                        : recording.exitCode() < 0
                                ? command + " did not end"
                                : command + " failed" + (error.isEmpty() ? "" : ": " + error),
                well(),
                member(recording.failure(), "error_description"));
        report.fact("Recorded", Report.moment(recording.started()));
        report.fact("By", Report.shown(recording.tool()));
        report.fact("Exit code", text(Integer.toString(recording.exitCode())));
        long end = 0;
        int sent = 0;
        for (Step step : recording.steps()) {
            end = Math.max(end, step.at());
            sent += step instanceof Step.Request ? 1 : 0;
        }
        report.fact("Took", text(Report.duration(end)));
        report.fact("Requests", text(Integer.toString(sent)));
        if (recording.secretsShown()) {
            report.section(
                    "secrets",
                    "Secrets stand here in clear text",
                    el("p", cls("bad"), text("It was recorded with --show-secrets: do not pass this on.")));
        }
        if (!well()) {
            causes(report);
        }
        report.section("sequence", "Who said what to whom", Report.scrolled("Sequence diagram", diagram()));
        report.section(
                "messages",
                "Message by message",
                el(
                        "p",
                        cls("screen"),
                        el(
                                "button",
                                at("id", "all"),
                                at("type", "button"),
                                at("aria-pressed", "false"),
                                at("hidden", ""),
                                text("Open all"))),
                messages());
        Html table = bonds.table();
        if (!table.isEmpty()) {
            report.section("bonds", "What binds what", table);
        }
        Html fall = new Waterfall(recording, numbers).draw();
        if (!fall.isEmpty()) {
            report.section("time", "Where the time went", fall);
        }
        return report.file(
                recording.secretsShown()
                        ? "Nothing of this page was or is sent anywhere."
                        : "Secrets are hidden as [length, beginning, hash]; equal hashes are equal secrets. Of JWTs"
                                + " the signature is left out. Nothing of this page is sent anywhere.");
    }

    private static String member(Optional<JsonObject> object, String name) {
        try {
            return object.flatMap(one -> one.text(name)).orElse("");
        } catch (JsonException e) {
            return "";
        }
    }

    private void causes(Report report) {
        List<Html> causes = new ArrayList<>();
        for (LikelyCauses.Likely likely : LikelyCauses.of(
                        Clues.in(RecordingDocument.of(recording).toJson()))
                .all()) {
            List<Html> next = new ArrayList<>();
            for (String step : likely.next()) {
                boolean command = step.startsWith("oat ") || step.startsWith("curl ");
                next.add(el("li", command ? el("code", Report.shown(step)) : Report.shown(step)));
            }
            causes.add(el(
                    "li",
                    el("h3", Report.shown(likely.title())),
                    el("p", cls("soft"), text("Why: "), Report.shown(String.join("; ", likely.evidence()))),
                    likely.explanation().isEmpty() ? Html.nothing() : el("p", Report.shown(likely.explanation())),
                    el("ul", Report.join(cls("try"), next)),
                    el("p", cls("soft"), text("See "), Report.spec(likely.spec()))));
        }
        String hint = member(recording.failure(), "hint");
        if (!causes.isEmpty()) {
            report.section("causes", "What is likely behind it", el("ol", Report.join(cls("causes"), causes)));
        } else if (!hint.isEmpty()) {
            report.section("causes", "What to try", el("p", Report.shown(hint)));
        }
    }

    /**
     * Returns the diagram of a recording.
     *
     * @param ids what each message leads to, by its number from 1
     */
    static Html diagram(Recording recording, List<String> ids) {
        RecordingPage page = new RecordingPage(recording);
        page.numbers.replaceAll((step, number) -> ids.get(Integer.parseInt(number) - 1));
        return page.diagram();
    }

    private Html diagram() {
        Sequence sequence = Sequence.of(recording);
        List<Actor> actors = sequence.actors();
        if (actors.isEmpty()) {
            return el("p", text("Nothing was sent."));
        }
        List<SequenceChart.Message> lines = new ArrayList<>();
        for (Sequence.Line line : sequence.lines()) {
            if (line instanceof Sequence.Arrow arrow) {
                lines.add(line(
                        actors.indexOf(arrow.from()),
                        actors.indexOf(arrow.to()),
                        arrow.text(),
                        arrow.outcome(),
                        arrow.answer(),
                        arrow.step()));
            } else if (line instanceof Sequence.Note note) {
                int actor = actors.indexOf(note.actor());
                lines.add(line(actor, actor, note.text(), note.outcome(), false, note.step()));
            }
        }
        List<String> names = new ArrayList<>();
        actors.forEach(actor -> names.add(
                switch (actor) {
                    case YOU -> "user";
                    case API -> "API (its gateway)";
                    default -> actor.text();
                }));
        return SequenceSvg.of(SequenceChart.of(names, lines), "Sequence diagram");
    }

    private SequenceChart.Message line(
            int from, int to, String label, Sequence.Outcome outcome, boolean answer, int step) {
        String number = numbers.get(step);
        return new SequenceChart.Message(
                from,
                to,
                label,
                SequenceChart.Tone.valueOf(outcome.name()),
                answer,
                step < 0
                        ? ""
                        : "+" + Report.duration(recording.steps().get(step).at()),
                number == null ? step < 0 ? "#main" : "" : "#m" + number);
    }

    private Html messages() {
        List<Html> all = new ArrayList<>();
        for (int i = 0; i < recording.steps().size(); i++) {
            Step step = recording.steps().get(i);
            message = numbers.getOrDefault(i, "");
            if (step instanceof Step.Request request) {
                all.add(exchange(recording.exchange(request)));
            } else if (step instanceof Step.Return back) {
                boolean refused = Field.first(back.parameters(), "error").isPresent();
                all.add(step(
                        new Head(
                                "browser → oat",
                                "authorization response, " + back.origin(),
                                "",
                                refused ? Sequence.Outcome.BAD : Sequence.Outcome.GOOD,
                                back.at()),
                        refused,
                        Html.all(
                                el(
                                        "p",
                                        text(
                                                refused
                                                        ? "The browser comes back without a code: the answer is no."
                                                        : "The browser comes back and brings a one-time code. Whoever"
                                                                + " sees it cannot use it.")),
                                fields("Parameters", back.parameters()),
                                el("p", cls("soft"), Report.spec("RFC 6749 §4.1.2")))));
            } else if (step instanceof Step.Checked checked) {
                all.add(checked(checked));
            } else if (step instanceof Step.Told told) {
                all.add(el(
                        "p",
                        cls(told.warning() ? "told odd" : "told soft"),
                        text(told.warning() ? "Warning: " : ""),
                        Report.shown(told.text())));
            }
        }
        return all.isEmpty() ? el("p", text("Nothing was sent: all that was needed was at hand.")) : Html.all(all);
    }

    /** The line of a message that shows while it is closed. */
    private record Head(String who, String what, String end, Sequence.Outcome outcome, long at) {}

    private static String style(Sequence.Outcome outcome) {
        return outcome == Sequence.Outcome.PLAIN ? "soft" : outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String sign(Sequence.Outcome outcome) {
        return switch (outcome) {
            case GOOD -> "✓ ";
            case ODD -> "! ";
            case BAD -> "✗ ";
            case PLAIN -> "";
        };
    }

    private Html step(Head head, boolean open, Html content) {
        String kind = style(head.outcome());
        List<HtmlPart> parts = new ArrayList<>(List.of(cls("step")));
        if (open) {
            parts.add(at("open", ""));
        }
        parts.add(el(
                "summary",
                at("id", "m" + message),
                el("span", cls("what"), text(message + ". "), Report.shown(head.what())),
                el("span", cls("who"), text(head.who())),
                el(
                        "span",
                        cls("end"),
                        head.end().isEmpty() ? Html.nothing() : el("span", cls("badge " + kind), text(head.end())),
                        el("span", cls("soft"), text("+" + Report.duration(head.at()))))));
        parts.add(el("div", cls("inside"), content));
        return el("details", parts);
    }

    private Html checked(Step.Checked checked) {
        int failed = 0;
        int odd = 0;
        int passed = 0;
        for (Check check : checked.checks()) {
            failed += check.failed() ? 1 : 0;
            odd += check.warned() ? 1 : 0;
            passed += check.verdict() == Check.Verdict.PASSED ? 1 : 0;
        }
        Sequence.Outcome outcome =
                failed > 0 ? Sequence.Outcome.BAD : odd > 0 ? Sequence.Outcome.ODD : Sequence.Outcome.GOOD;
        String end = sign(outcome)
                + (failed > 0 ? failed + " failed" : passed + " passed" + (odd > 0 ? ", " + odd + " odd" : ""));
        return step(
                new Head("oat", "checks of the " + checked.subject(), end, outcome, checked.at()),
                failed > 0,
                Report.checks(checked.checks()));
    }

    private Html exchange(Recording.Exchange exchange) {
        Step.Request request = exchange.request();
        int status = exchange.status();
        Sequence.Outcome outcome = exchange.broken().isPresent()
                ? Sequence.Outcome.BAD
                : exchange.answer()
                        .map(answer -> Sequence.outcome(recording, request, answer))
                        .orElse(Sequence.Outcome.PLAIN);
        List<Html> parts = new ArrayList<>();
        String purpose = Glossary.purpose(request);
        if (!purpose.isEmpty()) {
            parts.add(el("p", text(purpose)));
        }
        parts.add(el("p", cls("line mono"), el("b", Report.shown(request.method())), Report.shown(request.address())));
        if (!request.spec().isEmpty()) {
            parts.add(el("p", cls("soft"), text("See "), Report.spec(request.spec())));
        }
        parts.add(titled("Query", request.query()));
        parts.add(titled("Headers", request.headers()));
        parts.add(titled("Form", request.parameters()));
        if (request.parameters().isEmpty()) {
            parts.add(body(request.text(), request.length()));
        }
        exchange.answer().ifPresent(answer -> {
            parts.add(el(
                    "h3",
                    text("Answer: "),
                    el(
                            "span",
                            cls(style(outcome)),
                            text(answer.status() + ", after " + Report.duration(answer.took())))));
            parts.add(titled("Headers", answer.headers()));
            parts.add(body(exchange.text(), exchange.length()));
        });
        exchange.broken()
                .ifPresent(broken -> parts.add(el("p", cls("bad"), text("No answer: "), Report.shown(broken.why()))));
        String end = sign(outcome) + (exchange.broken().isPresent() ? "no answer" : status == 0 ? "" : status);
        return step(
                new Head(
                        request.from().text() + " → " + request.to().text(),
                        request.title(),
                        end,
                        outcome,
                        request.at()),
                outcome == Sequence.Outcome.BAD && !well() && isLastRefusal(request),
                Html.all(parts));
    }

    private boolean isLastRefusal(Step.Request request) {
        int last = -1;
        for (Step step : recording.steps()) {
            if (step instanceof Step.Answer answer && answer.status() >= 400) {
                last = answer.number();
            } else if (step instanceof Step.Broken broken) {
                last = broken.number();
            }
        }
        return last == request.number();
    }

    private Html titled(String heading, List<Field> fields) {
        return fields.isEmpty()
                ? Html.nothing()
                : Html.all(el("h3", cls("sub"), text(heading)), fields(heading, fields));
    }

    private Html fields(String caption, List<Field> fields) {
        List<Html> rows = new ArrayList<>();
        List<Html> tokens = new ArrayList<>();
        for (Field field : fields) {
            String meaning = Glossary.header(field.name())
                    .or(() -> Glossary.parameter(field.name()))
                    .orElse("");
            rows.add(row(Glossary.spelling(field.name()), field.value(), field.secret(), text(meaning)));
            tokens.add(token(field.name(), field.value()));
        }
        return Html.all(Report.table(caption, HEADINGS, rows), Html.all(tokens));
    }

    private Html row(String name, String value, boolean secret, Html meaning) {
        Bonds.Seen seen = bonds.see(name, value, secret, message);
        List<HtmlPart> parts = new ArrayList<>();
        if (!seen.bond().isEmpty()) {
            parts.add(at("data-bond", seen.bond()));
        }
        parts.add(el("th", at("scope", "row"), Report.shown(name)));
        parts.add(el("td", cls("value"), Report.shown(value), seen.mark()));
        parts.add(el("td", cls("for"), meaning));
        parts.add(el("td", cls("sec"), Report.spec(Glossary.section(name).orElse(""))));
        return el("tr", parts);
    }

    private Html body(String words, long length) {
        if (words.isEmpty()) {
            return length <= 0 ? Html.nothing() : el("p", cls("soft"), text("A body of " + length + " bytes."));
        }
        Optional<JsonObject> document = document(words);
        if (document.isEmpty()) {
            return Html.all(el("h3", cls("sub"), text("Body")), el("pre", Report.shown(words)));
        }
        List<Html> rows = new ArrayList<>();
        List<Html> tokens = new ArrayList<>();
        document.get().members().forEach((name, value) -> {
            String shown = value instanceof String one ? one : JsonObject.toJson(value);
            rows.add(row(
                    name,
                    shown,
                    Redaction.isSecretName(name),
                    text(Glossary.parameter(name).or(() -> Glossary.claim(name)).orElse(""))));
            if (value instanceof String one) {
                tokens.add(token(name, one));
            }
        });
        return Html.all(
                el("h3", cls("sub"), text("Body (JSON)")), Report.table("Body", HEADINGS, rows), Html.all(tokens));
    }

    private static Optional<JsonObject> document(String words) {
        try {
            return words.startsWith("{") ? Optional.of(JsonObject.parse(words)) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** Returns the JWT that a value is, decoded where it shows first. */
    private Html token(String name, String value) {
        Optional<Step.Opened> found = decoded(value);
        if (found.isEmpty()) {
            return Html.nothing();
        }
        Step.Opened token = found.get();
        String kind = TokenView.kind(token.header(), name);
        if (!shown.add(token.mark())) {
            return Html.nothing();
        }
        TokenView view = new TokenView(
                recording.started().plusMillis(token.at()),
                "when it was recorded",
                (member, text, meaning) -> row(member, text, Redaction.isSecretName(member), meaning));
        return el(
                "details",
                cls("jwt"),
                at("open", ""),
                at("id", DECODED + shown.size()),
                el("summary", text(kind + ", decoded")),
                view.of(token.header(), token.claims()));
    }

    private Optional<Step.Opened> decoded(String value) {
        int mark = Bonds.mark(value);
        if (mark >= 0) {
            return Optional.ofNullable(opened.get(value.substring(mark)));
        }
        String last = value.substring(value.lastIndexOf(' ') + 1);
        if (!recording.secretsShown() || !last.startsWith("ey")) {
            return Optional.empty();
        }
        try {
            LooseToken token = LooseToken.read(last);
            return token.header().isPresent()
                    ? Optional.of(new Step.Opened(0, last, token.header(), token.claims(), List.of()))
                    : Optional.empty();
        } catch (JoseException e) {
            return Optional.empty();
        }
    }
}
