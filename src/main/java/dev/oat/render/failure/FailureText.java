package dev.oat.render.failure;

import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what failed, what was expected by which section, and what to try next. */
public final class FailureText {
    private static final String NAME = "oat: ";

    private FailureText() {}

    /** For people, over a few lines, each harmless to a terminal. */
    public static String forPeople(Failure failure) {
        String what = failure.what();
        StringBuilder text = new StringBuilder(NAME).append(Sanitizer.line(what));
        StringBuilder where = new StringBuilder();
        String phase = failure.phase().orElse("");
        if (phase.endsWith(" request") && !what.contains(phase)) {
            where.append("in the ").append(Sanitizer.line(phase));
            failure.authMethod()
                    .ifPresent(method -> where.append(" (").append(method).append(')'));
        }
        failure.endpoint()
                .ifPresent(endpoint ->
                        where.append(where.length() == 0 ? "at " : " at ").append(Sanitizer.line(endpoint)));
        failure.status().ifPresent(status -> where.append(", status ").append(status));
        failure.spec()
                .ifPresent(spec ->
                        where.append(where.length() == 0 ? "see " : "; see ").append(spec));
        if (where.length() > 0) {
            text.append("\n     ").append(where);
        }
        hint(failure).ifPresent(hint -> text.append("\n     try: ").append(Sanitizer.line(hint)));
        return text.toString();
    }

    /**
     * Returns what to try next: what whoever met the failure knows, else what is usually behind it.
     *
     * <p>It is the advice of the first cause that {@code oat explain} names, from the same table.
     */
    public static Optional<String> hint(Failure failure) {
        if (failure.hint().isPresent()) {
            return failure.hint();
        }
        if (failure instanceof Failure.Usage
                || failure instanceof Failure.Locked
                || failure instanceof Failure.Declined
                || failure instanceof Failure.LoginNeeded) {
            return Optional.empty();
        }
        Optional<String> likely = LikelyCauses.hint(Clues.in(failure));
        if (likely.isPresent() || !(failure instanceof Failure.Refused refused)) {
            return likely;
        }
        String said = refused.said().line().isEmpty()
                ? refused.error()
                : refused.said().line();
        return Optional.of(
                "oat explain " + ShellWord.argument(said) + " names likely causes; --explain shows the messages");
    }

    /**
     * Returns what to try next when an API refuses a request and says no more than its status and challenges.
     *
     * @param status the HTTP status
     * @param challenges the values of {@code WWW-Authenticate}
     */
    public static Optional<String> hintOfApi(int status, List<String> challenges) {
        return LikelyCauses.hint(Clues.ofApi(status, challenges));
    }

    /** For scripts: one JSON object on one line, which has the same members for every failure. */
    public static String forScripts(Failure failure, int exitCode) {
        Map<String, Object> members = FailureMembers.of(failure);
        members.put("hint", hint(failure).orElseGet(() -> general(failure)));
        members.put("exit_code", exitCode);
        return JsonObject.of(members).toJson();
    }

    /** Returns a fault of the tool itself, for scripts. */
    public static String faultForScripts(String what, int exitCode) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", "fault");
        members.put("error_description", "a fault of oat itself: " + what);
        members.put("phase", "oat");
        members.put("spec", JsonObject.NULL);
        members.put("status", JsonObject.NULL);
        members.put("endpoint", JsonObject.NULL);
        members.put("hint", "the same command with --debug shows where; please report it");
        members.put("exit_code", (long) exitCode);
        return JsonObject.of(members).toJson();
    }

    /** Returns what can be tried after any failure of its kind. */
    private static String general(Failure failure) {
        if (failure instanceof Failure.Usage || failure instanceof Failure.Locked) {
            return "the command with --help lists what it takes";
        }
        if (failure instanceof Failure.Declined) {
            return "run the command again, and say yes";
        }
        if (failure instanceof Failure.LoginNeeded) {
            return "oat login";
        }
        if (failure instanceof Failure.CheckFailed) {
            return "the same command with --explain shows every check";
        }
        return failure instanceof Failure.TimedOut ? "try again in a moment" : "oat doctor; -v shows the messages";
    }
}
