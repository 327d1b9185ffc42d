package dev.oat.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What one command writes: it goes on to the terminal, its beginning is kept, and it can be shut off. */
final class CapturedOutput extends OutputStream {
    private static final int MOST = 1 << 20;

    private final @Nullable OutputStream target;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean complete = true;
    private boolean shut;

    private CapturedOutput(@Nullable OutputStream target) {
        this.target = target;
    }

    /** Output that goes on to a stream. */
    static CapturedOutput before(OutputStream target) {
        return new CapturedOutput(target);
    }

    /** Output that goes nowhere else. */
    static CapturedOutput alone() {
        return new CapturedOutput(null);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (shut) {
            return;
        }
        if (kept.size() + length <= MOST) {
            kept.write(bytes, offset, length);
        } else {
            complete = false;
        }
        if (target != null) {
            target.write(bytes, offset, length);
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (target != null && !shut) {
            target.flush();
        }
    }

    /** From now on nothing goes through: the command was cancelled, and may still be writing. */
    synchronized void shut() {
        shut = true;
    }

    /** What was written, without colours; empty when it was too much to keep. */
    synchronized String text() {
        if (!complete) {
            return "";
        }
        String text = kept.toString(StandardCharsets.UTF_8);
        return text.indexOf('\u001b') < 0 ? text : text.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
