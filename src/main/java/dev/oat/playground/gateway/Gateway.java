package dev.oat.playground.gateway;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.StreamedResponse;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Disturbance;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Fetch;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.playground.tokens.DpopProofs;
import dev.oat.playground.tokens.PresentedToken;
import dev.oat.playground.tokens.TokenChallenge;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before the backend: checks the token of each request, answers 401 and 403 itself, and passes on only what is
 * good, with the subject in place of the token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068 §4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-3">RFC 9728 §3</a>
 */
public final class Gateway {
    /** Names a request at the gateway and, if it comes that far, at the backend. */
    static final String SUBJECT = "X-Subject";

    static final String CLIENT = "X-Client-Id";
    static final String SCOPES = "X-Scopes";

    private static final String INSUFFICIENT_SIGN_IN = "insufficient_user_authentication";
    private static final String STRONG = "mfa";
    private static final int FRESH_SECONDS = 60;
    private static final int PIECE = 16 << 10;

    private static final String METADATA = "/.well-known/oauth-protected-resource";

    /** What a request keeps to itself on its way: its credentials, what belongs to a connection, what the gateway says. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "authorization",
            "dpop",
            "cookie",
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "http2-settings",
            "transfer-encoding",
            "content-length",
            "expect",
            "proxy-authorization",
            "proxy-connection",
            "x-request-id",
            "x-subject",
            "x-client-id",
            "x-scopes",
            "x-forwarded-host");

    private static final Set<String> NOT_PASSED_BACK =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "date");

    private final URI origin;
    private final URI backend;
    private final List<Issuer> issuers;
    private final Disturbance disturbance;
    private final DpopProofs proofs;
    private final AtomicLong requests = new AtomicLong();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    public Gateway(URI origin, URI backend, List<Issuer> issuers, Disturbance disturbance, DpopProofs proofs) {
        this.proofs = proofs;
        this.origin = origin;
        this.backend = backend;
        this.issuers = List.copyOf(issuers);
        this.disturbance = disturbance;
    }

    public Answer answer(Incoming request) throws IOException {
        if (request.path().equals(METADATA)) {
            return disturbance.apply("resource", Answer.json(200, metadata()).with("Cache-Control", "no-cache"));
        }
        String id = "r" + requests.incrementAndGet();
        return disturbance.apply("api", judge(request, id).with(ReceivedRequest.REQUEST_ID, id));
    }

    /** Returns the ids of the requests that the gateway answered itself, with 401 or 403. */
    public Set<String> refused() {
        return Set.copyOf(refused);
    }

    private Answer judge(Incoming request, String id) throws IOException {
        Map<String, String> more = new LinkedHashMap<>();
        String scope = scopeFor(request.method(), request.path());
        if (!scope.isEmpty()) {
            more.put("scope", scope);
        }
        if (!issuers.get(0).faults().isOn(Fault.CHALLENGE_WITHOUT_METADATA)) {
            more.put("resource_metadata", origin + METADATA);
        }
        Approval approval;
        String scheme = PresentedToken.BEARER;
        try {
            Optional<PresentedToken> token = PresentedToken.of(request);
            if (token.isEmpty()) {
                refused.add(id);
                return TokenChallenge.tokenNeeded(more);
            }
            scheme = token.get().scheme();
            approval = check(token.get().text());
            proofs.require(request, token.get(), boundTo(token.get().text()));
            for (Issuer issuer : issuers) {
                issuer.store().requireCertificate(token.get().text(), request);
            }
            if (!scope.isEmpty() && !approval.scopes().contains(scope)) {
                throw new OAuthError(403, "insufficient_scope", "this takes the scope " + scope);
            }
            checkSignIn(request.path(), approval, more);
        } catch (OAuthError e) {
            refused.add(id);
            return proofs.withNonce(TokenChallenge.refused(scheme, e, more));
        }
        Answer answer = passOn(request, approval, id);
        return scheme.equals(PresentedToken.DPOP) ? proofs.withNonce(answer) : answer;
    }

    /** Returns the key that a token is bound to, by the word of the issuer that made it. */
    private Optional<String> boundTo(String token) {
        return issuers.stream()
                .flatMap(issuer -> issuer.store().boundTo(token).stream())
                .findFirst();
    }

    /** Returns the scope that a request takes, or empty for any token. */
    private static String scopeFor(String method, String path) {
        if (path.equals("/admin") || path.startsWith("/admin/")) {
            return "admin";
        }
        if (path.equals("/orders") || path.startsWith("/orders/")) {
            return method.equals("GET") || method.equals("HEAD") ? "read" : "write";
        }
        return "";
    }

    /**
     * Whether the user signed in as this request takes it.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9470#section-3">RFC 9470 §3</a>
     */
    private void checkSignIn(String path, Approval approval, Map<String, String> challenge) {
        if (path.equals("/payments") && !approval.extras().acr().equals(Optional.of(STRONG))) {
            challenge.put("acr_values", STRONG);
            throw new OAuthError(401, INSUFFICIENT_SIGN_IN, "this takes a stronger sign-in");
        }
        Instant oldest = issuers.get(0).now().minusSeconds(FRESH_SECONDS);
        boolean fresh =
                approval.authTime().isPresent() && !approval.authTime().get().isBefore(oldest);
        if (path.equals("/fresh") && !fresh) {
            challenge.put("max_age", Integer.toString(FRESH_SECONDS));
            throw new OAuthError(401, INSUFFICIENT_SIGN_IN, "this takes a fresher sign-in");
        }
    }

