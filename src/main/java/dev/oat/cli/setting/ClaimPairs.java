package dev.oat.cli.setting;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Map;

/** Reads members of a JSON object as they are given one by one: as text, or as JSON. */
public final class ClaimPairs {
    private ClaimPairs() {}

    /** Adds what {@code NAME=TEXT} and {@code NAME:=JSON} say. */
    public static void add(Map<String, Object> members, Setting setting, List<String> pairs) {
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            boolean json = equals > 1 && pair.charAt(equals - 1) == ':';
            int end = json ? equals - 1 : equals;
            if (end <= 0) {
                throw Failure.Usage.value(setting.option(), pair, "NAME=TEXT or NAME:=JSON")
                        .hint("write " + setting.option() + " name=text");
            }
            String value = pair.substring(equals + 1);
            try {
                members.put(pair.substring(0, end), json ? JsonObject.parseValue(value) : value);
            } catch (JsonException e) {
                throw new Failure.Usage(setting.option() + " " + pair.substring(0, end) + ": " + e.getMessage())
                        .hint("NAME:=JSON takes true, 5, [\"a\"] or {\"a\":1}; NAME=TEXT takes text as it is");
            }
        }
    }
}
