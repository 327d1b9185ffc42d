package dev.oat.authorization.browser;

import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts the user's browser: an argument list, no shell, nothing of its chatter on our streams, no secret in its
 * environment.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-5">RFC 8252 §5</a>
 */
public final class SystemBrowser {
    /** So long it is seen whether a program that shall open the page fails: most that do say so at once. */
    private static final Duration AT_ONCE = Duration.ofMillis(400);

    private final List<String> command;
    private final String program;
    private final String source;
    private final Map<String, String> variables;
    private final Set<String> hidden;
    private final Trace trace;

    private SystemBrowser(
            List<String> command, String source, Surroundings surroundings, Set<String> hidden, Trace trace) {
        this.command = List.copyOf(detached(command, surroundings));
        this.program = command.get(0);
        this.source = source;
        this.variables = surroundings.variables();
        this.hidden = hidden;
        this.trace = trace;
    }

    /**
     * Returns the browser that {@code --browser} names.
     *
     * @param commandLine a program and its arguments; {@code %s} stands for the address
     * @param surroundings the machine
     * @param hidden further variables that the browser must not see
     * @param trace takes what happens
     * @throws Failure.Usage if the program is not found
     */
    public static SystemBrowser named(String commandLine, Surroundings surroundings, Set<String> hidden, Trace trace) {
        Failure failure;
        try {
            Optional<List<String>> command = resolve(CommandLine.split(commandLine), surroundings);
            if (command.isPresent()) {
                return new SystemBrowser(command.get(), "--browser", surroundings, hidden, trace);
            }
            failure = new Failure.Usage("the program of --browser is not found");
        } catch (IllegalArgumentException e) {
            failure = new Failure.Usage("--browser cannot be read: " + e.getMessage());
        }
        throw failure.hint("name a program on PATH, or by its absolute path; %s stands for the address");
    }

    /**
     * Returns the browser of this machine: the first of {@link #all}.
     *
     * @param surroundings the machine
     * @param hidden further variables that the browser must not see
     * @param trace takes what happens
     * @return empty when there is none
     */
    public static Optional<SystemBrowser> find(Surroundings surroundings, Set<String> hidden, Trace trace) {
        List<SystemBrowser> all = all(surroundings, hidden, trace);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    /**
     * Returns the browsers of this machine, to be tried in turn: those of {@code $BROWSER}, else the opener of Windows under WSL,
     * else the platform's opener.
     *
     * @param surroundings the machine
     * @param hidden further variables that the browser must not see
     * @param trace takes what happens
     */
    public static List<SystemBrowser> all(Surroundings surroundings, Set<String> hidden, Trace trace) {
        List<SystemBrowser> all = new ArrayList<>();
        for (String listed : listed(surroundings)) {
            try {
                Optional<List<String>> command = resolve(CommandLine.split(listed), surroundings);
                if (command.isPresent()) {
                    all.add(new SystemBrowser(command.get(), "$BROWSER", surroundings, hidden, trace));
                }
            } catch (IllegalArgumentException e) {
                trace.note("an entry of $BROWSER cannot be read: " + e.getMessage());
            }
        }
        for (List<String> opener : all.isEmpty() ? openers(surroundings) : List.<List<String>>of()) {
            Optional<List<String>> command = resolve(opener, surroundings);
            if (command.isPresent()) {
                return List.of(new SystemBrowser(command.get(), opener.get(0), surroundings, hidden, trace));
            }
        }
        return all;
    }

    /** Returns the entries of {@code $BROWSER}: several may be listed, as in PATH, to be tried in turn. */
    private static List<String> listed(Surroundings surroundings) {
        List<String> entries = new ArrayList<>();
        // a colon within a Windows path is not used there
        for (String entry : surroundings.browserVariable().split(surroundings.isWindows() ? ";" : ":", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /**
     * Returns what is wrong with {@code $BROWSER} when it is set, and nothing that it names can be started.
     *
     * @param surroundings the machine
     * @return a sentence part, or empty
     */
    public static Optional<String> uselessVariable(Surroundings surroundings) {
        List<String> entries = listed(surroundings);
        for (String entry : entries) {
            try {
                if (resolve(CommandLine.split(entry), surroundings).isPresent()) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException e) {
                return Optional.of("BROWSER cannot be read: " + e.getMessage());
            }
        }
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of("BROWSER names no program that is here: " + surroundings.browserVariable());
    }

    private static List<List<String>> openers(Surroundings surroundings) {
        if (surroundings.isWindows()) {
            // not "cmd /c start": the command interpreter gives & and % a meaning
            return List.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        if (surroundings.isMac()) {
            return List.of(List.of("/usr/bin/open"));
        }
        if (surroundings.isWsl()) {
            return List.of(
                    List.of("wslview"),
                    List.of("/mnt/c/Windows/System32/rundll32.exe", "url.dll,FileProtocolHandler"),
                    List.of("xdg-open"));
        }
        return List.of(List.of("xdg-open"), List.of("sensible-browser"), List.of("x-www-browser"));
    }

    private static Optional<List<String>> resolve(List<String> command, Surroundings surroundings) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> program = surroundings.programs().find(command.get(0));
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> resolved = new ArrayList<>(command);
        resolved.set(0, program.get().toString());
        return Optional.of(resolved);
    }

    /** In a session of its own, so that Ctrl-C in our terminal does not end a browser that we started. */
    private static List<String> detached(List<String> command, Surroundings surroundings) {
        if (surroundings.isWindows() || surroundings.isMac()) {
            return command;
        }
        Optional<Path> setsid = surroundings.programs().find("setsid");
        if (setsid.isEmpty()) {
            return command;
        }
        List<String> detached = new ArrayList<>();
        detached.add(setsid.get().toString());
        detached.addAll(command);
        return detached;
    }

    /** Returns what named this browser: {@code --browser}, {@code $BROWSER}, or the opener's name. */
    public String source() {
        return source;
    }

    /**
     * Asks for the page to be shown, and sees for a moment whether that fails at once.
     *
     * @param address the page
     * @param later told, from another thread, when the program fails after that
     * @return why the browser is not asked: it could not be started, or said that it failed; empty when it was asked
     */
    public Optional<String> tryToOpen(BrowserAddress address, Consumer<String> later) {
        ProcessBuilder builder = new ProcessBuilder(CommandLine.with(command, address));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File(nothing())));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.clear();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (!variable.getKey().toUpperCase(Locale.ROOT).startsWith("OAT_") && !hidden.contains(variable.getKey())) {
                environment.put(variable.getKey(), variable.getValue());
            }
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            trace.note(source + " could not be started");
            return Optional.of(named() + " could not be started");
        }
        trace.note("asked " + source + " to open the authorization request");
        try {
            if (process.waitFor(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return failure(process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CompletableFuture<Void> unused =
                process.onExit().thenAccept(ended -> failure(ended).ifPresent(later));
        return Optional.empty();
    }

    private Optional<String> failure(Process ended) {
        int status = ended.exitValue();
        if (status == 0) {
            return Optional.empty();
        }
        trace.note(source + " ended with status " + status + "; a page may have opened all the same");
        return Optional.of(named() + " ended with status " + status);
    }

    /** Returns the program, and what named it. */
    private String named() {
        return source.startsWith("-") || source.startsWith("$") ? source + " (" + program + ")" : source;
    }

    private static String nothing() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }
}
