package dev.oat.cli.frame;

import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.profile.Profile;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles of the user's configuration directory, as settings are resolved from them. */
public final class StoredProfiles implements Resolution.ProfileSource {
    private static final int MOST = 5;

    private final Storage storage;
    private final Optional<Output> telling;
    private boolean told;
    private boolean isOneOfSeveral;

    /** Creates the profiles, for settings that nothing is said about. */
    public StoredProfiles(Storage storage) {
        this(storage, Optional.empty());
    }

    /** Returns the profiles for a command: where it uses one that nobody chose it says so, unless it shows them anyway. */
    public static StoredProfiles of(String command, Storage storage, Output output) {
        int blank = command.indexOf(' ');
        return switch (blank < 0 ? command : command.substring(0, blank)) {
            case "profile", "status", "explain", "record", "jwt", "help" -> new StoredProfiles(storage);
            default -> new StoredProfiles(storage, Optional.of(output));
        };
    }

    private StoredProfiles(Storage storage, Optional<Output> telling) {
        this.storage = storage;
        this.telling = telling;
    }

    @Override
    public Optional<String> fallback() {
        return storage.profiles().fallback().map(ProfileName::text);
    }

    @Override
    public Optional<String> only() {
        List<ProfileName> names = storage.profiles().list();
        Optional<ProfileName> only = names.size() == 1 ? Optional.of(names.get(0)) : onlySignIn(names);
        isOneOfSeveral = names.size() > 1;
        return only.map(ProfileName::text);
    }

    @Override
    public void used(String name) {
        if (telling.isPresent() && !told) {
            told = true;
            telling.get()
                    .say("oat: using profile " + name
                            + (isOneOfSeveral ? ", as no other is signed in to" : ", as there is no other"));
        }
    }

    /** Returns the one of several profiles that the user has signed in to. */
    private Optional<ProfileName> onlySignIn(List<ProfileName> names) {
        List<ProfileName> signedIn = new ArrayList<>();
        for (ProfileName name : names) {
            if (isSignedIn(name)) {
                signedIn.add(name);
            }
        }
        return signedIn.size() == 1 ? Optional.of(signedIn.get(0)) : Optional.empty();
    }

    private boolean isSignedIn(ProfileName name) {
        try {
            Optional<FiledSession> session = storage.sessions().seen(SessionKey.of(name));
            return session.isPresent()
                    && GrantWords.isSignIn(session.get().shape().grantType());
        } catch (Failure.Locked e) {
            // there is one, and what is in it nobody can tell
            return true;
        }
    }

    @Override
    public Map<String, List<String>> read(String name) {
        return texts(storage.profiles().read(new ProfileName(name)));
    }

    @Override
    public Map<String, List<String>> defaults() {
        // most have none, and every command asks
        return Files.exists(storage.directories().defaults())
                ? texts(storage.profiles().defaults())
                : Map.of();
    }

    private static Map<String, List<String>> texts(Profile profile) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String key : profile.values().keySet()) {
            values.put(key, profile.texts(key));
        }
        return values;
    }

    /**
     * Returns what to try when nothing says which server is meant: a profile, where there is one that could be named.
     *
     * @param otherwise what to try where there is none
     */
    public static String hint(Resolution settings, Storage storage, String otherwise) {
        if (settings.profileName().isPresent()) {
            return otherwise;
        }
        List<ProfileName> names = storage.profiles().list();
        if (names.isEmpty()) {
            return otherwise;
        }
        StringBuilder others = new StringBuilder();
        for (ProfileName name : names.subList(1, Math.min(names.size(), MOST))) {
            others.append(others.length() == 0 ? " (or " : ", ").append(name.text());
        }
        others.append(others.length() == 0 ? "" : names.size() > MOST ? ", …)" : ")");
        String first = names.get(0).text();
        return "-p " + first + others + "; to make it the usual one: oat profile use " + first;
    }
}
