package dev.oat.cli.login;

import dev.oat.authorization.AuthorizationCodeFlow.Attempt;
import dev.oat.authorization.Polling;
import dev.oat.authorization.SignInPlan;
import dev.oat.authorization.SignedIn;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.DeviceSignIn;
import dev.oat.endpoint.DeviceAuthorization;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.http.Form;
import dev.oat.http.Pause;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Offers a sign-in by a code on another device beside the address to open: where there is no browser here, nothing needs to
 * come back then. Whichever ends first is the sign-in.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628">RFC 8628</a>
 */
final class DeviceBeside {
    /** What a sign-in by a code cannot ask for. */
    private static final List<Setting> ONLY_BY_BROWSER = List.of(
            Settings.PROMPT,
            Settings.MAX_AGE,
            Settings.ACR_VALUES,
            Settings.CLAIMS,
            Settings.ID_TOKEN_HINT,
            Settings.PAR,
            Settings.REQUEST_OBJECT,
            Settings.RESPONSE_MODE,
            Settings.RESPONSE_TYPE,
            Settings.FAPI2);

    /** By these the server says that this client signs in otherwise. */
    private static final Set<String> NOT_FOR_THIS_CLIENT =
            Set.of("unauthorized_client", "unsupported_grant_type", "invalid_client", "invalid_scope");

    private final Invocation invocation;
    private final ServerConnection connection;
    private final SignInPlan plan;

    private DeviceBeside(Invocation invocation, ServerConnection connection, SignInPlan plan) {
        this.invocation = invocation;
        this.connection = connection;
        this.plan = plan;
    }

    /** Returns one for a sign-in, if the server takes codes and the sign-in asks for nothing that only a browser brings. */
    static Optional<DeviceBeside> of(Invocation invocation, ServerConnection connection, SignInPlan plan) {
        boolean possible = !invocation.arguments().has(LoginTarget.NO_DEVICE)
                && connection.server().endpoint(Endpoint.DEVICE_AUTHORIZATION).isPresent();
        for (Setting setting : ONLY_BY_BROWSER) {
            possible = possible && invocation.settings().value(setting).isEmpty();
        }
        return possible ? Optional.of(new DeviceBeside(invocation, connection, plan)) : Optional.empty();
    }

    /** Asks for a code, shows it, and waits in the background; a client that gets none signs in by the address alone. */
    void start(Attempt attempt) {
        DeviceSignIn signIn = new DeviceSignIn(invocation, connection);
        DeviceAuthorization codes;
        try {
            codes = connection.deviceAuthorizationEndpoint().ask(plan.scope(), connection.extraParameters());
        } catch (Failure e) {
            invocation.trace().note("no sign-in on another device: " + e.what());
            return;
        }
        invocation.output().say("\nOr sign in without anything to bring back here.\n");
        signIn.show(codes);
        Form tokenExtra = connection.tokenParameters();
        Thread waiting = new Thread(() -> await(attempt, codes, tokenExtra), "oat-device");
        waiting.setDaemon(true);
        waiting.start();
    }

    private void await(Attempt attempt, DeviceAuthorization codes, Form tokenExtra) {
        Environment environment = invocation.environment();
        Pause pause = time -> {
            environment.pause().sleep(time);
            if (attempt.isOver()) {
                throw new InterruptedException("signed in by the address");
            }
        };
        try {
            TokenResponse response = new Polling(connection.tokenEndpoint(), environment.clock(), pause, new Quiet())
                    .await(
                            new DeviceCodeGrant(codes.deviceCode()),
                            tokenExtra,
                            new Polling.Plan(codes.interval(), codes.life(), plan.patience()));
            SettingsSession session = new SettingsSession(invocation, connection);
            attempt.signedInElsewhere(
                    new SignedIn(response, new TokenAnswer(invocation, connection).claims(session, response)));
        } catch (Failure.Refused e) {
            if (NOT_FOR_THIS_CLIENT.contains(e.error()) || e.error().equals("expired_token")) {
                over(attempt, e);
            } else {
                attempt.fail(e);
            }
        } catch (Failure.CheckFailed e) {
            attempt.fail(e);
        } catch (Failure e) {
            over(attempt, e);
        }
    }

    /** The code is of no use any more; the address still is. */
    private void over(Attempt attempt, Failure failure) {
        if (!attempt.isOver()) {
            invocation
                    .output()
                    .say("oat: the code is of no use any more (" + failure.what() + "); the address above still is");
        }
    }

    private final class Quiet implements Polling.Observer {
        @Override
        public void slowedDown(Duration interval) {
            invocation.trace().note("the server wishes to be asked every " + interval.toSeconds() + " s");
        }

        @Override
        public void trouble(Failure failure, Duration next) {
            invocation.trace().note(failure.what() + "; asking again in " + next.toSeconds() + " s");
        }
    }
}
