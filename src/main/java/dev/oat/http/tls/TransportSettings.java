package dev.oat.http.tls;

import dev.oat.http.ProxyRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach servers.
 *
 * @param trust a PEM file of the certificate authorities to trust in place of the JDK's, or empty
 * @param insecure whether to accept any certificate
 * @param proxies which proxy serves which address
 * @param timeout the time for one whole protocol call
 * @param userAgent the {@code User-Agent} to send
 * @param certificate what shows servers who the client is, or empty
 * @param dialing how connections are made
 */
public record TransportSettings(
        Optional<Path> trust,
        boolean insecure,
        ProxyRules proxies,
        Duration timeout,
        String userAgent,
        Optional<ClientCertificate> certificate,
        Dialing dialing) {
    /** The time for one whole protocol call unless another is asked for. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The largest answer to a protocol message, in bytes. */
    public static final int MAX_MESSAGE = 2 << 20;

    public TransportSettings {
        Objects.requireNonNull(trust, "trust is null");
        Objects.requireNonNull(proxies, "proxies is null");
        Objects.requireNonNull(timeout, "timeout is null");
        Objects.requireNonNull(userAgent, "userAgent is null");
        Objects.requireNonNull(certificate, "certificate is null");
        Objects.requireNonNull(dialing, "dialing is null");
    }

    /** Settings without a client certificate. */
    public TransportSettings(
            Optional<Path> trust, boolean insecure, ProxyRules proxies, Duration timeout, String userAgent) {
        this(trust, insecure, proxies, timeout, userAgent, Optional.empty(), Dialing.USUAL);
    }

    /** Returns these settings with a client certificate. */
    public TransportSettings withCertificate(ClientCertificate own) {
        return new TransportSettings(trust, insecure, proxies, timeout, userAgent, Optional.of(own), dialing);
    }

    /** These settings with connections made so. */
    public TransportSettings dialing(Dialing other) {
        return new TransportSettings(trust, insecure, proxies, timeout, userAgent, certificate, other);
    }

    /** Returns the JDK's trust, no proxy, the default timeout. */
    public static TransportSettings direct(String userAgent) {
        return new TransportSettings(Optional.empty(), false, ProxyRules.none(), DEFAULT_TIMEOUT, userAgent);
    }

    /** These settings with another time for one whole call. */
    public TransportSettings withTimeout(Duration other) {
        return new TransportSettings(trust, insecure, proxies, other, userAgent, certificate, dialing);
    }
}
