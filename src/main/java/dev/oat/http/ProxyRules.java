package dev.oat.http;

import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which proxy serves which address, by the habits of curl: {@code HTTPS_PROXY}, {@code http_proxy} (lower case only, as
 * a web server's environment may hold a forged {@code HTTP_PROXY}), {@code ALL_PROXY} and {@code NO_PROXY}. Loopback
 * addresses are always reached directly.
 *
 * @param http the proxy for http, or empty
 * @param https the proxy for https, or empty
 * @param exceptions hosts to reach directly: a name and its sub-domains, {@code host:port}, an IPv4 network, or {@code *}
 */
public record ProxyRules(Optional<Proxy> http, Optional<Proxy> https, List<String> exceptions) {
    /**
     * A proxy, and who named it.
     *
     * @param address its address; its userinfo are the credentials for it
     * @param source the option, variable or profile key that named it, as the user would write it
     */
    public record Proxy(URI address, String source) {
        public Proxy {
            Objects.requireNonNull(address, "address is null");
            Objects.requireNonNull(source, "source is null");
        }

        /** Returns the proxy's address without its credentials, and who named it. */
        @Override
        public String toString() {
            return Origins.of(address) + " (" + source + ")";
        }
    }

    public ProxyRules {
        Objects.requireNonNull(http, "http is null");
        Objects.requireNonNull(https, "https is null");
        exceptions = List.copyOf(exceptions);
    }

    /** Returns no proxy at all. */
    public static ProxyRules none() {
        return new ProxyRules(Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * The rules of an environment.
     *
     * @throws Failure.Usage if a proxy's address cannot be read
     */
    public static ProxyRules fromEnvironment(Map<String, String> variables) {
        Optional<Proxy> all = address(variables, "ALL_PROXY", "all_proxy");
        Optional<Proxy> http = address(variables, "http_proxy");
        Optional<Proxy> https = address(variables, "HTTPS_PROXY", "https_proxy");
        return new ProxyRules(http.isPresent() ? http : all, https.isPresent() ? https : all, exceptions(variables));
    }

    /**
     * Returns one proxy for everything but the environment's {@code NO_PROXY}.
     *
     * @param source who names it
     * @param address its address
     * @param variables the environment
     * @throws Failure.Usage if the address cannot be read
     */
    public static ProxyRules through(String source, String address, Map<String, String> variables) {
        Optional<Proxy> proxy = Optional.of(parse(source, address));
        return new ProxyRules(proxy, proxy, exceptions(variables));
    }

    /** Returns the proxy for an address, or empty to reach it directly. */
    public Optional<Proxy> proxyFor(URI target) {
        Optional<Proxy> proxy = "https".equalsIgnoreCase(target.getScheme()) ? https : http;
        if (proxy.isEmpty() || Origins.isLoopback(target) || isException(target)) {
            return Optional.empty();
        }
        return proxy;
    }

    private boolean isException(URI target) {
        String host = target.getHost().toLowerCase(Locale.ROOT);
        int port = target.getPort() >= 0 ? target.getPort() : "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
        for (String exception : exceptions) {
            if (exception.equals("*") || matches(exception, host, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String exception, String host, int port) {
        String name = exception;
        int slash = name.indexOf('/');
        if (slash > 0) {
            return inNetwork(host, name.substring(0, slash), name.substring(slash + 1));
        }
        int colon = name.lastIndexOf(':');
        if (colon > 0 && name.indexOf(':') == colon) {
            if (!name.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = name.substring(0, colon);
        }
        if (name.startsWith("*.")) {
            name = name.substring(2);
        } else if (name.startsWith(".")) {
            name = name.substring(1);
        }
        return host.equals(name) || host.endsWith("." + name) || host.equals("[" + name + "]");
    }

    private static boolean inNetwork(String host, String network, String bits) {
        long address = ipv4(host);
        long base = ipv4(network);
        if (address < 0 || base < 0 || bits.length() > 2 || !Ascii.isDigits(bits)) {
            return false;
        }
        int length = Integer.parseInt(bits);
        return length <= 32 && (length == 0 || (address >> (32 - length)) == (base >> (32 - length)));
    }

    private static long ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long address = 0;
        for (String part : parts) {
            if (part.length() > 3 || !Ascii.isDigits(part) || Integer.parseInt(part) > 255) {
                return -1;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    private static List<String> exceptions(Map<String, String> variables) {
        String text = variables.getOrDefault("NO_PROXY", variables.getOrDefault("no_proxy", ""));
        List<String> names = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static Optional<Proxy> address(Map<String, String> variables, String... names) {
        for (String name : names) {
            String text = variables.getOrDefault(name, "").trim();
            if (!text.isEmpty()) {
                return Optional.of(parse(name, text));
            }
        }
        return Optional.empty();
    }

    private static Proxy parse(String source, String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return new Proxy(uri, source);
            }
        } catch (URISyntaxException e) {
            // reported below, without the text: it may hold a password
        }
        throw new Failure.Usage("invalid value for " + source + ": it takes http://HOST:PORT")
                .hint("https and SOCKS proxies are not supported");
    }
}
