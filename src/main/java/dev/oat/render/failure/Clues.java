package dev.oat.render.failure;

import dev.oat.http.Challenges;
import dev.oat.http.Form;
import dev.oat.http.ServerWords;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.Actor;
import dev.oat.render.flow.Field;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.render.flow.Step;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import dev.oat.trace.Userinfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What can be known of a failure from what a user has in hand: an error, an answer, a header, an address, a recording. */
public final class Clues {
    private static final int LONGEST = 4 << 20;

    private final String kind;
    private String error = "";
    private String description = "";
    /** What was said, each text by itself: two of them do not make a phrase together. */
    private final List<String> words = new ArrayList<>();
    /** The same, with the addresses that stand in it. */
    private final List<String> whole = new ArrayList<>();

    private String phase = "";
    private String hint = "";
    private int status;
    private boolean fromApi;
    private final Map<String, String> sent = new HashMap<>();
    private boolean sentIsKnown;
    private boolean allWentWell;
    private final List<Challenges.Challenge> challenges = new ArrayList<>();
    private final Map<String, Check> failedChecks = new HashMap<>();
    private final Set<String> failedNames = new HashSet<>();
    private final Map<String, String> context = new HashMap<>();
    private long skew;

    private Clues(String kind) {
        this.kind = kind;
    }

    /** Reads what it is from how it looks. */
    public static Clues in(String input) {
        Objects.requireNonNull(input, "input is null");
        String text = (input.length() > LONGEST ? input.substring(0, LONGEST) : input).strip();
        if (text.startsWith("{")) {
            try {
                JsonObject object = JsonObject.parse(text);
                return RecordingDocument.isRecording(object) ? in(RecordingDocument.read(object)) : inBody(object);
            } catch (JsonException e) {
                return inText(text);
            }
        }
        if (text.startsWith("HTTP/")) {
            return inMessage(text);
        }
        int colon = text.indexOf(':');
        if (colon > 0 && text.substring(0, colon).equalsIgnoreCase("www-authenticate")) {
            return inChallenge(text.substring(colon + 1).strip());
        }
        if (text.regionMatches(true, 0, "Bearer", 0, 6) || text.regionMatches(true, 0, "DPoP ", 0, 5)) {
            return inChallenge(text);
        }
        if (text.indexOf('\n') < 0
                && text.indexOf(' ') < 0
                && (text.startsWith("http") || text.startsWith("/") || text.startsWith("?"))
                && (text.contains("?") || text.contains("#"))) {
            return inAddress(text);
        }
        return isWord(text) ? inCode(text) : inText(text);
    }

    private static boolean isWord(String text) {
        return !text.isEmpty() && text.length() < 80 && text.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z'));
    }

    private static Clues inCode(String code) {
        Clues clues = new Clues("error code");
        clues.error = code;
        clues.add(code);
        return clues;
    }

    /** Returns a failure before it is told. */
    static Clues in(Failure failure) {
        Clues clues = new Clues("failure");
        clues.takeBody(JsonObject.of(FailureMembers.of(failure)).with("exit_code", 1L));
        return clues;
    }

    /** Returns the answer of an API that says no more than this. */
    static Clues ofApi(int status, List<String> challenges) {
        Clues clues = new Clues("HTTP answer");
        clues.status = status;
        challenges.forEach(clues::takeChallenge);
        clues.fromApi = true;
        return clues;
    }

    private static Clues inText(String text) {
        TerminalText terminal = TerminalText.of(text);
        Clues clues = new Clues(terminal.isFailureOfOat() ? "error of oat" : "text");
        if (terminal.isFailureOfOat()) {
            clues.phase = phase(terminal.phase());
            clues.hint = terminal.hint();
            clues.status = terminal.status();
            clues.note("endpoint", terminal.endpoint());
            clues.note("method", terminal.authMethod());
            clues.error = terminal.error();
            clues.description = terminal.description();
        }
        if (terminal.body().isPresent()) {
            clues.takeBody(terminal.body().get());
        }
        terminal.challenges().forEach(clues::takeChallenge);
        terminal.returns().forEach(clues::takeAddress);
        if (clues.status == 0) {
            clues.status = terminal.status();
        }
        for (String statement : terminal.statements()) {
            clues.add(statement);
        }
        // what other programs print often holds the error code: error="invalid_grant", invalid_grant: …
        for (String statement : clues.words) {
            for (String word : statement.split("[^a-z_]+", -1)) {
                if (clues.error.isEmpty() && ErrorCodes.meaning(word).isPresent() && word.indexOf('_') > 0) {
                    clues.error = word;
                }
            }
        }
        return clues;
    }

