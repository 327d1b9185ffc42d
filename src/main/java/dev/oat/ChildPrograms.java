package dev.oat;

import dev.oat.cli.setting.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Starts programs of this machine. */
final class ChildPrograms implements Programs {
    private final Map<String, String> variables;

    ChildPrograms(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Result run(List<String> command, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File(windows() ? "NUL" : "/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        FutureTask<String> output = new FutureTask<>(
                () -> new String(process.getInputStream().readNBytes(1 << 20), StandardCharsets.UTF_8));
        Thread reader = new Thread(output, "oat-program");
        reader.setDaemon(true);
        reader.start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("took longer than " + limit.toSeconds() + " s");
        }
        try {
            return new Result(process.exitValue(), output.get());
        } catch (ExecutionException e) {
            throw new IOException("its output cannot be read", e);
        }
    }

    @Override
    public int hand(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        try (HandedSignals signals = HandedSignals.held()) {
            Process process = builder.start();
            signals.handTo(process);
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
                throw e;
            }
        }
    }

    private boolean windows() {
        return variables.containsKey("SystemRoot") && variables.containsKey("ComSpec");
    }
}
