package dev.oat.cli.frame;

import dev.oat.cli.setting.Streams;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Text that a user has in hand: an argument itself, the file that it names, or standard input. */
public final class InputText {
    /** More than any flow of a user; a larger file is not one of ours. */
    private static final int LARGEST = 4 << 20;

    private InputText() {}

    /**
     * Returns the text that an argument gives; standard input for {@code -}, and when there is no argument and no terminal.
     *
     * @throws Failure.Usage if there is none, or it is too long
     */
    public static String given(Invocation invocation, int index) {
        Optional<String> argument = invocation.arguments().positional(index);
        Streams streams = invocation.environment().streams();
        if (argument.isEmpty() && streams.inputIsTerminal()) {
            throw nothing(invocation);
        }
        if (argument.isEmpty() || argument.get().equals("-")) {
            String text = read(streams.in(), "standard input");
            if (text.isBlank()) {
                throw nothing(invocation);
            }
            return text;
        }
        Optional<Path> file = file(argument.get());
        return file.isPresent() ? content(file.get()) : argument.get();
    }

    private static Failure nothing(Invocation invocation) {
        return new Failure.Usage("there is nothing to look at")
                .hint("oat " + invocation.path() + " invalid_grant, with whatever failed in place of invalid_grant: a"
                        + " code, an answer, the browser's address, a recording; --help has examples");
    }

    /** Returns the content of a file that an argument must name. */
    public static String file(Invocation invocation, int index) {
        String name = invocation.arguments().positional(index).orElse("");
        if (name.equals("-")) {
            return read(invocation.environment().streams().in(), "standard input");
        }
        return content(file(name).orElseThrow(() -> new Failure.Usage("there is no file " + name)));
    }

    /** Returns the content of a file that an option must name. */
    public static String file(String name, String option) {
        return content(file(name).orElseThrow(() -> new Failure.Usage(option + ": there is no file " + name)));
    }

    private static Optional<Path> file(String name) {
        try {
            Path file = Path.of(name);
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new Failure.Usage(file + " cannot be read");
        }
    }

    private static String read(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Failure.Usage(name + " is larger than 4 MiB, which no recording of a sign-in is");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure.Usage(name + " cannot be read");
        }
    }
}
