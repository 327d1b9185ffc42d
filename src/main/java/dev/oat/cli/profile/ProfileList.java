package dev.oat.cli.profile;

import dev.oat.cli.frame.Columns;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.profile.Profile;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat profile list}: every profile, and which one is used when nothing else is said. */
public final class ProfileList implements Command {
    @Override
    public List<Setting> settings() {
        return List.of(Settings.TEXT_OR_JSON);
    }

    @Override
    public String description() {
        return "Lists the profiles, each with its server and client; the one in use unless another is named has a star.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat profile list", "oat profile list -o json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<ProfileName> inUse = invocation.storage().profiles().fallback();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ProfileName name : invocation.storage().profiles().list()) {
            rows.add(row(invocation, name, inUse.equals(Optional.of(name))));
        }
        if (invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json")) {
            JsonObject document = JsonObject.of(Map.of("profiles", rows));
            invocation.output().json(document);
            return ExitCode.DONE;
        }
        if (rows.isEmpty()) {
            invocation
                    .output()
                    .say("there is no profile yet; oat profile add NAME --issuer URL --client-id ID makes one");
            return ExitCode.DONE;
        }
        Columns columns = new Columns();
        for (Map<String, Object> row : rows) {
            columns.row(
                    row.containsKey("in_use") ? "*" : " ",
                    String.valueOf(row.get("profile")),
                    row.containsKey("error")
                            ? "(" + row.get("error") + ")"
                            : row.getOrDefault("client_id", "no client") + " at "
                                    + row.getOrDefault("server", "no server"));
        }
        invocation.output().text(columns.text());
        return ExitCode.DONE;
    }

    private static Map<String, Object> row(Invocation invocation, ProfileName name, boolean inUse) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("profile", name.text());
        if (inUse) {
            row.put("in_use", true);
        }
        try {
            Profile profile = invocation.storage().profiles().read(name);
            for (Setting setting : List.of(Settings.ISSUER, Settings.METADATA_URL, Settings.TOKEN_ENDPOINT)) {
                List<String> texts = profile.texts(setting.key());
                if (!texts.isEmpty()) {
                    row.putIfAbsent("server", texts.get(0));
                }
            }
            List<String> client = profile.texts(Settings.CLIENT_ID.key());
            if (!client.isEmpty()) {
                row.put("client_id", client.get(0));
            }
        } catch (Failure.Usage e) {
            // one broken file does not hide the others
            row.put("error", Sanitizer.line(e.what()));
        }
        return row;
    }
}
