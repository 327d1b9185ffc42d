package dev.oat.render.failure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The error codes of the OAuth registry and of OpenID Connect, in plain words. */
final class ErrorCodes {
    private static final Map<String, String> MEANINGS = meanings();

    private ErrorCodes() {}

    /** Returns what a code means and where it is defined, or empty when no specification knows it. */
    static Optional<String> meaning(String code) {
        return Optional.ofNullable(MEANINGS.get(code));
    }

    private static Map<String, String> meanings() {
        Map<String, String> m = new LinkedHashMap<>();
        m.put(
                "invalid_request",
                "the request itself is wrong: something is missing, twice or not understood (RFC 6749 §5.2)");
        m.put("invalid_client", "the server does not believe that the client is who it says (RFC 6749 §5.2)");
        m.put("invalid_grant", "what the client holds (code, refresh token, password) is not accepted (RFC 6749 §5.2)");
        m.put("unauthorized_client", "the client may not do this (RFC 6749 §5.2)");
        m.put("unsupported_grant_type", "the server does not offer this grant (RFC 6749 §5.2)");
        m.put("invalid_scope", "a scope is unknown, or not for this client (RFC 6749 §5.2)");
        m.put("access_denied", "the user, or a rule of the server, said no (RFC 6749 §4.1.2.1)");
        m.put("unsupported_response_type", "the server does not answer in this way (RFC 6749 §4.1.2.1)");
        m.put("server_error", "the server failed (RFC 6749 §4.1.2.1)");
        m.put("temporarily_unavailable", "the server is busy (RFC 6749 §4.1.2.1)");
        m.put("invalid_token", "the API does not accept the access token (RFC 6750 §3.1)");
        m.put("insufficient_scope", "the token is good but does not allow this (RFC 6750 §3.1)");
        m.put("insufficient_user_authentication", "the API wants a stronger or newer sign-in (RFC 9470 §3)");
        m.put("login_required", "the user must sign in (OpenID Connect Core §3.1.2.6)");
        m.put("consent_required", "the user must agree (OpenID Connect Core §3.1.2.6)");
        m.put("interaction_required", "the user must do something on a page (OpenID Connect Core §3.1.2.6)");
        m.put("account_selection_required", "the user must choose an account (OpenID Connect Core §3.1.2.6)");
        m.put("invalid_request_uri", "the reference to the request is not accepted (OpenID Connect Core §3.1.2.6)");
        m.put("invalid_request_object", "the signed request is not accepted (RFC 9101 §6)");
        m.put("request_not_supported", "the server takes no signed requests (RFC 9101 §6)");
        m.put("request_uri_not_supported", "the server takes no references to requests (RFC 9101 §6)");
        m.put("invalid_target", "the resource or audience is not one that the server knows (RFC 8707 §2)");
        m.put("invalid_authorization_details", "the authorization details are not accepted (RFC 9396 §5)");
        m.put("authorization_pending", "the user has not agreed yet (RFC 8628 §3.5)");
        m.put("slow_down", "the client asks too often (RFC 8628 §3.5)");
        m.put("expired_token", "the device code has expired (RFC 8628 §3.5)");
        m.put("use_dpop_nonce", "the proof must be made again with the server's nonce (RFC 9449 §8)");
        m.put("invalid_dpop_proof", "the DPoP proof is not accepted (RFC 9449 §5)");
        m.put(
                "use_attestation_challenge",
                "the proof of the attestation must hold the server's challenge (draft §7.4)");
        m.put("use_fresh_attestation", "the client attestation is too old (draft §7.4)");
        m.put("invalid_client_attestation", "the client attestation is not accepted (draft §7.4)");
        m.put("unsupported_token_type", "the server cannot revoke such a token (RFC 7009 §2.2.1)");
        m.put("invalid_redirect_uri", "a redirect URI cannot be registered (RFC 7591 §3.2.2)");
        m.put("invalid_client_metadata", "the client cannot be registered so (RFC 7591 §3.2.2)");
        m.put("unmet_authentication_requirements", "the user cannot sign in as strongly as asked (OpenID Connect)");
        m.put("missing_user_code", "the user must give a user code (CIBA §13)");
        m.put("invalid_user_code", "the user's user code is wrong (CIBA §13)");
        m.put("unknown_user_id", "the server does not know the user (CIBA §13)");
        return m;
    }
}
