package dev.oat.session.profile;

import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What oat remembers of a client that it registered.
 *
 * @param issuer where it is registered
 * @param clientId the client
 * @param configuration the address at which the registration is managed, if the server lets it be
 * @param registrationAccessToken what allows that
 * @param secretExpiresAt when the client secret expires, in seconds since 1970; empty for never
 */
public record KeptRegistration(
        String issuer,
        String clientId,
        Optional<String> configuration,
        Optional<Secret> registrationAccessToken,
        Optional<Long> secretExpiresAt) {
    public KeptRegistration {
        Objects.requireNonNull(issuer, "issuer is null");
        Objects.requireNonNull(clientId, "clientId is null");
        Objects.requireNonNull(configuration, "configuration is null");
        Objects.requireNonNull(registrationAccessToken, "registrationAccessToken is null");
        Objects.requireNonNull(secretExpiresAt, "secretExpiresAt is null");
    }

    JsonObject toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", issuer);
        members.put("client_id", clientId);
        if (configuration.isPresent()) {
            members.put("registration_client_uri", configuration.orElseThrow());
        }
        if (registrationAccessToken.isPresent()) {
            members.put(
                    "registration_access_token",
                    registrationAccessToken.orElseThrow().reveal());
        }
        if (secretExpiresAt.isPresent()) {
            members.put("client_secret_expires_at", secretExpiresAt.orElseThrow());
        }
        return JsonObject.of(members);
    }

    static KeptRegistration of(JsonObject document) {
        return new KeptRegistration(
                document.text("issuer").orElse(""),
                document.text("client_id").orElse(""),
                document.text("registration_client_uri"),
                document.text("registration_access_token").map(Secret::of),
                document.number("client_secret_expires_at"));
    }
}
