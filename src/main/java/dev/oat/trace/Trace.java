package dev.oat.trace;

import java.util.List;
import java.util.Optional;

/** Takes the events of a flow, in order, from any thread. */
@FunctionalInterface
public interface Trace {
    /** Takes one event. */
    void add(TraceEvent event);

    /** A trace that keeps nothing. */
    static Trace none() {
        return event -> {};
    }

    /** Tells something that a user or the tool did. */
    default void note(String text) {
        add(new TraceEvent.Note(text));
    }

    /** Tells something that the user should know even without asking for details. */
    default void warn(String text) {
        add(new TraceEvent.Warning(text));
    }

    /**
     * Takes the checks made on one message, and warns of what is odd in one that is accepted.
     *
     * @throws Failure.CheckFailed for the first of them that failed
     */
    default void verify(String subject, List<Check> checks) {
        add(new TraceEvent.Checked(subject, checks));
        Optional<Check> failed = Check.firstFailed(checks);
        if (failed.isPresent()) {
            throw new Failure.CheckFailed(subject, failed.orElseThrow());
        }
        for (Check check : checks) {
            if (check.warned()) {
                warn(subject + ", accepted although odd: " + check.sentence() + " (" + check.spec() + ")");
            }
        }
    }
}
