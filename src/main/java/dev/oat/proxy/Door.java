package dev.oat.proxy;

import dev.oat.http.Headers;
import dev.oat.http.transport.IncomingConnection.Incoming;
import dev.oat.session.api.AllowedHosts;
import dev.oat.trace.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who may come in, and to which address of the API a request goes.
 *
 * <p>A web page can have a browser send requests to this machine, by any name that its own name server gives: so the Host
 * field is the literal address, and what the browser says of where a request comes from counts.
 *
 * @param listen host and port at which the proxy listens: {@code 127.0.0.1:8480}
 * @param prefix the path below which the API lies here, without a slash at the end; or empty
 * @param api the API's address, without a slash at the end
 * @param reach what lies at the API: nothing else is reached
 * @param origins the origins of pages that may come in, beside the proxy's own
 * @param key what callers must show, or empty
 */
record Door(String listen, String prefix, URI api, AllowedHosts reach, Set<String> origins, Optional<Secret> key) {
    /** The field in which callers show the key, beside Basic. */
    static final String KEY_FIELD = "Oat-Proxy-Key";

    Door {
        Objects.requireNonNull(listen, "listen is null");
        Objects.requireNonNull(prefix, "prefix is null");
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(reach, "reach is null");
        origins = Set.copyOf(origins);
        Objects.requireNonNull(key, "key is null");
    }

    /** Returns the proxy's own origin. */
    String origin() {
        return "http://" + listen;
    }

    /** The origin of a page that was let in by name, to be named in the answer (CORS); empty for all other requests. */
    Optional<String> guest(Incoming incoming) {
        List<String> said = incoming.headers().all("Origin");
        return said.size() == 1 && origins.contains(said.get(0)) ? Optional.of(said.get(0)) : Optional.empty();
    }

    /** Returns why a request does not come in; empty when it does. */
    Optional<Problem> refusal(Incoming incoming) {
        Headers headers = incoming.headers();
        if (!headers.all("Host").equals(List.of(listen))) {
            return refused(421, "Misdirected request", "this proxy is " + listen + " and answers to no other name", "");
        }
        if (incoming.method().equals("CONNECT") || incoming.method().equals("TRACE")) {
            return refused(405, "Method not allowed", incoming.method() + " does not pass", "");
        }
        List<String> from = headers.all("Origin");
        boolean own = from.isEmpty() || from.equals(List.of(origin()));
        if (!own && guest(incoming).isEmpty()) {
            return refused(
                    403,
                    "Foreign origin",
                    "a page of another origin may not use this proxy",
                    "to let it in: --allow-origin ORIGIN");
        }
        String site = headers.first("Sec-Fetch-Site").orElse("").toLowerCase(Locale.ROOT);
        boolean near = site.isEmpty() || site.equals("same-origin") || site.equals("none");
        if (!near && guest(incoming).isEmpty()) {
            return refused(
                    403,
                    "Foreign origin",
                    "a page of another site may not use this proxy",
                    "to let it in: --allow-origin ORIGIN");
        }
        boolean preflight = isPreflight(incoming) && guest(incoming).isPresent();
        if (key.isPresent() && !preflight && !shows(headers, key.orElseThrow())) {
            return refused(
                    401,
                    Problem.KEY_MISSING,
                    "callers of this proxy show a key",
                    "send it as the header " + KEY_FIELD + ", or as the password of Basic");
        }
        return Optional.empty();
    }

    private static Optional<Problem> refused(int status, String title, String detail, String hint) {
        return Optional.of(new Problem(status, title, detail, hint));
    }

    /** Returns whether a browser asks what it may send (Fetch standard, CORS preflight). */
    static boolean isPreflight(Incoming incoming) {
        return incoming.method().equals("OPTIONS") && incoming.headers().has("Access-Control-Request-Method");
    }

    private static boolean shows(Headers headers, Secret key) {
        byte[] expected = key.reveal().getBytes(StandardCharsets.UTF_8);
        boolean shown = false;
        for (String value : headers.all(KEY_FIELD)) {
            shown |= MessageDigest.isEqual(expected, value.getBytes(StandardCharsets.UTF_8));
        }
        for (String value : headers.all("Authorization")) {
            shown |= MessageDigest.isEqual(expected, password(value));
        }
        return shown;
    }

    /** Returns the password of Basic credentials, or nothing (RFC 7617 §2). */
    private static byte[] password(String credentials) {
        if (!credentials.regionMatches(true, 0, "Basic ", 0, 6)) {
            return new byte[0];
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(credentials.substring(6).trim()), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Returns the address at the API that a request means; empty when it lies outside of it, or is none. */
    Optional<URI> target(Incoming incoming) {
        String target = incoming.target();
        if (target.startsWith(origin() + "/")) {
            // RFC 9112 §3.2.2
            target = target.substring(origin().length());
        }
        boolean below = target.startsWith(prefix)
                && (target.length() == prefix.length() || "/?".indexOf(target.charAt(prefix.length())) >= 0);
        if (!target.startsWith("/") || !below) {
            return Optional.empty();
        }
        try {
            URI address = new URI(api + target.substring(prefix.length()));
            boolean inside = address.getRawFragment() == null && reach.allows(address);
            return inside ? Optional.of(address) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Returns an address as callers of the proxy know it, when it lies at the API; else as it was. */
    String seenFromHere(URI requested, String location) {
        try {
            URI target = requested.resolve(new URI(location));
            String whole = target.toString();
            boolean inside = reach.allows(target) && whole.startsWith(api.toString());
            return inside ? origin() + prefix + whole.substring(api.toString().length()) : location;
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return location;
        }
    }
}
