package dev.oat.authorization.redirect;

import dev.oat.authorization.response.Refusal;
import dev.oat.html.Html;
import dev.oat.html.Page;
import dev.oat.trace.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A page for the browser: static, and telling the true outcome; without script, but for the one that hands over what the
 * browser keeps behind the {@code #}.
 *
 * <p>It never holds a code, a token or a server's prose. The one text from outside is the name of who signed in, shortened,
 * freed of invisible characters and escaped.
 *
 * @param status the HTTP status
 * @param html the whole document
 * @param policy its content security policy
 */
public record ResultPage(int status, String html, String policy) {
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_SENTENCE = 400;

    /** Error codes that may be repeated on a page: those of RFC 6749 §4.1.2.1 and OpenID Connect Core §3.1.2.6. */
    private static final Set<String> KNOWN_ERRORS = Set.of(
            "invalid_request",
            "unauthorized_client",
            "access_denied",
            "unsupported_response_type",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable",
            "interaction_required",
            "login_required",
            "account_selection_required",
            "consent_required",
            "invalid_request_uri",
            "invalid_request_object",
            "request_not_supported",
            "request_uri_not_supported",
            "registration_not_supported",
            "invalid_client",
            "invalid_grant",
            "unsupported_grant_type",
            "invalid_target",
            "invalid_dpop_proof",
            "use_dpop_nonce",
            "insufficient_user_authentication",
            "unmet_authentication_requirements");

    private static final String STYLE = Page.COLOURS + """
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:1.5rem;background:var(--page);color:var(--text);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
            main{width:100%;max-width:32rem;padding:2.25rem 2.25rem 1.75rem;background:var(--card);border:1px solid var(--line);border-radius:14px}
            svg{display:block;width:3rem;height:3rem;margin-bottom:1.1rem;fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
            .good{stroke:var(--good)}.bad{stroke:var(--bad)}.wait{stroke:var(--wait)}
            h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
            p{margin:0 0 .75rem}
            .soft,footer{color:var(--soft)}
            footer{margin-top:1.5rem;padding-top:.9rem;border-top:1px solid var(--line);font-size:.875rem}
            @media(max-width:26rem){main{padding:1.5rem 1.35rem 1.25rem}}
            """;

    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + Page.sha256(STYLE)
            + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Posts the parameters behind the # to where the page came from; a name among them cannot shadow anything. */
    private static final String HAND_OVER = """
            (function(){var h=location.hash.slice(1);if(!h)return;
            function d(t){return decodeURIComponent(t.replace(/\\+/g,' '))}
            var f=document.createElement('form');f.method='post';f.action=location.pathname;
            h.split('&').forEach(function(p){var i=p.indexOf('='),n=document.createElement('input');n.type='hidden';
            n.name=d(i<0?p:p.slice(0,i));n.value=i<0?'':d(p.slice(i+1));f.appendChild(n)});
            document.body.appendChild(f);history.replaceState(null,'',location.pathname);
            HTMLFormElement.prototype.submit.call(f)})()
            """;

    private static final String HANDING_OVER = POLICY.replace(
            "form-action 'none'", "form-action 'self'; script-src 'sha256-" + Page.sha256(HAND_OVER) + "'");

    private enum Sign {
        GOOD("good", "<circle cx='12' cy='12' r='10'/><path d='m7.5 12.4 3 3 6-6.4'/>"),
        BAD("bad", "<circle cx='12' cy='12' r='10'/><path d='M12 7v6M12 16.6v.1'/>"),
        WAIT("wait", "<circle cx='12' cy='12' r='10'/><path d='M12 6.8V12l3.4 2'/>");

        private final String style;
        private final String shape;

        Sign(String style, String shape) {
            this.style = style;
            this.shape = shape;
        }
    }

    /**
     * Everything is done and stored.
     *
     * @param name how the user is called there, or empty
     * @param server the issuer or host of the server
     */
    public static ResultPage signedIn(String name, String server) {
        String who = name.isEmpty() ? "" : "as <strong><bdi>" + safe(name, LONGEST_NAME) + "</bdi></strong> ";
        return page(
                200,
                Sign.GOOD,
                "Signed in",
                "<p>You are signed in " + who + "at <bdi>" + safe(server, LONGEST_NAME) + "</bdi>.</p>",
                "You can close this tab and return to the terminal.");
    }

    /**
     * The session at the server has ended.
     *
     * @param server the issuer or host of the server
     */
    public static ResultPage signedOut(String server) {
        return page(
                200,
                Sign.GOOD,
                "Signed out",
                "<p>You are signed out at <bdi>" + safe(server, LONGEST_NAME) + "</bdi>.</p>",
                "You can close this tab and return to the terminal.");
    }

    /** Returns the sign-in did not succeed. */
    public static ResultPage failed(Failure failure) {
        return page(
                400,
                Sign.BAD,
                "Sign-in failed",
                "<p>" + safe(reason(failure)) + "</p>",
                "The terminal says more, and what to try next. You can close this tab.");
    }

    private static String reason(Failure failure) {
        if (failure instanceof Failure.Refused refused) {
            if (refused.error().equals("access_denied")) {
                return "Access was denied: you, or the authorization server, said no (access_denied).";
            }
            return KNOWN_ERRORS.contains(refused.error())
                    ? "The authorization server refused the request (" + refused.error() + ")."
                    : "The authorization server refused the request.";
        }
        if (failure instanceof Failure.CheckFailed failed) {
            return "A security check failed: " + failed.check().title() + " ("
                    + failed.check().spec() + ").";
        }
        if (failure instanceof Failure.TimedOut) {
            return "The authorization server did not answer in time.";
        }
        if (failure instanceof Failure.Unreachable) {
            return "You came back from the authorization server, but oat could not get a usable answer from it.";
        }
        return "You came back from the authorization server, but oat could not complete the sign-in on this machine.";
    }

    /** The tool ended, or gave up, before it knew. */
    static ResultPage abandoned() {
        return page(
                503,
                Sign.BAD,
                "Sign-in not completed",
                "<p>oat stopped before the sign-in was complete.</p>",
                "Look in the terminal, and sign in again. You can close this tab.");
    }

    /** The outcome takes longer than a browser should wait. */
    static ResultPage stillWorking() {
        return page(
                202,
                Sign.WAIT,
                "Finishing in the terminal",
                "<p>You came back from the authorization server. oat is still waiting for its tokens.</p>",
                "The terminal will say whether you are signed in. You can close this tab.");
    }

    /** Returns a request that is not the awaited answer. */
    static ResultPage refused(Refusal refusal) {
        if (refusal.status() == 200) {
            ResultPage page = page(
                    200,
                    Sign.WAIT,
                    "One step left",
                    "<p>The answer is in the address of this page, behind the #. A script of this page hands it to oat.</p>"
                            + "<script>" + HAND_OVER + "</script>",
                    "If this page stays, copy its whole address from the address bar and paste it in the terminal."
                            + " Give it to nobody else.");
            return new ResultPage(page.status, page.html, HANDING_OVER);
        }
        if (refusal.status() == 404) {
            return page(
                    404,
                    Sign.WAIT,
                    "Nothing to see here",
                    "<p>This is where oat waits for a sign-in to come back.</p>",
                    "Continue in the tab of the authorization server, or open the address that the terminal shows.");
        }
        if (refusal.status() == 409) {
            return page(
                    409,
                    Sign.WAIT,
                    "Already answered",
                    "<p>The sign-in that oat waited for has been answered before.</p>",
                    "Look in the terminal for its outcome. You can close this tab.");
        }
        return page(
                refusal.status(),
                Sign.BAD,
                "Not the awaited sign-in",
                "<p>oat ignored this request: " + safe(refusal.reason()) + ".</p>",
                "oat still waits for the right one: continue in the tab of the authorization server,"
                        + " or open the address that the terminal shows.");
    }

    private static ResultPage page(int status, Sign sign, String title, String body, String next) {
        return new ResultPage(
                status,
                "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                        // an empty icon: the browser need not ask for one
                        + "<link rel=\"icon\" href=\"data:,\">\n<title>" + title + " – oat</title>\n<style>" + STYLE
                        + "</style>\n</head>\n<body>\n<main>\n<svg class=\"" + sign.style
                        + "\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">" + sign.shape + "</svg>\n<h1>" + title
                        + "</h1>\n" + body + "\n<p class=\"soft\">" + next + "</p>\n"
                        + "<footer>oat, the OAuth tool</footer>\n</main>\n</body>\n</html>\n",
                POLICY);
    }

    /**
     * Returns the page as a whole HTTP response, after which the connection closes.
     *
     * @param allowed the method that a 405 names
     * @param withBody false in answer to HEAD
     */
    byte[] toHttp(String allowed, boolean withBody) {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 " + status + " " + phrase(status) + "\r\n"
                        + (status == 405 ? "Allow: " + allowed + "\r\n" : "")
                        + "Content-Type: text/html; charset=utf-8\r\nContent-Length: " + body.length + "\r\n"
                        + "Content-Security-Policy: " + policy + "\r\n"
                        + "Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\n"
                        + "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
                        + "Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        if (!withBody) {
            return head;
        }
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            default -> "Bad Request";
        };
    }

    /** Returns a text for HTML: shortened, without invisible characters, escaped. */
    private static String safe(String text) {
        return safe(text, LONGEST_SENTENCE);
    }

    private static String safe(String text, int longest) {
        boolean cut = text.codePointCount(0, text.length()) > longest;
        return cut ? Html.escaped(text.substring(0, text.offsetByCodePoints(0, longest))) + "…" : Html.escaped(text);
    }
}
