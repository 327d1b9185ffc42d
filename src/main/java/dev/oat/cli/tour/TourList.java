package dev.oat.cli.tour;

import java.util.ArrayList;
import java.util.List;

/**
 * What there is to try beside the tour: every grant, client authentication, sender constraint and hardening, a line to
 * paste for each. The whole is a shell script, so that it can be kept and run piece by piece.
 */
final class TourList {
    private static final int WIDTH = 78;
    private static final String BEGINNING = """
            # In one terminal:
            #   oat playground
            # In another, first these lines; then whatever you like of what follows.
            # Where a page opens, sign in as alice with the password wonderland.
            # Should its ports be taken, it tells others: then change these addresses.
            export OAT_ISSUER=http://127.0.0.1:8400 OAT_API=http://127.0.0.1:8401
            export SECURE_API=https://127.0.0.1:8403
            umask 077
            curl -s $OAT_ISSUER/playground/ca > ca
            curl -s $OAT_ISSUER/playground/client-cert > cert
            curl -s $OAT_ISSUER/playground/self-signed-cert > self-signed-cert
            curl -s $OAT_ISSUER/playground/client-key > key
            curl -s $OAT_ISSUER/playground/client-decryption-key > decryption-key
            """;

    private static final String SERVICE = "--client-id demo-service --client-secret literal:service-secret";
    private static final String KEY = "--client-id demo-key --signing-key key";

    private final StringBuilder text = new StringBuilder(BEGINNING);

    private TourList() {}

    /** Returns the script. */
    static String script() {
        TourList list = new TourList();
        list.grants();
        list.authentication();
        list.constraints();
        list.requests();
        list.responses();
        list.around();
        return list.text.toString().stripTrailing();
    }

    private void grants() {
        heading("Grants");
        add("client credentials (RFC 6749 §4.4)", "oat token client-credentials " + SERVICE);
        add(
                "a user's password, which no program should see (RFC 6749 §4.3)",
                "oat token password --client-id demo-password --username alice --password prompt");
        add(
                "authorization code with PKCE, in the browser (RFC 6749 §4.1, RFC 7636)",
                "oat login demo --client-id demo-web --scope \"openid profile offline_access read\"",
                "oat call -p demo $OAT_API/hello");
        add(
                "a code that another program obtained (RFC 6749 §4.1.3)",
                "curl -s $OAT_ISSUER/playground/code > code",
                "oat token authorization-code --client-id demo-web --code file:code"
                        + " --redirect-uri http://127.0.0.1/callback");
        add("a refresh token, the session's (RFC 6749 §6)", "oat token refresh -p demo");
        add("the same with fewer scopes, for this once", "oat token refresh -p demo --scope read");
        add("on another device (RFC 8628)", "oat token device --client-id demo-device --scope read");
        add(
                "at the user's own device, at $OAT_ISSUER/ciba (OpenID CIBA)",
                "oat token ciba --client-id demo-ciba --client-secret literal:ciba-secret --login-hint alice");
        add(
                "an assertion that is made and signed here (RFC 7523)",
                "oat token jwt-bearer " + KEY + " --auth-method private_key_jwt --claim sub=alice --scope read");
        add(
                "a SAML assertion (RFC 7522)",
                "curl -s $OAT_ISSUER/playground/saml-assertion > saml",
                "oat token saml2-bearer " + SERVICE + " --assertion file:saml");
        add(
                "one token in exchange for another (RFC 8693)",
                "oat token client-credentials " + SERVICE + " -o token > subject",
                "oat token token-exchange " + SERVICE + " --subject-token file:subject");
    }

    private void authentication() {
        heading("Client authentication");
        add(
                "client_secret_basic (RFC 6749 §2.3.1)",
                "oat token client-credentials " + SERVICE + " --auth-method client_secret_basic");
        add(
                "client_secret_post (RFC 6749 §2.3.1)",
                "oat token client-credentials " + SERVICE + " --auth-method client_secret_post");
        add(
                "client_secret_jwt (OpenID Connect Core §9)",
                "oat token client-credentials --client-id demo-secret-jwt"
                        + " --client-secret literal:jwt-secret-with-at-least-32-bytes"
                        + " --auth-method client_secret_jwt");
        add("private_key_jwt (RFC 7523)", "oat token client-credentials " + KEY + " --auth-method private_key_jwt");
        add(
                "a client assertion from another hand (RFC 7523 §2.2)",
                "oat jwt sign --signing-key key --claim iss=demo-key --claim sub=demo-key"
                        + " --claim aud=$OAT_ISSUER > assertion",
                "oat token client-credentials --client-id demo-key --client-assertion file:assertion");
        add(
                "tls_client_auth (RFC 8705 §2.1)",
                "oat token client-credentials --client-id demo-mtls --cert cert --cacert ca"
                        + " --auth-method tls_client_auth");
        add(
                "self_signed_tls_client_auth (RFC 8705 §2.2)",
                "oat token client-credentials --client-id demo-mtls-self --cert self-signed-cert --cacert ca"
                        + " --auth-method self_signed_tls_client_auth");
        add(
                "attest_jwt_client_auth: an attester vouches for this instance of the client",
                "curl -s $OAT_ISSUER/playground/attestation > attestation",
                "oat token client-credentials --client-id demo-attested --attestation file:attestation"
                        + " --attestation-key key --auth-method attest_jwt_client_auth");
        add(
                "none: a client that can keep no secret (RFC 6749 §2.1)",
                "oat login --client-id demo-web --auth-method none");
    }

