package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.cli.frame.ResultStream;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes bodies to standard output as they come, byte for byte. */
final class PipeTarget implements BodyTarget {
    private static final int BUFFER = 64 << 10;

    private final PrintStream out;

    PipeTarget(PrintStream out) {
        this.out = out;
    }

    @Override
    public void head(StreamedResponse response) {
        byte[] head = BodyTarget.text(response).getBytes(StandardCharsets.UTF_8);
        write(head, head.length);
    }

    @Override
    public void body(StreamedResponse response) {
        byte[] buffer = new byte[BUFFER];
        InputStream body = response.body();
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                write(buffer, read);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
    }

    /** Writes bytes that belong between bodies. */
    void write(byte[] bytes, int length) {
        out.write(bytes, 0, length);
        if (out.checkError()) {
            throw problem();
        }
    }

    private RuntimeException problem() {
        Optional<IOException> problem = out instanceof ResultStream result ? result.problem() : Optional.empty();
        if (problem.isPresent() && ResultStream.isReaderGone(problem.orElseThrow())) {
            return new ReaderGone();
        }
        Failure failure = new Failure.Usage("standard output cannot be written"
                + problem.map(cause -> ": " + cause.getMessage()).orElse(""));
        return failure.hint("the disk may be full, or the reader gone");
    }

    @Override
    public void finish() {
        out.flush();
    }

    @Override
    public void close() {
        // standard output stays open
        out.flush();
    }
}
