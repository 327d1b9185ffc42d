package dev.oat.cli;

import dev.oat.session.Profile;
import dev.oat.session.ProfileName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles of the person's configuration directory, as settings are resolved from them. */
final class StoredProfiles implements Resolution.ProfileSource {
    private final Storage storage;

    StoredProfiles(Storage storage) {
        this.storage = storage;
    }

    @Override
    public Optional<String> fallback() {
        return storage.profiles().fallback().map(ProfileName::text);
    }

    @Override
    public Map<String, List<String>> read(String name) {
        Profile profile = storage.profiles().read(new ProfileName(name));
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String key : profile.values().keySet()) {
            values.put(key, profile.texts(key));
        }
        return values;
    }
}
