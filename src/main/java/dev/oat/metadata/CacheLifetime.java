package dev.oat.metadata;

import dev.oat.http.Headers;
import dev.oat.trace.Ascii;
import java.time.Duration;
import java.util.Locale;

/**
 * How long a fetched document may be kept, by its {@code Cache-Control}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2">RFC 9111 §5.2.2</a>
 */
final class CacheLifetime {
    /** For servers that say nothing. */
    static final Duration UNSAID = Duration.ofMinutes(5);

    /** However long a server allows. */
    static final Duration LONGEST = Duration.ofDays(1);

    private CacheLifetime() {}

    static Duration of(Headers headers) {
        Duration lifetime = UNSAID;
        for (String field : headers.all("Cache-Control")) {
            for (String part : field.split(",", -1)) {
                String directive = part.trim().toLowerCase(Locale.ROOT);
                if (directive.equals("no-store") || directive.equals("no-cache")) {
                    return Duration.ZERO;
                }
                if (directive.startsWith("max-age=")) {
                    lifetime = seconds(directive.substring("max-age=".length()));
                }
            }
        }
        return lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime;
    }

    private static Duration seconds(String text) {
        String digits = text.startsWith("\"") && text.endsWith("\"") && text.length() > 1
                ? text.substring(1, text.length() - 1)
                : text;
        if (!Ascii.isDigits(digits)) {
            return Duration.ZERO;
        }
        return digits.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }
}
