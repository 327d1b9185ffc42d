package dev.oat.cli.connect;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.metadata.IssuerAddress;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns what a user gives for a setting into what its profile's file holds. */
public final class ProfileSettings {
    /** The argument that names one. */
    public static final Command.Positional NAME = new Command.Positional("NAME", "The profile's name.", true, false);

    private final Invocation invocation;
    private final ProfileName profile;

    public ProfileSettings(Invocation invocation, ProfileName profile) {
        this.invocation = invocation;
        this.profile = profile;
    }

    /** Returns every setting that a profile may hold. */
    public static List<Setting> all() {
        List<Setting> settings = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            if (setting.inProfile()) {
                settings.add(setting);
            }
        }
        return settings;
    }

    /**
     * Returns the value to write.
     *
     * @param texts what was given, once or more
     * @throws Failure.Usage if it is not what the setting takes
     */
    public Object value(Setting setting, List<String> texts) {
        if (setting.kind() == Setting.Kind.TEXTS) {
            return setting == Settings.SCOPE
                    ? String.join(" ", texts)
                    : texts.size() == 1 ? texts.get(0) : List.copyOf(texts);
        }
        if (texts.size() > 1) {
            throw new Failure.Usage(setting.key() + " takes one value").hint("give it once");
        }
        String text = GrantWords.normal(setting, texts.get(0));
        setting.check(setting.key(), text);
        if (setting == Settings.ISSUER) {
            return issuer(text);
        }
        switch (setting.kind()) {
            case SECRET:
                return reference(setting, text);
            case FLAG:
                return flag(setting, text);
            default:
                // a profile is read from any directory
                return setting.isPath() && !text.startsWith("~/") ? absolute(text) : text;
        }
    }

    private String issuer(String text) {
        String issuer = IssuerAddress.of(text);
        if (!issuer.equals(text)) {
            IssuerSetting.tell(invocation.output(), Settings.ISSUER.key(), issuer);
        }
        return issuer;
    }

    private static Object flag(Setting setting, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default ->
                throw Failure.Usage.value(setting.key(), text, "true or false").hint("write true or false");
        };
    }

    private String reference(Setting setting, String text) {
        SecretReference reference = SecretReference.of(text, setting.key());
        if (text.equals("-")) {
            throw new Failure.Usage(setting.key() + " cannot be - in a profile: there is no standard input to keep")
                    .hint("env:NAME, file:PATH, cmd:'PROGRAM ARG' or prompt");
        }
        if (text.startsWith("file:") && !text.startsWith("file:~/")) {
            return "file:" + absolute(text.substring("file:".length()));
        }
        if (!reference.isLiteral()) {
            return text;
        }
        invocation
                .output()
                .warn(setting.key() + " is written in clear text to "
                        + invocation.storage().profiles().file(profile)
                        + "; env:NAME, file:PATH or cmd:'PROGRAM ARG' keep it elsewhere");
        return reference.isMarkedLiteral() ? text : "literal:" + text;
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    /** Returns how a value is shown: a reference as it is, a secret itself not at all. */
    public static List<String> shown(Setting setting, List<String> texts) {
        if (setting.kind() != Setting.Kind.SECRET) {
            return texts;
        }
        List<String> shown = new ArrayList<>();
        for (String text : texts) {
            shown.add(SecretReference.of(text, setting.key()).isLiteral() ? "literal:(not shown)" : text);
        }
        return shown;
    }
}
