package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.html.HtmlPart;
import dev.oat.html.Page;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Ascii;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all pages that tell of something have in common: their head, sections, tables, checks and links. */
final class Report {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The addresses of specifications that have no number at the RFC editor. */
    private static final Map<String, String> DOCUMENTS = Map.of(
            "OpenID Connect Core", "https://openid.net/specs/openid-connect-core-1_0.html#rfc.section.",
            "OpenID Connect Discovery", "https://openid.net/specs/openid-connect-discovery-1_0.html#rfc.section.",
            "Attestation-Based Client Authentication",
                    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-attestation-based-client-auth-11#section-",
            "OpenID CIBA Core",
                    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.");

    private final List<Html> facts = new ArrayList<>();
    private final List<Html> sections = new ArrayList<>();
    private final String title;
    private final @Nullable Boolean good;
    private final String lead;

    /**
     * Begins a page.
     *
     * @param title its headline
     * @param good whether what it tells of went well; null where that is no question
     * @param lead a sentence below it, or empty
     */
    Report(String title, @Nullable Boolean good, String lead) {
        this.title = title;
        this.good = good;
        this.lead = lead;
    }

    void fact(String name, Html value) {
        facts.add(el("div", el("dt", text(name)), el("dd", value)));
    }

    void section(String id, String heading, Html... content) {
        List<HtmlPart> parts = new ArrayList<>(
                List.of(at("id", id), at("aria-labelledby", id + "-h"), el("h2", at("id", id + "-h"), text(heading))));
        parts.addAll(List.of(content));
        sections.add(el("section", parts));
    }

    /** Returns the whole page, as a file. */
    String file(String foot) {
        Html sign = good == null
                ? Html.nothing()
                : el("span", cls("sign"), at("aria-hidden", "true"), text(good ? "✓" : "✗"));
        Html head = el(
                "header",
                cls("top"),
                el("p", cls("brand"), text("oat")),
                el("h1", cls(good == null ? "plain" : good ? "good" : "bad"), sign, shown(title)),
                lead.isEmpty() ? Html.nothing() : el("p", cls("lead"), shown(lead)),
                facts.isEmpty() ? Html.nothing() : el("dl", join(cls("facts"), facts)));
        Html body = Html.all(
                el("a", cls("skip"), at("href", "#main"), text("To the content")),
                head,
                el("main", join(at("id", "main"), at("tabindex", "-1"), sections)),
                el("footer", el("p", text(foot))));
        return new Page(
                        Sanitizer.line(title) + " – oat",
                        Page.COLOURS + Page.resource("report.css"),
                        Page.resource("report.js"),
                        body)
                .file();
    }

    static List<HtmlPart> join(HtmlPart.Attribute attribute, List<Html> content) {
        List<HtmlPart> parts = new ArrayList<>(List.of(attribute));
        parts.addAll(content);
        return parts;
    }

    static List<HtmlPart> join(HtmlPart.Attribute one, HtmlPart.Attribute other, List<Html> content) {
        List<HtmlPart> parts = new ArrayList<>(List.of(one, other));
        parts.addAll(content);
        return parts;
    }

    /** Returns a text of whoever, its invisible characters seen. */
    static Html shown(String words) {
        return text(Sanitizer.block(words));
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    static Html moment(Instant at) {
        return el("time", at("datetime", at.toString()), text(time(at)));
    }

    static String duration(long millis) {
        return millis < 1_000
                ? millis + " ms"
                : millis < 120_000
                        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                        : millis / 60_000 + " min " + millis % 60_000 / 1_000 + " s";
    }

    /** Returns a section of a specification, as a link where it has an address. */
    static Html spec(String name) {
        int mark = name.indexOf(" §");
        String document = mark < 0 ? name : name.substring(0, mark);
        String section = mark < 0 ? "" : name.substring(mark + 2);
        return spec(new SpecRef(document, section));
    }

    static Html spec(SpecRef spec) {
        if (spec.isNone()) {
            return Html.nothing();
        }
        String address = address(spec);
        return address.isEmpty()
                ? text(spec.toString())
                : el("a", cls("spec"), at("href", address), at("rel", "noreferrer"), text(spec.toString()));
    }

    private static String address(SpecRef spec) {
        boolean numbered = isNumber(spec.section());
        if (spec.document().startsWith("RFC ") && isNumber(spec.document().substring(4))) {
            return "https://www.rfc-editor.org/rfc/rfc" + spec.document().substring(4)
                    + (numbered ? "#section-" + spec.section() : "");
        }
        String page = DOCUMENTS.get(spec.document());
        return page == null ? "" : numbered ? page + spec.section() : page.substring(0, page.indexOf('#'));
    }

    private static boolean isNumber(String section) {
        return !section.isEmpty() && section.chars().allMatch(c -> c == '.' || Ascii.isDigit(c));
    }

    /** Checks, each with its mark, what was expected and what was found. */
    static Html checks(List<Check> checks) {
        List<Html> lines = new ArrayList<>();
        for (Check check : checks) {
            boolean skipped = check.verdict() == Check.Verdict.NOT_APPLICABLE;
            String sign = skipped ? "–" : check.failed() ? "✗" : check.warned() ? "!" : "✓";
            String kind = skipped ? "soft" : check.failed() ? "bad" : check.warned() ? "odd" : "good";
            String word = skipped ? "not needed" : check.failed() ? "failed" : check.warned() ? "odd" : "passed";
            Html compared = skipped
                    ? shown("not needed here: " + check.found())
                    : Html.all(
                            text("expected "),
                            el("code", shown(check.expected())),
                            text(", found "),
                            el("code", shown(check.found().isEmpty() ? "nothing" : check.found())));
            lines.add(el(
                    "li",
                    cls(check.failed() ? "bad-row" : ""),
                    el("span", cls("sign " + kind), at("role", "img"), at("aria-label", word), text(sign)),
                    el("span", shown(check.title()), text(" "), spec(check.spec()), el("span", cls("cmp"), compared))));
        }
        return el("ul", join(cls("checks"), lines));
    }

    /** Returns a table with a row for each field. */
    static Html table(String caption, List<String> headings, List<Html> rows) {
        List<Html> heads = new ArrayList<>();
        for (String heading : headings) {
            heads.add(el("th", at("scope", "col"), text(heading)));
        }
        return el("table", cls("fields"), at("aria-label", caption), el("thead", el("tr", heads)), el("tbody", rows));
    }

    /** Something wide that is scrolled by itself. */
    static Html scrolled(String name, Html content) {
        return el("div", cls("scroll"), at("role", "region"), at("aria-label", name), at("tabindex", "0"), content);
    }
}
