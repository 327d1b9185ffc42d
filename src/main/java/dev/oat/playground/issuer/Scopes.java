package dev.oat.playground.issuer;

import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import java.util.List;

/** Which scopes a request gets. */
public final class Scopes {
    /** What a request gets that asks for nothing. */
    private static final List<String> DEFAULT = List.of("read");

    private Scopes() {}

    /**
     * Returns the scopes asked for, or the usual ones where none are.
     *
     * @throws OAuthError if the client may not have one of them
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749 §3.3</a>
     */
    public static List<String> grant(PlaygroundClient client, PlaygroundForm form) {
        List<String> asked = form.words("scope");
        if (asked.isEmpty()) {
            return DEFAULT.stream().filter(client.scopes()::contains).toList();
        }
        for (String scope : asked) {
            if (!client.scopes().contains(scope)) {
                throw OAuthError.invalidScope("the client may not have the scope " + scope);
            }
        }
        return asked;
    }
}
