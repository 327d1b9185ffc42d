package dev.oat.playground.front;

import dev.oat.html.Html;
import dev.oat.json.JsonObject;
import dev.oat.playground.grants.PendingApprovals;
import dev.oat.playground.issuer.Audience;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.GrantTypes;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.Scopes;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sign-ins on another device than the one that gets the token: the two endpoints at which devices begin them, and the two
 * pages on which people finish them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3">RFC 8628 §3</a>
 * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.7">OpenID
 *     CIBA Core §7</a>
 */
public final class OtherDevice {
    private static final List<String> HINTS = List.of("login_hint", "login_hint_token", "id_token_hint");
    private static final int LONGEST_MESSAGE = 100;

    private final Issuer issuer;
    private final PendingApprovals approvals;
    private final RequestObjects objects;
    private final Notifications notifications;

    public OtherDevice(Issuer issuer, PendingApprovals approvals) {
        this.issuer = issuer;
        this.approvals = approvals;
        this.objects = new RequestObjects(issuer);
        this.notifications = new Notifications(issuer);
    }

    /** Gives a device its codes. */
    public Answer beginDevice(PlaygroundClient client, PlaygroundForm form) {
        requireGrant(client, GrantTypes.DEVICE_CODE);
        String userCode = approvals.newUserCode();
        issuer.store().keepUserCode(userCode);
        PendingApprovals.Pending pending = pending(client, form, Optional.of(userCode), Optional.empty());
        String page = issuer.endpoint("device");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("device_code", pending.handle());
        answer.put("user_code", userCode);
        answer.put("verification_uri", page);
        answer.put("verification_uri_complete", page + "?user_code=" + userCode);
        answer.put("expires_in", PendingApprovals.LIFETIME.toSeconds());
        answer.put("interval", issuer.settings().pollInterval().toSeconds());
        return Answer.json(200, JsonObject.of(answer));
    }

    /** Has a user asked who is named by a hint. */
    public Answer beginBackchannel(PlaygroundClient client, PlaygroundForm sent) {
        requireGrant(client, GrantTypes.CIBA);
        PlaygroundForm form = sent.has("request") ? objects.openBackchannel(client, sent.required("request")) : sent;
        if (!form.words("scope").contains("openid")) {
            throw OAuthError.invalidScope("the scope openid is missing");
        }
        if (HINTS.stream().filter(form::has).count() != 1) {
            throw OAuthError.invalidRequest("there must be exactly one of " + String.join(", ", HINTS));
        }
        if (!form.has("login_hint")) {
            throw OAuthError.invalidRequest("this server knows people by login_hint only");
        }
        PlaygroundUser user = issuer.user(form.required("login_hint"))
                .orElseThrow(() -> new OAuthError(400, "unknown_user_id", "nobody has that name here"));
        if (form.first("binding_message").orElse("").length() > LONGEST_MESSAGE) {
            throw new OAuthError(400, "invalid_binding_message", "at most " + LONGEST_MESSAGE + " characters");
        }
        PendingApprovals.Pending pending = pending(client, form, Optional.empty(), Optional.of(user));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("auth_req_id", pending.handle());
        answer.put("expires_in", life(form));
        answer.put("interval", issuer.settings().pollInterval().toSeconds());
        return Answer.json(200, JsonObject.of(answer));
    }

    private static void requireGrant(PlaygroundClient client, String type) {
        if (!client.grantTypes().contains(type)) {
            throw new OAuthError(400, "unauthorized_client", "the client is not registered for the grant " + type);
        }
    }

    private PendingApprovals.Pending pending(
            PlaygroundClient client, PlaygroundForm form, Optional<String> userCode, Optional<PlaygroundUser> person) {
        PendingApprovals.Pending pending = new PendingApprovals.Pending(
                issuer.keys().randomText(),
                client,
                Scopes.grant(client, form),
                Audience.of(form, issuer.resource()),
                Extras.ofToken(form),
                userCode,
                person,
                form.first("binding_message"),
                userCode.isPresent() ? Optional.empty() : notifications.of(client, form),
                issuer.now().plusSeconds(life(form)));
        approvals.keep(pending);
        return pending;
    }

    private static long life(PlaygroundForm form) {
        try {
            long longest = PendingApprovals.LIFETIME.toSeconds();
            return Math.max(
                    1,
                    Math.min(
                            longest,
                            form.first("requested_expiry").map(Long::parseLong).orElse(longest)));
        } catch (NumberFormatException e) {
            throw OAuthError.invalidRequest("requested_expiry is not a number of seconds");
        }
    }

