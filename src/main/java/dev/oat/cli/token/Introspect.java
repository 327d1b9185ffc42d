package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenInHand;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.IntrospectionEndpoint;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Endpoint;
import dev.oat.proof.Confirmation;
import dev.oat.session.StoredSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat introspect}: what the server says of a token. */
public final class Introspect implements Command {
    private static final Setting JWT = Setting.flag(
                    "jwt",
                    Setting.Group.REQUEST,
                    "Ask for an answer that the server signs (RFC 9701), check it, and print what it says.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.INTROSPECTION_ENDPOINT);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.INTROSPECTION_SIGNING_ALG);
        settings.add(Settings.TOKEN_TYPE_HINT);
        settings.add(JWT);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.JSON_OUTPUT);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(TokenInHand.ARGUMENT);
    }

    @Override
    public String description() {
        return "Asks the server about a token, and prints its answer as JSON. That a token is not active is an answer "
                + "too: the exit code is 0.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat introspect -p work",
                "oat token -p work | oat introspect - -p gateway",
                "oat introspect file:token.txt --issuer https://as.example --client-id api \\\n"
                        + "    --client-secret env:API_SECRET");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        TokenInHand subject = TokenInHand.of(invocation, connection);
        IntrospectionEndpoint endpoint = new IntrospectionEndpoint(
                connection.channel(),
                connection.server().require(Endpoint.INTROSPECTION),
                connection.jwtAnswers(),
                invocation.trace());
        boolean signed = invocation.arguments().has(JWT);
        JsonObject answer = endpoint.introspect(subject.token(), subject.type(), signed);
        if (subject.type().equals(TokenInHand.ACCESS) && subject.session().isPresent()) {
            verifyBinding(invocation, connection, subject.session().get(), answer);
        }
        invocation.output().json(answer);
        return ExitCode.DONE;
    }

    /** The session's own token must be bound to the session's own key, by the server's word too. */
    private static void verifyBinding(
            Invocation invocation, ServerConnection connection, StoredSession session, JsonObject answer) {
        Optional<Confirmation> confirmation = connection.constraintOf(session).confirmation();
        if (confirmation.isPresent() && answer.flag("active").orElse(false)) {
            invocation
                    .trace()
                    .verify("introspection answer", List.of(confirmation.get().check(answer)));
        }
    }
}
