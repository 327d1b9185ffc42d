package dev.oat.cli.login;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.session.SessionKey;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a sign-in goes: into a profile that was named, which is made or changed by the options; into the profile that the
 * settings lead to; or into a session of its own.
 */
final class LoginTarget {
    /** How the settings name the device grant. */
    static final String DEVICE_CODE = "device_code";

    static final Setting DEVICE = Setting.flag(
                    "device",
                    Setting.Group.REQUEST,
                    "Sign in on another device, with a code (RFC 8628); nothing needs to come back to this machine.")
            .onlyOption()
            .usual();

    static final Setting NO_DEVICE = Setting.flag(
                    "no-device",
                    Setting.Group.REQUEST,
                    "Without a browser here, offer no code for another device beside the address to open.")
            .onlyOption();

    static final Setting REFRESH_TOKEN = Setting.secret(
                    "refresh-token",
                    Setting.Group.REQUEST,
                    "A refresh token from elsewhere, as a reference like --client-secret: becomes the session, without a sign-in.")
            .onlyOption();

    private enum Kind {
        /** A profile that was named and is not there yet. */
        NEW_PROFILE,
        /** A profile that was named, and whose server or client the options change. */
        MOVED_PROFILE,
        /** A profile that was named. */
        NAMED_PROFILE,
        /** The settings as they come. */
        AS_SET
    }

    private final Kind kind;
    private final Optional<ProfileName> name;
    private final Resolution settings;

    private LoginTarget(Kind kind, Optional<ProfileName> name, Resolution settings) {
        this.kind = kind;
        this.name = name;
        this.settings = settings;
    }

    /**
     * Returns the target of one run.
     *
     * @throws Failure.Usage if two names were given, the profile's token does not come from a sign-in, or a new profile
     *     lacks its server or client
     */
    static LoginTarget of(Invocation invocation) {
        Resolution given = invocation.settings();
        Optional<String> positional = invocation.arguments().positional(0);
        Optional<String> option = invocation.arguments().first(Settings.PROFILE);
        if (positional.isPresent() && option.isPresent() && !positional.equals(option)) {
            throw new Failure.Usage("two profiles are named: " + positional.get() + " and " + option.get())
                    .hint("name one: oat login " + ShellWord.argument(positional.get()));
        }
        Optional<String> named = positional.isPresent() ? positional : option;
        if (named.isEmpty()) {
            return checked(invocation, new LoginTarget(Kind.AS_SET, Optional.empty(), given));
        }
        ProfileName name = new ProfileName(named.get());
        if (!invocation.storage().profiles().exists(name)) {
            return complete(new LoginTarget(Kind.NEW_PROFILE, Optional.of(name), given.withoutProfile()));
        }
        Resolution kept = given.withProfile(name.text());
        if (!namesOtherServer(kept)) {
            return checked(invocation, new LoginTarget(Kind.NAMED_PROFILE, Optional.of(name), kept));
        }
        return complete(new LoginTarget(Kind.MOVED_PROFILE, Optional.of(name), given.withoutProfile()));
    }

    /** Returns the session of these very settings, whatever profile they lead to. */
    static LoginTarget asSet(Invocation invocation) {
        return checked(invocation, new LoginTarget(Kind.AS_SET, Optional.empty(), invocation.settings()));
    }

    private static boolean namesOtherServer(Resolution kept) {
        for (Setting setting : Settings.all()) {
            if (setting.block() == Setting.Block.IDENTITY && kept.isOverridden(setting)) {
                return true;
            }
        }
        return false;
    }

    private static LoginTarget complete(LoginTarget target) {
        if (!target.settings.isComplete()) {
            boolean fresh = target.kind == Kind.NEW_PROFILE;
            throw new Failure.Usage((fresh
                                    ? "there is no profile " + target.named() + " yet"
                                    : "the command line changes the server or client of profile " + target.named())
                            + ", and the options do not name both a server and a client")
                    .hint("oat login " + target.named() + " --issuer URL --client-id ID");
        }
        return target;
    }

    private static LoginTarget checked(Invocation invocation, LoginTarget target) {
        String grant = target.settings.text(Settings.GRANT_TYPE).orElse(AuthorizationCodeGrant.TYPE);
        boolean signIn = grant.equals(AuthorizationCodeGrant.TYPE) || grant.equals(DEVICE_CODE);
        if (target.settings.profileName().isPresent()
                && !signIn
                && !invocation.arguments().has(REFRESH_TOKEN)) {
            String profile = target.settings.profileName().get();
            throw new Failure.Usage("profile " + profile + " gets its token by " + grant + ", without signing in")
                    .hint("oat token " + ShellWord.option("-p", profile) + "; for a user who signs in: oat profile set "
                            + ShellWord.quoted(profile) + " grant_type=authorization_code"
                            + "; or sign in to another profile: oat login NAME --issuer URL" + " --client-id ID");
        }
        return target;
    }

    /** Returns the run with the settings that this target leads to. */
    Invocation adapt(Invocation invocation) {
        return invocation.with(settings);
    }

    /** Whether a profile's session may be replaced. */
    boolean isProfile() {
        return name.isPresent() || settings.profileName().isPresent();
    }

    /** Returns the profile's name for messages, or empty text. */
    String named() {
        return name.map(ProfileName::text).or(settings::profileName).orElse("");
    }

    /** What the session will be filed under. */
    SessionKey sessionKey(ServerConnection connection, Invocation invocation) {
        return sessionKey(connection, invocation, AuthorizationCodeGrant.TYPE);
    }

