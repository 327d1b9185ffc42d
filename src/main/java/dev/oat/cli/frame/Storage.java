package dev.oat.cli.frame;

import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.metadata.DocumentCache;
import dev.oat.proof.DpopNonces;
import dev.oat.render.token.ExecCredential;
import dev.oat.session.KeptFor;
import dev.oat.session.KeptNonces;
import dev.oat.session.ReadyDocument;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.session.disk.CachedDocuments;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.disk.SecretFiles;
import dev.oat.session.disk.StoreKeys;
import dev.oat.session.profile.ClientRegistrations;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this user's machine keeps: profiles, sessions, and the cache; each is made when it is first asked for. */
public final class Storage implements ReadyDocument {
    private final Environment environment;
    private final Trace trace;
    private @Nullable Directories directories;
    private @Nullable Profiles profiles;
    private @Nullable SessionStore sessions;
    private @Nullable DocumentCache documents;
    private @Nullable DpopNonces nonces;
    private @Nullable StoreKeys keys;

    public Storage(Environment environment, Trace trace) {
        this.environment = environment;
        this.trace = trace;
    }

    /** Returns where everything lies. */
    public Directories directories() {
        Directories made = directories;
        if (made == null) {
            made = Directories.from(
                    environment.variables(),
                    environment.system(),
                    environment.home().toString());
            directories = made;
        }
        return made;
    }

    /** Returns the profiles. */
    public Profiles profiles() {
        Profiles made = profiles;
        if (made == null) {
            made = new Profiles(
                    directories(),
                    PrivateFiles.onDisk(trace, "OAT_CONFIG_DIR"),
                    profileKeys(),
                    environment.pause(),
                    trace);
            profiles = made;
        }
        return made;
    }

    /** Says by which key secrets are encrypted from now on; nobody is asked for it before one is needed. */
    public void encryptedBy(StoreKeys others) {
        keys = others;
        sessions = null;
    }

    /** Returns the sessions. */
    public SessionStore sessions() {
        SessionStore made = sessions;
        if (made == null) {
            made = sessions(SecretFiles.Form.AS_SET);
            sessions = made;
        }
        return made;
    }

    /** Returns the sessions, to be brought into a form. */
    public SessionStore sessions(SecretFiles.Form form) {
        return new SessionStore(
                directories(), secrets(form), environment.clock(), environment.pause(), trace, Optional.of(this));
    }

    /**
     * Proves that a profile's session, if there is one, can be opened, and another be encrypted.
     *
     * @throws dev.oat.trace.Failure.Locked if not
     */
    void verify(ProfileName name) {
        if (sessions().isOpen(SessionKey.of(name)) && keys().isSet(name.text())) {
            keys().key(name.text()).verify();
        }
    }

    private SecretFiles secrets(SecretFiles.Form form) {
        return new SecretFiles(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), keys(), form);
    }

    private StoreKeys keys() {
        return keys == null ? StoreKeys.NONE : keys;
    }

    /** Forgets a profile's session, and tells whether there was one. */
    public boolean forgetSession(ProfileName name) {
        new KeptFor(SessionKey.of(name)).forget(sessions());
        return sessions().forget(SessionKey.of(name), Duration.ofSeconds(30));
    }

    /** Returns what {@code oat credential kubernetes} prints, ready for the launcher; no class of its own, as each costs a start. */
    @Override
    public String document(StoredSession session) {
        return ExecCredential.of(ExecCredential.V1, session.accessToken().reveal(), session.expiresAt())
                .toJson();
    }

    /** Returns the clients that oat registered. */
    public ClientRegistrations registrations() {
        return registrations(SecretFiles.Form.AS_SET);
    }

    /** The same, to be brought into a form. */
    public ClientRegistrations registrations(SecretFiles.Form form) {
        return new ClientRegistrations(directories(), secrets(form));
    }

    /** Metadata and key sets that were fetched before. */
    public DocumentCache documents() {
        DocumentCache made = documents;
        if (made == null) {
            made = new CachedDocuments(directories(), PrivateFiles.onDisk(trace, "OAT_CACHE_DIR"), environment.clock());
            documents = made;
        }
        return made;
    }

    /** Returns the nonces that servers gave for DPoP proofs. */
    public DpopNonces nonces() {
        DpopNonces made = nonces;
        if (made == null) {
            made = new KeptNonces(documents()).read();
            nonces = made;
        }
        return made;
    }

    /** Keeps what is better known the next time; for the end of a command. */
    void settle() {
        DpopNonces known = nonces;
        if (known != null) {
            new KeptNonces(documents()).keep(known);
        }
    }

    /** Returns the keys that a profile may set. */
    static List<String> profileKeys() {
        List<String> keys = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            if (setting.inProfile()) {
                keys.add(setting.key());
            }
        }
        return keys;
    }
}
