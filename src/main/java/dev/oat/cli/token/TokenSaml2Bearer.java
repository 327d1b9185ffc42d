package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignsIn;
import dev.oat.grant.Saml2BearerGrant;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token saml2-bearer}: a signed SAML assertion says for whom the token is. */
public final class TokenSaml2Bearer implements SignsIn {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ASSERTION);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.ASSERTION;
    }

    @Override
    public String description() {
        return "Trades a signed SAML 2.0 assertion for a token (RFC 7522). The assertion may be XML, base64 or base64url; it is "
                + "sent as the RFC wants it, base64url without padding. Prints the server's answer.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat token saml2-bearer --issuer https://as.example --client-id app \\\n"
                + "    --assertion file:assertion.xml");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return answer(invocation).redeem(Saml2BearerGrant.TYPE);
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        return answer(invocation).redeemForStore(Saml2BearerGrant.TYPE);
    }

    private static TokenAnswer answer(Invocation invocation) {
        return new TokenAnswer(invocation, new ServerConnection(invocation).withoutClientIfUnnamed());
    }
}
