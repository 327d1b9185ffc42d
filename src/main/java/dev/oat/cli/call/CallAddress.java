package dev.oat.cli.call;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.session.api.ApiAddress;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

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
        if (text.contains("://")) {
            return ApiAddress.parse(text);
        }
        if (text.startsWith(":") && text.length() > 1 && Ascii.isDigit(text.charAt(1))) {
            return ApiAddress.parse("http://localhost" + text);
        }
        String host = host(text);
        if (host.isEmpty() || !isHost(host)) {
            return ApiAddress.parse(at(api(invocation, text), text));
        }
        return ApiAddress.parse((isHere(host) ? "http://" : "https://") + text);
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
        return port || dot || first.startsWith("[") || first.equals("localhost");
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

    /** Returns a path at an API; one that names the API's own path already does not repeat it. */
    private static String at(String api, String path) {
        int start = api.indexOf("://") + 3;
        int slash = api.indexOf('/', start);
        String origin = slash < 0 ? api : api.substring(0, slash);
        String base = slash < 0 ? "" : api.substring(slash);
        String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        String rooted = path.startsWith("/") || path.startsWith("?") ? path : "/" + path;
        boolean whole = path.startsWith("/")
                && (rooted.equals(prefix) || rooted.startsWith(prefix + "/") || rooted.startsWith(prefix + "?"));
        return origin + (whole ? "" : prefix) + (rooted.startsWith("?") && prefix.isEmpty() ? "/" : "") + rooted;
    }
}
