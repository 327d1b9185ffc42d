package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.cli.frame.Output;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Prints what {@code --jq} picks from bodies: from each by itself, or from all that a list was joined of. */
final class FilterTarget implements BodyTarget {
    private static final int LARGEST = 32 << 20;

    private final Output output;
    private final PrintStream out;
    private final boolean joined;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.UTF_8;

    FilterTarget(Output output, PrintStream out, boolean joined) {
        this.output = output;
        output.mindAnswer();
        this.out = out;
        this.joined = joined;
    }

    @Override
    public void head(StreamedResponse response) {
        throw new Failure.Usage("--include does not go with --jq");
    }

    @Override
    public void body(StreamedResponse response) {
        charset = response.charset();
        try {
            byte[] bytes = response.body().readNBytes(LARGEST + 1 - all.size());
            all.writeBytes(bytes);
            if (all.size() > LARGEST) {
                output.keep(all.toByteArray(), response.body());
                throw tooLarge("larger than " + (LARGEST >> 20) + " MiB");
            }
        } catch (OutOfMemoryError e) {
            throw tooLarge(
                    "larger than oat's memory of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB has room for");
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
        if (!joined) {
            flush();
        }
    }

    private static Failure tooLarge(String how) {
        return new Failure.Unreachable("the answer is " + how + ", too large for --jq")
                .hint("leave out --jq and pipe it into jq");
    }

    private void flush() {
        String json = all.toString(charset);
        all.reset();
        if (json.isBlank()) {
            return;
        }
        out.print(output.picked(json));
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }

    @Override
    public void finish() {
        if (joined) {
            flush();
        }
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
