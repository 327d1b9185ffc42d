package dev.oat.authorization.response;

/** A request to the redirect listener that is not the awaited answer: it is told why, and the wait goes on. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final boolean warning;

    /**
     * Creates a refusal.
     *
     * @param status the HTTP status to answer with
     * @param reason why, in our own words: it is shown in the trace and on the page
     */
    public Refusal(int status, String reason) {
        this(status, reason, false);
    }

    private Refusal(int status, String reason, boolean warning) {
        super(reason, null, false, false);
        this.status = status;
        this.warning = warning;
    }

    /** Returns a refusal that the user should know of at once, as the awaited answer may be behind it. */
    static Refusal worthWarning(String reason) {
        return new Refusal(400, reason, true);
    }

    /** The browser is back, and keeps the answer to itself. */
    static Refusal behindFragment() {
        return new Refusal(200, "the answer lies behind the # of its address, which browsers do not send");
    }

    public int status() {
        return status;
    }

    public boolean isWarning() {
        return warning;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
