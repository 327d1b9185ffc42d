package dev.oat.cli.frame;

import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.ShellWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The command line at hand with one thing said otherwise, for hints that work when they are pasted. */
public final class TypedCommand {
    private TypedCommand() {}

    /**
     * The command line with another value of an option; a secret that stood in it is asked for instead.
     *
     * @param invocation the run whose command line it is
     * @param setting the option
     * @param value its value
     */
    public static String with(Invocation invocation, Setting setting, String value) {
        List<String> words = new ArrayList<>(List.of(invocation.path().split(" ", -1)));
        Arguments typed = invocation.arguments();
        List<String> positionals = typed.positionals();
        boolean apart = false;
        for (String positional : positionals) {
            apart |= positional.startsWith("-") && !positional.equals("-");
        }
        boolean behind = apart || invocation.path().equals("exec");
        if (!behind) {
            words.addAll(positionals);
        }
        List<Setting> given = new ArrayList<>(typed.options().keySet());
        given.removeIf(each -> each == setting || each == Settings.PROVIDER);
        given.sort(Comparator.comparing(Setting::group).thenComparing(Setting::name));
        given.add(0, setting);
        for (Setting each : given) {
            for (String text : each == setting ? List.of(value) : typed.all(each)) {
                words.add(each.option());
                if (each.kind() != Setting.Kind.FLAG && each.kind() != Setting.Kind.COUNT) {
                    words.add(text);
                }
            }
        }
        if (behind) {
            words.add("--");
            words.addAll(positionals);
        }
        Optional<List<String>> kept = SecretFreeLine.of(invocation.commands(), words);
        StringBuilder line = new StringBuilder("oat");
        for (String word : kept.orElseGet(() -> List.of(invocation.path(), "…", setting.option(), value))) {
            line.append(' ').append(word.equals(invocation.path()) || word.equals("…") ? word : ShellWord.quoted(word));
        }
        return line.toString();
    }
}
