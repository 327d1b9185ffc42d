package dev.oat.cli.setting;

import dev.oat.metadata.IssuerAddress;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was set, and by whom: option before environment before profile before default.
 *
 * <p>The settings that say which server and client, and the secrets that prove it, are one block from one source: options
 * and environment together, or a profile. Where an option or a variable changes any of a profile's block, the profile's
 * secrets, session and {@code api} are switched off, so that a secret never meets another issuer. With {@code -p} the
 * environment only fills what the profile lacks, and never the block.
 */
public final class Resolution {
    /** Who gave a value. */
    public enum Origin {
        OPTION("option"),
        ENVIRONMENT("environment"),
        PROFILE("profile"),
        DEFAULT("default");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /** Returns the word for it in {@code profile show --origin}. */
        public String word() {
            return word;
        }
    }

    /**
     * A value and who gave it.
     *
     * @param texts the value; one text, or several for a repeatable setting
     * @param origin who gave it
     */
    public record Value(List<String> texts, Origin origin) {
        public Value {
            texts = List.copyOf(texts);
        }
    }

    /** Reads profiles; only asked when one is needed. */
    public interface ProfileSource {
        /** The profile to use when nothing else was said: the chosen one, else {@code default} if it is there. */
        Optional<String> fallback();

        /** The profile, where there is a single one. */
        Optional<String> only();

        /** The single profile, which nobody chose, is used: its session, or one of its settings. */
        void used(String name);

        /**
         * A profile's values by key.
         *
         * @throws Failure.Usage if it is not there or broken
         */
        Map<String, List<String>> read(String name);

        /**
         * Returns what holds for every profile that says nothing else, and without one, by key.
         *
         * @throws Failure.Usage if its file is broken
         */
        default Map<String, List<String>> defaults() {
            return Map.of();
        }
    }

    private final Arguments arguments;
    private final Map<String, String> variables;
    private final ProfileSource profiles;
    private final Optional<String> named;
    private final boolean explicitProfile;
    private final boolean fallsBack;
    private @Nullable Optional<String> fallback;
    private boolean isUnchosen;
    private @Nullable Map<String, List<String>> profileValues;
    private @Nullable Map<String, List<String>> defaults;

    private Resolution(
            Arguments arguments,
            Map<String, String> variables,
            ProfileSource profiles,
            Optional<String> named,
            boolean explicitProfile,
            boolean fallsBack) {
        this.arguments = arguments;
        this.variables = variables;
        this.profiles = profiles;
        this.named = named;
        this.explicitProfile = explicitProfile;
        this.fallsBack = fallsBack;
    }

    /**
     * Returns the settings of one run; chooses the profile, but does not read it yet.
     *
     * @param arguments what stood on the command line
     * @param variables the environment
     * @param profiles the profiles
     */
    public static Resolution of(Arguments arguments, Map<String, String> variables, ProfileSource profiles) {
        Optional<String> option = arguments.first(Settings.PROFILE);
        if (option.isPresent()) {
            return new Resolution(arguments, variables, profiles, option, true, false);
        }
        Optional<String> variable = variable(variables, Settings.PROFILE);
        if (variable.isPresent()) {
            return new Resolution(arguments, variables, profiles, variable, false, false);
        }
        Resolution bare = new Resolution(arguments, variables, profiles, Optional.empty(), false, false);
        return bare.isComplete() ? bare : new Resolution(arguments, variables, profiles, Optional.empty(), false, true);
    }

    /** Returns these settings with a profile chosen by name, as if by {@code -p}; for commands that take it as an argument. */
    public Resolution withProfile(String name) {
        return new Resolution(arguments, variables, profiles, Optional.of(name), true, false);
    }

    /** These settings without what an option says. */
    public Resolution without(Setting setting) {
        return new Resolution(arguments.without(setting), variables, profiles, named, explicitProfile, fallsBack);
    }

    /** Returns these settings without any profile. */
    public Resolution withoutProfile() {
        return new Resolution(arguments, variables, profiles, Optional.empty(), false, false);
    }

    /** Whether the settings at hand name a server and a client. */
    public boolean isComplete() {
        boolean server = value(Settings.ISSUER).isPresent()
                || value(Settings.METADATA_URL).isPresent()
                || value(Settings.TOKEN_ENDPOINT).isPresent();
        return server && value(Settings.CLIENT_ID).isPresent();
    }

