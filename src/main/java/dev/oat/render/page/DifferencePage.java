package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.html.HtmlPart;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDifference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two recordings side by side, as a page. */
public final class DifferencePage {
    /** One of the two. */
    private record Side(String name, Recording recording, String issuer) {
        static Side of(String name, Recording recording) {
            return new Side(name, recording, RecordingDifference.issuer(recording));
        }
    }

    private DifferencePage() {}

    /**
     * Returns the page, with both diagrams side by side and the first step that differs in view.
     *
     * @param firstName what the first recording is called
     * @param secondName what the second is called
     */
    public static String of(RecordingDifference difference, String firstName, String secondName) {
        Side here = Side.of(firstName, difference.first());
        Side there = Side.of(secondName, difference.second());
        List<RecordingDifference.Compared> pairs = difference.steps();
        boolean same = difference.isEmpty();
        int differing = 0;
        int first = 0;
        for (int i = pairs.size(); i > 0; i--) {
            if (!pairs.get(i - 1).same()) {
                differing++;
                first = i;
            }
        }
        Report page = new Report(
                same ? "The two went the same way" : differing + (differing == 1 ? " step differs" : " steps differ"),
                same,
                "A is " + here.name() + ", B is " + there.name() + ".");
        fact(page, "A", here);
        fact(page, "B", there);
        if (first > 0) {
            page.fact(
                    "First difference",
                    el(
                            "a",
                            at("href", "#m" + first),
                            text(first + ". "),
                            Report.shown(pairs.get(first - 1).label())));
        }
        List<Html> steps = new ArrayList<>();
        for (int i = 1; i <= pairs.size(); i++) {
            steps.add(step(pairs.get(i - 1), i, i == first));
        }
        page.section("steps", "Step by step", steps.toArray(new Html[0]));
        page.section(
                "sequence",
                "Who said what to whom",
                el("div", cls("two"), diagram("A", here, pairs, true), diagram("B", there, pairs, false)));
        return page.file("ISSUER and API stand for each side's own server; what is new in each run counts as the same."
                + " Nothing of this page is sent anywhere.");
    }

    private static void fact(Report page, String letter, Side side) {
        String error = side.recording()
                .failure()
                .flatMap(failure -> failure.text("error"))
                .map(code -> ", " + code)
                .orElse("");
        page.fact(
                letter,
                Report.shown("oat " + side.recording().command() + " at " + side.issuer() + ", exit code "
                        + side.recording().exitCode() + error));
    }

    private static Html step(RecordingDifference.Compared pair, int number, boolean first) {
        String end = pair.same()
                ? "same"
                : pair.here() && pair.there()
                        ? "✗ " + pair.differing().size() + " differ"
                        : "✗ only in " + (pair.here() ? "A" : "B");
        List<HtmlPart> summary = new ArrayList<>(List.of(at("id", "m" + number)));
        if (first) {
            // what has the focus is in view, with or without a script
            summary.add(at("autofocus", ""));
        }
        summary.add(el("span", cls("what"), text(number + ". "), Report.shown(pair.label())));
        summary.add(el("span", cls("end"), el("span", cls("badge " + (pair.same() ? "soft" : "bad")), text(end))));
        List<HtmlPart> parts = new ArrayList<>(List.of(cls("step")));
        if (first) {
            parts.add(at("open", ""));
        }
        parts.add(el("summary", summary));
        parts.add(el("div", cls("inside"), table(pair)));
        return el("details", parts);
    }

    private static Html table(RecordingDifference.Compared pair) {
        Set<String> names = new LinkedHashSet<>(pair.differing());
        names.addAll(pair.one().keySet());
        names.addAll(pair.other().keySet());
        List<Html> rows = new ArrayList<>();
        for (String name : names) {
            boolean differs = pair.differing().contains(name);
            rows.add(el(
                    "tr",
                    cls(differs ? "differs" : "same"),
                    el("th", at("scope", "row"), Report.shown(name), text(differs ? " ≠" : "")),
                    value(pair.one(), name),
                    value(pair.other(), name)));
        }
        return Report.table(pair.label(), List.of("What", "A", "B"), rows);
    }

    private static Html value(Map<String, String> values, String name) {
        String value = values.get(name);
        return el("td", cls("value"), value == null ? el("span", cls("soft"), text("(none)")) : Report.shown(value));
    }

    private static Html diagram(String letter, Side side, List<RecordingDifference.Compared> pairs, boolean here) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= pairs.size(); i++) {
            if (here ? pairs.get(i - 1).here() : pairs.get(i - 1).there()) {
                ids.add(Integer.toString(i));
            }
        }
        return el(
                "div",
                el("h3", text(letter + ": "), Report.shown(side.name())),
                Report.scrolled("Sequence diagram of " + letter, RecordingPage.diagram(side.recording(), ids)));
    }
}
