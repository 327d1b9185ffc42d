package dev.oat.endpoint;

import dev.oat.http.Origins;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a server answers about a registered client: its identifier, its credentials, and all that it is registered with.
 *
 * @param document the answer, unknown members kept
 * @param source the endpoint that gave it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1">RFC 7591 §3.2.1</a>
 */
public record ClientInformation(JsonObject document, URI source) {
    private static final SpecRef ANSWER = SpecRef.rfc(7591, "3.2.1");
    private static final SpecRef METADATA = SpecRef.rfc(7591, "2");
    private static final SpecRef MANAGEMENT = SpecRef.rfc(7592, "3");

    /** What is known without, by what was asked for: in another form than its own it is as if it were not there. */
    private static final List<String> SPARE_TEXTS = List.of("client_name", "scope");

    private static final List<String> SPARE_LISTS = List.of("grant_types", "response_types", "contacts");

    public ClientInformation {
        Objects.requireNonNull(document, "document is null");
        Objects.requireNonNull(source, "source is null");
    }

    /**
     * A member that is not registered as it was asked for.
     *
     * @param member its name
     * @param asked what was asked for, as JSON
     * @param registered what the server answers, as JSON; empty when it does not say
     */
    public record Change(String member, String asked, String registered) {}

    /**
     * The checks on the answer itself.
     *
     * @param asked the authentication method that was asked for, which counts when the answer does not say
     * @param now the time, for a secret that has expired already
     */
    public List<Check> checks(String asked, Instant now) {
        List<Check> checks = new ArrayList<>();
        Object id = document.value("client_id").orElse("");
        checks.add(Check.of(
                "registration.client_id",
                "client_id is there",
                ANSWER,
                isVisible(id),
                "a text of visible ASCII characters",
                described(id)));
        Object method = document.value("token_endpoint_auth_method").orElse("");
        if (!(method instanceof String)) {
            checks.add(typed("token_endpoint_auth_method", false, "text", method));
        }
        Object redirects = document.value("redirect_uris").orElse(List.of());
        if (!isOfTexts(redirects)) {
            boolean usable = redirects instanceof List<?>;
            checks.add(typed("redirect_uris", usable, "an array of texts", redirects));
        }
        for (String member : SPARE_TEXTS) {
            Object value = document.value(member).orElse("");
            if (!(value instanceof String)) {
                checks.add(typed(member, true, "text", value));
            }
        }
        for (String member : SPARE_LISTS) {
            Object value = document.value(member).orElse(List.of());
            if (!isOfTexts(value)) {
                checks.add(typed(member, true, "an array of texts", value));
            }
        }
        secret(checks, asked, now);
        management(checks);
        return checks;
    }

    private void secret(List<Check> checks, String asked, Instant now) {
        Object value = document.value("client_secret").orElse("");
        boolean there = document.has("client_secret");
        if (there) {
            checks.add(Check.of(
                    "registration.client_secret",
                    "client_secret can be used",
                    ANSWER,
                    isVisible(value),
                    "a text of visible ASCII characters",
                    isVisible(value) ? "one" : "something else"));
        }
        if (document.has("client_secret_expires_at")) {
            Object said = document.value("client_secret_expires_at").orElse("");
            Optional<Long> end = moment(said);
            boolean usable = end.isPresent() && (end.get() == 0 || end.get() > now.getEpochSecond());
            String found = end.isEmpty()
                    ? "no number"
                    : usable ? "a later time" : end.get() < 0 ? "a negative number" : "a time that is past";
            boolean text = usable && said instanceof String;
            String title = "the client secret is good for a while";
            String expected = "0 for ever, or seconds since 1970 in the future";
            checks.add(
                    text
                            ? Check.warning(
                                    "registration.client_secret_expires_at",
                                    title,
                                    ANSWER,
                                    false,
                                    expected,
                                    "such a number in a text")
                            : Check.of(
                                    "registration.client_secret_expires_at", title, ANSWER, usable, expected, found));
        }
        String method = method(asked);
        if (method.startsWith("client_secret")) {
            checks.add(Check.of(
                    "registration.secret_for_method",
                    "there is a client_secret for " + method,
                    METADATA,
                    there,
                    "client_secret",
                    there ? "one" : ""));
        }
    }

    private void management(List<Check> checks) {
        Object token = document.value("registration_access_token").orElse("");
        if (document.has("registration_access_token")) {
            checks.add(Check.of(
                    "registration.registration_access_token",
                    "the registration access token can be used",
                    MANAGEMENT,
                    isVisible(token),
                    "a text of visible ASCII characters",
                    isVisible(token) ? "one" : "something else"));
        }
        if (document.has("registration_client_uri")) {
            Object address = document.value("registration_client_uri").orElse("");
            String name = "registration.registration_client_uri";
            String title = "registration_client_uri can be sent the registration access token";
            String expected = "an absolute https address without fragment";
            boolean secure = address instanceof String text && isSecureAddress(text);
            checks.add(
                    !secure && resolved().isPresent()
                            ? Check.warning(
                                    name,
                                    title,
                                    MANAGEMENT,
                                    false,
                                    expected,
                                    described(address) + ", read as "
                                            + resolved().get())
                            : Check.of(name, title, MANAGEMENT, secure, expected, described(address)));
        }
    }

