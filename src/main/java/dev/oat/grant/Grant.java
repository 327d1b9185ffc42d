package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.util.List;

/**
 * An authorization grant, as the token endpoint takes it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-1.3">RFC 6749 §1.3</a>
 */
public interface Grant {
    /** The value of {@code grant_type}. */
    String type();

    /** The grant's own parameters, without {@code grant_type}. */
    Form parameters();

    /** Returns the section that describes its token request. */
    SpecRef spec();

    /** What settings and sessions call it: its type, or the identifier of the profile of that type that it is. */
    default String profile() {
        return type();
    }

    /** Returns what people call it: the last word of its type. */
    default String name() {
        return type().substring(type().lastIndexOf(':') + 1).replace('_', ' ');
    }

    /** Values of {@code token_type} that an answer to it may have beside the one that was asked for. */
    default List<String> furtherTokenTypes() {
        return List.of();
    }

    /** Returns what its section asks of an answer beyond what every token answer must be. */
    default List<Check> checks(JsonObject answer) {
        return List.of();
    }
}
