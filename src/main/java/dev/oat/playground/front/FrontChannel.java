package dev.oat.playground.front;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundEndpoint;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The authorization endpoint and the two pages behind it: who are you, and may the client?
 *
 * <p>It works without cookies; with one, a user who has signed in stays so, which {@code prompt} and {@code max_age}
 * are about.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.1">RFC 6749 §3.1</a>
 */
public final class FrontChannel {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String COOKIE = "oat_playground";

    /** A browser in which someone has signed in. */
    private record Session(PlaygroundUser user, Instant authTime) {}

    /** What authenticates a client at the back channel is no part of the request that it pushes. */
    private static final String[] CREDENTIALS = {"client_secret", "client_assertion", "client_assertion_type"};

    private final Issuer issuer;
    private final Mint mint;
    private final PushedRequests pushed;
    private final RequestObjects objects;
    private final Map<String, Transaction> transactions = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Set<String> consents = new HashSet<>();

    public FrontChannel(Issuer issuer) {
        this.issuer = issuer;
        this.mint = new Mint(issuer);
        this.objects = new RequestObjects(issuer);
        this.pushed = new PushedRequests(issuer);
    }

    /**
     * Takes a request that a client hands over before the browser comes.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9126#section-2.1">RFC 9126 §2.1</a>
     */
    public Answer push(PlaygroundClient client, PlaygroundForm form) {
        if (form.has("request_uri")) {
            throw OAuthError.invalidRequest("a pushed request may not refer to another");
        }
        PlaygroundForm request = signed(client, form.without(CREDENTIALS).with("client_id", client.id()));
        ResponseTarget target;
        try {
            target = target(client, request);
        } catch (Untrusted e) {
            throw OAuthError.invalidRequest("redirect_uri is missing, or not registered");
        }
        FrontRequest.read(issuer, client, target, request);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("request_uri", pushed.keep(client.id(), request));
        answer.put("expires_in", PushedRequests.LIFETIME.toSeconds());
        return Answer.json(201, JsonObject.of(answer));
    }

    /** Returns the request itself, where the browser brings a reference to it. */
    private PlaygroundForm dereferenced(PlaygroundClient client, PlaygroundForm form) {
        if (form.has("request_uri")) {
            try {
                return pushed.take(client.id(), form.required("request_uri"));
            } catch (OAuthError e) {
                throw new Untrusted("The request was pushed, and cannot be used: " + e.description() + ".");
            }
        }
        if (issuer.settings().front().requirePushed()) {
            throw new Untrusted("Requests must be pushed first, to " + issuer.endpoint("par") + ".");
        }
        try {
            return signed(client, form);
        } catch (OAuthError e) {
            throw new Untrusted("The request object cannot be used: " + e.description() + ".");
        }
    }

    /** Returns the request within a request object, where one came. */
    private PlaygroundForm signed(PlaygroundClient client, PlaygroundForm form) {
        if (form.has("request")) {
            return objects.open(client, form.required("request"));
        }
        if (issuer.settings().front().requireSigned()) {
            throw new OAuthError(400, "invalid_request_object", "requests must be signed");
        }
        return form;
    }

    public Answer authorize(Incoming request) throws IOException {
        boolean post = request.method().equals("POST");
        if (!post && !request.method().equals("GET")) {
            return Answer.empty(405).with("Allow", "GET, POST");
        }
        PlaygroundForm form = post ? request.form() : request.query();
        ResponseTarget target;
        PlaygroundClient client;
        try {
            client = client(form);
            form = dereferenced(client, form);
            target = target(client, form);
        } catch (Untrusted e) {
            // who is not known to be the client gets nothing (RFC 6749 §4.1.2.1)
            return e.page();
        }
        try {
            return begin(FrontRequest.read(issuer, client, target, form), session(request));
        } catch (OAuthError e) {
            return target.error(issuer, e);
        }
    }

    /** A request whose redirect URI cannot be trusted to be the client's. */
    private static final class Untrusted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> details;

        Untrusted(String text, String... details) {
            super(text, null, false, false);
            this.details = List.of(details);
        }

