package dev.oat.http;

import java.io.IOException;

/** A proxy that did not make the connection it was asked for. */
final class ProxyRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * A refusal in HTTP.
     *
     * @param status the status of the proxy's answer
     */
    ProxyRefusal(int status) {
        super("it answered with status " + status);
        this.status = status;
    }

    /**
     * No answer that can be read.
     *
     * @param cause what came instead
     */
    ProxyRefusal(IOException cause) {
        super(NetworkFailure.reason(cause), cause);
        this.status = 0;
    }

    /** The status of the proxy's answer, or 0 without one. */
    int status() {
        return status;
    }
}
