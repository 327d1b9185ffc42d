package dev.oat.cli.profile;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.disk.SecretFiles;
import dev.oat.session.profile.ClientRegistrations;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Brings what is stored into another form, in place and one file at a time: each is the one or the other at every moment,
 * and whoever is cut off does the rest by doing it again.
 */
final class StoreConversion {
    static final Setting ALL = Setting.flag(
                    "all", Setting.Group.COMMAND, "All profiles, and sessions of settings without one.")
            .onlyOption();
    private static final Duration LOCK_WAIT = Duration.ofSeconds(90);

    private final Invocation invocation;
    private final SessionStore sessions;
    private final ClientRegistrations clients;
    private final List<Failure> failures = new ArrayList<>();
    private int converted;

    StoreConversion(Invocation invocation, SecretFiles.Form form) {
        this.invocation = invocation;
        this.sessions = invocation.storage().sessions(form);
        this.clients = invocation.storage().registrations(form);
    }

    /**
     * Returns the profile that is named; empty where all are meant.
     *
     * @throws Failure.Usage if both or neither is said, or there is no such profile
     */
    static Optional<ProfileName> chosen(Invocation invocation) {
        Optional<String> name = invocation.arguments().positional(0);
        if (name.isPresent() == invocation.arguments().has(ALL)) {
            throw new Failure.Usage("oat " + invocation.path() + " takes a profile's name, or --all")
                    .hint("oat profile list shows the profiles");
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        ProfileName profile = new ProfileName(name.get());
        // a mistyped name is told as such
        String unused = invocation.storage().profiles().hash(profile);
        return Optional.of(profile);
    }

    /** Proves that what is stored of a profile can be opened. */
    void verify(ProfileName profile) {
        boolean unused = sessions.look(SessionKey.of(profile)).isPresent()
                | clients.read(profile).isPresent()
                | clients.secret(profile).isPresent();
    }

    /** Converts what is stored of one profile, or all that is stored; what fails is told at the end, by {@link #finish}. */
    void run(Optional<ProfileName> one) {
        if (one.isPresent()) {
            convert(SessionKey.of(one.get()));
            convert(one.get());
            return;
        }
        for (SessionKey key : sessions.keys()) {
            convert(key);
        }
        for (ProfileName name : new TreeSet<>(clients.kept())) {
            convert(name);
        }
    }

    private void convert(SessionKey key) {
        try {
            converted += sessions.holding(key, LOCK_WAIT, SessionStore.Held::convert) ? 1 : 0;
        } catch (Failure e) {
            failures.add(e);
        }
    }

    private void convert(ProfileName name) {
        try {
            converted += clients.convert(name);
        } catch (Failure e) {
            failures.add(e);
        }
    }

    /**
     * Tells what was done.
     *
     * @param done what has become of the files: {@code encrypted}
     * @throws Failure the first that kept a file from it
     */
    void finish(String done) {
        invocation
                .output()
                .say(converted
                        + (converted == 1 ? " file is " : " files are ")
                        + done
                        + (converted == 0 && failures.isEmpty() ? ": none was otherwise" : ""));
        if (failures.isEmpty()) {
            return;
        }
        for (Failure other : failures.subList(1, failures.size())) {
            invocation.output().warn(other.what() + "; " + other.hint().orElse(""));
        }
        throw failures.get(0);
    }

    /** Returns whether every file could be converted. */
    boolean isWhole() {
        return failures.isEmpty();
    }

    /** Tells of what lies there of earlier sessions, which no key is asked for: it could not be read. */
    void tellLeftovers() {
        Path directory = invocation.storage().directories().sessions();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.corrupt-*")) {
            for (Path entry : entries) {
                invocation.output().warn(entry + " could not be read once, and stays as it is: remove it");
            }
        } catch (IOException e) {
            // then there is nothing to tell
        }
    }
}
