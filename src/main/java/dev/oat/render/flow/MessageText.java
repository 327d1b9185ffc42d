package dev.oat.render.flow;

import dev.oat.render.text.Sanitizer;
import java.util.Locale;

/** A request as it would stand on the wire, without its secrets. */
public final class MessageText {
    private MessageText() {}

    /** The message, over a few lines, each harmless to a terminal, without a final line break. */
    public static String of(Step.Request request) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append(' ').append(request.address());
        char before = '?';
        for (Field field : request.query()) {
            text.append("\n    ")
                    .append(before)
                    .append(field.name())
                    .append('=')
                    .append(field.value());
            before = '&';
        }
        for (Field header : request.headers()) {
            text.append('\n').append(header.name()).append(": ").append(header.value());
        }
        if (!request.mediaType().isEmpty()
                && Field.first(request.headers(), "Content-Type").isEmpty()) {
            text.append("\nContent-Type: ").append(request.mediaType());
        }
        if (!request.parameters().isEmpty()) {
            text.append('\n');
            for (Field field : request.parameters()) {
                text.append("\n").append(field.name()).append('=').append(field.value());
            }
        } else if (!request.text().isEmpty()) {
            text.append("\n\n").append(request.text());
        } else if (request.length() != 0 && !request.isFrontChannel()) {
            text.append("\n\n(")
                    .append(request.length() < 0 ? "a body of unknown length" : request.length() + " bytes")
                    .append(')');
        }
        return Sanitizer.block(text.toString());
    }

    /** Returns what the message is for and by which section, in one line. */
    public static String title(Step.Request request) {
        String title = Sanitizer.line(request.title());
        String first = title.isEmpty() ? "" : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
        return first + (request.spec().isEmpty() ? "" : " (" + Sanitizer.line(request.spec()) + ")");
    }
}