    private void constraints() {
        heading("What binds a token to its sender");
        add(
                "a key that is made for it, with a proof for each request (RFC 9449)",
                "oat call $OAT_API/hello --dpop " + SERVICE);
        add(
                "the same where servers want their nonce in the proof (RFC 9449 §8, §9)",
                "curl -s -d on=dpop-nonce $OAT_ISSUER/playground/fault",
                "oat call $OAT_API/hello --dpop " + SERVICE,
                "curl -s -d off=dpop-nonce $OAT_ISSUER/playground/fault");
        add(
                "a key of your own, and a client whose tokens are always bound",
                "oat jwk generate --out my-key",
                "oat login bound --client-id demo-dpop --dpop-key my-key",
                "oat call -p bound $OAT_API/hello");
        add(
                "a certificate (RFC 8705 §3)",
                "oat call $SECURE_API/hello --api $SECURE_API --client-id demo-mtls" + " --cert cert --cacert ca");
    }

    private void requests() {
        heading("The authorization request");
        add("pushed (RFC 9126)", "oat login --client-id demo-web --par");
        add("signed (RFC 9101)", "oat login " + KEY + " --request-object signed");
        add("signed and encrypted (RFC 9101)", "oat login " + KEY + " --request-object encrypted");
        add(
                "with authorization details (RFC 9396)",
                "oat login --client-id demo-web --authorization-details '[{\"type\":\"payment_initiation\"}]'");
        add(
                "for one resource (RFC 8707)",
                "oat login --client-id demo-web --resource https://api.example/ --scope read");
        add(
                "with claims (OpenID Connect Core §5.5)",
                "oat login --client-id demo-web --claims '{\"id_token\":{\"email\":null}}'");
        add(
                "for a strong and fresh sign-in (OpenID Connect Core §3.1.2.1)",
                "oat login --client-id demo-web --acr-values mfa --max-age 60 --prompt login");
        add("by FAPI 2.0, with a key", "oat login bank --fapi2 " + KEY, "oat call -p bank $OAT_API/hello");
        add(
                "by FAPI 2.0, with a certificate",
                "oat login vault --fapi2 --client-id demo-mtls --cert cert --cacert ca" + " --api $SECURE_API",
                "oat call -p vault $SECURE_API/hello");
    }

    private void responses() {
        heading("The answers");
        add("by form post", "oat login --client-id demo-web --response-mode form_post");
        add("as a signed JWT (JARM)", "oat login --client-id demo-web --response-mode jwt");
        add(
                "as an encrypted JWT (JARM)",
                "oat login --client-id demo-encrypted --signing-key key --decryption-key decryption-key"
                        + " --response-mode form_post.jwt");
        add(
                "hybrid, as old servers have it (OpenID Connect Core §3.3)",
                "oat login --client-id demo-legacy --response-type \"code id_token\"");
        add(
                "an encrypted ID token (RFC 7516)",
                "oat login --client-id demo-encrypted --signing-key key --decryption-key decryption-key");
    }

    private void around() {
        heading("Around the token");
        add("who it is, and as a signed JWT", "oat userinfo -p demo");
        add("what the server says of a token (RFC 7662)", "oat introspect -p demo");
        add("the same, signed (RFC 9701)", "oat introspect file:subject " + SERVICE + " --jwt");
        add("whether the server signed it", "oat jwt verify -p demo");
        add("a server that forgets a token (RFC 7009)", "oat revoke file:subject " + SERVICE);
        add("a client that registers itself (RFC 7591)", "oat client register -p mine", "oat client read -p mine");
        add("what the server offers, and what is wrong with it", "oat discover $OAT_ISSUER");
        add("what will fail, before it does", "oat doctor demo");
        add("more than the token allows (RFC 9470)", "oat call -p demo $OAT_API/payments --step-up");
        add(
                "something that the server does wrong (oat playground --list-faults)",
                "curl -s -d on=id-token-wrong-nonce $OAT_ISSUER/playground/fault",
                "oat login demo || echo \"refused, as it should be\"",
                "curl -s -d off=id-token-wrong-nonce $OAT_ISSUER/playground/fault");
        add("the end of it, at the server too", "oat logout demo --end-session");
    }

    private void heading(String title) {
        text.append("\n# ")
                .append(title)
                .append("\n# ")
                .append("-".repeat(title.length()))
                .append('\n');
    }

    private void add(String what, String... lines) {
        text.append("\n# ").append(what).append('\n');
        for (String line : lines) {
            text.append(broken(line)).append('\n');
        }
    }

    /** Returns a line of the shell, broken where an option begins. */
    private static String broken(String line) {
        List<String> pieces = new ArrayList<>(List.of(line.split(" (?=--?[a-z])", -1)));
        StringBuilder lines = new StringBuilder();
        StringBuilder current = new StringBuilder(pieces.remove(0));
        for (String piece : pieces) {
            if (current.length() + 1 + piece.length() > WIDTH - 2) {
                lines.append(current).append(" \\\n");
                current = new StringBuilder("    ").append(piece);
            } else {
                current.append(' ').append(piece);
            }
        }
        return lines.append(current).toString();
    }
}
