package dev.oat.render.flow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The words of the protocol in plain language, for a user who has never read its specifications. */
public final class Glossary {
    private static final Map<String, String> PARAMETERS = parameters();
    private static final Map<String, String> HEADERS = headers();
    private static final Map<String, String> PURPOSES = purposes();
    private static final Map<String, String> CLAIMS = claims();
    private static final Map<String, String> SECTIONS = sections();

    private Glossary() {}

    /** Returns what a parameter, or a member of an answer, is for; empty when it is nobody's standard. */
    public static Optional<String> parameter(String name) {
        return Optional.ofNullable(PARAMETERS.get(name));
    }

    /** What a header field is for; empty when it does not matter to a flow. */
    public static Optional<String> header(String name) {
        return Optional.ofNullable(HEADERS.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /** Returns what a claim or a member of a JWT's header is for. */
    public static Optional<String> claim(String name) {
        return Optional.ofNullable(CLAIMS.get(name)).or(() -> parameter(name));
    }

    /** The section that defines a parameter, header field or claim. */
    public static Optional<String> section(String name) {
        return Optional.ofNullable(SECTIONS.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /** Returns a header field's name as its specification writes it; servers and libraries write it in any way. */
    public static String spelling(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "www-authenticate" -> "WWW-Authenticate";
            case "dpop" -> "DPoP";
            case "dpop-nonce" -> "DPoP-Nonce";
            case "oauth-client-attestation" -> "OAuth-Client-Attestation";
            case "oauth-client-attestation-pop" -> "OAuth-Client-Attestation-PoP";
            case "oauth-client-attestation-challenge" -> "OAuth-Client-Attestation-Challenge";
            default -> name;
        };
    }

    /** Returns what a request is for, in a sentence or two. */
    public static String purpose(Step.Request request) {
        String grant = Field.first(request.parameters(), "grant_type").orElse("");
        String byGrant = PURPOSES.get("grant " + grant);
        if (byGrant != null) {
            return byGrant;
        }
        String title = request.title().toLowerCase(java.util.Locale.ROOT);
        for (Map.Entry<String, String> purpose : PURPOSES.entrySet()) {
            if (title.contains(purpose.getKey())) {
                return purpose.getValue();
            }
        }
        return "";
    }

    private static Map<String, String> purposes() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "grant client_credentials",
                "oat asks for a token for the client itself. No user takes part; the client proves who it is, and"
                        + " that is all the server needs.");
        words.put(
                "grant authorization_code",
                "oat trades the one-time code that the browser brought for tokens. This message does not pass the"
                        + " browser: what the browser saw is worth nothing without what oat adds here.");
        words.put(
                "grant refresh_token",
                "The old access token is of no more use. oat trades the refresh token, which it has kept, for a new"
                        + " one; nobody needs to sign in.");
        words.put(
                "grant password",
                "oat hands the user's name and password to the server for a token. Every newer way is better:"
                        + " here the program sees the password.");
        words.put(
                "grant urn:ietf:params:oauth:grant-type:device_code",
                "oat asks whether the user has agreed yet. It asks again until they have, no faster than the server"
                        + " allows.");
        words.put(
                "grant urn:ietf:params:oauth:grant-type:jwt-bearer",
                "oat shows a signed statement (a JWT) about who the token is for, instead of anybody signing in.");
        words.put(
                "grant urn:ietf:params:oauth:grant-type:saml2-bearer",
                "oat shows a signed SAML statement about who the token is for, instead of anybody signing in.");
        words.put(
                "grant urn:ietf:params:oauth:grant-type:token-exchange",
                "oat trades one token for another: for another audience, with fewer rights, or on somebody's behalf.");
        words.put(
                "grant urn:openid:params:grant-type:ciba",
                "oat asks whether the user has agreed on their own device yet. It asks again until they have, no"
                        + " faster than the server allows.");
        words.put(
                "metadata request",
                "oat asks the server to describe itself: its addresses, and what it can do. Nothing secret is sent.");
        words.put("key set", "oat fetches the public keys with which the server signs, to check signatures itself.");
        words.put(
                "pushed authorization",
                "Before the browser starts, oat hands the whole request to the server directly and gets a short"
                        + " reference for it, so that nobody can change it on its way through the browser.");
        words.put(
                "device authorization",
                "oat asks for two codes: one to show to the user, and one to wait with. The user signs in on any"
                        + " device that has a browser.");
        words.put(
                "backchannel authentication",
                "oat names a user, and the server asks that user on their own device, such as a phone,"
                        + " whether they agree. No browser takes part here, and the user types nothing here.");
        words.put(
                "authorization request",
                "The browser goes to the server's own page with the request in its address. What stands there can be"
                        + " seen and changed by the user, so none of it is a secret.");
        words.put("userinfo", "oat asks the server who signed in, with the access token as its proof.");
        words.put(
                "attestation challenge",
                "oat asks for what the next proof of its client attestation must hold, so that no old one is good.");
        words.put(
                "introspection", "oat asks the server what it knows about a token: whether it is good, and for what.");
        words.put("revocation", "oat tells the server to forget a token, so that nobody can use it any more.");
        words.put("registration", "oat tells the server about a client, and gets an identifier for it.");
        words.put("protected resource metadata", "oat asks the API which authorization servers' tokens it takes.");
        words.put("call", "oat calls the API. The access token in the Authorization header is all that it shows.");
        return words;
    }

    private static Map<String, String> headers() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("authorization", "proves who is asking");
        words.put("dpop", "proof that oat holds the private key to which the token is bound, for this one message");
        words.put("dpop-nonce", "to be repeated in the next proof, so that no old one is good");
        words.put("oauth-client-attestation", "what an attester says of this instance of the client");
        words.put(
                "oauth-client-attestation-pop",
                "proof that oat holds the key that the attestation names, for this one message");
        words.put("oauth-client-attestation-challenge", "to be repeated in the next proof of the attestation");
        words.put("www-authenticate", "what is wanted, and what was wrong");
        words.put("location", "where the answer lies");
        words.put("retry-after", "how long to wait");
        return words;
    }

