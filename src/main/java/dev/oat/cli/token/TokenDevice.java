package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.DeviceSignIn;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.http.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat token device}: a user signs in on another device, and the token comes here. */
public final class TokenDevice implements Command {
    /** {@code --timeout} of other commands is the time of an exchange; here it is the user's. */
    static final Setting PATIENCE = Setting.text(
                    "timeout",
                    Setting.Group.CONNECTION,
                    "SECONDS",
                    "How long to wait for the user; as long as the code is good unless given.")
            .onlyOption()
            .seconds();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.DEVICE_AUTHORIZATION_ENDPOINT);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.TOKEN_PARAM);
        settings.add(Settings.BROWSER);
        settings.add(Settings.NO_BROWSER);
        settings.add(Settings.PROFILE);
        for (Setting setting : Settings.CONNECTION) {
            settings.add(setting == Settings.TIMEOUT ? PATIENCE : setting);
        }
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Signs a user in on another device, such as a phone (RFC 8628): shows an address, a code and, on a "
                + "terminal, a QR code, and waits until they have agreed there. Prints the server's answer; with -p stores "
                + "it too. Failing connections while it waits end nothing. No answer in time is exit 7, a no is exit 3.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token device --issuer https://as.example --client-id tv --scope openid",
                "# keeps the session; oat token -p tv renews it from then on",
                "oat token device -p tv -o token",
                "oat login tv --device --issuer https://as.example --client-id tv");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("json");
        ServerConnection connection = new ServerConnection(invocation);
        Form extra = connection.extraParameters();
        Form tokenExtra = connection.tokenParameters();
        Optional<Long> patience = invocation.settings().seconds(PATIENCE);
        TokenResponse response = new DeviceSignIn(invocation, connection)
                .run(
                        connection.scope(),
                        extra,
                        tokenExtra,
                        patience.map(seconds -> Duration.ofSeconds(Math.max(1, seconds))));
        new TokenAnswer(invocation, connection).deliver(response, DeviceCodeGrant.TYPE, format);
        return ExitCode.DONE;
    }
}
