package dev.oat.trace;

import java.util.Objects;
import java.util.Optional;

/**
 * What ends a command: what failed, what was expected by which section, and what to try next.
 *
 * <p>Thrown at the place of truth and caught once, in {@code cli}, which alone knows exit codes. All texts may hold words
 * of a server; whoever prints them sanitises them. None may hold a secret:
 * what addresses among them carry before their host is hidden here.
 */
public abstract sealed class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private transient Optional<String> hint = Optional.empty();
    private transient Optional<String> phase = Optional.empty();
    private transient Optional<SpecRef> spec = Optional.empty();
    private transient Optional<String> endpoint = Optional.empty();
    private transient Optional<Integer> status = Optional.empty();
    private transient Optional<String> authMethod = Optional.empty();
    private transient Said said = Said.NOTHING;

    private Failure(String message) {
        super(Userinfo.hidden(message));
    }

    /**
     * What a server said when it did not do what it was asked, in whatever form.
     *
     * @param error its error code, or empty
     * @param words its words in one line, or empty
     * @param whole all of it: a text, or what its JSON held
     */
    public record Said(String error, String words, Object whole) {
        /** Where a server said nothing. */
        public static final Said NOTHING = new Said("", "", "");

        public Said {
            error = Userinfo.hidden(Objects.requireNonNull(error, "error is null"));
            words = Userinfo.hidden(Objects.requireNonNull(words, "words is null"));
            Objects.requireNonNull(whole, "whole is null");
        }

        /** Returns whether there is anything to tell. */
        public boolean isNothing() {
            return error.isEmpty() && words.isEmpty();
        }

        /** The code and the words in one line. */
        public String line() {
            return error.isEmpty() || words.isEmpty() ? error + words : error + ": " + words;
        }
    }

    /** Returns what failed, in one sentence without a final full stop; what the server said stands in it. */
    public final String what() {
        String text = String.valueOf(getMessage());
        return said.isNothing() || this instanceof Refused || text.contains(said.line())
                ? text
                : text + "; the server says: " + said.line();
    }

    /** Returns what the server said, if it did. */
    public final Said said() {
        return said;
    }

    /** The client authentication that the refused request used, by its registered name, or empty. */
    public final Optional<String> authMethod() {
        return authMethod;
    }

    /** Returns what to try next: a sentence or a command, or empty. */
    public final Optional<String> hint() {
        return hint;
    }

    /** What was being done, such as {@code token request}, or empty. */
    public final Optional<String> phase() {
        return phase;
    }

    /** Returns the section that was not met, or empty. */
    public Optional<SpecRef> spec() {
        return spec;
    }

    /** The endpoint that was asked, without its query, or empty. */
    public final Optional<String> endpoint() {
        return endpoint;
    }

    /** Returns the HTTP status of the answer, or empty when there was none. */
    public final Optional<Integer> status() {
        return status;
    }

    /** Adds what to try next; the first hint given stays. */
    public final <F extends Failure> F hint(String text) {
        hint = hint.isPresent() ? hint : Optional.of(Userinfo.hidden(text));
        return self();
    }

    /** Adds what was being done, unless it is known. */
    public final <F extends Failure> F phase(String name) {
        phase = phase.isPresent() ? phase : Optional.of(name);
        return self();
    }

    /** Adds the section that was not met, unless it is known. */
    public final <F extends Failure> F spec(SpecRef section) {
        spec = spec.isPresent() ? spec : Optional.of(section);
        return self();
    }

    /** Adds the endpoint that was asked, and the status of its answer (0 when none came), unless they are known. */
    public final <F extends Failure> F at(String address, int answered) {
        endpoint = endpoint.isPresent() ? endpoint : Optional.of(Userinfo.hidden(address));
        status = status.isPresent() || answered == 0 ? status : Optional.of(answered);
        return self();
    }

    /** Adds the client authentication that the refused request used, unless it is known. */
    public final <F extends Failure> F authMethod(String method) {
        authMethod = authMethod.isPresent() ? authMethod : Optional.of(method);
        return self();
    }

    /** Adds what the server said, unless that is known. */
    public final <F extends Failure> F said(Said words) {
        said = said.isNothing() ? words : said;
        return self();
    }

    @SuppressWarnings("unchecked")
    private <F extends Failure> F self() {
        return (F) this;
    }

    /** Wrong use, or settings or local files that do not work. */
    public static final class Usage extends Failure {
        private static final long serialVersionUID = 1L;

        /** Longer values are not repeated: that may be a secret in the wrong place. */
        private static final int LONGEST_VALUE = 40;

        public Usage(String what) {
            super(what);
        }

        /**
         * Returns a value that an option, a variable or a profile key does not take.
         *
         * @param name what was given it: {@code --timeout}
         * @param value the value; never one of a secret
         * @param expected what it takes, in a few words
         */
        public static Usage value(String name, String value, String expected) {
            String given = value.length() > LONGEST_VALUE ? value.length() + " characters" : "'" + value + "'";
            return new Usage("invalid value for " + name + ": " + given + " (" + expected + ")");
        }
    }

    /** What is stored here cannot be opened, or lies open though it should not: nothing can be done in its place. */
    public static final class Locked extends Failure {
        private static final long serialVersionUID = 1L;

        public Locked(String what) {
            super(what);
        }
    }

    /**
     * A well-formed OAuth error from the authorization server.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>
     */
    public static final class Refused extends Failure {
        private static final long serialVersionUID = 1L;
        private final String error;
        private final String description;

        /**
         * Creates a refusal.
         *
         * @param error the server's {@code error} code
         * @param description the server's {@code error_description}, or empty
         */
        public Refused(String error, String description) {
            this(error, description, new Said(error, description, ""));
        }

        /**
         * A refusal that says more than its code and description.
         *
         * @param error the server's {@code error} code
         * @param description the server's {@code error_description}, or empty
         * @param said all that it said
         */
        public Refused(String error, String description, Said said) {
            super("the authorization server refused: " + error
                    + (said.words().isEmpty() ? "" : " (" + said.words() + ")"));
            this.error = Userinfo.hidden(Objects.requireNonNull(error, "error is null"));
            this.description = Userinfo.hidden(Objects.requireNonNull(description, "description is null"));
            said(said);
        }

        /** Returns the server's {@code error} code. */
        public String error() {
            return error;
        }

        /** The server's {@code error_description}, or empty. */
        public String description() {
            return description;
        }
    }

    /** The user who runs the command said no to going on. */
    public static final class Declined extends Failure {
        private static final long serialVersionUID = 1L;

        public Declined(String what) {
            super(what);
        }
    }

    /** There is no token, and none can be had without the user. */
    public static final class LoginNeeded extends Failure {
        private static final long serialVersionUID = 1L;

        public LoginNeeded(String what) {
            super(what);
        }
    }

    /** No usable answer: network, TLS, a page that is no protocol message, a truncated or oversized body. */
    public static final class Unreachable extends Failure {
        private static final long serialVersionUID = 1L;

        public Unreachable(String what) {
            super(what);
        }

        public Unreachable(String what, Throwable cause) {
            super(what);
            initCause(cause);
        }
    }

    /** A readable message that is wrong: a check of a specification failed. */
    public static final class CheckFailed extends Failure {
        private static final long serialVersionUID = 1L;
        private final transient Check check;

        /**
         * A failed check.
         *
         * @param subject what was checked, such as {@code ID token}
         * @param check the check that failed
         */
        public CheckFailed(String subject, Check check) {
            super(subject + ": check failed: " + check.sentence());
            this.check = check;
            spec(check.spec());
        }

        /** Returns the check that failed. */
        public Check check() {
            return check;
        }
    }

    /** A deadline passed, or the server asked to come back later. */
    public static final class TimedOut extends Failure {
        private static final long serialVersionUID = 1L;

        public TimedOut(String what) {
            super(what);
        }
    }
}
