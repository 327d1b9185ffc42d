package dev.oat.playground.front;

import dev.oat.playground.issuer.Audience;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.Scopes;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Ascii;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An authorization request that may be put before the user.
 *
 * @param client the client that asks
 * @param target where the response goes
 * @param types the words of {@code response_type}
 * @param scopes what it asks for
 * @param audience for which resources
 * @param nonce the ID token's nonce
 * @param challenge the code challenge
 * @param method the code challenge's method
 * @param prompts the words of {@code prompt}
 * @param maxAge how many seconds ago the user may have signed in
 * @param extras what else it asks for
 * @param loginHint who the client thinks will sign in
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1">RFC 6749 §4.1.1</a>
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest">OpenID Connect Core §3.1.2.1</a>
 */
public record FrontRequest(
        PlaygroundClient client,
        ResponseTarget target,
        List<String> types,
        List<String> scopes,
        List<String> audience,
        Optional<String> nonce,
        Optional<String> challenge,
        Optional<String> method,
        List<String> prompts,
        OptionalLong maxAge,
        Extras extras,
        Optional<String> loginHint) {

    public static final List<String> RESPONSE_TYPES = List.of(
            "code", "code id_token", "code token", "code id_token token", "id_token", "id_token token", "token");

    private static final Set<String> REPEATABLE = Set.of("resource", "audience");

    /**
     * Reads the request's parameters, once it is known where an error may go.
     *
     * @throws OAuthError if something is wrong with them
     */
    static FrontRequest read(Issuer issuer, PlaygroundClient client, ResponseTarget target, PlaygroundForm form) {
        checkParameters(form);
        List<String> types = types(client, form);
        String mode = form.first("response_mode").orElse(target.mode());
        if (!ResponseTarget.MODES.contains(mode)) {
            throw OAuthError.invalidRequest("response_mode is none of " + String.join(", ", ResponseTarget.MODES));
        }
        boolean tokens = types.contains("token") || types.contains("id_token");
        if (tokens && target.mode().startsWith("query")) {
            throw OAuthError.invalidRequest("tokens do not travel in a query");
        }
        if (types.contains("id_token") && !form.has("nonce")) {
            throw OAuthError.invalidRequest("nonce is missing: an ID token is to come through the browser");
        }
        List<String> prompts = form.words("prompt");
        if (prompts.contains("none") && prompts.size() > 1) {
            throw OAuthError.invalidRequest("prompt is none and something else");
        }
        Optional<String> challenge = form.first("code_challenge");
        // a challenge without a method is plain (RFC 7636 §4.3)
        Optional<String> method =
                challenge.map(ignored -> form.first("code_challenge_method").orElse("plain"));
        if (types.contains("code")) {
            checkChallenge(issuer, client, challenge, method);
        }
        return new FrontRequest(
                client,
                target,
                types,
                Scopes.grant(client, form),
                Audience.of(form, issuer.resource()),
                form.first("nonce"),
                challenge,
                method,
                prompts,
                maxAge(form),
                Extras.ofAuthorization(form),
                form.first("login_hint"));
    }

    private static List<String> types(PlaygroundClient client, PlaygroundForm form) {
        List<String> asked = form.words("response_type").stream().sorted().toList();
        String type = form.required("response_type");
        boolean known = RESPONSE_TYPES.stream()
                .anyMatch(one ->
                        List.of(one.split(" ")).stream().sorted().toList().equals(asked));
        if (!known) {
            throw new OAuthError(400, "unsupported_response_type", "there is no response_type " + type);
        }
        boolean registered = (!asked.contains("code") || client.grantTypes().contains("authorization_code"))
                && (asked.equals(List.of("code")) || client.grantTypes().contains("implicit"));
        if (!registered) {
            throw new OAuthError(400, "unauthorized_client", "the client is not registered for " + type);
        }
        return asked;
    }

    private static void checkParameters(PlaygroundForm form) {
        for (Map.Entry<String, List<String>> parameter : form.values().entrySet()) {
            if (parameter.getValue().size() > 1 && !REPEATABLE.contains(parameter.getKey())) {
                throw OAuthError.invalidRequest("a parameter is there twice: " + parameter.getKey());
            }
        }
    }

    private static void checkChallenge(
            Issuer issuer, PlaygroundClient client, Optional<String> challenge, Optional<String> method) {
        if (challenge.isEmpty()) {
            if (client.isPublic()) {
                throw OAuthError.invalidRequest("code_challenge is missing: a public client needs PKCE");
            }
            return;
        }
        if (method.filter("S256"::equals).isEmpty()
                && !(issuer.settings().plainPkce()
                        && method.filter("plain"::equals).isPresent())) {
            throw OAuthError.invalidRequest("code_challenge_method is not S256");
        }
        if (challenge.filter(FrontRequest::isChallenge).isEmpty()) {
            throw OAuthError.invalidRequest("code_challenge is not 43 to 128 unreserved characters");
        }
    }

    private static boolean isChallenge(String text) {
        return Ascii.isMadeOf(text, "-._~") && text.length() >= 43 && text.length() <= 128;
    }

    private static OptionalLong maxAge(PlaygroundForm form) {
        Optional<String> text = form.first("max_age");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long seconds = Long.parseLong(text.get());
            if (seconds >= 0) {
                return OptionalLong.of(seconds);
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw OAuthError.invalidRequest("max_age is not a number of seconds");
    }
}
