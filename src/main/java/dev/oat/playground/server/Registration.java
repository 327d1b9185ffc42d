package dev.oat.playground.server;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.front.Notifications;
import dev.oat.playground.issuer.ClientMetadata;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.GrantTypes;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.RegisteredClients;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.LoopbackServer;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundEndpoint;
import dev.oat.playground.tokens.TokenChallenge;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Registers clients, and lets each of them read, change and delete its registration.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3">RFC 7591 §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592#section-2">RFC 7592 §2</a>
 */
final class Registration implements PlaygroundEndpoint {
    static final String PATH = "/register";

    private static final int MAX_JSON = 64 << 10;
    private static final Set<String> GIVEN_BY_THE_SERVER = Set.of(
            "client_id",
            "client_secret",
            "client_secret_expires_at",
            "client_id_issued_at",
            "registration_access_token",
            "registration_client_uri",
            "software_statement");

    private final Issuer issuer;
    private final List<String> grantTypes;
    private final List<String> authMethods;

    Registration(Issuer issuer, List<String> grantTypes, List<String> authMethods) {
        this.issuer = issuer;
        this.grantTypes = List.copyOf(grantTypes);
        this.authMethods = List.copyOf(authMethods);
    }

    @Override
    public Answer answer(Incoming request) throws IOException {
        String below = request.path().substring(issuer.path().length() + PATH.length());
        try {
            if (below.isEmpty()) {
                return request.method().equals("POST")
                        ? register(request).notStored()
                        : Answer.empty(405).with("Allow", "POST");
            }
            return manage(request, below.substring(1)).notStored();
        } catch (OAuthError e) {
            return e.status() == 401
                    ? TokenChallenge.refused(e, Map.of())
                    : Answer.json(e.status(), LoopbackServer.body(e)).notStored();
        } catch (JsonException e) {
            return Answer.json(400, LoopbackServer.body(invalid(String.valueOf(e.getMessage()))))
                    .notStored();
        }
    }

    private Answer register(Incoming request) throws IOException {
        Optional<Secret> needed = issuer.settings().registration().initialAccessToken();
        if (needed.isPresent() && !needed.equals(TokenChallenge.token(request).map(Secret::of))) {
            throw new OAuthError(401, "invalid_token", "registration takes an initial access token");
        }
        if (issuer.faults().isOn(Fault.REGISTRATION_REFUSED)) {
            throw new OAuthError(400, "invalid_client_metadata", "this server is in a bad mood");
        }
        JsonObject metadata = checked(body(request));
        String id = "client-" + issuer.keys().randomText().substring(0, 16);
        Optional<Secret> secret =
                hasSecret(metadata) ? Optional.of(Secret.of(issuer.keys().randomText())) : Optional.empty();
        RegisteredClients.Entry entry = new RegisteredClients.Entry(
                ClientMetadata.client(id, secret, metadata),
                metadata,
                Secret.of(issuer.keys().randomText()));
        issuer.registered().put(entry);
        return Answer.json(201, information(entry));
    }

    private Answer manage(Incoming request, String id) throws IOException {
        Optional<RegisteredClients.Entry> found = issuer.registered().find(id);
        Optional<Secret> shown = TokenChallenge.token(request).map(Secret::of);
        if (found.isEmpty() || !shown.equals(found.map(RegisteredClients.Entry::management))) {
            // whether there is such a client is nobody's business (RFC 7592 §2.1)
            throw new OAuthError(401, "invalid_token", "the registration access token is not this client's");
        }
        RegisteredClients.Entry entry = found.orElseThrow();
        switch (request.method()) {
            case "GET":
                return Answer.json(200, information(entry));
            case "PUT":
                return Answer.json(200, information(changed(entry, body(request))));
            case "DELETE":
                issuer.registered().remove(id);
                return Answer.empty(204);
            default:
                return Answer.empty(405).with("Allow", "GET, PUT, DELETE");
        }
    }

    /** What is left out of the request is deleted, and the registration access token is a new one afterwards. */
    private RegisteredClients.Entry changed(RegisteredClients.Entry entry, JsonObject asked) {
        String id = entry.client().id();
        if (!asked.text("client_id").equals(Optional.of(id))) {
            throw invalid("client_id is not the client's");
        }
        Optional<Secret> said = asked.text("client_secret").map(Secret::of);
        if (said.isPresent() && !said.equals(entry.client().secret())) {
            throw invalid("client_secret is not the client's");
        }
        for (String member : List.of(
                "registration_access_token",
                "registration_client_uri",
                "client_secret_expires_at",
                "client_id_issued_at")) {
            if (asked.has(member)) {
                throw invalid(member + " has no place in a change");
            }
        }
        JsonObject metadata = checked(asked);
        Optional<Secret> secret = hasSecret(metadata)
                ? entry.client()
                        .secret()
                        .or(() -> Optional.of(Secret.of(issuer.keys().randomText())))
                : Optional.empty();
        RegisteredClients.Entry changed = new RegisteredClients.Entry(
                ClientMetadata.client(id, secret, metadata),
                metadata,
                Secret.of(issuer.keys().randomText()));
        issuer.registered().put(changed);
        return changed;
    }