    private static Clues inBody(JsonObject body) {
        Clues clues = new Clues(body.has("exit_code") ? "error of oat" : "error answer");
        clues.takeBody(body);
        return clues;
    }

    private void takeBody(JsonObject body) {
        boolean ours = body.has("exit_code");
        Failure.Said said = ours
                ? body.value("answer").orElse("") instanceof JsonObject answer
                        ? ServerWords.in(answer)
                        : Failure.Said.NOTHING
                : ServerWords.in(body);
        String code = text(body, "error");
        boolean kind = ours && FailureMembers.isKind(code);
        // our own word for a failure says less than the server's, where it gave one
        boolean told = code.isEmpty() || (kind && !said.error().isEmpty());
        if (ours && (code.equals("unreachable") || code.equals("check_failed"))) {
            // these say nothing of the reason
            code = "";
            told = true;
        }
        error = orElse(told ? said.error() : code, error);
        // the words of a failure of another kind than a refusal are ours
        String words = kind ? "" : text(body, "error_description");
        description = orElse(orElse(words, said.words()), description);
        add(text(body, "error_description"));
        status = number(body, "status", status);
        note("endpoint", text(body, "endpoint"));
        note("method", text(body, "auth_method"));
        phase = text(body, "phase").isEmpty() ? phase : phase(text(body, "phase"));
        add(error);
        add(description);
        add(said.words());
        add(text(body, "error_uri"));
        if (ours && !text(body, "check").isEmpty()) {
            failedNames.add(text(body, "check"));
        }
        if (ours && body.has("phase") && body.has("error_description")) {
            // a hint is no evidence: it speaks of everything that might help
            hint = text(body, "hint");
        }
    }

    private static String phase(String title) {
        return normal(title).replace('-', ' ');
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static int number(JsonObject body, String name, int otherwise) {
        try {
            return (int) Math.max(0, Math.min(999, body.number(name).orElse((long) otherwise)));
        } catch (JsonException e) {
            return otherwise;
        }
    }

    private static String text(JsonObject body, String name) {
        return body.value(name).orElse("") instanceof String text ? text : "";
    }

    private static Clues inMessage(String text) {
        Clues clues = new Clues("HTTP answer");
        String[] parts = text.replace("\r", "").split("\n\n", 2);
        String[] lines = parts[0].split("\n", -1);
        String[] start = lines[0].split(" ", 3);
        if (start.length > 1 && start[1].length() == 3 && Character.isDigit(start[1].charAt(0))) {
            clues.status = number(start[1]);
        }
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase("www-authenticate")) {
                clues.takeChallenge(line.substring(colon + 1).strip());
            } else if (colon > 0 && line.substring(0, colon).equalsIgnoreCase("location")) {
                clues.takeAddress(line.substring(colon + 1).strip());
            }
        }
        String body = parts.length > 1 ? parts[1].strip() : "";
        try {
            if (body.startsWith("{")) {
                clues.takeBody(JsonObject.parse(body));
            }
        } catch (JsonException e) {
            // its words still count
        }
        for (String statement : TerminalText.of(parts[0] + "\n\n" + body).statements()) {
            clues.add(statement);
        }
        return clues;
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Clues inChallenge(String value) {
        Clues clues = new Clues("challenge of an API");
        clues.takeChallenge(value);
        return clues;
    }

