package dev.oat.http.tls;

import dev.oat.http.Origins;
import dev.oat.http.OtherFamily;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says how connections are made, where not as usual.
 *
 * @param addresses which address stands for a host and port, as {@link Origins#peer} writes them
 * @param family which addresses of a host count
 * @param limit how long a connection may take to be made, or empty
 * @param leastTls the least version of TLS to speak, as the JDK calls it; or empty
 */
public record Dialing(
        Map<String, InetAddress> addresses, Family family, Optional<Duration> limit, Optional<String> leastTls) {
    /** Which addresses of a host count. */
    public enum Family {
        ANY,
        IPV4,
        IPV6
    }

    /** As usual. */
    public static final Dialing USUAL = new Dialing(Map.of(), Family.ANY, Optional.empty(), Optional.empty());

    public Dialing {
        addresses = Map.copyOf(addresses);
        Objects.requireNonNull(family, "family is null");
        Objects.requireNonNull(limit, "limit is null");
        Objects.requireNonNull(leastTls, "leastTls is null");
    }

    /** Returns the address that stands for a host's own, if one was named. */
    public Optional<InetAddress> named(String host, int port) {
        return addresses.isEmpty() ? Optional.empty() : Optional.ofNullable(addresses.get(Origins.peer(host, port)));
    }

    /**
     * Those of a host's addresses that count.
     *
     * @throws UnknownHostException if none does
     */
    public InetAddress[] counting(String host, InetAddress[] all) throws UnknownHostException {
        if (family == Family.ANY) {
            return all;
        }
        List<InetAddress> some = new ArrayList<>();
        for (InetAddress one : all) {
            if (one instanceof Inet4Address == (family == Family.IPV4)) {
                some.add(one);
            }
        }
        if (some.isEmpty()) {
            throw OtherFamily.of(host, all, family == Family.IPV4);
        }
        return some.toArray(new InetAddress[0]);
    }

    /** Returns the versions of TLS to speak, of those that would be. */
    public String[] versions(String[] usual) {
        List<String> order = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
        List<String> some = new ArrayList<>();
        for (String version : usual) {
            if (order.indexOf(version) >= order.indexOf(leastTls.orElse(""))) {
                some.add(version);
            }
        }
        return some.toArray(new String[0]);
    }
}