    private Approval check(String text) {
        boolean jwt = text.chars().filter(c -> c == '.').count() == 2;
        return jwt ? checkJwt(text) : checkOpaque(text);
    }

    private Approval checkJwt(String text) {
        try {
            Jwt jwt = Jwt.decode(text);
            String iss = jwt.claims().text("iss").orElse("");
            Issuer issuer = issuers.stream()
                    .filter(one -> one.id().equals(iss))
                    .findFirst()
                    .orElseThrow(() -> invalid("the access token is of an issuer that the gateway does not know"));
            String type = jwt.header().text("typ").orElse("").toLowerCase(Locale.ROOT);
            if (!type.equals("at+jwt") && !type.equals("application/at+jwt")) {
                throw invalid("the token is not an access token");
            }
            List<Check> signature = SignatureChecks.verify(
                    jwt, issuer.keys().published(), Set.of(issuer.keys().alg()));
            if (Check.firstFailed(signature).isPresent()) {
                throw invalid("the access token's signature does not fit");
            }
            if (!issuer.now()
                    .isBefore(Instant.ofEpochSecond(jwt.claims().number("exp").orElse(0L)))) {
                throw invalid("the access token has expired");
            }
            return stored(issuer, text);
        } catch (JoseException | JsonException e) {
            throw invalid("the access token cannot be read");
        }
    }

    private Approval checkOpaque(String text) {
        Issuer issuer = issuers.stream()
                .filter(one -> one.store().accessToken(text).isPresent())
                .findFirst()
                .orElseThrow(() -> invalid("the access token is unknown"));
        return stored(issuer, text);
    }

    /** Returns what the issuer itself says of the token, as introspection would. */
    private Approval stored(Issuer issuer, String text) {
        switch (issuer.store().stateOfAccessToken(text, issuer.now())) {
            case EXPIRED -> throw invalid("the access token has expired");
            case REVOKED -> throw invalid("the access token was revoked");
            case UNKNOWN -> throw invalid("the access token is unknown");
            default -> {
                // good
            }
        }
        Approval approval = issuer.store()
                .accessToken(text)
                .orElseThrow(() -> invalid("the access token is unknown"))
                .approval();
        String here = origin.toString();
        boolean forUs = approval.audience().stream().anyMatch(aud -> aud.equals(here) || aud.startsWith(here + "/"));
        if (!forUs) {
            throw invalid("the access token is for another audience");
        }
        return approval;
    }

    private static OAuthError invalid(String description) {
        return new OAuthError(401, "invalid_token", description);
    }

    private Answer passOn(Incoming request, Approval approval, String id) throws IOException {
        Headers headers = Headers.empty();
        for (Map.Entry<String, List<String>> field : request.headers().entrySet()) {
            if (!NOT_PASSED_ON.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                for (String value : field.getValue()) {
                    headers = headers.with(field.getKey(), value);
                }
            }
        }
        headers = headers.with(ReceivedRequest.REQUEST_ID, id)
                .with(
                        SUBJECT,
                        approval.user()
                                .map(PlaygroundUser::username)
                                .orElse(approval.client().id()))
                .with(CLIENT, approval.client().id())
                .with(SCOPES, approval.scope())
                .with("X-Forwarded-Host", origin.getRawAuthority());
        String query = request.uri().getRawQuery();
        URI target = URI.create(backend + request.uri().getRawPath() + (query == null ? "" : "?" + query));
        StreamedResponse reply;
        try {
            reply = Fetch.send(request.method(), target, headers, body(request));
        } catch (IOException e) {
            return Answer.json(502, "{\"error\":\"bad_gateway\"}");
        }
        boolean bodyless = request.method().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
        Answer answer = Answer.streamed(reply.status(), length(reply), out -> {
            try (reply;
                    InputStream in = reply.body()) {
                // piece by piece: events are not kept back until there are many
                byte[] piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    out.write(piece, 0, read);
                    out.flush();
                }
            } catch (Failure e) {
                throw new IOException(e);
            }
        });
        if (bodyless) {
            reply.close();
        }
        for (Headers.Header header : reply.headers().fields()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!NOT_PASSED_BACK.contains(name) && !name.equals(ReceivedRequest.REQUEST_ID.toLowerCase(Locale.ROOT))) {
                answer = answer.with(header.name(), header.value());
            }
        }
        return answer;
    }

    private static Body body(Incoming request) {
        Optional<String> length = request.header("Content-Length");
        String type = request.header("Content-Type").orElse("application/octet-stream");
        if (length.isPresent()) {
            return new Body.OfStream(type, request.body(), Long.parseLong(length.get()));
        }
        boolean chunked = request.header("Transfer-Encoding").isPresent();
        return chunked ? new Body.OfStream(type, request.body()) : Body.none();
    }

    /** Returns how long the backend's answer says that it is, or -1. */
    private static long length(StreamedResponse reply) {
        boolean chunked = reply.headers().has("Transfer-Encoding");
        return chunked
                ? -1
                : reply.headers().first("Content-Length").map(Long::parseLong).orElse(-1L);
    }

    private JsonObject metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        Faults faults = issuers.get(0).faults();
        metadata.put(
                "resource", faults.isOn(Fault.RESOURCE_MISMATCH) ? "https://elsewhere.example" : origin.toString());
        metadata.put("authorization_servers", List.of(issuers.get(0).id()));
        metadata.put("scopes_supported", List.of("read", "write", "admin"));
        metadata.put("bearer_methods_supported", List.of("header"));
        metadata.put("dpop_signing_alg_values_supported", DpopProofs.ALGORITHMS);
        metadata.put("resource_name", "oat playground");
        return JsonObject.of(metadata);
    }
}
