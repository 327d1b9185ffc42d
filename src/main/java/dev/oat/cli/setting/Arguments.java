package dev.oat.cli.setting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stood on the command line, by setting.
 *
 * @param options the values of the options that were given
 * @param positionals the arguments that are no options, in order
 */
public record Arguments(Map<Setting, List<String>> options, List<String> positionals) {
    public Arguments {
        options = Map.copyOf(options);
        positionals = List.copyOf(positionals);
    }

    /** Nothing stood there. */
    public static Arguments none() {
        return new Arguments(Map.of(), List.of());
    }

    public boolean has(Setting setting) {
        return options.containsKey(setting);
    }

    /** Returns the same without an option. */
    public Arguments without(Setting setting) {
        Map<Setting, List<String>> others = new HashMap<>(options);
        others.remove(setting);
        return new Arguments(others, positionals);
    }

    public List<String> all(Setting setting) {
        List<String> values = options.get(setting);
        return values == null ? List.of() : values;
    }

    public Optional<String> first(Setting setting) {
        List<String> values = all(setting);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Returns how often a counted flag was given. */
    public int count(Setting setting) {
        return all(setting).size();
    }

    /** A positional argument. */
    public Optional<String> positional(int index) {
        return index < positionals.size() ? Optional.of(positionals.get(index)) : Optional.empty();
    }
}
