package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignsIn;
import dev.oat.grant.JwtBearerGrant;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token jwt-bearer}: a signed JWT says for whom the token is. */
public final class TokenJwtBearer implements SignsIn {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ASSERTION);
        settings.add(Settings.CLAIM);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual()
                || setting == Settings.ASSERTION
                || setting == Settings.CLAIM
                || setting == Settings.SIGNING_KEY;
    }

    @Override
    public String description() {
        return "Trades a signed JWT for a token (RFC 7523): one that is given with --assertion, or one made here with "
                + "--signing-key and --claim. A made one has iss (the client id unless claimed), sub (the same unless "
                + "claimed), aud (the server's issuer), iat, exp and jti. The key then signs the assertion only; with "
                + "--auth-method private_key_jwt it authenticates the client too. Prints the server's answer.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token jwt-bearer --issuer https://as.example --client-id app \\\n"
                        + "    --assertion file:alice.jwt",
                "# the identity of a GitHub Actions job, for a token of the cloud",
                "oat token jwt-bearer --issuer https://as.example --assertion ci:github",
                "oat token jwt-bearer --issuer https://as.example --client-id app \\\n"
                        + "    --signing-key app.jwk --claim sub=alice --scope orders:read");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return answer(invocation).redeem(JwtBearerGrant.TYPE);
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        return answer(invocation).redeemForStore(JwtBearerGrant.TYPE);
    }

    private static TokenAnswer answer(Invocation invocation) {
        return new TokenAnswer(invocation, new ServerConnection(invocation).withoutClientIfUnnamed());
    }
}
