package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.render.flow.Explanation;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.Step;
import dev.oat.render.text.Sanitizer;
import java.util.List;

/** {@code oat record show}: a recording, told step by step. */
public final class RecordShow implements Command {
    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Positional> positionals() {
        return List.of(RecordedFile.argument("FILE"));
    }

    @Override
    public String description() {
        return "Tells a recorded flow in plain words, as --explain would have told it while it ran.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat login --record flow.json; oat record show flow.json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Recording recording = RecordedFile.read(invocation, 0);
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