    /** Returns the page where a user types the code that their device shows. */
    public Answer devicePage(Incoming request) throws IOException {
        if (request.method().equals("POST")) {
            return posted(request, this::byCode);
        }
        String code = request.query().first("user_code").orElse("");
        if (code.isEmpty()) {
            return Pages.userCode(issuer.endpoint("device"), "", Optional.empty());
        }
        Optional<PendingApprovals.Pending> pending = approvals.withCode(code);
        return pending.isPresent() ? signIn(pending.get(), "", Optional.empty()) : unknownCode(code);
    }

    /** Returns the page where a user finds what is asked of them. */
    public Answer backchannelPage(Incoming request) throws IOException {
        return request.method().equals("POST") ? posted(request, this::byPerson) : askForPerson("", Optional.empty());
    }

    /** Finds what a form is about, once the user has signed in. */
    private interface Finder {
        Answer find(PlaygroundForm form, Optional<PlaygroundUser> user);
    }

    private Answer posted(Incoming request, Finder finder) throws IOException {
        PlaygroundForm form = request.form();
        String decision = form.first("decision").orElse("");
        if (form.has("ticket")) {
            return decided(form, decision.equals("allow"));
        }
        if (decision.equals("cancel")) {
            return Pages.done("Cancelled", "Nothing was allowed. You can close this page.");
        }
        Secret password = Secret.of(form.first("password").orElse(""));
        return finder.find(
                form,
                issuer.user(form.first("username").orElse(""))
                        .filter(known -> known.password().equals(password)));
    }

    private Answer byCode(PlaygroundForm form, Optional<PlaygroundUser> user) {
        String code = form.first("user_code").orElse("");
        Optional<PendingApprovals.Pending> pending = approvals.withCode(code);
        if (pending.isEmpty()) {
            return unknownCode(code);
        }
        return user.isPresent()
                ? decide(issuer.endpoint("device"), pending.get(), user.get())
                : signIn(pending.get(), form.first("username").orElse(""), wrongPassword());
    }

    private Answer byPerson(PlaygroundForm form, Optional<PlaygroundUser> user) {
        if (user.isEmpty()) {
            return askForPerson(form.first("username").orElse(""), wrongPassword());
        }
        return approvals
                .putTo(user.get())
                .map(pending -> decide(issuer.endpoint("ciba"), pending, user.get()))
                .orElseGet(() -> Pages.done("Nothing is asked of you", "You can close this page."));
    }

    private static Optional<String> wrongPassword() {
        return Optional.of("Wrong username or password. Try again.");
    }

    private Answer unknownCode(String code) {
        return Pages.userCode(
                issuer.endpoint("device"),
                code,
                Optional.of("No device waits with this code: it is mistyped, was used, or has expired."));
    }

    private Answer signIn(PendingApprovals.Pending pending, String username, Optional<String> problem) {
        String code = pending.userCode().orElse("");
        return Pages.signIn(
                issuer.endpoint("device"),
                Map.of("user_code", code),
                "<p>to connect the device that shows <code>" + Html.escaped(code) + "</code></p>\n",
                issuer.settings().users(),
                username,
                problem,
                Optional.empty());
    }

    private Answer askForPerson(String username, Optional<String> problem) {
        return Pages.signIn(
                issuer.endpoint("ciba"),
                Map.of(),
                "<p>to see what is asked of you</p>\n",
                issuer.settings().users(),
                username,
                problem,
                Optional.empty());
    }

    private Answer decide(String action, PendingApprovals.Pending pending, PlaygroundUser user) {
        return Pages.approval(action, approvals.ticket(pending, user), pending, user);
    }

    private Answer decided(PlaygroundForm form, boolean allowed) {
        Optional<PendingApprovals.Pending> answered = approvals.answer(form.required("ticket"), allowed);
        answered.ifPresent(notifications::tell);
        if (answered.isEmpty()) {
            return Pages.problem(400, "This question is closed", "It was answered already, or has expired.", List.of());
        }
        return allowed
                ? Pages.done("Done", "Go back to your device: it has what it needs. You can close this page.")
                : Pages.done("Denied", "The device was told so. You can close this page.");
    }
}
