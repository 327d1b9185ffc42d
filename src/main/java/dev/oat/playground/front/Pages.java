package dev.oat.playground.front;

import dev.oat.html.Html;
import dev.oat.playground.grants.PendingApprovals;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.PlaygroundForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The authorization server's pages: plain forms that need no script, and allow none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.16">RFC 9700 §4.16</a>
 */
final class Pages {
    private Pages() {}

    /** The page that asks for username and password. */
    static Answer login(
            String action,
            Transaction transaction,
            List<PlaygroundUser> users,
            String username,
            Optional<String> problem) {
        FrontRequest request = transaction.request();
        String purpose =
                "<p>to continue to <strong>" + Html.escaped(request.client().name()) + "</strong></p>\n";
        return signIn(
                action,
                Map.of("transaction", transaction.id()),
                purpose,
                users,
                username,
                problem,
                Optional.of(request.target()));
    }

    /**
     * Returns the page that asks for username and password, whatever for.
     *
     * @param hidden what comes back with them
     * @param purpose what for, as HTML
     */
    static Answer signIn(
            String action,
            Map<String, String> hidden,
            String purpose,
            List<PlaygroundUser> users,
            String username,
            Optional<String> problem,
            Optional<ResponseTarget> target) {
        String page = """
                <h1>Sign in</h1>
                %s%s<form method="post" action="%s" autocomplete="off">
                %s<label>Username<input name="username" value="%s" autocapitalize="none" spellcheck="false" required%s></label>
                <label>Password<input name="password" type="password" required%s></label>
                <div class="row"><button class="first" name="decision" value="continue">Sign in</button>
                <button name="decision" value="cancel" formnovalidate>Cancel</button></div>
                </form>
                %s""".formatted(
                        purpose,
                        problem.map(text -> "<p class=\"alarm\" role=\"alert\">" + Html.escaped(text) + "</p>\n")
                                .orElse(""),
                        Html.escaped(action),
                        PageFrame.fields(hidden),
                        Html.escaped(username),
                        username.isEmpty() ? " autofocus" : "",
                        username.isEmpty() ? "" : " autofocus",
                        known(users));
        return page(200, "Sign in", page, target);
    }

    /**
     * Returns the page on which a user types the code that their device shows.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.3">RFC 8628 §3.3</a>
     */
    static Answer userCode(String action, String typed, Optional<String> problem) {
        String page = """
                <h1>Connect a device</h1>
                <p>Type the code that the device shows.</p>
                %s<form method="get" action="%s" autocomplete="off">
                <label>Code<input name="user_code" value="%s" autocapitalize="characters" spellcheck="false" required autofocus></label>
                <div class="row"><button class="first">Continue</button></div>
                </form>
                <p class="soft foot">Only type a code that you see on a device before you. Whoever sends you one wants to be you.</p>
                """.formatted(
                        problem.map(text -> "<p class=\"alarm\" role=\"alert\">" + Html.escaped(text) + "</p>\n")
                                .orElse(""),
                        Html.escaped(action),
                        Html.escaped(typed));
        return page(200, "Connect a device", page, Optional.empty());
    }

    /**
     * Returns the page that asks a user about what another device has asked for.
     *
     * @param ticket comes back with the answer
     */
    static Answer approval(String action, String ticket, PendingApprovals.Pending pending, PlaygroundUser user) {
        String compare = pending.userCode()
                .map(code -> "<p>The device shows the code <code>" + Html.escaped(code)
                        + "</code>. If yours shows another one," + " deny.</p>\n")
                .or(() -> pending.message()
                        .map(message -> "<p>It says: <strong>" + Html.escaped(message)
                                + "</strong>. If your other device says something else, deny.</p>\n"))
                .orElse("");
        String page = """
                <h1>Allow %s?</h1>
                <p>You are <strong>%s</strong>, and it asks to:</p>
                <ul>
                %s</ul>
                %s<p class="soft">Client <code>%s</code></p>
                <form method="post" action="%s">
                <input type="hidden" name="ticket" value="%s">
                <div class="row"><button class="first" name="decision" value="allow">Allow</button>
                <button name="decision" value="deny">Deny</button></div>
                </form>
                """.formatted(
                        Html.escaped(pending.client().name()),
                        Html.escaped(user.name()),
                        list(pending.scopes()),
                        compare,
                        Html.escaped(pending.client().id()),
                        Html.escaped(action),
                        Html.escaped(ticket));
        return page(200, "Allow " + pending.client().name() + "?", page, Optional.empty());
    }

