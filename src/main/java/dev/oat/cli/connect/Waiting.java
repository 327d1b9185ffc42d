package dev.oat.cli.connect;

import dev.oat.authorization.Polling;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Environment;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.Grant;
import dev.oat.http.Form;
import dev.oat.render.text.LiveLine;
import dev.oat.trace.Failure;
import java.time.Duration;

/** Waits for a user who agrees elsewhere, with a line on the terminal that says for how long. */
public final class Waiting {
    private final Invocation invocation;
    private final ServerConnection connection;

    public Waiting(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.connection = connection;
    }

    /**
     * Asks until there is an answer.
     *
     * @param what what is awaited, for the line
     * @param grant what is waited with
     * @param extra further parameters of the token requests
     * @param plan how often, and for how long
     * @throws Failure as {@link Polling#await} does
     */
    public TokenResponse await(String what, Grant grant, Form extra, Polling.Plan plan) {
        Environment environment = invocation.environment();
        try (LiveLine line = invocation.output().countdown(what, plan.limit())) {
            Polling.Observer observer = new Polling.Observer() {
                @Override
                public void slowedDown(Duration interval) {
                    line.say(what + ", asking every " + interval.toSeconds() + " s as the server wishes");
                    invocation
                            .trace()
                            .note("the server wishes to be asked less often: every " + interval.toSeconds() + " s");
                }

                @Override
                public void trouble(Failure failure, Duration next) {
                    invocation.output().say("oat: " + failure.what() + "; asking again in " + next.toSeconds() + " s");
                }
            };
            return new Polling(connection.tokenEndpoint(), environment.clock(), environment.pause(), observer)
                    .await(grant, extra, plan);
        }
    }
}
