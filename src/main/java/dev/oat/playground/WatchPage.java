package dev.oat.playground;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.html.HtmlPart;
import dev.oat.html.Page;
import dev.oat.html.SequenceChart;
import dev.oat.html.SequenceSvg;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.Answer;
import java.util.ArrayList;
import java.util.List;

/** What the page at the root shows before anything has happened: lists, switches, and commands to paste. */
final class WatchPage {
    static final List<String> ACTORS =
            List.of("client or browser", "authorization server", "gateway", "API behind it", "identity provider");
    static final double GAP = 156;

    private final Watched playground;
    private final String token;
    private final String run;
    private final String issuer;

    WatchPage(Watched playground, String token, String run) {
        this.playground = playground;
        this.token = token;
        this.run = run;
        this.issuer = playground.issuer().toString();
    }

    Answer answer() {
        Page page = new Page(
                "oat playground",
                Page.COLOURS + Page.resource("report.css") + Page.resource("live.css"),
                Page.resource("live.js"),
                body());
        return Answer.html(200, page.served())
                .with("Content-Security-Policy", page.policy("connect-src 'self'; form-action 'none'"))
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .notStored();
    }

    private Html body() {
        return Html.all(
                el("a", cls("skip"), at("href", "#live"), text("To the messages")),
                el(
                        "header",
                        cls("top"),
                        el("p", cls("brand"), text("oat playground")),
                        el("h1", text("What goes over the wire, as it goes")),
                        el(
                                "dl",
                                cls("facts"),
                                fact("Issuer", issuer),
                                fact("API", playground.gateway().toString()),
                                fact("Behind the gateway", playground.backend().toString())),
                        el("p", at("id", "link"), at("role", "status"), cls("soft"), text("Connecting…"))),
                el(
                        "main",
                        at("id", "main"),
                        at("data-run", run),
                        at("data-token", token),
                        el("div", cls("columns"), live(), side())));
    }

    private static Html fact(String name, String value) {
        return el("div", el("dt", text(name)), el("dd", text(value)));
    }

    private static Html live() {
        return el(
                "section",
                at("id", "live"),
                at("aria-labelledby", "live-h"),
                el("h2", at("id", "live-h"), text("Messages")),
                el(
                        "p",
                        cls("soft"),
                        text("Refused by the gateway: "),
                        el("b", at("id", "refused"), text("0")),
                        text("; of these seen by the API behind it: "),
                        el("b", at("id", "leaked"), text("0")),
                        text(".")),
                el(
                        "p",
                        at("id", "step"),
                        at("hidden", ""),
                        el(
                                "button",
                                at("type", "button"),
                                cls("first"),
                                at("data-post", "next"),
                                text("Continue the tour"))),
                el(
                        "div",
                        cls("scroll live"),
                        at("role", "region"),
                        at("aria-label", "The messages as they come"),
                        at("tabindex", "0"),
                        SequenceSvg.of(SequenceChart.part(ACTORS, GAP, true, List.of()), "Who takes part"),
                        el("p", at("id", "folded"), cls("soft"), at("hidden", "")),
                        el("ol", at("id", "rows"), at("aria-label", "Messages, the newest last"))));
    }

    private Html side() {
        return el("div", cls("side"), actions(), tokens(), people(), faults(), commands());
    }

    private Html section(String id, String heading, Html... content) {
        List<HtmlPart> parts = new ArrayList<>(
                List.of(at("id", id), at("aria-labelledby", id + "-h"), el("h2", at("id", id + "-h"), text(heading))));
        parts.addAll(List.of(content));
        return el("section", parts);
    }

    private Html actions() {
        return section(
                "do",
                "Do something to it",
                action("End every access token", "expire", ""),
                action("Revoke every access token", "revoke", ""),
                action("Sign with a new key", "rotate", ""),
                action("Want another DPoP nonce", "nonce", ""),
                action("Clock five minutes ahead", "clock", "offset=300"),
                action("Clock right again", "clock", "offset=0"),
                action("All faults off", "fault", "off=all"));
    }

    private Html action(String words, String path, String form) {
        return el(
                "div",
                cls("act"),
                el("button", at("type", "button"), at("data-post", path), at("data-form", form), text(words)),
                curl(path, form));
    }