    /** Returns the same for a session that is filed as of another grant. */
    SessionKey sessionKey(ServerConnection connection, Invocation invocation, String grantType) {
        return name.isPresent()
                ? SessionKey.of(name.get())
                : new SettingsSession(invocation, connection).wanted(grantType).key();
    }

    /**
     * Writes the profile, if one was named and the options say anything.
     *
     * @return the run as it would be without these options: whose session is to be stored
     */
    Invocation write(Invocation invocation) {
        if (name.isEmpty()) {
            return invocation;
        }
        Profiles profiles = invocation.storage().profiles();
        Map<String, Object> values = values(invocation);
        if (kind == Kind.NEW_PROFILE) {
            values.put(
                    Settings.GRANT_TYPE.key(),
                    invocation.arguments().has(DEVICE) ? DEVICE_CODE : AuthorizationCodeGrant.TYPE);
            profiles.add(name.get(), values);
            return bare(invocation);
        }
        if (leavesGrantOpen() || isMovedFromAnotherGrant(profiles)) {
            // else its secret, or the grant of before, would mean another token than that of the user who has signed in
            values.put(
                    Settings.GRANT_TYPE.key(),
                    invocation.arguments().has(DEVICE) ? DEVICE_CODE : AuthorizationCodeGrant.TYPE);
        }
        if (!values.isEmpty()) {
            profiles.set(name.get(), values, dropped(values));
        }
        return bare(invocation);
    }

    private boolean isMovedFromAnotherGrant(Profiles profiles) {
        List<String> said = profiles.read(name.orElseThrow()).texts(Settings.GRANT_TYPE.key());
        return kind == Kind.MOVED_PROFILE && !said.isEmpty() && !GrantWords.isSignIn(GrantWords.type(said.get(0)));
    }

    private boolean leavesGrantOpen() {
        if (kind != Kind.NAMED_PROFILE || settings.value(Settings.GRANT_TYPE).isPresent()) {
            return false;
        }
        return settings.isAnyGiven(Settings.PROOFS);
    }

    /**
     * Keeps a new profile though its first sign-in failed, so that the next one need not be told all of it again.
     *
     * @return whether there was one to keep
     */
    boolean keep(Invocation invocation) {
        if (kind != Kind.NEW_PROFILE || invocation.storage().profiles().exists(name.orElseThrow())) {
            return false;
        }
        Invocation unused = write(invocation);
        return true;
    }

    private Invocation bare(Invocation invocation) {
        Resolution bare = Resolution.of(
                        new Arguments(Map.of(), List.of()),
                        invocation.environment().variables(),
                        new StoredProfiles(invocation.storage()))
                .withProfile(name.get().text());
        return invocation.with(bare);
    }

    /** Returns what goes into the profile: the options, and for a new block what the environment gave. */
    private Map<String, Object> values(Invocation invocation) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting setting : Settings.all()) {
            if (!setting.inProfile() || setting == Settings.TIMEOUT || setting == Settings.GRANT_TYPE) {
                continue;
            }
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isEmpty()
                    || value.get().origin() == Resolution.Origin.PROFILE
                    || value.get().origin() == Resolution.Origin.DEFAULT) {
                continue;
            }
            boolean option = value.get().origin() == Resolution.Origin.OPTION;
            if (!option && kind == Kind.NAMED_PROFILE) {
                continue;
            }
            put(invocation, values, setting, value.get());
        }
        return values;
    }

    private void put(Invocation invocation, Map<String, Object> values, Setting setting, Resolution.Value value) {
        String text = value.texts().isEmpty() ? "" : value.texts().get(0);
        switch (setting.kind()) {
            case TEXTS -> values.put(setting.key(), value.texts());
            case FLAG -> values.put(setting.key(), settings.flag(setting));
            case SECRET -> putSecret(invocation, values, setting, text, value.origin());
            default -> values.put(setting.key(), text);
        }
    }

    private void putSecret(
            Invocation invocation, Map<String, Object> values, Setting setting, String text, Resolution.Origin origin) {
        SecretReference reference = SecretReference.of(text, setting.option());
        if (text.equals("-")) {
            invocation
                    .output()
                    .warn("the profile does not hold the secret that came by standard input; renewing needs it: oat"
                            + " profile set " + named() + " " + setting.key() + "=file:PATH");
        } else if (!reference.isLiteral() || text.equals("prompt")) {
            values.put(setting.key(), text);
        } else if (origin == Resolution.Origin.ENVIRONMENT) {
            values.put(setting.key(), "env:" + setting.variable());
        } else {
            values.put(setting.key(), text);
            invocation
                    .output()
                    .warn("the profile holds the " + setting.name().replace('-', ' ')
                            + " in clear text; a reference is better: oat profile set " + named() + " " + setting.key()
                            + "=file:PATH");
        }
    }

    /** Returns one block, one source: what belonged to the former server or client goes. */
    private Set<String> dropped(Map<String, Object> values) {
        Set<String> dropped = new LinkedHashSet<>();
        if (kind == Kind.MOVED_PROFILE) {
            for (Setting setting : Settings.all()) {
                boolean block = setting.block() != Setting.Block.NONE || setting == Settings.API;
                if (block && setting.inProfile() && !values.containsKey(setting.key())) {
                    dropped.add(setting.key());
                }
            }
        }
        return dropped;
    }
}
