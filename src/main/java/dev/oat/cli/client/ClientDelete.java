package dev.oat.cli.client;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.util.ArrayList;
import java.util.List;

/** {@code oat client delete}: has the server forget a client. */
public final class ClientDelete implements Command {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(ManagedClient.SETTINGS);
        settings.addAll(Settings.CONNECTION);
        return settings;
    }

    @Override
    public String description() {
        return "Deletes a client's registration (RFC 7592 §2.3). Its tokens end with it. The profile keeps its server "
                + "and its other settings; its session and the client's credentials are forgotten.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat client delete -p work", "oat client delete -p work && oat profile remove work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ManagedClient client = ManagedClient.of(invocation);
        client.delete();
        invocation.output().say("Deleted client " + client.name());
        return ExitCode.DONE;
    }
}
