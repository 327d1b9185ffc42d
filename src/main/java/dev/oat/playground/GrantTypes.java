package dev.oat.playground;

/** Names the grant types that clients are registered for and handlers redeem, where they have no short name. */
final class GrantTypes {
    static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    static final String CIBA = "urn:openid:params:grant-type:ciba";
    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    static final String SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer";
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private GrantTypes() {}
}