    private static JsonObject body(Incoming request) throws IOException {
        byte[] bytes = request.body().readNBytes(MAX_JSON + 1);
        if (bytes.length > MAX_JSON) {
            throw new OAuthError(413, "invalid_client_metadata", "the metadata is larger than 64 KiB");
        }
        String type = request.header("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw invalid("the body is not application/json");
        }
        return JsonObject.parse(bytes);
    }

    /** Returns the metadata that the client is registered with: what it asks for, with the usual values for what it leaves open. */
    JsonObject checked(JsonObject asked) {
        Map<String, Object> members = new LinkedHashMap<>(asked.members());
        asked.text("software_statement").ifPresent(statement -> members.putAll(stated(statement)));
        GIVEN_BY_THE_SERVER.forEach(members::remove);
        JsonObject metadata = JsonObject.of(members);
        List<String> grants = metadata.texts("grant_types");
        grants = grants.isEmpty() ? List.of("authorization_code") : grants;
        if (!grantTypes.containsAll(grants)) {
            throw invalid(
                    "grant_types has one that the server does not know; it knows " + String.join(", ", grantTypes));
        }
        boolean codes = grants.contains("authorization_code");
        List<String> redirects = metadata.texts("redirect_uris");
        if (codes && redirects.isEmpty()) {
            throw new OAuthError(400, "invalid_redirect_uri", "redirect_uris is missing");
        }
        redirects.forEach(Registration::checkRedirect);
        String method = metadata.text("token_endpoint_auth_method").orElse("client_secret_basic");
        if (!authMethods.contains(method)) {
            throw invalid("token_endpoint_auth_method is none of " + String.join(", ", authMethods));
        }
        if (method.equals("private_key_jwt") && !metadata.has("jwks")) {
            throw invalid("private_key_jwt takes jwks");
        }
        Notifications.check(metadata);
        members.put("client_name", metadata.text("client_name").orElse("A client without a name"));
        members.put("grant_types", grants);
        members.put("response_types", codes ? List.of("code") : List.of());
        members.put("token_endpoint_auth_method", method);
        boolean asks = grants.contains(GrantTypes.CIBA) || grants.contains(GrantTypes.DEVICE_CODE);
        members.put("scope", String.join(" ", scopes(metadata, codes || asks)));
        if (issuer.faults().isOn(Fault.REGISTRATION_CHANGED)) {
            members.put("redirect_uris", List.of("https://elsewhere.example/callback"));
        }
        return JsonObject.of(members);
    }

    /** Scopes that the server does not know are left out. */
    private static List<String> scopes(JsonObject metadata, boolean person) {
        List<String> known = person
                ? List.of("openid", "profile", "email", "offline_access", "read", "write", "admin")
                : List.of("read", "write");
        List<String> scopes =
                new ArrayList<>(List.of(metadata.text("scope").orElse("").split(" ")));
        scopes.retainAll(known);
        return metadata.has("scope") ? scopes : known;
    }

    private static Map<String, Object> stated(String statement) {
        try {
            Jwt jwt = Jwt.decode(statement);
            if (jwt.claims().text("iss").isEmpty()) {
                throw new OAuthError(400, "invalid_software_statement", "the software statement has no iss");
            }
            Map<String, Object> claims = new LinkedHashMap<>(jwt.claims().members());
            List.of("iss", "iat", "exp", "nbf", "jti", "aud", "sub").forEach(claims::remove);
            return claims;
        } catch (JoseException e) {
            throw new OAuthError(400, "invalid_software_statement", "the software statement is no JWT");
        }
    }

    private static void checkRedirect(String text) {
        try {
            URI uri = new URI(text);
            boolean loopback = text.startsWith("http://127.0.0.1")
                    || text.startsWith("http://[::1]")
                    || text.startsWith("http://localhost");
            if (uri.getHost() != null && uri.getRawFragment() == null && (loopback || text.startsWith("https://"))) {
                return;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw new OAuthError(400, "invalid_redirect_uri", "a redirect URI is neither https nor http on loopback");
    }

    private static boolean hasSecret(JsonObject metadata) {
        return metadata.text("token_endpoint_auth_method").orElse("").startsWith("client_secret");
    }

    private JsonObject information(RegisteredClients.Entry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!issuer.faults().isOn(Fault.REGISTRATION_NO_CLIENT_ID)) {
            members.put("client_id", entry.client().id());
        }
        members.put("client_id_issued_at", issuer.now().getEpochSecond());
        entry.client().secret().ifPresent(secret -> {
            members.put("client_secret", secret.reveal());
            members.put("client_secret_expires_at", 0);
        });
        members.put("registration_access_token", entry.management().reveal());
        members.put(
                "registration_client_uri",
                issuer.endpoint("register/" + entry.client().id()));
        members.putAll(entry.metadata().members());
        return JsonObject.of(members);
    }

    private static OAuthError invalid(String description) {
        return new OAuthError(400, "invalid_client_metadata", description);
    }
}
