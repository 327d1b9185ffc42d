package dev.oat.cli.frame;

import dev.oat.authorization.redirect.Alarm;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Remarks;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Streams;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Accents;
import dev.oat.render.text.JsonColours;
import dev.oat.render.text.JsonFilter;
import dev.oat.render.text.LiveLine;
import dev.oat.render.text.Reflow;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.trace.Failure;
import dev.oat.trace.Userinfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where results and remarks go: one document to standard output, everything else to standard error. */
public final class Output implements Remarks {
    private final Environment environment;
    private final Streams streams;
    private final Arguments arguments;
    private volatile @Nullable LiveLine live;
    private @Nullable JsonFilter filter;
    private boolean answerAtStake;
    private final Set<String> warned = new HashSet<>();

    /**
     * Where one command's results go.
     *
     * @param environment whose streams
     * @param arguments what stood on the command line
     */
    public Output(Environment environment, Arguments arguments) {
        this.environment = environment;
        this.streams = environment.streams();
        this.arguments = arguments;
    }

    /**
     * Prints the asked-for document, whole, with a final line break.
     *
     * @throws Failure.Usage if standard output cannot be written
     */
    public void document(String text) {
        if (!arguments.has(Settings.JQ)) {
            print(text);
            return;
        }
        String picked = picked(text);
        // an expression may give nothing at all
        if (!picked.isEmpty()) {
            print(picked);
        }
    }

    private void print(String text) {
        PrintStream out = streams.out();
        out.print(text.endsWith("\n") ? text : text + "\n");
        flush();
    }

    /** Returns what {@code --jq} leaves of a JSON text; without it, the text. */
    public String picked(String json) {
        Optional<String> expression = arguments.first(Settings.JQ);
        if (expression.isEmpty()) {
            return json;
        }
        JsonFilter made = filter;
        if (made == null) {
            made = JsonFilter.of(expression.get());
            filter = made;
        }
        try {
            return answerAtStake ? made.ofAnswer(json, style()) : made.of(json, style());
        } catch (Failure failure) {
            if (answerAtStake) {
                keep(json.getBytes(StandardCharsets.UTF_8), InputStream.nullInputStream());
            }
            throw failure;
        }
    }

    /** What is printed from now on is an answer that may not be had again: it is kept where {@code --jq} fails. */
    public void mindAnswer() {
        answerAtStake = true;
    }

    /** Keeps an answer that {@code --jq} cannot take: its beginning, and what comes behind that. */
    public void keep(byte[] beginning, InputStream rest) {
        try {
            say("oat: the answer, as it came, is kept in " + KeptAnswer.write(environment, beginning, rest));
        } catch (Failure.Usage e) {
            warn("the answer cannot be kept in a file either: " + e.what());
        }
    }

    /**
     * Reads {@code --jq} before anything is sent.
     *
     * @throws Failure.Usage if it is no expression
     */
    public void checkFilter() {
        if (arguments.has(Settings.JQ)) {
            filter = JsonFilter.of(arguments.first(Settings.JQ).orElse("."));
        }
    }

    /** Prints a JSON document, laid out for people on a terminal and on one line elsewhere. */
    public void json(JsonObject document) {
        boolean laidOut = pretty() && !arguments.has(Settings.JQ);
        document(laidOut ? JsonColours.of(document.toPrettyJson(), style()) : document.toJson());
    }

    /** Prints text that people read; on a terminal its long lines are broken between words. */
    public void text(String text) {
        String fit = style().fit(text);
        document(streams.outputIsTerminal() ? Reflow.of(fit, environment.columns()) : fit);
    }

    /**
     * Flushes standard output.
     *
     * @throws Failure.Usage if it cannot be written
     * @throws BodyTarget.ReaderGone if nobody reads any more
     */
    void flush() {
        streams.out().flush();
        if (streams.out().checkError()) {
            Optional<IOException> problem =
                    streams.out() instanceof ResultStream result ? result.problem() : Optional.empty();
            if (problem.isPresent() && ResultStream.isReaderGone(problem.orElseThrow())) {
                throw new BodyTarget.ReaderGone();
            }
            throw new Failure.Usage("standard output cannot be written")
                    .hint("the disk may be full, or the reader gone");
        }
    }

    /** Returns whether JSON is laid out for people. */
    boolean pretty() {
        return streams.outputIsTerminal();
    }

    /** What standard output can show. */
    public Style style() {
        return Style.of(when(), environment.variables(), streams.outputIsTerminal());
    }

    /** Returns how many columns people see at once. */
    public int columns() {
        return streams.outputIsTerminal() ? environment.columns() : Style.PLAIN.width();
    }

    /** What standard error can show. */
    public Style errorStyle() {
        return Style.of(when(), environment.variables(), streams.errorIsTerminal());
    }

    /** Returns what standard error can show, with the width that its terminal has. */
    public Style measured() {
        return streams.errorIsTerminal() ? errorStyle().wide(environment.columns()) : errorStyle();
    }

    private String when() {
        Optional<String> option = arguments.first(Settings.COLOR);
        String variable = environment.variables().getOrDefault(Settings.COLOR.variable(), "");
        String when = option.isPresent() ? option.get() : variable;
        return when.equals("always") || when.equals("never") ? when : "auto";
    }

    /**
     * Says on the terminal what is awaited and for how long, until it is closed; remarks go past it.
     *
     * <p>Shows nothing without a terminal, and none while a prompt stands on the same line: do not use it then.
     *
     * @param what what is awaited: {@code "waiting for the sign-in in the browser"}
     * @param limit how long at most, or empty
     */
    public LiveLine waiting(String what, Optional<Duration> limit) {
        LiveLine line = LiveLine.on(streams.err(), measured(), environment.clock(), Alarm.system(), what, limit);
        live = line;
        return line;
    }

    /**
     * Says on the terminal what is awaited and how much time is left, until it is closed; as {@link #waiting}.
     *
     * @param what what is awaited
     * @param limit how long at most
     */
    public LiveLine countdown(String what, Duration limit) {
        LiveLine line = LiveLine.countdown(streams.err(), measured(), environment.clock(), Alarm.system(), what, limit);
        live = line;
        return line;
    }

    /** Prints a report that people read, with its headings and verdicts set apart. */
    public void report(String report) {
        text(Accents.of(Userinfo.hidden(report), style()));
    }

    /** A remark for people, made harmless to a terminal; there, its long lines are broken between words. */
    public void say(String text) {
        String fit = errorStyle().fit(Sanitizer.block(Userinfo.hidden(text)));
        show(streams.errorIsTerminal() ? Reflow.of(fit, environment.columns()) : fit);
    }

    /** Lines that stay as they are but for what would harm a terminal: messages of the wire, and what is to be copied. */
    void verbatim(String text) {
        show(errorStyle().fit(Sanitizer.block(text)));
    }

    /** A drawing for people, which is harmless to a terminal as it is. */
    public void show(String safe) {
        LiveLine line = live;
        if (line == null) {
            streams.err().println(safe);
        } else {
            line.beside(() -> streams.err().println(safe));
        }
    }

    /** A warning for people. */
    @Override
    public void warn(String text) {
        say("oat: warning: " + text);
    }

    /** A warning of what holds for the whole command, however many of its parts come upon it. */
    public synchronized void warnOnce(String text) {
        if (warned.add(text)) {
            warn(text);
        }
    }
}
