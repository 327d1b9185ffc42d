package dev.oat.authorization;

import dev.oat.endpoint.IdTokenExpectations;
import dev.oat.endpoint.IdTokenValidator;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
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
 * Signs a person in by authorization code and PKCE, in their own browser.
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
    private final SecureRandom random;
    private final Alarm alarm;
    private final Trace trace;

    /**
     * A flow.
     *
     * @param server where the person signs in; only its own token endpoint ever gets the code
     * @param tokens that token endpoint
     * @param validator judges the ID token
     * @param random the source of state, nonce and verifier
     * @param alarm the clock of every wait
     * @param trace takes what happens
     */
    public AuthorizationCodeFlow(
            AuthorizationServer server,
            TokenEndpoint tokens,
            IdTokenValidator validator,
            SecureRandom random,
            Alarm alarm,
            Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.validator = Objects.requireNonNull(validator, "validator is null");
        this.random = Objects.requireNonNull(random, "random is null");
        this.alarm = Objects.requireNonNull(alarm, "alarm is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** Gets the person to the authorization server's page, by a browser or by an address that they open themselves. */
    @FunctionalInterface
    public interface Guide {
        /** Starts the way; returns at once. We are listening already. */
        void start(Attempt attempt);
    }

    /** One sign-in under way, as far as a guide may know it. */
    public static final class Attempt {
        private final BrowserAddress address;
        private final String redirectUri;
        private final Secret state;
        private final AwaitedResponse awaited;

        private Attempt(BrowserAddress address, String redirectUri, Secret state, AwaitedResponse awaited) {
            this.address = address;
            this.redirectUri = redirectUri;
            this.state = state;
            this.awaited = awaited;
        }

        /** The page to open. */
        public BrowserAddress address() {
            return address;
        }

        /** Where the browser will come back to. */
        public String redirectUri() {
            return redirectUri;
        }

        /** The port on which we listen for it. */
        public int port() {
            return URI.create(redirectUri).getPort();
        }

        /** Whether an answer has come, or the wait has ended. */
        public boolean isOver() {
            return awaited.isOver();
        }

        /**
         * Takes what the person pasted: the address on which the browser ended, its query, or the bare code.
         *
         * @return why it cannot be used, as a sentence part, and the wait goes on; empty when it was taken
         */
        public Optional<String> paste(String line) {
            try {
                awaited.offer(PastedResponse.read(line, redirectUri, state));
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
     * @param guide gets the person to the server's page
     * @param conclusion stores the result; what it throws is the outcome that the browser is told
     * @throws Failure.Refused if the server or the person says no
     * @throws Failure.CheckFailed if an answer is not what it must be
     * @throws Failure.TimedOut if nobody comes in time
     * @throws Failure.Usage if we cannot listen, or the request is one that cannot be made
     * @throws Failure.Unreachable if the code cannot be exchanged
     */
    public SignedIn signIn(SignInPlan plan, Guide guide, Consumer<SignedIn> conclusion) {
        verifyPkce(plan.pkce());
        URI endpoint = server.require(Endpoint.AUTHORIZATION);
        Secret state = RandomText.of128Bits(random);
        Secret nonce = RandomText.of128Bits(random);
        Pkce pkce = Pkce.create(plan.pkce(), random);
        AwaitedResponse awaited = new AwaitedResponse();
        try (RedirectListener listener =
                RedirectListener.open(plan.redirect(), plan.mode(), state, awaited, alarm, trace)) {
            AuthorizationRequest request = AuthorizationRequest.of(
                    plan.type(),
                    endpoint,
                    plan.clientId(),
                    listener.redirectUri(),
                    plan.mode(),
                    plan.scope(),
                    state,
                    nonce,
                    plan.extra(),
                    stages(pkce, plan.hardening()));
            BrowserAddress address = BrowserAddress.of(request.url(), plan.allowHttp());
            trace.note("listening at " + listener.redirectUri() + " for the answer");
            trace.add(request);
            guide.start(new Attempt(address, listener.redirectUri(), state, awaited));
            try {
                AuthorizationResponse response = awaited.await(plan.patience(), alarm, listener.redirectUri());
                SignedIn signedIn = redeem(response, listener.redirectUri(), state, nonce, pkce, plan);
                conclusion.accept(signedIn);
                listener.finish(ResultPage.signedIn(signedIn.name().orElse(""), serverName(endpoint)));
                return signedIn;
            } catch (Failure failure) {
                listener.finish(ResultPage.failed(failure));
                throw failure;
            }
        }
    }

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

    private SignedIn redeem(
            AuthorizationResponse response,
            String redirectUri,
            Secret state,
            Secret nonce,
            Pkce pkce,
            SignInPlan plan) {
        trace.add(response);
        Secret code = response.code(
                new AuthorizationExpectations(state, server.issuer(), server.flag(AuthorizationExpectations.ANNOUNCED)),
                trace);
        TokenResponse answer = tokens.redeem(
                        new AuthorizationCodeGrant(code, redirectUri, pkce.verifier()), plan.tokenExtra())
                .orThrow();
        return new SignedIn(answer, person(answer, nonce, plan));
    }

    private Optional<JsonObject> person(TokenResponse answer, Secret nonce, SignInPlan plan) {
        Optional<Secret> idToken = answer.idToken();
        if (idToken.isEmpty()) {
            boolean due = plan.asksWho() && SignInPlan.hasScope(answer.scope().orElse("openid"), "openid");
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
        IdTokenExpectations expected = validator
                .expectations()
                .withNonce(nonce)
                .withAccessToken(answer.accessToken())
                .withAcrValues(plan.acrValues());
        if (plan.maxAge().isPresent()) {
            expected = expected.withMaxAge(plan.maxAge().get());
        }
        return Optional.of(validator.validate(idToken.get(), expected));
    }

    private String serverName(URI endpoint) {
        return server.issuer().orElse(endpoint.getHost());
    }
}
