package dev.oat.authorization.redirect;

import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/**
 * Says where a redirect is really listened for, where that is not what its URI names: behind a published port of a container, or
 * over https.
 *
 * @param address the interface; empty for the host of the redirect URI
 * @param port the port; 0 for the one of the redirect URI
 * @param sockets makes the sockets: plain ones, or ones of TLS
 * @param tls whether they are of TLS
 */
public record Listening(Optional<InetAddress> address, int port, ServerSocketFactory sockets, boolean tls) {
    /** As the redirect URI says, over http. */
    static final Listening USUAL = new Listening(Optional.empty(), 0, ServerSocketFactory.getDefault(), false);

    public Listening {
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(sockets, "sockets is null");
    }

    /**
     * Returns the place that a user names.
     *
     * @param text {@code ADDRESS} or {@code ADDRESS:PORT}, an IPv6 address in brackets; empty for where the URI says
     * @param tls makes the sockets of an https redirect URI
     * @throws Failure.Usage if it is no address of this machine
     */
    public static Listening at(Optional<String> text, Optional<ServerSocketFactory> tls) {
        ServerSocketFactory sockets = tls.orElseGet(ServerSocketFactory::getDefault);
        if (text.isEmpty()) {
            return new Listening(Optional.empty(), 0, sockets, tls.isPresent());
        }
        String host = text.get();
        int port = 0;
        int colon = host.lastIndexOf(':');
        if ((colon >= 0 && host.indexOf(':') == colon) || host.contains("]:")) {
            port = port(host.substring(colon + 1));
            host = host.substring(0, colon);
        }
        try {
            return new Listening(Optional.of(InetAddress.getByName(host)), port, sockets, tls.isPresent());
        } catch (UnknownHostException e) {
            throw unusable();
        }
    }

    private static int port(String text) {
        int port = text.length() <= 5 && Ascii.isDigits(text) ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw unusable();
        }
        return port;
    }

    private static Failure unusable() {
        return new Failure.Usage("--listen is no address of this machine")
                .hint("write --listen 0.0.0.0, --listen 0.0.0.0:8484 or --listen '[::]:8484'");
    }

    /** Returns whether other machines reach it. */
    boolean isPublic() {
        return address.isPresent() && !address.get().isLoopbackAddress();
    }
}
