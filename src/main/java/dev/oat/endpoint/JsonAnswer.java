package dev.oat.endpoint;

import dev.oat.http.Form;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the JSON object that an answer is; a form-encoded answer, as GitHub gives, is read as one. */
final class JsonAnswer {
    private JsonAnswer() {}

    /**
     * Returns the object that an answer is.
     *
     * @throws Failure.Unreachable if the answer is neither
     */
    static JsonObject of(Request request, Response response) {
        return in(response)
                .orElseThrow(
                        () -> UnexpectedAnswer.notAMessage(request, response).phase(request.title()));
    }

    /** The same, or empty if the answer is neither. */
    static Optional<JsonObject> in(Response response) {
        if (response.isRedirect()) {
            return Optional.empty();
        }
        if (response.mediaType().equals("application/x-www-form-urlencoded")) {
            try {
                Map<String, Object> members = new LinkedHashMap<>();
                for (Form.Field field : Form.parse(response.text()).fields()) {
                    members.putIfAbsent(field.name(), field.value());
                }
                if (!members.isEmpty()) {
                    return Optional.of(JsonObject.of(members));
                }
            } catch (IllegalArgumentException e) {
                // no form after all: reported below
            }
        }
        try {
            return Optional.of(response.json());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
