package dev.oat.cli.connect;

import dev.oat.authorization.redirect.Listening;
import dev.oat.authorization.redirect.RedirectAddress;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the browser is to come back to, as {@code --redirect-uri} and {@code --port} say. */
public final class RedirectSettings {
    private RedirectSettings() {}

    /**
     * The address.
     *
     * @throws Failure.Usage if it cannot be one on loopback, or a port is no number
     */
    public static RedirectAddress address(Invocation invocation) {
        return address(invocation, invocation.settings().text(Settings.REDIRECT_URI));
    }

    /** Returns the address of another registered URI than the usual one, on the same ports; failures are the same. */
    public static RedirectAddress address(Invocation invocation, Optional<String> uri) {
        Resolution settings = invocation.settings();
        List<Integer> ports = new ArrayList<>();
        Optional<Resolution.Value> given = settings.value(Settings.PORT);
        if (given.isPresent()) {
            String name = settings.named(Settings.PORT, given.get().origin());
            for (String port : given.get().texts()) {
                ports.add(port(name, port));
            }
        }
        if (uri.isEmpty()
                && settings.text(Settings.LISTEN).isEmpty()
                && settings.text(Settings.LISTEN_CERT).isEmpty()) {
            return RedirectAddress.onPorts(ports);
        }
        Listening listening = Listening.at(
                settings.text(Settings.LISTEN),
                settings.text(Settings.LISTEN_CERT).isPresent()
                        ? Optional.of(OwnCertificate.certificate(invocation, Settings.LISTEN_CERT, Settings.LISTEN_KEY)
                                .listening())
                        : Optional.empty());
        if (uri.isEmpty() && listening.tls()) {
            throw new Failure.Usage("--listen-cert is for an https redirect URI, and none is named")
                    .hint("--redirect-uri https://localhost:8484/callback, as it is registered at the server");
        }
        return uri.isPresent()
                ? RedirectAddress.of(uri.get(), ports, listening)
                : RedirectAddress.onPorts(ports, listening);
    }

    /** Returns the redirect URI to register for a port, or for any where it is 0: then it is registered without one (RFC 8252 §7.3). */
    public static String toRegister(RedirectAddress address, int port) {
        return (address.listening().tls() ? "https://" : "http://")
                + address.host()
                + (port == 0 ? "" : ":" + port)
                + address.path();
    }

    private static int port(String name, String text) {
        if (text.equals("any")) {
            return 0;
        }
        int port = text.length() <= 5 && Ascii.isDigits(text) ? Integer.parseInt(text) : -1;
        if (port < 1 || port > 65535) {
            throw Failure.Usage.value(name, text, "a port from 1 to 65535, or any")
                    .hint("several are written --port 8484,18484");
        }
        return port;
    }
}
