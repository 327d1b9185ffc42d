package dev.oat.html;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A whole page: one look, and a policy under which nothing but its own style and script can work.
 *
 * @param title what its tab says
 * @param style its style sheet, behind the common one
 * @param script its script, or empty for none
 * @param body what it shows
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 */
public record Page(String title, String style, String script, Html body) {
    /** The colours of every page, light and dark; all text is told from what lies under it by 4.5 to 1 or more. */
    public static final String COLOURS = """
            :root{color-scheme:light dark;--page:#f6f5f1;--card:#fff;--line:#e0dcd1;--edge:#8d887b;--text:#24231f;--soft:#5f5c53;--good:#24693f;--bad:#a8322b;--wait:#755610;--link:#1d5a86;--mark:#fff0b3;--tint:#f1efe8}
            @media(prefers-color-scheme:dark){:root{--page:#191814;--card:#22211c;--line:#3a382f;--edge:#7d796c;--text:#ecebe4;--soft:#b0ada0;--good:#78c896;--bad:#f09a93;--wait:#d9b85c;--link:#8fc0e6;--mark:#57490f;--tint:#2a2923}}
            """;

    /** Returns the page as a file that opens from disk: it carries its policy itself. */
    public String file() {
        return html(el(
                "meta",
                at("http-equiv", "Content-Security-Policy"),
                at("content", "default-src 'none'; " + sources() + "; base-uri 'none'; form-action 'none'")));
    }

    /** Returns the page as a server sends it, with {@link #policy} beside it. */
    public String served() {
        return html(Html.nothing());
    }

    /**
     * The policy of a page that a server sends.
     *
     * @param more further directives, such as where it may connect
     */
    public String policy(String more) {
        return "default-src 'none'; " + sources() + "; base-uri 'none'; frame-ancestors 'none'; " + more;
    }

    private String sources() {
        return "style-src 'sha256-" + sha256(style) + "'"
                + (script.isEmpty() ? "" : "; script-src 'sha256-" + sha256(script) + "'") + "; img-src data:";
    }

    private String html(Html policy) {
        Html head = el(
                "head",
                el("meta", at("charset", "utf-8")),
                policy,
                el("meta", at("name", "viewport"), at("content", "width=device-width,initial-scale=1")),
                el("meta", at("name", "referrer"), at("content", "no-referrer")),
                // an empty icon: the browser need not ask for one
                el("link", at("rel", "icon"), at("href", "data:,")),
                el("title", text(title)),
                Html.code("style", style));
        Html end = script.isEmpty() ? Html.nothing() : Html.code("script", script);
        return "<!doctype html>\n" + el("html", at("lang", "en"), head, el("body", body, end)) + "\n";
    }

    /** Returns what a source in the policy is known by. */
    public static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns a style sheet or script that lies beside this class. */
    public static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
