package dev.oat.http;

import java.io.IOException;

/** Says which rule of HTTP/1.1 an answer breaks so that it cannot be read safely. */
public final class MalformedAnswer extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * A broken rule.
     *
     * @param what what the answer holds, in words of ours: nothing of the server's own text
     * @param section the section that forbids it: {@code RFC 9112 §7.1}
     */
    public MalformedAnswer(String what, String section) {
        super(what + " (" + section + ")");
    }
}
