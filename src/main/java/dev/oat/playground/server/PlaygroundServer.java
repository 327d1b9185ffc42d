package dev.oat.playground.server;

import dev.oat.playground.front.FrontChannel;
import dev.oat.playground.front.OtherDevice;
import dev.oat.playground.grants.PendingApprovals;
import dev.oat.playground.issuer.ClientAuthenticators;
import dev.oat.playground.issuer.Disturbance;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.LoopbackServer;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundEndpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One issuer's endpoints, by path. */
public final class PlaygroundServer {
    private static final String OPENID_CONFIGURATION = "/.well-known/openid-configuration";
    private static final String OAUTH_METADATA = "/.well-known/oauth-authorization-server";

    private record Route(String name, PlaygroundEndpoint endpoint) {}

    private final Issuer issuer;
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Disturbance disturbance;

    public PlaygroundServer(Issuer issuer) {
        this.issuer = issuer;
        this.disturbance = new Disturbance(issuer.faults(), issuer.pause());
        ClientAuthenticators authenticators = new ClientAuthenticators(issuer);
        PendingApprovals approvals = new PendingApprovals(issuer);
        GrantEndpoint token = new GrantEndpoint(issuer, approvals);
        String path = issuer.path();
        PlaygroundEndpoint metadata = new MetadataEndpoint(issuer, token.grantTypes(), authenticators.methods());
        // the OpenID form appends to the issuer, RFC 8414 §3.1 inserts before its path
        String whose = issuer.isProvider() ? "idp-" : "";
        add(path + OPENID_CONFIGURATION, whose + "metadata", metadata);
        add(OAUTH_METADATA + path, whose + "metadata", metadata);
        add(path + "/jwks", "jwks", new JwksEndpoint(issuer));
        FrontChannel front = new FrontChannel(issuer);
        add(path + "/authorize", "authorize", front::authorize);
        add(
                path + "/par",
                "par",
                new BackChannelEndpoint(authenticators, new PushedRequestEndpoint(front, token.proofs())));
        add(path + "/login", "login", front::login);
        add(path + "/consent", "consent", front::consent);
        OtherDevice devices = new OtherDevice(issuer, approvals);
        add(path + "/device_authorization", "device", new BackChannelEndpoint(authenticators, devices::beginDevice));
        add(path + "/device", "device-page", devices::devicePage);
        add(path + "/bc-authorize", "backchannel", new BackChannelEndpoint(authenticators, devices::beginBackchannel));
        add(path + "/ciba", "ciba-page", devices::backchannelPage);
        add(path + "/logout", "logout", front::logout);
        add(path + "/token", whose + "token", new BackChannelEndpoint(authenticators, token));
        add(path + "/revoke", "revoke", new BackChannelEndpoint(authenticators, new Revocation(issuer)));
        add(path + "/introspect", "introspect", new BackChannelEndpoint(authenticators, new Introspection(issuer)));
        add(path + "/challenge", "challenge", authenticators::challenge);
        add(path + "/userinfo", "userinfo", new UserinfoEndpoint(issuer));
        if (issuer.settings().registration().offered()) {
            add(
                    path + Registration.PATH,
                    "register",
                    new Registration(issuer, token.grantTypes(), authenticators.methods()));
        }
    }

    private void add(String path, String name, PlaygroundEndpoint endpoint) {
        routes.put(path, new Route(name, endpoint));
    }

    /** Returns the answer, or empty when the path is none of this issuer's. */
    public Optional<Answer> answer(Incoming request) throws IOException {
        String registration = issuer.path() + Registration.PATH;
        boolean oneClient = request.path().startsWith(registration + "/");
        Route route = routes.get(oneClient ? registration : request.path());
        if (route == null) {
            return Optional.empty();
        }
        Answer answer;
        try {
            answer = route.endpoint().answer(request);
        } catch (OAuthError e) {
            answer = Answer.json(e.status(), LoopbackServer.body(e)).notStored();
        }
        return Optional.of(disturbance.apply(route.name(), answer));
    }

    /** Returns the answer of the first of these issuers whose path it is. */
    public static Answer answer(List<PlaygroundServer> issuers, Incoming request) throws IOException {
        for (PlaygroundServer one : issuers) {
            Optional<Answer> answer = one.answer(request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (request.path().equals("/favicon.ico")) {
            return Answer.empty(204);
        }
        return Answer.text(404, "text/plain; charset=utf-8", "There is nothing at " + request.path() + ".\n");
    }
}
