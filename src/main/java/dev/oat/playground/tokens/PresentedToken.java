package dev.oat.playground.tokens;

import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import java.util.List;
import java.util.Optional;

/**
 * An access token as a request shows it.
 *
 * @param scheme {@code Bearer} or {@code DPoP}
 * @param text the token
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-7.1">RFC 9449 §7.1</a>
 */
public record PresentedToken(String scheme, String text) {
    public static final String BEARER = "Bearer";
    public static final String DPOP = "DPoP";

    /**
     * The token in the Authorization header, or empty when no such header came.
     *
     * @throws OAuthError if there are two
     */
    public static Optional<PresentedToken> of(Incoming request) {
        List<String> headers = request.headers("Authorization");
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw OAuthError.invalidRequest("there is more than one Authorization header");
        }
        String header = headers.get(0);
        for (String scheme : List.of(BEARER, DPOP)) {
            if (header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1)) {
                return Optional.of(new PresentedToken(
                        scheme, header.substring(scheme.length() + 1).strip()));
            }
        }
        return Optional.empty();
    }

    boolean isDpop() {
        return scheme.equals(DPOP);
    }
}
