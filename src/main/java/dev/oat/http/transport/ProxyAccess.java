package dev.oat.http.transport;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a proxy's address says about getting past it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.7.1">RFC 9110 §11.7.1</a>
 */
final class ProxyAccess {
    private ProxyAccess() {}

    /** The proxy's port, 80 when the address has none. */
    static int port(URI proxy) {
        return proxy.getPort() < 0 ? 80 : proxy.getPort();
    }

    /** Returns the value of {@code Proxy-Authorization}, when the address holds credentials. */
    static Optional<String> basic(URI proxy) {
        String info = proxy.getUserInfo();
        if (info == null) {
            return Optional.empty();
        }
        String pair = info.indexOf(':') < 0 ? info + ":" : info;
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
