package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.jose.LooseToken;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.Glossary;
import dev.oat.render.token.TokenReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One token or two as a page: header, claims, life, what is wrong with them, and in what they differ. */
public final class TokenPage {
    private TokenPage() {}

    /** The page; nothing on it was verified, and it says so. */
    public static String of(LooseToken token, Optional<LooseToken> other, Instant now) {
        String kind = TokenView.kind(token.header(), "");
        Report page = new Report(
                other.isPresent() ? "Two tokens" : kind.equals("JWT") ? TokenReport.title(token) : kind + ", decoded",
                null,
                "Nothing of it was verified: anybody can write such a token. oat jwt verify checks one.");
        if (other.isPresent()) {
            differences(page, TokenReport.differences(token, other.get()));
        }
        section(page, "token", other.isPresent() ? "The first token" : "The token", token, now);
        other.ifPresent(one -> section(page, "other", "The other token", one, now));
        return page.file(
                "The signature is left out, so nobody can use what stands here as a token. Nothing of this page is"
                        + " sent anywhere.");
    }

    private static void section(Report page, String id, String heading, LooseToken token, Instant now) {
        List<Html> parts = new ArrayList<>();
        parts.add(el("p", cls("soft"), text(TokenReport.title(token))));
        List<Html> problems = new ArrayList<>();
        TokenReport.problems(token).forEach(problem -> problems.add(el("li", cls("bad"), Report.shown(problem))));
        if (!problems.isEmpty()) {
            parts.add(Html.all(el("h3", text("What is wrong with it")), el("ul", problems)));
        }
        parts.add(new TokenView(now, "when this page was made", TokenPage::row).of(token.header(), token.claims()));
        page.section(id, heading, parts.toArray(new Html[0]));
    }

    private static Html row(String name, String value, Html meaning) {
        return el(
                "tr",
                el("th", at("scope", "row"), Report.shown(name)),
                el("td", cls("value"), Report.shown(value)),
                el("td", cls("for"), meaning),
                el("td", cls("sec"), Report.spec(Glossary.section(name).orElse(""))));
    }

    private static void differences(Report page, List<TokenReport.Difference> differences) {
        List<Html> rows = new ArrayList<>();
        for (TokenReport.Difference difference : differences) {
            String header = difference.place().equals("header") ? "header " : "";
            rows.add(el(
                    "tr",
                    el("th", at("scope", "row"), Report.shown(header + difference.name())),
                    value(difference.one()),
                    value(difference.other())));
        }
        page.section(
                "differences",
                "In what they differ",
                rows.isEmpty()
                        ? el("p", text("The two tokens say the same."))
                        : Report.table("Differences", List.of("Name", "First", "Other"), rows));
    }

    private static Html value(Optional<Object> value) {
        return el(
                "td",
                cls("value"),
                value.isEmpty()
                        ? el("span", cls("soft"), text("(none)"))
                        : Report.shown(value.get() instanceof String text ? text : JsonObject.toJson(value.get())));
    }
}
