package dev.oat.proxy;

import dev.oat.http.Headers;
import dev.oat.session.api.AllowedHosts;
import dev.oat.trace.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a proxy serves, whom, and what passes.
 *
 * @param api the API's address; a path is where it begins
 * @param prefix the path below which it lies here: {@code /api}; or empty
 * @param origins the origins of pages that may come in: {@code https://app.example}
 * @param key what callers must show, or empty
 * @param cookies whether cookies pass both ways
 * @param added header fields that each request gets in place of what it has
 * @param forwarded whether the API is told who asked (RFC 7239)
 */
public record ProxySettings(
        URI api,
        String prefix,
        Set<String> origins,
        Optional<Secret> key,
        boolean cookies,
        Headers added,
        boolean forwarded) {
    /** Returns the rules of entrance, for a proxy that listens at an address. */
    Door door(String listen) {
        String address = api.toString();
        String beginning = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return new Door(
                listen,
                prefix,
                URI.create(beginning),
                AllowedHosts.none().with(beginning, "the proxy's URL"),
                origins,
                key);
    }

    Fields fields() {
        return new Fields(cookies, added, forwarded);
    }
}
