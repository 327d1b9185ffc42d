package dev.oat.metadata;

import dev.oat.trace.SpecRef;
import dev.oat.trace.Userinfo;
import java.util.Locale;
import java.util.Objects;

/**
 * Something about a server that is wrong, weak, or worth knowing before a client meets it.
 *
 * @param severity how much it matters
 * @param name a stable short name, such as {@code pkce.missing}
 * @param title what is the matter, as a sentence part
 * @param spec the section that asks for something else
 * @param expected what the section asks for
 * @param found what was there; untrusted text from the server
 * @param hint what to do about it
 */
public record Finding(
        Severity severity, String name, String title, SpecRef spec, String expected, String found, String hint) {
    /** How much a finding matters. */
    public enum Severity {
        /** A careful client refuses this, or something cannot work. */
        ERROR,
        /** It works, but is weak or a trap. */
        WARNING,
        /** Worth knowing. */
        NOTE;

        /** The word for it: {@code error}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(severity, "severity is null");
        Objects.requireNonNull(name, "name is null");
        title = Userinfo.hidden(Objects.requireNonNull(title, "title is null"));
        Objects.requireNonNull(spec, "spec is null");
        expected = Userinfo.hidden(Objects.requireNonNull(expected, "expected is null"));
        found = Userinfo.hidden(Objects.requireNonNull(found, "found is null"));
        hint = Userinfo.hidden(Objects.requireNonNull(hint, "hint is null"));
    }
}
