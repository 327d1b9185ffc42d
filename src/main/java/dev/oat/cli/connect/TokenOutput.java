package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.render.token.TokenDocument;
import dev.oat.trace.Failure;

/** Prints a token in the form that was asked for: the one place that decides which forms a token may take. */
public final class TokenOutput {
    private TokenOutput() {}

    /**
     * Prints a token document.
     *
     * @param format what {@code -o} asks for
     * @throws Failure.Usage if the token would go to a program that cannot use it
     */
    public static void print(Invocation invocation, TokenDocument document, String format) {
        if (invocation.arguments().has(Settings.GITHUB_OUTPUT)) {
            requireBearer(document, "--github-output");
            GitHubStep.of(invocation).put(document);
            return;
        }
        if (format.equals("json")) {
            invocation.output().json(document.json());
            return;
        }
        requireBearer(document, "-o " + format);
        invocation.output().document(document.as(format, false));
    }

    /**
     * Makes sure that a program can use the token by showing it alone.
     *
     * @param what what would hand it over
     * @throws Failure.Usage if each request needs a proof by a key that only this program has
     */
    public static void requireBearer(TokenDocument document, String what) {
        if (document.needsProof()) {
            throw needsProof(what);
        }
    }

    /** That a token would go to a program that cannot use it. */
    static Failure needsProof(String what) {
        return new Failure.Usage(what + " hands the token to a program that shows it alone, and this one is bound to a"
                        + " key by DPoP (RFC 9449)")
                .hint("oat call sends it with a proof for each request; -o json shows it");
    }
}
