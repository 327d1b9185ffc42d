package dev.oat.playground.net;

import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An HTTP answer: a status, headers, and a body that is written when it is sent.
 *
 * @param status the HTTP status
 * @param headers name and value, in order; names may repeat
 * @param body what follows the headers
 */
public record Answer(int status, List<Map.Entry<String, String>> headers, Body body) {
    /** The status of an answer that is never sent: the connection is closed instead. */
    public static final int HANG_UP = 0;

    /** The bytes after the headers. */
    public interface Body {
        /** Returns how many bytes there will be; -1 when that is not known beforehand. */
        long length();

        /** Writes them. */
        void writeTo(OutputStream out) throws IOException;
    }

    private record Bytes(byte[] bytes) implements Body {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** Writes a body, as a lambda may. */
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private record Written(long length, Writer writer) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            writer.writeTo(out);
        }
    }

    public Answer {
        headers = List.copyOf(headers);
    }

    public static Answer json(int status, JsonObject document) {
        return json(status, document.toJson());
    }

    public static Answer json(int status, String document) {
        return text(status, "application/json", document + "\n");
    }

    public static Answer html(int status, String page) {
        return text(status, "text/html; charset=utf-8", page);
    }

    public static Answer text(int status, String type, String text) {
        return new Answer(status, List.of(), new Bytes(text.getBytes(StandardCharsets.UTF_8)))
                .with("Content-Type", type);
    }

    public static Answer empty(int status) {
        return new Answer(status, List.of(), new Bytes(new byte[0]));
    }

    /** Returns a body of {@code length} bytes, or of as many as come when that is -1. */
    public static Answer streamed(int status, long length, Writer writer) {
        return new Answer(status, List.of(), new Written(length, writer));
    }

    public static Answer redirect(int status, String location) {
        return empty(status).with("Location", location);
    }

    public static Answer hangUp() {
        return empty(HANG_UP);
    }

    /** Returns this answer with one more header. */
    public Answer with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Answer(status, more, body);
    }

    /** Returns this answer with another body; {@code length} is -1 when it is not known. */
    public Answer withBody(long length, Writer writer) {
        return new Answer(status, headers, new Written(length, writer));
    }

    /** This answer, not to be kept by anyone. */
    public Answer notStored() {
        return with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }
}
