package dev.oat.render.failure;

import dev.oat.http.ServerWords;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user copied from a terminal: the last failure of this tool in it, or else what other programs printed.
 *
 * <p>The commands that were typed, this tool's advice and the addresses that are printed are no evidence of anything. Each
 * statement stands by itself, so that the end of one and the beginning of the next do not make a phrase together.
 */
final class TerminalText {
    private static final String NAME = "oat: ";
    private static final String WARNING = NAME + "warning: ";
    private static final String INDENT = "     ";
    private static final String TRY = "try: ";
    private static final String REFUSED = "the authorization server refused: ";
    private static final String SAYS = "; the server says: ";

    private static final Pattern ESCAPE =
            Pattern.compile("\u001b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|.)");
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(?:https?|ldaps?|wss?)://[^\\s\"'<>()]+");
    /** A line of the terminal on which this tool was called: after a prompt, or as in documentation. */
    private static final Pattern TYPED = Pattern.compile("(?:.{0,80}?[$#%>\u276f\u279c] +)?oat [a-z-].*");

    private static final Pattern WHERE =
            Pattern.compile("(?:in the (?<phase>[a-zA-Z -]+ request)(?: \\((?<method>[a-z_0-9]+)\\))?,? ?)?"
                    + "(?:at (?<endpoint>\\S+?)(?:, status (?<status>[0-9]{3}))?)?(?:;? ?see .*)?");
    private static final Pattern REQUEST = Pattern.compile("\\bthe ([a-z][a-zA-Z -]* request)\\b");
    private static final Pattern STATUS = Pattern.compile("(?:< )?HTTP/[0-9.]+ ([0-9]{3})\\b.*");
    private static final Pattern CHALLENGE = Pattern.compile("(?i)(?:< )?www-authenticate: *(.*)");

    private final List<String> statements = new ArrayList<>();
    private final List<String> challenges = new ArrayList<>();
    private final List<String> returns = new ArrayList<>();
    private Optional<JsonObject> body = Optional.empty();
    private boolean failureOfOat;
    private String error = "";
    private String description = "";
    private String phase = "";
    private String authMethod = "";
    private String endpoint = "";
    private String hint = "";
    private int status;

    private TerminalText() {}

    /** Reads a text. */
    static TerminalText of(String text) {
        TerminalText read = new TerminalText();
        List<String> lines =
                ESCAPE.matcher(text.replace("\r", "")).replaceAll("").lines().toList();
        int last = lastFailure(lines);
        if (last >= 0) {
            read.failure(lines, last);
        } else {
            read.others(lines);
        }
        return read;
    }

    /** Returns a text without the addresses in it. */
    static String withoutAddresses(String text) {
        return text.contains("://") ? ADDRESS.matcher(text).replaceAll(" ").strip() : text;
    }

