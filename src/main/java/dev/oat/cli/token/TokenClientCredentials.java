package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignsIn;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.http.Form;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token client-credentials}: the client acts for itself. */
public final class TokenClientCredentials implements SignsIn {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Asks for a token for the client itself, machine to machine; no user is involved. "
                + "Prints the server's answer.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token client-credentials --issuer https://as.example --client-id ci \\\n"
                        + "    --client-secret env:CI_SECRET --scope orders:read",
                "curl -H \"$(oat token client-credentials -p ci -o header)\" \\\n" + "    https://api.example/orders");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("json");
        ServerConnection connection = new ServerConnection(invocation);
        new TokenAnswer(invocation, connection).deliver(redeemed(connection), ClientCredentialsGrant.TYPE, format);
        return ExitCode.DONE;
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        return new TokenAnswer(invocation, connection).keep(redeemed(connection), ClientCredentialsGrant.TYPE);
    }

    private static TokenResponse redeemed(ServerConnection connection) {
        Form extra = connection.extraParameters();
        return connection
                .tokenEndpoint()
                .redeem(new ClientCredentialsGrant(connection.scope()), extra)
                .orThrow();
    }
}
