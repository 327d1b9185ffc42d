package dev.oat.cli;

import dev.oat.render.Explanation;
import dev.oat.render.Glyphs;
import dev.oat.render.Redaction;
import dev.oat.render.Step;
import dev.oat.render.StepTrace;
import dev.oat.render.WireView;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A run that somebody looks into: with {@code -v}, {@code --explain} and their like. Loaded for those only. */
final class Diagnosed {
    private final Environment environment;
    private final Arguments arguments;
    private final Output output;
    private final Redaction redaction;

    Diagnosed(Environment environment, Arguments arguments, Output output) {
        this.environment = environment;
        this.arguments = arguments;
        this.output = output;
        boolean show = arguments.has(Settings.SHOW_SECRETS);
        if (show) {
            output.warn("--show-secrets: what follows holds secrets in clear text");
        }
        this.redaction = new Redaction(show, salt(environment));
    }

    private static Secret salt(Environment environment) {
        return Secret.of(Long.toHexString(environment.random().get().nextLong()));
    }

    /** Runs a command, and tells what was asked for as it happens. */
    int run(String path, Command command) {
        List<Trace> traces = new ArrayList<>();
        traces.add(warningsAndMessages());
        Optional<Explanation> explanation = explanation();
        List<Consumer<Step>> views = new ArrayList<>();
        explanation.ifPresent(view -> views.add(step -> {
            // warnings are told by themselves
            if (!(step instanceof Step.Told told && told.warning())) {
                view.accept(step);
            }
        }));
        if (!views.isEmpty()) {
            traces.add(new StepTrace(environment.clock(), redaction, step -> views.forEach(view -> view.accept(step))));
        }
        Trace trace = event -> traces.forEach(one -> one.add(event));
        Storage storage = new Storage(environment, trace);
        Resolution settings = Resolution.of(arguments, environment.variables(), new StoredProfiles(storage));
        boolean well = false;
        try {
            int code = CommandTree.status(
                    command, new Invocation(path, arguments, environment, settings, storage, output, trace));
            well = code == ExitCode.DONE.code();
            return code;
        } finally {
            if (explanation.isPresent()) {
                explanation.get().finish(well);
            }
        }
    }

    private Trace warningsAndMessages() {
        int level = arguments.count(Settings.VERBOSE);
        return level == 0 ? CommandTree.warnings(output) : new WireView(output::say, redaction, level > 1);
    }

    private Optional<Explanation> explanation() {
        return arguments.has(Settings.EXPLAIN)
                ? Optional.of(new Explanation(output::say, Glyphs.of(output.errorStyle())))
                : Optional.empty();
    }
}
