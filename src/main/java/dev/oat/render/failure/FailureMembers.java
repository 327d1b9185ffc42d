package dev.oat.render.failure;

import dev.oat.json.JsonObject;
import dev.oat.render.text.Redaction;
import dev.oat.trace.Failure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells what is known of a failure as members of a JSON object. */
final class FailureMembers {
    private static final Set<String> KINDS =
            Set.of("usage", "locked", "declined", "login_needed", "unreachable", "check_failed", "timed_out", "fault");

    private FailureMembers() {}

    /** Returns what is known of a failure, but for what to try next. */
    static Map<String, Object> of(Failure failure) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (failure instanceof Failure.Refused refused) {
            members.put("error", refused.error());
            members.put("error_description", refused.description().isEmpty() ? failure.what() : refused.description());
        } else {
            members.put("error", code(failure));
            members.put("error_description", failure.what());
        }
        members.put("phase", failure.phase().orElseGet(() -> phase(failure)));
        members.put(
                "spec",
                failure.spec().map(Object::toString).map(Object.class::cast).orElse(JsonObject.NULL));
        members.put("status", failure.status().map(Object.class::cast).orElse(JsonObject.NULL));
        members.put("endpoint", failure.endpoint().map(Object.class::cast).orElse(JsonObject.NULL));
        failure.authMethod().ifPresent(method -> members.put("auth_method", method));
        Object answer = failure.said().whole();
        if (!answer.equals("")) {
            members.put("answer", Redaction.ofErrorAnswers().any(answer));
        }
        if (failure instanceof Failure.CheckFailed failed) {
            members.put("check", failed.check().name());
        }
        return members;
    }

    /** Returns what was being done, as far as the kind of failure tells. */
    private static String phase(Failure failure) {
        if (failure instanceof Failure.Usage || failure instanceof Failure.Locked) {
            return "settings";
        }
        if (failure instanceof Failure.Declined) {
            return "question";
        }
        if (failure instanceof Failure.LoginNeeded) {
            return "session";
        }
        if (failure instanceof Failure.CheckFailed) {
            return "checks";
        }
        return failure instanceof Failure.TimedOut ? "wait" : "exchange";
    }

    /** Returns whether this is our own word for a kind of failure, and no server's code. */
    static boolean isKind(String code) {
        return KINDS.contains(code);
    }

    /** The kind of failure in the form of an OAuth error code: {@code login_needed}. */
    private static String code(Failure failure) {
        String name = failure.getClass().getSimpleName();
        return name.replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