    private Html curl(String path, String form) {
        return el(
                "code",
                text("curl " + (form.isEmpty() ? "-X POST" : "-d " + form) + " " + issuer + "/playground/" + path));
    }

    private static Html tokens() {
        return Html.all(
                list("tokens", "Access tokens", "None yet."), list("sessions", "Sign-ins that can renew", "None yet."));
    }

    private static Html list(String id, String heading, String none) {
        return el(
                "section",
                at("aria-labelledby", id + "-h"),
                el("h2", at("id", id + "-h"), text(heading)),
                el("ul", cls("lives"), at("id", id)),
                el("p", cls("soft"), at("id", id + "-none"), text(none)));
    }

    private Html people() {
        List<Html> users = new ArrayList<>();
        for (PlaygroundUser user : playground.settings().users()) {
            boolean demo = PlaygroundUser.demo().contains(user);
            users.add(el(
                    "li",
                    el("code", text(user.username())),
                    text(demo ? ", password " + user.password().reveal() : ", with the password that you gave")));
        }
        List<Html> clients = new ArrayList<>();
        for (PlaygroundClient client : playground.settings().clients()) {
            clients.add(el(
                    "li",
                    el("code", text(client.id())),
                    text(", "
                            + String.join(
                                    ", ", client.authMethods().stream().sorted().toList()))));
        }
        return section(
                "people",
                "Users and clients",
                el("ul", users),
                el(
                        "details",
                        el("summary", text(clients.size() + " clients")),
                        el("ul", clients),
                        el("ul", at("id", "registered"))));
    }

    private Html faults() {
        List<Html> one = new ArrayList<>();
        List<Html> any = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            (fault.atAnyEndpoint() ? any : one).add(fault(fault));
        }
        List<Html> places = new ArrayList<>();
        for (String endpoint : Faults.ENDPOINTS) {
            places.add(
                    endpoint.equals("token")
                            ? el("option", at("selected", ""), text(endpoint))
                            : el("option", text(endpoint)));
        }
        return section(
                "faults",
                "Faults",
                el(
                        "p",
                        el(
                                "label",
                                text("Find "),
                                el("input", at("id", "find"), at("type", "search"), at("autocomplete", "off")))),
                el("details", at("open", ""), el("summary", text("Each in its one place")), el("ul", list(one))),
                el(
                        "details",
                        at("open", ""),
                        el("summary", text("At any endpoint")),
                        el("p", el("label", text("Endpoint "), el("select", at("id", "where"), Html.all(places)))),
                        el("ul", list(any))));
    }

    private static List<HtmlPart> list(List<Html> faults) {
        List<HtmlPart> parts = new ArrayList<>(List.of(cls("faults")));
        parts.addAll(faults);
        return parts;
    }

    private Html fault(Fault fault) {
        return el(
                "li",
                el(
                        "button",
                        at("type", "button"),
                        at("role", "switch"),
                        at("aria-checked", "false"),
                        at("data-fault", fault.toString()),
                        at("data-any", Boolean.toString(fault.atAnyEndpoint())),
                        text(fault.toString())),
                el("span", cls("soft"), text(fault.meaning() + " ")),
                curl("fault", "on=" + fault));
    }

    private Html commands() {
        String gateway = playground.gateway().toString();
        return section(
                "paste",
                "To paste into a terminal",
                command(
                        "A token for a program",
                        "oat token client-credentials --issuer " + issuer
                                + " --client-id demo-service --client-secret literal:service-secret"),
                command(
                        "Sign in as alice",
                        "oat login demo --issuer " + issuer
                                + " --client-id demo-web --scope \"openid profile offline_access read\" --api "
                                + gateway),
                command("Call the API as alice", "oat call -p demo " + gateway + "/hello"),
                command(
                        "A call with DPoP",
                        "oat call " + gateway + "/hello --dpop --api " + gateway + " --issuer " + issuer
                                + " --client-id demo-service --client-secret literal:service-secret"),
                command(
                        "Sign in on another device",
                        "oat token device --issuer " + issuer + " --client-id demo-device --scope openid"));
    }

    private static Html command(String words, String command) {
        return el(
                "div",
                cls("act"),
                el("h3", text(words)),
                el("pre", text(command)),
                el("button", at("type", "button"), at("data-copy", command), text("Copy")));
    }
}
