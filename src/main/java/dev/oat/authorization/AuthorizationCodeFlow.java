package dev.oat.authorization;

import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.authorization.redirect.Alarm;
import dev.oat.authorization.redirect.AwaitedResponse;
import dev.oat.authorization.redirect.RedirectListener;
import dev.oat.authorization.redirect.ResultPage;
import dev.oat.authorization.response.AuthorizationExpectations;
import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.authorization.response.JwtResponses;
import dev.oat.authorization.response.PastedResponse;
import dev.oat.authorization.response.Refusal;
import dev.oat.authorization.response.ResponseReader;
import dev.oat.authorization.response.ResponseType;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.jwt.IdTokenExpectations;
import dev.oat.endpoint.jwt.IdTokenValidator;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Signs a user in by authorization code and PKCE, or by the older ways that bring tokens at once, in their own browser.
 *
 * <p>One call is one attempt, with its own state, nonce and verifier: listen, send the browser out, judge what comes back,
 * redeem the code, validate the ID token, let the caller store the result, and only then tell the browser how it ended.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1">RFC 6749 §4.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-4.1">RFC 8252 §4.1</a>
 */
public final class AuthorizationCodeFlow {
    private final AuthorizationServer server;
    private final TokenEndpoint tokens;
    private final IdTokenValidator validator;
    private final JwtResponses jwts;
    private final SecureRandom random;
    private final Alarm alarm;
    private final Trace trace;

