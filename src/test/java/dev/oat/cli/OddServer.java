package dev.oat.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.oat.http.Form;
import dev.oat.jose.Base64Url;
import dev.oat.jose.HalfHash;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An authorization server that signs everybody in at once, and of whose messages a test may change whatever it likes.
 *
 * <p>Unless changed, everything that it says is right.
 */
public final class OddServer implements AutoCloseable {
    public static final String CLIENT = "odd-client";
    static final String CODE = "SplxlOBeZQQYbYS6WxSbIA";
    public static final String ACCESS_TOKEN = "odd-access-token-2YotnFZFEjr1zCsicMWpAA";

    /** An answer: a status, a media type, headers as {@code Name: value}, and a body. */
    public record Reply(int status, String type, String body, List<String> headers) {
        public static Reply json(int status, JsonObject body) {
            return new Reply(status, "application/json", body.toJson(), List.of());
        }

        public static Reply text(int status, String type, String body) {
            return new Reply(status, type, body, List.of());
        }

        public static Reply redirect(String location) {
            return new Reply(302, "text/plain", "", List.of("Location: " + location));
        }
    }

    /** A request that came in. */
    public record Hit(String method, String path, Form query, Form form, Map<String, List<String>> headers) {}

    private final HttpServer http;
    private final Clock clock;
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Function<Hit, Reply>> pages = new ConcurrentHashMap<>();
    private final List<Hit> hits = new CopyOnWriteArrayList<>();
    private final Jwk key = Jwk.generate("ES256", new SecureRandom());
    private final Map<String, Form> requests = new ConcurrentHashMap<>();

    /** What stands in the ID token's header and claims, and what is done to the signed text. */
    public UnaryOperator<Map<String, Object>> idTokenHeader = UnaryOperator.identity();

    public UnaryOperator<Map<String, Object>> idTokenClaims = UnaryOperator.identity();
    public UnaryOperator<String> idTokenText = UnaryOperator.identity();
    public Jwk idTokenKey = key;
    public List<Jwk> published = List.of(key);
    public UnaryOperator<Map<String, Object>> tokenAnswer = UnaryOperator.identity();
    UnaryOperator<Form> response = UnaryOperator.identity();

    public OddServer(Clock clock) {
        this.clock = clock;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        metadata.put("issuer", issuer());
        metadata.put("authorization_endpoint", issuer() + "/authorize");
        metadata.put("token_endpoint", issuer() + "/token");
        metadata.put("jwks_uri", issuer() + "/jwks");
        metadata.put("userinfo_endpoint", issuer() + "/userinfo");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("id_token_signing_alg_values_supported", List.of("ES256"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        page("/.well-known/openid-configuration", hit -> Reply.json(200, JsonObject.of(metadata)));
        page("/jwks", hit -> Reply.json(200, JwkSet.of(published).toPublicJson()));
        page("/authorize", this::authorize);
        page("/token", hit -> Reply.json(200, JsonObject.of(tokenAnswer.apply(tokens()))));
        http.createContext("/", this::serve);
        http.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Changes the metadata; {@code null} leaves a member out. */
    public OddServer metadata(String member, Object value) {
        if (value == null) {
            metadata.remove(member);
        } else {
            metadata.put(member, value);
        }
        return this;
    }

    /** Answers at a path in another way. */
    public OddServer page(String path, Function<Hit, Reply> answer) {
        pages.put(path, answer);
        return this;
    }

    /** The requests at a path, in order. */
    public List<Hit> hits(String path) {
        return hits.stream().filter(hit -> hit.path().equals(path)).toList();
    }

    /** All requests, in order. */
    public List<Hit> allHits() {
        return List.copyOf(hits);
    }

    /** The paths of all requests, in order. */
    public List<String> paths() {
        return hits.stream().map(Hit::path).toList();
    }

    public Jwk key() {
        return key;
    }

    /** The parameters of the last authorization request that the browser brought. */
    public Form request() {
        return requests.getOrDefault("last", Form.empty());
    }

    /** What the browser is answered when the user agrees at once. */
    Reply authorized(Hit hit) {
        return authorize(hit);
    }

    private Reply authorize(Hit hit) {
        requests.put("last", hit.query());
        Form back = response.apply(Form.empty()
                .with("code", CODE)
                .with("state", hit.query().first("state").orElse(""))
                .with("iss", issuer()));
        return Reply.redirect(hit.query().first("redirect_uri").orElseThrow() + "?" + back.encode());
    }

    /** A right token answer. */
    Map<String, Object> tokens() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", ACCESS_TOKEN);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", 600);
        answer.put("refresh_token", "odd-refresh-token-tGzv3JOkF0XG5Qx2TlKWIA");
        answer.put("scope", "openid");
        answer.put("id_token", idToken(Map.of("at_hash", HalfHash.of("ES256", ACCESS_TOKEN))));
        return answer;
    }

    /** An ID token with what the test has changed in it. */
    String idToken(Map<String, Object> more) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ES256");
        header.put("kid", key.keyId().orElseThrow());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("sub", "user-odd");
        claims.put("aud", CLIENT);
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("auth_time", now - 5);
        request().first("nonce").ifPresent(nonce -> claims.put("nonce", nonce));
        claims.putAll(more);
        return idTokenText.apply(signed(idTokenHeader.apply(header), idTokenClaims.apply(claims), idTokenKey));
    }

    /** A signed JWT; with {@code alg: none} an unsigned one. */
    static String signed(Map<String, Object> header, Map<String, Object> claims, Jwk key) {
        if (String.valueOf(header.get("alg")).equalsIgnoreCase("none")) {
            return part(header) + "." + part(claims) + ".";
        }
        return Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key);
    }

    private static String part(Map<String, Object> members) {
        return Base64Url.encode(JsonObject.of(members).toJson().getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Hit hit = new Hit(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    Form.parse(query),
                    exchange.getRequestMethod().equals("POST") ? Form.parse(body) : Form.empty(),
                    new LinkedHashMap<>(exchange.getRequestHeaders()));
            hits.add(hit);
            Reply reply = pages.getOrDefault(hit.path(), other -> Reply.text(404, "text/plain", "nothing here"))
                    .apply(hit);
            exchange.getResponseHeaders().add("Content-Type", reply.type());
            for (String header : reply.headers()) {
                int colon = header.indexOf(':');
                exchange.getResponseHeaders().add(header.substring(0, colon), header.substring(colon + 2));
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
