package dev.oat.proxy;

import dev.oat.http.Headers;
import dev.oat.http.transport.IncomingConnection.Incoming;
import dev.oat.http.transport.MessageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which header fields pass, in either direction.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110 §7.6.1</a>
 */
final class Fields {
    /** What is said from one program to the next alone. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade");

    /** What the caller says to the proxy, or of itself to an origin that is not the API's. */
    private static final Set<String> NOT_TO_API = Set.of(
            "host",
            "content-length",
            "expect",
            "authorization",
            "dpop",
            "origin",
            "referer",
            "oat-proxy-key",
            "access-control-request-method",
            "access-control-request-headers",
            "access-control-request-private-network");

    /** What the API says of its own origin, which is not this one. */
    private static final Set<String> NOT_TO_CALLER = Set.of("strict-transport-security", "alt-svc", "clear-site-data");

    private final boolean cookies;
    private final Headers added;
    private final boolean forwarded;

    /**
     * Rules.
     *
     * @param cookies whether cookies pass
     * @param added what each request gets in place of what it has
     * @param forwarded whether to say who asked (RFC 7239)
     */
    Fields(boolean cookies, Headers added, boolean forwarded) {
        this.cookies = cookies;
        this.added = added;
        this.forwarded = forwarded;
    }

    /** Returns the fields that go on to the API. */
    Headers toApi(Incoming incoming, String listen) {
        Headers fields = passing(incoming.headers(), NOT_TO_API, "cookie");
        List<Headers.Header> all = new ArrayList<>();
        for (Headers.Header field : fields.fields()) {
            if (!field.name().toLowerCase(Locale.ROOT).startsWith("sec-fetch-") && !added.has(field.name())) {
                all.add(field);
            }
        }
        all.addAll(added.fields());
        if (forwarded) {
            all.add(new Headers.Header("Forwarded", "for=127.0.0.1;host=\"" + listen + "\";proto=http", false));
        }
        String protocols = protocols(incoming);
        if (!protocols.isEmpty()) {
            all.add(new Headers.Header("Upgrade", protocols, false));
            all.add(new Headers.Header("Connection", "Upgrade", false));
        } else if (MessageReader.lists(incoming.headers(), "TE", "trailers")) {
            all.add(new Headers.Header("TE", "trailers", false));
            all.add(new Headers.Header("Connection", "TE", false));
        }
        return Headers.of(all);
    }

    /**
     * Returns the protocols that the caller would change to: none by a client of HTTP/1.0 (RFC 9110 §7.8), and no HTTP, whose
     * further requests would pass here unseen.
     */
    private static String protocols(Incoming incoming) {
        List<String> protocols = new ArrayList<>();
        if (incoming.protocol().equals("HTTP/1.1")
                && MessageReader.lists(incoming.headers(), "Connection", "upgrade")) {
            for (String value : incoming.headers().all("Upgrade")) {
                for (String one : value.split(",", -1)) {
                    String name = one.strip();
                    String lower = name.toLowerCase(Locale.ROOT);
                    boolean http = lower.startsWith("h2") || lower.startsWith("http") || lower.startsWith("tls");
                    if (!name.isEmpty() && !http) {
                        protocols.add(name);
                    }
                }
            }
        }
        return String.join(", ", protocols);
    }

    /** Returns the fields that go back to the caller. */
    Headers toCaller(int status, Headers answered) {
        Headers fields = passing(answered, NOT_TO_CALLER, "set-cookie");
        if (status == 101) {
            for (String protocol : answered.all("Upgrade")) {
                fields = fields.with("Upgrade", protocol);
            }
            return fields.with("Connection", "Upgrade");
        }
        if (!fields.has("Content-Length")) {
            return fields;
        }
        Headers rest = fields.without("Content-Length");
        if (answered.has("Transfer-Encoding") || status == 204) {
            return rest;
        }
        // what was said twice, or in a list, goes on once (RFC 9112 §6.3)
        Optional<String> length = length(fields.all("Content-Length"));
        return length.isEmpty() ? rest : rest.with("Content-Length", length.orElseThrow());
    }

    private static Optional<String> length(List<String> values) {
        try {
            return Optional.of(
                    Long.toString(Long.parseLong(values.get(0).split(",", -1)[0].strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the trailer fields that go on to the API. */
    Headers trailersToApi(Headers trailers) {
        return passing(trailers, NOT_TO_API, "cookie");
    }

    /** The trailer fields that go back to the caller. */
    Headers trailersToCaller(Headers trailers) {
        return passing(trailers, NOT_TO_CALLER, "set-cookie");
    }

    private Headers passing(Headers fields, Set<String> stopped, String cookie) {
        List<Headers.Header> passing = new ArrayList<>();
        for (Headers.Header field : fields.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            boolean stops = HOP_BY_HOP.contains(name)
                    || stopped.contains(name)
                    || (name.equals(cookie) && !cookies)
                    || MessageReader.lists(fields, "Connection", name);
            if (!stops) {
                passing.add(field);
            }
        }
        return Headers.of(passing);
    }
}