    /**
     * Creates a flow.
     *
     * @param server where the user signs in; only its own token endpoint ever gets the code
     * @param tokens that token endpoint
     * @param validator judges the ID token
     * @param jwts judges responses that come as JWTs
     * @param random the source of state, nonce and verifier
     * @param alarm the clock of every wait
     * @param trace takes what happens
     */
    public AuthorizationCodeFlow(
            AuthorizationServer server,
            TokenEndpoint tokens,
            IdTokenValidator validator,
            JwtResponses jwts,
            SecureRandom random,
            Alarm alarm,
            Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.validator = Objects.requireNonNull(validator, "validator is null");
        this.jwts = Objects.requireNonNull(jwts, "jwts is null");
        this.random = Objects.requireNonNull(random, "random is null");
        this.alarm = Objects.requireNonNull(alarm, "alarm is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** Gets the user to the authorization server's page, by a browser or by an address that they open themselves. */
    @FunctionalInterface
    public interface Guide {
        /** Starts the way; returns at once. We are listening already. */
        void start(Attempt attempt);
    }

    /** One sign-in under way, as far as a guide may know it. */
    public static final class Attempt {
        private final BrowserAddress address;
        private final String redirectUri;
        private final ResponseReader reader;
        private final AwaitedResponse awaited;

        Attempt(BrowserAddress address, String redirectUri, ResponseReader reader, AwaitedResponse awaited) {
            this.address = address;
            this.redirectUri = redirectUri;
            this.reader = reader;
            this.awaited = awaited;
        }

        /** Returns the page to open. */
        public BrowserAddress address() {
            return address;
        }

        /** Where the browser will come back to. */
        public String redirectUri() {
            return redirectUri;
        }

        /** Returns the port on which we listen for it. */
        public int port() {
            return URI.create(redirectUri).getPort();
        }

        /** Whether an answer has come, or the wait has ended. */
        public boolean isOver() {
            return awaited.isOver();
        }

        /** Ends the wait by a sign-in that came another way; false when it was over already. */
        public boolean signedInElsewhere(SignedIn signedIn) {
            return awaited.end(new Elsewhere(signedIn));
        }

        /** Ends the wait without a sign-in, unless it is over. */
        public void fail(Failure failure) {
            awaited.fail(failure);
        }

        /**
         * Takes what the user pasted: the address on which the browser ended, its query, or the bare code.
         *
         * @return why it cannot be used, as a sentence part, and the wait goes on; empty when it was taken
         */
        public Optional<String> paste(String line) {
            try {
                awaited.offer(PastedResponse.read(line, redirectUri, reader));
                return Optional.empty();
            } catch (Refusal refusal) {
                return Optional.of(refusal.reason());
            }
        }
    }

    /**
     * Signs in.
     *
     * @param plan what to ask for
     * @param guide gets the user to the server's page
     * @param conclusion stores the result; what it throws is the outcome that the browser is told
     * @throws Failure.Refused if the server or the user says no
     * @throws Failure.CheckFailed if an answer is not what it must be
     * @throws Failure.TimedOut if nobody comes in time
     * @throws Failure.Usage if we cannot listen, or the request is one that cannot be made
     * @throws Failure.Unreachable if the code cannot be exchanged
     */
    public SignedIn signIn(SignInPlan plan, Guide guide, Consumer<SignedIn> conclusion) {
        Pkce.Method method = plan.type().bringsCode() ? plan.pkce() : Pkce.Method.OFF;
        if (plan.type().bringsCode()) {
            verifyPkce(method);
        }
        if (plan.type().bringsTokens()) {
            warnOfTokensInTheBrowser(plan.type());
        }
        URI endpoint = server.require(Endpoint.AUTHORIZATION);
        Attempted attempted = new Attempted(
                plan, RandomText.of128Bits(random), RandomText.of128Bits(random), Pkce.create(method, random));
        AwaitedResponse awaited = new AwaitedResponse();
        ResponseReader reader = new ResponseReader(plan.type(), plan.mode(), attempted.state(), jwts.decryption());
        try (RedirectListener listener = RedirectListener.open(plan.redirect(), reader, awaited, alarm, trace)) {
            AuthorizationRequest request = AuthorizationRequest.of(
                    plan.type(),
                    endpoint,
                    plan.clientId(),
                    listener.redirectUri(),
                    plan.mode(),
                    plan.scope(),
                    attempted.state(),
                    plan.asksForIdToken() ? Optional.of(attempted.nonce()) : Optional.empty(),
                    plan.extra(),
                    stages(attempted.pkce(), plan.hardening()));
            BrowserAddress address = BrowserAddress.of(request.url(), plan.allowHttp());
            trace.note("listening at " + listener.redirectUri() + " for the answer");
            trace.add(request);
            guide.start(new Attempt(address, listener.redirectUri(), reader, awaited));
            try {
                SignedIn signedIn = signedIn(awaited, listener.redirectUri(), attempted);
                conclusion.accept(signedIn);
                listener.finish(ResultPage.signedIn(signedIn.name().orElse(""), serverName(endpoint)));
                return signedIn;
            } catch (Failure failure) {
                listener.finish(ResultPage.failed(failure));
                throw failure;
            }
        }
    }

    private SignedIn signedIn(AwaitedResponse awaited, String redirectUri, Attempted attempted) {
        AuthorizationResponse response;
        try {
            response = awaited.await(attempted.plan().patience(), alarm, redirectUri);
        } catch (Elsewhere elsewhere) {
            return elsewhere.signedIn;
        }
        return believe(response, redirectUri, attempted);
    }

    /** Ends the wait without a response, as the sign-in is complete. */
    private static final class Elsewhere extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SignedIn signedIn;

        private Elsewhere(SignedIn signedIn) {
            super("signed in another way", null, false, false);
            this.signedIn = signedIn;
        }
    }

    /** What one attempt has made up, to be found again in what comes back. */
    private record Attempted(SignInPlan plan, Secret state, Secret nonce, Pkce pkce) {}

    private static List<RequestStage> stages(Pkce pkce, List<RequestStage> hardening) {
        List<RequestStage> stages = new ArrayList<>();
        stages.add(pkce);
        stages.addAll(hardening);
        return stages;
    }

    private void verifyPkce(Pkce.Method method) {
        if (method != Pkce.Method.S256) {
            trace.warn("--pkce " + method.parameter()
                    + " leaves the authorization code unprotected (RFC 9700 §2.1.1); for debugging only");
        }
        try {
            trace.verify(
                    "server metadata", List.of(Pkce.check(method, server.texts("code_challenge_methods_supported"))));
        } catch (Failure.CheckFailed e) {
            e.phase("sign-in");
            throw e.hint("--pkce plain or --pkce off signs in without that protection, for debugging");
        }
    }

    private void warnOfTokensInTheBrowser(ResponseType type) {
        trace.warn("--response-type \"" + type.parameter() + "\" is legacy: "
                + (type.bringsAccessToken()
                        ? "the access token passes through the browser, where it can leak (RFC 9700 §2.1.2)"
                        : "a code with PKCE does the same (RFC 9700 §2.1.2)"));
    }

    private SignedIn believe(AuthorizationResponse raw, String redirectUri, Attempted attempted) {
        trace.add(raw);
        SignInPlan plan = attempted.plan();
        // a JWT says of itself who made it, as iss does
        boolean announced = plan.mode().isJwt() || server.flag(AuthorizationExpectations.ANNOUNCED);
        AuthorizationResponse response = (plan.mode().isJwt() ? jwts.open(raw) : raw)
                .verified(
                        new AuthorizationExpectations(
                                plan.type(), attempted.state(), server.issuer(), announced, plan.unannouncedIssuer()),
                        trace);
        Optional<JsonObject> early =
                response.idToken().isPresent() && plan.type().bringsIdToken()
                        ? Optional.of(frontChannelUser(response, attempted))
                        : Optional.empty();
        if (!plan.type().bringsCode()) {
            TokenResponse tokens = new TokenResponse(response.tokens());
            if (plan.type().bringsAccessToken()) {
                tokens = this.tokens.believed(tokens);
            }
            if (early.isPresent()) {
                verifyRequestedClaims(early.get(), plan);
            }
            return new SignedIn(tokens, early);
        }
        TokenResponse answer = tokens.redeem(
                        new AuthorizationCodeGrant(
                                response.code(), redirectUri, attempted.pkce().verifier()),
                        plan.tokenExtra())
                .orThrow();
        if (plan.extra().has("authorization_details") && !answer.document().has("authorization_details")) {
            trace.warn("the answer does not say which authorization_details were granted (RFC 9396 §7):"
                    + " the server may not know them");
        }
        Optional<JsonObject> late = person(answer, attempted, early.isEmpty());
        if (early.isPresent() && late.isPresent()) {
            verifySameUser(early.get(), late.get());
        }
        Optional<JsonObject> claims = late.or(() -> early);
        if (claims.isPresent()) {
            verifyRequestedClaims(claims.get(), plan);
        }
        return new SignedIn(answer, claims);
    }

    private void verifyRequestedClaims(JsonObject claims, SignInPlan plan) {
        List<Check> checks = RequestedClaims.in(plan.extra()).checks(claims);
        if (!checks.isEmpty()) {
            try {
                trace.verify("ID token", checks);
            } catch (Failure.CheckFailed e) {
                e.phase("ID token validation");
                throw e.hint("nothing was stored; ask for it without \"essential\", or sign in another way");
            }
        }
    }

    /** Returns the ID token that came through the browser is believed before anything else that came with it is used. */
    private JsonObject frontChannelUser(AuthorizationResponse response, Attempted attempted) {
        Optional<String> obstacle = validator.obstacle();
        if (obstacle.isPresent()) {
            throw new Failure.Usage("the ID token came through the browser and cannot be validated: " + obstacle.get());
        }
        ResponseType type = attempted.plan().type();
        IdTokenExpectations.Companions companions = new IdTokenExpectations.Companions(
                type.bringsCode() ? Optional.of(response.code()) : Optional.empty(),
                type.bringsAccessToken() ? response.accessToken() : Optional.empty(),
                attempted.state());
        return validator.validate(
                response.idToken().orElseThrow(), asked(attempted).withCompanions(companions));
    }

    /** Returns what an ID token of this attempt is held against, whichever way it comes. */
    private IdTokenExpectations asked(Attempted attempted) {
        SignInPlan plan = attempted.plan();
        IdTokenExpectations expected = validator.expectations().withAcrValues(plan.acrValues());
        if (plan.asksForIdToken()) {
            expected = expected.withNonce(attempted.nonce());
        }
        return plan.maxAge().isPresent() ? expected.withMaxAge(plan.maxAge().get()) : expected;
    }

    /**
     * Two ID tokens of one sign-in are about one user.
     *
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken2">OpenID Connect Core §3.3.3.6</a>
     */
    private void verifySameUser(JsonObject early, JsonObject late) {
        List<Check> checks = new ArrayList<>();
        for (String name : List.of("iss", "sub")) {
            checks.add(Check.same(
                    "id_token.hybrid." + name,
                    "both ID tokens have the same " + name,
                    SpecRef.oidcCore("3.3.3.6"),
                    String.valueOf(early.members().get(name)),
                    String.valueOf(late.members().get(name))));
        }
        trace.verify("ID token", checks);
    }

    private Optional<JsonObject> person(TokenResponse answer, Attempted attempted, boolean needed) {
        SignInPlan plan = attempted.plan();
        Optional<Secret> idToken = answer.idToken();
        if (idToken.isEmpty()) {
            boolean due = needed
                    && plan.asksWho()
                    && SignInPlan.hasScope(answer.scope().orElse("openid"), "openid");
            if (due) {
                trace.verify(
                        "token answer",
                        List.of(Check.of(
                                "id_token",
                                "an ID token came, as the scope openid asks",
                                SpecRef.oidcCore("3.1.3.3"),
                                false,
                                "an ID token",
                                "")));
            }
            return Optional.empty();
        }
        Optional<String> obstacle = validator.obstacle();
        if (obstacle.isPresent()) {
            trace.warn("the ID token was not validated and tells nothing about who signed in: " + obstacle.get());
            return Optional.empty();
        }
        return Optional.of(validator.validate(idToken.get(), asked(attempted).withAccessToken(answer.accessToken())));
    }

    private String serverName(URI endpoint) {
        return server.issuer().orElse(endpoint.getHost());
    }
}
