package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.metadata.Finding;
import dev.oat.metadata.MetadataDifference;
import dev.oat.metadata.ServerSurvey;
import dev.oat.render.server.DiscoveryReport;
import dev.oat.render.server.ResourceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a look at a server or an API found, as a page: findings, endpoints, abilities, keys, and all that it said. */
public final class ServerPage {
    private ServerPage() {}

    /** The page of a look; one of the two is there at least. */
    public static String of(Optional<ResourceReport> resource, Optional<DiscoveryReport> server) {
        String name = server.map(report -> report.survey().issuer())
                .or(() -> resource.map(ResourceReport::name))
                .orElse("");
        List<Finding> findings = new ArrayList<>();
        resource.ifPresent(report -> findings.addAll(report.findings()));
        server.ifPresent(report -> findings.addAll(report.findings()));
        int errors = 0;
        for (Finding finding : findings) {
            errors += finding.severity() == Finding.Severity.ERROR ? 1 : 0;
        }
        Report page = new Report(name, errors == 0, sentence(findings.size(), errors));
        if (!findings.isEmpty()) {
            page.section("findings", "Findings", findings(findings));
        }
        resource.ifPresent(report -> page.section("api", "The API says", rows("The API says", report.rows())));
        server.ifPresent(report -> {
            for (ServerSurvey.Source source : report.survey().sources()) {
                page.fact(source.title(), text((source.document().isPresent() ? "" : "not at ") + source.address()));
            }
            page.section("endpoints", "Endpoints", rows("Endpoints", report.endpoints()));
            page.section("abilities", "Abilities", rows("Abilities", report.abilities()));
            List<Html> keys = new ArrayList<>();
            report.keyLines().forEach(key -> keys.add(el("li", el("code", Report.shown(key)))));
            if (!keys.isEmpty()) {
                page.section("keys", "Keys", el("ul", keys));
            }
            page.section(
                    "all",
                    "All of its metadata",
                    el(
                            "details",
                            el("summary", text("As JSON")),
                            el(
                                    "pre",
                                    Report.shown(DiscoveryReport.REDACTION
                                            .json(report.survey().document())
                                            .toPrettyJson()))));
        });
        return page.file("Nothing of this page is sent anywhere.");
    }

    private static String sentence(int findings, int errors) {
        return findings == 0
                ? "Nothing was found wrong with it."
                : findings
                        + (findings == 1 ? " finding" : " findings")
                        + (errors == 0 ? ", none of them an error." : ", " + errors + " of them errors.");
    }

    private static Html rows(String caption, Map<String, String> rows) {
        List<Html> all = new ArrayList<>();
        rows.forEach((name, value) -> all.add(el(
                "tr", el("th", at("scope", "row"), Report.shown(name)), el("td", cls("value"), Report.shown(value)))));
        return Report.table(caption, List.of("Name", "Value"), all);
    }

    private static Html findings(List<Finding> findings) {
        List<Html> lines = new ArrayList<>();
        for (Finding finding : findings) {
            boolean error = finding.severity() == Finding.Severity.ERROR;
            boolean warning = finding.severity() == Finding.Severity.WARNING;
            String found = finding.found().isEmpty() ? "nothing" : finding.found();
            lines.add(el(
                    "li",
                    el(
                            "span",
                            cls("sign " + (error ? "bad" : warning ? "odd" : "soft")),
                            at("role", "img"),
                            at("aria-label", finding.severity().word()),
                            text(error ? "✗" : warning ? "!" : "i")),
                    el(
                            "span",
                            Report.shown(finding.title()),
                            text(" "),
                            Report.spec(finding.spec()),
                            el(
                                    "span",
                                    cls("cmp"),
                                    text("expected "),
                                    el("code", Report.shown(finding.expected())),
                                    text(", found "),
                                    el("code", Report.shown(found))),
                            el("span", cls("cmp"), text("To try: "), Report.shown(finding.hint())))));
        }
        return el("ul", Report.join(cls("checks"), lines));
    }

    /** Returns in what two servers differ, side by side. */
    public static String of(String here, String there, List<MetadataDifference> differences) {
        Report page = new Report(
                differences.isEmpty() ? "No difference" : here + " and " + there,
                null,
                differences.isEmpty()
                        ? here + " and " + there + " say the same."
                        : differences.size() + " members differ.");
        List<Html> rows = new ArrayList<>();
        for (MetadataDifference difference : differences) {
            boolean lists = difference.isOfLists();
            rows.add(el(
                    "tr",
                    el("th", at("scope", "row"), Report.shown(difference.member())),
                    el("td", cls("value"), values(lists ? difference.onlyHere() : list(difference.here()))),
                    el("td", cls("value"), values(lists ? difference.onlyThere() : list(difference.there())))));
        }
        if (!rows.isEmpty()) {
            page.section(
                    "differences",
                    "What only one of them says",
                    Report.table("Differences", List.of("Member", here, there), rows));
        }
        return page.file("Nothing of this page is sent anywhere.");
    }

    private static List<Object> list(Optional<Object> value) {
        return value.isPresent() ? List.of(value.get()) : List.of();
    }

    private static Html values(List<Object> values) {
        List<Html> all = new ArrayList<>();
        for (Object value : values) {
            all.add(el("div", Report.shown(DiscoveryReport.shown(DiscoveryReport.REDACTION.any(value)))));
        }
        return all.isEmpty() ? el("span", cls("soft"), text("–")) : Html.all(all);
    }
}