    private void takeChallenge(String value) {
        List<Challenges.Challenge> found = Challenges.parse(value);
        challenges.addAll(found);
        for (Challenges.Challenge challenge : found) {
            if (!challenge.is("Basic")) {
                fromApi = true;
                if (status == 0) {
                    status = 401;
                }
            }
            if (error.isEmpty()) {
                error = challenge.parameter("error").orElse("");
                description = challenge.parameter("error_description").orElse("");
            }
            challenge.parameter("scope").ifPresent(scope -> note("scope", scope));
            challenge.parameter("resource_metadata").ifPresent(address -> note("resource", address));
        }
        add(value);
    }

    private static Clues inAddress(String address) {
        Clues clues = new Clues("redirect");
        clues.takeAddress(address);
        return clues;
    }

    private void takeAddress(String address) {
        int query = address.indexOf('?');
        int fragment = address.indexOf('#');
        int start = query < 0 ? fragment : query;
        if (start < 0) {
            return;
        }
        try {
            Form form =
                    Form.parse(address.substring(start + 1).replace('#', '&').replace('?', '&'));
            error = form.first("error").orElse(error);
            description = form.first("error_description").orElse(description);
            form.first("redirect_uri").ifPresent(uri -> note("redirect", uri));
            form.first("client_id").ifPresent(id -> note("client", id));
            if (form.has("client_id")) {
                sentIsKnown = true;
                for (Form.Field field : form.fields()) {
                    sent.put(field.name(), field.value());
                }
            }
        } catch (IllegalArgumentException e) {
            // an address that is no proper one tells nothing
        }
        add(error);
        add(description);
    }

    /** Returns what a recording tells: of its last message that was refused or got no answer, and of its failed checks. */
    private static Clues in(Recording recording) {
        Clues clues = new Clues("recording");
        Step.Request asked = null;
        for (Step step : recording.steps()) {
            if (step instanceof Step.Request request) {
                clues.context(request);
                Recording.Exchange exchange = recording.exchange(request);
                if (exchange.status() >= 400 || exchange.broken().isPresent()) {
                    asked = request;
                }
                exchange.answer().ifPresent(answer -> clues.measure(recording, answer));
            } else if (step instanceof Step.Checked checked) {
                for (Check check : checked.checks()) {
                    if (check.failed()) {
                        clues.failedChecks.put(check.name(), check);
                        clues.failedNames.add(check.name());
                        clues.add(check.title());
                        clues.add(check.found());
                    }
                }
            } else if (step instanceof Step.Return back) {
                Field.first(back.parameters(), "error").ifPresent(code -> clues.error = code);
                Field.first(back.parameters(), "error_description").ifPresent(text -> clues.description = text);
                clues.add(clues.error);
                clues.add(clues.description);
            }
        }
        if (asked != null) {
            clues.take(recording.exchange(asked));
        }
        recording.failure().ifPresent(failure -> {
            String code = clues.error;
            String description = clues.description;
            clues.takeBody(failure);
            if (!code.isEmpty()) {
                clues.error = code;
                clues.description = description.isEmpty() ? clues.description : description;
            }
        });
        clues.sentIsKnown = asked != null || clues.sentIsKnown;
        clues.allWentWell = recording.exitCode() == 0
                && recording.failure().isEmpty()
                && asked == null
                && clues.failedChecks.isEmpty()
                && clues.error.isEmpty();
        return clues;
    }

    private void context(Step.Request request) {
        for (Field field : request.said()) {
            switch (field.name()) {
                case "client_id" -> note("client", field.value());
                case "redirect_uri" -> note("redirect", field.value());
                case "scope" -> note("scope", field.value());
                default -> {}
            }
        }
        if (request.to() == Actor.API) {
            note("api", request.address());
        }
        if (request.isFrontChannel()) {
            for (Field field : request.query()) {
                sent.putIfAbsent(field.name(), field.value());
            }
            sentIsKnown = true;
        }
    }

