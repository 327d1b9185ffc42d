package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * An authentication request that the user answers on their own device; redeemed again and again until they have.
 *
 * @param authReqId what identifies the request
 * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.10.1">OpenID
 *     CIBA Core §10.1</a>
 */
public record CibaGrant(Secret authReqId) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "urn:openid:params:grant-type:ciba";

    public CibaGrant {
        Objects.requireNonNull(authReqId, "authReqId is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        return Form.empty().with("auth_req_id", authReqId);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.openIdCiba("10.1");
    }
}
