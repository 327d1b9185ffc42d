package dev.oat.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Maps host names to addresses, and says of a name why it is none.
 *
 * <p>A name that counts as this machine by {@link Origins#isLoopback} gets secrets in clear text, so it must lead to this
 * machine whatever a hosts file or a name server says: it is not looked up at all.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6.3">RFC 6761 §6.3</a>
 */
public final class Hosts {
    /** Said of a name that a server may well have, and that no host's may be. */
    public static final String UNDERSCORE =
            "its host name holds an underscore, which host names may not (RFC 1123 §2.1)";

    private static final byte[] LOOPBACK4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private Hosts() {}

    /**
     * Returns the addresses of a host, in the order in which they are to be tried.
     *
     * @param host a name, or a literal with or without brackets
     * @throws UnknownHostException if it has none
     */
    public static InetAddress[] addresses(String host) throws UnknownHostException {
        return Origins.isLocalName(host)
                ? new InetAddress[] {
                    InetAddress.getByAddress(host, LOOPBACK4), InetAddress.getByAddress(host, LOOPBACK6)
                }
                : InetAddress.getAllByName(host);
    }

    /** Returns why no request can be sent to the host of an address whose form is right, or empty where one can. */
    public static Optional<String> problem(URI uri) {
        String authority = uri.getRawAuthority();
        if (uri.getHost() != null || authority == null) {
            return Optional.empty();
        }
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        if (host.chars().anyMatch(c -> c > 0x7e)) {
            return Optional.of("its host is not written in ASCII (xn--…)");
        }
        return host.indexOf('_') >= 0 ? Optional.of(UNDERSCORE) : Optional.empty();
    }
}
