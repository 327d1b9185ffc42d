package dev.oat.render.flow;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.Glyphs;
import dev.oat.render.text.Paragraph;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
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
import org.jspecify.annotations.Nullable;

/**
 * Tells a flow step by step for a user who has never read the specifications: who speaks to whom, what they say and
 * why, and what was checked by which section. What {@code --explain} prints.
 */
public final class Explanation implements Consumer<Step> {
    private static final String INDENT = "    ";
    private static final String DEEPER = "      ";
    private static final int NAME = 21;
    private static final int LONGEST_VALUE = 400;
    private static final int FEW = 3;
    /** With less there is no room behind the names. */
    private static final int NARROWEST = 48;

    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";

    private final Consumer<String> lines;
    private final Style style;
    private final Glyphs glyphs;
    private final int width;
    private final Map<Integer, Step.Request> requests = new HashMap<>();
    private int shown;
    private int open;
    private String polled = "";
    private int pending;
    private Runnable next = () -> {};

    /**
     * Creates an explanation.
     *
     * @param lines takes one line after the other, at most 80 columns wide, safe for a terminal
     * @param style what it is shown in; nothing is told by colour alone
     */
    public Explanation(Consumer<String> lines, Style style) {
        this.style = Objects.requireNonNull(style, "style is null");
        Objects.requireNonNull(lines, "lines is null");
        this.lines = line -> lines.accept(style.fit(line));
        this.glyphs = Glyphs.of(style);
        this.width = Math.max(NARROWEST, Math.min(style.width(), Paragraph.WIDTH));
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
            String mark = told.warning() ? "warning:" : glyphs.dot();
            write(
                    new Start(mark, told.warning() ? Style.Ink.YELLOW : Style.Ink.DIM, INDENT, 1),
                    INDENT + "  ",
                    Sanitizer.line(told.text()),
                    "");
        }
    }

    /** What a user does now comes after the checks of the answer that asks for it. */
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
            lines.accept(
                    style.paint(Style.Ink.RED, glyphs.failed()) + " It ended at step " + shown + ", for this reason:");
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
        write(
                new Start(Sanitizer.line(request.method()), Style.Ink.BOLD, DEEPER, 1),
                DEEPER + "  ",
                Sanitizer.line(request.address()),
                "");
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
            see(request.spec());
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
        String text = from.text() + " " + glyphs.right() + " " + to.text() + ": " + Sanitizer.line(title);
        for (String line :
                Paragraph.wrap(" ".repeat(Math.max(0, 2 - number.length())) + number + ". ", INDENT, text, width)) {
            lines.accept(style.paint(Style.Ink.BOLD, line));
        }
    }

    private void see(Object spec) {
        lines.accept(DEEPER + style.paint(Style.Ink.DIM, "see " + spec));
    }

    private void answer(Step.Answer answer) {
        Step.Request request = requests.get(answer.number());
        String error =
                document(answer.text()).flatMap(object -> object.text("error")).orElse("");
        if (!polled.isEmpty()) {
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
        StringBuilder line = new StringBuilder();
        if (request != null && answer.number() != open && polled.isEmpty()) {
            line.append("to the ").append(request.title()).append(": ");
        }
        String wanted = error.equals("use_dpop_nonce")
                ? "once more, with the server's nonce"
                : error.equals("use_attestation_challenge") ? "once more, with the server's challenge" : "";
        line.append(answer.status())
                .append(' ')
                .append(wanted.isEmpty() ? meaning(answer.status(), toApi(request)) : wanted);
        String size = answer.length() > 0 ? size(answer.length()) + ", " : "";
        boolean refused = answer.status() >= 400 && wanted.isEmpty();
        write(
                new Start(glyphs.left(), refused ? Style.Ink.RED : Style.Ink.GREEN, INDENT, 1),
                INDENT + "   ",
                Sanitizer.line(line.toString()),
                "(" + size + answer.took() + " ms)");
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
            entry(
                    new Field("issuer", object.text("issuer").orElse(""), false),
                    "what the server calls itself; must match to the letter");
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

    /** What a user must do now, where an answer asks for it. */
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
        see("RFC 6749 §4.1.2");
        open = 0;
    }

    private void checked(Step.Checked checked) {
        List<String> needless = new ArrayList<>();
        if (checked.checks().size() > FEW) {
            boolean idToken = checked.subject().equals("ID token");
            paragraph("oat checks the " + checked.subject() + (idToken ? " before it believes who signed in:" : ":"));
        }
        for (Check check : checked.checks()) {
            if (check.verdict() == Check.Verdict.NOT_APPLICABLE) {
                needless.add(check.title() + " (" + check.found() + ")");
                continue;
            }
            String text = check.title();
            if (check.failed()) {
                text = check.sentence();
            } else if (check.warned()) {
                text = check.sentence() + "; accepted although odd";
            }
            String mark = check.failed() ? glyphs.failed() : glyphs.passed();
            write(
                    new Start(mark, check.failed() ? Style.Ink.RED : Style.Ink.GREEN, INDENT, 1),
                    INDENT + " ".repeat(mark.length() + 1),
                    Sanitizer.line(text),
                    check.spec().isNone() ? "" : "(" + check.spec() + ")");
        }
        if (!needless.isEmpty()) {
            write(
                    new Start(glyphs.dot(), Style.Ink.DIM, INDENT, 1),
                    INDENT + "  ",
                    "",
                    Sanitizer.line("not needed here: " + String.join("; ", needless)));
        }
    }

    private void paragraph(String text) {
        write(new Start("", Style.Ink.DIM, INDENT, 0), INDENT, Sanitizer.line(text), "");
    }

    private void tell(String text) {
        write(new Start("", Style.Ink.DIM, INDENT, 0), INDENT + "   ", Sanitizer.line(text), "");
    }

    /** A name, its value, and in brackets what it is for. */
    private void entry(Field field, String meaning) {
        String name = Sanitizer.line(Glossary.spelling(field.name()));
        String value = Sanitizer.line(field.value());
        if (value.length() > LONGEST_VALUE && DisplayWidth.of(value) > LONGEST_VALUE) {
            value = value.substring(0, DisplayWidth.fitting(value, LONGEST_VALUE)) + "…";
        }
        write(
                new Start(name, Style.Ink.CYAN, DEEPER, Math.max(1, NAME - DisplayWidth.of(name))),
                DEEPER + " ".repeat(NAME),
                value,
                meaning.isEmpty() ? "" : "(" + meaning + ")");
    }

    /**
     * How a line begins.
     *
     * @param word a name or a mark
     * @param ink in which it stands
     * @param indent what is before it
     * @param gap how many blanks are behind it
     */
    private record Start(String word, Style.Ink ink, String indent, int gap) {
        String text() {
            return indent + word + " ".repeat(gap);
        }

        String painted(Style style) {
            return indent + style.paint(ink, word) + " ".repeat(gap);
        }
    }

    /** Writes a text and what is said about it, which steps back, in as many lines as it takes. */
    private void write(Start start, String next, String text, String aside) {
        String whole = text + (text.isEmpty() || aside.isEmpty() ? "" : " ") + aside;
        int left = text.replace(" ", "").length();
        boolean first = true;
        for (String line : Paragraph.wrap(start.text(), next, whole, width)) {
            String body = line.substring(first ? start.text().length() : next.length());
            int at = 0;
            while (at < body.length() && left > 0) {
                left -= body.charAt(at) == ' ' ? 0 : 1;
                at++;
            }
            lines.accept((first ? start.painted(style) : next)
                    + body.substring(0, at)
                    + style.paint(Style.Ink.DIM, body.substring(at)));
            first = false;
        }
    }

    private static String size(long bytes) {
        return bytes < 10_000 ? bytes + " bytes" : bytes / 1000 + " kB";
    }

    private static boolean toApi(Step.@Nullable Request request) {
        return request != null && request.to() == Actor.API;
    }

    private static String meaning(int status, boolean toApi) {
        if (status == 400) {
            return "refused: the request is wrong";
        }
        if (status == 401) {
            return toApi ? "refused: the token is not good enough" : "refused: who is asking?";
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
