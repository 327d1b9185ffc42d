package dev.oat.cli.client;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client is to be registered with, as options say it: a file, options for the usual members, and any member by its
 * name; what is said later in this order wins.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 §2</a>
 */
final class ClientMetadataSettings {
    static final Setting FILE = own(Setting.text(
                    "metadata-file",
                    Setting.Group.CLIENT,
                    "FILE",
                    "Client metadata as a JSON object; options add to it."))
            .usual();
    static final Setting NAME = own(Setting.text(
                    "client-name", Setting.Group.CLIENT, "TEXT", "The name that users are shown."))
            .usual();
    static final Setting REDIRECT_URI = own(Setting.texts(
                            "redirect-uri",
                            Setting.Group.CLIENT,
                            "URI",
                            "Where authorization responses may go; repeatable. For codes, http://127.0.0.1/callback and the"
                                    + " same with port 8484 unless given.")
                    .or("--redirect-url"))
            .usual();
    static final Setting GRANT_TYPE = own(Setting.texts(
            "grant-type",
            Setting.Group.CLIENT,
            "TYPE",
            "A grant that it may use; repeatable. authorization_code and refresh_token unless given."));
    static final Setting RESPONSE_TYPE = own(Setting.texts(
            "response-type", Setting.Group.CLIENT, "TYPE", "A response type that it may use; repeatable."));
    static final Setting AUTH_METHOD = own(Setting.text(
            "auth-method",
            Setting.Group.CLIENT,
            "METHOD",
            "How it will authenticate: none, client_secret_basic, … By the server's metadata unless given."));
    static final Setting SCOPE = own(Setting.texts(
                    "scope",
                    Setting.Group.CLIENT,
                    "SCOPE",
                    "A scope that it may ask for; repeat it, or separate by spaces or commas. Some servers allow none"
                            + " that is not registered.")
            .or("-s", "--scopes"));
    static final Setting APPLICATION_TYPE =
            own(Setting.text("application-type", Setting.Group.CLIENT, "TYPE", "native (as oat is) or web."));
    static final Setting CONTACT = own(
            Setting.texts("contact", Setting.Group.CLIENT, "MAIL", "Whom to write to about the client; repeatable."));
    static final Setting CLIENT_URI =
            own(Setting.text("client-uri", Setting.Group.CLIENT, "URL", "A page about the client."));
    static final Setting LOGO_URI = own(Setting.text("logo-uri", Setting.Group.CLIENT, "URL", "Its logo."));
    static final Setting POLICY_URI =
            own(Setting.text("policy-uri", Setting.Group.CLIENT, "URL", "Its privacy policy."));
    static final Setting TOS_URI = own(Setting.text("tos-uri", Setting.Group.CLIENT, "URL", "Its terms of service."));
    static final Setting JWKS =
            own(Setting.text("client-jwks", Setting.Group.CLIENT, "FILE", "Its public keys, as a JWK or a JWK Set."));
    static final Setting JWKS_URI = own(Setting.text(
            "client-jwks-uri", Setting.Group.CLIENT, "URL", "Where its public keys lie, in place of --client-jwks."));
    static final Setting SOFTWARE_ID =
            own(Setting.text("software-id", Setting.Group.CLIENT, "ID", "The software that the client is a copy of."));
    static final Setting SOFTWARE_VERSION =
            own(Setting.text("software-version", Setting.Group.CLIENT, "VERSION", "That software's version."));
    static final Setting SOFTWARE_STATEMENT = own(Setting.secret(
            "software-statement",
            Setting.Group.CLIENT,
            "A signed statement about the software, as a reference like file:PATH."));
    static final Setting PARAM = own(Setting.texts(
            "param",
            Setting.Group.CLIENT,
            "NAME=TEXT",
            "A further member of the metadata; NAME:=JSON for anything but text; repeatable."));

    /** The port that a registration names beside the redirect URI without one, for servers that compare to the letter. */
    static final String PORT = "8484";

    static final String LOOPBACK = "http://127.0.0.1/callback";

    private static final Set<String> PRIVATE_KEY_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final Arguments arguments;
    private final ServerConnection connection;

    ClientMetadataSettings(Invocation invocation, ServerConnection connection) {
        this.arguments = invocation.arguments();
        this.connection = connection;
    }

    private static Setting own(Setting setting) {
        return setting.onlyOption();
    }

    /** Returns all of them, in the order of help. */
    static List<Setting> all() {
        return List.of(
                FILE,
                NAME,
                REDIRECT_URI,
                GRANT_TYPE,
                RESPONSE_TYPE,
                AUTH_METHOD,
                SCOPE,
                APPLICATION_TYPE,
                CONTACT,
                CLIENT_URI,
                LOGO_URI,
                POLICY_URI,
                TOS_URI,
                JWKS,
                JWKS_URI,
                SOFTWARE_ID,
                SOFTWARE_VERSION,
                SOFTWARE_STATEMENT,
                PARAM);
    }

