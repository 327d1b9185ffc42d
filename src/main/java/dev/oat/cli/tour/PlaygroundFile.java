package dev.oat.cli.tour;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.frame.InputText;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.session.profile.TomlDocument;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a playground is told: by its options, and where those are silent by the file of {@code --config}. The file's keys are
 * the options' names, with {@code _} for {@code -}; users and clients are tables.
 */
final class PlaygroundFile {
    private static final String USERS = "users";
    private static final String CLIENTS = "clients";
    private static final Set<String> USER_KEYS = Set.of("username", "password", "subject", "name", "email");
    private static final Set<String> CLIENT_KEYS =
            Set.of("client_id", "client_secret", "jwks", "name", "grants", "scopes", "redirect_uris", "dpop_only");
    private static final List<String> SCOPES =
            List.of("openid", "profile", "email", "offline_access", "read", "write", "admin");

    private final Invocation invocation;
    private final String file;
    private final JsonObject document;

    private PlaygroundFile(Invocation invocation, String file, JsonObject document) {
        this.invocation = invocation;
        this.file = file;
        this.document = document;
    }

    /**
     * Reads it.
     *
     * @param known what may stand in it, beside users and clients
     * @throws Failure.Usage if it is no TOML, or says what nobody understands
     */
    static PlaygroundFile of(Invocation invocation, Setting config, List<Setting> known) {
        Optional<String> name = invocation.arguments().first(config);
        if (name.isEmpty()) {
            return new PlaygroundFile(invocation, "", JsonObject.EMPTY);
        }
        JsonObject document = TomlDocument.parse(name.get(), InputText.file(name.get(), config.option()));
        Set<String> keys = new TreeSet<>(List.of(USERS, CLIENTS));
        known.forEach(setting -> keys.add(setting.key()));
        PlaygroundFile read = new PlaygroundFile(invocation, name.get(), document);
        read.refuseOthers("", document, keys);
        return read;
    }

    private void refuseOthers(String where, JsonObject table, Set<String> known) {
        for (String key : table.members().keySet()) {
            if (!known.contains(key)) {
                throw new Failure.Usage(file + ": nothing is called \"" + key + "\"" + where)
                        .hint("there are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /** Returns where a setting was said, for messages. */
    String named(Setting setting) {
        return invocation.arguments().has(setting) ? setting.option() : setting.key() + " in " + file;
    }

    boolean has(Setting setting) {
        if (invocation.arguments().has(setting)) {
            return true;
        }
        Object value = document.value(setting.key()).orElse(false);
        if (setting.kind() == Setting.Kind.FLAG && !(value instanceof Boolean)) {
            throw new Failure.Usage(file + ": " + setting.key() + " is neither true nor false");
        }
        return !value.equals(false);
    }

    Optional<String> first(Setting setting) {
        List<String> all = all(setting);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    List<String> all(Setting setting) {
        if (invocation.arguments().has(setting)) {
            return invocation.arguments().all(setting);
        }
        Optional<Object> value = document.value(setting.key());
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (Object one : value.get() instanceof List<?> list ? list : List.of(value.get())) {
            if (!(one instanceof String || one instanceof Number)) {
                throw new Failure.Usage(file + ": " + setting.key() + " is no text, number or list of texts");
            }
            String text = one.toString();
            if (!setting.choices().isEmpty() && !setting.choices().contains(text)) {
                throw new Failure.Usage(file + ": " + setting.key() + " cannot be \"" + text + "\"")
                        .hint("it is one of " + String.join(", ", setting.choices()));
            }
            all.add(text);
        }
        return all;
    }

    private List<JsonObject> tables(String name, Set<String> known) {
        List<JsonObject> tables = new ArrayList<>();
        Object value = document.value(name).orElse(List.of());
        for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            if (!(one instanceof JsonObject table)) {
                throw new Failure.Usage(file + ": " + name + " are no tables").hint("begin each with [[" + name + "]]");
            }
            refuseOthers(" in [[" + name + "]]", table, known);
            tables.add(table);
        }
        return tables;
    }

    /** Returns the users of the file. */
    List<PlaygroundUser> users() {
        List<PlaygroundUser> users = new ArrayList<>();
        for (JsonObject table : tables(USERS, USER_KEYS)) {
            String username = required(table, USERS, "username");
            PlaygroundUser usual = PlaygroundUser.of(
                    username, secret(required(table, USERS, "password")).reveal());
            users.add(new PlaygroundUser(
                    username,
                    usual.password(),
                    text(table, "subject").orElse(usual.subject()),
                    text(table, "name").orElse(usual.name()),
                    text(table, "email").orElse(usual.email())));
        }
        return users;
    }

    /** Returns the clients of the file. */
    List<PlaygroundClient> clients() {
        List<PlaygroundClient> clients = new ArrayList<>();
        for (JsonObject table : tables(CLIENTS, CLIENT_KEYS)) {
            String id = required(table, CLIENTS, "client_id");
            String name = text(table, "name").orElse(id);
            Set<String> grants = new LinkedHashSet<>();
            texts(table, "grants").forEach(word -> grants.add(grant(word)));
            List<String> scopes = table.has("scopes") ? texts(table, "scopes") : SCOPES;
            Set<String> types = grants.isEmpty() ? PlaygroundClient.EVERY_GRANT : grants;
            Optional<String> secret = text(table, "client_secret");
            Optional<JwkSet> keys = keys(table);
            PlaygroundClient client = secret.isPresent()
                    ? PlaygroundClient.confidential(
                            id, name, secret(secret.get()).reveal(), types, scopes)
                    : keys.isPresent()
                            ? PlaygroundClient.withKeys(id, name, keys.get(), types, scopes)
                            : PlaygroundClient.publicClient(id, name, types, scopes);
            List<String> redirects = texts(table, "redirect_uris");
            client = redirects.isEmpty() ? client : client.withRedirectUris(redirects);
            clients.add(table.value("dpop_only").orElse(false).equals(true) ? client.withDpopOnly() : client);
        }
        return clients;
    }

    private Optional<JwkSet> keys(JsonObject table) {
        try {
            return text(table, "jwks").map(path -> new KeyFile(invocation, "jwks", path).publicKeys());
        } catch (JoseException e) {
            throw new Failure.Usage(file + ": jwks holds no keys: " + e.getMessage());
        }
    }

    private String grant(String word) {
        String type = GrantWords.type(word);
        if (!PlaygroundClient.EVERY_GRANT.contains(type)) {
            Set<String> words = new TreeSet<>();
            PlaygroundClient.EVERY_GRANT.forEach(known -> words.add(GrantWords.word(known)));
            throw new Failure.Usage(file + ": no grant is called \"" + word + "\"")
                    .hint("there are " + String.join(", ", words));
        }
        return type;
    }

    private Secret secret(String reference) {
        return invocation.resolve(SecretReference.of(reference, file));
    }

    private String required(JsonObject table, String tables, String key) {
        return text(table, key)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Failure.Usage(file + ": a table of [[" + tables + "]] has no " + key));
    }

    private Optional<String> text(JsonObject table, String key) {
        try {
            return table.text(key);
        } catch (JsonException e) {
            throw new Failure.Usage(file + ": " + key + " is no text");
        }
    }

    private List<String> texts(JsonObject table, String key) {
        try {
            return table.has(key) ? table.texts(key) : List.of();
        } catch (JsonException e) {
            throw new Failure.Usage(file + ": " + key + " is no list of texts");
        }
    }
}
