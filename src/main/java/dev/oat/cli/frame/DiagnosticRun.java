package dev.oat.cli.frame;

import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.http.transport.Checkpoint;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.FailureText;
import dev.oat.render.flow.CurlLine;
import dev.oat.render.flow.Explanation;
import dev.oat.render.flow.Step;
import dev.oat.render.flow.StepTrace;
import dev.oat.render.flow.WireView;
import dev.oat.render.text.Redaction;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A run that somebody looks into: with {@code -v}, {@code --explain} and their like. Loaded for those only. */
public final class DiagnosticRun {
    private final Commands commands;
    private final Invocation.Others others;
    private final Environment environment;
    private final Arguments arguments;
    private final Output output;
    private final Redaction redaction;

    public DiagnosticRun(
            Commands commands, Invocation.Others others, Environment environment, Arguments arguments, Output output) {
        this.commands = commands;
        this.others = others;
        this.environment = environment;
        this.arguments = arguments;
        this.output = output;
        boolean show = arguments.has(Settings.SHOW_SECRETS);
        if (show) {
            output.warn("--show-secrets: what follows holds secrets in clear text"
                    + (arguments.has(Settings.RECORD) ? ", and so will the recording" : ""));
        }
        this.redaction = new Redaction(show, salt(environment));
    }

    private static Secret salt(Environment environment) {
        return Secret.of(Long.toHexString(environment.random().get().nextLong()));
    }

    /** Runs a command, and tells and keeps what was asked for as it happens. */
    public int run(String path, Command command) {
        List<Trace> traces = new ArrayList<>();
        traces.add(warningsAndMessages());
        List<Consumer<Step>> views = new ArrayList<>();
        Optional<Explanation> explanation = explanation();
        explanation.ifPresent(view -> views.add(step -> {
            // warnings are told by themselves
            if (!(step instanceof Step.Told told && told.warning())) {
                view.accept(step);
            }
        }));
        if (arguments.has(Settings.CURL) && !arguments.has(Settings.DRY_RUN)) {
            views.add(this::curl);
        }
        Optional<Checkpoint> checkpoint = checkpoint();
        Optional<RecordingFile> recording = arguments
                .first(Settings.RECORD)
                .map(file -> RecordingFile.begin(
                        file,
                        path,
                        environment.clock().instant(),
                        redaction.showsSecrets(),
                        new Storage(environment, Trace.none()).directories().lastRecording()));
        recording.ifPresent(file -> views.add(file::add));
        if (!views.isEmpty()) {
            traces.add(new StepTrace(environment.clock(), redaction, step -> views.forEach(view -> view.accept(step))));
        }
        Trace trace = event -> traces.forEach(one -> one.add(event));
        int code = ExitCode.FAULT.code();
        Optional<JsonObject> failure = Optional.empty();
        try {
            Storage storage = new Storage(environment, trace);
            Resolution settings =
                    Resolution.of(arguments, environment.variables(), StoredProfiles.of(path, storage, output));
            code = CommandRun.status(
                    command,
                    new Invocation(
                            path,
                            arguments,
                            environment,
                            settings,
                            storage,
                            output,
                            trace,
                            checkpoint,
                            commands,
                            others));
            return code;
        } catch (DryRun.Shown shown) {
            code = ExitCode.DONE.code();
            return code;
        } catch (Failure failed) {
            code = ExitCode.of(failed).code();
            failure = Optional.of(JsonObject.parse(FailureText.forScripts(failed, code)));
            throw failed;
        } finally {
            if (explanation.isPresent() && !arguments.has(Settings.DRY_RUN)) {
                explanation.get().finish(code == ExitCode.DONE.code());
            }
            if (recording.isPresent()) {
                recording.get().finish(code, failure, output);
            }
        }
    }

    private void curl(Step step) {
        if (step instanceof Step.Request request) {
            output.verbatim(CurlLine.of(request, redaction.showsSecrets()));
        }
    }

    private Optional<Checkpoint> checkpoint() {
        if (arguments.has(Settings.DRY_RUN)) {
            return Optional.of(new DryRun(output, redaction, arguments.has(Settings.CURL)));
        }
        if (!arguments.has(Settings.STEP)) {
            return Optional.empty();
        }
        boolean mayAsk = !arguments.has(Settings.NO_INPUT)
                && environment
                        .variables()
                        .getOrDefault(Settings.NO_INPUT.variable(), "")
                        .isEmpty();
        if (!mayAsk) {
            throw new Failure.Usage("--step asks on the terminal, and --no-input forbids it");
        }
        if (!environment.terminal().isPresent()) {
            throw new Failure.Usage("--step asks on the terminal, and there is none")
                    .hint("--explain tells the same without asking");
        }
        return Optional.of(new StepByStep(environment.terminal(), redaction, environment.columns()));
    }

    private Trace warningsAndMessages() {
        int level = arguments.count(Settings.VERBOSE);
        return level == 0 ? CommandRun.warnings(output) : new WireView(output::verbatim, redaction, level > 1);
    }

    private Optional<Explanation> explanation() {
        return arguments.has(Settings.EXPLAIN)
                ? Optional.of(new Explanation(output::show, output.measured()))
                : Optional.empty();
    }
}
