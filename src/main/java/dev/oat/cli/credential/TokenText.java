package dev.oat.cli.credential;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.token.TokenFile;
import dev.oat.metadata.Addresses;
import dev.oat.render.text.Redaction;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A few lines that a package manager reads, with the token in them: into a file of the user's own, else to standard output, and
 * hidden where that is a terminal.
 */
final class TokenText {
    static final Setting OUT = Setting.text(
                    "out",
                    Setting.Group.COMMAND,
                    "FILE",
                    "Write to a file in place of standard output: for you alone, and replaced whole.")
            .onlyOption();
    static final Setting BASIC = Setting.flag(
                    "basic",
                    Setting.Group.COMMAND,
                    "Have the token shown as the password of Basic, with --username or oauth2 as the name.")
            .onlyOption();

    private static final String MEANT = "\"'\\{}$#;";
    private static final String USUAL_NAME = "oauth2";

    private TokenText() {}

    /**
     * Returns the address of a registry, as an argument gives it.
     *
     * @throws Failure.Usage if it is none
     */
    static URI registry(Invocation invocation, int index) {
        URI uri =
                Addresses.given("URL", invocation.arguments().positional(index).orElse(""), false);
        if (uri.getRawQuery() != null) {
            throw new Failure.Usage("the registry's URL has a query").hint("leave out what stands behind ?");
        }
        return uri;
    }

    /** Returns the user's name for Basic. */
    static String name(Invocation holder) {
        return printable(holder.settings().text(Settings.USERNAME).orElse(USUAL_NAME), Settings.USERNAME.option());
    }

    /** Puts the text that a token makes where it is wanted. */
    static void put(Invocation invocation, Invocation holder, UnaryOperator<String> text) {
        put(invocation, holder, UnaryOperator.identity(), text);
    }

    /**
     * Puts the text that a token makes where it is wanted.
     *
     * @param form how the token is written
     * @param text the text around that
     */
    static void put(Invocation invocation, Invocation holder, UnaryOperator<String> form, UnaryOperator<String> text) {
        Optional<TokenFile> file = invocation.arguments().first(OUT).map(name -> TokenFile.named(name, OUT.option()));
        String token = form.apply(printable(TokenHolder.token(holder).token(), "the token"));
        if (file.isPresent()) {
            file.orElseThrow().write(text.apply(token));
            return;
        }
        boolean hidden = invocation.environment().streams().outputIsTerminal()
                && !invocation.arguments().has(Settings.SHOW_SECRETS);
        invocation.output().document(text.apply(hidden ? new Redaction(false).hidden(token) : token));
        if (hidden) {
            invocation
                    .output()
                    .say("oat: the token is hidden on a terminal; --out FILE writes it, and a pipe gets it whole");
        }
    }

    /** Returns what none of these formats has a meaning of its own for. */
    private static String printable(String value, String what) {
        for (char c : value.toCharArray()) {
            if (c <= ' ' || c > '~' || MEANT.indexOf(c) >= 0) {
                throw new Failure.Usage(what + " holds a character that such a file cannot carry");
            }
        }
        return value;
    }
}
