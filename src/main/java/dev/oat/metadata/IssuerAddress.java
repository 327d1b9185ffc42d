package dev.oat.metadata;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Reads an issuer out of the address of its metadata, which people copy in its place.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.1">RFC 8414 §3.1</a>
 */
public final class IssuerAddress {
    private static final String MARK = "/.well-known/";
    private static final String[] NAMES = {"openid-configuration", "oauth-authorization-server"};

    private IssuerAddress() {}

    /**
     * Returns the issuer whose metadata lie at an address: {@code https://as.example/t} for
     * {@code https://as.example/t/.well-known/openid-configuration} and for
     * {@code https://as.example/.well-known/openid-configuration/t}. Whether a slash follows it cannot be seen there.
     *
     * @return empty when the text is no such address
     */
    public static Optional<String> impliedBy(String text) {
        // every issuer comes through here: no address is parsed for most of them
        if (!text.contains(MARK)) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        String path = uri.getRawPath();
        if (path == null
                || uri.getRawAuthority() == null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            return Optional.empty();
        }
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        for (String name : NAMES) {
            String wellKnown = MARK + name;
            if (trimmed.endsWith(wellKnown)) {
                return Optional.of(origin + trimmed.substring(0, trimmed.length() - wellKnown.length()));
            }
            if (path.startsWith(wellKnown + "/")) {
                return Optional.of(origin + path.substring(wellKnown.length()));
            }
        }
        return Optional.empty();
    }

    /** Returns what an issuer setting says: the issuer itself, or the one whose metadata it names. */
    public static String of(String text) {
        Optional<String> implied = impliedBy(text);
        return implied.isPresent() ? implied.orElseThrow() : text;
    }

    /** Returns whether two issuers differ by a slash at the end alone; to the letter they are two then. */
    public static boolean differBySlash(String one, String other) {
        return one.equals(other + "/") || other.equals(one + "/");
    }
}
