package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.SpecRef;

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

    /** The section that describes its token request. */
    SpecRef spec();
}
