package dev.oat.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A jq expression: picks from JSON, as the program jq with {@code -r} does. Loaded only where one is given. */
public final class JsonFilter {
    private final JsonQuery query;
    private final Scope scope;
    private final ObjectMapper mapper = new ObjectMapper();

    private JsonFilter(JsonQuery query, Scope scope) {
        this.query = query;
        this.scope = scope;
    }

    /**
     * A filter.
     *
     * @param expression in jq's language
     * @throws Failure.Usage if it is no expression
     */
    public static JsonFilter of(String expression) {
        try {
            JsonQuery query = JsonQuery.compile(expression, Versions.JQ_1_6);
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
            return new JsonFilter(query, scope);
        } catch (JsonQueryException e) {
            throw failed(e);
        }
    }

    /**
     * What the expression gives: each value on a line of its own, texts as they are and everything else as JSON.
     *
     * @param json the input
     * @param style how JSON is shown; on a terminal it is laid out
     * @throws Failure.Usage if the input is no JSON, or the expression does not fit it
     */
    public String of(String json, Style style) {
        JsonNode input;
        try {
            input = mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new Failure.Usage("--jq: what was printed is no JSON").hint("leave out --jq to see it");
        }
        List<JsonNode> values = new ArrayList<>();
        try {
            query.apply(scope, input, values::add);
        } catch (JsonQueryException e) {
            throw failed(e);
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode value : values) {
            text.append(value.isTextual() ? shown(value.textValue(), style) : json(value, style))
                    .append('\n');
        }
        return text.toString();
    }

    /** A server's text goes to a program as it is, but to a terminal made harmless. */
    private static String shown(String text, Style style) {
        return style.terminal() ? Sanitizer.block(text) : text;
    }

    private static String json(JsonNode value, Style style) {
        return style.terminal()
                ? JsonColours.of(JsonObject.toPrettyJson(JsonObject.parseValue(value.toString())), style)
                : value.toString();
    }

    private static Failure failed(JsonQueryException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Failure.Usage("--jq: " + Sanitizer.line(reason)).hint("try it with jq itself; --jq '.' shows all");
    }
}
