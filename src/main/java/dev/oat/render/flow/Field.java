package dev.oat.render.flow;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A parameter or header field of a recorded message.
 *
 * @param name its name
 * @param value its value as it may be shown
 * @param secret whether the value is one that must not be shown, and stands here hidden unless that was switched off
 */
public record Field(String name, String value, boolean secret) {
    public Field {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(value, "value is null");
    }

    /** Returns the first value of this name, without regard to case. */
    public static Optional<String> first(List<Field> fields, String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }
}
