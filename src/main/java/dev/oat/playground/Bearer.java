package dev.oat.playground;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bearer tokens in requests, and the challenges that answer them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 §3</a>
 */
final class Bearer {
    private Bearer() {}

    /**
     * The token in the Authorization header, or empty when no such header came.
     *
     * @throws OAuthError if there are two, or it is of another scheme
     */
    static Optional<String> token(Incoming request) {
        List<String> headers = request.headers("Authorization");
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw OAuthError.invalidRequest("there is more than one Authorization header");
        }
        String header = headers.get(0);
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        return Optional.of(header.substring(7).strip());
    }

    /** An answer that asks for a token, without saying that there was anything wrong. */
    static Answer tokenNeeded(Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("realm", "oat playground"));
        parameters.putAll(more);
        return Answer.json(401, "{\"error\":\"token_needed\"}").with("WWW-Authenticate", challenge(parameters));
    }

    /** An answer that says what is wrong with the token. */
    static Answer refused(OAuthError error, Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("realm", "oat playground");
        parameters.put("error", error.error());
        parameters.put("error_description", error.description());
        parameters.putAll(more);
        return Answer.json(error.status(), LoopbackServer.body(error))
                .with("WWW-Authenticate", challenge(parameters))
                .notStored();
    }

    private static String challenge(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder("Bearer ");
        parameters.forEach((name, value) -> text.append(text.length() == "Bearer ".length() ? "" : ", ")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
        return text.toString();
    }
}
