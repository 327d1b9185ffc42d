package dev.oat.cli.call;

import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.FailureText;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An API's answer as one JSON object: {@code url, method, status, headers, body}; or {@code url, method, error}. */
final class AnswerDocument {
    /** The longest body that is put into a document, in bytes. */
    static final int LARGEST_BODY = 2 << 20;

    private AnswerDocument() {}

    /**
     * Returns an answer with its whole body: JSON as JSON, other text as text, everything else as {@code body_base64}.
     *
     * @throws Failure.Unreachable if the body did not come whole, or is too long for a document
     */
    static JsonObject of(Request request, StreamedResponse response) {
        Map<String, Object> members = start(request);
        members.put("status", response.status());
        members.put("headers", headers(response.headers()));
        byte[] body;
        try {
            body = response.body().readNBytes(LARGEST_BODY + 1);
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
        if (body.length > LARGEST_BODY) {
            throw new Failure.Unreachable(
                            "the answer is larger than " + (LARGEST_BODY >> 20) + " MiB, too large for a document")
                    .hint("call it by itself: oat call … --out FILE");
        }
        put(members, body, response.charset());
        return JsonObject.of(members);
    }

    /** Returns what stands for an answer that did not come. */
    static JsonObject of(Request request, Failure failure, int exitCode) {
        Map<String, Object> members = start(request);
        members.put("error", failure.what());
        FailureText.hint(failure).ifPresent(hint -> members.put("hint", hint));
        members.put("exit_code", exitCode);
        return JsonObject.of(members);
    }

    private static Map<String, Object> start(Request request) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("url", request.uri().toString());
        members.put("method", request.method());
        return members;
    }

    private static Map<String, Object> headers(Headers headers) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Headers.Header header : headers.fields()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            List<String> values = headers.all(name);
            members.put(name, values.size() == 1 ? values.get(0) : new ArrayList<Object>(values));
        }
        return members;
    }

    private static void put(Map<String, Object> members, byte[] body, Charset charset) {
        String text;
        try {
            text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            members.put("body_base64", Base64.getEncoder().encodeToString(body));
            return;
        }
        try {
            members.put("body", text.isEmpty() ? "" : JsonObject.parseValue(text));
        } catch (JsonException e) {
            members.put("body", text);
        }
    }
}
