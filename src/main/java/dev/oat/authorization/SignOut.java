package dev.oat.authorization;

import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.authorization.redirect.Alarm;
import dev.oat.authorization.redirect.AwaitedResponse;
import dev.oat.authorization.redirect.RedirectAddress;
import dev.oat.authorization.redirect.RedirectListener;
import dev.oat.authorization.redirect.ResultPage;
import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseReader;
import dev.oat.authorization.response.ResponseType;
import dev.oat.endpoint.jwt.Decryption;
import dev.oat.http.Form;
import dev.oat.http.ServerWords;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Ends the user's session at the server, in their own browser, where the session's cookie is.
 *
 * @see <a href="https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout">OpenID Connect RP-Initiated Logout
 *     §2</a>
 */
public final class SignOut {
    private static final SpecRef SPEC = new SpecRef("OpenID Connect RP-Initiated Logout", "2");

    private final AuthorizationServer server;
    private final SecureRandom random;
    private final Alarm alarm;
    private final Trace trace;

    /**
     * Creates a way out.
     *
     * @param server where the user signs out
     * @param random the source of the state
     * @param alarm the clock of every wait
     * @param trace takes what happens
     */
    public SignOut(AuthorizationServer server, SecureRandom random, Alarm alarm, Trace trace) {
        this.server = Objects.requireNonNull(server, "server is null");
        this.random = Objects.requireNonNull(random, "random is null");
        this.alarm = Objects.requireNonNull(alarm, "alarm is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * What to say at the server.
     *
     * @param clientId the client
     * @param idToken the last ID token of the session, as it was signed
     * @param redirect where the browser shall come back to
     * @param patience how long to wait for it
     * @param allowHttp whether the endpoint may be http beyond this machine
     */
    public record Plan(
            String clientId, Optional<Secret> idToken, RedirectAddress redirect, Duration patience, boolean allowHttp) {
        public Plan {
            Objects.requireNonNull(clientId, "clientId is null");
            Objects.requireNonNull(idToken, "idToken is null");
            Objects.requireNonNull(redirect, "redirect is null");
            Objects.requireNonNull(patience, "patience is null");
        }
    }

    /**
     * Sends the browser out, and waits until it comes back.
     *
     * @throws Failure.Usage if the server names no endpoint for it, or we cannot listen
     * @throws Failure.TimedOut if the browser does not come back
     * @throws Failure.Refused if the server sends it back with an error
     */
    public void signOut(Plan plan, AuthorizationCodeFlow.Guide guide) {
        URI endpoint = server.require(Endpoint.END_SESSION);
        Secret state = RandomText.of128Bits(random);
        AwaitedResponse awaited = new AwaitedResponse();
        ResponseReader reader = new ResponseReader(ResponseType.CODE, ResponseMode.QUERY, state, Decryption.none());
        try (RedirectListener listener = RedirectListener.open(plan.redirect(), reader, awaited, alarm, trace)) {
            Form form = Form.empty();
            if (plan.idToken().isPresent()) {
                form = form.with("id_token_hint", plan.idToken().get());
            }
            form = form.with("client_id", plan.clientId())
                    .with("post_logout_redirect_uri", listener.redirectUri())
                    .with("state", state);
            AuthorizationRequest request = new AuthorizationRequest(endpoint, form);
            BrowserAddress address = BrowserAddress.of(request.url(), plan.allowHttp());
            trace.note("the browser is sent to " + endpoint + (plan.idToken().isPresent() ? " with the ID token" : "")
                    + ", to come back to " + listener.redirectUri() + " (" + SPEC + ")");
            guide.start(new AuthorizationCodeFlow.Attempt(address, listener.redirectUri(), reader, awaited));
            AuthorizationResponse response = await(plan, listener, awaited);
            Optional<String> error = response.parameters().first("error");
            if (error.isPresent()) {
                Failure failure = new Failure.Refused(
                        error.get(),
                        response.parameters().first("error_description").orElse(""),
                        ServerWords.in(response.parameters()));
                failure.phase("sign-out");
                failure.spec(SPEC);
                listener.finish(ResultPage.failed(failure));
                throw failure;
            }
            listener.finish(ResultPage.signedOut(server.issuer().orElse(endpoint.getHost())));
        }
    }

    private AuthorizationResponse await(Plan plan, RedirectListener listener, AwaitedResponse awaited) {
        try {
            return awaited.await(plan.patience(), alarm, listener.redirectUri());
        } catch (Failure.TimedOut e) {
            Failure failure =
                    new Failure.TimedOut("the browser did not come back from signing out" + awaited.refusals());
            failure.phase("sign-out");
            failure.spec(SPEC);
            throw failure.hint("if the server's page spoke of the redirect URI, register "
                    + RedirectAddress.toRegister(listener.redirectUri()) + " there as post_logout_redirect_uri");
        }
    }
}
