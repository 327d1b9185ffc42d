package dev.oat.cli.tour;

import dev.oat.cli.frame.Output;
import dev.oat.cli.setting.GrantWords;
import dev.oat.playground.Playground;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lays the tour out in eighty columns: headings, a few words, commands, and what went over the wire. */
final class TourPage {
    private static final int WIDTH = 78;
    private static final String INDENT = "   ";
    private static final int STATUS_COLUMN = 74;

    /** Parameters whose value is shown, because it is no secret and says something. */
    private static final Set<String> TOLD =
            Set.of("grant_type", "response_type", "code_challenge_method", "decision", "username");

    private final Output output;
    private final boolean styled;
    private final Optional<Playground> watched;

    /**
     * Creates a page.
     *
     * @param watched the playground whose own page shows the tour too, if one does
     */
    TourPage(Output output, boolean styled, Optional<Playground> watched) {
        this.watched = watched;
        this.output = output;
        this.styled = styled;
    }

    /** Opens a part of the tour. */
    void heading(String text) {
        if (watched.isPresent()) {
            try {
                watched.get().awaitNext();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            tell(text, "");
        }
        output.document("\n" + bold(text) + "\n" + "─".repeat(text.length()));
    }

    /** A few words, broken into lines. */
    void words(String text) {
        tell("", text);
        output.document(wrapped(text, INDENT, INDENT));
    }

    private void tell(String heading, String words) {
        watched.ifPresent(playground -> playground.tell(heading, words));
    }

    /** An empty line. */
    void gap() {
        output.document("");
    }

    /** A command as it could be typed, broken between its pieces. */
    void command(List<String> pieces) {
        tell("", "$ " + String.join(" ", pieces));
        String more = " ".repeat(INDENT.length() + 6);
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(INDENT).append("$");
        for (String piece : pieces) {
            if (line.length() + 1 + piece.length() > WIDTH - 2) {
                text.append(line).append(" \\\n");
                line = new StringBuilder(more).append(piece);
            } else {
                line.append(' ').append(piece);
            }
        }
        output.document("\n" + bold(text.append(line).toString()));
    }

    /** What a command printed, its long lines broken between words where they have any. */
    void printed(String text) {
        StringBuilder lines = new StringBuilder();
        for (String line : Sanitizer.block(text.strip()).split("\n", -1)) {
            String rest = line;
            while (INDENT.length() + rest.length() > WIDTH) {
                int most = WIDTH - INDENT.length();
                int space = rest.lastIndexOf(' ', most);
                int end = space > 0 ? space : most;
                lines.append(INDENT).append(rest, 0, end).append('\n');
                rest = rest.substring(end).stripLeading();
            }
            lines.append(INDENT).append(rest).append('\n');
        }
        if (!text.isBlank()) {
            output.document(lines.toString());
        }
    }

    /** What went over the wire, in the order in which it was sent. */
    void wire(List<ReceivedRequest> requests) {
        StringBuilder lines = new StringBuilder("\n");
        requests.stream()
                .sorted(Comparator.comparingLong(ReceivedRequest::number))
                .forEach(request -> {
                    lines.append(hop(request));
                    if (sendsBrowserBack(request)) {
                        lines.append(hop("browser → oat", "GET /callback", 200))
                                .append(dim(wrapped("code, state, iss", DETAIL, DETAIL)));
                    }
                });
        output.document(lines.append('\n').toString());
    }

    private static final String DETAIL = " ".repeat(27);

    private static boolean sendsBrowserBack(ReceivedRequest request) {
        return request.status() == 302 && request.part() == Part.AUTHORIZATION_SERVER;
    }

    private String hop(ReceivedRequest request) {
        String line = hop(who(request), request.method() + " " + Sanitizer.line(request.path()), request.status());
        String details = details(request);
        return details.isEmpty() ? line : line + dim(wrapped(details, DETAIL, DETAIL));
    }

    private String hop(String who, String what, int status) {
        String left = "     " + who + " ".repeat(Math.max(2, 20 - who.length())) + what;
        String shown = Integer.toString(status);
        return left + " ".repeat(Math.max(1, STATUS_COLUMN - DisplayWidth.of(left)))
                + (status >= 400 ? bold(shown) : shown) + "\n";
    }

    private static String who(ReceivedRequest request) {
        return switch (request.part()) {
            case GATEWAY -> "oat → gateway";
            case BACKEND -> "gateway → API";
            case IDENTITY_PROVIDER -> "oat → provider";
            case AUTHORIZATION_SERVER ->
                Set.of("/authorize", "/login", "/consent", "/device").contains(request.path())
                        ? "browser → server"
                        : "oat → server";
        };
    }

    private static String details(ReceivedRequest request) {
        List<String> details = new ArrayList<>();
        if (request.header("Authorization")
                .filter(value -> value.startsWith("Basic "))
                .isPresent()) {
            details.add("Authorization: Basic");
        }
        if (request.header("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .isPresent()) {
            details.add("Authorization: Bearer");
        }
        request.query().forEach((name, values) -> details.add(detail(name, values)));
        request.form().forEach((name, values) -> details.add(detail(name, values)));
        details.remove("transaction");
        return String.join(", ", details);
    }

    private static String detail(String name, List<String> values) {
        // the last word of a long identifier tells it
        String value = TOLD.contains(name) ? "=" + GrantWords.word(values.get(0)) : "";
        return Sanitizer.line(name + value);
    }

    /** A count that should be what it is. */
    void count(String what, int number) {
        String left = INDENT + what;
        output.document(left + " ".repeat(Math.max(2, 44 - left.length())) + number);
    }

    private static String wrapped(String text, String first, String more) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > more.length()) {
                lines.append(line).append('\n');
                line = new StringBuilder(more);
            }
            line.append(line.length() > more.length() ? " " : "").append(word);
        }
        return lines.append(line).append('\n').toString();
    }

    private String bold(String text) {
        return styled ? output.style().paint(Style.Ink.BOLD, text) : text;
    }

    private String dim(String lines) {
        return styled ? output.style().paint(Style.Ink.DIM, lines.stripTrailing()) + "\n" : lines;
    }
}
