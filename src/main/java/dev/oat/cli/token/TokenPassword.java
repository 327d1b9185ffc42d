package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignsIn;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.PasswordGrant;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token password}: a user's password, for highly trusted clients only. */
public final class TokenPassword implements SignsIn {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.add(Settings.USERNAME);
        settings.add(Settings.PASSWORD);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.USERNAME || setting == Settings.PASSWORD;
    }

    @Override
    public String description() {
        return "Asks for a token with a user's own name and password. The user gives the password to this program, "
                + "and no second factor or single sign-on is possible: use it with servers that leave no other way, "
                + "and prefer oat login. Prints the server's answer.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token password --issuer https://as.example --client-id trusted \\\n" + "    --username alice",
                "oat token password -p legacy --username alice \\\n" + "    --password file:secret.txt -o token");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("json");
        ServerConnection connection = new ServerConnection(invocation);
        new TokenAnswer(invocation, connection).deliver(redeemed(invocation, connection), PasswordGrant.TYPE, format);
        return ExitCode.DONE;
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        return new TokenAnswer(invocation, connection).keep(redeemed(invocation, connection), PasswordGrant.TYPE);
    }

    private static TokenResponse redeemed(Invocation invocation, ServerConnection connection) {
        Form extra = connection.extraParameters();
        invocation
                .output()
                .warn("the password grant shows the user's password to this program and must not be used"
                        + " (RFC 9700 §2.4); oat login does without it");
        PasswordGrant grant =
                new PasswordGrant(username(invocation), password(invocation, connection), connection.scope());
        return connection.tokenEndpoint().redeem(grant, extra).orThrow();
    }

    private static String username(Invocation invocation) {
        return invocation.settings().text(Settings.USERNAME).orElseGet(() -> {
            Environment environment = invocation.environment();
            if (invocation.settings().flag(Settings.NO_INPUT)
                    || !environment.terminal().isPresent()) {
                throw new Failure.Usage("no user name is given").hint("give --username NAME");
            }
            return environment
                    .terminal()
                    .ask("Username: ")
                    .filter(name -> !name.isEmpty())
                    .orElseThrow(() -> new Failure.Usage("no user name was entered"));
        });
    }

    private static Secret password(Invocation invocation, ServerConnection connection) {
        return connection
                .secret(Settings.PASSWORD)
                .orElseGet(() -> invocation.resolve(SecretReference.of("prompt", "--password")));
    }
}
