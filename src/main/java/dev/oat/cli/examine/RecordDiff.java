package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.render.flow.RecordingDifference;
import dev.oat.render.page.DifferencePage;
import java.util.List;

/** {@code oat record diff}: what two recordings do not have in common. */
public final class RecordDiff implements Command {
    @Override
    public List<Setting> settings() {
        return List.of(Settings.HTML, Settings.TEXT_OR_JSON);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(RecordedFile.argument("A"), RecordedFile.argument("B"));
    }

    @Override
    public String description() {
        return "Compares two recordings step by step: where they went, with which parameters and headers, what was"
                + " answered, which checks passed. Secrets are compared by their length alone. What works against what"
                + " fails, or staging against production.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat record diff works.json fails.json",
                "oat record diff works.json fails.json --html > difference.html",
                "oat record diff works.json fails.json -o json \\\n    | jq '.steps[] | select(.state != \"same\")'");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        RecordingDifference difference =
                RecordingDifference.between(RecordedFile.read(invocation, 0), RecordedFile.read(invocation, 1));
        List<String> names = invocation.arguments().positionals();
        if (invocation.arguments().has(Settings.HTML)) {
            invocation.output().document(DifferencePage.of(difference, names.get(0), names.get(1)));
        } else if (invocation
                .settings()
                .text(Settings.TEXT_OR_JSON)
                .orElse("text")
                .equals("json")) {
            invocation.output().json(difference.forScripts());
        } else {
            invocation.output().text(difference.forPeople(names.get(0), names.get(1)));
        }
        return ExitCode.DONE;
    }
}
