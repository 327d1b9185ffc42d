package dev.oat.playground.tokens;

import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.LoopbackServer;
import dev.oat.playground.net.OAuthError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bearer tokens in requests, and the challenges that answer them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 §3</a>
 */
public final class TokenChallenge {
    private TokenChallenge() {}

    /** The bearer token of a request, or empty when none came. */
    public static Optional<String> token(Incoming request) {
        return PresentedToken.of(request).filter(shown -> !shown.isDpop()).map(PresentedToken::text);
    }

    /** Returns an answer that asks for a token, without saying that there was anything wrong. */
    public static Answer tokenNeeded(Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("realm", "oat playground"));
        parameters.putAll(more);
        return Answer.json(401, "{\"error\":\"token_needed\"}")
                .with("WWW-Authenticate", challenge(PresentedToken.BEARER, parameters));
    }

    /** Returns an answer that says what is wrong with a bearer token. */
    public static Answer refused(OAuthError error, Map<String, String> more) {
        return refused(PresentedToken.BEARER, error, more);
    }

    /**
     * An answer that says what is wrong with the token.
     *
     * @param scheme the scheme under which the token was shown
     */
    public static Answer refused(String scheme, OAuthError error, Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("realm", "oat playground");
        if (scheme.equals(PresentedToken.DPOP)) {
            parameters.put("algs", String.join(" ", DpopProofs.ALGORITHMS));
        }
        parameters.put("error", error.error());
        parameters.put("error_description", error.description());
        parameters.putAll(more);
        return Answer.json(error.status(), LoopbackServer.body(error))
                .with("WWW-Authenticate", challenge(scheme, parameters))
                .notStored();
    }

    private static String challenge(String scheme, Map<String, String> parameters) {
        StringBuilder text = new StringBuilder(scheme + " ");
        parameters.forEach((name, value) -> text.append(text.length() == scheme.length() + 1 ? "" : ", ")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
        return text.toString();
    }
}
