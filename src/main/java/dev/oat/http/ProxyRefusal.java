package dev.oat.http;

import java.io.IOException;

/** A proxy that did not make the connection it was asked for. */
public final class ProxyRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * Creates a refusal in HTTP.
     *
     * @param status the status of the proxy's answer
     */
    public ProxyRefusal(int status) {
        super("it answered with status " + status);
        this.status = status;
    }

    /**
     * No answer that can be read.
     *
     * @param reason what went wrong, in words
     * @param cause what came instead
     */
    public ProxyRefusal(String reason, IOException cause) {
        super(reason, cause);
        this.status = 0;
    }

    /** Returns the status of the proxy's answer, or 0 without one. */
    int status() {
        return status;
    }
}
