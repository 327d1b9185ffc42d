package dev.oat.playground.issuer;

import java.util.Locale;

/** Something that a real server may do wrong, and that a playground does on demand. */
public enum Fault {
    /** The metadata names another issuer. */
    METADATA_WRONG_ISS(false, "the metadata names another issuer"),
    /** The metadata are signed too, as servers may do. */
    SIGNED_METADATA(false, "the metadata are signed as well (no fault by itself)"),
    /** The signature of the metadata does not fit. */
    SIGNED_METADATA_BAD_SIGNATURE(false, "the metadata's signature does not fit"),
    /** Another party attests the metadata. */
    SIGNED_METADATA_WRONG_ISS(false, "another party attests the metadata"),
    /** The signed metadata have expired. */
    SIGNED_METADATA_EXPIRED(false, "the signed metadata have expired"),
    /** The authorization response carries another issuer. */
    RESPONSE_WRONG_ISS(false, "the authorization response names another issuer"),
    /** The authorization response carries no issuer, though the metadata promise one. */
    RESPONSE_MISSING_ISS(false, "the authorization response names no issuer"),
    /** The authorization response carries another state. */
    RESPONSE_WRONG_STATE(false, "the authorization response carries another state"),
    /** The authorization response carries no state. */
    RESPONSE_MISSING_STATE(false, "the authorization response carries no state"),
    /** The response comes plain although a JWT was asked for. */
    JARM_PLAIN(false, "the response is plain in place of a JWT"),
    /** The response JWT names another issuer. */
    JARM_WRONG_ISS(false, "the response JWT names another issuer"),
    /** The response JWT names no issuer. */
    JARM_MISSING_ISS(false, "the response JWT names no issuer"),
    /** The response JWT is for another client. */
    JARM_WRONG_AUD(false, "the response JWT is for another client"),
    /** The response JWT names no client. */
    JARM_MISSING_AUD(false, "the response JWT names no client"),
    /** The response JWT has expired. */
    JARM_EXPIRED(false, "the response JWT has expired"),
    /** The response JWT never expires. */
    JARM_MISSING_EXP(false, "the response JWT has no exp"),
    /** The response JWT has {@code alg: none}. */
    JARM_UNSIGNED(false, "the response JWT has alg none and no signature"),
    /** The response JWT's signature does not fit. */
    JARM_BAD_SIGNATURE(false, "the response JWT's signature does not fit"),
    /** Pushed requests are stale when their reference is handed out. */
    EXPIRED_REQUEST_URI(false, "pushed requests have expired before their use"),
    /** Codes are stale when they are handed out. */
    EXPIRED_CODE(false, "codes have expired before they can be redeemed"),
    /** A device that asks for the first time is told to slow down. */
    SLOW_DOWN(false, "a device that asks the first time is told slow_down"),
    /** A token exchange names another type than it issues. */
    WRONG_ISSUED_TOKEN_TYPE(false, "a token exchange says it issued a SAML assertion"),
    /** An ID-JAG names another issuer. */
    ID_JAG_WRONG_ISS(false, "the ID-JAG names another issuer"),
    /** An ID-JAG is about another user. */
    ID_JAG_WRONG_SUB(false, "the ID-JAG is about another person"),
    /** An ID-JAG is for another server. */
    ID_JAG_WRONG_AUD(false, "the ID-JAG is for another server"),
    /** An ID-JAG has the type of any JWT. */
    ID_JAG_WRONG_TYP(false, "the ID-JAG has the typ of any JWT"),
    /** An ID-JAG is for another client. */
    ID_JAG_WRONG_CLIENT_ID(false, "the ID-JAG is for another client"),
    /** An ID-JAG is for another resource. */
    ID_JAG_WRONG_RESOURCE(false, "the ID-JAG is for another resource"),
    /** An ID-JAG has expired when it comes. */
    ID_JAG_EXPIRED(false, "the ID-JAG has expired"),
    /** An ID-JAG is signed by a key that the key set lacks. */
    ID_JAG_FOREIGN_KEY(false, "the ID-JAG's key is not in the provider's key set"),
    /** The answer with an ID-JAG says that it is a bearer token. */
    ID_JAG_TOKEN_TYPE(false, "the answer calls the ID-JAG a bearer token"),
    /** Each ID-JAG is good for one access token. */
    ID_JAG_ONCE(false, "each ID-JAG is good once"),
    /** Every ID-JAG is taken for a replay. */
    ID_JAG_REPLAYED(false, "ID-JAGs count as replayed"),
    /** The identity provider's policy lets nobody into other domains. */
    ID_JAG_DENIED(false, "the provider's policy says no to every ID-JAG"),
    /** The identity provider knows no other domain. */
    ID_JAG_WRONG_TARGET(false, "the provider knows no other domain"),
    /** Access tokens by an ID-JAG are for another API. */
    ID_JAG_TOKEN_WRONG_AUD(false, "the access token by an ID-JAG is for another API"),
    /** Device codes and CIBA requests are stale when the first question comes. */
    EXPIRED_DEVICE_CODE(false, "device codes and CIBA requests expire at once"),
    /** The notification of CIBA's ping mode shows another token. */
    PING_WRONG_TOKEN(false, "CIBA notifications show another token"),
    /** The notification of CIBA's ping mode is about another request. */
    PING_WRONG_ID(false, "CIBA notifications are about another auth_req_id"),
    /** No notification comes. */
    PING_LOST(false, "CIBA notifications never come"),
    /** The ID token names another issuer. */
    ID_TOKEN_WRONG_ISS(false, "the ID token names another issuer"),
    /** The ID token is for another client. */
    ID_TOKEN_WRONG_AUD(false, "the ID token is for another client"),
    /** The ID token has another nonce. */
    ID_TOKEN_WRONG_NONCE(false, "the ID token carries another nonce"),
    /** The ID token has no nonce. */
    ID_TOKEN_MISSING_NONCE(false, "the ID token carries no nonce"),
    /** The ID token belongs to another access token. */
    ID_TOKEN_WRONG_AT_HASH(false, "the ID token belongs to another access token"),
    /** The ID token that comes through the browser belongs to another code. */
    ID_TOKEN_WRONG_C_HASH(false, "the browser's ID token has a wrong c_hash"),
    /** The ID token that comes through the browser does not say to which code it belongs. */
    ID_TOKEN_MISSING_C_HASH(false, "the browser's ID token has no c_hash"),
    /** The ID token that comes through the browser belongs to another state. */
    ID_TOKEN_WRONG_S_HASH(false, "the browser's ID token has a wrong s_hash"),
    /** The ID token has expired. */
    ID_TOKEN_EXPIRED(false, "the ID token has expired"),
    /** The ID token was made tomorrow. */
    ID_TOKEN_FROM_FUTURE(false, "the ID token was made tomorrow"),
    /** The ID token says that the user signed in long ago, whatever {@code max_age} asked. */
    ID_TOKEN_OLD_AUTH_TIME(false, "the ID token says the sign-in was a day ago"),
    /** The ID token does not say when the user signed in. */
    ID_TOKEN_MISSING_AUTH_TIME(false, "the ID token has no auth_time"),
    /** The ID token says that the user signed in in a way that nobody asked for. */
    ID_TOKEN_WRONG_ACR(false, "the ID token has an acr that nobody asked for"),
    /** The ID token does not say in which way the user signed in. */
    ID_TOKEN_MISSING_ACR(false, "the ID token has no acr"),
    /** The ID token has {@code alg: none}. */
    ID_TOKEN_UNSIGNED(false, "the ID token has alg none and no signature"),
    /** The ID token's signature does not fit. */
    ID_TOKEN_BAD_SIGNATURE(false, "the ID token's signature does not fit"),
    /** The ID token is signed by a key that the key set lacks. */
    ID_TOKEN_UNPUBLISHED_KEY(false, "the ID token's key is not in the key set"),
    /** What is encrypted is encrypted to somebody else's key. */
    ENCRYPTED_TO_ANOTHER(false, "what is encrypted is so to somebody else's key"),
    /** There is no ID token, though {@code openid} was granted. */
    NO_ID_TOKEN(false, "no ID token, though openid was granted"),
    /** The signing key changes each time that the key set is fetched. */
    ROTATED_KEY(false, "the key changes after each look at the key set"),
    /** Every client assertion is taken for a replay. */
    REPLAYED_JTI(false, "client assertions count as replayed"),
    /** Proofs must hold the server's nonce, at the authorization server and at the gateway. */
    DPOP_NONCE(false, "DPoP proofs must hold the server's nonce"),
    /** Each nonce is good for one proof. */
    DPOP_NONCE_ONCE(false, "DPoP proofs must hold a nonce, each good once"),
    /** Whatever nonce a proof holds, another is wanted. */
    DPOP_NONCE_ENDLESS(false, "DPoP proofs lack the nonce, whatever they hold"),
    /** Every proof is taken for a replay. */
    DPOP_REPLAYED(false, "DPoP proofs count as replayed"),
    /** A request with a proof is answered with a bearer token. */
    DPOP_BEARER(false, "a request with a DPoP proof gets a bearer token"),
    /** The token names another key than the proof's. */
    DPOP_WRONG_CNF(false, "access tokens name another key (cnf.jkt)"),
    /** The token names no key. */
    DPOP_NO_CNF(false, "access tokens that are bound to a key do not name it"),
    /** The token names another certificate than the client's. */
    CERTIFICATE_WRONG_CNF(false, "access tokens name another certificate (x5t#S256)"),
    /** Proofs of attestations must hold the challenge that the last answer brought. */
    ATTESTATION_CHALLENGE(false, "proofs of attestations need a challenge"),
    /** Proofs of attestations must hold a challenge from the endpoint for them, each good once. */
    ATTESTATION_ENDPOINT(false, "the same, from an endpoint, each good once"),
    /** Whatever challenge a proof holds, another is wanted. */
    ATTESTATION_ENDLESS(false, "proofs of attestations lack it, always"),
    /** Every attestation is too old. */
    ATTESTATION_STALE(false, "client attestations count as too old"),
    /** No attester is trusted. */
    ATTESTATION_REFUSED(false, "client attestations are not accepted"),
    /** Every proof of an attestation is taken for a replay. */
    ATTESTATION_REPLAYED(false, "proofs of attestations count as replayed"),
    /** The token answer lacks the access token. */
    NO_ACCESS_TOKEN(false, "the token answer lacks access_token"),
    /** The token answer has a token type that nobody knows. */
    UNKNOWN_TOKEN_TYPE(false, "the token answer has token_type \"Riddle\""),
    /** The token answer is form-encoded, as GitHub's is. */
    FORM_ENCODED(false, "the token answer is form-encoded, as GitHub's is"),
    /** The token answer has {@code expires_in} as text. */
    EXPIRES_IN_TEXT(false, "the token answer has expires_in as text"),
    /** The token answer has no {@code expires_in}. */
    NO_EXPIRES_IN(false, "the token answer has no expires_in"),
    /** The token answer has no refresh token. */
    NO_REFRESH_TOKEN(false, "no refresh token, though offline_access is granted"),
    /** The userinfo answer is a signed JWT. */
    USERINFO_JWT(false, "userinfo answers a signed JWT in place of JSON"),
    /** Signed answers name another issuer. */
    JWT_ANSWER_WRONG_ISS(false, "JWTs of userinfo, introspection: another issuer"),
    /** Signed answers are for another client. */
    JWT_ANSWER_WRONG_AUD(false, "JWTs of userinfo, introspection: another client"),
    /** Signed answers have a type of another kind of JWT. */
    JWT_ANSWER_WRONG_TYP(false, "JWTs of userinfo, introspection: wrong typ"),
    /** Signed answers have a signature that does not fit. */
    JWT_ANSWER_BAD_SIGNATURE(false, "JWTs of userinfo, introspection: bad signature"),
    /** The userinfo answer is about another user. */
    USERINFO_WRONG_SUB(false, "userinfo is about another user"),
    /** The gateway's refusals do not say where its metadata lie. */
    CHALLENGE_WITHOUT_METADATA(false, "the gateway's 401 names no resource_metadata"),
    /** The gateway's metadata are about another resource. */
    RESOURCE_MISMATCH(false, "the gateway's metadata name another resource"),
    /** The registration endpoint refuses whatever it is asked. */
    REGISTRATION_REFUSED(false, "registration refuses whatever metadata it is given"),
    /** The registration answer lacks the client's id. */
    REGISTRATION_NO_CLIENT_ID(false, "the registration answer lacks client_id"),
    /** The server registers other redirect URIs than it was asked for. */
    REGISTRATION_CHANGED(false, "registration takes another redirect URI than asked"),

