package dev.oat.render.text;

import dev.oat.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes JSON values as YAML. Loaded only where that is asked for. */
public final class YamlText {
    private YamlText() {}

    /** The value as one YAML document, in block style. */
    public static String of(Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return new Yaml(options).dump(plain(value));
    }

    private static @Nullable Object plain(Object value) {
        if (value instanceof JsonObject object) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> members.put(name, plain(member)));
            return members;
        }
        if (value instanceof List<?> elements) {
            List<@Nullable Object> all = new ArrayList<>();
            for (Object element : elements) {
                all.add(plain(element));
            }
            return all;
        }
        return value == JsonObject.NULL ? null : value;
    }
}
