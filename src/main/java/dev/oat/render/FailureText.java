package dev.oat.render;

import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what failed, what was expected by which section, and what to try next. */
public final class FailureText {
    private FailureText() {}

    /** For people, over a few lines, each harmless to a terminal. */
    public static String forPeople(Failure failure) {
        StringBuilder text = new StringBuilder("oat: ").append(Sanitizer.line(failure.what()));
        StringBuilder where = new StringBuilder();
        failure.endpoint().ifPresent(endpoint -> where.append("at ").append(Sanitizer.line(endpoint)));
        failure.status().ifPresent(status -> where.append(", status ").append(status));
        failure.spec()
                .ifPresent(spec ->
                        where.append(where.length() == 0 ? "see " : "; see ").append(spec));
        if (where.length() > 0) {
            text.append("\n     ").append(where);
        }
        failure.hint().ifPresent(hint -> text.append("\n     try: ").append(Sanitizer.line(hint)));
        return text.toString();
    }

    /** For scripts: one JSON object on one line. */
    public static String forScripts(Failure failure, int exitCode) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (failure instanceof Failure.Refused refused) {
            members.put("error", refused.error());
            members.put("error_description", refused.description().isEmpty() ? failure.what() : refused.description());
        } else {
            members.put("error", code(failure));
            members.put("error_description", failure.what());
        }
        failure.phase().ifPresent(phase -> members.put("phase", phase));
        failure.spec().ifPresent(spec -> members.put("spec", spec.toString()));
        failure.status().ifPresent(status -> members.put("status", status));
        failure.endpoint().ifPresent(endpoint -> members.put("endpoint", endpoint));
        failure.hint().ifPresent(hint -> members.put("hint", hint));
        members.put("exit_code", exitCode);
        return JsonObject.of(members).toJson();
    }

    /** A fault of the tool itself, for scripts. */
    public static String faultForScripts(String what, int exitCode) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", "fault");
        members.put("error_description", "a fault of oat itself: " + what);
        members.put("hint", "the same command with --debug shows where; please report it");
        members.put("exit_code", (long) exitCode);
        return JsonObject.of(members).toJson();
    }

    /** The kind of failure in the form of an OAuth error code: {@code login_needed}. */
    private static String code(Failure failure) {
        String name = failure.getClass().getSimpleName();
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                code.append('_');
            }
            code.append(c);
        }
        return code.toString().toLowerCase(Locale.ROOT);
    }
}
