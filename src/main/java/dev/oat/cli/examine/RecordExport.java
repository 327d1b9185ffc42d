package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.render.flow.CurlLine;
import dev.oat.render.flow.HarDocument;
import dev.oat.render.flow.MarkdownReport;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.Step;
import dev.oat.render.page.RecordingPage;
import dev.oat.render.text.Sanitizer;
import java.util.List;

/** {@code oat record export}: a recording in another form. */
public final class RecordExport implements Command {
    private static final Setting TO = Setting.text("to", Setting.Group.COMMAND, "FORM", "The form; curl unless given.")
            .oneOf("curl", "har", "md", "mermaid", "html")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(TO, Settings.HTML);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(RecordedFile.argument("FILE"));
    }

    @Override
    public String description() {
        return "Prints a recording as lines for curl, each secret a shell variable to set; or as an HTTP archive, a"
                + " Markdown report, the source of a Mermaid diagram, or a page for the browser that needs nothing but itself.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat record export flow.json",
                "oat record export flow.json --to har > flow.har",
                "oat record export flow.json --html > flow.html");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Recording recording = RecordedFile.read(invocation, 0);
        String to = invocation.arguments().has(Settings.HTML)
                ? "html"
                : invocation.arguments().first(TO).orElse("curl");
        switch (to) {
            case "har" -> invocation.output().json(HarDocument.of(recording));
            case "md" -> invocation.output().document(MarkdownReport.of(recording));
            case "html" -> invocation.output().document(RecordingPage.of(recording));
            case "mermaid" -> invocation.output().document(MarkdownReport.diagram(recording));
            default -> invocation.output().document(curl(recording));
        }
        return ExitCode.DONE;
    }

    private static String curl(Recording recording) {
        StringBuilder text = new StringBuilder();
        for (Step step : recording.steps()) {
            if (step instanceof Step.Request request) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append("# ")
                        .append(Sanitizer.line(request.title()))
                        .append('\n')
                        .append(CurlLine.of(request, recording.secretsShown()))
                        .append('\n');
            }
        }
        return text.isEmpty() ? "# nothing was sent" : text.toString();
    }
}
