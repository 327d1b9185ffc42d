package dev.oat.jose;

/** A token or a key that cannot be read or used; the message names the reason and never a value. */
public final class JoseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A reading or a use that failed.
     *
     * @param message what was wrong, without the token or any key material
     */
    public JoseException(String message) {
        super(message);
    }

    JoseException(String message, Throwable cause) {
        super(message, cause);
    }
}
