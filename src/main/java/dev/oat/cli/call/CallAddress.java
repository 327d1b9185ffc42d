package dev.oat.cli.call;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.session.api.ApiAddress;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads an API's address as users type it: whole; without its scheme, which is https, and http on this machine; or a path
 * alone, which is at the one API that the profile names.
 */
final class CallAddress {
    private CallAddress() {}

    /**
     * The address.
     *
     * @throws Failure.Usage if it is none, or a path alone and there is not one API to which it belongs
     */
    static URI of(Invocation invocation, String text) {
        String host = host(text);
        if (text.startsWith("//", host.length()) && host.endsWith(":")) {
            return ApiAddress.parse(text);
        }
        if (text.startsWith(":") && text.length() > 1 && Ascii.isDigit(text.charAt(1))) {
            return ApiAddress.parse("http://localhost" + text);
        }
        refuseHalfAScheme(host, text);
        if (host.isEmpty() || !isHost(host)) {
            return ApiAddress.parse(at(api(invocation, text), text));
        }
        return ApiAddress.parse((isHere(host) ? "http://" : "https://") + text);
    }

    /** Returns what was taken for a host by its dot alone, as the path that it may have been meant for; without its query. */
    static Optional<String> asPath(Invocation invocation, String text) {
        String host = host(text);
        boolean mayBe = host.indexOf(':') < 0
                && isHost(host)
                && !isHere(host)
                && !host.startsWith("[")
                && invocation.settings().value(Settings.API).isPresent();
        return mayBe ? Optional.of("/" + text.substring(0, endOfPath(text))) : Optional.empty();
    }

    /** A scheme without its colon or its slashes would be a path's first part otherwise, and no path begins so. */
    private static void refuseHalfAScheme(String first, String text) {
        String lower = first.toLowerCase(Locale.ROOT);
        boolean web = lower.equals("http") || lower.equals("https");
        boolean webAndColon =
                (lower.startsWith("http:") || lower.startsWith("https:")) && !Ascii.isDigit(afterColon(lower));
        if (first.endsWith(":") || webAndColon || (web && text.startsWith("//", first.length()))) {
            String scheme = lower.equals("http") || lower.startsWith("http:") ? "http" : "https";
            throw new Failure.Usage("the URL is malformed: a colon and two slashes come behind its scheme")
                    .hint("write " + scheme + "://HOST/PATH, or a path alone with / before it");
        }
    }

    private static char afterColon(String text) {
        int next = text.indexOf(':') + 1;
        return next < text.length() ? text.charAt(next) : ' ';
    }

    private static int endOfPath(String text) {
        int end = 0;
        while (end < text.length() && "?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Returns what stands before the path, the query or the fragment. */
    private static String host(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    /** A first part of a path has no dot and no port; a name of a host has one of them, or is this machine's. */
    private static boolean isHost(String first) {
        int colon = first.lastIndexOf(':');
        boolean port = colon >= 0 && colon + 1 < first.length() && Ascii.isDigit(first.charAt(colon + 1));
        boolean dot = first.indexOf('.') > 0 && !first.endsWith(".");
        return port || (dot && !isVersion(first)) || first.startsWith("[") || first.equals("localhost");
    }

    /** No name of a host ends in a number, unless it is an IPv4 address (RFC 1123 §2.1): {@code v1.0}. */
    private static boolean isVersion(String first) {
        String last = first.substring(first.lastIndexOf('.') + 1);
        return last.chars().allMatch(Ascii::isDigit) && first.chars().anyMatch(c -> c != '.' && !Ascii.isDigit(c));
    }

    private static boolean isHere(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.indexOf(']') ? host.substring(0, colon) : host;
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || (name.startsWith("127.") && name.chars().allMatch(c -> c == '.' || Ascii.isDigit(c)));
    }

    private static String api(Invocation invocation, String text) {
        List<String> apis = new ArrayList<>(invocation.settings().texts(Settings.API));
        if (apis.size() == 1) {
            return apis.get(0);
        }
        if (apis.isEmpty()) {
            throw new Failure.Usage("the address is a path alone, and nothing says at which API")
                    .hint("write it in full, https://HOST/PATH, or name the API: --api URL, or api in the profile of"
                            + " -p NAME");
        }
        List<String> whole = new ArrayList<>();
        int query = text.indexOf('?');
        // what stands behind the path may be secret
        String shown = query < 0 ? text : text.substring(0, query) + "?…";
        for (String api : apis) {
            whole.add(at(api, shown));
        }
        throw new Failure.Usage("the address is a path alone, and there are several APIs")
                .hint("write one of " + String.join(", ", whole));
    }

    /**
     * Returns a path at an API; one that names the API's own path already does not repeat it. Dots in one that does not begin
     * at the root are steps from the API's own path (RFC 3986 §5.2.4).
     */
    private static String at(String api, String path) {
        int start = api.indexOf("://") + 3;
        int slash = api.indexOf('/', start);
        String origin = slash < 0 ? api : api.substring(0, slash);
        String base = slash < 0 ? "" : api.substring(slash);
        String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        if (!path.startsWith("/") && !path.startsWith("?")) {
            int end = endOfPath(path);
            return origin + withoutDots(prefix + "/" + path.substring(0, end)) + path.substring(end);
        }
        boolean whole = path.startsWith("/")
                && (path.equals(prefix) || path.startsWith(prefix + "/") || path.startsWith(prefix + "?"));
        return origin + (whole ? "" : prefix) + (path.startsWith("?") && prefix.isEmpty() ? "/" : "") + path;
    }

    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        String last = "";
        for (String segment : path.substring(1).split("/", -1)) {
            last = segment;
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            } else if (!segment.equals(".") && !segment.equals("..")) {
                kept.add(segment);
            }
        }
        boolean open = last.equals(".") || last.equals("..");
        return "/" + String.join("/", kept) + (open && !kept.isEmpty() ? "/" : "");
    }
}
