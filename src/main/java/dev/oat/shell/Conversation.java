package dev.oat.shell;

import dev.oat.cli.ShellKnowledge;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Version;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A shell with a user before it. */
final class Conversation {
    private static final int USUAL_WIDTH = 80;

    private final Environment outside;
    private final Terminal terminal;
    private final ShellPrompts prompts;
    private final Runner runner;
    private final HistoryFile history;
    private final TerminalKind kind;
    /** Reads the lines of a dumb terminal, else empty. */
    private final Optional<PlainLines> plain;
    /** Reads the lines of any other, else empty. */
    private final Optional<LineReader> edited;

    private Conversation(Environment outside, TerminalKind kind, Terminal terminal) {
        this.outside = outside;
        this.kind = kind;
        this.terminal = terminal;
        this.plain = kind.dumb() ? Optional.of(new PlainLines(terminal)) : Optional.empty();
        this.prompts = new ShellPrompts(terminal, plain);
        this.runner = new Runner(outside, prompts);
        this.history = new HistoryFile(runner.knowledge().stateDirectory());
        runner.history(history.lines());
        this.edited = kind.dumb() ? Optional.empty() : Optional.of(editor());
    }

    private LineReader editor() {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("oat")
                .parser(TypedLine.parser())
                .completer(new ShellCompleter(runner))
                .history(new SafeHistory(history))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .option(LineReader.Option.AUTO_LIST, true)
                .option(LineReader.Option.CASE_INSENSITIVE, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ")
                .build();
    }

    /** Opens the shell on the terminal, and stays until the user leaves. */
    static int open(Environment outside) {
        // what jline has to say of a terminal, stack traces included, helps nobody at a prompt
        Logger jline = Logger.getLogger("org.jline");
        Level before = jline.getLevel();
        jline.setLevel(Level.OFF);
        TerminalKind kind = TerminalKind.of(outside.variables(), outside.system());
        TerminalBuilder builder =
                TerminalBuilder.builder().system(true).dumb(true).encoding(java.nio.charset.StandardCharsets.UTF_8);
        try (Terminal terminal = (kind.type().isEmpty() ? builder : builder.type(kind.type())).build()) {
            return new Conversation(outside, kind, terminal).talk();
        } catch (IOException e) {
            throw new Failure.Usage("the terminal cannot be used").hint("oat shell < FILE runs a script");
        } finally {
            jline.setLevel(before);
        }
    }

    private int talk() {
        // while a line is typed, it is the line's reader that takes the signal
        terminal.handle(Terminal.Signal.INT, signal -> runner.foreground().cancel());
        outside.streams()
                .err()
                .println(style().fit("oat " + Version.NUMBER
                        + " … commands without oat before them; help lists them, Ctrl-D leaves"));
        while (runner.left().isEmpty()) {
            List<String> commands;
            try {
                commands = CommandWords.commands(typed());
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return 0;
            }
            // several lines that were pasted at once are several commands; Ctrl-C ends them all
            boolean cancelled = false;
            for (String command : commands) {
                cancelled |= !cancelled && runner.left().isEmpty() && run(command) == Foreground.CANCELLED;
            }
        }
        return runner.left().orElseThrow();
    }

    /** Returns what the user typed up to the end of a line, or pasted. */
    private String typed() {
        if (plain.isEmpty()) {
            return edited.orElseThrow().readLine(prompt());
        }
        String typed = plain.orElseThrow().command(prompt());
        Optional<String> unused = history.keep(typed);
        return typed;
    }

    private int run(String command) {
        runner.surroundings(Map.of("COLUMNS", columns()));
        prompts.open(() -> runner.foreground().cancel());
        try {
            return runner.run(command);
        } finally {
            prompts.close();
        }
    }

    /** Returns a dumb terminal, and one that does not know its width, is taken for one of 80 columns. */
    private String columns() {
        String told = outside.variables().getOrDefault("COLUMNS", "");
        int columns = terminal.getSize().getColumns();
        if (kind.dumb() && !told.isEmpty()) {
            return told;
        }
        return Integer.toString(kind.dumb() || columns <= 0 ? USUAL_WIDTH : Math.max(Style.NARROWEST, columns));
    }

    private Style style() {
        return Style.of("auto", outside.variables(), true);
    }

    /** Returns which profile, who, and how long the token lives. */
    private String prompt() {
        Style style = style();
        Optional<ShellKnowledge.Glance> glance = runner.knowledge().glance();
        if (glance.isEmpty()) {
            return style.paint(Style.Ink.BOLD, "oat") + "> ";
        }
        ShellKnowledge.Glance now = glance.orElseThrow();
        StringBuilder text = new StringBuilder(style.paint(Style.Ink.BOLD, now.profile()));
        if (now.user().isEmpty()) {
            return text.append(" ")
                    .append(style.paint(Style.Ink.DIM, "signed out"))
                    .append("> ")
                    .toString();
        }
        text.append(' ').append(style.fit(Sanitizer.line(now.user().orElseThrow())));
        if (now.expiresAt().isPresent()) {
            Duration left =
                    Duration.between(outside.clock().instant(), now.expiresAt().orElseThrow());
            boolean soon = left.toSeconds() < 60;
            text.append(' ').append(style.paint(soon ? Style.Ink.YELLOW : Style.Ink.GREEN, span(left)));
        }
        return text.append("> ").toString();
    }

    private static String span(Duration left) {
        if (left.isNegative() || left.isZero()) {
            return "ended";
        }
        if (left.toDays() > 1) {
            return left.toDays() + "d";
        }
        if (left.toHours() > 1) {
            return left.toHours() + "h";
        }
        return left.toMinutes() > 0 ? left.toMinutes() + "m" : left.toSeconds() + "s";
    }
}
