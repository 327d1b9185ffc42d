package dev.oat.cli.examine;

import dev.oat.cli.connect.OtherProfile;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.TokenExchangeGrant;
import dev.oat.grant.TypedToken;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import java.util.Optional;

/** What an ID-JAG takes of each of the two servers, told before any call: which side lacks what. */
final class DiagnosedChain {
    private final Diagnosis diagnosis;
    private final Invocation invocation;

    DiagnosedChain(Diagnosis diagnosis, Invocation invocation) {
        this.diagnosis = diagnosis;
        this.invocation = invocation;
    }

    /** Whether the API's authorization server takes ID-JAGs. */
    void takingSide(AuthorizationServer server) {
        String title = "grant";
        if (server.texts("authorization_grant_profiles_supported").contains(IdJagGrant.TYPE)) {
            diagnosis.ok(title, "id-jag: the server takes ID-JAGs (authorization_grant_profiles_supported)");
        } else if (server.texts("grant_types_supported").contains(JwtBearerGrant.TYPE)
                || server.texts("grant_types_supported").isEmpty()) {
            diagnosis.warn(
                    title,
                    "id-jag: the API's server does not say that it takes ID-JAGs (authorization_grant_profiles_supported)",
                    "ask its operator");
        } else {
            diagnosis.fail(
                    title,
                    "id-jag: the API's server takes no JWT assertions (" + JwtBearerGrant.TYPE + " is not listed)",
                    "choose another --grant-type, or ask its operator for ID-JAG",
                    ExitCode.REFUSED);
        }
    }

    /** Whether the identity provider makes ID-JAGs, and somebody is signed in there. */
    void makingSide() {
        String title = "identity provider";
        Optional<String> named = invocation.settings().text(Settings.IDP);
        if (named.isEmpty()) {
            throw new Failure.Usage("nothing says who the identity provider is")
                    .hint("oat profile set NAME idp=PROFILE");
        }
        if (named.orElseThrow().contains("://")) {
            diagnosis.ok(title, named.orElseThrow() + ", by a token that is given");
            return;
        }
        OtherProfile profile = OtherProfile.named(invocation, named.orElseThrow());
        String who = "profile " + named.orElseThrow();
        AuthorizationServer server = profile.connection().server();
        boolean makes = server.texts("identity_chaining_requested_token_types_supported")
                .contains(TypedToken.ID_JAG);
        if (!makes
                && !server.texts("grant_types_supported").isEmpty()
                && !server.texts("grant_types_supported").contains(TokenExchangeGrant.TYPE)) {
            diagnosis.fail(
                    title,
                    who + ": it has no token exchange, so it makes no ID-JAG",
                    "ask its administrator for ID-JAG (Cross App Access)",
                    ExitCode.REFUSED);
            return;
        }
        Optional<StoredSession> session = profile.stored();
        boolean identified = session.isPresent()
                && (session.orElseThrow().idToken().isPresent()
                        || session.orElseThrow().refreshToken().isPresent());
        if (!identified) {
            diagnosis.fail(
                    title,
                    who + ": " + (session.isPresent() ? "its session has no ID token" : "nobody is signed in there"),
                    profile.login() + " --scope openid,offline_access",
                    ExitCode.LOGIN_NEEDED);
        } else if (!makes) {
            diagnosis.warn(
                    title,
                    who + ": it does not say that it makes ID-JAGs (identity_chaining_requested_token_types_supported)",
                    "ask its administrator");
        } else {
            diagnosis.ok(title, who + ": signed in, and it makes ID-JAGs");
        }
    }
}
