package dev.oat.cli.client;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code oat client update}: changes what a client is registered with. */
public final class ClientUpdate implements Command {
    private static final Setting REMOVE = Setting.texts(
                    "remove", Setting.Group.COMMAND, "MEMBER", "A member to remove, such as tos_uri; repeatable.")
            .onlyOption();

    /** What a server says and a client may not, or need not, ask for (RFC 7592 §2.2). */
    private static final List<String> SERVERS_OWN = List.of(
            "registration_access_token",
            "registration_client_uri",
            "client_secret",
            "client_secret_expires_at",
            "client_id_issued_at",
            "software_statement");

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(REMOVE));
        settings.addAll(ManagedClient.SETTINGS);
        settings.addAll(ClientMetadataSettings.all());
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.JSON_OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Changes a client's registration (RFC 7592 §2.2). The present one is read first, so that what is not "
                + "named stays as it is. New credentials that come with the answer are kept.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat client update -p work --client-name 'Our tool' --remove tos_uri",
                "oat client update -p work --redirect-uri http://127.0.0.1/callback");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ManagedClient client = ManagedClient.of(invocation);
        Map<String, Object> said = new ClientMetadataSettings(invocation, client.connection()).said();
        List<String> removed = invocation.arguments().all(REMOVE);
        if (said.isEmpty() && removed.isEmpty()) {
            throw new Failure.Usage("nothing says what to change").hint("oat client update --help lists the options");
        }
        JsonObject before = client.read().document();
        Map<String, Object> members = new LinkedHashMap<>(before.members());
        SERVERS_OWN.forEach(members::remove);
        members.putAll(said);
        removed.forEach(members::remove);
        members.put("client_id", before.text("client_id").orElse(""));
        JsonObject asked = JsonObject.of(members);
        ClientInformation information = client.update(asked);
        invocation.output().mindAnswer();
        RegisteredProfile.tellChanges(invocation.output(), information, JsonObject.of(said));
        if (invocation.arguments().has(Settings.JSON_OUTPUT) || !client.isProfiles()) {
            invocation.output().json(client.shown(information));
        }
        invocation.output().say("Changed client " + information.clientId());
        return ExitCode.DONE;
    }
}