    /** Where the last failure begins that this tool told, or -1: it is the one that goes on below its first line. */
    private static int lastFailure(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(NAME) && !lines.get(i).startsWith(WARNING)) {
                for (int j = i + 1; j < lines.size() && lines.get(j).startsWith(INDENT); j++) {
                    String line = lines.get(j).strip();
                    if (line.startsWith(TRY) || isWhere(line)) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    private static boolean isWhere(String line) {
        return line.startsWith("at http") || line.startsWith("in the ") || line.startsWith("see ");
    }

    private void failure(List<String> lines, int first) {
        failureOfOat = true;
        StringBuilder what = new StringBuilder(lines.get(first).substring(NAME.length()));
        StringBuilder where = new StringBuilder();
        StringBuilder advice = new StringBuilder();
        StringBuilder part = what;
        for (int i = first + 1; i < lines.size() && lines.get(i).startsWith(INDENT); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(TRY)) {
                part = advice;
                line = line.substring(TRY.length());
            } else if (part == what && isWhere(line)) {
                part = where;
            }
            part.append(part.length() == 0 ? "" : " ").append(line);
        }
        hint = advice.toString();
        Matcher place = WHERE.matcher(where);
        if (place.matches()) {
            phase = orEmpty(place.group("phase"));
            authMethod = orEmpty(place.group("method"));
            endpoint = orEmpty(place.group("endpoint"));
            status = place.group("status") == null ? 0 : Integer.parseInt(place.group("status"));
        }
        what(what.toString());
    }

    private void what(String what) {
        Matcher request = REQUEST.matcher(what);
        if (phase.isEmpty() && request.find()) {
            phase = request.group(1);
        }
        if (what.startsWith(REFUSED)) {
            String rest = what.substring(REFUSED.length());
            int space = rest.indexOf(' ');
            error = space < 0 ? rest : rest.substring(0, space);
            description = space < 0 ? "" : rest.substring(space + 1).strip();
            if (description.startsWith("(") && description.endsWith(")")) {
                description = description.substring(1, description.length() - 1);
            }
            statements.add(error);
            statements.add(description);
            return;
        }
        int says = what.indexOf(SAYS);
        statements.add(says < 0 ? what : what.substring(0, says));
        if (says >= 0) {
            description = what.substring(says + SAYS.length());
            statements.add(description);
            int colon = description.indexOf(": ");
            String code = colon < 0 ? description : description.substring(0, colon);
            if (ErrorCodes.meaning(code).isPresent()) {
                error = code;
            }
        }
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }

    /** What other programs printed, or this one when it told no failure. */
    private void others(List<String> lines) {
        StringBuilder statement = new StringBuilder();
        for (String line : lines) {
            String bare = line.startsWith(WARNING)
                    ? line.substring(WARNING.length())
                    : line.startsWith(NAME) ? line.substring(NAME.length()) : line.strip();
            if (bare.isEmpty() || TYPED.matcher(bare).matches() || bare.startsWith(TRY)) {
                end(statement);
                continue;
            }
            Matcher start = STATUS.matcher(bare);
            if (start.matches()) {
                status = Integer.parseInt(start.group(1));
            }
            Matcher challenge = CHALLENGE.matcher(bare);
            if (challenge.matches()) {
                challenges.add(challenge.group(1));
            }
            json(bare);
            returned(bare);
            if (!isContinued(statement, line)) {
                end(statement);
            }
            statement.append(statement.length() == 0 ? "" : " ").append(bare);
        }
        end(statement);
    }

    private void end(StringBuilder statement) {
        if (statement.length() > 0) {
            statements.add(statement.toString());
            statement.setLength(0);
        }
    }

    /** Returns whether a line goes on with the sentence of the line before, as a terminal or an editor breaks it. */
    private static boolean isContinued(StringBuilder before, String line) {
        if (before.length() == 0 || line.isEmpty() || line.startsWith(NAME)) {
            return false;
        }
        char last = before.charAt(before.length() - 1);
        char first = line.charAt(0);
        return ".!?;}])>\"".indexOf(last) < 0
                && (first == ' ' || Character.isLowerCase(first))
                && before.length() >= 40;
    }

    private void json(String line) {
        int open = line.indexOf('{');
        if (open < 0 || !line.endsWith("}")) {
            return;
        }
        try {
            JsonObject object = JsonObject.parse(line.substring(open));
            Failure.Said said = ServerWords.in(object);
            if (!said.error().isEmpty()) {
                body = Optional.of(object);
            }
        } catch (JsonException e) {
            // its words still count
        }
    }

    private void returned(String line) {
        Matcher address = ADDRESS.matcher(line);
        while (address.find()) {
            String found = address.group();
            if (found.contains("?error=") || found.contains("&error=") || found.contains("#error=")) {
                returns.add(found);
            }
        }
    }

    /** Returns whether it holds a failure that this tool told. */
    boolean isFailureOfOat() {
        return failureOfOat;
    }

    /** The statements, each by itself. */
    List<String> statements() {
        return statements;
    }

    /** Returns the values of {@code WWW-Authenticate} in it. */
    List<String> challenges() {
        return challenges;
    }

    /** The addresses in it that carry an error back from a sign-in. */
    List<String> returns() {
        return returns;
    }

    /** Returns the last error in JSON that stands in it. */
    Optional<JsonObject> body() {
        return body;
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    String phase() {
        return phase;
    }

    String authMethod() {
        return authMethod;
    }

    String endpoint() {
        return endpoint;
    }

    String hint() {
        return hint;
    }

    int status() {
        return status;
    }
}
