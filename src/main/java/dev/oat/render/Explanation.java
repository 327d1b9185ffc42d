package dev.oat.render;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells a flow step by step for a person who has never read the specifications: who speaks to whom, what they say and
 * why, and what was checked by which section. What {@code --explain} prints.
 */
public final class Explanation implements Consumer<Step> {
    private static final String INDENT = "    ";
    private static final String DEEPER = "      ";
    private static final int NAME = 21;
    private static final int LONGEST_VALUE = 160;
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";

    private final Consumer<String> lines;
    private final Glyphs glyphs;
    private final Map<Integer, Step.Request> requests = new HashMap<>();
    private int shown;
    private int open;
    private String polled = "";
    private int pending;
    private Runnable next = () -> {};

    /**
     * An explanation.
     *
     * @param lines takes one line after the other, at most 80 columns wide, safe for a terminal
     * @param glyphs the signs that the terminal can show
     */
    public Explanation(Consumer<String> lines, Glyphs glyphs) {
        this.lines = Objects.requireNonNull(lines, "lines is null");
        this.glyphs = Objects.requireNonNull(glyphs, "glyphs is null");
    }

    @Override
    public void accept(Step step) {
        if (!(step instanceof Step.Checked)) {
            tellNext();
        }
        if (step instanceof Step.Request request) {
            request(request);
        } else if (step instanceof Step.Answer answer) {
            answer(answer);
        } else if (step instanceof Step.Body body) {
            tell(glyphs.left() + " " + size(body.length()) + " of body");
        } else if (step instanceof Step.Broken broken) {
            tell(glyphs.left() + " no answer: " + broken.why());
        } else if (step instanceof Step.Return back) {
            returned(back);
        } else if (step instanceof Step.Checked checked) {
            checked(checked);
            tellNext();
        } else if (step instanceof Step.Told told) {
            for (String line : Paragraph.wrap(
                    INDENT + (told.warning() ? "warning: " : glyphs.dot() + " "),
                    INDENT + "  ",
                    Sanitizer.line(told.text()))) {
                lines.accept(line);
            }
        }
    }

    /** What a person does now comes after the checks of the answer that asks for it. */
    private void tellNext() {
        Runnable due = next;
        next = () -> {};
        due.run();
    }

    /** Says how it ended; a failure tells the rest itself. */
    public void finish(boolean well) {
        tellNext();
        if (shown == 0) {
            lines.accept(
                    well ? "Nothing was sent: all that was needed was at hand." : "It ended before anything was sent.");
        } else if (!well) {
            lines.accept("");
            lines.accept(glyphs.failed() + " It ended at step " + shown + ", for this reason:");
        }
    }

    private void request(Step.Request request) {
        requests.put(request.number(), request);
        String grant = Field.first(request.parameters(), "grant_type").orElse("");
        boolean poll = grant.equals(DEVICE_CODE) || grant.equals(CIBA);
        if (poll && polled.equals(request.address())) {
            return;
        }
        polled = poll ? request.address() : "";
        pending = 0;
        heading(request.from(), request.to(), request.title());
        open = request.number();
        String purpose = Glossary.purpose(request);
        if (!purpose.isEmpty()) {
            paragraph(purpose);
        }
        for (String line :
                Paragraph.wrap(DEEPER, DEEPER + "  ", Sanitizer.line(request.method() + " " + request.address()))) {
            lines.accept(line);
        }
        for (Field header : request.headers()) {
            Optional<String> meaning = Glossary.header(header.name());
            if (meaning.isPresent()) {
                entry(header, meaning.get());
            }
        }
        for (Field field : request.said()) {
            entry(field, Glossary.parameter(field.name()).orElse(""));
        }
        if (request.parameters().isEmpty() && request.length() != 0) {
            lines.accept(
                    DEEPER + (request.length() < 0 ? "a body of unknown length" : size(request.length()) + " of body"));
        }
        if (!request.spec().isEmpty()) {
            lines.accept(DEEPER + "see " + request.spec());
        }
        if (request.isFrontChannel()) {
            heading(Actor.YOU, Actor.SERVER, "sign in");
            paragraph("In the browser, on the server's own page, you sign in and allow what is asked. oat does not see"
                    + " your password. It waits.");
        }
    }

    private void heading(Actor from, Actor to, String title) {
        lines.accept("");
        String number = Integer.toString(++shown);
        lines.accept(" ".repeat(Math.max(0, 2 - number.length())) + number + ". " + from.text() + " " + glyphs.right()
                + " " + to.text() + ": " + Sanitizer.line(title));
    }

    private void answer(Step.Answer answer) {
        Step.Request request = requests.get(answer.number());
        if (!polled.isEmpty()) {
            String error = document(answer.text())
                    .flatMap(object -> object.text("error"))
                    .orElse("");
            if (error.equals("authorization_pending") || error.equals("slow_down")) {
                if (pending++ == 0) {
                    tell(glyphs.left() + " " + answer.status() + " not yet: " + error);
                }
                return;
            }
            if (pending > 0) {
                tell(glyphs.dot() + " asked again " + (pending == 1 ? "once" : pending + " times") + ", then:");
            }
        }
        StringBuilder line = new StringBuilder(glyphs.left()).append(' ');
        if (request != null && answer.number() != open && polled.isEmpty()) {
            line.append("to the ").append(request.title()).append(": ");
        }
        boolean nonce = document(answer.text())
                .flatMap(object -> object.text("error"))
                .orElse("")
                .equals("use_dpop_nonce");
        line.append(answer.status())
                .append(' ')
                .append(nonce ? "once more, with the server's nonce" : meaning(answer.status()));
        line.append(" (");
        if (answer.length() > 0) {
            line.append(size(answer.length())).append(", ");
        }
        line.append(answer.took()).append(" ms)");
        tell(line.toString());
        for (Field header : answer.headers()) {
            Optional<String> meaning = Glossary.header(header.name());
            if (meaning.isPresent()) {
                entry(header, meaning.get());
            }
        }
        body(answer);
    }

