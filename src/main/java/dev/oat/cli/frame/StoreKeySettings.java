package dev.oat.cli.frame;

import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Settings;
import dev.oat.session.disk.StoreKey;
import dev.oat.session.disk.StoreKeys;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By which key what is stored is encrypted: as an option says, else the profile whose it is, else a variable, else the
 * choice for all profiles. It is one key for a file, whichever profile a command is about.
 */
public final class StoreKeySettings implements StoreKeys {
    private static final String HINT = "env:NAME, file:PATH, cmd:'PROGRAM ARG', keyring:NAME or prompt";

    private final Invocation invocation;
    private final boolean optionLast;
    private final Map<String, StoreKey> made = new HashMap<>();
    private final Map<String, Failure.Locked> missing = new HashMap<>();

    /**
     * Creates the keys of a run.
     *
     * @param optionLast whether a profile that names a key of its own keeps it, whatever the option says
     */
    public StoreKeySettings(Invocation invocation, boolean optionLast) {
        this.invocation = invocation;
        this.optionLast = optionLast;
    }

    @Override
    public boolean isSet(String owner) {
        // asked for each cached token: no TOML is read where nobody mentions a key
        if (!invocation.settings().overridesProfile(Settings.STORE_KEY)
                && !isMentioned(owner(owner))
                && !invocation.storage().profiles().defaultsMention(Settings.STORE_KEY.key())) {
            return false;
        }
        return where(owner).isPresent();
    }

    private boolean isMentioned(String owner) {
        return ProfileName.isValid(owner)
                && invocation.storage().profiles().mentions(new ProfileName(owner), Settings.STORE_KEY.key());
    }

    @Override
    public String owner(String asked) {
        if (ProfileName.isValid(asked)) {
            return asked;
        }
        Optional<String> profile = invocation.settings().profileName();
        return profile.isPresent() && isMentioned(profile.get()) ? profile.get() : "";
    }

    @Override
    public StoreKey key(String owner) {
        Optional<Where> found = where(owner);
        if (found.isEmpty()) {
            throw new Failure.Locked("nothing says by which key what is stored is encrypted")
                    .hint("--store-key REF: " + HINT);
        }
        String whose = found.get().whose();
        Failure.Locked failed = missing.get(whose);
        if (failed != null) {
            throw failed;
        }
        StoreKey key = made.get(whose);
        if (key == null) {
            try {
                key = made(found.get().reference());
            } catch (Failure.Usage e) {
                // not as where nothing can be stored: what is there must not be passed over
                failed = new Failure.Locked(e.what());
                missing.put(whose, e.hint().isPresent() ? failed.hint(e.hint().get()) : failed);
                throw failed;
            }
            made.put(whose, key);
        }
        return key;
    }

    private StoreKey made(SecretReference reference) {
        // a status is asked for in scripts and prompts
        boolean mayAsk = !invocation.settings().flag(Settings.NO_INPUT)
                && !invocation.path().equals("status");
        Secret secret = reference.judged(invocation.environment(), mayAsk, invocation.output());
        Optional<Supplier<Secret>> again = reference.isAsked()
                ? Optional.of(
                        () -> SecretReference.of("prompt", "The same again").resolve(invocation.environment(), mayAsk))
                : Optional.empty();
        return new StoreKey(secret, again, invocation.environment().random());
    }

    /** Where a key is, and whose alone it is; nobody's where it is for all. */
    private record Where(SecretReference reference, String whose) {}

    private Optional<Where> where(String asked) {
        String owner = owner(asked);
        Profiles profiles = invocation.storage().profiles();
        boolean known = ProfileName.isValid(owner) && profiles.exists(new ProfileName(owner));
        Resolution settings = known ? invocation.settings().withProfile(owner) : invocation.settings();
        if (known && optionLast && settings.profileValues().containsKey(Settings.STORE_KEY.key())) {
            settings = settings.without(Settings.STORE_KEY);
        }
        Optional<SecretReference> said = settings.reference(Settings.STORE_KEY);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Resolution.Origin origin =
                settings.value(Settings.STORE_KEY).orElseThrow().origin();
        if (origin != Resolution.Origin.ENVIRONMENT) {
            // it would be kept beside what it opens
            refuseLiteral(said.get(), settings.named(Settings.STORE_KEY, origin));
        }
        return Optional.of(new Where(said.get(), origin == Resolution.Origin.PROFILE ? owner : ""));
    }

    private static void refuseLiteral(SecretReference reference, String source) {
        if (reference.isLiteral()) {
            throw new Failure.Locked(source + " is no reference to a key, or is the key itself").hint("write " + HINT);
        }
    }
}
