package dev.oat.cli.credential;

import dev.oat.cli.frame.Invocation;
import dev.oat.trace.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what another program asks on standard input, within a limit. */
final class AskedText {
    private static final int LONGEST = 64 << 10;

    private AskedText() {}

    /** Returns all of it. */
    static String whole(Invocation invocation, String program) {
        return read(invocation, program, false);
    }

    /** Returns its lines up to an empty one, behind which nothing is waited for. */
    static String untilEmptyLine(Invocation invocation, String program) {
        return read(invocation, program, true);
    }

    private static String read(Invocation invocation, String program, boolean untilEmptyLine) {
        InputStream in = invocation.environment().streams().in();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean lineIsEmpty = true;
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (untilEmptyLine && b == '\n' && lineIsEmpty) {
                    break;
                }
                bytes.write(b);
                lineIsEmpty = b == '\n' || (b == '\r' && lineIsEmpty);
                if (bytes.size() > LONGEST) {
                    throw new Failure.Usage(
                                    "standard input is longer than what " + program + " sends to a credential helper")
                            .hint(program + " runs this command by itself: see oat " + invocation.path() + " --help");
                }
            }
        } catch (IOException e) {
            throw new Failure.Usage("standard input cannot be read");
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
