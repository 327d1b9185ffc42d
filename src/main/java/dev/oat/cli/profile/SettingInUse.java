package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting that a command would use, fit to be shown.
 *
 * @param key its profile key
 * @param texts its value; a secret as its reference
 * @param origin who gave it: {@code option}, {@code environment} with the variable's name, or {@code profile}
 */
record SettingInUse(String key, List<String> texts, String origin) {
    /** Everything that is set, in the order of the settings. */
    static List<SettingInUse> of(Resolution settings) {
        List<SettingInUse> inUse = new ArrayList<>();
        for (Setting setting : ProfileSettings.all()) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isPresent()) {
                Resolution.Origin origin = value.get().origin();
                String word = origin == Resolution.Origin.ENVIRONMENT
                        ? origin.word() + " " + setting.variable()
                        : origin.word();
                inUse.add(new SettingInUse(
                        setting.key(),
                        ProfileSettings.shown(setting, value.get().texts()),
                        word));
            }
        }
        return inUse;
    }

    /** Returns the value for JSON: one text, or a list. */
    Object value() {
        return texts.size() == 1 ? texts.get(0) : texts;
    }

    /** The value and who gave it, for JSON. */
    Map<String, Object> withOrigin() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("value", value());
        members.put("origin", origin);
        return members;
    }

    /** Returns the value for people. */
    String text() {
        return String.join(" ", texts);
    }
}
