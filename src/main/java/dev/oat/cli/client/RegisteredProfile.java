package dev.oat.cli.client;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import dev.oat.json.JsonObject;
import dev.oat.session.profile.ClientRegistrations;
import dev.oat.session.profile.KeptRegistration;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.Profiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A profile whose client oat registered: its settings in the profile, its credentials in files of their own. */
public final class RegisteredProfile {
    private final Invocation invocation;
    private final ProfileName name;
    private final Profiles profiles;
    private final ClientRegistrations registrations;

    public RegisteredProfile(Invocation invocation, ProfileName name) {
        this.invocation = invocation;
        this.name = name;
        this.profiles = invocation.storage().profiles();
        this.registrations = invocation.storage().registrations();
    }

    /**
     * Makes sure that a new registration can be kept, before the server is asked for it.
     *
     * @param server the issuer or metadata URL at which the client will be registered
     * @throws Failure.Usage if the profile has a client already or names another server, or the disk cannot be written
     */
    public void prepare(Setting setting, String server) {
        if (profiles.exists(name)) {
            dev.oat.session.profile.Profile profile = profiles.read(name);
            Optional<String> client = profile.text(Settings.CLIENT_ID.key());
            if (client.isPresent()) {
                throw new Failure.Usage("profile " + name + " has a client already: " + client.get())
                        .hint("choose another name, or first: oat client delete -p " + name);
            }
            Optional<String> other = profile.text(setting.key());
            if (other.isPresent() && !other.get().equals(server)) {
                throw new Failure.Usage("profile " + name + " is for another server: " + other.get())
                        .hint("choose another profile's name");
            }
        }
        if (invocation.arguments().has(Settings.STORE_KEY)) {
            Object unused = storeKey();
        }
        registrations.prepare(name);
    }

    /** Returns what its files are encrypted by, as the profile is to say it. */
    private Object storeKey() {
        return new ProfileSettings(invocation, name)
                .value(Settings.STORE_KEY, invocation.arguments().all(Settings.STORE_KEY));
    }

    /**
     * Keeps what a server answered, and writes the profile that uses it.
     *
     * @param information the answer
     * @param issuer where the client is registered
     * @param values the profile's settings beside the client's own
     * @param method how the client authenticates
     */
    public void keep(ClientInformation information, String issuer, Map<String, Object> values, String method) {
        boolean secret = method.startsWith("client_secret");
        registrations.keep(name, kept(information, issuer), secret ? information.clientSecret() : Optional.empty());
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put(Settings.CLIENT_ID.key(), information.clientId());
        Set<String> removed = new LinkedHashSet<>();
        if (secret) {
            all.put(Settings.CLIENT_SECRET.key(), "file:" + registrations.secretFile(name));
        } else {
            removed.add(Settings.CLIENT_SECRET.key());
        }
        if (invocation.arguments().has(Settings.STORE_KEY)) {
            all.put(Settings.STORE_KEY.key(), storeKey());
        }
        if (Settings.AUTH_METHOD.choices().contains(method)) {
            all.put(Settings.AUTH_METHOD.key(), method);
        }
        if (profiles.exists(name)) {
            profiles.set(name, all, removed);
        } else {
            profiles.add(name, all);
        }
    }

    /** Keeps what may have changed: a server may give out new credentials with every answer (RFC 7592 §3). */
    void renew(ClientInformation information, KeptRegistration before) {
        boolean used = profiles.read(name)
                .text(Settings.CLIENT_SECRET.key())
                .equals(Optional.of("file:" + registrations.secretFile(name)));
        KeptRegistration now = new KeptRegistration(
                before.issuer(),
                information.clientId(),
                information.configuration().map(URI::toString).or(before::configuration),
                information.registrationAccessToken().or(before::registrationAccessToken),
                information.secretExpiresAt());
        Optional<Secret> said = used ? information.clientSecret() : Optional.empty();
        if (said.isEmpty() || said.equals(registrations.secret(name))) {
            registrations.keepManagement(name, now);
        } else if (isHash(said.orElseThrow().reveal())) {
            // some servers show what they store in place of the secret
            invocation
                    .output()
                    .warn("the server answers with a hash in place of the client's secret; the one at hand is kept");
            registrations.keepManagement(name, now);
        } else {
            invocation.output().say("oat: the server has given the client a new secret; it is kept");
            registrations.keep(name, now, said);
        }
    }

    /** Returns whether a text is the stored form of a password, as {@code {bcrypt}$2a$…} is. */
    private static boolean isHash(String text) {
        int end = text.startsWith("{") ? text.indexOf('}') : -1;
        return (end > 1 && end < 20)
                || text.startsWith("$2a$")
                || text.startsWith("$2b$")
                || text.startsWith("$2y$")
                || text.startsWith("$argon2")
                || text.startsWith("$pbkdf2")
                || text.startsWith("$scrypt");
    }

    private static KeptRegistration kept(ClientInformation information, String issuer) {
        return new KeptRegistration(
                issuer,
                information.clientId(),
                information.configuration().map(URI::toString),
                information.registrationAccessToken(),
                information.secretExpiresAt());
    }

    /**
     * Returns what manages the profile's registration.
     *
     * @throws Failure.Usage if oat did not register the profile's client, or the server does not let it be managed
     */
    KeptRegistration require() {
        Optional<String> client = profiles.read(name).text(Settings.CLIENT_ID.key());
        Optional<KeptRegistration> kept = registrations.read(name);
        if (kept.isEmpty() || !client.equals(kept.map(KeptRegistration::clientId))) {
            throw new Failure.Usage("the client of profile " + name + " was not registered by oat")
                    .hint("give --registration-client-uri URL and --registration-access-token REF");
        }
        if (kept.get().configuration().isEmpty()
                || kept.get().registrationAccessToken().isEmpty()) {
            throw new Failure.Usage("the server did not say how the client of profile " + name + " can be managed")
                    .hint("it does not support RFC 7592; ask its operator to change or delete the client");
        }
        return kept.get();
    }

    /** Forgets the client: its credentials, its session, and the profile's settings that name it. */
    void forget() {
        registrations.forget(name);
        profiles.set(
                name,
                Map.of(),
                Set.of(Settings.CLIENT_ID.key(), Settings.CLIENT_SECRET.key(), Settings.AUTH_METHOD.key()));
        invocation.storage().forgetSession(name);
    }

    /** Returns the answer for standard output: what is kept in files does not go there too. */
    static JsonObject withoutCredentials(ClientInformation information) {
        JsonObject document = information.document();
        for (String member : List.of("client_secret", "registration_access_token")) {
            document = document.without(member);
        }
        return document;
    }

    /** Says the same in one line, for whoever wants a call answered and not a client made. */
    public static void tellChangesBriefly(Output output, ClientInformation information, JsonObject asked) {
        List<String> members = information.changes(asked).stream()
                .map(ClientInformation.Change::member)
                .toList();
        if (!members.isEmpty()) {
            output.say("oat: the server registered the client otherwise than asked, or does not say: "
                    + String.join(", ", members));
        }
    }

    /** Says on standard error what the server registered otherwise than it was asked. */
    static void tellChanges(Output output, ClientInformation information, JsonObject asked) {
        for (ClientInformation.Change change : information.changes(asked)) {
            if (change.registered().isEmpty()) {
                output.say("oat: the server does not say whether it registered " + change.member());
            } else {
                output.say("oat: the server changed " + change.member() + ": asked for " + change.asked()
                        + ", registered " + change.registered());
            }
        }
    }
}
