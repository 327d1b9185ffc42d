package dev.oat.cli.client;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import dev.oat.endpoint.RegistrationEndpoint;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Addresses;
import dev.oat.session.profile.KeptRegistration;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A client whose registration can be managed: a profile's, or one whose address and token are given. */
final class ManagedClient {
    private static final Setting ADDRESS = Setting.text(
                    "registration-client-uri",
                    Setting.Group.CLIENT,
                    "URL",
                    "Where the registration is managed; the profile's client when left out.")
            .onlyOption();
    private static final Setting TOKEN = Setting.secret(
                    "registration-access-token",
                    Setting.Group.CLIENT,
                    "What allows that, as a reference like env:NAME.")
            .onlyOption();

    /** Which client is meant. */
    static final List<Setting> SETTINGS = List.of(Settings.PROFILE, ADDRESS, TOKEN, Settings.ALLOW_HTTP);

    private final ServerConnection connection;
    private final RegistrationEndpoint endpoint;
    private final Optional<RegisteredProfile> profile;
    private final String clientId;
    private URI address;
    private Secret token;
    private final Optional<KeptRegistration> kept;

    private ManagedClient(
            Invocation invocation,
            ServerConnection connection,
            Optional<RegisteredProfile> profile,
            Optional<KeptRegistration> kept,
            URI address,
            Secret token) {
        this.connection = connection;
        this.endpoint = new RegistrationEndpoint(
                connection.transport(), invocation.environment().clock(), invocation.trace());
        this.profile = profile;
        this.kept = kept;
        this.clientId = kept.map(KeptRegistration::clientId).orElse("");
        this.address = address;
        this.token = token;
    }

    /**
     * Returns the client that a run is about.
     *
     * @throws Failure.Usage if none is named, or the profile's client cannot be managed
     */
    static ManagedClient of(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        Optional<String> address = invocation.arguments().first(ADDRESS);
        Optional<String> token = invocation.arguments().first(TOKEN);
        boolean allowHttp = invocation.settings().flag(Settings.ALLOW_HTTP);
        if (address.isPresent() != token.isPresent()) {
            throw new Failure.Usage("--registration-client-uri and --registration-access-token go together");
        }
        if (address.isPresent()) {
            return new ManagedClient(
                    invocation,
                    connection,
                    Optional.empty(),
                    Optional.empty(),
                    Addresses.given(ADDRESS.option(), address.get(), allowHttp),
                    connection.argument(token.orElseThrow(), TOKEN.option()));
        }
        String name = invocation.settings().profileName().orElseThrow(() -> {
            Failure failure = new Failure.Usage("no client is named");
            return failure.hint("give -p NAME, or --registration-client-uri and --registration-access-token");
        });
        RegisteredProfile profile = new RegisteredProfile(invocation, new ProfileName(name));
        KeptRegistration kept = profile.require();
        return new ManagedClient(
                invocation,
                connection,
                Optional.of(profile),
                Optional.of(kept),
                Addresses.given(
                        "the address of the registration", kept.configuration().orElseThrow(), allowHttp),
                kept.registrationAccessToken().orElseThrow());
    }

    ServerConnection connection() {
        return connection;
    }

    /** Returns whether it is a profile's client, whose credentials are kept. */
    boolean isProfiles() {
        return profile.isPresent();
    }

    /** What to call it. */
    String name() {
        return clientId.isEmpty() ? address.toString() : clientId;
    }

    ClientInformation read() {
        return renewed(endpoint.read(address, token, clientId));
    }

    ClientInformation update(JsonObject metadata) {
        return renewed(endpoint.update(address, token, metadata));
    }

    void delete() {
        endpoint.delete(address, token);
        profile.ifPresent(RegisteredProfile::forget);
    }

    /** A server may change address and token with each answer; the former ones are then void. */
    private ClientInformation renewed(ClientInformation information) {
        address = information.configuration().orElse(address);
        token = information.registrationAccessToken().orElse(token);
        if (profile.isPresent()) {
            profile.get().renew(information, kept.orElseThrow());
        }
        return information;
    }

    /** Returns the answer as it goes to standard output. */
    JsonObject shown(ClientInformation information) {
        return isProfiles() ? RegisteredProfile.withoutCredentials(information) : information.document();
    }
}
