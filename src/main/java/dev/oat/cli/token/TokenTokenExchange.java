package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignsIn;
import dev.oat.grant.TokenExchangeGrant;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token token-exchange}: one token is traded for another. */
public final class TokenTokenExchange implements SignsIn {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.SUBJECT_TOKEN);
        settings.add(Settings.SUBJECT_TOKEN_TYPE);
        settings.add(Settings.ACTOR_TOKEN);
        settings.add(Settings.ACTOR_TOKEN_TYPE);
        settings.add(Settings.REQUESTED_TOKEN_TYPE);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual()
                || setting == Settings.SUBJECT_TOKEN
                || setting == Settings.ACTOR_TOKEN
                || setting == Settings.AUDIENCE;
    }

    @Override
    public String description() {
        return "Trades a token for another (RFC 8693): for another API (--audience, --resource), with fewer rights (--scope), of "
                + "another kind (--requested-token-type), or on somebody's behalf (--actor-token). Checks that the server "
                + "issued what was asked for. Prints its answer; what is no access token is not stored.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token -p web | oat token token-exchange -p web --subject-token - \\\n"
                        + "    --audience https://billing.example",
                "oat token token-exchange --issuer https://as.example --client-id gw \\\n"
                        + "    --client-secret env:GW_SECRET --subject-token env:USER_TOKEN \\\n"
                        + "    --actor-token env:MY_TOKEN --requested-token-type jwt");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return answer(invocation).redeem(TokenExchangeGrant.TYPE);
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        return answer(invocation).redeemForStore(TokenExchangeGrant.TYPE);
    }

    private static TokenAnswer answer(Invocation invocation) {
        return new TokenAnswer(invocation, new ServerConnection(invocation).withoutClientIfUnnamed());
    }
}
