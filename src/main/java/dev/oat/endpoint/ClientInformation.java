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
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1">RFC 7591 §3.2.1</a>
 */
public record ClientInformation(JsonObject document) {
    private static final SpecRef ANSWER = SpecRef.rfc(7591, "3.2.1");
    private static final SpecRef METADATA = SpecRef.rfc(7591, "2");
    private static final SpecRef MANAGEMENT = SpecRef.rfc(7592, "3");

    private static final List<String> TEXTS = List.of("client_name", "scope", "token_endpoint_auth_method");
    private static final List<String> LISTS = List.of("redirect_uris", "grant_types", "response_types", "contacts");

    public ClientInformation {
        Objects.requireNonNull(document, "document is null");
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
        for (String member : TEXTS) {
            Object value = document.value(member).orElse("");
            if (!(value instanceof String)) {
                checks.add(wrongType(member, "text", value));
            }
        }
        for (String member : LISTS) {
            try {
                document.texts(member);
            } catch (JsonException e) {
                checks.add(wrongType(
                        member, "an array of texts", document.value(member).orElse("")));
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
            boolean usable;
            String found;
            try {
                long end = document.number("client_secret_expires_at").orElse(0L);
                usable = end == 0 || end > now.getEpochSecond();
                found = usable ? "a later time" : end < 0 ? "a negative number" : "a time that is past";
            } catch (JsonException e) {
                usable = false;
                found = String.valueOf(e.getMessage());
            }
            checks.add(Check.of(
                    "registration.client_secret_expires_at",
                    "the client secret is good for a while",
                    ANSWER,
                    usable,
                    "0 for ever, or seconds since 1970 in the future",
                    found));
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
            checks.add(Check.of(
                    "registration.registration_client_uri",
                    "registration_client_uri can be sent the registration access token",
                    MANAGEMENT,
                    address instanceof String text && isSecureAddress(text),
                    "an absolute https address without fragment",
                    described(address)));
        }
    }

    private static Check wrongType(String member, String expected, Object found) {
        return Check.of(
                "registration." + member,
                member + " has the type that its specification gives it",
                METADATA,
                false,
                expected,
                described(found));
    }

    private static String described(Object value) {
        if (value instanceof String text) {
            return text.length() > 200 ? "a text of " + text.length() + " characters" : text;
        }
        return value instanceof List<?> ? "an array" : value instanceof JsonObject ? "an object" : "no text";
    }

    private static boolean isVisible(Object value) {
        if (!(value instanceof String text) || text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
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

    /** What is registered otherwise than it was asked for; lists and scopes are compared without order. */
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

    /** The client's identifier. */
    public String clientId() {
        return document.text("client_id").orElse("");
    }

    /** The client's secret, if it has one. */
    public Optional<Secret> clientSecret() {
        return document.text("client_secret").map(Secret::of);
    }

    /** When the secret expires, in seconds since 1970; empty for never. */
    public Optional<Long> secretExpiresAt() {
        return document.number("client_secret_expires_at").filter(end -> end > 0);
    }

    /**
     * How the client authenticates.
     *
     * @param asked what was asked for, which counts when the answer does not say
     */
    public String method(String asked) {
        Object said = document.value("token_endpoint_auth_method").orElse("");
        return said instanceof String text && !text.isEmpty() ? text : asked;
    }

    /** Where the registration is managed, if the server lets it be. */
    public Optional<URI> configuration() {
        return document.text("registration_client_uri").map(URI::create);
    }

    /** What proves to the server who manages the registration. */
    public Optional<Secret> registrationAccessToken() {
        return document.text("registration_access_token").map(Secret::of);
    }

    /** The names of the members only. */
    @Override
    public String toString() {
        return document.toString();
    }
}
