package dev.oat.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program before a real pseudo-terminal: tmux is the terminal, the test types and looks. */
public final class TerminalScreen implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Path directory;
    private final BlockingQueue<Boolean> written = new LinkedBlockingQueue<>();

    private TerminalScreen(Path directory, InputStream output) {
        this.directory = directory;
        Thread watcher = new Thread(() -> watch(output), "screen");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Notices each time that the program writes; its end is a {@code false}. */
    private void watch(InputStream output) {
        byte[] chunk = new byte[4096];
        try (output) {
            while (output.read(chunk) >= 0) {
                written.add(true);
            }
        } catch (IOException e) {
            // as good as an end
        }
        written.add(false);
    }

    /** Nothing on the screen changes before the program writes again. */
    private void awaitChange(String shown, String wanted) throws InterruptedException {
        Boolean more = written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (more == null || !more) {
            throw new AssertionError("the screen never showed " + wanted + ":\n" + shown);
        }
    }

    /** Whether there is a tmux on this machine. */
    public static boolean isPossible() {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, "tmux"))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts a program on a screen of 100 columns and 40 lines; when it ends, its exit status is shown.
     *
     * @param directory of the test's own
     * @param variables the whole of its environment
     */
    public static TerminalScreen of(Path directory, Map<String, String> variables, List<String> command)
            throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("#!/bin/sh\nread unused\nexec env -i");
        variables.forEach((name, value) ->
                script.append(" '").append(name).append('=').append(value).append('\''));
        script.append(" sh -c 'trap : INT; \"$@\"; echo \"ended with $?\"; read unused' sh");
        command.forEach(word -> script.append(" '").append(word).append('\''));
        Path program = directory.resolve("program.sh");
        Files.writeString(program, script.append('\n'));
        Path pipe = directory.resolve("output");
        run(directory, "mkfifo", pipe.toString());
        tmux(directory, "new-session", "-d", "-s", "it", "-x", "100", "-y", "40", "sh " + program);
        tmux(directory, "pipe-pane", "-t", "it", "exec cat > " + pipe);
        TerminalScreen screen = new TerminalScreen(directory, Files.newInputStream(pipe));
        screen.type("Enter");
        return screen;
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TMUX_TMPDIR", directory.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + text);
        }
        return text;
    }

    private static String tmux(Path directory, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", "oat", "-f", "/dev/null"));
        command.addAll(List.of(words));
        return run(directory, command.toArray(new String[0]));
    }

    /** Types keys by tmux's names: {@code Enter}, {@code Tab}, {@code C-c}. */
    public TerminalScreen type(String... keys) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("send-keys", "-t", "it"));
        words.addAll(List.of(keys));
        tmux(directory, words.toArray(new String[0]));
        return this;
    }

    /** Types a text. */
    public TerminalScreen write(String text) throws IOException, InterruptedException {
        tmux(directory, "send-keys", "-t", "it", "-l", "--", text);
        return this;
    }

    /** Pastes a text at once, as a terminal does where the program asked for that (bracketed paste). */
    public TerminalScreen paste(String text) throws IOException, InterruptedException {
        tmux(directory, "set-buffer", "-b", "pasted", "--", text);
        tmux(directory, "paste-buffer", "-p", "-r", "-b", "pasted", "-t", "it");
        return this;
    }

    /** What the screen shows, without empty lines at its end. */
    public String shown() throws IOException, InterruptedException {
        return tmux(directory, "capture-pane", "-p", "-J", "-S", "-200", "-t", "it")
                .stripTrailing();
    }

    /** Waits until the screen shows a text; the test's own deadline ends the wait. */
    public String await(String text) throws IOException, InterruptedException {
        return await(text, 1);
    }

    /** Waits until the screen shows a text so many times. */
    public String await(String text, int times) throws IOException, InterruptedException {
        while (true) {
            String shown = shown();
            if (shown.split(java.util.regex.Pattern.quote(text), -1).length > times) {
                return shown;
            }
            awaitChange(shown, text);
        }
    }

    /** Waits until the last line of the screen is this. */
    public String awaitLine(String line) throws IOException, InterruptedException {
        while (true) {
            String shown = shown();
            if (shown.substring(shown.lastIndexOf('\n') + 1).strip().equals(line)) {
                return shown;
            }
            awaitChange(shown, line);
        }
    }

    /** Waits until some line of the screen is this. */
    public String awaitWholeLine(String line) throws IOException, InterruptedException {
        while (true) {
            String shown = shown();
            if (shown.lines().anyMatch(one -> one.stripTrailing().equals(line))) {
                return shown;
            }
            awaitChange(shown, line);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            tmux(directory, "kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