        Answer page() {
            return Pages.problem(400, "This request cannot be answered", String.valueOf(getMessage()), details);
        }
    }

    private PlaygroundClient client(PlaygroundForm form) {
        if (form.all("client_id").size() > 1 || form.all("redirect_uri").size() > 1) {
            throw new Untrusted("client_id or redirect_uri is there twice.");
        }
        String id = form.first("client_id")
                .orElseThrow(() -> new Untrusted("The request does not say which client it is from."));
        return issuer.client(id).orElseThrow(() -> new Untrusted("No client is registered under this client_id:", id));
    }

    private static ResponseTarget target(PlaygroundClient client, PlaygroundForm form) {
        String uri = form.first("redirect_uri").orElseThrow(() -> new Untrusted("The request has no redirect_uri."));
        if (!client.allowsRedirect(uri)) {
            List<String> lines = new ArrayList<>(List.of(uri));
            client.redirectUris().forEach(known -> lines.add("registered: " + known));
            throw new Untrusted(
                    "The first of these is the redirect URI of the request. “" + client.id()
                            + "” has registered the others, on loopback with any port.",
                    lines.toArray(String[]::new));
        }
        return ResponseTarget.of(client, uri, form);
    }

    private Answer begin(FrontRequest request, Optional<Session> session) {
        Optional<Session> usable = session.filter(known -> recentEnough(request, known))
                .filter(known -> !request.prompts().contains("login"))
                .filter(known -> !request.prompts().contains("select_account"));
        if (request.prompts().contains("none")) {
            return silently(request, usable);
        }
        Transaction transaction =
                new Transaction(issuer.keys().randomText(), request, Optional.empty(), Optional.empty(), issuer.now());
        if (usable.isPresent()) {
            Transaction signedIn =
                    transaction.signedIn(usable.get().user(), usable.get().authTime());
            keep(signedIn);
            return consentPage(signedIn);
        }
        keep(transaction);
        return loginPage(transaction, request.loginHint().orElse(""), Optional.empty());
    }

    private boolean recentEnough(FrontRequest request, Session session) {
        return request.maxAge().isEmpty()
                || !session.authTime().plusSeconds(request.maxAge().getAsLong()).isBefore(issuer.now());
    }

    private Answer silently(FrontRequest request, Optional<Session> session) {
        Session known = session.orElseThrow(
                () -> new OAuthError(400, "login_required", "nobody has signed in in this browser"));
        if (!hasConsented(known.user(), request)) {
            throw new OAuthError(400, "consent_required", "the user has not been asked yet");
        }
        return respond(request, known.user(), known.authTime());
    }

    public Answer login(Incoming request) throws IOException {
        return orEnded(request, this::signIn);
    }

    public Answer consent(Incoming request) throws IOException {
        return orEnded(request, this::decide);
    }

    /**
     * Signs a user out in this browser: at once, when the client shows an ID token of theirs.
     *
     * @see <a href="https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout">OpenID Connect RP-Initiated
     *     Logout §2</a>
     */
    public Answer logout(Incoming request) throws IOException {
        boolean post = request.method().equals("POST");
        PlaygroundForm form = post ? request.form() : request.query();
        try {
            Optional<PlaygroundClient> client = form.first("client_id").flatMap(issuer::client);
            Optional<String> hint = form.first("id_token_hint");
            if (hint.isPresent()) {
                verifyHint(hint.get(), client);
            }
            Optional<ResponseTarget> back = afterLogout(client, form);
            if (hint.isEmpty() && !post) {
                return Pages.signOut(issuer.endpoint("logout"), form, back);
            }
            endSession(request);
            return back.isPresent()
                    ? back.get().afterLogout()
                    : Pages.problem(200, "Signed out", "Nobody is signed in in this browser any more.", List.of());
        } catch (Untrusted e) {
            return e.page();
        }
    }

    private static Optional<ResponseTarget> afterLogout(Optional<PlaygroundClient> client, PlaygroundForm form) {
        Optional<String> uri = form.first("post_logout_redirect_uri");
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        if (client.isEmpty() || !client.get().allowsRedirect(uri.get())) {
            throw new Untrusted("post_logout_redirect_uri is not registered for the client.", uri.get());
        }
        return Optional.of(new ResponseTarget(client.get(), uri.get(), form.first("state"), "query"));
    }

    private void verifyHint(String hint, Optional<PlaygroundClient> client) {
        try {
            Jwt token = Jwt.decode(hint);
            boolean ours = Check.firstFailed(SignatureChecks.verify(
                            token,
                            issuer.keys().published(),
                            Set.of(issuer.keys().alg())))
                    .isEmpty();
            boolean theirs = client.isEmpty()
                    || token.claims().textOrTexts("aud").contains(client.get().id());
            if (!ours || !theirs) {
                throw new Untrusted("id_token_hint is no ID token of this server for this client.");
            }
        } catch (JoseException | JsonException e) {
            throw new Untrusted("id_token_hint is no ID token.");
        }
    }

    private synchronized void endSession(Incoming request) {
        for (String header : request.headers("Cookie")) {
            for (String cookie : header.split(";")) {
                if (cookie.strip().startsWith(COOKIE + "=")) {
                    sessions.remove(cookie.strip().substring(COOKIE.length() + 1));
                }
            }
        }
    }

    private static Answer orEnded(Incoming request, PlaygroundEndpoint page) throws IOException {
        try {
            return page.answer(request);
        } catch (SignInEnded e) {
            return Pages.problem(
                    400,
                    "This sign-in has ended",
                    "It was answered already, or it has waited too long. Start it again where you began.",
                    List.of());
        } catch (OAuthError e) {
            return Pages.problem(e.status(), "This form cannot be answered", e.description(), List.of());
        }
    }

    private Answer signIn(Incoming request) throws IOException {
        Transaction transaction = posted(request);
        if (request.form().first("decision").filter("cancel"::equals).isPresent()) {
            return denied(transaction, "the user cancelled");
        }
        String username = request.form().first("username").orElse("");
        String password = request.form().first("password").orElse("");
        Optional<PlaygroundUser> user =
                issuer.user(username).filter(known -> known.password().equals(Secret.of(password)));
        if (user.isEmpty()) {
            return loginPage(transaction, username, Optional.of("Wrong username or password. Try again."));
        }
        Transaction signedIn = transaction.signedIn(user.get(), issuer.now());
        keep(signedIn);
        String id = issuer.keys().randomText();
        synchronized (this) {
            sessions.put(id, new Session(user.get(), issuer.now()));
        }
        return Answer.redirect(303, issuer.endpoint("consent") + "?transaction=" + transaction.id())
                .with("Set-Cookie", COOKIE + "=" + id + "; Path=" + cookiePath() + "; HttpOnly; SameSite=Lax")
                .notStored();
    }

    private String cookiePath() {
        return issuer.path().isEmpty() ? "/" : issuer.path();
    }

    private Answer decide(Incoming request) throws IOException {
        if (request.method().equals("GET")) {
            Transaction transaction = waiting(request.query());
            return transaction.user().isPresent()
                    ? consentPage(transaction)
                    : loginPage(transaction, "", Optional.empty());
        }
        Transaction transaction = posted(request);
        switch (request.form().first("decision").orElse("")) {
            case "allow":
                if (transaction.user().isEmpty() || transaction.authTime().isEmpty()) {
                    return loginPage(transaction, "", Optional.empty());
                }
                end(transaction);
                remember(transaction.user().get(), transaction.request());
                return respond(
                        transaction.request(),
                        transaction.user().get(),
                        transaction.authTime().get());
            case "deny":
                return denied(transaction, "the user said no");
            default:
                keep(transaction.signedOut());
                return loginPage(transaction, "", Optional.empty());
        }
    }

    private Answer denied(Transaction transaction, String how) {
        end(transaction);
        return transaction.request().target().error(issuer, new OAuthError(400, "access_denied", how));
    }

    private Answer respond(FrontRequest request, PlaygroundUser user, Instant authTime) {
        Approval approval = new Approval(
                request.client(),
                Optional.of(user),
                request.scopes(),
                request.audience(),
                request.nonce(),
                Optional.of(authTime),
                request.extras(),
                issuer.keys().randomText());
        Map<String, String> response = new LinkedHashMap<>();
        Optional<String> code = Optional.empty();
        Optional<String> accessToken = Optional.empty();
        if (request.types().contains("code")) {
            code = Optional.of(code(request, approval));
            response.put("code", code.get());
        }
        if (request.types().contains("token")) {
            accessToken = Optional.of(mint.accessToken(approval));
            response.put("access_token", accessToken.get());
            response.put("token_type", "Bearer");
            response.put(
                    "expires_in",
                    Long.toString(issuer.settings().accessTokenLifetime().toSeconds()));
            response.put("scope", approval.scope());
        }
        if (request.types().contains("id_token")) {
            response.put(
                    "id_token",
                    mint.idToken(approval, accessToken, code, request.target().state()));
        }
        return request.target().success(issuer, response);
    }

    private String code(FrontRequest request, Approval approval) {
        Instant expires = issuer.faults().isOn(Fault.EXPIRED_CODE)
                ? issuer.now()
                : issuer.now().plus(issuer.settings().codeLifetime());
        TokenStore.Code code = new TokenStore.Code(
                issuer.keys().randomText(),
                approval,
                request.target().redirectUri(),
                request.challenge(),
                request.method(),
                expires);
        issuer.store().keep(code);
        return code.code();
    }

    private Answer loginPage(Transaction transaction, String username, Optional<String> problem) {
        return Pages.login(
                issuer.endpoint("login"), transaction, issuer.settings().users(), username, problem);
    }

    private Answer consentPage(Transaction transaction) {
        return transaction
                .user()
                .map(user -> Pages.consent(issuer.endpoint("consent"), transaction, user))
                .orElseGet(() -> loginPage(transaction, "", Optional.empty()));
    }

    /** Returns the transaction whose page has sent this form. */
    private Transaction posted(Incoming request) throws IOException {
        if (!request.method().equals("POST")) {
            throw new OAuthError(405, "invalid_request", "this takes POST");
        }
        return waiting(request.form());
    }

    private synchronized Transaction waiting(PlaygroundForm form) {
        Transaction transaction = transactions.get(form.first("transaction").orElse(""));
        if (transaction == null || hasEnded(transaction)) {
            throw new SignInEnded();
        }
        return transaction;
    }

    /** The page's sign-in is answered already, or has waited too long. */
    private static final class SignInEnded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SignInEnded() {
            super("the sign-in has ended", null, false, false);
        }
    }

    private boolean hasEnded(Transaction transaction) {
        return !issuer.now().isBefore(transaction.startedAt().plus(PATIENCE));
    }

    private synchronized void keep(Transaction transaction) {
        transactions.values().removeIf(this::hasEnded);
        transactions.put(transaction.id(), transaction);
    }

    private synchronized void end(Transaction transaction) {
        if (transactions.remove(transaction.id()) == null) {
            throw new SignInEnded();
        }
    }

    private synchronized Optional<Session> session(Incoming request) {
        for (String header : request.headers("Cookie")) {
            for (String cookie : header.split(";")) {
                if (cookie.strip().startsWith(COOKIE + "=")) {
                    return Optional.ofNullable(sessions.get(cookie.strip().substring(COOKIE.length() + 1)));
                }
            }
        }
        return Optional.empty();
    }

    private synchronized void remember(PlaygroundUser user, FrontRequest request) {
        request.scopes().forEach(scope -> consents.add(consent(user, request, scope)));
    }

    private synchronized boolean hasConsented(PlaygroundUser user, FrontRequest request) {
        List<String> needed = request.scopes().stream()
                .map(scope -> consent(user, request, scope))
                .toList();
        return consents.containsAll(needed);
    }

    private static String consent(PlaygroundUser user, FrontRequest request, String scope) {
        return user.subject() + " " + request.client().id() + " " + scope;
    }
}
