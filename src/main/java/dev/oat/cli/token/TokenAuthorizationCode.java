package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token authorization-code}: redeems a code that was obtained elsewhere. */
public final class TokenAuthorizationCode implements Command {
    private static final Setting CODE = Setting.secret(
                    "code",
                    Setting.Group.REQUEST,
                    "The code, as a reference like --client-secret; it is good once, and not for long.")
            .onlyOption()
            .usual();
    private static final Setting CODE_VERIFIER = Setting.secret(
                    "code-verifier",
                    Setting.Group.REQUEST,
                    "The PKCE verifier of the authorization request, as a reference.")
            .onlyOption()
            .usual();
    private static final Setting REDIRECT_URI = Setting.text(
                    "redirect-uri",
                    Setting.Group.REQUEST,
                    "URI",
                    "The redirect URI of the authorization request, to the letter.")
            .or("--redirect-url")
            .onlyOption()
            .usual();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.addAll(List.of(CODE, REDIRECT_URI, CODE_VERIFIER));
        for (Setting setting : Settings.TOKEN_REQUEST) {
            if (setting != Settings.SCOPE) {
                settings.add(setting);
            }
        }
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Redeems an authorization code that was obtained elsewhere, in another program or by hand (RFC 6749 §4.1.3). "
                + "Where the code comes from cannot be checked here, nor can an ID token's nonce; oat login does all of it "
                + "and checks everything. Prints the server's answer.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat token authorization-code --issuer https://as.example --client-id app \\\n"
                + "    --code env:CODE --code-verifier env:VERIFIER \\\n"
                + "    --redirect-uri https://app.example/callback");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Resolution settings = invocation.settings();
        String format = settings.text(Settings.OUTPUT).orElse("json");
        ServerConnection connection = new ServerConnection(invocation);
        Form extra = connection.extraParameters();
        Secret code = connection
                .secret(CODE)
                .orElseThrow(
                        () -> new Failure.Usage("--code is missing").hint("give it by reference: --code env:NAME"));
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                code, settings.text(REDIRECT_URI).orElse(""), connection.secret(CODE_VERIFIER));
        TokenResponse response = connection.tokenEndpoint().redeem(grant, extra).orThrow();
        new TokenAnswer(invocation, connection).deliver(response, AuthorizationCodeGrant.TYPE, format);
        return ExitCode.DONE;
    }
}
