package dev.oat.cli.frame;

import dev.oat.authorization.AuthorizationRequest;
import dev.oat.cli.setting.Terminal;
import dev.oat.http.Body;
import dev.oat.http.Form;
import dev.oat.http.Request;
import dev.oat.http.transport.Checkpoint;
import dev.oat.render.flow.MessageText;
import dev.oat.render.flow.Step;
import dev.oat.render.flow.StepTrace;
import dev.oat.render.text.Redaction;
import dev.oat.render.text.Reflow;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.util.Optional;

/** Stops before each request, shows it on the controlling terminal, and does what the user says. */
final class StepByStep implements Checkpoint {
    private static final String PROMPT = "Enter sends it; NAME=VALUE changes a parameter, NAME: VALUE a header, -NAME"
            + "\nleaves one out; c sends this and all that follow; q ends: ";

    private final Terminal terminal;
    private final Redaction redaction;
    private final int width;
    private boolean running;

    /**
     * Creates a walk.
     *
     * @param terminal where the user is asked
     * @param redaction hides secrets
     * @param width the terminal's columns
     */
    StepByStep(Terminal terminal, Redaction redaction, int width) {
        this.terminal = terminal;
        this.redaction = redaction;
        this.width = width;
    }

    @Override
    public synchronized Request pass(Request request) {
        Request current = request;
        String remark = "";
        while (!running) {
            String line = ask(StepTrace.step(current, 1, 0, redaction), remark);
            if (line.isEmpty()) {
                return current;
            }
            try {
                current = changed(current, line);
                remark = "";
            } catch (Failure.Usage refusal) {
                remark = refusal.what();
            }
        }
        return current;
    }

    @Override
    public synchronized Form pass(URI endpoint, Form parameters) {
        Form current = parameters;
        String remark = "";
        while (!running) {
            String line = ask(StepTrace.step(new AuthorizationRequest(endpoint, current), 1, 0, redaction), remark);
            if (line.isEmpty()) {
                return current;
            }
            try {
                current = changed(current, line);
                remark = "";
            } catch (Failure.Usage refusal) {
                remark = refusal.what();
            }
        }
        return current;
    }

    private static String heading(Step.Request request) {
        return MessageText.title(request) + ",\nfrom " + request.from().text() + " to the "
                + request.to().text() + ":";
    }

    /** Returns what the user typed, or empty to send it. */
    private String ask(Step.Request request, String remark) {
        String question = "\n" + Reflow.of(heading(request), width) + "\n\n  "
                + MessageText.of(request).replace("\n", "\n  ") + "\n\n"
                + (remark.isEmpty() ? "" : Sanitizer.line(remark) + ".\n") + PROMPT;
        Optional<String> answer = terminal.ask(question);
        String line = answer.orElse("q").strip();
        if (line.equals("q")) {
            throw new Failure.Declined("ended before the " + request.title() + " was sent, as was asked");
        }
        if (line.equals("c")) {
            running = true;
            return "";
        }
        return line;
    }

    private static Request changed(Request request, String line) {
        int colon = line.indexOf(':');
        int equals = line.indexOf('=');
        if (colon > 0 && (equals < 0 || colon < equals)) {
            String name = line.substring(0, colon).strip();
            return request.withHeaders(request.headers()
                    .without(name)
                    .with(name, line.substring(colon + 1).strip()));
        }
        if (line.startsWith("-") && request.headers().has(line.substring(1))) {
            return request.withHeaders(request.headers().without(line.substring(1)));
        }
        if (request.body() instanceof Body.OfForm form) {
            return new Request(
                    request.title(),
                    request.spec(),
                    request.method(),
                    request.uri(),
                    request.headers(),
                    new Body.OfForm(changed(form.form(), line)));
        }
        URI uri = request.uri();
        String text = uri.toString();
        int query = text.indexOf('?');
        Form parameters = query < 0 ? Form.empty() : Form.parse(text.substring(query + 1));
        String changed = changed(parameters, line).encode();
        return new Request(
                request.title(),
                request.spec(),
                request.method(),
                URI.create((query < 0 ? text : text.substring(0, query)) + (changed.isEmpty() ? "" : "?" + changed)),
                request.headers(),
                request.body());
    }

    /** Returns the parameters, one of them changed in its place, added at the end, or left out. */
    private static Form changed(Form form, String line) {
        int equals = line.indexOf('=');
        if (equals <= 0 && !(line.startsWith("-") && line.length() > 1)) {
            throw new Failure.Usage("That is none of these");
        }
        boolean leave = equals < 0;
        String name = leave ? line.substring(1) : line.substring(0, equals);
        if (leave && !form.has(name)) {
            throw new Failure.Usage("There is no " + name + " to leave out");
        }
        Form result = Form.empty();
        boolean done = leave;
        for (Form.Field field : form.fields()) {
            if (!field.name().equals(name)) {
                result = with(result, field, field.value());
            } else if (!done) {
                result = with(result, field, line.substring(equals + 1));
                done = true;
            }
        }
        return done ? result : result.with(name, line.substring(equals + 1));
    }

    private static Form with(Form form, Form.Field field, String value) {
        return field.secret() ? form.with(field.name(), Secret.of(value)) : form.with(field.name(), value);
    }
}
