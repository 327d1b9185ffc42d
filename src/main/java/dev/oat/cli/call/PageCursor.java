package dev.oat.cli.call;

import dev.oat.http.StreamedResponse;
import dev.oat.render.text.JsonFilter;
import dev.oat.render.text.Style;
import dev.oat.session.api.ApiAddress;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Finds the next page where a page itself says which it is: by its address, or by what to ask for. */
final class PageCursor {
    private static final int LARGEST = 32 << 20;

    private final Optional<String> parameter;
    private final JsonFilter filter;
    private final String typed;
    private String page = "";

    private PageCursor(Optional<String> parameter, JsonFilter filter, String typed) {
        this.parameter = parameter;
        this.filter = filter;
        this.typed = typed;
    }

    /**
     * Returns one as {@code --next} says.
     *
     * @param text an expression of jq that gives the next page's address, or {@code NAME=EXPR} for one that gives the
     *     value of a query parameter
     */
    static PageCursor of(String text) {
        int end = 0;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "_-[]".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        boolean named = end > 0 && end + 1 < text.length() && text.charAt(end) == '=' && text.charAt(end + 1) != '=';
        return new PageCursor(
                named ? Optional.of(text.substring(0, end)) : Optional.empty(),
                JsonFilter.of(named ? text.substring(end + 1) : text, "--next"),
                text);
    }

    /** Returns the page, read whole. */
    StreamedResponse read(StreamedResponse response) {
        try {
            byte[] bytes = response.body().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Failure.Unreachable(
                        "a page is larger than " + (LARGEST >> 20) + " MiB, too large for --next");
            }
            page = new String(bytes, response.charset());
            return response.withBody(new java.io.ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
    }

    /**
     * Returns the address of the page after the one that was read; empty when there is none.
     *
     * @throws Failure.Usage if the expression gives no text or number
     */
    Optional<URI> next(URI here) {
        String text = page.isBlank()
                ? ""
                : filter.ofAnswer(page, Style.of("never", Map.of(), false)).strip();
        if (text.isEmpty() || text.equals("null") || text.equals("false")) {
            return Optional.empty();
        }
        if (text.startsWith("{") || text.startsWith("[") || text.indexOf('\n') >= 0) {
            throw new Failure.Usage("--next gives no single text or number")
                    .hint("pick the one that names the next page, as in --next '.meta.next'");
        }
        if (parameter.isPresent()) {
            return Optional.of(with(here, parameter.get(), text));
        }
        if (text.indexOf('/') < 0 && text.indexOf('?') < 0) {
            throw new Failure.Usage("--next gives what is no address")
                    .hint("name the query parameter that takes it; where that is cursor, --next "
                            + ShellWord.argument("cursor=" + typed));
        }
        if (text.startsWith("?")) {
            String whole = here.toString();
            int query = whole.indexOf('?');
            return Optional.of(ApiAddress.parse((query < 0 ? whole : whole.substring(0, query)) + text));
        }
        try {
            return Optional.of(text.contains("://") ? ApiAddress.parse(text) : here.resolve(new URI(text)));
        } catch (URISyntaxException e) {
            throw new Failure.Unreachable("the page names a next one whose address is malformed");
        }
    }

    private static URI with(URI here, String name, String value) {
        StringBuilder query = new StringBuilder();
        String own = URLEncoder.encode(name, StandardCharsets.UTF_8);
        String before = here.getRawQuery() == null ? "" : here.getRawQuery();
        for (String pair : before.split("&", -1)) {
            boolean same = pair.equals(own) || pair.startsWith(own + "=");
            if (!pair.isEmpty() && !same) {
                query.append(query.length() == 0 ? "" : "&").append(pair);
            }
        }
        query.append(query.length() == 0 ? "" : "&")
                .append(own)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        String whole = here.toString();
        int start = whole.indexOf('?');
        return URI.create((start < 0 ? whole : whole.substring(0, start)) + "?" + query);
    }
}
