package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.InputText;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.Clues;
import dev.oat.render.failure.LikelyCauses;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.render.flow.SequenceDrawing;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Optional;

/** {@code oat explain}: what is likely behind a failure, and what to do. */
public final class Explain implements Command {
    private static final Setting DIAGRAM = Setting.flag(
                    "diagram", Setting.Group.COMMAND, "Draw the recording's messages as a sequence of arrows.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(DIAGRAM, Settings.PROFILE, Settings.TEXT_OR_JSON);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "FAILURE",
                "An error code, an error's JSON, a WWW-Authenticate value, the address that the browser ended on, a whole"
                        + " HTTP answer, any program's error text, or the name of a recording; - for standard input.",
                false,
                false));
    }

    @Override
    public String description() {
        return "Names the likely causes of a failure in order, each with what speaks for it and what to do next. Nothing is"
                + " sent anywhere. What the profile knows, such as the client id, is filled into the commands.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat explain invalid_grant",
                "oat explain 'Bearer error=\"invalid_token\", error_description=\"jwt malformed\"'",
                "oat login --record flow.json; oat explain flow.json",
                "oat explain --diagram flow.json",
                "curl -si https://api.example | oat explain -");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String given = InputText.given(invocation, 0);
        if (invocation.arguments().has(DIAGRAM)) {
            invocation
                    .output()
                    .text(SequenceDrawing.of(
                            recording(given), invocation.output().style().unicode()));
            return ExitCode.DONE;
        }
        Clues clues = Clues.in(given);
        fill(clues, invocation.settings());
        Optional<String> argument = invocation.arguments().positional(0);
        clues.known("file", argument.filter(name -> !name.equals("-")).orElse(""));
        LikelyCauses causes = LikelyCauses.of(clues);
        if (invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json")) {
            invocation.output().json(causes.forScripts());
        } else {
            invocation.output().report(causes.forPeople());
        }
        return ExitCode.DONE;
    }

    private static Recording recording(String text) {
        try {
            return RecordingDocument.read(JsonObject.parse(text));
        } catch (JsonException e) {
            throw new Failure.Usage("--diagram draws recordings, and this is none")
                    .hint("oat … --record flow.json makes one");
        }
    }

    /** What is not in the failure may stand in the profile. */
    private static void fill(Clues clues, Resolution settings) {
        if (settings.profileName().isEmpty()) {
            return;
        }
        Optional<String> issuer = settings.text(Settings.ISSUER);
        clues.known("issuer", issuer.orElse(""));
        clues.known("client", settings.text(Settings.CLIENT_ID).orElse(""));
        List<String> apis = settings.texts(Settings.API);
        clues.known("api", apis.isEmpty() ? "" : apis.get(0));
    }
}
