package dev.oat.render.flow;

import dev.oat.http.Form;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A request as a line for curl; each secret is a shell variable that the user sets. */
public final class CurlLine {
    private CurlLine() {}

    /**
     * The line.
     *
     * @param request the request
     * @param literal whether secrets stand in it as they are, because they were asked for and are not hidden
     */
    public static String of(Step.Request request, boolean literal) {
        if (request.isFrontChannel()) {
            return "# for the browser, not for curl; this prints its address:\nprintf '%s\\n' "
                    + address(request, literal);
        }
        List<String> words = new ArrayList<>();
        String method = "";
        if (!request.method().equals("GET")
                && !(request.method().equals("POST") && !request.parameters().isEmpty())) {
            method = request.method().equals("HEAD") ? "--head " : "-X " + quoted(request.method()) + " ";
        }
        words.add("curl " + method + address(request, literal));
        for (Field header : request.headers()) {
            words.add(header(header, literal));
        }
        if (!request.mediaType().isEmpty()
                && request.parameters().isEmpty()
                && Field.first(request.headers(), "Content-Type").isEmpty()) {
            words.add("-H " + quoted("Content-Type: " + request.mediaType()));
        }
        for (Field field : request.parameters()) {
            words.add("--data-urlencode " + assignment(field, literal));
        }
        if (request.parameters().isEmpty() && request.length() != 0) {
            words.add(
                    request.text().isEmpty() || request.text().startsWith("(")
                            ? "--data-binary @body"
                            // not --data-binary, which takes text that begins with @ for a file's name
                            : "--data-raw " + quoted(request.text()));
        }
        return String.join(" \\\n    ", words);
    }

    private static String header(Field header, boolean literal) {
        String value = header.value();
        if (!header.secret() || literal) {
            return "-H " + quoted(header.name() + ": " + value);
        }
        int space = value.indexOf(' ');
        String scheme = space > 0 ? value.substring(0, space) : "";
        if (scheme.equalsIgnoreCase("Basic")) {
            int colon = value.indexOf(':');
            if (colon > space) {
                return "-u "
                        + new Word()
                                .text(value.substring(space + 1, colon) + ":")
                                .variable("client_secret");
            }
        }
        if (header.name().equalsIgnoreCase("authorization")) {
            return "-H "
                    + new Word()
                            .text("Authorization: " + (scheme.startsWith("[") ? "" : scheme + " "))
                            .variable("access_token");
        }
        return "-H " + new Word().text(header.name() + ": ").variable(header.name());
    }

    private static String address(Step.Request request, boolean literal) {
        Word address = new Word().text(request.address());
        char before = '?';
        for (Field field : request.query()) {
            address.text(before + Form.encode(field.name()) + "=");
            if (field.secret() && !literal) {
                address.variable(field.name());
            } else {
                address.text(Form.encode(field.value()));
            }
            before = '&';
        }
        return address.toString();
    }

    private static String assignment(Field field, boolean literal) {
        Word word = new Word().text(Form.encode(field.name()) + "=");
        return (field.secret() && !literal ? word.variable(field.name()) : word.text(field.value())).toString();
    }

    /** One word of a shell's command line, put together from texts and variables. */
    private static final class Word {
        private final StringBuilder word = new StringBuilder();
        private final StringBuilder text = new StringBuilder();

        Word text(String more) {
            text.append(more);
            return this;
        }

        Word variable(String name) {
            end();
            word.append("\"$").append(CurlLine.variable(name)).append('"');
            return this;
        }

        private void end() {
            if (text.length() > 0) {
                word.append(quoted(text.toString()));
                text.setLength(0);
            }
        }

        @Override
        public String toString() {
            end();
            return word.toString();
        }
    }

    /** Returns the variable of a parameter: {@code client_secret} is {@code CLIENT_SECRET}. */
    private static String variable(String name) {
        StringBuilder variable = new StringBuilder();
        for (char c : name.toUpperCase(Locale.ROOT).toCharArray()) {
            variable.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
        }
        return variable.length() == 0 || Character.isDigit(variable.charAt(0)) ? "_" + variable : variable.toString();
    }

    /** Returns one word for any POSIX shell; plain ones stay as they are. */
    static String quoted(String given) {
        // a recording may come from anybody, and the line is made to be pasted into a shell
        return ShellWord.quoted(Sanitizer.block(given).replace("\t", "\\t"));
    }
}
