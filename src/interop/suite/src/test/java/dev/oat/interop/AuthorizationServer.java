package dev.oat.interop;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A running server, and what a test must know to use it.
 *
 * @param basic the client that authenticates by client_secret_basic
 * @param post the client that authenticates by client_secret_post
 * @param login the client that people sign in with
 * @param scope what a login asks for, so that a refresh token comes
 * @param visitor who signs in
 * @param back the server's back channel as the API sees it
 * @param jwtGuard checks access tokens asked for with {@code jwtOptions}
 * @param jwtOptions what makes the server issue a JWT for the API as access token
 * @param lifetime of access tokens
 */
record AuthorizationServer(
        ServerProcess process,
        String issuer,
        Client basic,
        Client post,
        Client login,
        String scope,
        ScriptedBrowser.Visitor visitor,
        Back back,
        Api.Guard jwtGuard,
        List<String> jwtOptions,
        Duration lifetime)
        implements AutoCloseable {

    /** A client id and its secret; an empty secret is a public client. */
    record Client(String id, String secret) {
        List<String> options(Oat oat) {
            return secret.isEmpty()
                    ? List.of("--client-id", id)
                    : List.of("--client-id", id, "--client-secret", oat.secretFile(secret));
        }
    }

    private static final Client BASIC = new Client("oat:basic", "b&s=c +100%25/\"~\"");
    private static final Client POST = new Client("oat-post", "p+st &=%/100");
    private static final Client PUBLIC = new Client("oat-public", "");
    private static final Client API = new Client("oat-api", "the-api-asks-too");
    private static final Duration LIFETIME = Duration.ofSeconds(300);

    static AuthorizationServer oidcProvider(Api api) {
        return oidcProvider(api, "{\"keys\":[]}", false);
    }

    /** It asks for a nonce in every DPoP proof. */
    static AuthorizationServer oidcProviderWithDpopNonces(Api api) {
        return oidcProvider(api, "{\"keys\":[]}", true);
    }

    /** With the public keys of the clients that sign, or to which is encrypted, as a JWKS. */
    static AuthorizationServer oidcProvider(Api api, String clientKeys) {
        return oidcProvider(api, clientKeys, false);
    }

    private static AuthorizationServer oidcProvider(Api api, String clientKeys, boolean dpopNonce) {
        int port = ServerProcess.freePort();
        String issuer = "http://127.0.0.1:" + port;
        String resource = api.origin() + "/";
        ServerProcess process = ServerProcess.start(
                "oidc-provider",
                List.of(
                        "node",
                        Workplace.sources().resolve("oidc-provider/server.mjs").toString(),
                        "{\"port\":%d,\"api\":\"%s\",\"accessTokenTTL\":%d,\"clientKeys\":%s,\"dpopNonce\":%b}"
                                .formatted(port, resource, LIFETIME.toSeconds(), clientKeys, dpopNonce)),
                Map.of(),
                URI.create(issuer + "/.well-known/openid-configuration"));
        Back back = new Back(issuer, API.id(), API.secret());
        return new AuthorizationServer(
                process,
                issuer,
                BASIC,
                POST,
                PUBLIC,
                "openid profile offline_access read",
                ScriptedBrowser.visitor("alice", "any will do"),
                back,
                Api.byJwks(back.endpoint("jwks_uri"), issuer, resource),
                List.of("--resource", resource),
                LIFETIME);
    }

    static AuthorizationServer spring() {
        int port = ServerProcess.freePort();
        String issuer = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(Workplace.smallJvm());
        command.addAll(List.of(
                "-cp",
                Workplace.built().resolve("spring/classes") + ":" + Workplace.classPath("spring"),
                "dev.oat.interop.spring.SpringServer",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.security.oauth2.authorizationserver.issuer=" + issuer,
                "--spring.main.banner-mode=off",
                "--interop.access-token-seconds=" + LIFETIME.toSeconds()));
        ServerProcess process = ServerProcess.start(
                "spring", command, Map.of(), URI.create(issuer + "/.well-known/openid-configuration"));
        Back back = new Back(issuer, API.id(), API.secret());
        return new AuthorizationServer(
                process,
                issuer,
                BASIC,
                POST,
                BASIC,
                "openid profile read",
                ScriptedBrowser.visitor("alice", "down the & hole"),
                back,
                Api.byJwks(back.endpoint("jwks_uri"), issuer, BASIC.id()),
                List.of(),
                LIFETIME);
    }

    static AuthorizationServer mock() {
        int port = ServerProcess.freePort();
        String issuer = "http://127.0.0.1:" + port + "/default";
        List<String> command = new ArrayList<>(Workplace.smallJvm());
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.log.no.nav=debug",
                "-cp",
                Workplace.classPath("mock-oauth2-server"),
                "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt"));
        String configuration = """
                {"interactiveLogin": true, "rotateRefreshToken": true, "httpServer": "NettyWrapper"}
                """;
        ServerProcess process = ServerProcess.start(
                "mock-oauth2-server",
                command,
                Map.of(
                        "SERVER_HOSTNAME",
                        "127.0.0.1",
                        "SERVER_PORT",
                        Integer.toString(port),
                        "JSON_CONFIG",
                        configuration),
                URI.create(issuer + "/.well-known/openid-configuration"));
        Back back = new Back(issuer, API.id(), API.secret());
        return new AuthorizationServer(
                process,
                issuer,
                BASIC,
                POST,
                BASIC,
                "openid profile offline_access read",
                ScriptedBrowser.visitor("alice", "unasked"),
                back,
                Api.byJwksForAnyAudience(back.endpoint("jwks_uri"), issuer),
                List.of(),
                Duration.ofHours(1));
    }

    @Override
    public void close() {
        process.close();
    }
}
