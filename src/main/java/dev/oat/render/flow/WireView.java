package dev.oat.render.flow;

import dev.oat.authorization.AuthorizationRequest;
import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.http.Body;
import dev.oat.http.Exchange;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.render.text.Redaction;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/** Shows the messages and checks of a trace as they happen: what {@code -v} prints. */
public final class WireView implements Trace {
    private final Consumer<String> lines;
    private final Redaction redaction;
    private final boolean bodies;

    /**
     * Creates a view.
     *
     * @param lines takes one line after the other, safe for a terminal
     * @param redaction hides secrets
     * @param bodies whether bodies are shown too
     */
    public WireView(Consumer<String> lines, Redaction redaction, boolean bodies) {
        this.lines = Objects.requireNonNull(lines, "lines is null");
        this.redaction = Objects.requireNonNull(redaction, "redaction is null");
        this.bodies = bodies;
    }

    @Override
    public synchronized void add(TraceEvent event) {
        if (event instanceof Exchange.Sent sent) {
            request(sent.request());
        } else if (event instanceof Exchange.Received received) {
            response(received.response(), received.took().toMillis());
        } else if (event instanceof Exchange.Answered answered) {
            answered(answered);
        } else if (event instanceof Exchange.Streamed streamed) {
            streamed(streamed);
        } else if (event instanceof Exchange.Broken broken) {
            line("< (no answer) " + broken.failure().what());
        } else if (event instanceof AuthorizationRequest request) {
            line("* authorization request, by the browser (RFC 6749 §4.1.1)");
            line("> GET " + redaction.address(request.url()));
        } else if (event instanceof AuthorizationResponse response) {
            line("* authorization response, " + response.origin().text() + " (RFC 6749 §4.1.2)");
            for (String field : redaction.fields(response.parameters())) {
                line("<   " + field);
            }
        } else if (event instanceof TraceEvent.Checked checked) {
            checks(checked);
        } else if (event instanceof TraceEvent.Warning warning) {
            line("oat: warning: " + warning.text());
        } else if (event instanceof TraceEvent.Note note) {
            line("* " + note.text());
        }
    }

    private void request(Request request) {
        SpecRef spec = request.spec();
        line("* " + request.title() + (spec.isNone() ? "" : " (" + spec + ")"));
        line("> " + request.method() + " " + redaction.address(request.uri().toString()));
        for (Headers.Header header : request.headers().fields()) {
            line("> " + header.name() + ": " + redaction.header(header));
        }
        if (bodies && request.body() instanceof Body.OfForm form) {
            for (String field : redaction.fields(form.form())) {
                line(">   " + field);
            }
        } else if (bodies && !spec.isNone() && request.body() instanceof Body.OfBytes json) {
            body(">", redaction.body(json.type(), new String(json.bytes(), StandardCharsets.UTF_8)));
        } else if (bodies && !(request.body() instanceof Body.None)) {
            long length = request.body().length();
            line(">   (" + (length < 0 ? "a body of unknown length" : length + " bytes") + ")");
        }
    }

    private void response(Response response, long millis) {
        line("< " + response.status() + " (" + millis + " ms, " + response.length() + " bytes)");
        for (Headers.Header header : response.headers().fields()) {
            line("< " + header.name() + ": " + redaction.header(header));
        }
        if (bodies) {
            body("<", redaction.body(response.mediaType(), response.text()));
        }
    }

    private void body(String sign, String body) {
        if (!body.isEmpty()) {
            for (String part : body.split("\n", -1)) {
                line(sign + "   " + part);
            }
        }
    }

    private void answered(Exchange.Answered answer) {
        line("< " + answer.status() + " " + answer.protocol() + " ("
                + answer.took().toMillis() + " ms)");
        for (Headers.Header header : answer.headers().fields()) {
            line("< " + header.name() + ": " + redaction.header(header));
        }
    }

    /** An API's body is nobody's protocol message: it is shown as it begins, its secrets hidden where it is understood. */
    private void streamed(Exchange.Streamed body) {
        if (!bodies || body.length() == 0) {
            return;
        }
        String text = body.whole() ? redaction.body("", body.beginning()) : "";
        if (!text.isEmpty()) {
            for (String part : text.split("\n", -1)) {
                line("<   " + part);
            }
        }
        line("<   (" + body.length() + " bytes)");
    }

    private void checks(TraceEvent.Checked checked) {
        for (Check check : checked.checks()) {
            String mark = check.failed()
                    ? "FAILED"
                    : check.warned() ? "odd" : check.verdict() == Check.Verdict.PASSED ? "ok" : "n/a";
            StringBuilder text = new StringBuilder("= ")
                    .append(mark)
                    .append("  ")
                    .append(checked.subject())
                    .append(": ")
                    .append(check.title());
            if (check.failed() || check.warned()) {
                text.append(" (expected ")
                        .append(redaction.address(check.expected()))
                        .append(", found ")
                        .append(redaction.address(check.found()))
                        .append(')');
            } else if (check.verdict() == Check.Verdict.NOT_APPLICABLE) {
                text.append(" (").append(check.found()).append(')');
            }
            line(text.append("  [").append(check.spec()).append(']').toString());
        }
    }

    private void line(String text) {
        lines.accept(Sanitizer.line(text));
    }
}
