package dev.oat.http;

import java.io.IOException;

/** A server that answers in another protocol than HTTP/1.1, as far as its first bytes tell which. */
public final class OtherProtocol extends IOException {
    private static final long serialVersionUID = 1;

    /** What a server may speak. */
    public enum Spoken {
        /** HTTP/2, by its first frame or because it takes nothing else (RFC 7301 §3.2). */
        HTTP_2("HTTP/2 only"),
        /** TLS, on a port that was addressed by http. */
        TLS("TLS"),
        /** Anything else: what it is shall not be guessed, and is not quoted. */
        UNKNOWN("something else than HTTP/1.1");

        private final String words;

        Spoken(String words) {
            this.words = words;
        }
    }

    private final Spoken spoken;

    public OtherProtocol(Spoken spoken) {
        super("the server speaks " + spoken.words);
        this.spoken = spoken;
    }

    public Spoken spoken() {
        return spoken;
    }
}
