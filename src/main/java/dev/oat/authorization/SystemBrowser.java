package dev.oat.authorization;

import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Starts the person's browser: an argument list, no shell, nothing of its chatter on our streams, no secret in its
 * environment.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-5">RFC 8252 §5</a>
 */
public final class SystemBrowser implements Browser {
    private final List<String> command;
    private final String source;
    private final Map<String, String> variables;
    private final Set<String> hidden;
    private final Trace trace;

    private SystemBrowser(
            List<String> command, String source, Map<String, String> variables, Set<String> hidden, Trace trace) {
        this.command = List.copyOf(command);
        this.source = source;
        this.variables = variables;
        this.hidden = hidden;
        this.trace = trace;
    }

    /**
     * The browser that {@code --browser} names.
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
                return new SystemBrowser(command.get(), "--browser", surroundings.variables(), hidden, trace);
            }
            failure = new Failure.Usage("the program of --browser is not found");
        } catch (IllegalArgumentException e) {
            failure = new Failure.Usage("--browser cannot be read: " + e.getMessage());
        }
        throw failure.hint("name a program on PATH, or by its absolute path; %s stands for the address");
    }

    /**
     * The browser of this machine: {@code $BROWSER}, else the opener of Windows under WSL, else the platform's opener.
     *
     * @param surroundings the machine
     * @param hidden further variables that the browser must not see
     * @param trace takes what happens
     * @return empty when there is none
     */
    public static Optional<SystemBrowser> find(Surroundings surroundings, Set<String> hidden, Trace trace) {
        // several browsers may be listed, as in PATH; a colon within a Windows path is not used there
        for (String listed : surroundings.browserVariable().split(surroundings.isWindows() ? ";" : ":", -1)) {
            try {
                Optional<List<String>> command = resolve(CommandLine.split(listed), surroundings);
                if (command.isPresent()) {
                    return Optional.of(
                            new SystemBrowser(command.get(), "$BROWSER", surroundings.variables(), hidden, trace));
                }
            } catch (IllegalArgumentException e) {
                trace.note("an entry of $BROWSER cannot be read: " + e.getMessage());
            }
        }
        for (List<String> opener : openers(surroundings)) {
            Optional<List<String>> command = resolve(opener, surroundings);
            if (command.isPresent()) {
                return Optional.of(
                        new SystemBrowser(command.get(), opener.get(0), surroundings.variables(), hidden, trace));
            }
        }
        return Optional.empty();
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
        return Optional.of(detached(resolved, surroundings));
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

    /** What named this browser: {@code --browser}, {@code $BROWSER}, or the opener's name. */
    public String source() {
        return source;
    }

    @Override
    public boolean open(BrowserAddress address) {
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
        try {
            Process process = builder.start();
            trace.note("asked " + source + " to open the authorization request");
            CompletableFuture<Void> unused = process.onExit().thenAccept(this::report);
            return true;
        } catch (IOException e) {
            trace.note(source + " could not be started");
            return false;
        }
    }

    private void report(Process process) {
        if (process.exitValue() != 0) {
            trace.note(source + " ended with status " + process.exitValue() + "; a page may have opened all the same");
        }
    }

    private static String nothing() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }
}