    /** Answers 500. */
    ERROR_500(true, "answers 500"),
    /** Answers 503 with {@code Retry-After: 1}. */
    BUSY_503(true, "answers 503 with Retry-After: 1"),
    /** Answers a page in place of JSON. */
    HTML(true, "answers an HTML page in place of JSON"),
    /** Cuts the connection in the middle of the body. */
    TRUNCATED(true, "cuts the connection in the middle of the body"),
    /** Answers nothing but headers. */
    EMPTY(true, "answers an empty body"),
    /** Answers 100 MB. */
    HUGE(true, "answers 100 MB"),
    /** Answers JSON that nests ten thousand deep. */
    DEEP(true, "answers JSON that nests ten thousand deep"),
    /** Answers after two seconds. */
    SLOW(true, "answers after two seconds"),
    /** Stops in the middle of the body and keeps the connection open. */
    STALLED(true, "stops in the middle of the body, without closing"),
    /** Sends a byte each half second. */
    DRIPPING(true, "sends one byte each half second"),
    /** Redirects to another path. */
    REDIRECT(true, "answers 307 to another path"),
    /** Does what was asked, and closes the connection without an answer. */
    LOST_ANSWER(true, "does what was asked, and closes without an answer");

    private final boolean atAnyEndpoint;
    private final String meaning;

    Fault(boolean atAnyEndpoint, String meaning) {
        this.atAnyEndpoint = atAnyEndpoint;
        this.meaning = meaning;
    }

    /** Returns whether it can be had at any endpoint; if not, its name says where it shows. */
    public boolean atAnyEndpoint() {
        return atAnyEndpoint;
    }

    /** What the server does, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Returns the name by which it is switched on: {@code id-token-wrong-nonce}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
