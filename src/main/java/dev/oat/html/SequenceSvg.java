package dev.oat.html;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a diagram whose places are known. */
public final class SequenceSvg {
    private static final double BASELINE = 13;

    private final SequenceChart chart;

    private SequenceSvg(SequenceChart chart) {
        this.chart = chart;
    }

    /** Returns the diagram as SVG, its messages links where they have something to open. */
    public static Html of(SequenceChart chart, String title) {
        return new SequenceSvg(chart).draw(title);
    }

    private Html draw(String title) {
        List<HtmlPart> parts = new ArrayList<>(List.of(
                cls("sequence"),
                at("viewBox", "0 0 " + number(chart.width()) + " " + number(chart.height())),
                at("width", number(chart.width())),
                at("height", number(chart.height())),
                at("role", "group"),
                at("aria-label", title)));
        for (int i = 0; !chart.headed() && i < chart.actors(); i++) {
            parts.add(line("life", chart.column(i), 0, chart.column(i), chart.height()));
        }
        for (int i = 0; i < chart.heads().size(); i++) {
            SequenceChart.Label head = chart.heads().get(i);
            double x = chart.column(i);
            double from = head.box().y() + head.box().height() + 4;
            parts.add(line("life", x, from, x, chart.height() - 4));
            parts.add(label("head", head, x));
        }
        for (SequenceChart.Placed placed : chart.messages()) {
            parts.add(message(placed));
        }
        return el("svg", parts);
    }

    private Html message(SequenceChart.Placed placed) {
        SequenceChart.Message message = placed.message();
        SequenceChart.Box row = placed.row();
        SequenceChart.Box box = placed.label().box();
        boolean own = message.from() == message.to();
        List<HtmlPart> parts = new ArrayList<>();
        parts.add(cls("msg " + message.tone().name().toLowerCase(Locale.ROOT) + (message.answer() ? " answer" : "")));
        if (!message.href().isEmpty()) {
            parts.add(at("href", message.href()));
            parts.add(at("aria-label", (message.time() + " " + message.label()).strip()));
        }
        parts.add(el(
                "rect",
                cls("hit"),
                at("x", "0"),
                at("y", number(row.y())),
                at("width", number(row.width())),
                at("height", number(row.height()))));
        if (!message.time().isEmpty()) {
            parts.add(el("text", cls("time"), at("x", "4"), at("y", number(box.y() + BASELINE)), text(message.time())));
        }
        if (own) {
            parts.add(el(
                    "rect",
                    cls("note"),
                    at("x", number(box.x() - 7)),
                    at("y", number(box.y() - 3)),
                    at("width", number(box.width() + 14)),
                    at("height", number(box.height() + 6)),
                    at("rx", "5")));
        }
        parts.add(label("label", placed.label(), box.x() + box.width() / 2));
        if (!own) {
            double from = chart.column(message.from());
            double to = chart.column(message.to());
            double back = to > from ? -1 : 1;
            parts.add(line("shaft", from, placed.y(), to + back * 2, placed.y()));
            parts.add(el(
                    "path",
                    cls("tip"),
                    at("d", "M" + number(to) + " " + number(placed.y()) + "l" + number(back * 9) + " -4.5v9z")));
        }
        return el(message.href().isEmpty() ? "g" : "a", parts);
    }

    private static Html label(String kind, SequenceChart.Label label, double x) {
        List<HtmlPart> parts =
                new ArrayList<>(List.of(cls(kind), at("y", number(label.box().y() + BASELINE))));
        for (int i = 0; i < label.lines().size(); i++) {
            parts.add(el(
                    "tspan",
                    at("x", number(x)),
                    at("dy", i == 0 ? "0" : number(SequenceChart.LINE)),
                    text(label.lines().get(i))));
        }
        return el("text", parts);
    }

    private static Html line(String kind, double x1, double y1, double x2, double y2) {
        return el(
                "line",
                cls(kind),
                at("x1", number(x1)),
                at("y1", number(y1)),
                at("x2", number(x2)),
                at("y2", number(y2)));
    }

    /** Returns a coordinate with a tenth at most. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }
}
