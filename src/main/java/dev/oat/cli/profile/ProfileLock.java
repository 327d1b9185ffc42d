package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StoreKeySettings;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.disk.SecretFiles;
import dev.oat.session.disk.StoreKeys;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code oat profile lock}: encrypts what is stored of a profile. */
public final class ProfileLock implements Command {
    @Override
    public List<Setting> settings() {
        return List.of(StoreConversion.ALL, Settings.STORE_KEY);
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.STORE_KEY;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("NAME", "The profile's name.", false, false));
    }

    @Override
    public String description() {
        return "Encrypts what is stored of a profile: its session with tokens and DPoP key, and the secrets of a client that"
                + " oat registered. --store-key says by what, and is kept in the profile, with --all for all profiles; from"
                + " then on each command reads and writes it so. Without the key nobody can open it, oat neither. For"
                + " another key: unlock, then lock.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat secret set store --generate && \\\n" + "    oat profile lock work --store-key keyring:store",
                "oat profile lock --all --store-key prompt",
                "# a session that travels in a CI job's cache",
                "OAT_STORE_KEY=env:CACHE_KEY oat profile lock ci");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<ProfileName> one = StoreConversion.chosen(invocation);
        StoreKeys keys = new StoreKeySettings(invocation, one.isEmpty());
        invocation.storage().encryptedBy(keys);
        String owner = one.isPresent() ? one.get().text() : "";
        if (!keys.isSet(owner)) {
            throw new Failure.Usage("nothing says by which key it is to be encrypted")
                    .hint("oat " + invocation.path() + " " + (one.isPresent() ? owner : "--all")
                            + " --store-key keyring:NAME (after oat secret set NAME), env:NAME or prompt");
        }
        StoreConversion conversion = new StoreConversion(invocation, SecretFiles.Form.LOCKED);
        Optional<String> given = invocation.arguments().first(Settings.STORE_KEY);
        Optional<String> kept = given.isPresent() ? Optional.of(kept(invocation, given.get(), one)) : Optional.empty();
        if (one.isPresent()) {
            conversion.verify(one.get());
        }
        keys.key(keys.owner(owner)).verify();
        // said first: a file that is not encrypted yet is told then, and none that is encrypted lacks its key
        if (kept.isPresent()) {
            keep(invocation.storage().profiles(), one, kept.get());
        }
        conversion.run(one);
        conversion.tellLeftovers();
        conversion.finish("encrypted now");
        if (given.isEmpty() && isFromVariable(invocation, one)) {
            invocation.output().say("each command needs " + Settings.STORE_KEY.variable() + " from now on");
        }
        return ExitCode.DONE;
    }

    private static String kept(Invocation invocation, String given, Optional<ProfileName> one) {
        SecretReference reference = SecretReference.of(given, Settings.STORE_KEY.option());
        if (reference.isLiteral()) {
            throw new Failure.Usage(
                            "--store-key must be a reference, which is kept: the key itself would lie beside what"
                                    + " it opens")
                    .hint("keyring:NAME (after oat secret set NAME), env:NAME, file:PATH, cmd:'PROGRAM ARG' or prompt");
        }
        return String.valueOf(new ProfileSettings(invocation, one.orElse(ProfileName.DEFAULT))
                .value(Settings.STORE_KEY, List.of(given)));
    }

    private static void keep(Profiles profiles, Optional<ProfileName> one, String reference) {
        String key = Settings.STORE_KEY.key();
        if (one.isEmpty()) {
            profiles.setDefaults(Map.of(key, reference), Set.of());
            return;
        }
        if (!profiles.read(one.get()).text(key).equals(Optional.of(reference))) {
            profiles.set(one.get(), Map.of(key, reference), Set.of());
        }
    }

    private static boolean isFromVariable(Invocation invocation, Optional<ProfileName> one) {
        Profiles profiles = invocation.storage().profiles();
        boolean own = one.isPresent()
                && profiles.read(one.get()).text(Settings.STORE_KEY.key()).isPresent();
        return !own && invocation.environment().variables().containsKey(Settings.STORE_KEY.variable());
    }
}
