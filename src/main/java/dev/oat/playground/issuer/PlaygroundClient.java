package dev.oat.playground.issuer;

import dev.oat.jose.JwkSet;
import dev.oat.trace.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A registered client.
 *
 * @param id the {@code client_id}
 * @param name what the consent page calls it
 * @param secret the {@code client_secret}; a client without one is public
 * @param authMethods the values of {@code token_endpoint_auth_method} that it may use
 * @param grantTypes the grants that it may use
 * @param redirectUris where its authorization responses may go; on loopback the port does not count
 * @param scopes what it may ask for
 * @param keys its public keys; a client for {@code private_key_jwt} without any has the playground's own
 * @param encrypted whether ID tokens and response JWTs are encrypted to it, with a key of its own or the playground's
 * @param dpopBound whether it gets no token that is not bound to a DPoP key
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 §2</a>
 */
public record PlaygroundClient(
        String id,
        String name,
        Optional<Secret> secret,
        Set<String> authMethods,
        Set<String> grantTypes,
        List<String> redirectUris,
        List<String> scopes,
        JwkSet keys,
        boolean encrypted,
        boolean dpopBound) {

    static final String TLS_CLIENT_AUTH = "tls_client_auth";
    static final String SELF_SIGNED_TLS_CLIENT_AUTH = "self_signed_tls_client_auth";
    static final String ATTESTED = "attest_jwt_client_auth";

    private static final Set<String> SECRET_METHODS =
            Set.of("client_secret_basic", "client_secret_post", "client_secret_jwt");
    private static final Set<String> KEY_METHODS = Set.of("private_key_jwt");
    private static final JwkSet NO_KEYS = JwkSet.of(List.of());

    /** Every grant that there is. */
    public static final Set<String> EVERY_GRANT = Set.of(
            "authorization_code",
            "implicit",
            "refresh_token",
            "client_credentials",
            "password",
            GrantTypes.DEVICE_CODE,
            GrantTypes.CIBA,
            GrantTypes.JWT_BEARER,
            GrantTypes.SAML2_BEARER,
            GrantTypes.TOKEN_EXCHANGE);

    /** The redirect URIs of a native app: any port of the loopback, on the path {@code /callback}. */
    public static final List<String> LOOPBACK =
            List.of("http://127.0.0.1/callback", "http://[::1]/callback", "http://localhost/callback");

    public PlaygroundClient {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(secret, "secret is null");
        authMethods = Set.copyOf(authMethods);
        grantTypes = Set.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
        scopes = List.copyOf(scopes);
        Objects.requireNonNull(keys, "keys is null");
    }

    /** Creates a client without keys. */
    public PlaygroundClient(
            String id,
            String name,
            Optional<Secret> secret,
            Set<String> authMethods,
            Set<String> grantTypes,
            List<String> redirectUris,
            List<String> scopes) {
        this(id, name, secret, authMethods, grantTypes, redirectUris, scopes, NO_KEYS, false, false);
    }

    /** Returns a public client: it has no secret, and says only its {@code client_id}. */
    public static PlaygroundClient publicClient(String id, String name, Set<String> grantTypes, List<String> scopes) {
        return new PlaygroundClient(id, name, Optional.empty(), Set.of("none"), grantTypes, LOOPBACK, scopes);
    }

    /** A client that signs its assertions with a private key. */
    public static PlaygroundClient withKeys(
            String id, String name, JwkSet keys, Set<String> grantTypes, List<String> scopes) {
        return new PlaygroundClient(
                id,
                name,
                Optional.empty(),
                KEY_METHODS,
                grantTypes,
                LOOPBACK,
                scopes,
                keys,
                keys.keys().stream()
                        .anyMatch(key -> key.use().filter("enc"::equals).isPresent()),
                false);
    }

    /** Returns this client, whose authorization responses go to other places. */
    public PlaygroundClient withRedirectUris(List<String> uris) {
        return new PlaygroundClient(
                id, name, secret, authMethods, grantTypes, uris, scopes, keys, encrypted, dpopBound);
    }

    /** Returns this client, which gets tokens that are bound to a DPoP key and no others. */
    public PlaygroundClient withDpopOnly() {
        return new PlaygroundClient(
                id, name, secret, authMethods, grantTypes, redirectUris, scopes, keys, encrypted, true);
    }

    /** Returns this client, to which ID tokens and response JWTs are encrypted. */
    public PlaygroundClient withEncryption() {
        return new PlaygroundClient(
                id, name, secret, authMethods, grantTypes, redirectUris, scopes, keys, true, dpopBound);
    }

    /** Returns a client whose instances an attester vouches for, whose keys these are. */
    public static PlaygroundClient attested(
            String id, String name, JwkSet attester, Set<String> grantTypes, List<String> scopes) {
        return new PlaygroundClient(
                id, name, Optional.empty(), Set.of(ATTESTED), grantTypes, LOOPBACK, scopes, attester, false, false);
    }

    private static PlaygroundClient byCertificate(
            String id, String name, String method, Set<String> grantTypes, List<String> scopes) {
        return new PlaygroundClient(id, name, Optional.empty(), Set.of(method), grantTypes, LOOPBACK, scopes);
    }

    /** Returns a client with a secret, which it may send in the header or in the form, or sign its assertions with. */
    public static PlaygroundClient confidential(
            String id, String name, String secret, Set<String> grantTypes, List<String> scopes) {
        return new PlaygroundClient(
                id, name, Optional.of(Secret.of(secret)), SECRET_METHODS, grantTypes, LOOPBACK, scopes);
    }

    /** Returns a client that registered itself for one authentication method. */
    static PlaygroundClient registered(
            String id,
            String name,
            Optional<Secret> secret,
            String authMethod,
            Set<String> grantTypes,
            List<String> redirectUris,
            List<String> scopes,
            JwkSet keys) {
        return new PlaygroundClient(
                id, name, secret, Set.of(authMethod), grantTypes, redirectUris, scopes, keys, false, false);
    }

    /** Returns the clients that a playground has unless told otherwise. */
    public static List<PlaygroundClient> demo() {
        List<String> person = List.of("openid", "profile", "email", "offline_access", "read", "write", "admin");
        List<String> service = List.of("read", "write");
        Set<String> code = Set.of("authorization_code", "refresh_token");
        List<PlaygroundClient> clients = new ArrayList<>();
        clients.add(publicClient("demo-web", "Demo Web", code, person));
        clients.add(confidential("demo-web-confidential", "Demo Web with a secret", "web-secret", code, person));
        clients.add(confidential(
                "demo-service",
                "Demo Service",
                "service-secret",
                Set.of("client_credentials", GrantTypes.JWT_BEARER, GrantTypes.SAML2_BEARER, GrantTypes.TOKEN_EXCHANGE),
                service));
        clients.add(
                publicClient("demo-device", "Demo Device", Set.of(GrantTypes.DEVICE_CODE, "refresh_token"), person));
        clients.add(confidential(
                "demo-ciba", "Demo Till", "ciba-secret", Set.of(GrantTypes.CIBA, "refresh_token"), person));
        clients.add(publicClient("demo-password", "Demo Password", Set.of("password", "refresh_token"), person));
        clients.add(publicClient(
                "demo-wiki",
                "Demo Wiki",
                Set.of("authorization_code", "refresh_token", GrantTypes.TOKEN_EXCHANGE),
                person));
        clients.add(confidential(
                "demo-wiki-at-chat",
                "Demo Wiki, by its name in another domain",
                "chat-secret",
                Set.of(GrantTypes.JWT_BEARER),
                service));
        Set<String> every = EVERY_GRANT;
        clients.add(confidential(
                "demo-secret-jwt",
                "Demo that signs with its secret",
                "jwt-secret-with-at-least-32-bytes",
                every,
                person));
        clients.add(withKeys("demo-key", "Demo that signs with a key", NO_KEYS, every, person));
        clients.add(withKeys("demo-encrypted", "Demo whose tokens are encrypted", NO_KEYS, every, person)
                .withEncryption());
        clients.add(publicClient(
                "demo-legacy",
                "Demo of older ways to sign in",
                Set.of("authorization_code", "refresh_token", "implicit"),
                person));
        clients.add(publicClient("demo-dpop", "Demo whose tokens are bound to a key", code, person)
                .withDpopOnly());
        clients.add(byCertificate("demo-mtls", "Demo with a certificate", TLS_CLIENT_AUTH, every, person));
        clients.add(byCertificate(
                "demo-mtls-self", "Demo with a self-signed certificate", SELF_SIGNED_TLS_CLIENT_AUTH, every, person));
        clients.add(attested("demo-attested", "Demo that an attester vouches for", NO_KEYS, every, person));
        // every character that a client gets wrong when it forgets RFC 6749 §2.3.1
        clients.add(confidential(
                "demo:odd client",
                "Demo with odd credentials",
                "p@ss:w%rd +/ü",
                Set.of("client_credentials"),
                service));
        return List.copyOf(clients);
    }

    public boolean isPublic() {
        return authMethods.contains("none");
    }

    /**
     * Returns whether an authorization response may go to this URI.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252 §7.3</a>
     */
    public boolean allowsRedirect(String uri) {
        return redirectUris.contains(uri)
                || withoutLoopbackPort(uri).filter(redirectUris::contains).isPresent();
    }

    private static Optional<String> withoutLoopbackPort(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            boolean loopback = "127.0.0.1".equals(host) || "[::1]".equals(host) || "localhost".equals(host);
            String named = "http://" + host;
            String ported = named + ":" + uri.getPort();
            return loopback && text.startsWith(ported + "/")
                    ? Optional.of(named + text.substring(ported.length()))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
