package dev.oat.render.flow;

import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Check;
import java.util.List;

/** A recording as Markdown with a diagram, fit for a bug report. */
public final class MarkdownReport {
    private final Recording recording;
    private final StringBuilder text = new StringBuilder();
    private int shown;

    private MarkdownReport(Recording recording) {
        this.recording = recording;
    }

    /** Returns the report of a recording. */
    public static String of(Recording recording) {
        return new MarkdownReport(recording).write();
    }

    /** The source of its Mermaid diagram. */
    public static String diagram(Recording recording) {
        return MermaidDiagram.of(recording);
    }

    private String write() {
        line("# oat " + inline(recording.command()));
        line("");
        line("Recorded by " + inline(recording.tool()) + " at " + recording.started() + ", exit code "
                + recording.exitCode() + ".");
        line(
                recording.secretsShown()
                        ? "**Secrets stand here in clear text: do not pass this on.**"
                        : "Secrets are hidden as `[length, beginning, hash]`; equal hashes are equal secrets.");
        recording.failure().ifPresent(this::failure);
        line("");
        fenced("mermaid", MermaidDiagram.of(recording));
        for (Step step : recording.steps()) {
            if (step instanceof Step.Request request) {
                request(request);
            } else if (step instanceof Step.Answer answer) {
                answer(answer);
            } else if (step instanceof Step.Body body) {
                line("Body of the answer: " + body.length() + " bytes.");
                line("");
                if (!body.text().isEmpty()) {
                    fenced("", body.text());
                }
            } else if (step instanceof Step.Broken broken) {
                line("No answer: " + inline(broken.why()));
                line("");
            } else if (step instanceof Step.Return back) {
                heading("browser to oat: authorization response, " + back.origin(), "RFC 6749 §4.1.2");
                fenced("", fields(back.parameters(), "="));
            } else if (step instanceof Step.Checked checked) {
                checks(checked);
            } else if (step instanceof Step.Told told) {
                line("- " + (told.warning() ? "**warning:** " : "") + inline(told.text()));
                line("");
            }
        }
        return text.toString();
    }

    private void failure(JsonObject failure) {
        line("");
        line("**It failed:** " + inline(failure.text("error").orElse("")) + ": "
                + inline(failure.text("error_description").orElse("")));
        failure.text("hint").ifPresent(hint -> line("<br>To try: " + inline(hint)));
    }

    private void heading(String title, String spec) {
        line("## " + ++shown + ". " + inline(title));
        line("");
        if (!spec.isEmpty()) {
            line(inline(spec));
            line("");
        }
    }

    private void request(Step.Request request) {
        heading(request.from().text() + " to " + request.to().text() + ": " + request.title(), request.spec());
        StringBuilder message = new StringBuilder(request.method() + " " + request.address() + "\n");
        if (!request.query().isEmpty()) {
            message.append(indented(fields(request.query(), "=")));
        }
        message.append(fields(request.headers(), ": "));
        if (!request.parameters().isEmpty()) {
            message.append('\n').append(fields(request.parameters(), "="));
        } else if (!request.text().isEmpty()) {
            message.append('\n').append(request.text()).append('\n');
        } else if (request.length() != 0) {
            message.append("\n(")
                    .append(request.length() < 0 ? "a body of unknown length" : request.length() + " bytes")
                    .append(")\n");
        }
        fenced("http", message.toString());
    }

    private void answer(Step.Answer answer) {
        StringBuilder message = new StringBuilder(answer.status() + " after " + answer.took() + " ms\n");
        message.append(fields(answer.headers(), ": "));
        if (!answer.text().isEmpty()) {
            message.append('\n').append(answer.text()).append('\n');
        }
        fenced("http", message.toString());
    }

    private void checks(Step.Checked checked) {
        line("| " + cell(checked.subject()) + " | expected | found | |");
        line("|---|---|---|---|");
        for (Check check : checked.checks()) {
            String verdict = check.failed()
                    ? "**failed**"
                    : check.warned() ? "warned" : check.verdict() == Check.Verdict.PASSED ? "passed" : "not applicable";
            line("| " + cell(check.title() + (check.spec().isNone() ? "" : " (" + check.spec() + ")")) + " | "
                    + cell(check.expected()) + " | " + cell(check.found()) + " | " + verdict + " |");
        }
        line("");
    }

    private static String fields(List<Field> fields, String between) {
        StringBuilder lines = new StringBuilder();
        for (Field field : fields) {
            lines.append(field.name()).append(between).append(field.value()).append('\n');
        }
        return lines.toString();
    }

    private static String indented(String lines) {
        return lines.isEmpty() ? "" : "    " + lines.strip().replace("\n", "\n    ") + "\n";
    }

    /** A block that no text within can end. */
    private void fenced(String language, String content) {
        String safe = Sanitizer.block(content);
        String fence = "```";
        while (safe.contains(fence)) {
            fence += "`";
        }
        line(fence + language);
        text.append(safe);
        if (!safe.endsWith("\n")) {
            text.append('\n');
        }
        line(fence);
        line("");
    }

    private static String cell(String content) {
        return inline(content).replace("|", "\\|");
    }

    /** Words of a server must not become links, pictures or HTML. */
    private static String inline(String content) {
        StringBuilder safe = new StringBuilder();
        String line = Sanitizer.line(content);
        for (char c : line.toCharArray()) {
            if (c == '<') {
                safe.append("&lt;");
            } else if ("\\`*_[]!#@".indexOf(c) >= 0) {
                safe.append('\\').append(c);
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
