package dev.oat.cli.setting;

import dev.oat.http.Origins;
import dev.oat.http.tls.Dialing;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How connections are made, as {@code --resolve}, {@code --connect-timeout}, {@code --tls-min}, {@code -4} and {@code -6} say. */
public final class DialSettings {
    private static final List<Setting> ALL =
            List.of(Settings.RESOLVE, Settings.CONNECT_TIMEOUT, Settings.TLS_MIN, Settings.IPV4, Settings.IPV6);

    private DialSettings() {}

    /** Returns the first that says anything, or empty. */
    public static Optional<Setting> said(Resolution settings) {
        for (Setting setting : ALL) {
            if (settings.value(setting).isPresent()) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what they say.
     *
     * @throws Failure.Usage if they contradict each other, or a {@code --resolve} cannot be read
     */
    public static Dialing of(Resolution settings) {
        boolean four = settings.flag(Settings.IPV4);
        boolean six = settings.flag(Settings.IPV6);
        if (four && six) {
            throw new Failure.Usage("--ipv4 and --ipv6 leave no address").hint("leave one of them out");
        }
        Map<String, InetAddress> addresses = new LinkedHashMap<>();
        for (String line : settings.texts(Settings.RESOLVE)) {
            String host = line.startsWith("[") ? line.substring(0, line.indexOf(']') + 1) : before(line, 0);
            int colon = host.length();
            String port = colon < line.length() ? before(line, colon + 1) : "";
            int end = colon + 1 + port.length();
            if (host.isEmpty() || end >= line.length() || !isPort(port)) {
                throw unreadable();
            }
            try {
                InetAddress address = literal(line.substring(end + 1));
                addresses.put(Origins.peer(host, Integer.parseInt(port)), address);
            } catch (UnknownHostException e) {
                throw unreadable();
            }
        }
        return new Dialing(
                addresses,
                four ? Dialing.Family.IPV4 : six ? Dialing.Family.IPV6 : Dialing.Family.ANY,
                settings.seconds(Settings.CONNECT_TIMEOUT).map(seconds -> Duration.ofSeconds(Math.max(1, seconds))),
                settings.text(Settings.TLS_MIN).map(version -> "TLSv" + version));
    }

    private static String before(String text, int start) {
        int colon = text.indexOf(':', start);
        return text.substring(start, colon < 0 ? text.length() : colon);
    }

    private static boolean isPort(String text) {
        int port = Ascii.isDigits(text) && text.length() <= 5 ? Integer.parseInt(text) : 0;
        return port > 0 && port <= 65_535;
    }

    /** Names are not looked up here: what stands for an address is one. */
    private static InetAddress literal(String text) throws UnknownHostException {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean literal = bare.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
        if (!literal || (bare.indexOf(':') < 0 && bare.indexOf('.') < 0)) {
            throw new UnknownHostException(text);
        }
        return InetAddress.getByName(bare);
    }

    private static Failure unreadable() {
        return new Failure.Usage("--resolve is no HOST:PORT:ADDRESS").hint("write --resolve api.example:443:127.0.0.1");
    }
}
