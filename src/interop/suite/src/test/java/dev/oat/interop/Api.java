package dev.oat.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A protected API that believes no token unasked: it checks the signature by JWKS, or asks the server. A token that is
 * bound to a key is good only with a proof of that key (RFC 9449), and no other token is good with one.
 */
final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "/.well-known/oauth-protected-resource";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Integer> answers = new ArrayList<>();
    private Guard guard;
    private Duration clockAhead = Duration.ZERO;
    private String protector = "";
    private DpopCheck proofs = DpopCheck.withoutNonce();

    /** Tells whose token it is, or nothing when it is not to be accepted at this time. */
    interface Guard {
        Optional<String> subjectOf(String token, Instant now);
    }

    Api(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void guardedBy(Guard newGuard) {
        guard = newGuard;
        clockAhead = Duration.ZERO;
        proofs = DpopCheck.withoutNonce();
        answers.clear();
    }

    /** From now on, and until {@link #guardedBy}, each proof must hold a nonce of this API's. */
    synchronized void asksForDpopNonces() {
        proofs = DpopCheck.withNonce();
    }

    private synchronized DpopCheck proofs() {
        return proofs;
    }

    /** From now on it says which authorization server protects it (RFC 9728). */
    synchronized void saysThatItIsProtectedBy(String issuer) {
        protector = issuer;
    }

    private synchronized String protector() {
        return protector;
    }

    synchronized void setClockAhead(Duration ahead) {
        clockAhead = ahead;
    }

    /** The statuses it has answered since {@link #guardedBy} or the last call of this. */
    synchronized List<Integer> answersSinceLastAsked() {
        List<Integer> copy = List.copyOf(answers);
        answers.clear();
        return copy;
    }

    /** Would it let this token in now? Nothing is counted. */
    boolean accepts(String token) {
        return currentGuard().subjectOf(token, now()).isPresent();
    }

    private synchronized Guard currentGuard() {
        return guard;
    }

    private synchronized Instant now() {
        return Instant.now().plus(clockAhead);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals(METADATA)
                    && !protector().isEmpty()) {
                sendUncounted(
                        exchange,
                        200,
                        Map.of(
                                "resource",
                                origin() + "/",
                                "authorization_servers",
                                List.of(protector()),
                                "scopes_supported",
                                List.of("read")));
                return;
            }
            byte[] sent = exchange.getRequestBody().readAllBytes();
            Optional<String> token = credentials(exchange, "Bearer ");
            Optional<String> bound = credentials(exchange, "DPoP ");
            Optional<String> subject =
                    token.or(() -> bound).flatMap(value -> currentGuard().subjectOf(value, now()));
            Optional<String> fault = bound.isPresent() ? faultOfProof(exchange, bound.get()) : Optional.empty();
            if (fault.isPresent()) {
                proofs().nonce()
                        .ifPresent(nonce -> exchange.getResponseHeaders().set("DPoP-Nonce", nonce));
                refuse(exchange, "DPoP realm=\"interop\", algs=\"ES256 PS256\", error=\"" + fault.get() + "\"");
                return;
            }
            boolean withoutProof =
                    token.isPresent() && DpopCheck.boundTo(token.get()).isPresent();
            if (subject.isEmpty() || withoutProof) {
                String scheme = bound.isPresent() || withoutProof ? "DPoP" : "Bearer";
                refuse(
                        exchange,
                        token.isEmpty() && bound.isEmpty()
                                ? "Bearer realm=\"interop\""
                                        + (protector().isEmpty()
                                                ? ""
                                                : ", resource_metadata=\"" + origin() + METADATA + "\"")
                                : scheme + " realm=\"interop\", error=\"invalid_token\", error_description=\"expired,"
                                        + " revoked or not for us\"");
                return;
            }
            send(
                    exchange,
                    200,
                    Map.of(
                            "hello", subject.get(),
                            "method", exchange.getRequestMethod(),
                            "received", new String(sent, StandardCharsets.UTF_8)));
        }
    }

    private static Optional<String> credentials(HttpExchange exchange, String scheme) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .filter(value -> value.startsWith(scheme))
                .map(value -> value.substring(scheme.length()));
    }

    private Optional<String> faultOfProof(HttpExchange exchange, String token) {
        List<String> headers = exchange.getRequestHeaders().getOrDefault("DPoP", List.of());
        if (headers.size() != 1) {
            return Optional.of("invalid_dpop_proof");
        }
        String url = origin() + exchange.getRequestURI().getRawPath();
        return proofs().fault(headers.get(0), exchange.getRequestMethod(), url, token);
    }

    private void refuse(HttpExchange exchange, String challenge) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        send(exchange, 401, Map.of("error", "come back with a good token"));
    }

    private void send(HttpExchange exchange, int status, Map<String, String> body) throws IOException {
        synchronized (this) {
            answers.add(status);
        }
        sendUncounted(exchange, status, body);
    }

    private static void sendUncounted(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Checks signature, type, issuer, audience and expiry as RFC 9068 section 4 has it. */
    static Guard byJwks(URI jwks, String issuer, String audience) {
        return byJwks(jwks, issuer, audiences -> audiences.contains(audience));
    }

    /** The same for a server that names no audience in a user's access tokens. */
    static Guard byJwksForAnyAudience(URI jwks, String issuer) {
        return byJwks(jwks, issuer, audiences -> true);
    }

    private static Guard byJwks(URI jwks, String issuer, Predicate<List<String>> meant) {
        try {
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                    JWKSourceBuilder.<SecurityContext>create(jwks.toURL()).build()));
            processor.setJWSTypeVerifier(
                    new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
            processor.setJWTClaimsSetVerifier((claims, context) -> {});
            return (token, now) -> {
                try {
                    JWTClaimsSet claims = processor.process(token, null);
                    boolean good = issuer.equals(claims.getIssuer())
                            && meant.test(claims.getAudience())
                            && now.isBefore(claims.getExpirationTime().toInstant());
                    return good ? Optional.of(claims.getSubject()) : Optional.empty();
                } catch (java.text.ParseException
                        | com.nimbusds.jose.JOSEException
                        | com.nimbusds.jose.proc.BadJOSEException refused) {
                    return Optional.empty();
                }
            };
        } catch (java.net.MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the server about each token, each time (RFC 7662). */
    static Guard byIntrospection(Back back) {
        return (token, now) -> {
            JsonNode said = back.introspect(token);
            boolean good = said.path("active").asBoolean()
                    && now.isBefore(Instant.ofEpochSecond(said.path("exp").asLong()));
            return good
                    ? Optional.of(said.path("sub").asText(said.path("client_id").asText()))
                    : Optional.empty();
        };
    }
}
