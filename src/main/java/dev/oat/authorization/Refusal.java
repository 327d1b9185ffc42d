package dev.oat.authorization;

/** A request to the redirect listener that is not the awaited answer: it is told why, and the wait goes on. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * A refusal.
     *
     * @param status the HTTP status to answer with
     * @param reason why, in our own words: it is shown in the trace and on the page
     */
    Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
