package dev.oat.cli;

import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Programs;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.setting.Terminal;
import dev.oat.http.Pause;
import dev.oat.http.Transport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.MessageTransport;
import dev.oat.trace.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An outside world for tests of commands: real sockets and real files below a directory of the test's, but a clock that
 * stands still, waits that take no time, and a terminal that answers what it was told.
 */
public final class TestWorld {
    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> prompts = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Path home;
    private final Deque<Runnable> duringPauses = new ArrayDeque<>();
    private InputStream in = InputStream.nullInputStream();
    private boolean terminal;
    private boolean outputIsTerminal;
    private Optional<Terminal> other = Optional.empty();
    private boolean waiting;
    private Optional<Pause> pause = Optional.empty();
    /** Read by the threads of servers, too. */
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    private Function<TransportSettings, Transport> transports = MessageTransport::new;
    private Programs programs = (command, limit) -> {
        throw new IOException("no program may be started here");
    };

    private TestWorld(Path home) {
        this.home = home;
        variables.put("HOME", home.toString());
    }

    /** A world whose home directory is a test's temporary one. */
    public static TestWorld at(Path home) {
        return new TestWorld(home);
    }

    /** Sets an environment variable. */
    public TestWorld with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Standard input holds this text and is no terminal. */
    public TestWorld reading(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** There is a controlling terminal, and the user will type these lines. */
    public TestWorld typing(String... lines) {
        terminal = true;
        answers.addAll(List.of(lines));
        return this;
    }

    /** The controlling terminal is this one. */
    public TestWorld typingAt(Terminal one) {
        other = Optional.of(one);
        return this;
    }

    /** During the next wait that none of these belongs to yet, this happens. */
    public TestWorld duringPause(Runnable happening) {
        duringPauses.add(happening);
        return this;
    }

    /** Waits take their time, and the clock stands still: for commands that wait for each other. */
    public TestWorld waiting() {
        waiting = true;
        return this;
    }

    /** Waits are made by this. */
    public TestWorld pausing(Pause other) {
        pause = Optional.of(other);
        return this;
    }

    /** Standard output is a terminal. */
    public TestWorld onTerminal() {
        outputIsTerminal = true;
        return this;
    }

    /** Programs are started by this. */
    public TestWorld starting(Programs other) {
        programs = other;
        return this;
    }

    /** Messages are sent by this. */
    public TestWorld sending(Function<TransportSettings, Transport> other) {
        transports = other;
        return this;
    }

    /** The clock stands at this time. */
    public TestWorld at(Instant time) {
        now = time;
        return this;
    }

    /** Moves the clock. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Moves the clock on behalf of a command that waits. */
    private void pause(Duration time) {
        pauses.add(time);
        pass(time);
        Runnable happening = duringPauses.poll();
        if (happening != null) {
            happening.run();
        }
    }

    /** The clock's time. */
    public Instant now() {
        return now;
    }

    /** The clock, for others who must agree about the time. */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    /** What was asked on the terminal so far. */
    public List<String> prompts() {
        return List.copyOf(prompts);
    }

    /** The waits so far; none took any time. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** The home directory. */
    public Path home() {
        return home;
    }

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param out all of standard output
     * @param err all of standard error
     */
    public record Outcome(int code, String out, String err) {
        /** How a command line ended; what it printed as JSON keeps to its schema. */
        static Outcome of(List<String> words, int code, String out, String err) {
            PrintedDocuments.of(words, out, err);
            return new Outcome(code, out, err);
        }
    }

    /** Runs one command line. */
    public Outcome run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = environment(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = CommandTree.over(environment).run(List.of(words));
        environment.streams().out().flush();
        return Outcome.of(
                List.of(words), code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The world as commands get it, with these streams. */
    public Environment environment(PrintStream out, PrintStream err) {
        return new Environment(
                Map.copyOf(variables),
                clock(),
                pause.orElse(waiting ? time -> Thread.sleep(time.toMillis()) : this::pause),
                SecureRandom::new,
                new Streams(in, out, err, false, outputIsTerminal, outputIsTerminal),
                other.orElseGet(TypedAnswers::new),
                transports,
                programs,
                home,
                System.getProperty("os.name"));
    }

    private final class TypedAnswers implements Terminal {
        @Override
        public boolean isPresent() {
            return terminal;
        }

        @Override
        public Optional<String> ask(String prompt) {
            prompts.add(prompt);
            return Optional.ofNullable(answers.poll());
        }

        @Override
        public Optional<Secret> askSecret(String prompt) {
            return ask(prompt).map(Secret::of);
        }
    }
}
