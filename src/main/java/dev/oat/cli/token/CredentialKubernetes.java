package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenOutput;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.token.ExecCredential;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code oat credential kubernetes}: a credential plugin for kubectl and its kin. */
public final class CredentialKubernetes implements Command {
    private static final Setting ID_TOKEN = Setting.flag(
                    "id-token",
                    Setting.Group.COMMAND,
                    "Give the ID token, as clusters that check OpenID Connect expect, in place of the access token.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return CurrentToken.settings(List.of(ID_TOKEN));
    }

    @Override
    public String description() {
        return "Prints the session's token as an ExecCredential, in the version that KUBERNETES_EXEC_INFO names. Renews "
                + "it like oat token; without a session it has the user sign in where kubectl says that one is there. kubectl runs it when a user of its "
                + "settings has it as exec.command.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "kubectl config set-credentials me \\\n"
                        + "    --exec-api-version=client.authentication.k8s.io/v1 \\\n"
                        + "    --exec-interactive-mode=IfAvailable --exec-command=oat \\\n"
                        + "    --exec-arg=credential --exec-arg=kubernetes \\\n"
                        + "    --exec-arg=-p --exec-arg=work --exec-arg=--id-token",
                "oat credential kubernetes -p work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String version = version(invocation);
        StoredSession session = TokenCurrent.attendedSession(invocation);
        JsonObject credential;
        if (invocation.arguments().has(ID_TOKEN)) {
            credential = idToken(invocation, version, session);
        } else {
            TokenDocument document = TokenCurrent.document(session);
            TokenOutput.requireBearer(document, "oat credential kubernetes");
            credential = ExecCredential.of(version, document.token(), session.expiresAt());
        }
        invocation.output().document(credential.toJson());
        return ExitCode.DONE;
    }

    private static String version(Invocation invocation) {
        String info = invocation.environment().variables().getOrDefault("KUBERNETES_EXEC_INFO", "");
        if (info.isEmpty()) {
            return ExecCredential.V1;
        }
        String asked;
        try {
            asked = JsonObject.parse(info).text("apiVersion").orElse(ExecCredential.V1);
        } catch (JsonException e) {
            throw new Failure.Usage("KUBERNETES_EXEC_INFO is no JSON object")
                    .hint("the client sets it; unset it by hand");
        }
        if (!asked.equals(ExecCredential.V1) && !asked.equals(ExecCredential.V1_BETA)) {
            throw new Failure.Usage("KUBERNETES_EXEC_INFO asks for " + asked + ", which is not spoken here")
                    .hint("set apiVersion to " + ExecCredential.V1);
        }
        return asked;
    }

    /** The ID token, renewed with the session when it has ended before the access token. */
    private static JsonObject idToken(Invocation invocation, String version, StoredSession session) {
        Optional<JsonObject> stored = credential(invocation, version, session);
        if (stored.isPresent()) {
            return stored.orElseThrow();
        }
        StoredSession renewed = CurrentToken.renewed(invocation, session.accessToken());
        return credential(invocation, version, renewed)
                .orElseThrow(() -> new Failure.LoginNeeded("the session has no ID token that is still good")
                        .hint(new SettingsSession(invocation, new ServerConnection(invocation)).loginAlsoFor("openid")
                                + ", or leave out --id-token"));
    }

    private static Optional<JsonObject> credential(Invocation invocation, String version, StoredSession session) {
        Optional<Secret> token = session.idToken();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant end = Jwt.decode(token.orElseThrow().reveal())
                    .claims()
                    .number("exp")
                    .map(Instant::ofEpochSecond)
                    .orElse(Instant.MAX);
            Instant soon = invocation.environment().clock().instant().plusSeconds(30);
            return end.isAfter(soon)
                    ? Optional.of(ExecCredential.of(version, token.orElseThrow().reveal(), Optional.of(end)))
                    : Optional.empty();
        } catch (JoseException | JsonException e) {
            return Optional.empty();
        }
    }
}
