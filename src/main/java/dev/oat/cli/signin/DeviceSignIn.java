package dev.oat.cli.signin;

import dev.oat.authorization.Polling;
import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.authorization.browser.LoginWay;
import dev.oat.authorization.browser.SystemBrowser;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.Waiting;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.DeviceAuthorization;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.http.Form;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.QrPicture;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A user signs in on another device: shows them where and with which code, and waits. */
public final class DeviceSignIn {
    private final Invocation invocation;
    private final ServerConnection connection;
    private final Output output;

    public DeviceSignIn(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.connection = connection;
        this.output = invocation.output();
    }

    /**
     * Signs a user in.
     *
     * @param scope the scopes to ask for, separated by spaces, or empty
     * @param extra further parameters of the first request
     * @param tokenExtra further parameters of the token requests
     * @param patience how long to wait at most; the code's life may be shorter
     * @throws dev.oat.trace.Failure.Refused if they said no, or too late
     * @throws dev.oat.trace.Failure.TimedOut if they said nothing
     */
    public TokenResponse run(String scope, Form extra, Form tokenExtra, Optional<Duration> patience) {
        DeviceAuthorization codes = connection.deviceAuthorizationEndpoint().ask(scope, extra);
        Polling.Plan plan = new Polling.Plan(codes.interval(), codes.life(), patience.orElse(codes.life()));
        output.say("Signing in at "
                + connection.server().issuer().orElse("the server") + " as client "
                + connection.client().id() + (scope.isEmpty() ? "" : ", scope " + scope) + ".\n");
        show(codes);
        open(codes);
        return new Waiting(invocation, connection)
                .await(
                        "waiting for the sign-in on another device",
                        new DeviceCodeGrant(codes.deviceCode()),
                        tokenExtra,
                        plan);
    }

    /** Shows where to go and what to enter there. */
    public void show(DeviceAuthorization codes) {
        // first, so that what is to be typed stands at the end of a small terminal
        picture(codes);
        output.say(
                "Open this page on any device:\n\n  " + codes.verificationUri() + "\n\nand enter this code there:\n");
        Style style = output.measured();
        String code = Sanitizer.line(codes.userCode());
        output.show(style.terminal() ? boxed(code, style) : "  " + code);
        if (codes.verificationUriComplete().isPresent()) {
            output.say("\nThis address holds the code already; compare it with the code on the page:\n\n  "
                    + codes.verificationUriComplete().orElseThrow());
        }
        output.say("\nAgree only to a code that you see here; one that somebody sends you signs them in as you.");
    }

    private void picture(DeviceAuthorization codes) {
        if (!invocation.environment().streams().errorIsTerminal()) {
            return;
        }
        Optional<List<String>> picture = QrPicture.of(codes.bestUri(), output.measured());
        if (picture.isPresent()) {
            output.show(String.join("\n", picture.orElseThrow()) + "\n");
        }
    }

    private static String boxed(String code, Style style) {
        String line = (style.unicode() ? "─" : "-").repeat(DisplayWidth.of(code) + 6);
        String side = style.unicode() ? "│" : "|";
        String[] corners = style.unicode() ? new String[] {"┌", "┐", "└", "┘"} : new String[] {"+", "+", "+", "+"};
        return "  " + corners[0] + line + corners[1] + "\n  " + side + "   " + style.paint(Style.Ink.BOLD, code) + "   "
                + side + "\n  " + corners[2] + line + corners[3];
    }

    /** Opens the page here too, where there is a browser. */
    private void open(DeviceAuthorization codes) {
        BrowserChoice choice = BrowserChoice.of(invocation);
        if (choice.way().kind() != LoginWay.Kind.BROWSER) {
            return;
        }
        BrowserAddress address =
                BrowserAddress.of(codes.bestUri(), invocation.settings().flag(Settings.ALLOW_HTTP));
        String why = "";
        for (SystemBrowser browser : choice.browsers()) {
            Optional<String> failed = browser.tryToOpen(address, this::failed);
            if (failed.isEmpty()) {
                return;
            }
            why = failed.get();
        }
        failed(why);
    }

    private void failed(String why) {
        output.warn(why + "; open the page's address yourself");
    }
}
