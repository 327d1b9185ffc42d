package dev.oat.playground.grants;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Assertions;
import dev.oat.playground.issuer.GrantTypes;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import dev.oat.trace.Check;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A client presents a JWT that a registered client has signed, about a user or about that client itself.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523 §3</a>
 */
public final class JwtBearerHandler implements GrantHandler {
    private final Issuer issuer;
    private final Mint mint;
    private final BearerAssertion assertions;
    private final IdJag idJag;

    public JwtBearerHandler(Issuer issuer, Mint mint) {
        this.issuer = issuer;
        this.mint = mint;
        this.assertions = new BearerAssertion(issuer);
        this.idJag = new IdJag(issuer);
    }

    @Override
    public String type() {
        return GrantTypes.JWT_BEARER;
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        Jwt jwt;
        try {
            jwt = Jwt.decode(form.required("assertion"));
        } catch (JoseException e) {
            throw BearerAssertion.refused("cannot be read: " + e.getMessage());
        }
        try {
            if (IdJag.is(jwt)) {
                return mint.tokens(assertions.approval(client, idJag.taken(jwt, client), form));
            }
            JsonObject claims = jwt.claims();
            PlaygroundClient signer = claims.text("iss")
                    .flatMap(issuer::client)
                    .orElseThrow(() -> BearerAssertion.refused("has an iss that is not trusted here"));
            Optional<Check> failed = Check.firstFailed(
                    SignatureChecks.verify(jwt, issuer.signingKeys(signer), Set.copyOf(Assertions.KEY_ALGORITHMS)));
            if (failed.isPresent()) {
                throw BearerAssertion.refused("is not signed by its iss: expected "
                        + failed.get().expected() + ", found " + failed.get().found());
            }
            Instant expires = Instant.ofEpochSecond(
                    claims.number("exp").orElseThrow(() -> BearerAssertion.refused("has no exp")));
            assertions.check(claims.textOrTexts("aud"), claims.number("nbf").map(Instant::ofEpochSecond), expires);
            String subject = claims.text("sub").orElseThrow(() -> BearerAssertion.refused("has no sub"));
            return mint.tokens(assertions.approval(client, subject, form));
        } catch (JsonException e) {
            throw BearerAssertion.refused("holds a claim of another type: " + e.getMessage());
        }
    }
}
