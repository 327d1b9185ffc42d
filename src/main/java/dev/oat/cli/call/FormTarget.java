package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.cli.frame.Columns;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.JsonFilter;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.render.text.YamlText;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints JSON bodies in another form: a table, YAML, or one value a line; pages of a list as the one list that they are. */
final class FormTarget implements BodyTarget {
    private static final int LARGEST = 32 << 20;
    private static final int MOST_COLUMNS = 50;

    private final String form;
    private final BodyTarget target;
    private final Optional<JsonFilter> filter;
    private final List<Object> values = new ArrayList<>();
    private boolean list;
    private int size;
    private @Nullable StreamedResponse last;

    /**
     * Creates a target.
     *
     * @param form {@code table}, {@code yaml} or {@code ndjson}
     * @param target where the text goes
     * @param expression picks what is printed, in jq's language; or empty
     */
    FormTarget(String form, BodyTarget target, Optional<String> expression) {
        this.form = form;
        this.target = target;
        // all that an expression gives, as one array
        this.filter = expression.map(text -> JsonFilter.of("[" + text + "\n]"));
    }

    @Override
    public void head(StreamedResponse response) {
        target.head(response);
    }

    @Override
    public void body(StreamedResponse response) {
        last = response;
        String json = text(response);
        if (json.isBlank()) {
            return;
        }
        try {
            List<?> given = filter.isPresent() ? picked(filter.get(), json) : read(json);
            // one value is the answer itself, and an array the list that it holds
            boolean one = given.size() == 1;
            list |= !one || given.get(0) instanceof List<?>;
            values.addAll(one && given.get(0) instanceof List<?> elements ? elements : given);
        } catch (JsonException e) {
            throw new Failure.Unreachable("the answer is no JSON, which -o " + form + " needs: " + e.getMessage())
                    .hint("leave out -o " + form);
        }
        if (form.equals("ndjson")) {
            put();
        }
    }

    /** Returns what an expression gives; it is one that makes an array of that, from each value of the answer. */
    private static List<?> picked(JsonFilter filter, String json) throws JsonException {
        List<Object> all = new ArrayList<>();
        for (Object each : lines(filter.ofAnswer(json, Style.of("never", Map.of(), false)))) {
            all.addAll((List<?>) each);
        }
        return all;
    }

    /** Returns the one value of an answer, or those of its lines. */
    private static List<?> read(String json) throws JsonException {
        try {
            return List.of(JsonObject.parseValue(json));
        } catch (JsonException whole) {
            try {
                return lines(json);
            } catch (JsonException line) {
                throw whole;
            }
        }
    }

    private static List<Object> lines(String json) throws JsonException {
        List<Object> all = new ArrayList<>();
        for (String line : json.lines().toList()) {
            if (!line.isBlank()) {
                all.add(JsonObject.parseValue(line));
            }
        }
        return all;
    }

    private String text(StreamedResponse response) {
        try {
            byte[] bytes = response.body().readNBytes(LARGEST + 1 - size);
            size += form.equals("ndjson") ? 0 : bytes.length;
            if (size > LARGEST || bytes.length > LARGEST) {
                throw new Failure.Unreachable(
                                "the answer is larger than " + (LARGEST >> 20) + " MiB, too large for -o " + form)
                        .hint("leave out -o " + form);
            }
            return new String(bytes, response.charset());
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
    }

    private void put() {
        StreamedResponse answer = last;
        if (answer == null || (values.isEmpty() && !list)) {
            return;
        }
        target.body(answer.withBody(new java.io.ByteArrayInputStream(written().getBytes(StandardCharsets.UTF_8))));
        values.clear();
    }

    private String written() {
        switch (form) {
            case "ndjson":
                StringBuilder lines = new StringBuilder();
                for (Object value : values) {
                    lines.append(JsonObject.toJson(value)).append('\n');
                }
                return lines.toString();
            case "yaml":
                return YamlText.of(list || values.size() != 1 ? values : values.get(0));
            default:
                return table();
        }
    }

    private String table() {
        Columns table = new Columns();
        if (!list && values.size() == 1 && values.get(0) instanceof JsonObject one) {
            one.members().forEach((name, value) -> table.row(name, cell(value)));
            return table.text();
        }
        Set<String> names = new LinkedHashSet<>();
        for (Object value : values) {
            if (value instanceof JsonObject row) {
                names.addAll(row.members().keySet());
            }
        }
        List<String> columns = names.isEmpty()
                ? List.of("value")
                : new ArrayList<>(names).subList(0, Math.min(MOST_COLUMNS, names.size()));
        table.row(columns.stream()
                .map(name -> name.toUpperCase(java.util.Locale.ROOT))
                .toArray(String[]::new));
        for (Object value : values) {
            String[] cells = new String[columns.size()];
            for (int i = 0; i < cells.length; i++) {
                Object cell = value instanceof JsonObject row
                        ? row.members().getOrDefault(columns.get(i), "")
                        : i == 0 ? value : "";
                cells[i] = cell(cell);
            }
            table.row(cells);
        }
        return table.text();
    }

    private static String cell(Object value) {
        String text = value instanceof String plain ? plain : value == JsonObject.NULL ? "" : JsonObject.toJson(value);
        return Sanitizer.line(text);
    }

    @Override
    public void finish() {
        if (!form.equals("ndjson")) {
            put();
        }
        target.finish();
    }

    @Override
    public void close() {
        target.close();
    }
}