    private void take(Recording.Exchange exchange) {
        Step.Request request = exchange.request();
        sent.clear();
        for (Field field : request.said()) {
            sent.put(field.name(), field.value());
        }
        for (Field header : request.headers()) {
            sent.put(header.name().toLowerCase(Locale.ROOT) + ":", header.value());
        }
        fromApi = request.to() == Actor.API;
        note("endpoint", request.address());
        phase = phase(request.title());
        exchange.broken().ifPresent(broken -> add(broken.why()));
        if (exchange.answer().isPresent()) {
            Step.Answer answer = exchange.answer().get();
            status = answer.status();
            for (Field header : answer.headers()) {
                if (header.name().equalsIgnoreCase("www-authenticate")) {
                    boolean api = fromApi;
                    takeChallenge(header.value());
                    fromApi = api;
                }
            }
            try {
                if (exchange.text().startsWith("{")) {
                    takeBody(JsonObject.parse(exchange.text()));
                    status = answer.status();
                }
            } catch (JsonException e) {
                // what cannot be read tells nothing
            }
        }
    }

    /** How far the server's clock is from ours, by the Date of its answers. */
    private void measure(Recording recording, Step.Answer answer) {
        Optional<String> date = Field.first(answer.headers(), "Date");
        if (date.isEmpty()) {
            return;
        }
        try {
            Instant theirs = ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long found = Duration.between(recording.started().plusMillis(answer.at()), theirs)
                    .toSeconds();
            if (Math.abs(found) > Math.abs(skew)) {
                skew = found;
            }
        } catch (DateTimeException e) {
            // a server without a proper clock says nothing about ours
        }
    }

    private void note(String name, String value) {
        if (!value.isEmpty()) {
            context.put(name, value);
        }
    }

