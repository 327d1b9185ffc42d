package dev.oat.cli.call;

import dev.oat.http.StreamedResponse;
import dev.oat.render.text.LiveLine;
import dev.oat.trace.Ascii;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** A body that says on a live line how much of it has come. */
final class Download extends FilterInputStream {
    private static final long STEP = 256 << 10;

    private final LiveLine line;
    private final String whole;
    private long come;
    private long said;

    private Download(InputStream body, LiveLine line, String whole) {
        super(body);
        this.line = line;
        this.whole = whole;
    }

    /** Returns the body of an answer, counted. */
    static InputStream counted(StreamedResponse response, LiveLine line) {
        String announced = response.headers().first("Content-Length").orElse("");
        boolean number = announced.length() < 16 && Ascii.isDigits(announced);
        return new Download(response.body(), line, number ? " of " + size(Long.parseLong(announced)) : "");
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        come += bytes;
        if (come - said >= STEP) {
            said = come;
            line.say("downloading: " + size(come) + whole);
        }
    }

    private static String size(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        return bytes < 10_000_000 ? bytes / 1_000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }
}
