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
import java.time.Duration;
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
        Freshness freshness = freshness(minTtl.isPresent() ? minTtl : stamp.minTtl());
        return freshness.isFresh(stored.get(), invocation.environment().clock().instant()) ? stored : Optional.empty();
    }

    private static boolean isAnythingSaidBesideProfile(Resolution settings) {
        for (Setting setting : Settings.all()) {
            boolean matters = setting.block() != Setting.Block.NONE || setting == Settings.FORCE_REFRESH;
            if (matters && settings.isSaidBesideProfile(setting)) {
                return true;
            }
        }
        for (Setting setting : Settings.SHAPING) {
            if (settings.isSaidBesideProfile(setting)) {
                return true;
            }
        }
        return false;
    }

    /** When a token is good enough, by {@code --min-ttl}. */
    public static Freshness freshness(Optional<Long> seconds) {
        return seconds.isPresent() ? new Freshness(Duration.ofSeconds(seconds.get())) : Freshness.DEFAULT;
    }
}