    private void add(String more) {
        String statement = normal(more);
        if (!statement.isEmpty() && !whole.contains(statement)) {
            whole.add(statement);
            words.add(TerminalText.withoutAddresses(statement));
        }
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Returns what was given: {@code recording}, {@code redirect}. */
    public String kind() {
        return kind;
    }

    /** Whether it is a recording in which nothing was refused, broken off or found wrong. */
    boolean allWentWell() {
        return allWentWell;
    }

    /** Returns the error code, or empty. */
    public String error() {
        return error;
    }

    /** The server's own words, or empty. */
    public String description() {
        return description;
    }

    /** Seconds by which the server's clock is ahead of ours; 0 when that is not known. */
    long skew() {
        return skew;
    }

    boolean isError(String... codes) {
        for (String code : codes) {
            if (error.equals(code)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether anything in it speaks of one of these, in lower case. */
    boolean says(String... phrases) {
        return phrase(phrases).isPresent();
    }

    /** The first of these phrases that stands in it. */
    Optional<String> phrase(String... phrases) {
        for (String phrase : phrases) {
            for (String statement : words) {
                if (statement.contains(phrase)) {
                    return Optional.of(phrase);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether the refused request is known and has this parameter, or header as {@code dpop:}. */
    boolean sent(String name) {
        return sent.containsKey(name);
    }

    /** Whether the refused request is known and lacks this parameter. */
    boolean lacks(String name) {
        return sentIsKnown && !sent.containsKey(name);
    }

    /** Returns whether the refused request redeems this grant. */
    boolean grant(String type) {
        String name = type.replace('_', ' ').replace('-', ' ');
        return sent.getOrDefault("grant_type", "").endsWith(type)
                || phase.equals(name + (name.endsWith(" token") ? " request" : " token request"))
                || (phase.isEmpty() && says(name + (name.endsWith(" token") ? " request" : " token request")));
    }

    /** Returns whether the refused request redeems this grant, or may do so, as nothing tells which it redeems. */
    boolean mayBeGrant(String type) {
        return grant(type) || (!isTokenRequest() && !isOtherRequest());
    }

    /** Whether it is known that a token request was refused, and which grant it redeems. */
    private boolean isTokenRequest() {
        return sent("grant_type") || phase.endsWith(" token request") || phase.equals("refresh token request");
    }

    /** Returns whether it is known that another request to the authorization server was refused. */
    private boolean isOtherRequest() {
        return !fromApi && phase.endsWith(" request") && !isTokenRequest();
    }

    /** Whether it is known that a request to the authorization server with the client's credentials was refused. */
    boolean isByClient() {
        return isTokenRequest()
                || isPhase(
                        "pushed authorization request",
                        "device authorization request",
                        "backchannel authentication request",
                        "introspection request",
                        "revocation request");
    }

    /** Returns whether it is known that no user has a part in what was refused. */
    boolean isWithoutUser() {
        return grant("client_credentials")
                || grant("jwt-bearer")
                || isPhase("introspection request", "revocation request")
                || (phase.startsWith("client ") && !isTokenRequest());
    }

    /** Returns whether this is what was being done. */
    boolean isPhase(String... phases) {
        for (String one : phases) {
            if (phase.equals(one)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it is known to be about an endpoint of the authorization server. */
    boolean isFromServer() {
        return !fromApi && !phase.isEmpty();
    }

    /** What the command that failed advised, or empty. */
    String hint() {
        return hint;
    }

    /** Returns what is known under this name, or empty. */
    String knownAs(String name) {
        return context.getOrDefault(name, "");
    }

    /** The value that was sent for a parameter, or empty. */
    String sentValue(String name) {
        return sent.getOrDefault(name, "");
    }

    boolean isFromApi() {
        return fromApi;
    }

    boolean isStatus(int... numbers) {
        for (int number : numbers) {
            if (status == number) {
                return true;
            }
        }
        return false;
    }

    /** Whether a check failed whose name begins so. */
    boolean failed(String name) {
        for (String failed : failedNames) {
            if (failed.startsWith(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the check of an issuer failed by a slash at its end alone. */
    boolean issuersDifferBySlash() {
        for (Check check : failedChecks.values()) {
            String one = check.expected();
            String other = check.found();
            if (check.name().contains("iss") && (one.equals(other + "/") || other.equals(one + "/"))) {
                return true;
            }
        }
        for (String statement : whole) {
            if (issuersDifferBySlash(statement)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a failure in one line: … expected https://as.example/, found https://as.example. */
    private static boolean issuersDifferBySlash(String statement) {
        int expected = statement.indexOf("expected ");
        int found = expected < 0 ? -1 : statement.indexOf(", found ", expected);
        if (found < 0) {
            return false;
        }
        String one = statement.substring(expected + "expected ".length(), found).strip();
        String rest = statement.substring(found + ", found ".length());
        int space = rest.indexOf(' ');
        String other = space < 0 ? rest : rest.substring(0, space);
        return one.contains("://") && (one.equals(other + "/") || other.equals(one + "/"));
    }

    /** Returns whether there is a challenge of this scheme. */
    boolean isChallengedBy(String scheme) {
        for (Challenges.Challenge challenge : challenges) {
            if (challenge.is(scheme)) {
                return true;
            }
        }
        return false;
    }

    /** Adds what a profile knows; what the failure itself says stays. */
    public Clues known(String name, String value) {
        if (!value.isEmpty()) {
            context.putIfAbsent(name, value);
        }
        return this;
    }

    /** Returns whether all that belongs into a text is known. */
    boolean fills(String template) {
        int at = 0;
        while (true) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                return true;
            }
            if (!context.containsKey(template.substring(open + 1, close))) {
                return false;
            }
            at = close + 1;
        }
    }

    /** Returns a text with {@code {client}} and the like filled in: by what is known, else by a word in capitals to replace. */
    String filled(String template) {
        return filled(template, false);
    }

    /** The same for a command that is made to be pasted: what is known stands there as one word of a shell. */
    String filledCommand(String template) {
        return filled(template, true);
    }

    private String filled(String template, boolean command) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String name = template.substring(open + 1, close);
            String known = Sanitizer.line(Userinfo.hidden(context.getOrDefault(name, name.toUpperCase(Locale.ROOT))));
            text.append(template, at, open).append(command ? ShellWord.quoted(known) : known);
            at = close + 1;
        }
        return text.append(template.substring(at)).toString();
    }
}
