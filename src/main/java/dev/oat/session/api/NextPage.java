package dev.oat.session.api;

import dev.oat.http.Headers;
import java.net.URI;
import java.util.Optional;

/**
 * Reads which address holds the next page of a list.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8288#section-3">RFC 8288 §3</a>
 */
public final class NextPage {
    private final String text;
    private int at;

    private NextPage(String text) {
        this.text = text;
    }

    /**
     * Returns the target of the first link whose relation is {@code next}.
     *
     * @param page the address of this page
     * @param headers the header fields of its answer
     * @throws dev.oat.trace.Failure.Usage if the link leads nowhere that http could
     */
    public static Optional<URI> of(URI page, Headers headers) {
        for (String value : headers.all("Link")) {
            Optional<String> target = new NextPage(value).find();
            if (target.isPresent()) {
                return Optional.of(ApiAddress.resolve(page, target.orElseThrow()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> find() {
        while (true) {
            int open = text.indexOf('<', at);
            int close = open < 0 ? -1 : text.indexOf('>', open);
            if (close < 0) {
                return Optional.empty();
            }
            String target = text.substring(open + 1, close);
            at = close + 1;
            if (isNext()) {
                return Optional.of(target);
            }
        }
    }

    /** Reads the parameters of one link; leaves the position behind it. */
    private boolean isNext() {
        boolean next = false;
        boolean relation = false;
        while (at < text.length() && text.charAt(at) != ',') {
            if (text.charAt(at) != ';') {
                at++;
                continue;
            }
            at++;
            String name = word();
            String value = "";
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                value = value();
            }
            if (name.equalsIgnoreCase("rel") && !relation) {
                relation = true;
                for (String kind : value.split(" ", -1)) {
                    next |= kind.equalsIgnoreCase("next");
                }
            }
        }
        return next;
    }

    private String word() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        int start = at;
        while (at < text.length() && ";,= \t\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return word;
    }

    private String value() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at >= text.length() || text.charAt(at) != '"') {
            return word();
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }
}
