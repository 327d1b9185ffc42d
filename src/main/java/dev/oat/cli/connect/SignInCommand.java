package dev.oat.cli.connect;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.SecretFreeLine;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.session.TokenParameters;
import dev.oat.trace.ShellWord;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names the command by which the user gets the very token that some settings ask for: as a line to paste, or to be run for
 * them. What the profile says need not be said again; all else that shapes the session is.
 */
public final class SignInCommand {
    /** What says nothing about which session it is, or may be another the next time. */
    private static final Set<Setting> LEFT_OUT = Set.of(
            Settings.PROVIDER,
            Settings.PROFILE,
            Settings.GRANT_TYPE,
            Settings.API,
            Settings.PROMPT,
            Settings.MAX_AGE,
            Settings.ACR_VALUES,
            Settings.LOGIN_HINT,
            Settings.ID_TOKEN_HINT,
            Settings.UI_LOCALES,
            Settings.BROWSER,
            Settings.NO_BROWSER,
            Settings.PKCE,
            Settings.TIMEOUT,
            Settings.DRY_RUN,
            Settings.OUTPUT);

    private final Invocation invocation;
    private final Resolution settings;
    private final TokenParameters shape;

    /**
     * Creates a command.
     *
     * @param settings the settings of the run
     * @param shape what they ask for
     */
    public SignInCommand(Invocation invocation, Resolution settings, TokenParameters shape) {
        this.invocation = invocation;
        this.settings = settings;
        this.shape = shape;
    }

    /** Returns whether the user gets the token by signing in here, in whichever way. */
    public boolean isLogin() {
        return shape.grantType().equals(AuthorizationCodeGrant.TYPE)
                || shape.grantType().equals(DeviceCodeGrant.TYPE);
    }

    /** Returns the words of the command by which the user gets the token: {@code login}, {@code token password}. */
    public String words() {
        return isLogin() ? "login" : GrantWords.command(shape.grantType()).substring("oat ".length());
    }

    /** The line to paste. */
    String line() {
        return line(true);
    }

    /** Returns the line to paste, for who names the scopes after it. */
    public String withoutScope() {
        return line(false);
    }

    /** The line to paste, with further scopes. */
    String alsoFor(List<String> more) {
        Set<String> scopes = new LinkedHashSet<>(
                settings.value(Settings.SCOPE).isPresent() ? settings.texts(Settings.SCOPE) : shape.scopes());
        if (scopes.isEmpty() && isLogin()) {
            // what a sign-in asks for unasked is left out once it is told
            scopes.add("openid");
        }
        scopes.addAll(more);
        return line(false) + " " + ShellWord.option(Settings.SCOPE.option(), String.join(" ", scopes));
    }

    /** Returns the line that renews the session, asking for what must be typed. */
    String renewal() {
        return "oat token refresh" + profileOption()
                + options(command("token refresh").settings(), true);
    }

    private String line(boolean withScope) {
        if (!isLogin()) {
            return "oat " + words() + profileOption() + options(command(words()).settings(), withScope);
        }
        if (!isServerKnown()) {
            return "oat login --issuer URL --client-id ID";
        }
        String name = named().map(profile -> " " + ShellWord.argument(profile)).orElse("");
        String said = named().isPresent()
                ? settings.profileValues()
                        .getOrDefault(Settings.GRANT_TYPE.key(), List.of(""))
                        .get(0)
                : "";
        boolean device = shape.grantType().equals(DeviceCodeGrant.TYPE)
                && !GrantWords.type(said).equals(DeviceCodeGrant.TYPE);
        return "oat login"
                + (name.startsWith(" -- ") ? "" : name)
                + (device ? " --device" : "")
                + options(command("login").settings(), withScope)
                + (name.startsWith(" -- ") ? name : "");
    }

    private boolean isServerKnown() {
        return named().isPresent() || settings.isComplete();
    }

    /** Returns the profile that the command can name: one whose server and client are what is meant. */
    private Optional<String> named() {
        return settings.isBlockWhole() ? settings.profileName() : Optional.empty();
    }

    private String profileOption() {
        return named().map(profile -> " " + ShellWord.option("-p", profile)).orElse("");
    }

    private Command command(String words) {
        return invocation.commands().find(words).orElseThrow().command();
    }

