package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDifference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code oat record replay}: does once more what was recorded, at the server and as the client of the settings. */
public final class RecordReplay implements Command {
    @Override
    public List<Setting> settings() {
        Set<Setting> settings = new LinkedHashSet<>(List.of(Replay.UNSAFE));
        settings.addAll(Settings.SERVER);
        settings.add(Settings.AUTHORIZATION_ENDPOINT);
        settings.addAll(Settings.CLIENT);
        settings.addAll(List.of(
                Settings.USERNAME,
                Settings.PASSWORD,
                Settings.SUBJECT_TOKEN,
                Settings.IDP,
                Settings.IDP_CLIENT_ID,
                Settings.IDP_CLIENT_SECRET,
                Settings.REDIRECT_URI,
                Settings.PORT,
                Settings.BROWSER,
                Settings.NO_BROWSER,
                Settings.PROFILE,
                Settings.API));
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.TEXT_OR_JSON);
        return new ArrayList<>(settings);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(RecordedFile.argument("FILE"));
    }

    @Override
    public String description() {
        return "Runs the recorded command again, with its recorded public parameters, at the server and as the client of"
                + " the settings: another environment, or oat playground. No recorded credential is ever sent, nor is"
                + " anything sent to a recorded address; secrets, keys and addresses come from the profile and the options"
                + " alone. Says what was replaced, then shows what came out differently. A sign-in is a real one.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat record replay flow.json -p staging",
                "# against the playground\n"
                        + "oat record replay flow.json --issuer http://127.0.0.1:8400 \\\n"
                        + "    --client-id demo-service --client-secret env:SECRET");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Recording recorded = RecordedFile.read(invocation, 0);
        Replay replay = Replay.of(recorded, invocation);
        for (String remark : replay.remarks()) {
            invocation.output().say("oat: " + remark);
        }
        Recording again = replay.run();
        RecordingDifference difference = RecordingDifference.between(recorded, again);
        if (invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json")) {
            invocation.output().json(difference.forScripts());
        } else {
            invocation
                    .output()
                    .text(difference.forPeople(
                            invocation.arguments().positionals().get(0), "now"));
        }
        return ExitCode.DONE;
    }
}
