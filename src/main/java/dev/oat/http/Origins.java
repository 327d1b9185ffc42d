package dev.oat.http;

import java.net.URI;
import java.util.Locale;

/**
 * Origins of addresses, and which of them are local.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-4">RFC 6454 §4</a>
 */
public final class Origins {
    private Origins() {}

    /** Scheme, host and port in lower case; a default port is left out. */
    public static String of(URI uri) {
        String scheme = lower(uri.getScheme());
        String host = lower(uri.getHost());
        int port = uri.getPort();
        boolean plain = port < 0 || (port == 443 && scheme.equals("https")) || (port == 80 && scheme.equals("http"));
        return scheme + "://" + host + (plain ? "" : ":" + port);
    }

    /** Host and port as TLS names a peer: {@code api.example:443}, an IPv6 literal without its brackets. */
    public static String peer(URI uri) {
        int known = "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
        return peer(lower(uri.getHost()), uri.getPort() < 0 ? known : uri.getPort());
    }

    /** Returns the same of a host, in brackets or not, and a port. */
    public static String peer(String host, int port) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return (bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT) + ":" + port;
    }

    /**
     * Returns whether the host is this machine by its name or literal: {@code localhost}, {@code 127.x.x.x}, {@code [::1]}. Such
     * names are not looked up, see {@link Hosts#addresses}.
     */
    public static boolean isLoopback(URI uri) {
        String host = lower(uri.getHost());
        return isLocalName(host) || host.equals("[::1]") || isLoopback4(host);
    }

    /** Returns whether a name is this machine's whatever anybody says of it (RFC 6761 §6.3). */
    public static boolean isLocalName(String name) {
        String host = lower(name);
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private static boolean isLoopback4(String host) {
        if (!host.startsWith("127.")) {
            return false;
        }
        int dots = 0;
        int number = -1;
        for (char c : host.toCharArray()) {
            if (c == '.' && number >= 0) {
                dots++;
                number = -1;
            } else if (c >= '0' && c <= '9') {
                number = Math.max(0, number) * 10 + c - '0';
            } else {
                return false;
            }
            if (number > 255) {
                // no literal, so a name that would be looked up
                return false;
            }
        }
        return dots == 3 && number >= 0;
    }

    /** Returns whether secrets may go there: https, or http to this machine. */
    public static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri));
    }

    private static String lower(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
