package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * What an identity provider says of somebody to another domain's authorization server: an Identity Assertion JWT
 * Authorization Grant. It is had by a token exchange at the one, and redeemed as a JWT assertion at the other.
 *
 * @param assertion the ID-JAG
 * @param scope the scopes to ask for, separated by spaces, or empty for what the ID-JAG holds
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-identity-assertion-authz-grant/">ID-JAG §4.4</a>
 */
public record IdJagGrant(Secret assertion, String scope) implements Grant {
    /** The identifier of this profile of the JWT assertion grant, by which metadata and settings name it. */
    public static final String TYPE = "urn:ietf:params:oauth:grant-profile:id-jag";

    /** The {@code typ} of the JWT. */
    public static final String JWT_TYPE = "oauth-id-jag+jwt";

    public IdJagGrant {
        Objects.requireNonNull(assertion, "assertion is null");
        Objects.requireNonNull(scope, "scope is null");
    }

    /** Returns a section of the draft. */
    public static SpecRef section(String number) {
        return new SpecRef("ID-JAG", number);
    }

    @Override
    public String type() {
        return JwtBearerGrant.TYPE;
    }

    @Override
    public String profile() {
        return TYPE;
    }

    @Override
    public String name() {
        return "ID-JAG";
    }

    @Override
    public Form parameters() {
        Form form = Form.empty().with("assertion", assertion);
        return scope.isEmpty() ? form : form.with("scope", scope);
    }

    @Override
    public SpecRef spec() {
        return section("4.4");
    }
}
