package dev.oat;

import dev.oat.cli.setting.Terminal;
import dev.oat.trace.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The controlling terminal, opened by its own name: Java's console is not there as soon as standard input or output is
 * redirected, as in {@code $(oat token password …)}.
 */
@SuppressWarnings("SystemConsoleNull") // 22 to 24 gave one always; 17, 21 and 25 only on a real terminal
final class ControllingTerminal implements Terminal {
    private static final Path DEVICE = Path.of("/dev/tty");

    private @Nullable OptionalInt columns;

    @Override
    public boolean isPresent() {
        if (System.console() != null) {
            return true;
        }
        if (!Files.exists(DEVICE)) {
            return false;
        }
        try (OutputStream probe = Files.newOutputStream(DEVICE)) {
            probe.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<String> ask(String prompt) {
        if (!Files.exists(DEVICE)) {
            Console console = System.console();
            return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s", prompt));
        }
        return read(prompt);
    }

    @Override
    public Optional<Secret> askSecret(String prompt) {
        if (!Files.exists(DEVICE)) {
            Console console = System.console();
            char[] secret = console == null ? null : console.readPassword("%s", prompt);
            return secret == null ? Optional.empty() : Optional.of(Secret.of(new String(secret)));
        }
        Thread restore = new Thread(() -> stty("echo"));
        // the echo must come back also when Ctrl-C ends the process
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            stty("-echo");
            Optional<Secret> answer = read(prompt).map(Secret::of);
            write("\n");
            return answer;
        } finally {
            stty("echo");
            forget(restore);
        }
    }

    @Override
    public synchronized OptionalInt columns() {
        OptionalInt known = columns;
        if (known == null) {
            known = Files.exists(DEVICE) ? columns(sttySize()) : OptionalInt.empty();
            columns = known;
        }
        return known;
    }

    /** Returns the second of the two numbers that stty tells. */
    private static OptionalInt columns(String size) {
        String text = size.strip();
        String columns = text.substring(text.indexOf(' ') + 1);
        try {
            int number = Integer.parseInt(columns);
            return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static String sttySize() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File(DEVICE.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = stty.getInputStream()) {
                return new String(out.readNBytes(100), StandardCharsets.US_ASCII);
            }
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<String> read(String prompt) {
        // when Ctrl-C ends the process, what comes next does not begin behind the question
        Thread leave = new Thread(() -> write("\n"));
        Runtime.getRuntime().addShutdownHook(leave);
        try {
            return answer(prompt);
        } finally {
            forget(leave);
        }
    }

    private static void forget(Thread atInterrupt) {
        try {
            Runtime.getRuntime().removeShutdownHook(atInterrupt);
        } catch (IllegalStateException e) {
            // the process ends, and it runs
        }
    }

    private static Optional<String> answer(String prompt) {
        write(prompt);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(DEVICE), StandardCharsets.UTF_8))) {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(String text) {
        try (OutputStream out = Files.newOutputStream(DEVICE)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // nobody to tell: the answer will be missing, and that is reported
        }
    }

    private static void stty(String mode) {
        try {
            new ProcessBuilder("stty", mode)
                    .redirectInput(new File(DEVICE.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // without stty the secret is echoed; asking is still better than failing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
