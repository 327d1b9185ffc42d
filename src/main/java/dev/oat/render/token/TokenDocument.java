package dev.oat.render.token;

import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A token answer as it is printed: the server's members unchanged, and one member {@code oat} for what the tool knows.
 *
 * @param answer the server's answer
 * @param profile the profile, or empty
 * @param issuer the issuer, or empty when only an endpoint is known
 * @param obtainedAt when it came
 * @param expiresAt when it ends, or empty when the server does not say
 * @param senderConstraint what binds the token: {@code none} for a bearer token, {@code unknown} for one that may be bound and
 *     cannot be read
 */
public record TokenDocument(
        JsonObject answer,
        Optional<String> profile,
        Optional<String> issuer,
        Instant obtainedAt,
        Optional<Instant> expiresAt,
        String senderConstraint) {
    /** The environment variable that holds a token. */
    public static final String VARIABLE = "OAT_ACCESS_TOKEN";

    public TokenDocument {
        Objects.requireNonNull(answer, "answer is null");
        Objects.requireNonNull(profile, "profile is null");
        Objects.requireNonNull(issuer, "issuer is null");
        Objects.requireNonNull(obtainedAt, "obtainedAt is null");
        Objects.requireNonNull(expiresAt, "expiresAt is null");
        Objects.requireNonNull(senderConstraint, "senderConstraint is null");
    }

    /**
     * Returns the document in a form of {@code -o}, without a final line break.
     *
     * @param format {@code json}, {@code token}, {@code header}, {@code env} (also {@code env-fish} and
     *     {@code env-powershell}) or {@code exec-credential}
     * @param pretty whether JSON is laid out for people
     * @throws Failure.Usage if the format is not known
     */
    public String as(String format, boolean pretty) {
        switch (format) {
            case "json":
                return pretty ? json().toPrettyJson() : json().toJson();
            case "token":
                return token();
            case "header":
                return "Authorization: " + scheme() + " " + token();
            case "env":
                return ShellAssignments.POSIX.lines(variables());
            case "env-fish":
                return ShellAssignments.FISH.lines(variables());
            case "env-powershell":
                return ShellAssignments.POWERSHELL.lines(variables());
            case "exec-credential":
                JsonObject credential = ExecCredential.of(ExecCredential.V1, token(), expiresAt);
                return pretty ? credential.toPrettyJson() : credential.toJson();
            default:
                throw new Failure.Usage("-o " + format + " is not known")
                        .hint("choose json, token, header, env or exec-credential");
        }
    }

    /**
     * Returns this document as it is at a later time: members such as {@code expires_in}, which count from the answer, tell what is
     * left of them (RFC 6749 §5.1).
     *
     * @param now the time
     */
    public TokenDocument at(Instant now) {
        long past = Math.max(0, now.getEpochSecond() - obtainedAt.getEpochSecond());
        if (past == 0) {
            return this;
        }
        JsonObject counted = answer;
        for (Map.Entry<String, Object> member : answer.members().entrySet()) {
            Object value = member.getValue();
            if (!member.getKey().endsWith("expires_in")) {
                continue;
            }
            if (value instanceof Number number) {
                counted = counted.with(member.getKey(), Math.max(0, number.longValue() - past));
            } else if (value instanceof String text && text.length() < 19 && Ascii.isDigits(text)) {
                counted = counted.with(member.getKey(), Long.toString(Math.max(0, Long.parseLong(text) - past)));
            }
        }
        return new TokenDocument(counted, profile, issuer, obtainedAt, expiresAt, senderConstraint);
    }

    /** Returns the whole document. */
    public JsonObject json() {
        return answer.with("oat", own());
    }

    /** The bare access token. */
    public String token() {
        return answer.text("access_token").orElse("");
    }

    /** Returns the token's type as the {@code Authorization} header spells it. */
    public String scheme() {
        String type = answer.text("token_type").orElse("Bearer");
        return type.equalsIgnoreCase("bearer") ? "Bearer" : type;
    }

    private Map<String, Object> own() {
        Map<String, Object> own = new LinkedHashMap<>();
        if (profile.isPresent()) {
            own.put("profile", profile.orElseThrow());
        }
        if (issuer.isPresent()) {
            own.put("issuer", issuer.orElseThrow());
        }
        own.put("obtained_at", seconds(obtainedAt));
        if (expiresAt.isPresent()) {
            own.put("expires_at", seconds(expiresAt.orElseThrow()));
        }
        own.put("sender_constraint", senderConstraint);
        return own;
    }

    /** Returns a time as RFC 3339 writes it, to the second; the JDK's formatters take ten milliseconds to wake. */
    private static String seconds(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(utc.toLocalDate().toString());
        appendTwo(text.append('T'), utc.getHour());
        appendTwo(text.append(':'), utc.getMinute());
        appendTwo(text.append(':'), utc.getSecond());
        return text.append('Z').toString();
    }

    private static void appendTwo(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** Returns the token as environment variables, by their names. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(VARIABLE, token());
        variables.put("OAT_TOKEN_TYPE", scheme());
        if (expiresAt.isPresent()) {
            variables.put(
                    "OAT_EXPIRES_AT", Long.toString(expiresAt.orElseThrow().getEpochSecond()));
        }
        return variables;
    }

    /** Returns whether only this program can use the token, as each request needs a proof by its key (RFC 9449). */
    public boolean needsProof() {
        return senderConstraint.equalsIgnoreCase("dpop");
    }
}
