package dev.oat.cli.call;

import dev.oat.cli.setting.HeaderLine;
import dev.oat.http.Body;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Builds query, header fields and body from HTTPie's request items and curl's {@code -d} and {@code -H}.
 *
 * <p>An item is a name, a separator and a value; the first separator counts, the longest at that place, and a backslash
 * makes it a part of the name: {@code name=text}, {@code name:=JSON}, {@code name==query}, {@code Header:value},
 * {@code Header:} (leave it out), {@code Header;} (send it empty), {@code name=@file}, {@code name:=@file},
 * {@code name@file} (an upload, with {@code --form}), {@code @file} and {@code @-} (the whole body); {@code ;type=} behind
 * a file names its media type, {@code ;filename=} an upload's name. Brackets in a JSON member's name nest: {@code a[b]=1}, {@code a[]=x}, {@code a[0][c]:=true}.
 */
final class RequestItems {
    private static final List<String> SEPARATORS = List.of(":=@", "=@", "==", ":=", "=", ":", "@");

    private static final String JSON = "application/json";
    private static final int LARGEST_VALUE = 16 << 20;

    private final boolean form;
    private final InputStream input;
    private final String boundary;
    private final NestedMembers members = new NestedMembers();
    private final List<Body> parts = new ArrayList<>();
    private Form fields = Form.empty();
    private Form query = Form.empty();
    private Headers headers = Headers.empty();
    private final List<String> removed = new ArrayList<>();
    private boolean upload;
    private boolean rawJson;
    private @Nullable Body whole;
    private @Nullable String data;
    private boolean inputUsed;

    /**
     * Creates an empty request.
     *
     * @param form whether items make a form in place of a JSON object
     * @param input standard input, read only for {@code @-}
     * @param boundary what separates the parts of an upload
     */
    RequestItems(boolean form, InputStream input, String boundary) {
        this.form = form;
        this.input = input;
        this.boundary = boundary;
    }

