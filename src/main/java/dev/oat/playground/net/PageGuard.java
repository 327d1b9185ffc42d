package dev.oat.playground.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Keeps the switches from pages of other origins. A browser says where a request comes from, in {@code Origin} or
 * {@code Sec-Fetch-Site}: then it must come from the playground's own page, and what changes something must hold the page's
 * token. What says nothing of the kind is no browser but a program of this machine, such as curl.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
public final class PageGuard {
    static final String HEADER = "X-Page-Token";
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final String token;

    public PageGuard(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns what the page shows to prove itself, anew for each playground. */
    public String token() {
        return token;
    }

    /**
     * Refuses what another page sent.
     *
     * @throws OAuthError {@code access_denied} if it did
     */
    public void check(Incoming request) {
        List<String> origins = request.headers("Origin");
        List<String> sites = request.headers("Sec-Fetch-Site");
        // the Host header was held to this server's names before
        String own = "http://" + request.header("Host").orElse("");
        boolean foreign = !origins.stream().allMatch(own::equals) || !OWN.containsAll(sites);
        boolean browser = !origins.isEmpty() || !sites.isEmpty();
        boolean changes = !request.method().equals("GET") && !request.method().equals("HEAD");
        if (foreign || (browser && changes && !holdsToken(request))) {
            throw new OAuthError(403, "access_denied", "the switches are not for other pages");
        }
    }

    private boolean holdsToken(Incoming request) {
        byte[] shown = request.header(HEADER).orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), shown);
    }
}
