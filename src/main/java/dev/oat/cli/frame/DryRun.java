package dev.oat.cli.frame;

import dev.oat.authorization.AuthorizationRequest;
import dev.oat.http.Form;
import dev.oat.http.Request;
import dev.oat.http.transport.Checkpoint;
import dev.oat.render.flow.CurlLine;
import dev.oat.render.flow.MessageText;
import dev.oat.render.flow.Step;
import dev.oat.render.flow.StepTrace;
import dev.oat.render.text.Redaction;
import java.net.URI;

/** Prints the first request that comes by, and lets none pass. */
final class DryRun implements Checkpoint {
    /** The way out of a command that has shown its first request. */
    static final class Shown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Shown() {
            super("the request was shown and not sent", null, false, false);
        }
    }

    private final Output output;
    private final Redaction redaction;
    private final boolean curl;

    DryRun(Output output, Redaction redaction, boolean curl) {
        this.output = output;
        this.redaction = redaction;
        this.curl = curl;
    }

    @Override
    public Request pass(Request request) {
        throw show(StepTrace.step(request, 1, 0, redaction));
    }

    @Override
    public Form pass(URI endpoint, Form parameters) {
        throw show(StepTrace.step(new AuthorizationRequest(endpoint, parameters), 1, 0, redaction));
    }

    private Shown show(Step.Request request) {
        output.document(curl ? CurlLine.of(request, redaction.showsSecrets()) : MessageText.of(request));
        output.say("oat: nothing was sent. " + MessageText.title(request) + ": " + next(request));
        return new Shown();
    }

    private static String next(Step.Request request) {
        if (request.isFrontChannel()) {
            return "the browser would open this address; the code that it brings would be redeemed next";
        }
        if (request.title().contains("metadata")) {
            return "the first of the requests; the next one depends on its answer (--token-endpoint URL does without)";
        }
        return "further requests, if any, depend on its answer";
    }
}
