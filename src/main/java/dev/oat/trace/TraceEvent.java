package dev.oat.trace;

import java.util.List;
import java.util.Objects;

/**
 * Something that happened in a flow. Messages on the wire are events too; their types lie in {@code http}, beside the
 * messages.
 */
public interface TraceEvent {
    /**
     * Something a person or the tool did, told in a sentence.
     *
     * @param text the sentence, free of secrets
     */
    record Note(String text) implements TraceEvent {
        public Note {
            text = Userinfo.hidden(Objects.requireNonNull(text, "text is null"));
        }
    }

    /**
     * Something that a person should know even without asking for details: one line on standard error.
     *
     * @param text the sentence, free of secrets, without a final full stop
     */
    record Warning(String text) implements TraceEvent {
        public Warning {
            text = Userinfo.hidden(Objects.requireNonNull(text, "text is null"));
        }
    }

    /**
     * The checks made on one message.
     *
     * @param subject what was checked: {@code "authorization response"}, {@code "ID token"}
     * @param checks the checks, in the order in which they were made
     */
    record Checked(String subject, List<Check> checks) implements TraceEvent {
        public Checked {
            Objects.requireNonNull(subject, "subject is null");
            checks = List.copyOf(checks);
        }
    }
}
