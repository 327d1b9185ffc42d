package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Audience;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.Scopes;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import dev.oat.trace.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A client passes on a user's name and password.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.3.2">RFC 6749 §4.3.2</a>
 */
public final class PasswordHandler implements GrantHandler {
    private final Issuer issuer;
    private final Mint mint;

    public PasswordHandler(Issuer issuer, Mint mint) {
        this.issuer = issuer;
        this.mint = mint;
    }

    @Override
    public String type() {
        return "password";
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        String username = form.required("username");
        Secret password = Secret.of(form.required("password"));
        PlaygroundUser user = issuer.user(username)
                .filter(known -> known.password().equals(password))
                .orElseThrow(() -> OAuthError.invalidGrant("wrong username or password"));
        List<String> scopes = Scopes.grant(client, form);
        return mint.tokens(new Approval(
                client,
                Optional.of(user),
                scopes,
                Audience.of(form, issuer.resource()),
                Optional.empty(),
                Optional.of(issuer.now()),
                Extras.ofToken(form),
                issuer.keys().randomText()));
    }
}
