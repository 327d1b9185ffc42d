package dev.oat.cli;

import dev.oat.cli.frame.Command;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Describes the JSON documents that oat prints, each by a JSON Schema (2020-12). */
enum DocumentSchema {
    TOKEN,
    EXEC_CREDENTIAL,
    CREDENTIAL_DOCKER,
    CREDENTIAL_DOCKER_LIST,
    CREDENTIAL_AWS,
    CREDENTIAL_GCP,
    STATUS,
    PROFILE_LIST,
    PROFILE_SHOW,
    DISCOVER,
    DISCOVER_DIFF,
    DOCTOR,
    EXPLAIN,
    INTROSPECT,
    USERINFO,
    REVOKE,
    JWT_DECODE,
    JWT_VERIFY,
    JWT_DECRYPT,
    JWT_SIGN,
    JWK,
    JWK_THUMBPRINT,
    CLIENT,
    CALL,
    RECORD_DIFF,
    RECORDING,
    PLAYGROUND,
    PROBLEM,
    ERROR;

    /** Returns its name: {@code profile-list}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<DocumentSchema> named(String word) {
        for (DocumentSchema schema : values()) {
            if (schema.word().equals(word)) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }

    /** Returns those of the documents that a command prints; an API's own words have none. */
    static List<DocumentSchema> of(String path, Command command) {
        if (command.formatSetting() == Settings.OUTPUT) {
            return List.of(TOKEN, EXEC_CREDENTIAL);
        }
        return switch (path) {
            case "credential kubernetes" -> List.of(EXEC_CREDENTIAL);
            case "credential docker" -> List.of(CREDENTIAL_DOCKER, CREDENTIAL_DOCKER_LIST);
            case "discover" -> List.of(DISCOVER, DISCOVER_DIFF);
            case "jwt decode" -> List.of(JWT_DECODE, INTROSPECT);
            case "jwk generate", "jwk public", "jwk convert" -> List.of(JWK);
            case "client register", "client read", "client update", "client document" -> List.of(CLIENT);
            case "record replay" -> List.of(RECORD_DIFF);
            case "proxy" -> List.of(PROBLEM);
            default -> named(path.replace(' ', '-')).map(List::of).orElse(List.of());
        };
    }

    /** Returns the schema, as it is packed. */
    String text() {
        String file = "schema/" + word() + ".json";
        try (InputStream in = DocumentSchema.class.getResourceAsStream(file)) {
            Objects.requireNonNull(in, file + " is not packed");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Returns its title. */
    String title() {
        return member("title");
    }

    /** Which commands print such documents. */
    String description() {
        return member("description");
    }

    private String member(String name) {
        return JsonObject.parse(text()).text(name).orElse("");
    }
}
