package dev.oat.cli.credential;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.token.CurrentToken;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.token.ExecCredential;
import dev.oat.render.token.TokenDocument;
import dev.oat.trace.Failure;
import java.util.List;

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
        JsonObject credential;
        if (invocation.arguments().has(ID_TOKEN)) {
            WebIdentity identity = WebIdentity.idToken(invocation, "leave out --id-token");
            credential = ExecCredential.of(version, identity.token().reveal(), identity.end());
        } else {
            TokenDocument token = TokenHolder.token(invocation);
            credential = ExecCredential.of(version, token.token(), token.expiresAt());
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
}
