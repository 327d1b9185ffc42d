package dev.oat.authorization.redirect;

import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Where the authorization server may send the browser back to: a loopback host, the ports to try, and a path; another host
 * only where it is said where to listen, and over https.
 *
 * @param host {@code 127.0.0.1}, {@code [::1]} or {@code localhost}
 * @param ports the ports to try, in order; 0 is any free port
 * @param path the path, as it stands in the redirect URI; empty when the URI ends after the port
 * @param listening where it is really listened for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252 §7.3</a>
 */
public record RedirectAddress(String host, List<Integer> ports, String path, Listening listening) {
    /** The path that oat uses unless told otherwise. */
    public static final String DEFAULT_PATH = "/callback";

    private static final int HTTPS_PORT = 443;

    /** A port to register, where a user has not chosen one. */
    private static final int EXAMPLE_PORT = 8484;
    /** From here on systems give out ports as they come; one below was chosen. */
    private static final int FIRST_PASSING_PORT = 32_768;

    static final String IPV4 = "127.0.0.1";
    static final String IPV6 = "[::1]";
    static final String LOCALHOST = "localhost";

    private static final SpecRef SPEC = SpecRef.rfc(8252, "7.3");

    public RedirectAddress {
        Objects.requireNonNull(path, "path is null");
        ports = List.copyOf(ports);
        if (!isLoopback(host) && !(listening.tls() && listening.address().isPresent())) {
            throw new IllegalArgumentException("not a loopback host: " + host);
        }
        if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 0 || port > 65535)) {
            throw new IllegalArgumentException("ports are none, or out of range: " + ports);
        }
    }

    /** Creates one that is listened for where its URI says, over http. */
    RedirectAddress(String host, List<Integer> ports, String path) {
        this(host, ports, path, Listening.USUAL);
    }

    private static boolean isLoopback(String host) {
        return host.equals(IPV4) || host.equals(IPV6) || host.equals(LOCALHOST);
    }

    /** {@code http://127.0.0.1:PORT/callback} on any free port. */
    public static RedirectAddress anyPort() {
        return new RedirectAddress(IPV4, List.of(0), DEFAULT_PATH);
    }

    /** {@code http://127.0.0.1:PORT/callback} on the first of these ports that is free; none means any port. */
    public static RedirectAddress onPorts(List<Integer> ports) {
        return onPorts(ports, Listening.USUAL);
    }

    /** Returns the same, listened for elsewhere; without ports the URI has the port that is listened on. */
    public static RedirectAddress onPorts(List<Integer> ports, Listening listening) {
        return new RedirectAddress(IPV4, ports.isEmpty() ? List.of(listening.port()) : ports, DEFAULT_PATH, listening);
    }

    /**
     * The address of a registered redirect URI.
     *
     * @param redirectUri such as {@code http://localhost:8484/oauth}; without a port any port will do
     * @param ports the ports to try when the URI names none
     * @throws Failure.Usage if it is no http URI of a loopback host, has a query or fragment, or names another port
     *     than {@code ports}
     */
    public static RedirectAddress of(String redirectUri, List<Integer> ports) {
        return of(redirectUri, ports, Listening.USUAL);
    }

    /**
     * Returns the same, listened for elsewhere, or over https.
     *
     * @throws Failure.Usage if it is an https URI and there is no certificate for it, or the other way round
     */
    public static RedirectAddress of(String redirectUri, List<Integer> ports, Listening listening) {
        URI uri = parse(redirectUri);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (!(https || "http".equalsIgnoreCase(uri.getScheme()))
                || uri.getRawUserInfo() != null
                || host.isEmpty()
                || !(isLoopback(host) || (https && listening.address().isPresent()))) {
            throw refuse("the redirect URI " + redirectUri + " is not on this machine's loopback");
        }
        if (https != listening.tls()) {
            throw new Failure.Usage(
                            https
                                    ? "the redirect URI " + redirectUri
                                            + " is https, and there is no certificate to listen with"
                                    : "there is a certificate to listen with, and the redirect URI " + redirectUri
                                            + " is http")
                    .hint(
                            https
                                    ? "--listen-cert FILE --listen-key FILE, with a certificate that your browser trusts; or use"
                                            + " http://127.0.0.1:PORT/callback"
                                    : "leave out --listen-cert, or register an https redirect URI");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refuse("the redirect URI " + redirectUri + " has a query or a fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw refuse("the redirect URI " + redirectUri + " has no usable port");
        }
        if (uri.getPort() > 0 && !ports.isEmpty() && !ports.equals(List.of(uri.getPort()))) {
            throw new Failure.Usage("the redirect URI names port " + uri.getPort() + ", --port names " + text(ports))
                    .hint("give one of them, or a redirect URI without a port");
        }
        List<Integer> usual = List.of(https ? HTTPS_PORT : listening.port());
        List<Integer> tried = uri.getPort() > 0 ? List.of(uri.getPort()) : ports.isEmpty() ? usual : ports;
        return new RedirectAddress(host, tried, uri.getRawPath(), listening);
    }

    private static URI parse(String redirectUri) {
        try {
            return new URI(redirectUri);
        } catch (URISyntaxException e) {
            throw refuse("the redirect URI " + redirectUri + " is malformed");
        }
    }

    private static Failure.Usage refuse(String what) {
        return new Failure.Usage(what)
                .spec(SPEC)
                .hint(
                        "use http://127.0.0.1:PORT/callback, or localhost instead of 127.0.0.1, with the port and path that"
                                + " are registered at the authorization server");
    }

    /** Returns the redirect URI with the port that was really bound. */
    String uri(String boundHost, int port) {
        return (listening.tls() ? "https://" : "http://") + authority(boundHost, named(port)) + path;
    }

    /** The port that the URI names: its own where another is listened on. */
    private int named(int bound) {
        return listening.port() > 0 && ports.get(0) > 0 ? ports.get(0) : bound;
    }

    private String authority(String boundHost, int port) {
        return listening.tls() && port == HTTPS_PORT ? boundHost : boundHost + ":" + port;
    }

    /** Returns what a browser that comes back may name as the host: that of the redirect URI. */
    Set<String> authorities(String boundHost, int bound) {
        int port = named(bound);
        return port == (listening.tls() ? HTTPS_PORT : 80)
                ? Set.of(boundHost + ":" + port, boundHost)
                : Set.of(boundHost + ":" + port);
    }

    /** Returns the ports to listen on, in order. */
    List<Integer> listenedOn() {
        return listening.port() > 0 ? List.of(listening.port()) : ports;
    }

    /**
     * What to register so that a redirect URI is known at the server the next time too: one on this machine needs a port that
     * stays, as any other is another each time.
     *
     * @param redirectUri the redirect URI that was used
     * @return the URI, with the option that keeps its port where it had none of its own
     */
    public static String toRegister(String redirectUri) {
        URI uri;
        try {
            uri = new URI(redirectUri);
        } catch (URISyntaxException e) {
            return redirectUri;
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (!isLoopback(host) || (uri.getPort() > 0 && uri.getPort() < FIRST_PASSING_PORT)) {
            return redirectUri + " (to the letter)";
        }
        return "http://" + host + ":" + EXAMPLE_PORT + (uri.getRawPath() == null ? "" : uri.getRawPath())
                + " (to the letter; --port " + EXAMPLE_PORT + " keeps the port, which is another each time otherwise)";
    }

    /** Returns the path that the browser will ask for. */
    String requestPath() {
        return path.isEmpty() ? "/" : path;
    }

    static String text(List<Integer> ports) {
        StringBuilder text = new StringBuilder();
        for (int port : ports) {
            text.append(text.length() == 0 ? "" : ", ").append(port == 0 ? "any" : String.valueOf(port));
        }
        return text.toString();
    }
}
