package dev.oat.cli;

import dev.oat.json.JsonObject;
import dev.oat.render.Sanitizer;
import dev.oat.trace.Failure;
import java.io.PrintStream;

/** Where results and remarks go: one document to standard output, everything else to standard error. */
final class Output {
    private final Streams streams;

    Output(Streams streams) {
        this.streams = streams;
    }

    /**
     * Prints the asked-for document, whole, with a final line break.
     *
     * @throws Failure.Usage if standard output cannot be written
     */
    void document(String text) {
        PrintStream out = streams.out();
        out.print(text.endsWith("\n") ? text : text + "\n");
        flush();
    }

    /** Prints a JSON document, laid out for people on a terminal and on one line elsewhere. */
    void json(JsonObject document) {
        document(pretty() ? document.toPrettyJson() : document.toJson());
    }

    /**
     * Flushes standard output.
     *
     * @throws Failure.Usage if it cannot be written
     */
    void flush() {
        streams.out().flush();
        if (streams.out().checkError()) {
            throw new Failure.Usage("standard output cannot be written")
                    .hint("the disk may be full, or the reader gone");
        }
    }

    /** Whether JSON is laid out for people. */
    boolean pretty() {
        return streams.outputIsTerminal();
    }

    /** A remark for people, made harmless to a terminal. */
    void say(String text) {
        streams.err().println(Sanitizer.block(text));
    }

    /** A warning for people. */
    void warn(String text) {
        say("oat: warning: " + text);
    }
}
