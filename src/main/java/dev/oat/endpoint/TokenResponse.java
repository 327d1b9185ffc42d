package dev.oat.endpoint;

import dev.oat.http.Response;
import dev.oat.json.JsonObject;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Ascii;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A token endpoint's answer, unknown members kept.
 *
 * @param document the answer, unchanged
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1">RFC 6749 §5.1</a>
 */
public record TokenResponse(JsonObject document) implements TokenResult {
    private static final String BEARER = "Bearer";
    private static final SpecRef SUCCESS = SpecRef.rfc(6749, "5.1");
    /** The registered types beside Bearer, and one of old drafts: what is of such a type is no bearer token. */
    private static final List<String> OTHER_TYPES = List.of("DPoP", "N_A", "PoP", "mac");

    private static final long LONGEST_LIFE = 100L * 366 * 86_400;

    public TokenResponse {
        Objects.requireNonNull(document, "document is null");
    }

    /**
     * Returns the refresh token in an answer of which nothing else is known yet.
     *
     * @param response the answer, whatever it is
     * @return empty when there is none that can be read
     */
    public static Optional<Secret> refreshTokenIn(Response response) {
        if (!response.isSuccess()) {
            return Optional.empty();
        }
        Optional<JsonObject> document = JsonAnswer.in(response);
        return document.isPresent() ? new TokenResponse(document.orElseThrow()).usableRefreshToken() : Optional.empty();
    }

    /**
     * The checks on the answer itself: an access token is there, and its type is the one that was asked for.
     *
     * @param constraint what should bind the token
     * @param others further values of {@code token_type}, where the grant says so
     * @param anyIsBearer whether the user has said that tokens of no type, or of an odd one, are bearer tokens
     */
    List<Check> checks(SenderConstraint constraint, List<String> others, boolean anyIsBearer) {
        String tokenType = constraint.tokenType();
        List<Check> checks = new ArrayList<>();
        if (document.value("error").orElse("") instanceof String error && !error.isEmpty()) {
            checks.add(Check.of(
                    "error",
                    "the answer is a token or a refusal",
                    SpecRef.rfc(6749, "5.2"),
                    false,
                    "one of them",
                    "both: " + error));
        }
        Object token = document.value("access_token").orElse("");
        boolean usable = token instanceof String text && Ascii.isVisible(text);
        checks.add(Check.of(
                "access_token",
                "the answer holds an access token",
                SUCCESS,
                usable,
                "a text of visible ASCII characters",
                usable ? "one" : token.equals("") ? "" : "something else"));
        Object type = document.value("token_type").orElse("");
        boolean usableType = type instanceof String text && (text.equalsIgnoreCase(tokenType) || isAmong(others, text));
        boolean taken = !usableType && anyIsBearer && isOddBearer(constraint);
        String found = type instanceof String text ? text : "something that is no text";
        checks.add(Check.of(
                "token_type",
                "the token's type is one that can be used",
                constraint.tokenTypeSpec(),
                usableType || taken,
                tokenType,
                taken ? (found.isEmpty() ? "none" : found) + ", taken as Bearer as --token-type says" : found));
        for (String name : List.of("refresh_token", "id_token")) {
            Object value = document.value(name).orElse("");
            if (!(value instanceof String)) {
                checks.add(Check.of(name, name + " is text", SUCCESS, false, "text", "another type"));
            }
        }
        if (!(document.value("scope").orElse("") instanceof String)) {
            Optional<String> listed = listedScope();
            checks.add(
                    listed.isPresent()
                            ? Check.warning(
                                    "scope",
                                    "scope is text",
                                    SpecRef.rfc(6749, "3.3"),
                                    false,
                                    "scopes with spaces between",
                                    "an array, read as \"" + listed.orElseThrow() + "\"")
                            : Check.of(
                                    "scope",
                                    "scope is text",
                                    SpecRef.rfc(6749, "3.3"),
                                    false,
                                    "scopes with spaces between",
                                    "another type"));
        }
        if (document.has("authorization_details")) {
            Object details = document.value("authorization_details").orElseThrow();
            boolean typed = details instanceof List<?> list
                    && list.stream()
                            .allMatch(one -> one instanceof JsonObject detail
                                    && detail.value("type").orElse(0) instanceof String);
            checks.add(Check.of(
                    "authorization_details",
                    "authorization_details is an array of objects with a type",
                    SpecRef.rfc(9396, "7"),
                    typed,
                    "such an array",
                    typed ? "such an array" : "something else"));
        }
        boolean access = !(type instanceof String text && isAmong(others, text));
        if (access && Check.firstFailed(checks).isEmpty()) {
            checks.addAll(constraint.checks(accessToken()));
        }
        return checks;
    }

