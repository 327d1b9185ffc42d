package dev.oat.playground.front;

import dev.oat.html.Html;
import dev.oat.html.Page;
import dev.oat.playground.net.Answer;
import java.util.Map;
import java.util.Optional;

/** Frames a page of the authorization server: its style, and what a browser may do with it. */
final class PageFrame {
    private static final String STYLE = Page.COLOURS + """
            * { box-sizing: border-box; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
              background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
            main { width: 100%; max-width: 25rem; background: var(--card); border: 1px solid var(--line);
              border-radius: 12px; padding: 2rem; }
            h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .5rem; }
            p { margin: 0 0 1rem; }
            .mark { color: var(--good); font-weight: 600; font-size: .875rem; margin: 0 0 1.25rem; }
            .soft { color: var(--soft); font-size: .875rem; }
            .alarm { color: var(--bad); border-left: 3px solid var(--bad); padding-left: .75rem; }
            label { display: block; font-weight: 600; font-size: .875rem; margin: 0 0 1rem; }
            input { display: block; width: 100%; font: inherit; color: inherit; background: transparent;
              border: 1px solid var(--line); border-radius: 8px; padding: .55rem .75rem; margin-top: .25rem;
              font-weight: 400; }
            .row { display: flex; gap: .75rem; margin: 1.5rem 0 0; }
            button { flex: 1; font: inherit; font-weight: 600; border-radius: 8px; padding: .6rem 1rem; cursor: pointer;
              border: 1px solid var(--line); background: transparent; color: inherit; }
            button.first { background: var(--good); border-color: var(--good); color: var(--card); }
            button.quiet { border-color: transparent; color: var(--soft); font-weight: 400; font-size: .875rem; }
            .row + .row { margin-top: .5rem; }
            :focus-visible { outline: 2px solid var(--good); outline-offset: 2px; }
            ul { list-style: none; margin: 0 0 1rem; padding: 0; border-top: 1px solid var(--line); }
            li { padding: .55rem 0; border-bottom: 1px solid var(--line); }
            code { font: .875em/1.4 ui-monospace, monospace; }
            li code { display: block; color: var(--soft); }
            .foot { margin: 1.5rem 0 0; }
            """;

    private static final String STYLE_HASH = Page.sha256(STYLE);

    private PageFrame() {}

    /**
     * Returns the authorization response as a form that the user sends on, as no script may.
     *
     * @see <a href="https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html">Form Post Response Mode</a>
     */
    static Answer formPost(String redirectUri, String policySource, Map<String, String> parameters) {
        String page = "<h1>One more step</h1>\n<p>The answer goes to the client by this form.</p>\n"
                + "<form method=\"post\" action=\"" + Html.escaped(redirectUri) + "\">\n" + fields(parameters)
                + "<div class=\"row\"><button class=\"first\">Continue</button></div>\n</form>\n";
        return of(200, "One more step", page, Optional.of(policySource));
    }

    static String fields(Map<String, String> hidden) {
        StringBuilder fields = new StringBuilder();
        hidden.forEach((name, value) -> fields.append("<input type=\"hidden\" name=\"")
                .append(Html.escaped(name))
                .append("\" value=\"")
                .append(Html.escaped(value))
                .append("\">\n"));
        return fields.toString();
    }

    /**
     * Returns a whole page.
     *
     * @param formTarget where its form may lead besides, as a source of a content security policy
     */
    static Answer of(int status, String title, String body, Optional<String> formTarget) {
        String page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Html.escaped(title) + " · oat playground</title>\n<style>" + STYLE
                + "</style>\n</head>\n<body>\n<main>\n"
                + "<p class=\"mark\">oat playground</p>\n" + body + "</main>\n</body>\n</html>\n";
        // a browser holds form-action against the redirect that follows the form, too
        String policy = "default-src 'none'; style-src 'sha256-" + STYLE_HASH + "'; form-action 'self'"
                + formTarget.map(to -> " " + to).orElse("")
                + "; frame-ancestors 'none'; base-uri 'none'";
        return Answer.html(status, page)
                .with("Content-Security-Policy", policy)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "no-referrer")
                .notStored();
    }
}