    /**
     * Returns the members that were said.
     *
     * @throws Failure.Usage if one of them cannot be read, or would publish a private key
     */
    Map<String, Object> said() {
        Map<String, Object> members = new LinkedHashMap<>();
        Optional<String> file = arguments.first(FILE);
        if (file.isPresent()) {
            members.putAll(json(FILE, file.get()).members());
        }
        text(members, "client_name", NAME);
        texts(members, "redirect_uris", REDIRECT_URI, false);
        texts(members, "grant_types", GRANT_TYPE, true);
        texts(members, "response_types", RESPONSE_TYPE, false);
        text(members, "token_endpoint_auth_method", AUTH_METHOD);
        if (arguments.has(SCOPE)) {
            members.put("scope", String.join(" ", split(arguments.all(SCOPE))));
        }
        text(members, "application_type", APPLICATION_TYPE);
        texts(members, "contacts", CONTACT, true);
        text(members, "client_uri", CLIENT_URI);
        text(members, "logo_uri", LOGO_URI);
        text(members, "policy_uri", POLICY_URI);
        text(members, "tos_uri", TOS_URI);
        Optional<String> keys = arguments.first(JWKS);
        if (keys.isPresent()) {
            JsonObject document = json(JWKS, keys.get());
            members.put("jwks", document.has("keys") ? document : Map.of("keys", List.of(document)));
        }
        text(members, "jwks_uri", JWKS_URI);
        text(members, "software_id", SOFTWARE_ID);
        text(members, "software_version", SOFTWARE_VERSION);
        Optional<Secret> statement = arguments.has(SOFTWARE_STATEMENT)
                ? Optional.of(connection.argument(
                        arguments.first(SOFTWARE_STATEMENT).orElseThrow(), SOFTWARE_STATEMENT.option()))
                : Optional.empty();
        if (statement.isPresent()) {
            members.put("software_statement", statement.get().reveal());
        }
        for (String pair : arguments.all(PARAM)) {
            further(members, pair);
        }
        refusePrivateKeys(members);
        return members;
    }

    private void text(Map<String, Object> members, String name, Setting setting) {
        Optional<String> value = arguments.first(setting);
        if (value.isPresent()) {
            members.put(name, value.get());
        }
    }

    private void texts(Map<String, Object> members, String name, Setting setting, boolean split) {
        if (arguments.has(setting)) {
            members.put(name, split ? split(arguments.all(setting)) : arguments.all(setting));
        }
    }

    private static List<String> split(List<String> texts) {
        Set<String> words = new LinkedHashSet<>();
        for (String text : texts) {
            for (String word : text.replace(',', ' ').split(" ", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return new ArrayList<>(words);
    }

    private static void further(Map<String, Object> members, String pair) {
        int equals = pair.indexOf('=');
        boolean json = equals > 0 && pair.charAt(equals - 1) == ':';
        String name = pair.substring(0, Math.max(0, json ? equals - 1 : equals));
        if (name.isEmpty()) {
            throw Failure.Usage.value(PARAM.option(), pair, "NAME=TEXT or NAME:=JSON")
                    .hint("write --param name=text");
        }
        String value = pair.substring(equals + 1);
        if (!json) {
            members.put(name, value);
            return;
        }
        try {
            members.put(name, JsonObject.parseValue(value));
        } catch (JsonException e) {
            throw new Failure.Usage("--param " + name + ":= is not followed by JSON: " + e.getMessage())
                    .hint("quote it for the shell: --param 'contacts:=[\"ops@example.com\"]'");
        }
    }

    private static JsonObject json(Setting setting, String name) {
        try {
            return JsonObject.parse(Files.readAllBytes(Path.of(name)));
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage(setting.option() + ": the file " + name + " cannot be read")
                    .hint("check its path and permissions");
        } catch (JsonException e) {
            throw new Failure.Usage(setting.option() + ": the file " + name + ": " + e.getMessage())
                    .hint("write one JSON object");
        }
    }

    /** Metadata are not secret: what is registered is often shown. */
    private static void refusePrivateKeys(Map<String, Object> members) {
        if (!(JsonObject.of(members).value("jwks").orElse("") instanceof JsonObject jwks)
                || !(jwks.value("keys").orElse("") instanceof List<?> keys)) {
            return;
        }
        for (Object key : keys) {
            if (key instanceof JsonObject jwk) {
                for (String member : jwk.members().keySet()) {
                    if (PRIVATE_KEY_MEMBERS.contains(member)) {
                        throw new Failure.Usage(
                                        "the keys to register hold a private key, which would leave this machine")
                                .hint("register the public key: oat jwk public");
                    }
                }
            }
        }
    }
}
