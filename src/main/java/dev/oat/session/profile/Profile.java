package dev.oat.session.profile;

import dev.oat.trace.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of a profile as its file has them.
 *
 * @param name the profile's name
 * @param file the file
 * @param hash the SHA-256 of the file's bytes
 * @param values by key: a {@code String}, {@code Long}, {@code BigDecimal}, {@code Boolean}, or a list of these
 */
public record Profile(ProfileName name, Path file, String hash, Map<String, Object> values) {
    public Profile {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(hash, "hash is null");
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns whether the file sets a key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /**
     * A value as text, as it would stand in an option.
     *
     * @throws Failure.Usage if it is a list
     */
    public Optional<String> text(String key) {
        Object value = values.get(key);
        if (value instanceof List<?>) {
            throw new Failure.Usage("profile " + name + ": \"" + key + "\" takes one value, not a list")
                    .hint("change it: oat profile set " + name + " " + key + "=VALUE");
        }
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    /** Returns the texts of a value that may be one or a list; empty when the file does not set it. */
    public List<String> texts(String key) {
        Object value = values.get(key);
        if (value instanceof List<?> elements) {
            List<String> texts = new ArrayList<>();
            for (Object element : elements) {
                texts.add(element.toString());
            }
            return List.copyOf(texts);
        }
        return value == null ? List.of() : List.of(value.toString());
    }

    /** Returns the names of the settings only: a value may be a literal secret. */
    @Override
    public String toString() {
        return "Profile[" + name + ", " + values.keySet() + "]";
    }
}
