package dev.oat.cli.client;

import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What oat asks to be registered with where the user leaves it open, and the profile that follows from the answer. */
public final class ClientProposal {
    private static final String CODE = "authorization_code";

    private ClientProposal() {}

    /**
     * Returns the metadata with what a client like oat takes for granted: codes, by loopback, without a secret where it can.
     *
     * @param said what the user said
     * @param server tells what it supports
     * @throws Failure.Usage if a member has the wrong type
     */
    public static JsonObject complete(Map<String, Object> said, AuthorizationServer server) {
        Map<String, Object> members = new LinkedHashMap<>(said);
        JsonObject given = JsonObject.of(said);
        List<String> grants;
        List<String> redirects;
        try {
            grants = given.texts("grant_types");
            redirects = given.texts("redirect_uris");
            given.text("token_endpoint_auth_method");
        } catch (JsonException e) {
            throw new Failure.Usage("the client metadata: " + e.getMessage()).hint("RFC 7591 §2 lists the members");
        }
        if (!given.has("grant_types")) {
            List<String> known = server.texts("grant_types_supported");
            grants =
                    known.isEmpty() || known.contains("refresh_token") ? List.of(CODE, "refresh_token") : List.of(CODE);
            members.put("grant_types", grants);
        }
        boolean codes = grants.contains(CODE);
        members.putIfAbsent("client_name", "oat");
        if (codes && redirects.isEmpty()) {
            members.put(
                    "redirect_uris",
                    List.of(
                            ClientMetadataSettings.LOOPBACK,
                            ClientMetadataSettings.LOOPBACK.replace(
                                    "127.0.0.1", "127.0.0.1:" + ClientMetadataSettings.PORT)));
        }
        if (!given.has("response_types")) {
            members.put("response_types", codes ? List.of("code") : List.of());
        }
        if (codes && !given.has("application_type")) {
            members.put("application_type", "native");
        }
        if (!given.has("token_endpoint_auth_method")) {
            members.put(
                    "token_endpoint_auth_method", method(server.texts("token_endpoint_auth_methods_supported"), codes));
        }
        return JsonObject.of(members);
    }

    /** A program on a user's machine keeps no secret (RFC 8252 §8.4), one that acts for itself needs one. */
    private static String method(List<String> supported, boolean codes) {
        List<String> wanted = codes
                ? List.of("none", "client_secret_basic", "client_secret_post")
                : List.of("client_secret_basic", "client_secret_post");
        for (String method : wanted) {
            if (supported.contains(method)) {
                return method;
            }
        }
        return wanted.get(0);
    }

    /** Returns the settings by which a profile uses the client, beside its credentials. */
    public static Map<String, Object> profileSettings(JsonObject asked, ClientInformation information) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> grants = information.texts("grant_types").orElseGet(() -> asked.texts("grant_types"));
        for (String grant : Settings.GRANT_TYPE.choices()) {
            if (grants.contains(GrantWords.type(grant))) {
                values.put(Settings.GRANT_TYPE.key(), grant);
                break;
            }
        }
        if (asked.has("scope")) {
            values.put(
                    Settings.SCOPE.key(),
                    information.text("scope").or(() -> asked.text("scope")).orElse(""));
        }
        redirect(values, information.texts("redirect_uris").orElseGet(() -> asked.texts("redirect_uris")));
        for (Setting setting : Settings.REGISTERED_ALGORITHMS) {
            Optional<String> alg = information.text(setting.key()).filter(setting.choices()::contains);
            // what is so unless it is said otherwise need not be said
            if (alg.isPresent() && !alg.get().equals("RS256")) {
                values.put(setting.key(), alg.get());
            }
        }
        return values;
    }

    /** The first loopback address that was registered, and the ports at which it may be. */
    private static void redirect(Map<String, Object> values, List<String> registered) {
        List<String> ports = new ArrayList<>();
        String chosen = "";
        boolean anyPort = false;
        for (String text : registered) {
            if (!text.startsWith("http://")) {
                continue;
            }
            URI uri;
            try {
                uri = URI.create(text);
            } catch (IllegalArgumentException e) {
                continue;
            }
            String bare = uri.getPort() < 0 ? text : text.replace(":" + uri.getPort(), "");
            if (chosen.isEmpty()) {
                chosen = bare;
            }
            if (!bare.equals(chosen)) {
                continue;
            }
            if (uri.getPort() < 0) {
                anyPort = true;
            } else {
                ports.add(Integer.toString(uri.getPort()));
            }
        }
        if (chosen.isEmpty()) {
            return;
        }
        if (!chosen.equals(ClientMetadataSettings.LOOPBACK)) {
            values.put(Settings.REDIRECT_URI.key(), chosen);
        }
        if (!ports.isEmpty()) {
            if (anyPort) {
                ports.add("any");
            }
            values.put(Settings.PORT.key(), ports);
        }
    }
}