    /**
     * Takes one item.
     *
     * @param position its number among the items, for messages
     * @throws Failure.Usage if it is none; its value is not echoed
     */
    void item(String text, int position) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "=:@;\\[]".indexOf(text.charAt(i + 1)) >= 0) {
                char escaped = text.charAt(++i);
                // whether a bracket nests is for who makes the member to say
                name.append(escaped == '[' || escaped == ']' ? "\\" : "").append(escaped);
                continue;
            }
            if (c == ';' && i == text.length() - 1 && i > 0) {
                header(name.toString(), "");
                return;
            }
            for (String separator : SEPARATORS) {
                if (text.startsWith(separator, i)) {
                    take(name.toString(), separator, text.substring(i + separator.length()), position);
                    return;
                }
            }
            name.append(c);
        }
        throw new Failure.Usage("item " + position + " has no separator")
                .hint("write name=text, name:=JSON, name==query, Header:value or @file");
    }

    private void take(String written, String separator, String value, int position) {
        boolean nests = !form && separator.contains("=") && !separator.equals("==");
        String name = nests ? written : NestedMembers.plain(written);
        if (name.isEmpty() && !separator.equals("@")) {
            throw new Failure.Usage("item " + position + " has no name before " + separator);
        }
        switch (separator) {
            case "==":
                query = query.with(name, value);
                return;
            case ":":
                if (value.isEmpty()) {
                    removed.add(name);
                } else {
                    header(name, value);
                }
                return;
            case "=":
                text(name, value);
                return;
            case "=@":
                text(name, read(name, value));
                return;
            case ":=":
                json(name, value);
                return;
            case ":=@":
                json(name, read(name, value));
                return;
            default:
                if (name.isEmpty()) {
                    body(value);
                } else {
                    upload(name, value);
                }
        }
    }

    private void text(String name, String value) {
        if (form) {
            fields = fields.with(name, value);
            part(name, value);
        } else {
            member(name, value);
        }
    }

    private void json(String name, String value) {
        Object parsed;
        try {
            parsed = JsonObject.parseValue(value);
        } catch (JsonException e) {
            throw new Failure.Usage("the value of " + name + ":= is no JSON: " + e.getMessage())
                    .hint("for text write " + name + "=…; quote JSON for the shell: '" + name + ":={\"a\": 1}'");
        }
        rawJson = true;
        member(name, parsed);
    }

    private void member(String name, Object value) {
        members.put(name, value);
    }

    private void upload(String name, String value) {
        if (!form) {
            throw new Failure.Usage(name + "@FILE uploads a file, which needs a form")
                    .hint("add --form; for the text of a file in JSON write " + name + "=@FILE");
        }
        upload = true;
        UploadWord said = UploadWord.of(value);
        Path file = path(said.path());
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Failure.Usage("cannot read " + file + " for item " + name);
        }
        String media = said.type().orElseGet(() -> mediaType(file));
        String fileName = said.fileName().orElseGet(() -> String.valueOf(file.getFileName()));
        parts.add(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name)
                + "\"; filename=\"" + quoted(fileName)
                + "\"\r\nContent-Type: " + withoutBreaks(media) + "\r\n\r\n"));
        parts.add(new Body.OfFile(media, file));
        parts.add(text("\r\n"));
    }

    private void part(String name, String value) {
        parts.add(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"\r\n\r\n"
                + value + "\r\n"));
    }

    private static Body text(String text) {
        return new Body.OfBytes("", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a name in a part's head, as browsers write it (HTML, multipart/form-data encoding algorithm). */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String withoutBreaks(String type) {
        if (type.indexOf('\r') >= 0 || type.indexOf('\n') >= 0) {
            throw new Failure.Usage("the media type behind ;type= holds a line break");
        }
        return type;
    }

    private void body(String value) {
        if (whole != null || data != null) {
            throw new Failure.Usage("the body is given twice").hint("give one of @FILE, @- and --data");
        }
        if (value.equals("-")) {
            whole = new Body.OfStream(form ? "application/x-www-form-urlencoded" : JSON, input());
        } else {
            UploadWord said = UploadWord.of(value);
            if (said.fileName().isPresent()) {
                throw new Failure.Usage(";filename= names an upload, and a whole body has no name")
                        .hint("leave it out, or upload the file: --form NAME@FILE;filename=…");
            }
            Path file = path(said.path());
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new Failure.Usage("cannot read " + file)
                        .hint("@FILE is the whole body; for a name that starts with @ write ./@…");
            }
            String media = said.type().map(RequestItems::withoutBreaks).orElseGet(() -> mediaType(file));
            whole = new Body.OfFile(media, file);
        }
    }

    private InputStream input() {
        if (inputUsed) {
            throw new Failure.Usage("standard input can be read once only");
        }
        inputUsed = true;
        return input;
    }

    /**
     * Takes curl's {@code -d}: text, {@code @file}, or {@code @-} for standard input; several texts are joined by
     * {@code &}.
     */
    void data(String value) {
        if (value.startsWith("@")) {
            body(value.substring(1));
            return;
        }
        if (whole != null) {
            throw new Failure.Usage("the body is given twice").hint("give one of @FILE, @- and --data");
        }
        data = data == null ? value : data + "&" + value;
    }

    /**
     * Takes curl's {@code -H}: {@code Name: value}, {@code Name:} to leave it out, {@code Name;} to send it empty.
     *
     * @throws Failure.Usage if it is no header; its value is not echoed
     */
    void headerLine(String line) {
        HeaderLine read = HeaderLine.of(line);
        if (read.isLeftOut()) {
            removed.add(read.name());
        } else {
            headers = read.into(headers);
        }
    }

    private void header(String name, String value) {
        headers = HeaderLine.of(name, value).into(headers);
    }

    private String read(String name, String value) {
        try {
            InputStream in = value.equals("-") ? input() : Files.newInputStream(path(value));
            byte[] bytes;
            try {
                bytes = in.readNBytes(LARGEST_VALUE + 1);
            } finally {
                if (!value.equals("-")) {
                    in.close();
                }
            }
            if (bytes.length > LARGEST_VALUE) {
                throw new Failure.Usage("the file for item " + name + " is larger than " + (LARGEST_VALUE >> 20)
                        + " MiB; send it as the body (@FILE) or as an upload (--form " + name + "@FILE)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure.Usage("cannot read the file for item " + name);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Failure.Usage("a file's name holds a character that this system does not allow");
        }
    }

    private static String mediaType(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "json" -> JSON;
            case "ndjson", "jsonl" -> "application/x-ndjson";
            case "xml" -> "application/xml";
            case "txt", "log", "md" -> "text/plain; charset=utf-8";
            case "csv" -> "text/csv";
            case "html", "htm" -> "text/html";
            case "yaml", "yml" -> "application/yaml";
            case "pdf" -> "application/pdf";
            case "png" -> "image/png";
            case "jpg", "jpeg" -> "image/jpeg";
            case "gif" -> "image/gif";
            case "svg" -> "image/svg+xml";
            case "zip" -> "application/zip";
            case "gz", "tgz" -> "application/gzip";
            default -> "application/octet-stream";
        };
    }

    /** Returns the parameters to put into the query. */
    Form query() {
        return query;
    }

    /** The header fields that the user gave. */
    Headers headers() {
        return headers;
    }

    /** Returns whether the user wants this header left out. */
    boolean leavesOut(String name) {
        for (String one : removed) {
            if (one.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The body.
     *
     * @throws Failure.Usage if the items ask for two
     */
    Body body() {
        boolean items = !members.isEmpty() || !fields.isEmpty() || upload;
        if (items && (whole != null || data != null)) {
            throw new Failure.Usage("the body is given twice: by items and by @FILE or --data");
        }
        if (form && rawJson) {
            throw new Failure.Usage("name:=JSON has no place in a form").hint("write name=text, or leave out --form");
        }
        Body given = whole;
        if (given != null) {
            return given;
        }
        String text = data;
        if (text != null) {
            return new Body.OfBytes(dataType(text), text.getBytes(StandardCharsets.UTF_8));
        }
        if (upload) {
            List<Body> all = new ArrayList<>(parts);
            all.add(text("--" + boundary + "--\r\n"));
            return new Body.OfParts("multipart/form-data; boundary=" + boundary, all);
        }
        if (form && items) {
            return new Body.OfForm(fields);
        }
        if (items) {
            return new Body.OfBytes(JSON, members.toJson().getBytes(StandardCharsets.UTF_8));
        }
        return Body.none();
    }

    /** Returns what curl's users expect, but for JSON, which they otherwise have to name each time. */
    private static String dataType(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? JSON : "application/x-www-form-urlencoded";
    }

    /** Returns what to accept unless the user says: JSON first when JSON is sent. */
    String accept() {
        boolean json = !members.isEmpty() || (data != null && dataType(data).equals(JSON));
        return json ? "application/json, */*;q=0.5" : "*/*";
    }
}
