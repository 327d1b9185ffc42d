package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignInOnDemand;
import dev.oat.endpoint.UserInfoEndpoint;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Endpoint;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat userinfo}: who signed in, as the server tells it. */
public final class UserInfo implements Command {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.USERINFO_ENDPOINT);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.USERINFO_SIGNING_ALG);
        settings.add(Settings.PROFILE);
        settings.add(Settings.TOKEN);
        settings.add(Settings.DPOP);
        settings.add(Settings.DPOP_KEY);
        settings.add(Settings.MIN_TTL);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.JSON_OUTPUT);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("PROFILE", "The profile, as by -p.", false, false));
    }

    @Override
    public String description() {
        return "Asks the server who the user behind the session's access token is, and prints the claims unchanged. A "
                + "refused token is renewed once. The claims must be about the user of the ID token.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat userinfo", "oat userinfo work", "oat userinfo --issuer https://as.example --token file:token.txt");
    }

    @Override
    public ExitCode run(Invocation given) {
        Invocation invocation = given.withProfileArgument(0);
        ServerConnection connection = new ServerConnection(invocation);
        Optional<Secret> token = connection.secret(Settings.TOKEN);
        invocation
                .output()
                .json(
                        token.isPresent()
                                ? claims(invocation, connection, token.orElseThrow())
                                : sessionClaims(invocation, connection));
        return ExitCode.DONE;
    }

    private static JsonObject claims(Invocation invocation, ServerConnection connection, Secret token) {
        SenderConstraint constraint = connection.constraintOfGivenToken();
        UserInfoEndpoint.Answer answer =
                endpoint(invocation, connection, constraint).ask(token, Optional.empty());
        if (answer instanceof UserInfoEndpoint.Answer.Claims claims) {
            return claims.document();
        }
        throw refusal((UserInfoEndpoint.Answer.Refused) answer, address(connection), constraint)
                .hint("the token may be expired, revoked, or another server's");
    }

    private static JsonObject sessionClaims(Invocation invocation, ServerConnection connection) {
        SettingsSession session = new SettingsSession(invocation, connection);
        Renewal renewal = session.renewal();
        StoredSession current = SignInOnDemand.attended(invocation, renewal::current, Optional.empty());
        SenderConstraint constraint = connection.constraintOf(current);
        UserInfoEndpoint.Answer answer =
                endpoint(invocation, connection, constraint).ask(current.accessToken(), subject(current));
        // a new token of the same kind would not be taken either
        if (answer instanceof UserInfoEndpoint.Answer.Refused refused
                && refused.status() == 401
                && !refused.otherScheme()) {
            invocation.trace().note("the server refused the token (401): renewing it once");
            Secret old = current.accessToken();
            current = SignInOnDemand.attended(invocation, () -> renewal.renew(old), Optional.of(old));
            constraint = connection.constraintOf(current);
            answer = endpoint(invocation, connection, constraint).ask(current.accessToken(), subject(current));
        }
        if (answer instanceof UserInfoEndpoint.Answer.Claims claims) {
            return claims.document();
        }
        UserInfoEndpoint.Answer.Refused refused = (UserInfoEndpoint.Answer.Refused) answer;
        throw refusal(refused, address(connection), constraint)
                .hint(
                        refused.status() == 403
                                ? "the token may lack the scope openid: " + session.loginAlsoFor("openid")
                                : "sign in again: " + session.wanted().login());
    }

    private static UserInfoEndpoint endpoint(
            Invocation invocation, ServerConnection connection, SenderConstraint constraint) {
        return new UserInfoEndpoint(
                connection.clientTransport(),
                constraint,
                address(connection),
                connection.jwtAnswers(),
                connection.relocation(),
                invocation.trace());
    }

    private static URI address(ServerConnection connection) {
        return connection.server().require(Endpoint.USERINFO);
    }

    /** Returns the user of the session's ID token. */
    private static Optional<String> subject(StoredSession session) {
        if (session.subject().isPresent() || session.idToken().isEmpty()) {
            return session.subject();
        }
        try {
            return Jwt.decode(session.idToken().orElseThrow().reveal()).claims().text("sub");
        } catch (JoseException | JsonException e) {
            return Optional.empty();
        }
    }

    private static Failure refusal(UserInfoEndpoint.Answer.Refused refused, URI address, SenderConstraint constraint) {
        Failure.Said said = refused.said();
        Failure failure = new Failure.Refused(
                said.error().isEmpty() ? "status " + refused.status() : said.error(), said.words(), said);
        failure.phase("userinfo request");
        failure.spec(SpecRef.oidcCore("5.3.3"));
        if (refused.otherScheme()) {
            boolean proven = constraint.tokenType().equals("DPoP");
            failure.hint(
                    proven
                            ? "this endpoint asks for Bearer tokens, and this one is bound to a key (DPoP): get one"
                                    + " without --dpop, or read the ID token's claims: oat token -o json"
                            : "this endpoint asks for tokens that are bound to a key: --dpop");
        }
        return failure.at(address.toString(), refused.status());
    }
}
