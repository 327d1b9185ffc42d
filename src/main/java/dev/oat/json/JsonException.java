package dev.oat.json;

/** Text that is not JSON, or a member that has another type than its specification gives it. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A reading that failed.
     *
     * @param message what was wrong, and where; never the text itself, which may hold a secret
     */
    public JsonException(String message) {
        super(message);
    }
}
