package dev.oat.playground.issuer;

/** Names the grant types that clients are registered for and handlers redeem, where they have no short name. */
public final class GrantTypes {
    public static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    public static final String CIBA = "urn:openid:params:grant-type:ciba";
    public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    public static final String SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer";
    public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private GrantTypes() {}
}
