package dev.oat.cli.frame;

import dev.oat.http.StreamedResponse;

/** Where the bodies of API answers go. */
public interface BodyTarget extends AutoCloseable {
    /** Nobody reads any more: a command ends quietly then. */
    final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ReaderGone() {
            super("nobody reads", null, false, false);
        }
    }

    /** Shows the head of an answer before its body. */
    void head(StreamedResponse response);

    /**
     * Takes a whole body.
     *
     * @throws dev.oat.trace.Failure if it did not come whole, or cannot be put there
     * @throws ReaderGone if nobody reads any more
     */
    void body(StreamedResponse response);

    /** Everything has come: what was written may be seen. */
    void finish();

    /** Drops what is not finished. */
    @Override
    void close();

    /** Returns the head as text, in HTTP's own form. */
    static String text(StreamedResponse response) {
        StringBuilder text = new StringBuilder();
        text.append(response.protocol()).append(' ').append(response.status()).append("\r\n");
        for (dev.oat.http.Headers.Header header : response.headers().fields()) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
