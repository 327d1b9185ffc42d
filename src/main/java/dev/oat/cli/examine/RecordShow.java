package dev.oat.cli.examine;

import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.LocalPage;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.render.flow.Explanation;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.Step;
import dev.oat.render.page.RecordingPage;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.disk.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code oat record show}: a recording, told step by step. */
public final class RecordShow implements Command {
    private static final Setting BROWSER = Setting.flag(
                    "browser", Setting.Group.COMMAND, "Open it as a page in the browser.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(BROWSER);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(RecordedFile.orLast("FILE"));
    }

    @Override
    public String description() {
        return "Tells a recorded flow in plain words, as --explain would have told it while it ran; or opens it as a page. Without"
                + " FILE the last flow that --record recorded, unless its secrets were shown.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat login --record flow.json; oat record show flow.json", "oat record show --browser");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Recording recording = RecordedFile.readOrLast(invocation);
        if (invocation.arguments().has(BROWSER)) {
            Path page = invocation.storage().directories().lastPage();
            PrivateFiles files = PrivateFiles.onDisk(invocation.trace(), "OAT_STATE_DIR");
            files.makeDirectory(invocation.storage().directories().state());
            files.write(page, RecordingPage.of(recording).getBytes(StandardCharsets.UTF_8));
            LocalPage.open(invocation.environment(), invocation.output(), BrowserAddress.of(page), "the recording");
            return ExitCode.DONE;
        }
        StringBuilder text = new StringBuilder("oat " + Sanitizer.line(recording.command()) + ", recorded at "
                + recording.started() + " by " + Sanitizer.line(recording.tool()) + "\n");
        Explanation explanation = new Explanation(
                line -> text.append(line).append('\n'), invocation.output().style());
        for (Step step : recording.steps()) {
            explanation.accept(step);
        }
        boolean well = recording.exitCode() == ExitCode.DONE.code();
        explanation.finish(well);
        recording
                .failure()
                .ifPresent(failure -> text.append(
                                Sanitizer.line(failure.text("error").orElse("") + ": "
                                        + failure.text("error_description").orElse("")))
                        .append('\n'));
        invocation.output().text(text.toString());
        return ExitCode.DONE;
    }
}