    private String options(List<Setting> known, boolean withScope) {
        StringBuilder line = new StringBuilder();
        List<Setting> shared = Settings.all();
        for (Setting setting : known) {
            if (!LEFT_OUT.contains(setting) && shared.contains(setting) && (withScope || setting != Settings.SCOPE)) {
                add(line, setting);
            }
        }
        if (known.contains(Settings.PROFILE) && invocation.arguments().has(Settings.STORE_KEY)) {
            add(line, Settings.STORE_KEY);
        }
        return line.toString();
    }

    private void add(StringBuilder line, Setting setting) {
        Optional<Resolution.Value> value = settings.value(setting);
        if (value.isEmpty()) {
            for (String text : stored(setting)) {
                append(line, setting, text);
            }
            return;
        }
        Resolution.Value said = value.get();
        if (said.origin() == Resolution.Origin.DEFAULT
                || (said.origin() == Resolution.Origin.PROFILE && named().isPresent())) {
            return;
        }
        switch (setting.kind()) {
            case FLAG -> line.append(settings.flag(setting) ? " " + setting.option() : "");
            case SECRET ->
                line.append(' ')
                        .append(ShellWord.option(
                                setting.option(),
                                reference(setting, said.texts().get(0), said.origin())));
            case TEXT, TEXTS -> {
                if (said.origin() == Resolution.Origin.ENVIRONMENT && holdsSecret(setting, said.texts())) {
                    // the variable is there for the pasted line too
                    return;
                }
                for (String text : setting == Settings.SCOPE ? joined(said.texts()) : said.texts()) {
                    append(line, setting, text);
                }
            }
            case COUNT -> {}
        }
    }

    private static void append(StringBuilder line, Setting setting, String text) {
        line.append(' ').append(ShellWord.option(setting.option(), SecretFreeLine.shown(setting, text)));
    }

    private static boolean holdsSecret(Setting setting, List<String> texts) {
        for (String text : texts) {
            if (!SecretFreeLine.shown(setting, text).equals(text)) {
                return true;
            }
        }
        return false;
    }

    /** A secret itself stands in no line; nor is there another standard input to read it from. */
    private static String reference(Setting setting, String text, Resolution.Origin origin) {
        if (text.equals("-")) {
            return "prompt";
        }
        if (!SecretReference.of(text, setting.option()).isLiteral()) {
            return text;
        }
        return origin == Resolution.Origin.ENVIRONMENT ? "env:" + setting.variable() : "prompt";
    }

    private static List<String> joined(List<String> texts) {
        return texts.isEmpty() ? List.of() : List.of(String.join(" ", texts));
    }

    /** Returns what the settings leave open, as it was for the session before. */
    private List<String> stored(Setting setting) {
        if (setting == Settings.SCOPE) {
            return joined(shape.scopes());
        }
        if (setting == Settings.AUDIENCE) {
            return shape.audiences();
        }
        if (setting == Settings.RESOURCE) {
            return shape.resources();
        }
        if (setting == Settings.AUTHORIZATION_DETAILS) {
            return shape.authorizationDetails().map(List::of).orElse(List.of());
        }
        if (setting == Settings.PARAM) {
            return shape.params();
        }
        if (setting == Settings.USERNAME) {
            return shape.username().map(List::of).orElse(List.of());
        }
        return List.of();
    }

    /** Returns the same as the command line of a sign-in that is run here: with what the user typed, and in the same settings. */
    public Arguments arguments() {
        List<Setting> known = command(words()).settings();
        Map<Setting, List<String>> options = new LinkedHashMap<>();
        for (Map.Entry<Setting, List<String>> option :
                invocation.arguments().options().entrySet()) {
            Setting setting = option.getKey();
            if (setting == Settings.GRANT_TYPE
                    || setting == Settings.STORE_KEY
                    || Settings.EVERYWHERE.contains(setting)
                    || (known.contains(setting) && setting != Settings.OUTPUT && setting != Settings.DRY_RUN)) {
                options.put(setting, option.getValue());
            }
        }
        for (Setting setting : known) {
            List<String> before = stored(setting);
            if (settings.value(setting).isEmpty() && !before.isEmpty()) {
                options.put(setting, before);
            }
        }
        if (settings.isProfileExplicit()) {
            settings.profileName().ifPresent(name -> options.put(Settings.PROFILE, List.of(name)));
        }
        return new Arguments(options, List.of());
    }
}
