package dev.oat.render.flow;

import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recording as an HTTP archive, which every browser's developer tools open.
 *
 * @see <a href="http://www.softwareishard.com/blog/har-12-spec/">HAR 1.2</a>
 */
public final class HarDocument {
    private static final String PAGE = "flow";

    private final Recording recording;

    private HarDocument(Recording recording) {
        this.recording = recording;
    }

    /** Returns the archive of a recording. */
    public static JsonObject of(Recording recording) {
        return new HarDocument(recording).document();
    }

    private JsonObject document() {
        List<Object> entries = new ArrayList<>();
        String redirectUri = "";
        for (Step step : recording.steps()) {
            if (step instanceof Step.Request request) {
                entries.add(entry(request));
                redirectUri = Field.first(request.query(), "redirect_uri").orElse(redirectUri);
            } else if (step instanceof Step.Return back) {
                entries.add(entry(back, redirectUri));
            }
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("startedDateTime", recording.started().toString());
        page.put("id", PAGE);
        page.put("title", "oat " + recording.command());
        page.put("pageTimings", JsonObject.EMPTY);
        recording
                .failure()
                .ifPresent(failure ->
                        page.put("comment", failure.text("error_description").orElse("")));
        String[] tool = recording.tool().split(" ", 2);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("version", "1.2");
        log.put("creator", JsonObject.of(Map.of("name", tool[0], "version", tool.length > 1 ? tool[1] : "")));
        log.put("pages", List.of(JsonObject.of(page)));
        log.put("entries", entries);
        log.put(
                "comment",
                recording.secretsShown()
                        ? "SECRETS STAND HERE IN CLEAR TEXT"
                        : "Secrets are hidden: [length, beginning, hash]. Equal hashes are equal secrets.");
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("log", JsonObject.of(log));
        return JsonObject.of(whole);
    }

    private JsonObject entry(Step.Request request) {
        Recording.Exchange exchange = recording.exchange(request);
        Map<String, Object> entry =
                entry(request.at(), exchange.answer().map(Step.Answer::took).orElse(0L));
        entry.put("request", JsonObject.of(request(request)));
        entry.put("response", JsonObject.of(response(exchange)));
        return finish(entry, exchange.answer().map(Step.Answer::took).orElse(0L), comment(request, exchange));
    }

    private String comment(Step.Request request, Recording.Exchange exchange) {
        StringBuilder comment = new StringBuilder(request.from().text())
                .append(" to ")
                .append(request.to().text())
                .append(": ")
                .append(request.title());
        if (!request.spec().isEmpty()) {
            comment.append(" (").append(request.spec()).append(')');
        }
        if (request.isFrontChannel()) {
            comment.append("; the browser carried it, and oat did not see its answer");
        }
        exchange.broken().ifPresent(broken -> comment.append("; no answer: ").append(broken.why()));
        for (Check check : checksAfter(request)) {
            comment.append("; ")
                    .append(check.verdict().name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(check.title());
        }
        return comment.toString();
    }

    /** Returns the checks made between this message and the next. */
    private List<Check> checksAfter(Step.Request request) {
        List<Check> checks = new ArrayList<>();
        boolean inside = false;
        for (Step step : recording.steps()) {
            if (step == request) {
                inside = true;
            } else if (step instanceof Step.Request || step instanceof Step.Return) {
                inside = false;
            } else if (inside && step instanceof Step.Checked checked) {
                checks.addAll(checked.checks());
            }
        }
        return checks;
    }

    private JsonObject entry(Step.Return back, String redirectUri) {
        Map<String, Object> entry = entry(back.at(), 0);
        String base = redirectUri.isEmpty() ? "http://127.0.0.1/callback" : redirectUri;
        Map<String, Object> request = head("GET", base + "?" + encoded(back.parameters()));
        request.put("headers", List.of());
        request.put("queryString", pairs(back.parameters()));
        request.put("headersSize", -1L);
        request.put("bodySize", 0L);
        entry.put("request", JsonObject.of(request));
        entry.put("response", JsonObject.of(unseen()));
        return finish(entry, 0, "browser to oat: authorization response, " + back.origin());
    }

    private Map<String, Object> entry(long at, long took) {
        Map<String, Object> entry = new LinkedHashMap<>();
        Instant when = recording.started().plusMillis(at);
        entry.put("pageref", PAGE);
        entry.put("startedDateTime", when.toString());
        entry.put("time", took);
        return entry;
    }

    private static JsonObject finish(Map<String, Object> entry, long took, String comment) {
        entry.put("cache", JsonObject.EMPTY);
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("send", 0L);
        timings.put("wait", took);
        timings.put("receive", 0L);
        entry.put("timings", JsonObject.of(timings));
        entry.put("comment", comment);
        return JsonObject.of(entry);
    }

    private static Map<String, Object> head(String method, String url) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("method", method);
        request.put("url", url);
        request.put("httpVersion", "HTTP/1.1");
        request.put("cookies", List.of());
        return request;
    }

    private static Map<String, Object> request(Step.Request step) {
        String query = encoded(step.query());
        Map<String, Object> request = head(step.method(), step.address() + (query.isEmpty() ? "" : "?" + query));
        request.put("headers", pairs(step.headers()));
        request.put("queryString", pairs(step.query()));
        if (!step.mediaType().isEmpty()) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("mimeType", step.mediaType());
            data.put("params", pairs(step.parameters()));
            data.put("text", step.parameters().isEmpty() ? step.text() : encoded(step.parameters()));
            request.put("postData", JsonObject.of(data));
        }
        request.put("headersSize", -1L);
        request.put("bodySize", step.length());
        return request;
    }

    private static Map<String, Object> response(Recording.Exchange exchange) {
        if (exchange.answer().isEmpty()) {
            return unseen();
        }
        Step.Answer answer = exchange.answer().get();
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("status", (long) answer.status());
        response.put("statusText", "");
        response.put("httpVersion", "HTTP/1.1");
        response.put("cookies", List.of());
        response.put("headers", pairs(answer.headers()));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("size", Math.max(0, exchange.length()));
        content.put("mimeType", answer.mediaType());
        content.put("text", exchange.text());
        response.put("content", JsonObject.of(content));
        response.put("redirectURL", Field.first(answer.headers(), "Location").orElse(""));
        response.put("headersSize", -1L);
        response.put("bodySize", exchange.length());
        return response;
    }

    private static Map<String, Object> unseen() {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("status", 0L);
        response.put("statusText", "");
        response.put("httpVersion", "HTTP/1.1");
        response.put("cookies", List.of());
        response.put("headers", List.of());
        response.put("content", JsonObject.of(Map.of("size", 0L, "mimeType", "")));
        response.put("redirectURL", "");
        response.put("headersSize", -1L);
        response.put("bodySize", -1L);
        return response;
    }

    private static List<Object> pairs(List<Field> fields) {
        List<Object> pairs = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> pair = new LinkedHashMap<>();
            pair.put("name", field.name());
            pair.put("value", field.value());
            pairs.add(JsonObject.of(pair));
        }
        return pairs;
    }

    private static String encoded(List<Field> fields) {
        Form form = Form.empty();
        for (Field field : fields) {
            form = form.with(field.name(), field.value());
        }
        return form.encode();
    }
}
