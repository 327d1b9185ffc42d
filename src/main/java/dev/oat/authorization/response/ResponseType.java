package dev.oat.authorization.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the authorization response is to bring: a code, or tokens at once, or both.
 *
 * @see <a href="https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html">OAuth 2.0 Multiple Response Types</a>
 */
public enum ResponseType {
    /** A code, which the token endpoint exchanges: the only one that RFC 9700 recommends. */
    CODE("code"),
    CODE_ID_TOKEN("code id_token"),
    CODE_TOKEN("code token"),
    CODE_ID_TOKEN_TOKEN("code id_token token"),
    ID_TOKEN("id_token"),
    ID_TOKEN_TOKEN("id_token token"),
    TOKEN("token");

    private final String parameter;

    ResponseType(String parameter) {
        this.parameter = parameter;
    }

    /** Returns the value of the {@code response_type} parameter. */
    public String parameter() {
        return parameter;
    }

    /** The type with these words, in whatever order, or empty when there is none. */
    public static Optional<ResponseType> named(String words) {
        List<String> asked = new ArrayList<>(List.of(words.trim().split(" +")));
        asked.sort(null);
        for (ResponseType type : values()) {
            List<String> own = new ArrayList<>(type.words());
            own.sort(null);
            if (own.equals(asked)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private List<String> words() {
        return List.of(parameter.split(" "));
    }

    /** Returns whether a code comes. */
    public boolean bringsCode() {
        return words().contains("code");
    }

    /** Whether an ID token comes through the browser. */
    public boolean bringsIdToken() {
        return words().contains("id_token");
    }

    /** Returns whether an access token comes through the browser. */
    public boolean bringsAccessToken() {
        return words().contains("token");
    }

    /** Whether any token comes through the browser, which needs another response mode than a query. */
    public boolean bringsTokens() {
        return bringsIdToken() || bringsAccessToken();
    }
}
