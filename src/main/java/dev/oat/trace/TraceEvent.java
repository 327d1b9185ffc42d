package dev.oat.trace;

import java.util.List;
import java.util.Objects;

/**
 * Something that happened in a flow. Messages on the wire are events too; their types lie in {@code http}, beside the
 * messages.
 */
public interface TraceEvent {
    /**
     * Something a user or the tool did, told in a sentence.
     *
     * @param text the sentence, free of secrets
     */
    record Note(String text) implements TraceEvent {
        public Note {
            text = Userinfo.hidden(Objects.requireNonNull(text, "text is null"));
        }
    }

    /**
     * Something that a user should know even without asking for details: one line on standard error.
     *
     * @param text the sentence, free of secrets, without a final full stop
     */
    record Warning(String text) implements TraceEvent {
        public Warning {
            text = Userinfo.hidden(Objects.requireNonNull(text, "text is null"));
        }
    }

    /**
     * An identity provider takes part, beside the authorization server that it speaks to.
     *
     * @param issuer its address
     */
    record Provider(String issuer) implements TraceEvent {
        public Provider {
            Objects.requireNonNull(issuer, "issuer is null");
        }

        /** Returns whether an address is one of the provider's: under its own, or the well-known one that belongs to it. */
        public boolean has(String address) {
            int path = issuer.indexOf('/', issuer.indexOf("://") + 3);
            String origin = path < 0 ? issuer : issuer.substring(0, path);
            String rest = path < 0 ? "" : issuer.substring(path);
            return address.equals(issuer)
                    || address.startsWith(issuer.endsWith("/") ? issuer : issuer + "/")
                    || (rest.length() > 1 && address.startsWith(origin + "/.well-known/") && address.endsWith(rest));
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
