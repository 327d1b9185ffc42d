package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Joins pages into one JSON array: the elements of pages that are arrays, and other pages as they are. */
final class SlurpTarget implements BodyTarget {
    private static final int LARGEST_PAGE = 4 << 20;

    private final BodyTarget target;
    private boolean begun;
    private boolean filled;

    SlurpTarget(BodyTarget target) {
        this.target = target;
    }

    @Override
    public void head(StreamedResponse response) {
        throw new Failure.Usage("--include does not go with --slurp");
    }

    @Override
    public void body(StreamedResponse response) {
        Object page = page(response);
        StringBuilder text = new StringBuilder(begun ? "" : "[");
        begun = true;
        for (Object element : page instanceof List<?> elements ? elements : List.of(page)) {
            text.append(filled ? ",\n" : "\n").append(JsonObject.toJson(element));
            filled = true;
        }
        put(response, text.toString());
    }

    private static Object page(StreamedResponse response) {
        try {
            byte[] bytes = response.body().readNBytes(LARGEST_PAGE + 1);
            if (bytes.length > LARGEST_PAGE) {
                throw new Failure.Unreachable("a page is larger than " + (LARGEST_PAGE >> 20) + " MiB")
                        .hint("leave out --slurp");
            }
            return JsonObject.parseValue(new String(bytes, response.charset()));
        } catch (JsonException e) {
            throw new Failure.Unreachable("a page is no JSON: " + e.getMessage()).hint("leave out --slurp");
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
    }

    private void put(StreamedResponse response, String text) {
        target.body(response.withText(text));
    }

    @Override
    public void finish() {
        target.body(StreamedResponse.of(
                "",
                200,
                dev.oat.http.Headers.empty(),
                new ByteArrayInputStream((begun ? "\n]\n" : "[]\n").getBytes(StandardCharsets.UTF_8))));
        target.finish();
    }

    @Override
    public void close() {
        target.close();
    }
}
