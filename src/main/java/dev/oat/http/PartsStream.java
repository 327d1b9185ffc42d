package dev.oat.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bodies one after the other, each opened when its turn comes. */
final class PartsStream extends InputStream {
    private final Iterator<Body> rest;
    private @Nullable InputStream current;

    PartsStream(List<Body> parts) {
        rest = parts.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            InputStream open = current;
            if (open == null) {
                if (!rest.hasNext()) {
                    return -1;
                }
                open = rest.next().open();
                current = open;
            }
            int read = open.read(buffer, offset, length);
            if (read >= 0) {
                return read;
            }
            open.close();
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        InputStream open = current;
        if (open != null) {
            open.close();
        }
    }
}
