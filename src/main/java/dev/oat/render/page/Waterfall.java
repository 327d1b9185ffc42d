package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.render.flow.Actor;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where the time of a flow went: a bar for each message, and one for the user's part. */
final class Waterfall {
    private enum Kind {
        DISCOVERY("discovery and keys"),
        CONNECTION("name, connection and TLS"),
        USER("the user"),
        EXCHANGE("the authorization server"),
        API("the API");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private record Span(String title, String number, long from, long to, Kind kind) {}

    private static final double WIDE = 1000;

    private final List<Span> spans = new ArrayList<>();
    private long end = 1;

    Waterfall(Recording recording, Map<Integer, String> numbers) {
        Step.Request waiting = null;
        String waitingNumber = "";
        for (int i = 0; i < recording.steps().size(); i++) {
            Step step = recording.steps().get(i);
            String number = numbers.getOrDefault(i, "");
            if (step instanceof Step.Request request && request.isFrontChannel()) {
                waiting = request;
                waitingNumber = number;
            } else if (step instanceof Step.Return back && waiting != null) {
                add(new Span("sign-in in the browser", waitingNumber, waiting.at(), back.at(), Kind.USER));
                waiting = null;
            } else if (step instanceof Step.Request request) {
                Recording.Exchange exchange = recording.exchange(request);
                long to = exchange.body()
                        .map(Step.Body::at)
                        .or(() -> exchange.answer().map(Step.Answer::at))
                        .or(() -> exchange.broken().map(Step.Broken::at))
                        .orElse(request.at());
                long from = request.at() + connecting(recording, request);
                if (from > request.at()) {
                    add(new Span("connection", number, request.at(), Math.min(from, to), Kind.CONNECTION));
                }
                add(new Span(request.title(), number, Math.min(from, to), to, kind(request)));
                if (exchange.text().contains("\"authorization_pending\"")
                        || exchange.text().contains("\"slow_down\"")) {
                    pause(to, next(recording, i), number);
                }
            }
        }
    }

    private void pause(long from, long to, String number) {
        if (to > from) {
            add(new Span("waiting for the user", number, from, to, Kind.USER));
        }
    }

    private static long connecting(Recording recording, Step.Request request) {
        for (Step step : recording.steps()) {
            if (step instanceof Step.Connected connected && connected.number() == request.number()) {
                return connected.took();
            }
        }
        return 0;
    }

    private static long next(Recording recording, int after) {
        for (int i = after + 1; i < recording.steps().size(); i++) {
            if (recording.steps().get(i) instanceof Step.Request request) {
                return request.at();
            }
        }
        return 0;
    }

    private void add(Span span) {
        spans.add(span);
        end = Math.max(end, span.to());
    }

    private static Kind kind(Step.Request request) {
        String title = request.title().toLowerCase(Locale.ROOT);
        if (title.contains("metadata") || title.contains("key set") || title.contains("discovery")) {
            return Kind.DISCOVERY;
        }
        return request.to() == Actor.API ? Kind.API : Kind.EXCHANGE;
    }

    Html draw() {
        if (spans.isEmpty()) {
            return Html.nothing();
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        spans.forEach(span -> kinds.add(span.kind()));
        List<Html> legend = new ArrayList<>();
        for (Kind kind : kinds) {
            long sum = 0;
            for (Span span : spans) {
                sum += span.kind() == kind ? span.to() - span.from() : 0;
            }
            legend.add(el(
                    "li",
                    el(
                            "svg",
                            at("viewBox", "0 0 14 14"),
                            at("aria-hidden", "true"),
                            el("rect", cls(style(kind)), at("width", "14"), at("height", "14"), at("rx", "3"))),
                    text(kind.words + ": " + Report.duration(sum))));
        }
        List<Html> rows = new ArrayList<>();
        for (Span span : spans) {
            double from = WIDE * span.from() / end;
            double width = Math.max(4, WIDE * (span.to() - span.from()) / end);
            rows.add(el(
                    "div",
                    cls("fallrow"),
                    at("role", "listitem"),
                    el("a", at("href", "#m" + span.number()), text(span.number() + ". "), Report.shown(span.title())),
                    el(
                            "svg",
                            at("viewBox", "0 0 1000 14"),
                            at("preserveAspectRatio", "none"),
                            at("aria-hidden", "true"),
                            el("rect", cls("track"), at("width", "1000"), at("height", "14")),
                            el(
                                    "rect",
                                    cls(style(span.kind())),
                                    at("x", TokenView.tenth(Math.min(from, WIDE - width))),
                                    at("width", TokenView.tenth(width)),
                                    at("height", "14"))),
                    el("span", cls("ms"), text(Report.duration(span.to() - span.from())))));
        }
        return Html.all(
                el("ul", Report.join(cls("legend"), legend)),
                el("div", Report.join(cls("fall"), at("role", "list"), rows)));
    }

    private static String style(Kind kind) {
        return "k-" + kind.name().toLowerCase(Locale.ROOT);
    }
}
