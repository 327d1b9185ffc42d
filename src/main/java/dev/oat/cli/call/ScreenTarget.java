package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.JsonColours;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Shows bodies on a terminal: JSON laid out, all text made harmless, and nothing that is no text. */
final class ScreenTarget implements BodyTarget {
    /** JSON up to this length is laid out; more is shown as it comes. */
    private static final int LARGEST_LAYOUT = 1 << 20;

    private final PrintStream out;
    private final Style style;

    ScreenTarget(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    @Override
    public void head(StreamedResponse response) {
        out.print(Sanitizer.block(BodyTarget.text(response).replace("\r\n", "\n")));
        out.flush();
    }

    @Override
    public void body(StreamedResponse response) {
        try {
            InputStream body = response.body();
            byte[] beginning = body.readNBytes(LARGEST_LAYOUT);
            if (isBinary(response, beginning)) {
                throw new Failure.Usage(
                                "the answer is no text (" + kind(response) + ") and is not printed on a terminal")
                        .hint("write it to a file with --out FILE, or pipe it into a program");
            }
            boolean whole = beginning.length < LARGEST_LAYOUT;
            if (whole && looksLikeJson(response, beginning) && laidOut(new String(beginning, response.charset()))) {
                return;
            }
            show(new InputStreamReader(
                    new SequenceInputStream(new ByteArrayInputStream(beginning), body), response.charset()));
        } catch (IOException e) {
            throw new IllegalStateException("a body fails with a Failure", e);
        }
    }

    private boolean laidOut(String json) {
        try {
            Object value = JsonObject.parseValue(json);
            print(JsonColours.of(JsonObject.toPrettyJson(value), style) + "\n");
            return true;
        } catch (JsonException e) {
            // shown as it is
            return false;
        }
    }

    private void show(Reader text) throws IOException {
        char[] buffer = new char[8192];
        int kept = 0;
        boolean lineOpen = false;
        for (int read = text.read(buffer, 0, buffer.length); read >= 0; ) {
            int length = kept + read;
            // a pair must not be torn: neither of surrogates nor of carriage return and line feed
            boolean tear = length > 0
                    && (Character.isHighSurrogate(buffer[length - 1]) || buffer[length - 1] == '\r')
                    && length > 1;
            int use = tear ? length - 1 : length;
            if (use > 0) {
                print(Sanitizer.block(new String(buffer, 0, use).replace("\r\n", "\n")));
                lineOpen = buffer[use - 1] != '\n';
            }
            kept = length - use;
            if (kept > 0) {
                buffer[0] = buffer[length - 1];
            }
            read = text.read(buffer, kept, buffer.length - kept);
        }
        if (kept > 0) {
            print(Sanitizer.block(new String(buffer, 0, kept)));
            lineOpen = true;
        }
        if (lineOpen) {
            print("\n");
        }
    }

    private void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }

    private static String kind(StreamedResponse response) {
        String coding = response.headers().first("Content-Encoding").orElse("");
        String type = response.mediaType().isEmpty() ? "of no type" : response.mediaType();
        return coding.isEmpty() ? type : type + ", compressed as " + coding + "; --compressed undoes that";
    }

    private static boolean isBinary(StreamedResponse response, byte[] beginning) {
        if (!response.charset().equals(StandardCharsets.UTF_8)) {
            // it says itself that it is text; the wide charsets are full of zeros
            return new String(beginning, response.charset()).indexOf('\0') >= 0;
        }
        for (byte one : beginning) {
            if (one == 0) {
                return true;
            }
        }
        String type = response.mediaType();
        boolean text = type.startsWith("text/") || type.endsWith("json") || type.endsWith("xml");
        return !text && !isUtf8(beginning);
    }

    private static boolean isUtf8(byte[] bytes) {
        // the end may be torn
        for (int cut = 0; cut < 4 && cut <= bytes.length; cut++) {
            if (isUtf8(bytes, bytes.length - cut)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean looksLikeJson(StreamedResponse response, byte[] beginning) {
        if (response.mediaType().endsWith("json")) {
            return true;
        }
        for (byte one : beginning) {
            if (one > ' ') {
                return one == '{' || one == '[';
            }
        }
        return false;
    }

    @Override
    public void finish() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
