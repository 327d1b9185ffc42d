package dev.oat.http.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A socket that, while it is asked to, gathers what is written to it: of the records of TLS, 16 KiB each, several then go
 * out in one system call.
 */
final class GatheringSocket extends Socket {
    private final Gathering out = new Gathering();

    @Override
    public OutputStream getOutputStream() throws IOException {
        out.open(super.getOutputStream());
        return out;
    }

    /** Gathers from now on, or no more; what was gathered goes out. */
    void gather(boolean on) throws IOException {
        out.gather(on);
    }

    private static final class Gathering extends OutputStream {
        /** As much as the JDK hands to the system at once. */
        private static final int SIZE = 128 << 10;

        private OutputStream out = OutputStream.nullOutputStream();
        private byte[] gathered = {};
        private int count;
        private boolean on;

        synchronized void open(OutputStream socket) {
            out = socket;
        }

        synchronized void gather(boolean from) throws IOException {
            send();
            on = from;
            gathered = from && gathered.length == 0 ? new byte[SIZE] : gathered;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > SIZE - count) {
                send();
            }
            if (!on || length > SIZE) {
                out.write(bytes, offset, length);
                return;
            }
            System.arraycopy(bytes, offset, gathered, count, length);
            count += length;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        private void send() throws IOException {
            if (count > 0) {
                int ready = count;
                count = 0;
                out.write(gathered, 0, ready);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
