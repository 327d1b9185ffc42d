package dev.oat.playground;

import dev.oat.jose.Base64Url;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Attestations;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.OAuthError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What somebody would bring from elsewhere to be redeemed here: a code from another sign-in, an assertion. */
final class Handouts {
    private static final String CLIENT = "demo-web";
    private static final String PERSON = "alice";
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Issuer issuer;

    Handouts(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns a code as if alice had signed in to demo-web, without PKCE, and been sent to {@code http://127.0.0.1/callback}. */
    String code() {
        PlaygroundClient client =
                issuer.client(CLIENT).orElseThrow(() -> OAuthError.invalidRequest("there is no client " + CLIENT));
        Approval approval = new Approval(
                client,
                issuer.user(PERSON),
                List.of("read"),
                List.of(issuer.resource().toString()),
                Optional.empty(),
                Optional.of(issuer.now()),
                Extras.none(),
                issuer.keys().randomText());
        TokenStore.Code code = new TokenStore.Code(
                issuer.keys().randomText(),
                approval,
                "http://127.0.0.1/callback",
                Optional.empty(),
                Optional.empty(),
                issuer.now().plus(LIFETIME));
        issuer.store().keep(code);
        return code.code();
    }

    /** Returns what an attester says of the instance of demo-attested that holds the clients' key. */
    String attestation() {
        return Attestations.issue(issuer, "demo-attested", issuer.clientKey().current());
    }

    /**
     * A SAML assertion that an identity provider could have made for alice, in base64url.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7522#section-3">RFC 7522 §3</a>
     */
    String samlAssertion() {
        String xml =
                "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" Version=\"2.0\"><saml:Issuer>https://idp.example"
                        + "</saml:Issuer><saml:Subject><saml:NameID>" + PERSON
                        + "</saml:NameID></saml:Subject><saml:Conditions NotOnOrAfter=\""
                        + issuer.now().plus(LIFETIME) + "\"><saml:AudienceRestriction><saml:Audience>" + issuer.id()
                        + "</saml:Audience></saml:AudienceRestriction></saml:Conditions></saml:Assertion>";
        return Base64Url.encode(xml.getBytes(StandardCharsets.UTF_8));
    }
}
