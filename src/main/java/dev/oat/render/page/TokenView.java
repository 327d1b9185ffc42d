package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.Glossary;
import dev.oat.render.token.TokenReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A JWT's header and claims as tables, its times as dates, and its life as a bar. */
final class TokenView {
    /** Seconds after which a time is taken for milliseconds. */
    private static final long FAR = 100_000_000_000L;

    private static final double WIDE = 1000;

    private final Instant now;
    private final String when;
    private final Rows rows;

    /** Makes a row of a member. */
    interface Rows {
        Html row(String name, String value, Html meaning);
    }

    /**
     * A view.
     *
     * @param now the time at which it is looked at
     * @param when what that time is called, as in {@code "when it was recorded"}
     * @param rows makes rows
     */
    TokenView(Instant now, String when, Rows rows) {
        this.now = now;
        this.when = when;
        this.rows = rows;
    }

    /** Returns what kind of token a header tells of, in words. */
    static String kind(Optional<JsonObject> header, String name) {
        String type = member(header, "typ").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "dpop+jwt" -> "DPoP proof";
            case "at+jwt", "application/at+jwt" -> "Access token";
            case "token-introspection+jwt" -> "Introspection answer";
            case "oauth-authz-req+jwt" -> "Request object";
            case "oauth-client-attestation+jwt" -> "Client attestation";
            case "oauth-client-attestation-pop+jwt" -> "Client attestation proof";
            default ->
                switch (name) {
                    case "id_token", "id_token_hint" -> "ID token";
                    case "access_token" -> "Access token";
                    case "refresh_token" -> "Refresh token";
                    case "client_assertion" -> "Client assertion";
                    case "response" -> "Response JWT";
                    default -> "JWT";
                };
        };
    }

    private static String member(Optional<JsonObject> object, String name) {
        try {
            return object.flatMap(one -> one.text(name)).orElse("");
        } catch (JsonException e) {
            return "";
        }
    }

    /** Header, life and claims. */
    Html of(Optional<JsonObject> header, Optional<JsonObject> claims) {
        List<Html> parts = new ArrayList<>();
        header.ifPresent(object -> parts.add(Html.all(el("h3", cls("sub"), text("Header")), table("Header", object))));
        if (claims.isPresent()) {
            parts.add(life(claims.get()));
            parts.add(Html.all(el("h3", cls("sub"), text("Claims")), table("Claims", claims.get())));
        } else if (header.isPresent()) {
            parts.add(el("p", cls("soft"), text("Its claims are encrypted, or no JSON.")));
        }
        return Html.all(parts);
    }

    private Html table(String caption, JsonObject object) {
        List<Html> all = new ArrayList<>();
        for (Map.Entry<String, Object> member : object.members().entrySet()) {
            if (member.getKey().equals("cnf") && member.getValue() instanceof JsonObject key) {
                // what binds the token is what others are compared with
                key.members()
                        .forEach((name, value) -> all.add(rows.row(
                                "cnf." + name,
                                value instanceof String words ? words : JsonObject.toJson(value),
                                meaning(object, "cnf"))));
                continue;
            }
            String value = member.getValue() instanceof String words ? words : JsonObject.toJson(member.getValue());
            all.add(rows.row(member.getKey(), value, meaning(object, member.getKey())));
        }
        return Report.table(caption, List.of("Name", "Value", "What it is for", "Section"), all);
    }

    private Html meaning(JsonObject object, String name) {
        Html words = text(Glossary.claim(name).orElse(""));
        Optional<Instant> time = TokenReport.TIMES.contains(name) ? time(object, name) : Optional.empty();
        return time.isEmpty()
                ? words
                : Html.all(
                        Report.moment(time.get()),
                        text(", " + new TokenReport(now).distance(time.get())),
                        words.isEmpty() ? words : Html.all(text(": "), words));
    }

    private static Optional<Instant> time(JsonObject claims, String name) {
        try {
            Optional<Long> seconds = claims.number(name);
            return seconds.filter(value -> Math.abs(value) < FAR).map(Instant::ofEpochSecond);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private Html life(JsonObject claims) {
        Optional<Instant> from = time(claims, "iat").or(() -> time(claims, "nbf"));
        Optional<Instant> until = time(claims, "exp");
        if (from.isEmpty() || until.isEmpty() || !from.get().isBefore(until.get())) {
            return Html.nothing();
        }
        double whole = Duration.between(from.get(), until.get()).toMillis();
        double gone =
                Math.max(0, Math.min(whole, Duration.between(from.get(), now).toMillis()));
        boolean over = !now.isBefore(until.get());
        String words = "Lives " + Report.duration((long) whole) + " from " + Report.time(from.get()) + " to "
                + Report.time(until.get()) + "; " + (over ? "had ended " : "was good ") + when
                + (over ? "" : ", with " + Report.duration((long) (whole - gone)) + " left");
        double at = WIDE * gone / whole;
        return Html.all(
                el(
                        "svg",
                        cls("life-bar"),
                        at("viewBox", "0 0 1000 22"),
                        at("preserveAspectRatio", "none"),
                        at("role", "img"),
                        at("aria-label", words),
                        rect(over ? "gone" : "track", 0, WIDE),
                        over ? Html.nothing() : rect("left", at, WIDE - at),
                        over
                                ? Html.nothing()
                                : el(
                                        "line",
                                        cls("now"),
                                        at("x1", tenth(at)),
                                        at("x2", tenth(at)),
                                        at("y1", "0"),
                                        at("y2", "22"))),
                el("p", cls("soft"), text(words + ".")));
    }

    private static Html rect(String kind, double x, double width) {
        return el("rect", cls(kind), at("x", tenth(x)), at("y", "4"), at("width", tenth(width)), at("height", "14"));
    }

    static String tenth(double value) {
        return Double.toString(Math.round(value * 10) / 10.0);
    }
}
