package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.FiledSession;
import dev.oat.session.Freshness;
import dev.oat.session.SessionKey;
import dev.oat.session.StoredSession;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The quick way to a token: a profile's session that can be given out without reading the profile.
 *
 * <p>This runs in prompts and loops, so it touches neither TOML nor anything that talks to servers.
 */
public final class CachedSession {
    private CachedSession() {}

    /**
     * The session, if nothing but the profile says what it is, the profile's file is what it was when the token came, and
     * the token is good.
     */
    public static Optional<StoredSession> find(Invocation invocation) {
        Resolution settings = invocation.settings();
        Optional<String> name = settings.profileName();
        if (name.isEmpty() || isAnythingSaidBesideProfile(settings)) {
            return Optional.empty();
        }
        ProfileName profile = new ProfileName(name.get());
        String hash = invocation.storage().profiles().hash(profile);
        Optional<FiledSession> filed = invocation.storage().sessions().seen(SessionKey.of(profile));
        Optional<StoredSession> stored = filed.isPresent() ? filed.get().ofProfile(hash) : Optional.empty();
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        if (stored.get().shape().isCertified()) {
            // a certificate is replaced by its next one in the same file; only the profile says which file
            return Optional.empty();
        }
        ProfileStamp stamp = stored.get().profile().get();
        Optional<Long> minTtl = settings.secondsBesideProfile(Settings.MIN_TTL);
        Freshness freshness = Freshness.of(minTtl.isPresent() ? minTtl : stamp.minTtl());
        return freshness.isFresh(stored.get(), invocation.environment().clock().instant()) ? stored : Optional.empty();
    }

    private static boolean isAnythingSaidBesideProfile(Resolution settings) {
        for (Setting setting : Settings.all()) {
            if (asksForAnother(setting) && settings.overridesProfile(setting)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether who says this beside the profile asks for another token than the profile's. */
    private static boolean asksForAnother(Setting setting) {
        return setting.block() != Setting.Block.NONE
                || setting == Settings.FORCE_REFRESH
                || Settings.SHAPING.contains(setting);
    }

    /**
     * Returns the environment variables by which another token may be asked for than the one that is stored for the profile in use,
     * or for how long it must be good, or that it is encrypted: with one of them only Java can tell which.
     */
    static List<String> variables() {
        List<String> names = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            if (setting.inEnvironment()
                    && (asksForAnother(setting) || setting == Settings.MIN_TTL || setting == Settings.STORE_KEY)) {
                names.addAll(Resolution.variables(setting));
            }
        }
        return names;
    }
}
