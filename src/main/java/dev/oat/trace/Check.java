package dev.oat.trace;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One comparison that a specification asks for, and how it came out.
 *
 * <p>The same list of checks is the error message, the trace, and what a test asserts. {@code expected} and {@code found}
 * are shown to people: a check on a secret says {@code "matches"} or {@code "differs"}, never the value.
 *
 * @param name a stable short name, such as {@code state} or {@code id_token.nonce}
 * @param title what is compared, as a sentence part: {@code "the ID token's nonce is the one sent"}
 * @param spec the section that asks for it
 * @param expected what the section demands
 * @param found what was there; untrusted text from a server
 * @param verdict how it came out
 */
public record Check(String name, String title, SpecRef spec, String expected, String found, Verdict verdict) {
    /** How a check came out. */
    public enum Verdict {
        PASSED,
        /** Not as the section has it, but safe: accepted, and told in a warning. */
        WARNED,
        FAILED,
        NOT_APPLICABLE
    }

    public Check {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(spec, "spec is null");
        expected = Userinfo.hidden(Objects.requireNonNull(expected, "expected is null"));
        found = Userinfo.hidden(Objects.requireNonNull(found, "found is null"));
        Objects.requireNonNull(verdict, "verdict is null");
    }

    /** Returns a check that passes when {@code passed} is true. */
    public static Check of(String name, String title, SpecRef spec, boolean passed, String expected, String found) {
        return new Check(name, title, spec, expected, found, passed ? Verdict.PASSED : Verdict.FAILED);
    }

    /** A check that passes when what was found is exactly what was expected. */
    public static Check same(String name, String title, SpecRef spec, String expected, String found) {
        return of(name, title, spec, expected.equals(found), expected, found);
    }

    /** Returns a check that passes when {@code met} is true; otherwise what was found is accepted, and told in a warning. */
    public static Check warning(String name, String title, SpecRef spec, boolean met, String expected, String found) {
        return new Check(name, title, spec, expected, found, met ? Verdict.PASSED : Verdict.WARNED);
    }

    /** A check that does not apply here, with the reason. */
    public static Check notApplicable(String name, String title, SpecRef spec, String reason) {
        return new Check(name, title, spec, "", reason, Verdict.NOT_APPLICABLE);
    }

    /** Returns whether the check failed. */
    public boolean failed() {
        return verdict == Verdict.FAILED;
    }

    /** Whether something odd was found and accepted. */
    public boolean warned() {
        return verdict == Verdict.WARNED;
    }

    /** Returns the check as one sentence: what is compared, what was expected and what was found. */
    public String sentence() {
        return title + ": expected " + expected + ", found " + (found.isEmpty() ? "nothing" : found);
    }

    /** The first check that failed, in the list's order. */
    public static Optional<Check> firstFailed(List<Check> checks) {
        for (Check check : checks) {
            if (check.failed()) {
                return Optional.of(check);
            }
        }
        return Optional.empty();
    }
}