    private void body(Step.Answer answer) {
        Optional<JsonObject> document = document(answer.text());
        if (document.isEmpty()) {
            return;
        }
        JsonObject object = document.get();
        if (object.has("keys")) {
            int keys = elements(object, "keys");
            lines.accept(DEEPER + keys + (keys == 1 ? " key" : " keys"));
            return;
        }
        if (object.has("issuer") && object.has("token_endpoint")) {
            entry(new Field("issuer", object.text("issuer").orElse(""), false), "its name, to the letter");
            lines.accept(DEEPER + object.members().size() + " members in all; oat discover shows them");
            return;
        }
        int others = 0;
        for (Map.Entry<String, Object> member : object.members().entrySet()) {
            Optional<String> meaning = Glossary.parameter(member.getKey());
            if (meaning.isPresent() && isScalar(member.getValue())) {
                entry(new Field(member.getKey(), String.valueOf(member.getValue()), false), meaning.get());
            } else {
                others++;
            }
        }
        if (others > 0) {
            lines.accept(DEEPER + "and " + others + " more member" + (others == 1 ? "" : "s"));
        }
        afterAnswer(object);
    }

    /** What a person must do now, where an answer asks for it. */
    private void afterAnswer(JsonObject object) {
        if (object.has("device_code") && object.has("user_code")) {
            next = () -> {
                heading(Actor.YOU, Actor.SERVER, "sign in on any device");
                paragraph("You open the page, type the code, sign in and allow what is asked. oat waits and asks the"
                        + " server now and then.");
            };
        } else if (object.has("auth_req_id")) {
            next = () -> {
                heading(Actor.YOU, Actor.SERVER, "agree on your own device");
                paragraph("The server asks you there whether you agree. oat waits.");
            };
        }
    }

    private static int elements(JsonObject object, String name) {
        try {
            return object.array(name).size();
        } catch (JsonException e) {
            return 0;
        }
    }

    private static boolean isScalar(Object value) {
        return value instanceof String
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof BigDecimal
                || value instanceof BigInteger;
    }

    private static Optional<JsonObject> document(String text) {
        try {
            return text.startsWith("{") ? Optional.of(JsonObject.parse(text)) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private void returned(Step.Return back) {
        heading(Actor.BROWSER, Actor.OAT, "authorization response, " + back.origin());
        boolean refused = Field.first(back.parameters(), "error").isPresent();
        paragraph(
                refused
                        ? "The browser comes back without a code: the answer is no."
                        : "The browser comes back and brings a one-time code. Whoever sees it cannot use it.");
        for (Field field : back.parameters()) {
            entry(field, Glossary.parameter(field.name()).orElse(""));
        }
        lines.accept(DEEPER + "see RFC 6749 §4.1.2");
        open = 0;
    }

    private void checked(Step.Checked checked) {
        for (Check check : checked.checks()) {
            String mark = check.failed()
                    ? glyphs.failed()
                    : check.verdict() == Check.Verdict.PASSED ? glyphs.passed() : glyphs.dot();
            StringBuilder text = new StringBuilder(check.title());
            if (check.failed()) {
                text.append(": expected ").append(check.expected());
                text.append(", found ").append(check.found().isEmpty() ? "nothing" : check.found());
            } else if (check.verdict() == Check.Verdict.NOT_APPLICABLE) {
                text.append(": not checked, ").append(check.found());
            }
            if (!check.spec().isNone()) {
                text.append(" (").append(check.spec()).append(')');
            }
            for (String line : Paragraph.wrap(
                    INDENT + mark + " ", INDENT + " ".repeat(mark.length() + 1), Sanitizer.line(text.toString()))) {
                lines.accept(line);
            }
        }
    }

    private void paragraph(String text) {
        for (String line : Paragraph.wrap(INDENT, INDENT, Sanitizer.line(text))) {
            lines.accept(line);
        }
    }

    private void tell(String text) {
        for (String line : Paragraph.wrap(INDENT, INDENT + "   ", Sanitizer.line(text))) {
            lines.accept(line);
        }
    }

    /** A name, its value, and in brackets what it is for. */
    private void entry(Field field, String meaning) {
        String name = Sanitizer.line(field.name());
        String value = Sanitizer.line(field.value());
        if (value.length() > LONGEST_VALUE) {
            value = value.substring(0, LONGEST_VALUE) + "…";
        }
        String first = DEEPER + name + " ".repeat(Math.max(1, NAME - name.length()));
        List<String> block = new ArrayList<>(Paragraph.wrap(
                first,
                DEEPER + " ".repeat(NAME),
                value + (meaning.isEmpty() ? "" : (value.isEmpty() ? "" : " ") + "(" + meaning + ")")));
        block.forEach(lines);
    }

    private static String size(long bytes) {
        return bytes < 10_000 ? bytes + " bytes" : bytes / 1000 + " kB";
    }

    private static String meaning(int status) {
        if (status == 400) {
            return "refused: the request is wrong";
        }
        if (status == 401) {
            return "refused: who is asking?";
        }
        if (status == 403) {
            return "refused: not allowed";
        }
        if (status == 404) {
            return "nothing is there";
        }
        if (status == 429 || status == 503) {
            return "come back later";
        }
        if (status >= 500) {
            return "the server failed";
        }
        if (status >= 400) {
            return "refused";
        }
        return status >= 300 ? "the answer lies elsewhere" : "done";
    }
}