    /** Returns a page that says how something ended. */
    static Answer done(String title, String text) {
        return page(
                200,
                title,
                "<h1>" + Html.escaped(title) + "</h1>\n<p>" + Html.escaped(text) + "</p>\n",
                Optional.empty());
    }

    /** Returns a line that gives the demo people's passwords away; those of others stay with them. */
    private static String known(List<PlaygroundUser> users) {
        String names = users.stream()
                .filter(PlaygroundUser.demo()::contains)
                .map(user -> "<code>" + Html.escaped(user.username()) + "</code> with the password <code>"
                        + Html.escaped(user.password().reveal()) + "</code>")
                .collect(Collectors.joining(", or "));
        return names.isEmpty() ? "" : "<p class=\"soft foot\">Try " + names + ".</p>\n";
    }

    /** Returns the page that asks whether the client may have what it asks for. */
    static Answer consent(String action, Transaction transaction, PlaygroundUser user) {
        FrontRequest request = transaction.request();
        String page = """
                <h1>Allow %s?</h1>
                <p>You are <strong>%s</strong>, and it asks to:</p>
                <ul>
                %s</ul>
                <p class="soft">Client <code>%s</code><br>The answer goes to <code>%s</code></p>
                <form method="post" action="%s">
                <input type="hidden" name="transaction" value="%s">
                <div class="row"><button class="first" name="decision" value="allow">Allow</button>
                <button name="decision" value="deny">Deny</button></div>
                <div class="row"><button class="quiet" name="decision" value="switch">Sign in as someone else</button></div>
                </form>
                """.formatted(
                        Html.escaped(request.client().name()),
                        Html.escaped(user.name()),
                        list(request.scopes()),
                        Html.escaped(request.client().id()),
                        Html.escaped(request.target().redirectUri()),
                        Html.escaped(action),
                        Html.escaped(transaction.id()));
        return page(200, "Allow " + request.client().name() + "?", page, Optional.of(request.target()));
    }

    private static String list(List<String> scopes) {
        StringBuilder list = new StringBuilder();
        for (String scope : scopes) {
            list.append("<li>")
                    .append(Html.escaped(meaning(scope)))
                    .append("<code>")
                    .append(Html.escaped(scope))
                    .append("</code></li>\n");
        }
        return list.toString();
    }

    private static String meaning(String scope) {
        return switch (scope) {
            case "openid" -> "Know who you are";
            case "profile" -> "See your name";
            case "email" -> "See your e-mail address";
            case "offline_access" -> "Keep access while you are away";
            case "read" -> "Read your orders";
            case "write" -> "Place orders for you";
            case "admin" -> "Act as an administrator";
            default -> "Something that only its makers know";
        };
    }

    /** Returns the page that asks whether to sign out, when nobody has shown who asks. */
    static Answer signOut(String action, PlaygroundForm form, Optional<ResponseTarget> target) {
        StringBuilder fields = new StringBuilder();
        form.values()
                .forEach((name, values) -> fields.append("<input type=\"hidden\" name=\"")
                        .append(Html.escaped(name))
                        .append("\" value=\"")
                        .append(Html.escaped(values.get(0)))
                        .append("\">\n"));
        String page = "<h1>Sign out?</h1>\n<p>A client asks to end your session in this browser.</p>\n"
                + "<form method=\"post\" action=\"" + Html.escaped(action) + "\">\n" + fields
                + "<div class=\"row\"><button class=\"first\">Sign out</button></div>\n</form>\n";
        return page(200, "Sign out?", page, target);
    }

    /** Returns a page for what must not go to a redirect URI. */
    static Answer problem(int status, String title, String text, List<String> details) {
        StringBuilder list = new StringBuilder();
        for (String detail : details) {
            list.append("<li><code>").append(Html.escaped(detail)).append("</code></li>\n");
        }
        return page(
                status,
                title,
                "<h1>" + Html.escaped(title) + "</h1>\n<p>" + Html.escaped(text) + "</p>\n"
                        + (details.isEmpty() ? "" : "<ul>\n" + list + "</ul>\n")
                        + "<p class=\"soft\">Nothing was sent to any client. You can close this page.</p>\n",
                Optional.empty());
    }

    private static Answer page(int status, String title, String body, Optional<ResponseTarget> target) {
        return PageFrame.of(status, title, body, target.map(ResponseTarget::policySource));
    }
}
