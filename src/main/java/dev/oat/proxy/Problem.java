package dev.oat.proxy;

import dev.oat.http.Headers;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the proxy itself: what failed, and the next command.
 *
 * @param status the HTTP status
 * @param title what failed, the same for all of its kind
 * @param detail this case of it
 * @param hint what to do next, or empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
record Problem(int status, String title, String detail, String hint) {
    /** What a request to the API is called in messages. */
    static final String CALL = "call";

    static final String KEY_MISSING = "Key needed";

    /**
     * The answer for a call that failed before the API answered.
     *
     * @param advice what to do next, or empty
     */
    static Problem of(Failure failure, String advice) {
        boolean late = failure instanceof Failure.TimedOut;
        if (failure instanceof Failure.LoginNeeded) {
            return new Problem(401, "Sign-in needed", failure.what(), advice);
        }
        String title = "The call failed";
        String phase = failure.phase().orElse("");
        if (failure instanceof Failure.Refused) {
            title = "The authorization server refused";
        } else if (!phase.isEmpty() && (late || failure instanceof Failure.Unreachable)) {
            title = (phase.equals(CALL) ? "The API " : "The authorization server ")
                    + (late ? "did not answer in time" : "cannot be reached");
        }
        return new Problem(late ? 504 : 502, title, failure.what(), advice);
    }

    /** Returns the document as an answer. */
    StreamedResponse answer() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title);
        members.put("status", status);
        members.put("detail", Sanitizer.line(detail));
        if (!hint.isEmpty()) {
            members.put("hint", Sanitizer.line(hint));
        }
        byte[] document = (JsonObject.of(members).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.empty()
                .with("Content-Type", "application/problem+json")
                .with("Cache-Control", "no-store")
                .with("Content-Length", Integer.toString(document.length));
        if (status == 401) {
            // RFC 9110 §15.5.2: one is due; a browser asks for a password by it, where that is what is missing
            headers = headers.with(
                    "WWW-Authenticate",
                    title.equals(KEY_MISSING) ? "Basic realm=\"oat proxy\"" : "Bearer realm=\"oat proxy\"");
        }
        return StreamedResponse.of("HTTP/1.1", status, headers, new ByteArrayInputStream(document));
    }
}
