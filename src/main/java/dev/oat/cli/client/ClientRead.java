package dev.oat.cli.client;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import java.util.ArrayList;
import java.util.List;

/** {@code oat client read}: a client's registration as the server has it. */
public final class ClientRead implements Command {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(ManagedClient.SETTINGS);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.JSON_OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Prints a client's registration as the server has it (RFC 7592 §2.1). For a profile's client, whose "
                + "credentials are kept in files, they are left out; new ones that come with the answer are kept.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat client read -p work",
                "oat client read --registration-client-uri https://as.example/register/c1 \\\n"
                        + "    --registration-access-token env:RAT");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ManagedClient client = ManagedClient.of(invocation);
        ClientInformation information = client.read();
        invocation.output().json(client.shown(information));
        return ExitCode.DONE;
    }
}
