package dev.oat.trace;

import java.util.Objects;

/**
 * A section of a specification, such as {@code RFC 6749 §4.4.2}.
 *
 * @param document the document's usual name: {@code RFC 6749}, {@code OpenID Connect Core}
 * @param section the section's number, or empty for the whole document
 */
public record SpecRef(String document, String section) {
    public SpecRef {
        Objects.requireNonNull(document, "document is null");
        Objects.requireNonNull(section, "section is null");
    }

    /** Returns a section of an RFC. */
    public static SpecRef rfc(int number, String section) {
        return new SpecRef("RFC " + number, section);
    }

    /** A section of OpenID Connect Core 1.0. */
    public static SpecRef oidcCore(String section) {
        return new SpecRef("OpenID Connect Core", section);
    }

    /** Returns a section of OpenID Connect Discovery 1.0. */
    public static SpecRef oidcDiscovery(String section) {
        return new SpecRef("OpenID Connect Discovery", section);
    }

    /** A section of OpenID Connect Client-Initiated Backchannel Authentication Core 1.0. */
    public static SpecRef openIdCiba(String section) {
        return new SpecRef("OpenID CIBA Core", section);
    }

    /** For messages that no specification describes, such as a call to somebody's API. */
    public static SpecRef none() {
        return new SpecRef("", "");
    }

    /** Whether this names no specification at all. */
    public boolean isNone() {
        return document.isEmpty();
    }

    @Override
    public String toString() {
        return section.isEmpty() ? document : document + " §" + section;
    }
}
