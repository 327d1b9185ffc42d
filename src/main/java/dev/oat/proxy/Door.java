package dev.oat.proxy;

import dev.oat.http.Headers;
import dev.oat.http.transport.IncomingConnection.Incoming;
import dev.oat.session.api.AllowedHosts;
import dev.oat.session.api.ApiAddress;
import dev.oat.trace.Failure;
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

    /**
     * Returns the address at the API that a request means, what a URI cannot hold percent-encoded; empty when it lies outside of
     * the API, or is none.
     */
    Optional<URI> target(Incoming incoming) {
        String target = incoming.target();
        if (target.regionMatches(true, 0, origin(), 0, origin().length())) {
            // RFC 9112 §3.2.2; the path may be left out
            String rest = target.substring(origin().length());
            target = rest.isEmpty() || rest.startsWith("?") ? "/" + rest : rest;
        }
        boolean below = target.startsWith(prefix)
                && (target.length() == prefix.length() || "/?".indexOf(target.charAt(prefix.length())) >= 0);
        if (!target.startsWith("/") || !below || target.indexOf('#') >= 0) {
            return Optional.empty();
        }
        try {
            URI address = ApiAddress.parse(api + target.substring(prefix.length()));
            return reach.allows(address) ? Optional.of(address) : Optional.empty();
        } catch (Failure.Usage e) {
            return Optional.empty();
        }
    }

    /**
     * Returns where a redirect leads for callers of the proxy: here, when it lies at the API; else the whole address, as a relative
     * one would lead to this proxy. What is no http address stays as it was.
     */
    String seenFromHere(URI requested, String location) {
        try {
            String reference = escaped(location);
            URI target = ApiAddress.resolve(requested, reference);
            int hash = reference.indexOf('#');
            String fragment = hash < 0 ? "" : reference.substring(hash);
            String base = api.getRawPath();
            boolean inside = reach.allows(target) && target.getRawPath().startsWith(base);
            String rest = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            return (inside ? origin() + prefix + rest.substring(base.length()) : target.toString()) + fragment;
        } catch (Failure.Usage e) {
            return location;
        }
    }

    /** Returns what was read byte by byte with all that is not ASCII percent-encoded. */
    private static String escaped(String read) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < read.length(); i++) {
            char c = read.charAt(i);
            if (c >= 0x80 && c <= 0xff) {
                escaped.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