    /** A relative address stands for one at the server that answered, which the token is for anyway. */
    private Optional<URI> resolved() {
        try {
            if (!(document.value("registration_client_uri").orElse("") instanceof String text) || text.isEmpty()) {
                return Optional.empty();
            }
            URI uri = new URI(text);
            if (uri.isAbsolute() || uri.getRawAuthority() != null) {
                return Optional.empty();
            }
            URI whole = source.resolve(uri);
            return isSecureAddress(whole.toString()) ? Optional.of(whole) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** @param accepted whether the answer is of use all the same */
    private static Check typed(String member, boolean accepted, String expected, Object found) {
        String name = "registration." + member;
        String title = member + " has the type that its specification gives it";
        return accepted
                ? Check.warning(name, title, METADATA, false, expected, described(found) + ", not looked at")
                : Check.of(name, title, METADATA, false, expected, described(found));
    }

    private static boolean isOfTexts(Object value) {
        if (!(value instanceof List<?> list)) {
            return false;
        }
        for (Object element : list) {
            if (!(element instanceof String)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a number of seconds since 1970, also one in a text. */
    private static Optional<Long> moment(Object value) {
        try {
            return value instanceof String text
                    ? Optional.of(Long.parseLong(text.trim()))
                    : JsonObject.of(Map.of("at", value)).number("at");
        } catch (NumberFormatException | JsonException e) {
            return Optional.empty();
        }
    }

    /** Returns a text member of the answer; empty when it is not there, or no text. */
    public Optional<String> text(String member) {
        return document.value(member).filter(String.class::isInstance).map(String.class::cast);
    }

    /** The texts of an array member of the answer, whatever else is in it; empty when it is not there, or no array. */
    public Optional<List<String>> texts(String member) {
        if (!(document.value(member).orElse("") instanceof List<?> list)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof String text) {
                texts.add(text);
            }
        }
        return Optional.of(texts);
    }

    private static String described(Object value) {
        if (value instanceof String text) {
            return text.length() > 200 ? "a text of " + text.length() + " characters" : text;
        }
        return value instanceof List<?> ? "an array" : value instanceof JsonObject ? "an object" : "no text";
    }

    private static boolean isVisible(Object value) {
        return value instanceof String text && !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static boolean isSecureAddress(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && Origins.isSecure(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns what is registered otherwise than it was asked for; lists and scopes are compared without order. */
    public List<Change> changes(JsonObject asked) {
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, Object> member : asked.members().entrySet()) {
            String name = member.getKey();
            if (name.equals("software_statement") || name.equals("client_secret") || name.equals("client_id")) {
                continue;
            }
            Object registered = document.value(name).orElse("");
            if (!comparable(name, member.getValue()).equals(comparable(name, registered))) {
                changes.add(new Change(
                        name,
                        JsonObject.toJson(member.getValue()),
                        document.has(name) ? JsonObject.toJson(registered) : ""));
            }
        }
        return List.copyOf(changes);
    }

    private static Object comparable(String name, Object value) {
        if (value instanceof List<?> list) {
            TreeSet<String> set = new TreeSet<>();
            for (Object element : list) {
                set.add(JsonObject.toJson(element));
            }
            return set;
        }
        return name.equals("scope") && value instanceof String text ? new TreeSet<>(List.of(text.split(" "))) : value;
    }

    /** Returns the client's identifier. */
    public String clientId() {
        return document.text("client_id").orElse("");
    }

    /** The client's secret, if it has one. */
    public Optional<Secret> clientSecret() {
        return document.text("client_secret").map(Secret::of);
    }

    /** Returns when the secret expires, in seconds since 1970; empty for never. */
    public Optional<Long> secretExpiresAt() {
        return document.value("client_secret_expires_at")
                .flatMap(ClientInformation::moment)
                .filter(end -> end > 0);
    }

    /**
     * Returns how the client authenticates.
     *
     * @param asked what was asked for, which counts when the answer does not say
     */
    public String method(String asked) {
        Object said = document.value("token_endpoint_auth_method").orElse("");
        return said instanceof String text && !text.isEmpty() ? text : asked;
    }

    /** Returns where the registration is managed, if the server lets it be. */
    public Optional<URI> configuration() {
        Optional<URI> whole = resolved();
        return whole.isPresent() ? whole : text("registration_client_uri").map(URI::create);
    }

    /** Returns what proves to the server who manages the registration. */
    public Optional<Secret> registrationAccessToken() {
        return document.text("registration_access_token").map(Secret::of);
    }

    /** The names of the members only. */
    @Override
    public String toString() {
        return document.toString();
    }
}
