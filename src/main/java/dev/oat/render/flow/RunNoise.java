package dev.oat.render.flow;

import dev.oat.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is another in each run, whatever works or fails: random values, times, ports that the system chose, and the names
 * that servers and their proxies give to single requests.
 *
 * <p>Of a value that must be new each time only its presence is compared, of one that was minted for the run its length,
 * about.
 */
final class RunNoise {
    /** What stands for a value that is new in each run. */
    static final String NEW = "(new in each run)";

    /** Parameters, headers and members that are random, or a time. */
    private static final Set<String> FRESH = Set.of(
            // RFC 6749 §4.1.1, RFC 7636 §4.2, OpenID Connect Core §3.1.2.1, RFC 9126 §2.2, RFC 9101 §5
            "state",
            "nonce",
            "code_challenge",
            "request_uri",
            "request",
            // RFC 7519 §4.1, OpenID Connect Core §2 and §3.3.2.11, OpenID Connect Session Management §2
            "jti",
            "iat",
            "exp",
            "nbf",
            "auth_time",
            "at_hash",
            "c_hash",
            "s_hash",
            "sid",
            "session_state",
            // RFC 9449 §4.2 and §8
            "dpop",
            "dpop-nonce",
            "ath",
            "oauth-client-attestation-pop",
            "oauth-client-attestation-challenge",
            "attestation_challenge",
            // RFC 8628 §3.2, OpenID Connect CIBA Core §7.3
            "user_code",
            "verification_uri_complete",
            "auth_req_id",
            // RFC 7591 §3.2.1
            "client_id_issued_at",
            "client_secret_expires_at",
            // what answers and refusals of well-known servers add
            "expires_at",
            "issued_at",
            "timestamp",
            "errorid",
            "set-cookie",
            "cookie");

    /** Secrets that are made for the run; those that a user or a profile gives are not among them. */
    private static final Set<String> MINTED = Set.of(
            "code",
            "code_verifier",
            "access_token",
            "refresh_token",
            "id_token",
            "device_code",
            "client_assertion",
            "oauth-client-attestation",
            "assertion",
            "response",
            "id_token_hint",
            "registration_access_token",
            "authorization");

    /** Headers that tell of this one answer and no other. */
    private static final Set<String> FLEETING = Set.of(
            "date",
            "content-length",
            "age",
            "etag",
            "last-modified",
            "expires",
            "server-timing",
            "x-runtime",
            "x-response-time",
            "x-timer",
            "x-served-by",
            "x-cache",
            "x-cache-hits",
            "x-envoy-upstream-service-time",
            "cf-ray",
            "x-amz-cf-id",
            "x-amz-cf-pop",
            "via",
            "nel",
            "report-to",
            "reporting-endpoints",
            "traceparent",
            "tracestate",
            "b3");

    /** Parts of the names of further such headers, and of members that name a single request. */
    private static final List<String> NAMES_OF_REQUESTS = List.of(
            "request-id",
            "requestid",
            "correlation",
            "trace-id",
            "traceid",
            "trace-context",
            "x-b3-",
            "ratelimit",
            "rate-limit",
            "span-id");

    private static final Pattern SECRET = Pattern.compile("\\[(\\d+) chars[^\\]]*]");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?"
                    + "|(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"
                    + "|(?<![\\w.-])1[5-9]\\d{8}(?![\\w.-])|(?<![\\w.-])[23]\\d{9}(?![\\w.-])");
    private static final Pattern LOOPBACK_PORT =
            Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1]|%5B%3A%3A1%5D)(:|%3A)\\d+");
    private static final Pattern REQUEST_NAME = Pattern.compile(
            "(?i)\\b((?:trace|correlation|request|event|error|span)[ _-]?id\\b[\"']?\\s*(?:is|[:=])?\\s*[\"']?)"
                    + "[0-9a-z][0-9a-z._-]{7,}");

    private RunNoise() {}

    /** Returns whether a header, parameter or member tells nothing that another run would tell too. */
    static boolean isFleeting(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (FLEETING.contains(lower)) {
            return true;
        }
        String dashed = lower.replace('_', '-');
        for (String part : NAMES_OF_REQUESTS) {
            if (dashed.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns a value without what is new in each run.
     *
     * @param name its name
     * @param value its text; a secret's is its length
     */
    static String without(String name, String value) {
        if (FRESH.contains(name.toLowerCase(Locale.ROOT)) && !value.isEmpty()) {
            return NEW;
        }
        return without(value);
    }

    /** Returns a text without times, ports of this machine, names of requests, and hashes of secrets. */
    static String without(String text) {
        String same = SECRET.matcher(text).replaceAll("[$1 chars]");
        same = REQUEST_NAME.matcher(same).replaceAll("$1ID");
        same = TIME.matcher(same).replaceAll("TIME");
        return LOOPBACK_PORT.matcher(same).replaceAll("$1$2PORT");
    }

    /** Returns a JSON value without what is new in each run, members of members included. */
    static Object without(String name, Object value) {
        if (value instanceof JsonObject object) {
            Map<String, Object> members = new LinkedHashMap<>();
            object.members().forEach((member, inner) -> {
                if (!isFleeting(member)) {
                    members.put(member, without(member, inner));
                }
            });
            return JsonObject.of(members);
        }
        if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            for (Object one : list) {
                values.add(one == null ? "null" : without(name, one));
            }
            return values;
        }
        if (value instanceof String text) {
            return without(name, text);
        }
        return FRESH.contains(name.toLowerCase(Locale.ROOT)) ? NEW : value;
    }

    /**
     * Returns whether two values of one name differ only as two runs always do.
     *
     * @param name the name
     * @param here one value, without noise
     * @param there the other, likewise
     */
    static boolean isSame(String name, String here, String there) {
        if (here.equals(there)) {
            return true;
        }
        if (name.endsWith("expires_in")) {
            // some servers count down what the session has left
            return Math.abs(number(here, 0) - number(there, 0)) <= 5 && number(here, 0) > 0 && number(there, 0) > 0;
        }
        int one = here.lastIndexOf('[');
        int other = there.lastIndexOf('[');
        if (!MINTED.contains(name)
                || one < 0
                || other < 0
                || !here.substring(0, one).equals(there.substring(0, other))) {
            return false;
        }
        // a client's own secret, as of Basic, is no token
        boolean token = !name.equals("authorization") || here.startsWith("Bearer ") || here.startsWith("DPoP ");
        long length = number(here, one + 1);
        return token && length > 0 && Math.abs(length - number(there, other + 1)) <= Math.max(2, length / 50);
    }

    private static long number(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < 9 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == from ? 0 : Long.parseLong(text.substring(from, end));
    }
}
