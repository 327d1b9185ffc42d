package dev.oat.cli.setting;

import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret lies: {@code env:NAME}, {@code file:PATH}, {@code cmd:PROGRAM ARG…}, {@code keyring:NAME}, {@code -} for
 * standard input, {@code prompt}, {@code ci:SERVICE} for the identity token of a CI job, {@code workload:PLATFORM} for that
 * of the machine or cluster, {@code profile:NAME#TOKEN} for another profile's
 * token, {@code literal:TEXT}, or the secret itself.
 */
public final class SecretReference {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST = 1 << 20;
    private static final String KEYRING = "keyring:";

    private final String text;
    private final String source;

    private SecretReference(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /**
     * Returns a reference.
     *
     * @param text the reference as it was given
     * @param source what gave it, for messages: {@code --client-secret}
     */
    public static SecretReference of(String text, String source) {
        return new SecretReference(text, source);
    }

    /** Whether it can be read again later without a user: {@code env:}, {@code file:}, {@code cmd:} and the like. */
    public boolean isRepeatable() {
        return text.startsWith("env:")
                || text.startsWith("file:")
                || text.startsWith("cmd:")
                || text.startsWith(KEYRING)
                || text.startsWith("ci:")
                || text.startsWith("workload:")
                || ProfileReference.isOne(text);
    }

    /** Returns whether a user must type it. */
    public boolean isAsked() {
        return text.equals("prompt");
    }

    /** Whether the secret stands in the text itself. */
    public boolean isLiteral() {
        return !isRepeatable() && !text.equals("-") && !text.equals("prompt");
    }

    /**
     * Refuses {@code @FILE} where there is such a file, as other tools write what is {@code file:FILE} here.
     *
     * @throws Failure.Usage if that is so
     */
    public void refuseFileName(Environment environment) {
        if (text.length() < 2 || text.charAt(0) != '@') {
            return;
        }
        String name = text.substring(1);
        try {
            if (Files.isRegularFile(path(environment, name))) {
                throw new Failure.Usage(source + ": @ names no file here")
                        .hint(ShellWord.quoted("file:" + name) + " reads it, and literal:@… is the text itself");
            }
        } catch (InvalidPathException e) {
            // no file's name
        }
    }

    /** Returns the file that it names, if it names one. */
    public Optional<Path> file(Environment environment) {
        try {
            return text.startsWith("file:")
                    ? Optional.of(path(environment, text.substring(5)).toAbsolutePath())
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Path path(Environment environment, String name) {
        return name.startsWith("~/") ? environment.home().resolve(name.substring(2)) : Path.of(name);
    }

    /** Returns whether a literal is meant to be one. */
    public boolean isMarkedLiteral() {
        return text.startsWith("literal:");
    }

    /**
     * The secret.
     *
     * @param environment the outside world
     * @param mayAsk whether the user may be asked
     * @throws Failure.Usage if it is not there
     */
    public Secret resolve(Environment environment, boolean mayAsk) {
        return resolve(environment, mayAsk, null);
    }

    /**
     * Returns the secret as it is to be sent: what came along when it was copied is told, and left out where it can be no part.
     *
     * @param environment the outside world
     * @param mayAsk whether the user may be asked
     * @param remarks takes what is told
     * @throws Failure.Usage if it is not there
     */
    public Secret judged(Environment environment, boolean mayAsk, Remarks remarks) {
        return judged(resolve(environment, mayAsk), source, remarks);
    }

    /**
     * A secret that this reference gave, as it is to be sent.
     *
     * @param label what it is: {@code --client-secret}
     */
    public Secret judged(Secret found, String label, Remarks remarks) {
        // most are one word of visible characters, and nothing more is loaded for them
        String value = found.reveal();
        if (value.isEmpty() || (Ascii.isVisible(value) && value.charAt(0) != '"')) {
            return found;
        }
        String where = isLiteral() || isAsked() ? "" : text.equals("-") ? " (standard input)" : " (" + text + ")";
        return SecretForm.judged(found, label, source + where, remarks);
    }

    /**
     * Returns the secret, where a {@code ci:} reference may be one.
     *
     * @param environment the outside world
     * @param mayAsk whether the user may be asked
     * @param ci how a CI service is reached; null where a server's identity tokens make no sense
     * @throws Failure.Usage if it is not there
     */
    public Secret resolve(Environment environment, boolean mayAsk, CiIdentity.@Nullable Means ci) {
        if (ProfileReference.isOne(text)) {
            if (ci == null) {
                throw new Failure.Usage(source + " cannot be profile:")
                        .hint("env:NAME, file:PATH or cmd:'PROGRAM ARG'");
            }
            return ci.ofProfile(text, source);
        }
        if (text.startsWith("workload:")) {
            if (ci == null) {
                throw new Failure.Usage(source + " cannot be workload:")
                        .hint("env:NAME, file:PATH or cmd:'PROGRAM ARG'");
            }
            return new WorkloadIdentity(environment, source, ci).fetch(text.substring("workload:".length()));
        }
        if (text.startsWith("ci:")) {
            if (ci == null) {
                throw new Failure.Usage(source + " cannot be ci:").hint("env:NAME, file:PATH or cmd:'PROGRAM ARG'");
            }
            return new CiIdentity(environment, source, ci).fetch(text.substring(3));
        }
        if (text.startsWith("env:")) {
            return variable(environment, text.substring(4));
        }
        if (text.startsWith("file:")) {
            return file(environment, text.substring(5));
        }
        if (text.startsWith("cmd:")) {
            return command(environment, text.substring(4));
        }
        if (text.startsWith(KEYRING)) {
            return nonEmpty(
                    new Keyring(environment)
                            .read(text.substring(KEYRING.length()), source)
                            .reveal(),
                    "the secret in the keyring");
        }
        if (text.equals("-")) {
            return standardInput(environment, mayAsk);
        }
        if (text.equals("prompt")) {
            return asked(environment, mayAsk);
        }
        String literal = isMarkedLiteral() ? text.substring("literal:".length()) : text;
        return nonEmpty(literal, "the value");
    }

    private Secret variable(Environment environment, String name) {
        String value = environment.variables().get(name);
        if (value == null) {
            throw new Failure.Usage(source + ": the variable " + name + " is not set")
                    .hint("export " + ShellWord.quoted(name) + "=…");
        }
        return nonEmpty(value, "the variable " + name);
    }

    private Secret file(Environment environment, String name) {
        try {
            Path path = path(environment, name);
            if (Files.size(path) > LONGEST) {
                throw new Failure.Usage(source + ": the file " + name + " is larger than 1 MiB")
                        .hint("name a file that holds the secret and nothing else");
            }
            return nonEmpty(withoutLineEnd(text(Files.readAllBytes(path))), "the file " + name);
        } catch (CharacterCodingException e) {
            throw new Failure.Usage(source + ": the file " + name + " is no text in UTF-8").hint("save it as UTF-8");
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage(source + ": the file " + name + " cannot be read")
                    .hint("check its path and permissions");
        }
    }

    /** Returns a file's text; in UTF-16, as PowerShell writes it, where its byte order mark says so, which stays for the remark. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        boolean bigEndian = bytes.length > 1 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff;
        boolean littleEndian = bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe;
        Charset charset = bigEndian
                ? StandardCharsets.UTF_16BE
                : littleEndian ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private Secret command(Environment environment, String line) {
        List<String> command = words(line);
        if (command.isEmpty()) {
            throw new Failure.Usage(source + ": cmd: names no program").hint("write cmd:'PROGRAM ARG'");
        }
        try {
            Programs.Result result = environment.programs().run(command, COMMAND_LIMIT);
            if (result.status() != 0) {
                throw new Failure.Usage(source + ": " + command.get(0) + " ended with status " + result.status())
                        .hint("run it by hand to see why");
            }
            return nonEmpty(withoutLineEnd(result.output()), "the output of " + command.get(0));
        } catch (IOException e) {
            throw new Failure.Usage(source + ": " + command.get(0) + " cannot be run").hint("check its path");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while " + command.get(0) + " ran");
        }
    }

    private Secret standardInput(Environment environment, boolean mayAsk) {
        Streams streams = environment.streams();
        if (streams.inputIsTerminal()) {
            return asked(environment, mayAsk);
        }
        try {
            byte[] bytes = streams.in().readNBytes(LONGEST);
            return nonEmpty(withoutLineEnd(new String(bytes, StandardCharsets.UTF_8)), "standard input");
        } catch (IOException e) {
            throw new Failure.Usage(source + ": standard input cannot be read");
        }
    }

    private Secret asked(Environment environment, boolean mayAsk) {
        if (!mayAsk || !environment.terminal().isPresent()) {
            throw new Failure.Usage(source + " must be asked for, but "
                            + (mayAsk ? "there is no terminal" : "--no-input forbids it"))
                    .hint("give it by reference: env:NAME, file:PATH or cmd:'PROGRAM ARG'");
        }
        Optional<Secret> answer = environment.terminal().askSecret(label() + ": ");
        if (answer.isEmpty() || answer.orElseThrow().isEmpty()) {
            throw new Failure.Usage(source + ": nothing was entered");
        }
        return answer.orElseThrow();
    }

    private String label() {
        String name = source.startsWith("--") ? source.substring(2).replace('-', ' ') : source;
        return name.isEmpty() ? "Secret" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private Secret nonEmpty(String value, String where) {
        if (value.isEmpty()) {
            throw new Failure.Usage(source + ": " + where + " is empty");
        }
        return Secret.of(value);
    }

    private static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** Splits a command line at blanks; single and double quotes group, a backslash keeps the next character. */
    public static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                open = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                open = true;
            } else if (c == ' ' || c == '\t') {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }
}
