package dev.oat.cli.profile;

import dev.oat.cli.frame.Columns;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonObject;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat profile show}: the settings that a command with this profile would use. */
public final class ProfileShow implements Command {
    private static final Setting ORIGIN = Setting.flag(
                    "origin", Setting.Group.COMMAND, "Say for each setting who gave it: environment or profile.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(ORIGIN, Settings.PROFILE, Settings.TEXT_OR_JSON);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("NAME", "The profile; the one in use unless given.", false, false));
    }

    @Override
    public String description() {
        return "Shows the settings that a command would use with this profile, those of the environment included. "
                + "Secrets are shown as the references that they are.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat profile show work", "oat profile show --origin", "oat profile show work -o json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<String> name = invocation.arguments().positional(0);
        Resolution settings = name.isPresent() ? invocation.settings().withProfile(name.get()) : invocation.settings();
        boolean json =
                invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json");
        boolean origin = invocation.arguments().has(ORIGIN);
        if (settings.profileName().isPresent()) {
            // reads it, so that a missing or broken profile is said before anything is printed
            invocation
                    .storage()
                    .profiles()
                    .file(new ProfileName(settings.profileName().get()));
            settings.profileValues();
        }
        List<SettingInUse> inUse = SettingInUse.of(settings);
        if (inUse.isEmpty()) {
            throw new Failure.Usage("there is no profile, and nothing is set")
                    .hint("oat profile add NAME --issuer URL --client-id ID");
        }
        if (json) {
            Map<String, Object> members = new LinkedHashMap<>();
            settings.profileName().ifPresent(profile -> members.put("profile", profile));
            Map<String, Object> values = new LinkedHashMap<>();
            for (SettingInUse setting : inUse) {
                values.put(setting.key(), origin ? setting.withOrigin() : setting.value());
            }
            members.put("settings", values);
            JsonObject document = JsonObject.of(members);
            invocation.output().json(document);
            return ExitCode.DONE;
        }
        Columns columns = new Columns();
        for (SettingInUse setting : inUse) {
            if (origin) {
                columns.row(setting.key(), setting.origin(), setting.text());
            } else {
                columns.row(setting.key(), setting.text());
            }
        }
        invocation.output().text(columns.text());
        return ExitCode.DONE;
    }
}
