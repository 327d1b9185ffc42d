package dev.oat.session.profile;

import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;

/** Files of the user's in TOML, whose tables are objects. */
public final class TomlDocument {
    private TomlDocument() {}

    /**
     * Reads one.
     *
     * @param what how the file is called in messages
     * @throws Failure.Usage if it is no TOML, with the line
     * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0</a>
     */
    public static JsonObject parse(String what, String text) {
        return TomlLibrary.document(what, text);
    }
}
