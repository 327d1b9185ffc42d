package dev.oat.cli.client;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import dev.oat.endpoint.RegistrationEndpoint;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Addresses;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat client register}: has a server make a client. */
public final class ClientRegister implements Command {
    private static final Setting REGISTRATION_ENDPOINT = Settings.REGISTRATION_ENDPOINT;
    static final Setting INITIAL_ACCESS_TOKEN = Setting.secret(
                    "initial-access-token",
                    Setting.Group.COMMAND,
                    "What allows the registration, as a reference like env:NAME, where the server asks for it.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(INITIAL_ACCESS_TOKEN));
        settings.addAll(List.of(
                Settings.ISSUER, Settings.PROVIDER, Settings.METADATA_URL, REGISTRATION_ENDPOINT, Settings.ALLOW_HTTP));
        settings.addAll(ClientMetadataSettings.all());
        settings.addAll(List.of(Settings.PROFILE, Settings.API));
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.JSON_OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Registers a client at the server (RFC 7591). With -p NAME the profile is written that uses it: its "
                + "secret, and the token that manages the registration, lie in files of their owner's alone below the "
                + "state directory, and the profile refers to them. Without -p the server's answer is printed, secrets "
                + "included, and nothing is kept. What the server registers otherwise than asked is said.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat client register --issuer https://as.example -p work && oat login work",
                "oat client register --issuer https://as.example -p ci \\\n"
                        + "    --grant-type client_credentials --scope read",
                "oat client register --issuer https://as.example \\\n"
                        + "    --initial-access-token env:IAT --metadata-file client.json",
                "oat client register --issuer https://as.example -p work \\\n"
                        + "    --client-name 'My tool' --param 'default_max_age:=3600'");
    }

    @Override
    public ExitCode run(Invocation given) {
        Optional<ProfileName> name = given.arguments().first(Settings.PROFILE).map(ProfileName::new);
        boolean fresh = name.isPresent() && !given.storage().profiles().exists(name.orElseThrow());
        Invocation invocation = fresh ? given.with(given.settings().withoutProfile()) : given;
        Setting server =
                invocation.settings().value(Settings.ISSUER).isPresent() ? Settings.ISSUER : Settings.METADATA_URL;
        Optional<String> address = invocation.settings().text(server);
        Optional<String> endpoint = invocation.arguments().first(REGISTRATION_ENDPOINT);
        if (address.isEmpty() && (endpoint.isEmpty() || name.isPresent())) {
            throw new Failure.Usage("no authorization server is named").hint("oat client register --issuer URL");
        }
        Optional<RegisteredProfile> profile = name.map(one -> new RegisteredProfile(invocation, one));
        if (profile.isPresent()) {
            profile.get().prepare(server, address.orElseThrow());
        }
        ServerConnection connection = new ServerConnection(invocation);
        AuthorizationServer described =
                address.isPresent() ? connection.server() : AuthorizationServer.describedBy(JsonObject.EMPTY, false);
        JsonObject asked =
                ClientProposal.complete(new ClientMetadataSettings(invocation, connection).said(), described);
        ClientInformation information = register(invocation, connection, described, asked);
        invocation.output().mindAnswer();
        RegisteredProfile.tellChanges(invocation.output(), information, asked);
        if (profile.isEmpty()) {
            invocation.output().json(information.document());
            return ExitCode.DONE;
        }
        String method =
                information.method(asked.text("token_endpoint_auth_method").orElse("none"));
        Map<String, Object> values = values(invocation, server, address.orElseThrow(), asked, information);
        profile.get().keep(information, address.orElseThrow(), values, method);
        if (invocation.arguments().has(Settings.JSON_OUTPUT)) {
            invocation.output().json(RegisteredProfile.withoutCredentials(information));
        }
        say(invocation, name.orElseThrow(), information, method, values);
        return ExitCode.DONE;
    }

    /** Returns one registration. */
    public static ClientInformation register(
            Invocation invocation, ServerConnection connection, AuthorizationServer server, JsonObject asked) {
        Optional<String> endpoint = invocation.arguments().first(REGISTRATION_ENDPOINT);
        URI address = endpoint.isPresent()
                ? Addresses.given(
                        REGISTRATION_ENDPOINT.option(),
                        endpoint.get(),
                        invocation.settings().flag(Settings.ALLOW_HTTP))
                : server.require(Endpoint.REGISTRATION);
        Optional<Secret> token = invocation
                        .arguments()
                        .first(INITIAL_ACCESS_TOKEN)
                        .isPresent()
                ? Optional.of(connection.argument(
                        invocation.arguments().first(INITIAL_ACCESS_TOKEN).orElseThrow(),
                        INITIAL_ACCESS_TOKEN.option()))
                : Optional.empty();
        return new RegistrationEndpoint(
                        connection.transport(), invocation.environment().clock(), invocation.trace())
                .register(address, asked, token, connection.relocation());
    }

    /** Returns the profile's settings beside the client's own. */
    private static Map<String, Object> values(
            Invocation invocation, Setting server, String address, JsonObject asked, ClientInformation information) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(server.key(), address);
        values.putAll(ClientProposal.profileSettings(asked, information));
        if (invocation.arguments().has(Settings.API)) {
            values.put(Settings.API.key(), invocation.arguments().all(Settings.API));
        }
        return values;
    }

    private static void say(
            Invocation invocation,
            ProfileName name,
            ClientInformation information,
            String method,
            Map<String, Object> values) {
        StringBuilder text = new StringBuilder("Registered client ")
                .append(information.clientId())
                .append(", which authenticates by ")
                .append(method)
                .append("; profile ")
                .append(name)
                .append(" uses it");
        if (information.secretExpiresAt().isPresent()) {
            text.append("; its secret ends at ")
                    .append(java.time.Instant.ofEpochSecond(
                            information.secretExpiresAt().get()));
        }
        invocation.output().say(text.toString());
        boolean person = "authorization_code".equals(values.get(Settings.GRANT_TYPE.key()));
        invocation.output().say("next: " + (person ? "oat login " + name : "oat token -p " + name));
        if (!Settings.AUTH_METHOD.choices().contains(method)) {
            invocation
                    .output()
                    .warn("oat does not authenticate by " + method
                            + "; have the server change it: oat client update -p " + name + " --auth-method METHOD");
        }
    }
}