    /**
     * Returns the profile's name, if one is used.
     *
     * @throws Failure.Usage if the file that holds the choice of one names none; commands that need no profile never
     *     look there
     */
    public Optional<String> profileName() {
        Optional<String> name = candidate();
        if (isUnchosen) {
            profiles.used(name.orElseThrow());
        }
        return name;
    }

    /** Returns the same for whoever only compares with what the profile says. */
    private Optional<String> candidate() {
        if (!fallsBack) {
            return named;
        }
        Optional<String> chosen = fallback;
        if (chosen == null) {
            chosen = profiles.fallback();
            if (chosen.isEmpty() && !isBlockTouched()) {
                chosen = profiles.only();
                isUnchosen = chosen.isPresent();
            }
            fallback = chosen;
        }
        return chosen;
    }

    /** Returns whether somebody chose the profile, now or by {@code profile use}; one that is only the last left was not. */
    public boolean isProfileChosen() {
        return fallsBack ? profiles.fallback().isPresent() : named.isPresent();
    }

    /** Whether options or variables say anything of a server, a client, or a secret: a profile nobody chose stays out then. */
    private boolean isBlockTouched() {
        for (Setting setting : Settings.all()) {
            if (setting.block() != Setting.Block.NONE && overridesProfile(setting)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the user chose the profile by {@code -p}. */
    public boolean isProfileExplicit() {
        return explicitProfile;
    }

    /** The profile's values by key, or none without a profile. */
    public Map<String, List<String>> profileValues() {
        Map<String, List<String>> values = profileValues;
        if (values == null) {
            values = candidate().isPresent() ? profiles.read(candidate().orElseThrow()) : Map.of();
            profileValues = values;
        }
        return values;
    }

    /** Returns a value and who gave it, or empty when nobody did. */
    public Optional<Value> value(Setting setting) {
        Optional<Value> found = found(setting);
        if (isUnchosen && found.isPresent() && found.get().origin() == Origin.PROFILE) {
            profiles.used(candidate().orElseThrow());
        }
        return found;
    }

    private Optional<Value> found(Setting setting) {
        Optional<Value> said = said(setting);
        return said.isPresent() || !isDefaultHere(setting) ? said : byDefault(setting);
    }

    /** Another identity provider than its own is nothing that a profile is to go to. */
    private boolean isDefaultHere(Setting setting) {
        return Settings.mayBeDefault(setting)
                && (setting != Settings.IDP || candidate().isEmpty());
    }

    private Optional<Value> byDefault(Setting setting) {
        Map<String, List<String>> values = defaults;
        if (values == null) {
            values = profiles.defaults();
            defaults = values;
        }
        List<String> texts = values.get(setting.key());
        return texts == null ? Optional.empty() : Optional.of(new Value(split(setting, texts), Origin.DEFAULT));
    }

    private Optional<Value> said(Setting setting) {
        Optional<Value> option = option(setting);
        if (option.isPresent()) {
            return option;
        }
        if (setting.block() == Setting.Block.CREDENTIAL || setting.block() == Setting.Block.PERSONAL) {
            return credential(setting);
        }
        Optional<Value> environment = environment(setting);
        Optional<Value> profile = profile(setting);
        if (setting == Settings.API && profile.isPresent() && !isBlockWhole()) {
            profile = Optional.empty();
        }
        if (explicitProfile) {
            boolean filled = profile.isPresent() || setting.block() == Setting.Block.IDENTITY;
            return filled ? profile : environment;
        }
        return environment.isPresent() ? environment : profile;
    }

    /**
     * Returns whether an option or a variable says something, whatever the profile says; no profile is read for this. Who the
     * identity provider is may be set once for all that has no profile, and says nothing to one.
     */
    public boolean overridesProfile(Setting setting) {
        return arguments.has(setting)
                || (setting != Settings.IDP && environment(setting).isPresent());
    }

    /**
     * Returns a number of seconds by option or variable, as {@link #seconds}; no profile is read for this.
     *
     * @throws Failure.Usage if it is none
     */
    public Optional<Long> secondsBesideProfile(Setting setting) {
        return overridesProfile(setting) ? seconds(setting) : Optional.empty();
    }

    private Optional<Value> option(Setting setting) {
        return arguments.has(setting)
                ? Optional.of(new Value(split(setting, arguments.all(setting)), Origin.OPTION))
                : Optional.empty();
    }

    private Optional<Value> environment(Setting setting) {
        if (!setting.inEnvironment()) {
            return Optional.empty();
        }
        Optional<String> text = variable(variables, setting);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Value(split(setting, List.of(text.orElseThrow())), Origin.ENVIRONMENT));
    }

    private Optional<Value> profile(Setting setting) {
        if (!setting.inProfile() || candidate().isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = profileValues().get(setting.key());
        return texts == null ? Optional.empty() : Optional.of(new Value(split(setting, texts), Origin.PROFILE));
    }

    /** A secret goes only with the identity of its own source. */
    private Optional<Value> credential(Setting setting) {
        if (candidate().isPresent() && identityIsTheProfiles()) {
            return profileCredentialIsReplaced() ? Optional.empty() : profile(setting);
        }
        return environmentIdentityIsOverridden() ? Optional.empty() : environment(setting);
    }

    /** Returns whether a secret in the environment is left unused because the server and client come from a profile. */
    public boolean leavesUnused(Setting setting) {
        return environment(setting).isPresent()
                && value(setting).isEmpty()
                && candidate().isPresent();
    }

    private boolean identityIsTheProfiles() {
        for (Setting setting : Settings.all()) {
            if (setting.block() != Setting.Block.IDENTITY) {
                continue;
            }
            Optional<Value> effective = identityAbove(setting);
            if (effective.isPresent() && !same(effective, profile(setting))) {
                return false;
            }
        }
        return true;
    }

    private Optional<Value> identityAbove(Setting setting) {
        Optional<Value> option = option(setting);
        return option.isPresent() || explicitProfile ? option : environment(setting);
    }

    /** Returns whether an option stands in for a secret of the profile's; one that the profile lacks is only filled in. */
    private boolean profileCredentialIsReplaced() {
        for (Setting setting : Settings.all()) {
            if (setting.block() == Setting.Block.CREDENTIAL
                    && arguments.has(setting)
                    && profile(setting).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private boolean environmentIdentityIsOverridden() {
        for (Setting setting : Settings.all()) {
            if (setting.block() == Setting.Block.IDENTITY
                    && option(setting).isPresent()
                    && environment(setting).isPresent()
                    && !same(option(setting), environment(setting))) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(Optional<Value> one, Optional<Value> other) {
        return one.isPresent()
                && other.isPresent()
                && one.orElseThrow().texts().equals(other.orElseThrow().texts());
    }

    /** Returns whether the profile's block is untouched, so that its secrets, session and {@code api} may be used. */
    public boolean isBlockWhole() {
        return candidate().isPresent() && identityIsTheProfiles() && !profileCredentialIsReplaced();
    }

    /** The text of a setting. */
    public Optional<String> text(Setting setting) {
        Optional<Value> value = value(setting);
        if (value.isEmpty() || value.orElseThrow().texts().isEmpty()) {
            return Optional.empty();
        }
        String text = value.orElseThrow().texts().get(0);
        if (setting == Settings.GRANT_TYPE) {
            text = GrantWords.normal(setting, text);
        }
        if (!setting.choices().isEmpty()) {
            setting.check(named(setting, value.orElseThrow().origin()), text);
        }
        return Optional.of(text);
    }

    /** Returns how messages name a setting, by who gave it: {@code --scope}, {@code OAT_SCOPE}, {@code scope in profile NAME}. */
    public String named(Setting setting, Origin origin) {
        return switch (origin) {
            case ENVIRONMENT -> setting.variable();
            case PROFILE -> setting.key() + " in profile " + candidate().orElse("");
            case DEFAULT -> setting.key() + " in the defaults";
            default -> setting.option();
        };
    }

    /** Returns the texts of a repeatable setting. */
    public List<String> texts(Setting setting) {
        Optional<Value> value = value(setting);
        return value.isEmpty() ? List.of() : value.orElseThrow().texts();
    }

    /** Returns whether any of these is set. */
    public boolean isAnyGiven(List<Setting> settings) {
        for (Setting setting : settings) {
            if (value(setting).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a flag is on.
     *
     * @throws Failure.Usage if its variable or key is neither true nor false
     */
    public boolean flag(Setting setting) {
        if (arguments.has(setting)) {
            return true;
        }
        Optional<Value> value = value(setting);
        if (value.isEmpty()) {
            return false;
        }
        return switch (value.orElseThrow().texts().get(0).toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default ->
                throw Failure.Usage.value(
                                named(setting, value.orElseThrow().origin()),
                                value.orElseThrow().texts().get(0),
                                "true or false")
                        .hint("write true or false");
        };
    }

    /**
     * Returns a number of seconds; {@code s}, {@code m} and {@code h} may follow it.
     *
     * @throws Failure.Usage if it is none
     */
    public Optional<Long> seconds(Setting setting) {
        return seconds(setting, value(setting));
    }

    /**
     * A number of seconds as the profile says it, whoever else says something.
     *
     * @throws Failure.Usage if it is none
     */
    public Optional<Long> profileSeconds(Setting setting) {
        return seconds(setting, profile(setting));
    }

    private Optional<Long> seconds(Setting setting, Optional<Value> value) {
        if (value.isEmpty() || value.orElseThrow().texts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Seconds.of(
                named(setting, value.orElseThrow().origin()),
                value.orElseThrow().texts().get(0)));
    }

    /** Returns whether tokens are to be bound to a key; FAPI 2.0 asks for it where no certificate binds them. */
    public boolean bindsToKey() {
        return flag(Settings.DPOP)
                || value(Settings.DPOP_KEY).isPresent()
                || (flag(Settings.FAPI2) && value(Settings.CERT).isEmpty());
    }

    /** Returns where a secret lies, if anybody said so. */
    public Optional<SecretReference> reference(Setting setting) {
        Optional<Value> value = value(setting);
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(SecretReference.of(
                        value.orElseThrow().texts().get(0),
                        named(setting, value.orElseThrow().origin())));
    }

    /**
     * Returns what was written for the issuer and who wrote it, when that is the address of its metadata.
     *
     * @see IssuerAddress
     */
    public Optional<Value> issuerDocument() {
        Optional<Value> value = value(Settings.ISSUER);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Origin origin = value.orElseThrow().origin();
        String written;
        switch (origin) {
            case OPTION:
                written = arguments.first(Settings.ISSUER).orElse("");
                break;
            case ENVIRONMENT:
                written = variable(variables, Settings.ISSUER).orElse("");
                break;
            default:
                List<String> texts = profileValues().getOrDefault(Settings.ISSUER.key(), List.of());
                written = texts.isEmpty() ? "" : texts.get(0);
                break;
        }
        return IssuerAddress.impliedBy(written).isEmpty()
                ? Optional.empty()
                : Optional.of(new Value(List.of(written), origin));
    }

    /** Returns whether an option says otherwise than the profile. */
    public boolean isOverridden(Setting setting) {
        return option(setting).isPresent() && !same(option(setting), profile(setting));
    }

    /** What the texts of a profile, a variable or a repeated option say: most settings that take several part them at commas. */
    public static List<String> split(Setting setting, List<String> texts) {
        if (setting == Settings.ISSUER && !texts.isEmpty()) {
            return List.of(IssuerAddress.of(texts.get(0)));
        }
        if (setting.kind() != Setting.Kind.TEXTS
                || setting == Settings.PARAM
                || setting == Settings.TOKEN_PARAM
                || setting == Settings.TOKEN_HEADER
                || setting == Settings.CLAIM) {
            return texts;
        }
        List<String> parts = new ArrayList<>();
        for (String text : texts) {
            int start = 0;
            for (int i = 0; i <= text.length(); i++) {
                boolean end = i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == ',';
                if (end) {
                    if (i > start) {
                        parts.add(text.substring(start, i));
                    }
                    start = i + 1;
                }
            }
        }
        return parts;
    }

    /** Returns the environment variables that a setting is read from, the first that is set. */
    public static List<String> variables(Setting setting) {
        String byKey = "OAT_" + setting.key().toUpperCase(Locale.ROOT);
        return setting.variable().equals(byKey) ? List.of(byKey) : List.of(setting.variable(), byKey);
    }

    private static Optional<String> variable(Map<String, String> variables, Setting setting) {
        String text = variables.get(setting.variable());
        if (text == null && !setting.variable().endsWith(setting.key().toUpperCase(Locale.ROOT))) {
            text = variables.get("OAT_" + setting.key().toUpperCase(Locale.ROOT));
        }
        if (setting == Settings.TOKEN_TYPE && !"bearer".equals(text)) {
            // oat itself exports Bearer and DPoP under this name, which say what a token is and not what to accept
            return Optional.empty();
        }
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
