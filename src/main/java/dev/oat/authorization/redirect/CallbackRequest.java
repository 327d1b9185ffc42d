package dev.oat.authorization.redirect;

import dev.oat.authorization.response.Refusal;
import dev.oat.trace.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP/1.1 request as a browser sends it to the redirect listener, read under fixed limits.
 *
 * @param method the method
 * @param path the path, still percent-encoded
 * @param query the query, still encoded; empty when there is none
 * @param headers names in lower case, values trimmed, in order
 * @param body the body of a form post, or empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3">RFC 9112 §3</a>
 */
record CallbackRequest(String method, String path, String query, List<Header> headers, String body) {
    /** Browsers send a host's cookies to all of its ports, so a developer's machine sends many. */
    static final int MAX_HEAD = 64 << 10;

    static final int MAX_BODY = 64 << 10;

    /** The first byte of a TLS handshake, which a browser in HTTPS-only mode tries first. */
    private static final int TLS_HANDSHAKE = 0x16;

    record Header(String name, String value) {}

    /**
     * Reads one request.
     *
     * @param first the first byte, already read
     * @throws Refusal if it is malformed or too large
     * @throws IOException if the connection ends or breaks before the request does
     */
    static CallbackRequest read(int first, InputStream in) throws Refusal, IOException {
        if (first == TLS_HANDSHAKE) {
            throw new Refusal(400, "it speaks TLS: the browser may be in HTTPS-only mode; allow http for this address");
        }
        String[] lines = head(first, in).split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3 || !Ascii.isToken(request[0])) {
            throw new Refusal(400, "its request line is malformed");
        }
        if (!request[2].equals("HTTP/1.1") && !request[2].equals("HTTP/1.0")) {
            throw new Refusal(400, "it is not HTTP/1.1");
        }
        String target = request[1];
        if (!target.startsWith("/")) {
            throw new Refusal(400, "its target is not a path");
        }
        if (!Ascii.isVisible(target) || target.indexOf('#') >= 0) {
            throw new Refusal(400, "its target holds a character that a URL may not hold");
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            headers.add(headerLine(lines[i]));
        }
        int question = target.indexOf('?');
        CallbackRequest withoutBody = new CallbackRequest(
                request[0],
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                List.copyOf(headers),
                "");
        return withoutBody.readBody(in);
    }

    private static String head(int first, InputStream in) throws Refusal, IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
        int matched = 0;
        for (int next = first; ; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended within the request");
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            if (matched == 4) {
                return head.toString(StandardCharsets.ISO_8859_1).substring(0, head.size() - 4);
            }
            if (head.size() >= MAX_HEAD) {
                throw new Refusal(431, "it is larger than " + (MAX_HEAD >> 10) + " KiB");
            }
        }
    }

    private static Header headerLine(String line) throws Refusal {
        int colon = line.indexOf(':');
        if (colon < 1
                || !Ascii.isToken(line.substring(0, colon))
                || line.indexOf('\n') >= 0
                || line.indexOf('\r') >= 0) {
            throw new Refusal(400, "one of its header lines is malformed");
        }
        return new Header(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).trim());
    }

    private CallbackRequest readBody(InputStream in) throws Refusal, IOException {
        if (count("transfer-encoding") > 0) {
            throw new Refusal(411, "its body has no announced length");
        }
        if (count("content-length") > 1) {
            throw new Refusal(400, "it announces two lengths");
        }
        String announced = header("content-length").orElse("0");
        if (announced.length() > 9 || !Ascii.isDigits(announced)) {
            throw new Refusal(400, "its announced length is malformed");
        }
        int length = Integer.parseInt(announced);
        if (length > MAX_BODY) {
            throw new Refusal(413, "its body is larger than " + (MAX_BODY >> 10) + " KiB");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended within the body");
        }
        return new CallbackRequest(method, path, query, headers, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Returns how often a header appears; the name in lower case. */
    int count(String name) {
        int count = 0;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                count++;
            }
        }
        return count;
    }

    /** Returns the first value of a header; the name in lower case. */
    Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }
}
