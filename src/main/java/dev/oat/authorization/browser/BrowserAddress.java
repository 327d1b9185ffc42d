package dev.oat.authorization.browser;

import dev.oat.http.Hosts;
import dev.oat.http.Origins;
import dev.oat.trace.Ascii;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * An address that may be handed to a browser: https, or http on this machine, in characters that no program reads as
 * anything but an address.
 *
 * <p>Most addresses come from a server's metadata, so they are a stranger's text.
 *
 * @param text the address, ASCII only
 */
public record BrowserAddress(String text) {
    /** Longer ones do not fit in a Windows command line beside the rest. */
    static final int LONGEST = 24 << 10;

    /** What RFC 3986 allows, apart from {@code $} and {@code '}, which are escaped. */
    private static final String SAFE = "-._~:/?#[]@!&()*+,;=%";

    public BrowserAddress {
        Objects.requireNonNull(text, "text is null");
    }

    /**
     * Checks an address.
     *
     * @param text the address
     * @param allowHttp whether http is fine beyond this machine
     * @throws Failure.CheckFailed if a browser must not be given it
     */
    public static BrowserAddress of(String text, boolean allowHttp) {
        if (text.length() > LONGEST) {
            throw refused("at most " + LONGEST + " characters", text.length() + " characters");
        }
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$') {
                escaped.append("%24");
            } else if (c == '\'') {
                escaped.append("%27");
            } else if (Ascii.isLetterOrDigit(c) || SAFE.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                throw refused("characters that a URL may hold", "character " + (i + 1) + " is none of them");
            }
        }
        URI uri;
        try {
            uri = new URI(escaped.toString());
        } catch (URISyntaxException e) {
            throw refused("an https address", "something that is no address");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        Optional<String> problem = Hosts.problem(uri);
        if (problem.isPresent()) {
            throw refused("an address with a host name", problem.get());
        }
        if (uri.getHost() == null || !(http || "https".equalsIgnoreCase(uri.getScheme()))) {
            throw refused("an https address", "the scheme or host of another kind");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("an address without a user name", "one with a user name");
        }
        if (http && !allowHttp && !Origins.isSecure(uri)) {
            throw refused("an https address", "http to another machine");
        }
        return new BrowserAddress(uri.toString());
    }

    /** Returns the address of a file of our own on this machine. */
    public static BrowserAddress of(Path file) {
        return new BrowserAddress(file.toAbsolutePath()
                .toUri()
                .toASCIIString()
                .replace("$", "%24")
                .replace("'", "%27"));
    }

    private static Failure refused(String expected, String found) {
        Failure failure = new Failure.CheckFailed(
                "address for the browser",
                Check.of(
                        "browser.address",
                        "a browser may safely be given it",
                        SpecRef.rfc(8252, "8.12"),
                        false,
                        expected,
                        found));
        return failure.hint("the address comes from the server's metadata, or from --authorization-endpoint;"
                + " oat discover shows it");
    }

    @Override
    public String toString() {
        return text;
    }
}
