package dev.oat;

import dev.oat.cli.setting.Programs;
import dev.oat.trace.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        FutureTask<String> output = reading(process.getInputStream());
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
    public Answer ask(List<String> command, Secret input, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            FutureTask<String> output = reading(process.getInputStream());
            FutureTask<String> complaint = reading(process.getErrorStream());
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.reveal().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it ended without reading all: its status says why
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("took longer than " + limit.toSeconds() + " s");
            }
            // a program that it left behind may hold its streams open
            return new Answer(process.exitValue(), output.get(5, TimeUnit.SECONDS), complaint.get(5, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its output cannot be read", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static FutureTask<String> reading(InputStream stream) {
        FutureTask<String> text =
                new FutureTask<>(() -> new String(stream.readNBytes(1 << 20), StandardCharsets.UTF_8));
        Thread reader = new Thread(text, "oat-program");
        reader.setDaemon(true);
        reader.start();
        return text;
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
