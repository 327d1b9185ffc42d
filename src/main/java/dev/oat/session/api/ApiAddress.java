package dev.oat.session.api;

import dev.oat.http.Form;
import dev.oat.http.Hosts;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Reads the address of an API as people type it: a name in any script becomes ASCII, what an address cannot hold is
 * percent-encoded, and a fragment is dropped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3">RFC 3986 §3</a>
 */
public final class ApiAddress {
    private static final int LONGEST = 64 << 10;

    /** Sharp s in both sizes, final sigma, and the joiners. */
    private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";

    private ApiAddress() {}

    /**
     * Returns the address.
     *
     * @throws Failure.Usage if it is no absolute http or https address, or holds a user name; it is not echoed
     */
    public static URI parse(String text) {
        if (text.length() > LONGEST) {
            throw new Failure.Usage("the URL is longer than " + (LONGEST >> 10) + " KiB");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw new Failure.Usage("the URL holds a control character or a line break");
            }
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!isScheme(scheme)) {
            throw withoutScheme(text);
        }
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new Failure.Usage("the URL is neither https nor http").hint("write https://HOST/PATH");
        }
        int start = colon + 3;
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = authority(text.substring(start, end));
        String rest = text.substring(end);
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            rest = rest.substring(0, fragment);
        }
        if (!rest.startsWith("/")) {
            rest = "/" + rest;
        }
        return URI.create(scheme + "://" + authority + encode(rest));
    }

    private static boolean isScheme(String text) {
        return Ascii.isMadeOf(text, "+-.") && Character.isLetter(text.charAt(0));
    }

    private static Failure withoutScheme(String text) {
        int end = 0;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String host = text.substring(0, end);
        boolean nameable = !host.isEmpty()
                && end < 200
                && host.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-:".indexOf(c) >= 0);
        boolean local = host.startsWith("localhost") || host.startsWith("127.");
        return new Failure.Usage("the URL has no scheme")
                .hint(
                        nameable
                                ? "did you mean " + (local ? "http" : "https") + "://" + host
                                        + (end < text.length() ? "/…" : "") + " ?"
                                : "write https://HOST/PATH");
    }

    private static String authority(String text) {
        if (text.indexOf('@') >= 0) {
            throw new Failure.Usage("the URL holds a user name or password, which is not sent")
                    .hint("leave out what stands before the @; for Basic write the header Authorization");
        }
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || !isIpv6(text.substring(1, end))) {
                throw noHost();
            }
            return text.substring(0, end + 1).toLowerCase(Locale.ROOT) + port(text.substring(end + 1));
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        return host(name) + port(colon < 0 ? "" : text.substring(colon));
    }

    private static String host(String name) {
        String ascii;
        try {
            ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            refuseAmbiguous(name, ascii);
        } catch (IllegalArgumentException e) {
            throw noHost();
        }
        boolean letters = ascii.length() <= 255 && Ascii.isMadeOf(ascii, "-._");
        if (letters && ascii.indexOf('_') >= 0) {
            throw new Failure.Usage("the URL cannot be called: " + Hosts.UNDERSCORE)
                    .hint("use another name of that machine, or its IP address");
        }
        if (!letters || URI.create("https://" + ascii + "/").getHost() == null) {
            throw noHost();
        }
        return ascii;
    }

    /**
     * Refuses a name that the rules of 2003, which the JDK knows, and those of 2008, which registries and browsers follow,
     * turn into two hosts: a token must not go to the wrong one of them.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5894#section-7.2">RFC 5894 §7.2</a>
     */
    private static void refuseAmbiguous(String name, String ascii) {
        if (ascii.equals(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        for (int i = 0; i < name.length(); i++) {
            if (DEVIATIONS.indexOf(name.charAt(i)) >= 0) {
                throw ambiguous(String.format("U+%04X", (int) name.charAt(i)));
            }
        }
        // letters that are younger than 2003 have no small form there
        String folded = Normalizer.normalize(
                Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
        if (!IDN.toASCII(folded, IDN.ALLOW_UNASSIGNED).equalsIgnoreCase(ascii)) {
            throw ambiguous("a character");
        }
    }

    private static Failure ambiguous(String what) {
        return new Failure.Usage("the URL's host name holds " + what
                        + ", for which IDNA 2003 and IDNA 2008 (RFC 5894 §7.2) lead to different hosts")
                .hint("write the host in ASCII as its owner registered it: https://xn--…");
    }

    private static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    }

    private static String port(String text) {
        if (text.isEmpty() || text.equals(":")) {
            return "";
        }
        String digits = text.substring(1);
        boolean number = text.charAt(0) == ':' && digits.length() <= 5 && Ascii.isDigits(digits);
        if (!number || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw new Failure.Usage("the URL's port is no number from 1 to 65535");
        }
        return ":" + Integer.parseInt(digits);
    }

    private static Failure noHost() {
        return new Failure.Usage("the URL has no host name that could be looked up").hint("write https://HOST/PATH");
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            boolean plain = Ascii.isLetterOrDigit(b) || "-._~!$&'()*+,;=:@/?".indexOf(b) >= 0;
            if (plain || (b == '%' && isEscape(bytes, i))) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return encoded.toString();
    }

    private static boolean isEscape(byte[] bytes, int i) {
        return i + 2 < bytes.length && Character.digit(bytes[i + 1], 16) >= 0 && Character.digit(bytes[i + 2], 16) >= 0;
    }

    /**
     * Returns the address that a server's reference leads to.
     *
     * @param base the address that was asked
     * @param reference what {@code Location} or {@code Link} says: absolute, or relative to the base
     * @throws Failure.Usage if it leads nowhere that http could
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5">RFC 3986 §5</a>
     */
    public static URI resolve(URI base, String reference) {
        String text = reference.trim();
        if (text.startsWith("//")) {
            return parse(base.getScheme() + ":" + text);
        }
        int end = 0;
        while (end < text.length() && ":/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end > 0 && end < text.length() && text.charAt(end) == ':') {
            return parse(text);
        }
        String origin = base.getScheme() + "://" + base.getRawAuthority();
        if (text.startsWith("/")) {
            return parse(origin + text);
        }
        String path = base.getRawPath();
        if (text.isEmpty() || text.startsWith("#")) {
            return base;
        }
        if (text.startsWith("?")) {
            return parse(origin + path + text);
        }
        URI merged = parse(origin + path.substring(0, path.lastIndexOf('/') + 1) + text);
        URI plain = merged.normalize();
        return plain.getRawPath().startsWith("/..") ? merged : plain;
    }

    /** Returns the address with parameters behind those of its query. */
    public static URI with(URI address, Form parameters) {
        if (parameters.isEmpty()) {
            return address;
        }
        String old = address.toString();
        String separator =
                address.getRawQuery() == null ? "?" : address.getRawQuery().isEmpty() ? "" : "&";
        return URI.create(old + separator + parameters.encode());
    }
}
