package dev.oat.cli.credential;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * {@code oat credential npm}: the lines of an .npmrc that have npm, pnpm and yarn 1 show the token to one registry.
 *
 * @see <a href="https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration">.npmrc</a>
 */
public final class CredentialNpm implements Command {
    @Override
    public List<Setting> settings() {
        return TokenHolder.settings(TokenText.OUT, TokenText.BASIC);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                new Positional("URL", "The registry, as npm knows it; the profile names it too (api).", true, false));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting == Settings.USERNAME || TokenHolder.isUsual(setting);
    }

    @Override
    public String description() {
        return "Prints what an .npmrc needs for one registry: its token, under the registry's address, so that npm shows it"
                + " to no other. --out writes a file for npm_config_userconfig. Without any file: write"
                + " //HOST/:_authToken=${NPM_TOKEN} into the .npmrc yourself, and run npm by oat exec --env-name NPM_TOKEN.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat credential npm https://registry.example/npm/ -p work --out ~/.npmrc-work",
                "# then\n  npm_config_userconfig=~/.npmrc-work npm install",
                "oat exec -p work --env-name NPM_TOKEN -- npm publish");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        URI registry = TokenText.registry(invocation, 0);
        Invocation holder = TokenHolder.require(invocation, registry);
        String place = place(registry);
        if (invocation.arguments().has(TokenText.BASIC)) {
            TokenText.put(
                    invocation,
                    holder,
                    CredentialNpm::password,
                    password -> place + ":username=" + TokenText.name(holder) + "\n" + place + ":_password=" + password
                            + "\n");
        } else {
            TokenText.put(invocation, holder, token -> place + ":_authToken=" + token + "\n");
        }
        return ExitCode.DONE;
    }

    /** Returns the prefix by which npm finds a registry's settings: without the scheme, and with a slash at the end. */
    private static String place(URI registry) {
        String path = registry.getRawPath() == null ? "" : registry.getRawPath();
        return "//" + registry.getRawAuthority() + (path.endsWith("/") ? path : path + "/");
    }

    /** npm keeps a password in base64. */
    private static String password(String token) {
        return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }
}