    /** Returns whether the type is missing or of no known kind, where a bearer token was asked for. */
    boolean isOddBearer(SenderConstraint constraint) {
        Object type = document.value("token_type").orElse("");
        boolean bearer = constraint.tokenType().equalsIgnoreCase(BEARER);
        return bearer
                && !(type instanceof String text && (isAmong(OTHER_TYPES, text) || text.equalsIgnoreCase(BEARER)));
    }

    private Optional<String> listedScope() {
        if (!(document.value("scope").orElse("") instanceof List<?> list)) {
            return Optional.empty();
        }
        StringBuilder scopes = new StringBuilder();
        for (Object element : list) {
            if (!(element instanceof String scope)) {
                return Optional.empty();
            }
            scopes.append(scopes.length() == 0 ? "" : " ").append(scope);
        }
        return Optional.of(scopes.toString());
    }

    /**
     * Returns this answer, once its checks have passed, in the form that its specification gives it: scopes as one text, and the
     * type by its name.
     */
    TokenResponse inForm(SenderConstraint constraint, List<String> others) {
        JsonObject formed = document;
        Optional<String> listed = listedScope();
        if (listed.isPresent()) {
            formed = formed.with("scope", listed.orElseThrow());
        }
        boolean other = formed.value("token_type").orElse("") instanceof String text && isAmong(others, text);
        if (!other && isOddBearer(constraint)) {
            formed = formed.with("token_type", BEARER);
        }
        return formed.equals(document) ? this : new TokenResponse(formed);
    }

    private static boolean isAmong(List<String> types, String type) {
        for (String one : types) {
            if (one.equalsIgnoreCase(type)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public TokenResponse orThrow() {
        return this;
    }

    /** Returns the access token. */
    public Secret accessToken() {
        return Secret.of(document.text("access_token").orElse(""));
    }

    /** The refresh token, if one came. */
    public Optional<Secret> refreshToken() {
        return secret("refresh_token");
    }

    /** Returns the same of an answer whose members may be of any type. */
    Optional<Secret> usableRefreshToken() {
        return document.value("refresh_token").orElse("") instanceof String text && !text.isEmpty()
                ? Optional.of(Secret.of(text))
                : Optional.empty();
    }

    /** Returns the ID token, if one came. */
    public Optional<Secret> idToken() {
        return secret("id_token");
    }

    private Optional<Secret> secret(String name) {
        Optional<String> text = document.text(name);
        return text.isEmpty() || text.orElseThrow().isEmpty()
                ? Optional.empty()
                : Optional.of(Secret.of(text.orElseThrow()));
    }

    /** Returns the scopes that were granted, when the server says them. */
    public Optional<String> scope() {
        return document.text("scope");
    }

    /**
     * The token's life in seconds; a number in a text counts, what is no number does not.
     *
     * @return the seconds, at least 0, or empty when the server does not say
     */
    public Optional<Long> expiresIn() {
        return seconds(document.value("expires_in").orElse(""));
    }

    /** Returns a number of seconds as servers write it: a number, or a text that holds one; empty when it is neither. */
    static Optional<Long> seconds(Object value) {
        long seconds;
        try {
            if (value instanceof String text) {
                String trimmed = text.trim();
                if (trimmed.isEmpty() || trimmed.length() > 20) {
                    return Optional.empty();
                }
                seconds = clamp(new BigDecimal(trimmed));
            } else if (value instanceof Long number) {
                seconds = number;
            } else if (value instanceof Number number) {
                seconds = clamp(new BigDecimal(number.toString()));
            } else {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(Math.max(0, Math.min(seconds, LONGEST_LIFE)));
    }

    private static long clamp(BigDecimal number) {
        if (number.compareTo(BigDecimal.ZERO) <= 0) {
            return 0;
        }
        return number.compareTo(BigDecimal.valueOf(LONGEST_LIFE)) >= 0 ? LONGEST_LIFE : number.longValue();
    }

    /** Returns the names of the members only. */
    @Override
    public String toString() {
        return document.toString();
    }
}
