package dev.oat.shell;

import dev.oat.cli.CommandTree;
import dev.oat.cli.ShellKnowledge;
import dev.oat.cli.frame.ResultStream;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.setting.Terminal;
import dev.oat.render.failure.FailureText;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the lines of a shell, one after the other, and keeps what the shell knows between them. */
final class Runner {
    /** The words that are the shell's own, and what they mean. */
    static final Map<String, String> OWN_WORDS = ownWords();

    private final Environment outside;
    private final Terminal terminal;
    private final Foreground foreground = new Foreground();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Variables variables = new Variables(this::accessToken);
    private Map<String, String> surroundings = Map.of();
    private Optional<Integer> left = Optional.empty();
    private List<String> history = List.of();

    /**
     * Creates a runner.
     *
     * @param outside the outside world
     * @param terminal on which commands ask the user
     */
    Runner(Environment outside, Terminal terminal) {
        this.outside = outside;
        this.terminal = terminal;
    }

    private static Map<String, String> ownWords() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("use", "Use a profile in this shell");
        words.put("set", "Make a setting for this shell, or show them");
        words.put("unset", "Undo a setting of this shell");
        words.put("history", "Lines typed before, those with a WORD");
        words.put("echo", "Print words, variables replaced");
        words.put("exit", "Leave");
        return java.util.Collections.unmodifiableMap(words);
    }

    /** Returns the exit code with which the shell was left, once it was. */
    Optional<Integer> left() {
        return left;
    }

    /** What runs now, to cancel it. */
    Foreground foreground() {
        return foreground;
    }

    /** Returns the shell's variables. */
    Variables variables() {
        return variables;
    }

    /** Further environment variables for the commands that follow. */
    void surroundings(Map<String, String> more) {
        surroundings = Map.copyOf(more);
    }

    /** The lines typed before, the oldest first: a view that grows. */
    void history(List<String> lines) {
        history = lines;
    }

    /** What is known of the commands under the shell's settings. */
    ShellKnowledge knowledge() {
        return new ShellKnowledge(world(outside.streams()));
    }

    private Environment world(Streams streams) {
        Map<String, String> all = new LinkedHashMap<>(outside.variables());
        all.putAll(surroundings);
        all.putAll(settings);
        return new Environment(
                Map.copyOf(all),
                outside.clock(),
                outside.pause(),
                outside.random(),
                streams,
                terminal,
                outside.transports(),
                outside.programs(),
                outside.home(),
                outside.system());
    }

    /**
     * Runs one line.
     *
     * @return its exit code
     */
    int run(String line) {
        try {
            List<CommandWords.Word> words = CommandWords.of(line).words();
            if (!words.isEmpty() && words.get(0).text().equals("oat")) {
                // as hints and pages spell commands
                words = words.subList(1, words.size());
            }
            return words.isEmpty() ? 0 : run(words);
        } catch (Failure failure) {
            outside.streams().err().println(FailureText.forPeople(failure));
            return ExitCode.of(failure).code();
        }
    }

    private int run(List<CommandWords.Word> typed) {
        for (CommandWords.Word word : typed) {
            String operator = word.isPlain() ? OtherShell.operator(word.text()) : "";
            if (!operator.isEmpty()) {
                throw new Failure.Usage("this shell runs one command a line, without " + operator)
                        .hint(OtherShell.hint(typed, operator, settings, knowledge()));
            }
        }
        List<String> words = variables.replaced(typed, knowledge());
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "use":
                return use(rest);
            case "set":
                return set(rest);
            case "unset":
                return unset(rest);
            case "echo":
                outside.streams().out().println(Sanitizer.block(String.join(" ", rest)));
                outside.streams().out().flush();
                return 0;
            case "history":
                history.stream()
                        .filter(line -> line.contains(String.join(" ", rest)))
                        .forEach(line -> outside.streams().out().println(Sanitizer.line(line)));
                outside.streams().out().flush();
                return 0;
            case "exit", "quit":
                left = Optional.of(rest.isEmpty() ? 0 : status(rest.get(0)));
                return left.orElseThrow();
            default:
                return command(words);
        }
    }

    private static int status(String text) {
        if (text.length() > 3 || !Ascii.isDigits(text) || Integer.parseInt(text) > 255) {
            throw new Failure.Usage("an exit code is a number from 0 to 255");
        }
        return Integer.parseInt(text);
    }

    private int use(List<String> rest) {
        if (rest.size() > 1) {
            throw new Failure.Usage("use takes one profile");
        }
        if (rest.isEmpty()) {
            List<String> profiles = knowledge().profiles();
            say(profiles.isEmpty() ? "there are no profiles" : "profiles: " + String.join(", ", profiles));
            return 0;
        }
        List<String> profiles = knowledge().profiles();
        if (!profiles.contains(rest.get(0))) {
            Failure failure = new Failure.Usage("there is no profile " + Sanitizer.line(rest.get(0)));
            throw failure.hint(
                    profiles.isEmpty() ? "profile add makes one" : "profiles: " + String.join(", ", profiles));
        }
        settings.put(knowledge().variable("profile"), rest.get(0));
        return 0;
    }

    private int set(List<String> rest) {
        if (rest.isEmpty()) {
            ShellKnowledge knowledge = knowledge();
            if (settings.isEmpty()) {
                say("nothing is set in this shell; set KEY VALUE");
            }
            settings.forEach((variable, value) -> outside.streams()
                    .out()
                    .println(variable.substring("OAT_".length()).toLowerCase(java.util.Locale.ROOT) + " "
                            + Sanitizer.line(knowledge.shown(variable, value))));
            outside.streams().out().flush();
            return 0;
        }
        List<String> pair = new ArrayList<>(rest);
        int equals = pair.get(0).indexOf('=');
        if (equals > 0) {
            String first = pair.remove(0);
            pair.add(0, first.substring(equals + 1));
            pair.add(0, first.substring(0, equals));
        }
        if (pair.size() < 2) {
            throw new Failure.Usage("set takes a key and a value").hint("set scope openid; set alone shows all");
        }
        String key = pair.remove(0);
        if (key.equals("profile")) {
            return use(pair);
        }
        settings.put(knowledge().variable(key), String.join(" ", pair));
        return 0;
    }

    private int unset(List<String> rest) {
        if (rest.isEmpty()) {
            throw new Failure.Usage("unset takes a key").hint("set alone shows what is set");
        }
        for (String key : rest) {
            if (settings.remove(knowledge().variable(key)) == null) {
                throw new Failure.Usage(key + " is not set in this shell").hint("set alone shows what is set");
            }
        }
        return 0;
    }

    private void say(String text) {
        outside.streams().err().println(Sanitizer.block(text));
    }

    private int command(List<String> words) {
        Streams own = outside.streams();
        CapturedOutput out = CapturedOutput.before(own.out());
        CapturedOutput err = CapturedOutput.before(own.err());
        Streams streams = new Streams(
                // the script, or the user at the prompt, is the only reader of standard input
                InputStream.nullInputStream(),
                ResultStream.over(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                own.inputIsTerminal(),
                own.outputIsTerminal(),
                own.errorIsTerminal());
        CommandTree tree = CommandTree.over(world(streams));
        int code = foreground.run(() -> tree.run(words), () -> {
            out.shut();
            err.shut();
            boolean erases = own.errorIsTerminal()
                    && !outside.variables().getOrDefault("TERM", "").equals("dumb");
            own.err().println((erases ? "\r\u001b[K" : "\n") + "cancelled");
        });
        own.out().flush();
        if (code == 0) {
            variables.remember(out.text());
        }
        return code;
    }

    /** Returns the token that {@code oat token} would print. */
    private Secret accessToken() {
        CapturedOutput out = CapturedOutput.alone();
        CapturedOutput err = CapturedOutput.alone();
        Streams streams = new Streams(
                InputStream.nullInputStream(),
                ResultStream.over(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        int code = foreground.run(() -> CommandTree.over(world(streams)).run(List.of("token")), () -> {});
        String token = out.text().strip();
        if (code != 0 || token.isEmpty()) {
            throw new Failure.LoginNeeded("there is no access token: "
                            + err.text()
                                    .strip()
                                    .replaceFirst("^oat: ", "")
                                    .lines()
                                    .findFirst()
                                    .orElse("no session"))
                    .hint("token says why");
        }
        return Secret.of(token);
    }
}
