package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.IdJagGrant;
import java.util.ArrayList;
import java.util.List;

/** {@code oat token id-jag}: a sign-in at an identity provider brings a token in another domain. */
public final class TokenIdJag implements Command {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.IDP);
        settings.add(Settings.IDP_CLIENT_ID);
        settings.add(Settings.IDP_CLIENT_SECRET);
        settings.add(Settings.SUBJECT_TOKEN);
        settings.add(Settings.SUBJECT_TOKEN_TYPE);
        settings.add(Settings.ACTOR_TOKEN);
        settings.add(Settings.ACTOR_TOKEN_TYPE);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.IDP || setting == Settings.RESOURCE;
    }

    @Override
    public String description() {
        return "Gets a token in another domain by a sign-in at the company's identity provider, without another consent"
                + " (ID-JAG): exchanges the ID token of --idp there for an ID-JAG, checks that, and redeems it at"
                + " --issuer, the API's authorization server. A refusal of either is told as its own; nobody is"
                + " signed in instead.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat login corp --issuer https://idp.example --client-id wiki",
                "oat token id-jag --idp corp --issuer https://as.chat.example \\\n"
                        + "    --client-id wiki-at-chat --client-secret env:CHAT_SECRET \\\n"
                        + "    --resource https://api.chat.example",
                "# the same for good",
                "oat profile add chat --grant-type id-jag --idp corp \\\n"
                        + "    --issuer https://as.chat.example --client-id wiki-at-chat");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return new TokenAnswer(invocation, new ServerConnection(invocation)).redeem(IdJagGrant.TYPE);
    }
}
