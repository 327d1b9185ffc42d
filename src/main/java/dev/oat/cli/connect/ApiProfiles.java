package dev.oat.cli.connect;

import dev.oat.cli.frame.Storage;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.session.api.AllowedHosts;
import dev.oat.session.profile.Profile;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which profiles' tokens may go to an API, by what they say themselves. */
public final class ApiProfiles {
    private final Storage storage;

    public ApiProfiles(Storage storage) {
        this.storage = storage;
    }

    /** Returns the profiles that name an address, in order; what cannot be read is passed over. */
    List<ProfileName> naming(URI api) {
        List<ProfileName> found = new ArrayList<>();
        for (ProfileName name : storage.profiles().list()) {
            try {
                if (names(storage.profiles().read(name), api)) {
                    found.add(name);
                }
            } catch (Failure.Usage e) {
                // whoever uses that profile is told
                continue;
            }
        }
        return found;
    }

    private static boolean names(Profile profile, URI api) {
        AllowedHosts allowed = AllowedHosts.none();
        for (String address : Resolution.split(Settings.API, profile.texts(Settings.API.key()))) {
            allowed = allowed.with(address, Settings.API.key());
        }
        return allowed.allows(api);
    }

    /**
     * Returns the one profile that names an address, or empty when none does.
     *
     * @param command what to run with {@code -p}, for the hint
     * @throws Failure.Usage if several do
     */
    public Optional<ProfileName> only(URI api, String command) {
        List<ProfileName> found = naming(api);
        if (found.size() > 1) {
            List<String> names = new ArrayList<>();
            found.forEach(name -> names.add(name.text()));
            throw new Failure.Usage("several profiles are for this API: " + String.join(", ", names))
                    .hint(command + " -p " + found.get(0) + ", or for good: oat profile use " + found.get(0));
        }
        return found.stream().findFirst();
    }
}
