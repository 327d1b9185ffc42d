package dev.oat.metadata;

/**
 * The endpoints of an authorization server, by their metadata names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2</a>
 */
public enum Endpoint {
    AUTHORIZATION("authorization_endpoint"),
    PUSHED_AUTHORIZATION("pushed_authorization_request_endpoint"),
    DEVICE_AUTHORIZATION("device_authorization_endpoint"),
    BACKCHANNEL_AUTHENTICATION("backchannel_authentication_endpoint"),
    TOKEN("token_endpoint"),
    USERINFO("userinfo_endpoint"),
    JWKS("jwks_uri"),
    REVOCATION("revocation_endpoint"),
    INTROSPECTION("introspection_endpoint"),
    REGISTRATION("registration_endpoint"),
    END_SESSION("end_session_endpoint"),
    CHALLENGE("challenge_endpoint");

    private final String member;

    Endpoint(String member) {
        this.member = member;
    }

    /** Returns the metadata member that holds it; also the profile key. */
    public String member() {
        return member;
    }

    /** The option that gives it: the member's name with hyphens. */
    public String option() {
        return "--" + member.replace('_', '-');
    }
}
