package dev.oat.http.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection to a server, plain or by TLS, directly or through a proxy. */
public final class Connection {
    private final String origin;
    private final Socket plain;
    private final Socket socket;
    private final OutputStream out;
    private final MessageReader reader;

    /**
     * Creates a connection.
     *
     * @param origin whom it leads to
     * @param plain the connection below TLS
     * @param socket the connection itself; the same where there is no TLS
     */
    Connection(String origin, Socket plain, Socket socket) throws IOException {
        this.origin = origin;
        this.plain = plain;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.reader = new MessageReader(socket.getInputStream());
    }

    String origin() {
        return origin;
    }

    /** Returns the connection below TLS. */
    Socket plain() {
        return plain;
    }

    OutputStream out() {
        return out;
    }

    /** Returns the connection as a channel; null where it is none, and under TLS. */
    @Nullable
    SocketChannel channel() {
        return socket == plain ? plain.getChannel() : null;
    }

    /** Gathers what is sent, or sends it at once, where the connection is one that can. */
    void gather(boolean on) throws IOException {
        if (plain instanceof GatheringSocket gathering) {
            gathering.gather(on);
        }
    }

    MessageReader reader() {
        return reader;
    }

    /**
     * Waits for the server to say something.
     *
     * @return whether it did, or closed the connection, in time
     */
    boolean hears(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            reader.await();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /**
     * Returns whether an idle connection still leads to a server that has nothing to say.
     *
     * @param certain whether to look for its end, too, which takes a millisecond
     */
    boolean isQuiet(boolean certain) {
        try {
            boolean something = plain.getInputStream().available() > 0;
            if (reader.hasMore() || (something && socket == plain)) {
                return false;
            }
            // by TLS it may be a message of the protocol's own
            return !((something || certain) && hears(1));
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the connection in an orderly way. */
    void close() {
        close(socket);
        close(plain);
    }

    /** Ends the connection below TLS, which no peer can delay. */
    void abandon() {
        close(plain);
    }

    public static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
            return;
        }
    }
}
