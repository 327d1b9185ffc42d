package dev.oat;

import dev.oat.cli.setting.Programs;
import dev.oat.trace.Secret;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
        Said output = Said.by(process.getInputStream());
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("took longer than " + limit.toSeconds() + " s");
        }
        return new Result(process.exitValue(), output.text());
    }

    @Override
    public Answer ask(List<String> command, Secret input, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            Said output = Said.by(process.getInputStream());
            Said complaint = Said.by(process.getErrorStream());
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.reveal().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it ended without reading all: its status says why
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("took longer than " + limit.toSeconds() + " s");
            }
            return new Answer(process.exitValue(), output.text(), complaint.text());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /**
     * What a program writes, read while it runs. A program that it left behind may hold the stream open for as long as it
     * likes: once the program itself has ended, all that it wrote is in the pipe, and the stream's end is not waited for.
     */
    private static final class Said implements Runnable {
        private static final int MOST = 1 << 20;
        private static final long MOMENT_SECONDS = 2;

        private final InputStream stream;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable IOException broken;

        private Said(InputStream stream) {
            this.stream = stream;
        }

        static Said by(InputStream stream) {
            Said said = new Said(stream);
            Thread reader = new Thread(said, "oat-program");
            reader.setDaemon(true);
            reader.start();
            return said;
        }

        @Override
        public void run() {
            byte[] piece = new byte[8 << 10];
            try {
                for (int read = 0; read >= 0 && bytes.size() < MOST; read = stream.read(piece)) {
                    bytes.write(piece, 0, read);
                }
            } catch (IOException e) {
                broken = e;
            }
            over.countDown();
        }

        /** Returns the text, after the program has ended. */
        String text() throws IOException, InterruptedException {
            boolean whole = over.await(MOMENT_SECONDS, TimeUnit.SECONDS);
            if (whole && broken != null) {
                throw new IOException("its output cannot be read", broken);
            }
            return bytes.toString(StandardCharsets.UTF_8);
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