    private static Map<String, String> parameters() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("grant_type", "on what ground oat asks for a token");
        words.put("response_type", "what shall come back; code is a one-time code, no token");
        words.put("response_mode", "how the answer shall come back");
        words.put("client_id", "which program asks; known to the server, no secret");
        words.put("client_secret", "proves that it is that program");
        words.put("client_assertion", "a signed statement that proves who the program is");
        words.put("client_assertion_type", "what kind of statement that is");
        words.put("redirect_uri", "where the browser shall come back to: oat listens there");
        words.put("scope", "what the token is to allow");
        words.put("audience", "which API the token is for");
        words.put("resource", "which API the token is for");
        words.put("state", "ties the answer to this sign-in; a forged answer does not know it");
        words.put("nonce", "must come back inside the ID token; an old ID token does not have it");
        words.put("code_challenge", "PKCE: the hash of a secret that only oat knows");
        words.put("code_challenge_method", "which hash: S256 is SHA-256");
        words.put("code_verifier", "PKCE: that secret itself; who stole the code does not have it");
        words.put("code", "the one-time code, good for a minute or so");
        words.put("iss", "who answers: must be the server that was asked");
        words.put("prompt", "what the server must ask the user");
        words.put("max_age", "how many seconds ago the user may have signed in");
        words.put("acr_values", "how strongly the user must sign in");
        words.put("login_hint", "who is expected to sign in");
        words.put("request", "the whole request as a signed JWT");
        words.put("request_uri", "a reference to a request that the server has already");
        words.put("authorization_details", "what exactly the token shall allow, as JSON");
        words.put("dpop_jkt", "the key to which the code shall be bound");
        words.put("username", "the user");
        words.put("password", "their password");
        words.put("refresh_token", "gets the next access token without a user");
        words.put("access_token", "what oat shows to the API; whoever has it may use it");
        words.put("id_token", "says who signed in; signed by the server");
        words.put("token_type", "how the token is to be presented to an API");
        words.put("client_notification_token", "what the server shows when it tells that the user has answered");
        words.put("binding_message", "is shown on both devices, so that the user can compare");
        words.put("expires_in", "seconds until it ends");
        words.put("issued_token_type", "what kind of token came");
        words.put("device_code", "with it oat asks whether the user has agreed");
        words.put("user_code", "the user types it on the server's page");
        words.put("verification_uri", "the page that the user opens");
        words.put("verification_uri_complete", "the same with the code in it");
        words.put("interval", "seconds to wait between two questions");
        words.put("auth_req_id", "with it oat asks whether the user has agreed");
        words.put("assertion", "the signed statement");
        words.put("subject_token", "the token to trade in: whose rights they are");
        words.put("subject_token_type", "what kind of token that is");
        words.put("actor_token", "who acts for them");
        words.put("actor_token_type", "what kind of token that is");
        words.put("requested_token_type", "what kind of token is wanted");
        words.put("token", "the token that it is about");
        words.put("token_type_hint", "what kind of token that is");
        words.put("active", "whether the token is good now");
        words.put("sub", "the user, by the server's own identifier");
        words.put("error", "the kind of refusal");
        words.put("error_description", "the server's own words");
        words.put("error_uri", "where the server says more");
        return words;
    }

    private static Map<String, String> claims() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("iss", "who made it");
        words.put("sub", "whom it is about, by the server's own identifier");
        words.put("aud", "for whom it is");
        words.put("exp", "when it ends");
        words.put("iat", "when it was made");
        words.put("nbf", "before which it is not good");
        words.put("jti", "its own identifier, good once");
        words.put("azp", "the client that it was made for");
        words.put("auth_time", "when the user signed in");
        words.put("acr", "how strongly the user signed in");
        words.put("amr", "by which means the user signed in");
        words.put("at_hash", "the hash of the access token that it belongs to");
        words.put("c_hash", "the hash of the code that it belongs to");
        words.put("s_hash", "the hash of the state that it belongs to");
        words.put("cnf", "the key or certificate that it is bound to");
        words.put("htm", "the method of the one request that it proves");
        words.put("htu", "the address of the one request that it proves");
        words.put("ath", "the hash of the access token that it goes with");
        words.put("kid", "which of the issuer's keys signed it");
        words.put("alg", "how it is signed");
        words.put("typ", "what kind of JWT it is");
        words.put("jwk", "the public key that it is signed with");
        words.put("x5t#S256", "the hash of the certificate");
        words.put("enc", "how it is encrypted");
        words.put("sid", "the session at the server");
        words.put("act", "who acts for the subject");
        words.put("events", "what happened");
        return words;
    }

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        put(sections, "RFC 6749 §4.1.1", "response_type", "state");
        put(sections, "RFC 6749 §4.1.3", "code", "grant_type");
        put(sections, "RFC 6749 §3.1.2", "redirect_uri");
        put(sections, "RFC 6749 §2.3.1", "client_secret");
        put(sections, "RFC 6749 §2.2", "client_id");
        put(sections, "RFC 6749 §3.3", "scope");
        put(sections, "RFC 6749 §5.1", "access_token", "token_type", "expires_in");
        put(sections, "RFC 6749 §6", "refresh_token");
        put(sections, "RFC 6749 §4.3.2", "username", "password");
        put(sections, "RFC 6749 §5.2", "error", "error_description", "error_uri");
        put(sections, "RFC 7636 §4.3", "code_challenge", "code_challenge_method");
        put(sections, "RFC 7636 §4.5", "code_verifier");
        put(sections, "RFC 7521 §4.2", "client_assertion", "client_assertion_type", "assertion");
        put(sections, "RFC 8707 §2", "resource");
        put(sections, "RFC 9396 §2", "authorization_details");
        put(sections, "RFC 9449 §10", "dpop_jkt");
        put(sections, "RFC 9449 §4.1", "dpop");
        put(sections, "RFC 9449 §8", "dpop-nonce");
        put(sections, "RFC 9449 §4.2", "htm", "htu", "ath", "jwk");
        put(sections, "RFC 9110 §11.6.1", "www-authenticate");
        put(sections, "RFC 6750 §2.1", "authorization");
        put(sections, "RFC 9110 §10.2.2", "location");
        put(sections, "RFC 9110 §10.2.3", "retry-after");
        put(
                sections,
                "RFC 8628 §3.2",
                "device_code",
                "user_code",
                "verification_uri",
                "verification_uri_complete",
                "interval");
        put(
                sections,
                "RFC 8693 §2.1",
                "subject_token",
                "subject_token_type",
                "actor_token",
                "actor_token_type",
                "requested_token_type",
                "audience");
        put(sections, "RFC 8693 §2.2.1", "issued_token_type");
        put(sections, "RFC 9101 §5", "request");
        put(sections, "RFC 9126 §2.2", "request_uri");
        put(sections, "RFC 7009 §2.1", "token", "token_type_hint");
        put(sections, "RFC 7662 §2.2", "active");
        put(sections, "RFC 7519 §4.1.1", "iss");
        put(sections, "RFC 7519 §4.1.2", "sub");
        put(sections, "RFC 7519 §4.1.3", "aud");
        put(sections, "RFC 7519 §4.1.4", "exp");
        put(sections, "RFC 7519 §4.1.5", "nbf");
        put(sections, "RFC 7519 §4.1.6", "iat");
        put(sections, "RFC 7519 §4.1.7", "jti");
        put(sections, "RFC 7515 §4.1.1", "alg");
        put(sections, "RFC 7515 §4.1.4", "kid");
        put(sections, "RFC 7515 §4.1.9", "typ");
        put(sections, "RFC 7800 §3.1", "cnf");
        put(
                sections,
                "OpenID Connect Core §3.1.2.1",
                "nonce",
                "prompt",
                "max_age",
                "acr_values",
                "login_hint",
                "id_token_hint",
                "response_mode");
        put(sections, "OpenID Connect Core §2", "auth_time", "acr", "amr", "azp");
        put(sections, "OpenID Connect Core §3.1.3.3", "id_token");
        put(sections, "OpenID Connect Core §3.1.3.6", "at_hash");
        put(sections, "OpenID Connect Core §3.3.2.11", "c_hash");
        put(sections, "OpenID CIBA Core §7.1", "binding_message", "client_notification_token");
        String attested = "Attestation-Based Client Authentication §";
        put(sections, attested + "4", "oauth-client-attestation");
        put(sections, attested + "5.1", "oauth-client-attestation-pop");
        put(sections, attested + "6", "oauth-client-attestation-challenge", "attestation_challenge");
        put(sections, "OpenID CIBA Core §7.3", "auth_req_id");
        return sections;
    }

    private static void put(Map<String, String> sections, String section, String... names) {
        for (String name : names) {
            sections.put(name, section);
        }
    }
}
