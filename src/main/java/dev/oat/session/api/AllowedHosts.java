package dev.oat.session.api;

import dev.oat.http.Origins;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which APIs may be sent a token: origins (https, or http on this machine), optionally with a path that must lead there.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.9">RFC 9700 §4.9</a>
 */
public final class AllowedHosts {
    private record Rule(String origin, List<String> path, boolean exact) {}

    private final List<Rule> rules;

    private AllowedHosts(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Returns no API at all. */
    public static AllowedHosts none() {
        return new AllowedHosts(List.of());
    }

    /**
     * These and one more.
     *
     * @param address an origin, optionally with a path: {@code https://api.example/v1}
     * @param source what named it, for messages: {@code --api}
     * @throws Failure.Usage if it is neither https nor http on this machine, or has a query or dot segments
     */
    public AllowedHosts with(String address, String source) {
        URI uri;
        try {
            uri = ApiAddress.parse(address);
        } catch (Failure.Usage e) {
            throw new Failure.Usage("invalid value for " + source + ": " + e.what())
                    .hint(e.hint().orElse("write https://HOST[/PATH]"));
        }
        if (!Origins.isSecure(uri)) {
            throw Failure.Usage.value(source, address, "an https address, or http on this machine")
                    .hint("over http anybody on the way could read the token");
        }
        if (uri.getRawQuery() != null || isEvasive(uri)) {
            throw Failure.Usage.value(source, address, "an origin, with a plain path at most")
                    .hint("write https://HOST[/PATH]");
        }
        List<String> path = segments(uri);
        while (!path.isEmpty() && path.get(path.size() - 1).isEmpty()) {
            path.remove(path.size() - 1);
        }
        return and(new Rule(Origins.of(uri), path, false));
    }

    /** Returns these and exactly one address, such as the userinfo endpoint of the metadata; nothing when it is not safe. */
    public AllowedHosts withExactly(URI address) {
        return Origins.isSecure(address) ? and(new Rule(Origins.of(address), segments(address), true)) : this;
    }

    private AllowedHosts and(Rule rule) {
        List<Rule> all = new ArrayList<>(rules);
        all.add(rule);
        return new AllowedHosts(all);
    }

    /** Returns whether a token may go to this address. */
    public boolean allows(URI target) {
        if (target.getRawUserInfo() != null || target.getHost() == null) {
            return false;
        }
        String origin = Origins.of(target);
        for (Rule rule : rules) {
            if (rule.origin().equals(origin) && leadsTo(rule, target)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsTo(Rule rule, URI target) {
        if (rule.path().isEmpty() && !rule.exact()) {
            return true;
        }
        List<String> path = segments(target);
        if (isEvasive(target) || path.size() < rule.path().size()) {
            return false;
        }
        return rule.exact()
                ? path.equals(rule.path())
                : path.subList(0, rule.path().size()).equals(rule.path());
    }

    /** Returns whether the path has a segment that some server or proxy may take for a step up or for two segments. */
    private static boolean isEvasive(URI uri) {
        for (String segment : segments(uri)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            String lower = segment.toLowerCase(Locale.ROOT);
            if (name.equals(".")
                    || name.equals("..")
                    || lower.indexOf('/') >= 0
                    || lower.indexOf('\\') >= 0
                    || lower.indexOf('\0') >= 0
                    || lower.contains("%2e")
                    || lower.contains("%2f")
                    || lower.contains("%5c")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the path's segments, each decoded once. */
    private static List<String> segments(URI uri) {
        List<String> segments = new ArrayList<>();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        int start = path.startsWith("/") ? 1 : 0;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            segments.add(decode(path.substring(start, end)));
            start = end + 1;
        }
        return segments;
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        // a plus sign is no space in a path
        return java.net.URLDecoder.decode(segment.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }
}
