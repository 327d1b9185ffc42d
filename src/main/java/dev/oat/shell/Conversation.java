package dev.oat.shell;

import dev.oat.cli.Environment;
import dev.oat.cli.ShellKnowledge;
import dev.oat.cli.Version;
import dev.oat.render.Sanitizer;
import dev.oat.render.Style;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A shell with a person before it. */
final class Conversation {
    private final Environment outside;
    private final Terminal terminal;
    private final ShellPrompts prompts;
    private final Runner runner;
    private final LineReader reader;

    private Conversation(Environment outside, Terminal terminal) {
        this.outside = outside;
        this.terminal = terminal;
        this.prompts = new ShellPrompts(terminal);
        this.runner = new Runner(outside, prompts);
        HistoryFile history = new HistoryFile(runner.knowledge().stateDirectory());
        runner.history(history.lines());
        this.reader = LineReaderBuilder.builder()
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

    /** Opens the shell on the terminal, and stays until the person leaves. */
    static int open(Environment outside) {
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .encoding(java.nio.charset.StandardCharsets.UTF_8)
                .build()) {
            return new Conversation(outside, terminal).talk();
        } catch (IOException e) {
            throw new Failure.Usage("the terminal cannot be used").hint("oat shell < FILE runs a script");
        }
    }

    private int talk() {
        // while a line is typed, jline takes the signal itself
        terminal.handle(Terminal.Signal.INT, signal -> runner.foreground().cancel());
        outside.streams()
                .err()
                .println(style().fit("oat " + Version.NUMBER
                        + " … commands without oat before them; help lists them, Ctrl-D leaves"));
        while (runner.left().isEmpty()) {
            String line;
            try {
                line = reader.readLine(prompt());
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return 0;
            }
            runner.surroundings(Map.of(
                    "COLUMNS", Integer.toString(Math.max(20, terminal.getSize().getColumns()))));
            prompts.open(() -> runner.foreground().cancel());
            try {
                int unused = runner.run(line);
            } finally {
                prompts.close();
            }
        }
        return runner.left().orElseThrow();
    }

    private Style style() {
        return Style.of("auto", outside.variables(), true);
    }

    /** Which profile, who, and how long the token lives. */
    private String prompt() {
        Style style = style();
        Optional<ShellKnowledge.Glance> glance = runner.knowledge().glance();
        if (glance.isEmpty()) {
            return style.paint(Style.Ink.BOLD, "oat") + "> ";
        }
        ShellKnowledge.Glance now = glance.orElseThrow();
        StringBuilder text = new StringBuilder(style.paint(Style.Ink.BOLD, now.profile()));
        if (now.person().isEmpty()) {
            return text.append(" ")
                    .append(style.paint(Style.Ink.DIM, "signed out"))
                    .append("> ")
                    .toString();
        }
        text.append(' ').append(style.fit(Sanitizer.line(now.person().orElseThrow())));
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
