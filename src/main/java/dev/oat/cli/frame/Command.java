package dev.oat.cli.frame;

import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command: what it may be told, and what it does. One is made for each run. */
public interface Command {
    /**
     * An argument that is no option.
     *
     * @param label what stands for it in {@code --help}: {@code URL}
     * @param help one sentence for {@code --help}
     * @param required whether it must be there
     * @param repeatable whether it takes all that follow
     */
    record Positional(String label, String help, boolean required, boolean repeatable) {}

    /** Returns the settings that mean something to it, without those that every command knows. */
    List<Setting> settings();

    /** The settings that it knows, those of every command included. */
    default List<Setting> allSettings() {
        List<Setting> all = new ArrayList<>(settings());
        Setting format = formatSetting();
        if (format != null && format.choices().contains("json")) {
            all.add(Settings.JQ);
        }
        if (format == Settings.OUTPUT) {
            all.add(Settings.GITHUB_OUTPUT);
        }
        if (all.contains(Settings.PROFILE) && !all.contains(Settings.STORE_KEY)) {
            // whoever can be told whose session to use can be told what opens it
            all.add(Settings.STORE_KEY);
        }
        all.addAll(Settings.EVERYWHERE);
        return all;
    }

    /** Returns the setting that says in which form the answer is printed. */
    default @Nullable Setting formatSetting() {
        for (Setting setting : settings()) {
            if (setting.name().equals("output")) {
                return setting;
            }
        }
        return null;
    }

    /** Returns whether its {@code --help} shows a setting: one that is usual, unless its own use of it differs. */
    default boolean isUsual(Setting setting) {
        return setting.isUsual();
    }

    /** Its arguments that are no options, in order. */
    default List<Positional> positionals() {
        return List.of();
    }

    /** Returns what it does, in a few sentences, for {@code --help}. */
    String description();

    /** Command lines to try, each with a comment line before it, for {@code --help}. */
    List<String> examples();

    /** Returns whether arguments that look like options are left alone once the first positional argument has been read. */
    default boolean stopsAtPositional() {
        return false;
    }

    /**
     * Does it.
     *
     * @return the exit code
     * @throws dev.oat.trace.Failure if it cannot
     */
    ExitCode run(Invocation invocation);
}
