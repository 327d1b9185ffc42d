package dev.oat.cli.login;

import dev.oat.authorization.AuthorizationCodeFlow;
import dev.oat.authorization.SignInPlan;
import dev.oat.authorization.browser.LoginWay;
import dev.oat.authorization.browser.Surroundings;
import dev.oat.authorization.browser.SystemBrowser;
import dev.oat.authorization.response.ResponseMode;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.frame.PastePrompt;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.BrowserChoice;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.render.text.LiveLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Gets the user to the server's page: by a browser where one can be, else by an address to open, and says why. */
final class LoginGuide implements AuthorizationCodeFlow.Guide {
    private final Invocation invocation;
    private final Errand errand;
    private final PastePrompt prompt;
    private final Surroundings surroundings;
    private final List<SystemBrowser> browsers;
    private final LoginWay way;
    private LiveLine line = LiveLine.none();
    private boolean pasting;

    /**
     * Why the user goes to the server's page.
     *
     * @param opening said first
     * @param waiting what the wait is for
     * @param patience how long the wait may be
     * @param hidden whether the answer stays in the browser's address bar, to be pasted
     * @param pasted whether an answer can be pasted at all
     * @param device a sign-in on another device beside it, where that is possible
     */
    private record Errand(
            String opening,
            String waiting,
            Duration patience,
            boolean hidden,
            boolean pasted,
            Optional<DeviceBeside> device) {}

    /** Returns a guide to signing in. */
    static LoginGuide toSignIn(
            Invocation invocation, ServerConnection connection, SignInPlan plan, PastePrompt prompt) {
        AuthorizationServer server = connection.server();
        String where = server.issuer()
                .or(() -> server.text(Endpoint.AUTHORIZATION.member()))
                .orElse("the server");
        String opening = "Signing in at " + where + " as client " + plan.clientId()
                + (plan.scope().isEmpty() ? "" : ", scope " + plan.scope()) + ".";
        boolean hidden = plan.mode().delivery(plan.type()) == ResponseMode.Delivery.FRAGMENT;
        return new LoginGuide(
                invocation,
                new Errand(
                        opening,
                        "waiting for the sign-in in the browser",
                        plan.patience(),
                        hidden,
                        true,
                        hidden ? Optional.empty() : DeviceBeside.of(invocation, connection, plan)),
                prompt);
    }

    /** Returns a guide to signing out. */
    static LoginGuide toSignOut(Invocation invocation, AuthorizationServer server, Duration patience) {
        String opening = "Signing out at " + server.issuer().orElse("the server") + ".";
        return new LoginGuide(
                invocation,
                new Errand(
                        opening, "waiting for the sign-out in the browser", patience, false, false, Optional.empty()),
                new PastePrompt(invocation.environment().terminal(), invocation.output()));
    }

    private LoginGuide(Invocation invocation, Errand errand, PastePrompt prompt) {
        this.invocation = invocation;
        this.errand = errand;
        this.prompt = prompt;
        BrowserChoice choice = BrowserChoice.of(invocation);
        this.surroundings = choice.surroundings();
        this.browsers = choice.browsers();
        this.way = choice.way();
    }

    @Override
    public void start(AuthorizationCodeFlow.Attempt attempt) {
        Output output = invocation.output();
        output.say(errand.opening());
        if (way.kind() != LoginWay.Kind.BROWSER) {
            byHand(attempt, way.reason().text());
        } else {
            open(attempt);
        }
        if (!pasting) {
            line = output.waiting(errand.waiting(), Optional.of(errand.patience()));
        }
    }

    /** The wait is over. */
    void done() {
        line.close();
    }

    private void paste(AuthorizationCodeFlow.Attempt attempt) {
        pasting = true;
        prompt.start(attempt);
    }

    private void open(AuthorizationCodeFlow.Attempt attempt) {
        Output output = invocation.output();
        String why = "";
        for (SystemBrowser browser : browsers) {
            if (!why.isEmpty()) {
                output.warn(why + "; the next of BROWSER is tried");
            }
            Optional<String> failed = browser.tryToOpen(attempt.address(), late -> failedLate(attempt, late));
            if (failed.isEmpty()) {
                asked(attempt);
                return;
            }
            why = failed.get();
        }
        byHand(attempt, why);
    }

    /** Whether a page appears cannot be known. */
    private void asked(AuthorizationCodeFlow.Attempt attempt) {
        String which = way.reason() == LoginWay.Reason.DESKTOP
                ? ""
                : " (" + way.reason().text() + ")";
        invocation
                .output()
                .say("A browser was asked to open the page" + which + ". If none appears, open this address:\n\n  "
                        + attempt.address() + "\n");
        if (errand.hidden()) {
            invocation
                    .output()
                    .say("The page there hands the answer over by itself. If it stays, copy its whole address and paste"
                            + " it here; give it to nobody else.");
        }
        if ((errand.hidden() || way.reason() == LoginWay.Reason.WSL) && mayPaste()) {
            paste(attempt);
        }
    }

    /** Some programs fail only after a while; the page may be there all the same. */
    private void failedLate(AuthorizationCodeFlow.Attempt attempt, String why) {
        if (!attempt.isOver()) {
            invocation
                    .output()
                    .say(why + ". If there is no page, open this address in a browser:\n\n  " + attempt.address()
                            + "\n");
        }
    }

    private void byHand(AuthorizationCodeFlow.Attempt attempt, String reason) {
        boolean elsewhere = way.kind() == LoginWay.Kind.BY_HAND && way.reason() != LoginWay.Reason.NO_BROWSER_ASKED;
        StringBuilder text = new StringBuilder();
        text.append(Character.toUpperCase(reason.charAt(0)))
                .append(reason.substring(1))
                .append(": open this address in a browser")
                .append(elsewhere ? " on your own machine" : "")
                .append(":\n\n  ")
                .append(attempt.address())
                .append("\n");
        Optional<String> forwarding = way.forwarding(attempt.port(), surroundings);
        if (forwarding.isPresent()) {
            text.append("\nTo let that browser come back here by itself, run on your own machine first:\n\n  ")
                    .append(forwarding.get())
                    .append("\n");
        }
        boolean paste = mayPaste();
        if (paste) {
            text.append("\n"
                            + "If the browser ends on a page that it cannot load, copy that page's address (it"
                            + " starts with ")
                    .append(attempt.redirectUri())
                    .append(") and paste it here. Give it to nobody else.\n");
        }
        invocation.output().say(text.toString());
        boolean machine = way.kind() == LoginWay.Kind.BY_HAND
                && way.reason() != LoginWay.Reason.NO_BROWSER_ASKED
                && way.reason() != LoginWay.Reason.CI;
        if (machine && errand.device().isPresent()) {
            errand.device().get().start(attempt);
        }
        if (paste) {
            paste(attempt);
        }
    }

    private boolean mayPaste() {
        return errand.pasted()
                && !invocation.settings().flag(Settings.NO_INPUT)
                && invocation.environment().terminal().isPresent();
    }
}
