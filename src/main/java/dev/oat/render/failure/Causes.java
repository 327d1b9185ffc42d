package dev.oat.render.failure;

import dev.oat.authorization.redirect.RedirectAddress;
import dev.oat.trace.ShellWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is usually behind a failure, learnt from specifications and from the words of servers in the field. The order
 * counts where the evidence does not decide: what happens more often stands first.
 */
final class Causes {
    private static final String ATTESTED = "Attestation-Based Client Authentication §";
    /** Below this, what speaks for a cause is no more than a coincidence. */
    private static final int ENOUGH = 30;

    private static final String CODE = "authorization_code";
    private static final String REFRESH = "refresh_token";
    private static final String CLIENT = "client_credentials";
    private static final String DEVICE = "device_code";

    private Causes() {}

    /** Returns the causes that something speaks for, the likeliest first. */
    static List<Cause.Weighed> of(Clues clues) {
        List<Cause.Weighed> found = new ArrayList<>();
        for (Cause cause : all()) {
            Cause.Weighed weighed = cause.weigh(clues);
            if (weighed.weight() >= ENOUGH) {
                found.add(weighed);
            }
        }
        found.sort(Comparator.comparingInt(Cause.Weighed::weight).reversed());
        return found;
    }

    /** Returns every cause. */
    static List<Cause> all() {
        List<Cause> all = new ArrayList<>();
        all.addAll(ofTheRedirect());
        all.addAll(ofTheSignIn());
        all.addAll(ofTheRequest());
        all.addAll(ofTheClient());
        all.addAll(ofTheGrant());
        all.addAll(ofTheBinding());
        all.addAll(ofTheApi());
        all.addAll(ofTheAnswer());
        all.addAll(ofTheMetadata());
        all.addAll(ofTheNetwork());
        return all;
    }

    private static List<Cause> ofTheRedirect() {
        return List.of(
                Cause.of("redirect-mismatch", "The redirect URI is not one that is registered", "RFC 6749 §3.1.2.3")
                        .error(100, "redirect_uri_mismatch")
                        .says(
                                80,
                                "redirect_uri",
                                "redirect uri",
                                "redirect url",
                                "callback url",
                                "aadsts50011",
                                "reply url",
                                "reply address")
                        .sign(5, "the request named {redirect}", c -> c.sent("redirect_uri"))
                        .only(c -> !c.isError("invalid_redirect_uri") && !c.says("redirect_uri is missing"))
                        .means(
                                "The server sends codes only to addresses that it knows for this client, compared letter by"
                                        + " letter: scheme, host (127.0.0.1 is not localhost), path, and at many servers the port.")
                        .hint(Causes::redirectAdvice)
                        .next(
                                "oat profile show   (which client id is used)",
                                "oat login --redirect-uri REGISTERED-URI"),
                Cause.of("redirect-not-reached", "The browser could not reach the program that waits", "RFC 8252 §7.3")
                        .says(
                                70,
                                "err_connection_refused",
                                "refused to connect",
                                "unable to connect",
                                "site can't be reached")
                        .sign(25, "the address is one of this machine", c -> c.says("127.0.0.1", "localhost"))
                        .only(c -> c.says("callback", "browser", "err_connection_refused", "site can't be reached"))
                        .means(
                                "The sign-in went well, and the browser runs on another machine than oat, or oat has ended.")
                        .next(
                                "oat login --no-browser   (then paste the address that the browser ended on)",
                                "ssh -L 8484:127.0.0.1:8484 HOST   (and there: oat login --port 8484)"),
                Cause.of(
                                "redirect-uri-unregistrable",
                                "The server does not register such a redirect URI",
                                "RFC 7591 §3.2.2")
                        .error(100, "invalid_redirect_uri")
                        .means("Some servers take only https or only one form of loopback address.")
                        .hint("check --redirect-uri; servers may take https or loopback addresses only")
                        .next("oat client register … --redirect-uri http://127.0.0.1/callback"),
                Cause.of("state-mismatch", "The answer belongs to another sign-in", "RFC 6749 §10.12")
                        .sign(100, "the check of state failed", c -> c.failed("state"))
                        .says(60, "state mismatch", "invalid state", "state does not match", "state parameter")
                        .means(
                                "A tab of an earlier attempt came back, or somebody tries to slip in an answer of their own.")
                        .next("close the browser's old tabs, then: oat login"),
                Cause.of("issuer-mix-up", "The answer names another server than the one asked", "RFC 9207 §2.4")
                        .sign(100, "the check of iss in the authorization response failed", c -> c.failed("iss"))
                        .means("The server is known under two names, or an answer of another server was slipped in.")
                        .next("oat discover {issuer}   (use the issuer that stands there, to the letter)"));
    }

    private static List<Cause> ofTheSignIn() {
        return List.of(
                Cause.of(
                                "consent-needed",
                                "Nobody has agreed to what the client asks for",
                                "OpenID Connect Core §3.1.2.6")
                        .error(100, "consent_required")
                        .says(
                                80,
                                "aadsts65001",
                                "has not consented",
                                "consent_required",
                                "requires consent",
                                "consent is required")
                        .means("With prompt=none the server may not ask; or an administrator must agree for everybody.")
                        .hint(
                                "sign in without --prompt none and agree, or ask the administrator of the server to agree for this client")
                        .next(
                                "oat login --prompt consent",
                                "ask the server's administrator to agree for client {client}"),
                Cause.of(
                                "login-required",
                                "The user is not signed in, and the server may not ask",
                                "OpenID Connect Core §3.1.2.6")
                        .error(90, "login_required")
                        .sign(
                                10,
                                "the request said prompt=none",
                                c -> c.sentValue("prompt").equals("none"))
                        .means("prompt=none allows no page, and the browser has no session at the server.")
                        .hint("the server needs the user: sign in without --prompt none")
                        .next("oat login   (without --prompt none)"),
                Cause.of("interaction-required", "The server needs the user on a page", "OpenID Connect Core §3.1.2.6")
                        .error(85, "interaction_required", "account_selection_required")
                        .says(40, "aadsts50076", "aadsts50079", "multi-factor", "mfa_required", "mfa required")
                        .only(c -> !c.grant("password"))
                        .means(
                                "A second factor, a choice of account or terms of use: nothing that works without a page.")
                        .hint("the server needs the user: sign in in the browser, without --prompt none")
                        .next("oat login   (in the browser, without --prompt none)"),
                Cause.of("person-said-no", "The user did not allow it", "RFC 6749 §4.1.2.1")
                        .error(45, "access_denied")
                        .only(c -> !c.isWithoutUser())
                        .says(
                                20,
                                "denied the request",
                                "user denied",
                                "resource owner denied",
                                "end-user aborted",
                                "cancelled")
                        .hint("sign in again and allow the access, or ask the operator of the server for it")
                        .next("oat login   (and allow what is asked)"),
                Cause.of("policy-said-no", "A rule of the server forbids it for this user", "RFC 6749 §4.1.2.1")
                        .says(
                                90,
                                "aadsts50105",
                                "not assigned",
                                "policy evaluation failed",
                                "admin approval",
                                "aadsts90094",
                                "conditional access",
                                "aadsts53003",
                                "user is not allowed",
                                "not authorized to access this application")
                        .error(20, "access_denied")
                        .only(c -> !c.isWithoutUser())
                        .means("The user could sign in, but may not use this client.")
                        .hint("ask the administrator of the server to let this user use this client")
                        .next("ask the server's administrator to assign the user to client {client}"),
                Cause.of("step-up-needed", "The API wants a stronger or newer sign-in", "RFC 9470 §3")
                        .error(100, "insufficient_user_authentication")
                        .error(80, "unmet_authentication_requirements")
                        .hint("sign in again with what the server asks for: --acr-values ACR, or --max-age 0")
                        .next(
                                "oat login --acr-values ACR   (the acr_values of the challenge)",
                                "oat login --max-age 0   (when it asks for max_age)"),
                Cause.of("nonce-mismatch", "The ID token was made for another sign-in", "OpenID Connect Core §3.1.3.7")
                        .sign(100, "the check of the ID token's nonce failed", c -> c.failed("id_token.nonce"))
                        .means(
                                "The server answers with an old ID token, or leaves the nonce out: it is not to be trusted.")
                        .next("oat login --record flow.json   (and show that to the server's operator)"),
                Cause.of("other-person", "Another user signed in than the profile belongs to", "RFC 9700 §4.7")
                        .sign(100, "the check of the user failed", c -> c.failed("session.sub"))
                        .next(
                                "oat logout PROFILE   (to change the user)",
                                "oat login OTHER-PROFILE --issuer {issuer} --client-id {client}"),
                Cause.of("nobody-came", "Nobody finished the sign-in in time", "RFC 8252 §7.3")
                        .says(80, "nobody came back", "no answer came by the browser", "waited for the sign-in")
                        .next("oat login --timeout 900"));
    }

    private static List<Cause> ofTheRequest() {
        return List.of(
                Cause.of("pkce-missing", "The server wants PKCE, and the request had none", "RFC 7636 §4.4.1")
                        .says(90, "code_challenge", "code challenge", "pkce", "proof key")
                        .error(20, "invalid_request")
                        .sign(
                                40,
                                "the request had no code_challenge",
                                c -> c.lacks("code_challenge") && c.sent("response_type"))
                        .only(c -> !c.isError("invalid_grant")
                                && !c.says("transform", "challenge method", "challenge_method")
                                && !c.says("code_verifier", "code verifier"))
                        .means(
                                "oat sends code_challenge unless --pkce off says otherwise; another client must be made to.")
                        .hint("oat login --pkce S256")
                        .next("oat login --pkce S256"),
                Cause.of("pkce-method", "The server does not take this PKCE method", "RFC 7636 §4.4.1")
                        .says(100, "transform algorithm", "code_challenge_method", "challenge method")
                        .sign(100, "the check of the PKCE method failed", c -> c.failed("pkce"))
                        .hint("--pkce S256; oat discover shows the methods that the server lists")
                        .next("oat login --pkce S256", "oat discover {issuer}   (code_challenge_methods_supported)"),
                Cause.of("par-required", "The request must be pushed first", "RFC 9126 §5")
                        .says(100, "pushed authorization request", "par is required", "require_pushed", "must use par")
                        .only(c -> !c.says("request_uri has expired"))
                        .hint("oat login --par")
                        .next("oat login --par"),
                Cause.of("request-uri-expired", "The pushed request has expired or was used", "RFC 9126 §4")
                        .error(100, "invalid_request_uri")
                        .says(40, "request_uri has expired", "request_uri is invalid or expired")
                        .means("The browser was opened too late, or twice.")
                        .next("oat login"),
                Cause.of("request-object-invalid", "The signed request is not accepted", "RFC 9101 §6.2")
                        .error(100, "invalid_request_object", "request_not_supported")
                        .says(20, "request object")
                        .means("Wrong key, wrong algorithm, aud that is not the issuer, or a clock that is off.")
                        .hint(
                                "check --signing-key and its algorithm, and that the server knows the public key: oat jwk public KEYFILE; --request-object off leaves the signature out")
                        .next(
                                "oat jwk public KEYFILE   (is that the key that is registered for {client}?)",
                                "oat login --request-object off"),
                Cause.of("scope-unknown", "A scope is unknown, or not allowed for this client", "RFC 6749 §3.3")
                        .error(90, "invalid_scope")
                        .says(
                                50,
                                "aadsts70011",
                                "unknown scope",
                                "scope is not allowed",
                                "invalid scope",
                                "scopes are not configured")
                        .sign(5, "asked for: {scope}", c -> c.sent("scope"))
                        .hint(
                                "check --scope; oat discover shows the scopes that the server lists, and the client must be allowed them")
                        .next(
                                "oat discover {issuer}   (scopes_supported)",
                                "allow the scope for client {client} at the server"),
                Cause.of("target-unknown", "The server does not know this resource or audience", "RFC 8707 §2")
                        .error(90, "invalid_target", "invalid_resource")
                        .says(
                                60,
                                "aadsts9010010",
                                "aadsts500011",
                                "service not found",
                                "unknown audience",
                                "audience is not registered",
                                "resource indicator")
                        .sign(10, "the request named a resource", c -> c.sent("resource") || c.sent("audience"))
                        .hint("check --resource and --audience (RFC 8707 §2)")
                        .next(
                                "use the API's identifier as the server knows it: --resource URI, or --audience NAME",
                                "leave out --resource where the server goes by scopes alone"),
                Cause.of("response-type", "The server does not give codes to this client", "RFC 6749 §4.1.2.1")
                        .error(90, "unsupported_response_type")
                        .hint(
                                "allow the response type (for code: the authorization code grant) in the client registration at the server")
                        .next("allow the authorization code grant for client {client} at the server"),
                Cause.of("parameter-wrong", "A parameter is missing, twice or misspelt", "RFC 6749 §5.2")
                        .error(40, "invalid_request")
                        .says(
                                40,
                                "missing",
                                "duplicate",
                                "repeated",
                                "more than once",
                                "required parameter",
                                "malformed")
                        .sign(
                                45,
                                "the status is 400, and no reason is given",
                                c -> c.isStatus(400) && c.error().isEmpty() && c.isFromServer())
                        .only(c -> !c.isFromApi() && (c.isError("invalid_request", "") || c.isStatus(400)))
                        .hint("the same command with --explain shows what was sent, by name")
                        .next(
                                "the same command with --explain shows what was sent",
                                "the same command with --step lets you change it"),
                Cause.of("authorization-details", "The authorization details are not accepted", "RFC 9396 §5")
                        .error(100, "invalid_authorization_details")
                        .hint("check --authorization-details; oat discover shows the types that the server lists")
                        .next("oat discover {issuer}   (authorization_details_types_supported)"));
    }

    private static List<Cause> ofTheClient() {
        return List.of(
                Cause.of("assertion-audience", "The client assertion is for another audience", "RFC 7523 §3")
                        .says(90, "audience", "'aud'", "\"aud\"", "aud claim", "aud value", "(aud)")
                        .error(20, "invalid_client")
                        .sign(20, "the client signed an assertion", c -> c.sent("client_assertion"))
                        .only(c -> !c.isFromApi()
                                && !c.isError("invalid_token", "invalid_target")
                                && !c.failed("id_token")
                                && (c.sent("client_assertion")
                                        || c.says("assertion", "jwt", "aud claim", "'aud'")
                                        || c.isError("invalid_client")))
                        .means(
                                "Servers differ: newer ones want their issuer as aud, older ones the token endpoint's address.")
                        .hint(
                                "--assertion-audience token-endpoint, or issuer: servers differ in which audience they want")
                        .next(
                                "--assertion-audience token-endpoint   (or issuer)",
                                "oat discover {issuer}   (issuer and token_endpoint, to the letter)"),
                Cause.of("assertion-time", "The client assertion is too old, or from the future", "RFC 7523 §3")
                        .says(
                                80,
                                "assertion has expired",
                                "assertion is expired",
                                "jwt is expired",
                                "aadsts700024",
                                "not within its valid time",
                                "assertion expired",
                                "iat is in the future",
                                "assertion is not yet valid",
                                "jwt is not active")
                        .error(20, "invalid_client")
                        .only(c -> !c.isFromApi() && !c.isError("invalid_dpop_proof"))
                        .means(
                                "An assertion is good for a minute or so: a clock is off, or a stored one was used again.")
                        .only(c -> c.isError("invalid_client", "invalid_grant") || c.says("assertion"))
                        .hint("check this machine's clock; oat doctor measures the server's")
                        .next(
                                "timedatectl status   (is this machine's clock right?)",
                                "oat doctor   (measures the server's clock)"),
                Cause.of("assertion-replayed", "The client assertion was used before", "RFC 7523 §3")
                        .says(90, "jti", "assertion has already been used", "assertion was already used", "replay")
                        .error(20, "invalid_client")
                        .only(c -> !c.says("dpop", "attestation") && !c.isFromApi())
                        .means(
                                "Each assertion is good once. Something sent the same one twice: a proxy that repeats, or a file.")
                        .hint(
                                "let oat sign an assertion for each request: --auth-method private_key_jwt --signing-key FILE")
                        .next("let oat sign each time: --auth-method private_key_jwt --signing-key FILE"),
                Cause.of("assertion-key", "The server does not know the key that signed", "RFC 7523 §3")
                        .says(
                                90,
                                "no matching key",
                                "unable to find a key",
                                "key not found",
                                "signature verification failed",
                                "invalid signature",
                                "aadsts700027",
                                "unable to load public key",
                                "signature is invalid",
                                "could not verify",
                                "no key found")
                        .error(20, "invalid_client")
                        .sign(20, "the client signed an assertion", c -> c.sent("client_assertion"))
                        .only(c -> !c.isFromApi()
                                && !c.failed("id_token")
                                && !c.isError("invalid_dpop_proof", "invalid_token"))
                        .hint(
                                "check that the server knows the public key (oat jwk public KEYFILE), its kid (--key-id) and the algorithm (--signing-alg)")
                        .next(
                                "oat jwk public KEYFILE   (register this at the server for client {client})",
                                "--key-id KID   (where the server goes by kid)"),
                Cause.of("attestation-stale", "The client attestation is too old for the server", ATTESTED + "7.4")
                        .error(120, "use_fresh_attestation")
                        .says(110, "attestation has expired", "attestation is expired", "attestation expired")
                        .only(c -> !c.isFromApi())
                        .hint("get a new attestation from the client attester, and put it where --attestation points")
                        .next("get a new attestation from the client attester, for the same --attestation-key"),
                Cause.of("attestation-challenge", "The server wants another challenge in the proof", ATTESTED + "7.4")
                        .error(120, "use_attestation_challenge")
                        .means("The first answer brings a challenge; the request is then made again with it, once. This"
                                + " server asks again and again, or brings none.")
                        .next("the same command with --explain   (is there an OAuth-Client-Attestation-Challenge?)"),
                Cause.of("attestation-refused", "The server does not accept the client attestation", ATTESTED + "7")
                        .error(120, "invalid_client_attestation")
                        .says(60, "attestation")
                        .sign(
                                60,
                                "the client showed an attestation",
                                c -> c.isError("invalid_client") && c.sent("oauth-client-attestation:"))
                        .only(c -> !c.isFromApi() && !c.isError("use_fresh_attestation", "use_attestation_challenge"))
                        .means("It must trust the attester, know the client that the attestation is for, and find the"
                                + " attested key in the proof.")
                        .hint(
                                "check that the server trusts the attester, and what it attests: oat jwt decode file:ATTESTATION")
                        .next(
                                "oat jwt decode file:ATTESTATION   (iss, sub, exp and cnf)",
                                "oat discover {issuer}   (client_attestation_signing_alg_values_supported)"),
                Cause.of("secret-expired", "The client secret has expired", "RFC 7591 §3.2.1")
                        .says(
                                110,
                                "secret has expired",
                                "secret expired",
                                "aadsts7000222",
                                "client_secret_expires_at",
                                "expired client secret",
                                "keys are expired")
                        .error(10, "invalid_client")
                        .hint("make a new client secret at the server, and store it where --client-secret points")
                        .next(
                                "make a new secret for client {client} at the server, and store it where the reference points"),
                Cause.of(
                                "public-client-with-secret",
                                "The client is a public one and must not send a secret",
                                "RFC 6749 §2.3")
                        .says(100, "public client", "aadsts700025", "must not be presented", "client is public")
                        .error(10, "invalid_client")
                        .only(c -> !c.says("not allowed for public") && !c.says("aadsts7000218"))
                        .hint("--auth-method none, and leave out --client-secret")
                        .next("--auth-method none   (and leave out --client-secret)"),
                Cause.of("wrong-auth-method", "The client must prove itself in another way", "RFC 6749 §2.3.1")
                        .says(
                                100,
                                "authentication method",
                                "auth method",
                                "auth_method",
                                "aadsts7000218",
                                "client_assertion or client_secret",
                                "client_secret_basic",
                                "client_secret_post",
                                "must be authenticated",
                                "token_endpoint_auth_method")
                        .error(20, "invalid_client", "unauthorized_client")
                        .only(c -> !c.says("public client")
                                || c.says("client_assertion or client_secret", "aadsts7000218"))
                        .only(c -> !c.says("pkce", "code challenge", "code_challenge"))
                        .hint(c -> used(c)
                                + "--auth-method chooses another way: client_secret_basic, client_secret_post, private_key_jwt"
                                + " or none; oat discover shows what the server lists")
                        .next(
                                "--auth-method client_secret_post   (or client_secret_basic, private_key_jwt, none)",
                                "oat discover {issuer}   (token_endpoint_auth_methods_supported)"),
                Cause.of("secret-missing", "The client sent no secret", "RFC 6749 §2.3.1")
                        .error(40, "invalid_client", "unauthorized_client")
                        .says(
                                60,
                                "no client authentication",
                                "client authentication is required",
                                "missing client secret",
                                "client secret is required",
                                "no credentials",
                                "client_secret is missing",
                                "client credentials missing")
                        .sign(
                                60,
                                "neither a secret nor an assertion was sent",
                                c -> c.isError("invalid_client")
                                        && c.lacks("client_secret")
                                        && c.lacks("client_assertion")
                                        && c.lacks("oauth-client-attestation:")
                                        && c.lacks("authorization:"))
                        .hint("give the client secret, --client-secret env:NAME, or another proof: --auth-method")
                        .next("--client-secret env:NAME"),
                Cause.of("secret-wrong", "The client id or its secret is wrong", "RFC 6749 §5.2")
                        .error(70, "invalid_client", "incorrect_client_credentials")
                        .says(
                                30,
                                "aadsts7000215",
                                "invalid client secret",
                                "wrong credentials",
                                "invalid client credentials",
                                "client authentication failed",
                                "bad client credentials",
                                "no such client, or wrong",
                                "incorrect client secret",
                                "client_id and/or client_secret")
                        .sign(
                                110,
                                "the status is 401, so the server asks who the client is",
                                c -> c.isStatus(401) && c.isError("unauthorized_client"))
                        .sign(
                                50,
                                "the status is 401, and no reason is given",
                                c -> c.isStatus(401) && c.error().isEmpty() && c.isByClient())
                        .sign(
                                40,
                                "the status is 400, and no reason is given",
                                c -> c.isStatus(400) && c.error().isEmpty() && c.isByClient())
                        .only(c -> !c.isFromApi())
                        .means(
                                "A typing error, a secret of another environment, or a file with a line break at its end.")
                        .hint(c -> "check --client-id and " + proof(c)
                                + used(c, "; the client used ", ", --auth-method chooses another"))
                        .next(
                                "oat token client-credentials … --explain   (which client id was sent, how long the secret was)",
                                "make a new secret for client {client} at the server"),
                Cause.of("client-unknown", "The server does not know this client", "RFC 6749 §5.2")
                        .says(
                                110,
                                "aadsts700016",
                                "client not found",
                                "unknown client",
                                "no such client",
                                "client was not found",
                                "invalid client_id",
                                "client does not exist",
                                "application with identifier",
                                "client is not registered with")
                        .error(5, "invalid_client", "unauthorized_client", "invalid_request")
                        .only(c -> !c.says("or wrong credentials"))
                        .means("Another tenant or environment, or an id with a typing error.")
                        .hint(
                                "check --client-id, and that --issuer is the server (tenant, environment) where it is registered")
                        .next(
                                "oat discover {issuer}   (is this the right server?)",
                                "oat profile show   (which client id is used)"),
                Cause.of("client-disabled", "The client is switched off", "RFC 6749 §5.2")
                        .says(
                                110,
                                "client disabled",
                                "client is disabled",
                                "client is not enabled",
                                "inactive client",
                                "aadsts7000112",
                                "application is disabled")
                        .hint("ask the administrator of the server to switch the client on")
                        .next("ask the server's administrator to switch client {client} on"),
                Cause.of("grant-not-allowed", "The client may not use this grant", "RFC 6749 §5.2")
                        .error(80, "unauthorized_client")
                        .says(
                                60,
                                "not allowed for the client",
                                "grant type is not allowed",
                                "not enabled for",
                                "not authorized to use",
                                "service accounts",
                                "not permitted to use",
                                "direct access grants",
                                "may not use this grant")
                        .hint(c -> "this client may not use this grant; allow " + grantName(c)
                                + " in the client registration at the server")
                        .next("allow the grant for client {client} at the server"),
                Cause.of("client-not-permitted", "The client may not do this", "RFC 6749 §5.2")
                        .sign(
                                70,
                                "the server denies it, and no user is asked",
                                c -> c.isError("access_denied") && c.isWithoutUser())
                        .means("The client is who it says; what it asks for is not among what it is allowed.")
                        .hint(
                                "the client is known and may not do this: allow it, such as access to the API, or to ask about"
                                        + " tokens, in the client registration at the server")
                        .next("allow client {client} what it asks for at the server"),
                Cause.of("certificate-missing", "The client's certificate did not come, or is another", "RFC 8705 §2")
                        .says(
                                90,
                                "mtls",
                                "mutual tls",
                                "client certificate",
                                "certificate_required",
                                "bad_certificate",
                                "certificate required",
                                "tls client")
                        .error(20, "invalid_client")
                        .hint("--cert FILE --key FILE, with the certificate that the server knows for this client")
                        .next(
                                "--cert FILE --key FILE",
                                "openssl x509 -in FILE -noout -subject   (is that the registered subject?)"),
                Cause.of("gateway-forbids", "Something before the server forbids it", "RFC 9110 §15.5.4")
                        .sign(
                                55,
                                "the status is 403, and no reason is given",
                                c -> c.isStatus(403) && c.error().isEmpty() && c.isFromServer())
                        .sign(
                                35,
                                "the status is 401, and no reason is given",
                                c -> c.isStatus(401) && c.error().isEmpty() && c.isFromServer())
                        .means(
                                "An authorization server gives its reasons in JSON. A firewall, an address filter or a gateway"
                                        + " that wants a certificate does not.")
                        .hint(
                                "a firewall, an address filter or a gateway may stand before the server: try from a network that"
                                        + " it allows, and with --cert FILE --key FILE where it wants a certificate; oat doctor shows"
                                        + " the proxy")
                        .next("oat doctor", "the same command with --cert FILE --key FILE"),
                Cause.of("spa-client", "The server takes this client for a web page", "RFC 8252 §8.5")
                        .says(
                                120,
                                "aadsts9002326",
                                "aadsts9002327",
                                "cross-origin token redemption",
                                "single-page application")
                        .means("The redirect URI is registered under a kind that only pages may use.")
                        .hint("register the redirect URI as that of a mobile or desktop application")
                        .next("register the redirect URI for client {client} as a mobile or desktop application"));
    }

    private static List<Cause> ofTheGrant() {
        return List.of(
                Cause.of("refresh-reused", "The refresh token was used twice", "RFC 9700 §4.14.2")
                        .says(
                                70,
                                "reuse",
                                "already been used",
                                "already used",
                                "rotated",
                                "was used",
                                "consumed",
                                "redeemed")
                        .error(20, "invalid_grant")
                        .sign(40, "a refresh token was sent", c -> c.grant(REFRESH))
                        .says(30, "refresh token", "refresh_token")
                        .only(c -> c.grant(REFRESH) || c.says("refresh"))
                        .means(
                                "Two processes or machines share one session, or a backup was put back. The server takes the second"
                                        + " use for theft and ends the whole session.")
                        .hint(
                                "the refresh token was used before, by another process or machine; sign in again: oat login")
                        .only(c -> c.mayBeGrant(REFRESH))
                        .next("oat login", "let every process on this machine use oat token: it renews once for all"),
                Cause.of("refresh-other-client", "The refresh token belongs to another client", "RFC 6749 §5.2")
                        .says(
                                80,
                                "issued to another client",
                                "does not belong to the client",
                                "client mismatch",
                                "not issued to this client",
                                "issued for a different client",
                                "session doesn't have required client")
                        .error(20, "invalid_grant")
                        .hint("the refresh token was issued to another client; sign in again: oat login")
                        .only(c -> c.mayBeGrant(REFRESH))
                        .next("oat login   (after the client id changed)"),
                Cause.of("refresh-expired", "The refresh token has expired or was revoked", "RFC 6749 §6")
                        .error(30, "invalid_grant")
                        .sign(50, "a refresh token was sent", c -> c.grant(REFRESH))
                        .says(
                                60,
                                "refresh token",
                                "refresh_token",
                                "token has been expired or revoked",
                                "session not active",
                                "aadsts700082",
                                "token is not active",
                                "aadsts50173",
                                "session has expired",
                                "offline session")
                        .only(c -> !c.grant(CODE) && !c.grant("password") && !c.says("authorization code"))
                        .means(
                                "The session at the server is over: too long unused, ended by an administrator, or a password changed.")
                        .hint(
                                "the refresh token is expired, revoked, used or bound to another key (--dpop-key) or certificate (--cert); sign in again: oat login")
                        .only(c -> c.mayBeGrant(REFRESH))
                        .next("oat login"),
                Cause.of("pkce-mismatch", "The code verifier does not fit the code challenge", "RFC 7636 §4.6")
                        .error(30, "invalid_grant")
                        .says(90, "code_verifier", "code verifier", "pkce", "code challenge")
                        .means("The code was asked for by another sign-in than the one that redeems it.")
                        .only(c -> c.isError("invalid_grant") || c.says("verifier"))
                        .hint("one sign-in from beginning to end: oat login")
                        .only(c -> c.mayBeGrant(CODE))
                        .next("oat login   (one sign-in from beginning to end)"),
                Cause.of("code-used", "The authorization code was used twice", "RFC 6749 §4.1.2")
                        .error(20, "invalid_grant", "bad_verification_code")
                        .says(
                                80,
                                "already been used",
                                "already used",
                                "already redeemed",
                                "aadsts54005",
                                "code has been used",
                                "code is already",
                                "redeemed")
                        .sign(20, "a code was sent", c -> c.grant(CODE))
                        .only(c -> !c.grant(REFRESH) && !c.says("refresh"))
                        .means("A code is good once. The page was loaded again, or a proxy repeated the request.")
                        .hint("the code was used before; sign in again: oat login")
                        .only(c -> c.mayBeGrant(CODE))
                        .next("oat login"),
                Cause.of("code-redirect-differs", "The code was asked for with another redirect URI", "RFC 6749 §4.1.3")
                        .error(30, "invalid_grant")
                        .says(90, "redirect_uri", "redirect uri")
                        .only(c -> c.isError("invalid_grant"))
                        .hint("the same --redirect-uri from beginning to end: oat login")
                        .only(c -> c.mayBeGrant(CODE))
                        .next("oat login   (with the same --redirect-uri from beginning to end)"),
                Cause.of("code-expired", "The authorization code has expired or is unknown", "RFC 6749 §4.1.2")
                        .error(35, "invalid_grant", "bad_verification_code")
                        .sign(45, "a code was sent", c -> c.grant(CODE))
                        .says(
                                60,
                                "code not valid",
                                "code has expired",
                                "code expired",
                                "aadsts70008",
                                "invalid authorization code",
                                "code is invalid",
                                "authorization code",
                                "malformed auth code")
                        .only(c -> !c.says("refresh"))
                        .only(c -> c.isError("invalid_grant", "bad_verification_code"))
                        .only(c -> !c.grant(REFRESH) && !c.grant("password"))
                        .means("A code lives for a minute or so. It was pasted late, or cut short.")
                        .hint(
                                "the code is expired, used, or was issued to another client or redirect URI; sign in again: oat login")
                        .only(c -> c.mayBeGrant(CODE))
                        .next("oat login   (and paste at once)"),
                Cause.of("password-wrong", "The user name or the password is wrong", "RFC 6749 §4.3.2")
                        .error(35, "invalid_grant")
                        .sign(60, "a password was sent", c -> c.grant("password"))
                        .says(
                                70,
                                "invalid user credentials",
                                "wrong email or password",
                                "aadsts50126",
                                "bad credentials",
                                "invalid username or password",
                                "user credentials",
                                "wrong user name or password")
                        .only(c -> !c.grant(REFRESH) && !c.grant(CODE))
                        .hint("check the user name and the password")
                        .only(c -> c.mayBeGrant("password"))
                        .next("oat token password … --password prompt"),
                Cause.of("password-needs-more", "A password alone is not enough for this user", "RFC 9700 §2.4")
                        .says(
                                110,
                                "mfa_required",
                                "aadsts50076",
                                "aadsts50079",
                                "account is not fully set up",
                                "multi-factor",
                                "aadsts7000112x",
                                "password_expired")
                        .error(20, "invalid_grant", "mfa_required")
                        .only(c -> !c.isError("interaction_required"))
                        .hint("a password alone is not enough for this user; sign in in the browser: oat login")
                        .only(c -> c.mayBeGrant("password"))
                        .next("oat login   (in the browser the user can do what is asked)"),
                Cause.of("grant-unsupported", "The server does not offer this grant", "RFC 6749 §5.2")
                        .error(90, "unsupported_grant_type")
                        .hint("the server does not offer this grant; oat discover shows what it offers")
                        .next(
                                "oat discover {issuer}   (grant_types_supported)",
                                "is the token endpoint right? Some servers say this when the form does not arrive as a form"),
                Cause.of("device-pending", "The user has not agreed yet", "RFC 8628 §3.5")
                        .error(100, "authorization_pending", "slow_down")
                        .means("This is no failure: the client waits, and asks again after interval seconds.")
                        .hint("the client waits and asks again: oat token device does so by itself")
                        .next("oat token device   (waits by itself)"),
                Cause.of("device-expired", "The user took too long", "RFC 8628 §3.5")
                        .error(100, "expired_token")
                        .hint("nobody answered in time; run the command again")
                        .next("oat token device"),
                Cause.of("exchange-subject", "The token to trade in is not accepted", "RFC 8693 §2.2.2")
                        .sign(
                                60,
                                "a token was to be exchanged",
                                c -> c.grant("token-exchange") && c.isError("invalid_request", "invalid_grant"))
                        .says(60, "subject_token", "subject token", "actor_token", "actor token")
                        .error(20, "invalid_request", "invalid_grant")
                        .hint(
                                "the server does not take the subject token (or actor token): is it still good, of this server, and for this client? Where it is bound: --dpop-key FILE, or --cert FILE --key FILE; --subject-token-type says what it is")
                        .next(
                                "oat introspect env:SUBJECT_TOKEN   (is it still good?)",
                                "--subject-token-type   (does it say what the token is?)"),
                Cause.of(
                                "client-binding",
                                "The server binds what it gives this client, or knows it otherwise",
                                "RFC 6749 §5.2")
                        .sign(
                                60,
                                "nothing but the client itself was presented",
                                c -> c.isError("invalid_grant") && c.grant(CLIENT))
                        .means(
                                "The client presents no code and no refresh token here: what the server misses is a proof with a"
                                        + " key or a certificate, or the right to use this grant.")
                        .hint(
                                "the server may bind the tokens of this client: --dpop, or --cert FILE --key FILE; else allow"
                                        + " client credentials in the client registration at the server")
                        .next(
                                "the same command with --dpop",
                                "the same command with --cert FILE --key FILE",
                                "allow client credentials for client {client} at the server"),
                ofWhatWasAwaited(
                        "device-code-invalid",
                        "The device code is not accepted",
                        "RFC 8628 §3.5",
                        DEVICE,
                        "a device code was sent",
                        "device code"),
                ofWhatWasAwaited(
                        "request-id-invalid",
                        "The request that was waited for is not accepted",
                        "OpenID CIBA Core §11",
                        "ciba",
                        "an auth_req_id was sent",
                        "request"),
                ofCiba(
                        "unknown_user_id",
                        "user-unknown",
                        "The server knows nobody by this hint",
                        "the server knows nobody by this hint; check it",
                        "--login-hint NAME"),
                ofCiba(
                        "expired_login_hint_token",
                        "login-hint-expired",
                        "The login hint token has expired",
                        "get a new --login-hint-token",
                        "--login-hint-token REF"),
                ofCiba(
                        "missing_user_code",
                        "user-code-missing",
                        "The user has a code against strangers' requests",
                        "the user has a code against strangers' requests: --user-code prompt",
                        "--login-hint NAME --user-code prompt"),
                ofCiba(
                        "invalid_user_code",
                        "user-code-wrong",
                        "The user's code is wrong",
                        "check --user-code",
                        "--login-hint NAME --user-code prompt"),
                ofCiba(
                        "invalid_binding_message",
                        "binding-message",
                        "The binding message is not accepted",
                        "give a shorter or simpler --binding-message",
                        "--login-hint NAME --binding-message TEXT"),
                Cause.of("assertion-grant", "The signed statement is not accepted", "RFC 7523 §3.1")
                        .sign(70, "an assertion was sent", c -> c.grant("jwt-bearer") || c.grant("saml2-bearer"))
                        .error(30, "invalid_grant")
                        .means("Its issuer, audience, time or key is not what the server expects.")
                        .hint(
                                "the server does not take the assertion: check who signed it, its subject, its audience (the issuer or token endpoint of the server) and its times")
                        .only(c -> c.mayBeGrant("jwt-bearer") || c.mayBeGrant("saml2-bearer"))
                        .next("oat jwt decode file:ASSERTION   (iss, sub, aud, exp)"));
    }

    /** Returns what a user was awaited for, and the server takes no more. */
    private static Cause ofWhatWasAwaited(
            String id, String title, String spec, String grant, String sign, String what) {
        return Cause.of(id, title, spec)
                .sign(60, sign, c -> c.isError("invalid_grant") && c.grant(grant))
                .hint("the " + what
                        + " is expired, used or of another client: run the command again; where the server binds"
                        + " it to a key or a certificate, with the same --dpop-key FILE, or --cert FILE --key FILE")
                .next("oat token " + (grant.equals(DEVICE) ? "device" : grant));
    }

    /** Returns what CIBA has an error code of its own for. */
    private static Cause ofCiba(String error, String id, String title, String hint, String options) {
        return Cause.of(id, title, "OpenID CIBA Core §13")
                .error(100, error)
                .hint(hint)
                .next("oat token ciba " + options);
    }

    private static List<Cause> ofTheBinding() {
        return List.of(
                Cause.of("dpop-nonce", "The server wants its nonce in the DPoP proof", "RFC 9449 §8")
                        .error(120, "use_dpop_nonce")
                        .says(30, "dpop nonce", "dpop-nonce")
                        .means(
                                "The first answer brings a DPoP-Nonce; the request is then made again with it. oat does so once by"
                                        + " itself, so this is another client, or a server that asks again and again.")
                        .next("the same command with --explain   (is there a DPoP-Nonce in the answer?)"),
                Cause.of("dpop-clock", "The DPoP proof is too old, or from the future", "RFC 9449 §4.3")
                        .says(
                                110,
                                "iat is not recent",
                                "dpop proof is expired",
                                "proof has expired",
                                "iat is too old",
                                "proof is too old",
                                "not active",
                                "proof iat",
                                "dpop proof is too old")
                        .error(20, "invalid_dpop_proof")
                        .only(c -> c.isError("invalid_dpop_proof") || c.says("dpop"))
                        .hint("check this machine's clock; oat doctor measures the server's")
                        .next("timedatectl status   (is this machine's clock right?)", "oat doctor"),
                Cause.of("dpop-address", "The DPoP proof is for another address", "RFC 9449 §4.3")
                        .says(110, "htu", "htm")
                        .error(20, "invalid_dpop_proof")
                        .means("A proxy changes host, scheme or path, and the server compares with what it sees.")
                        .only(c -> c.isError("invalid_dpop_proof") || c.says("dpop"))
                        .hint("a proxy changes host, scheme or path: use the address that the server knows itself by")
                        .next(
                                "have the proxy pass Host and X-Forwarded-Proto on, or the server use its public address"),
                Cause.of("dpop-invalid", "The DPoP proof is not accepted", "RFC 9449 §4.3")
                        .error(80, "invalid_dpop_proof")
                        .says(20, "dpop")
                        .hint("check --dpop-key; oat discover shows the algorithms that the server lists for DPoP")
                        .next("oat discover {issuer}   (dpop_signing_alg_values_supported)"),
                Cause.of("dpop-required", "The token or client is bound to a key, and no proof came", "RFC 9449 §7.1")
                        .says(
                                90,
                                "dpop proof",
                                "dpop header",
                                "dpop is required",
                                "sender-constrained",
                                "dpop-bound",
                                "proof of possession",
                                "dpop_bound_access_tokens")
                        .sign(60, "the API asks for the scheme DPoP", c -> c.isChallengedBy("DPoP") && !c.sent("dpop:"))
                        .only(c -> !c.isError("use_dpop_nonce", "invalid_dpop_proof"))
                        .hint("the server binds tokens to a key: the same command with --dpop")
                        .next("the same command with --dpop", "oat login --dpop"));
    }

    private static List<Cause> ofTheApi() {
        return List.of(
                Cause.of(
                                "token-opaque",
                                "The API wants a JWT and got an opaque token: no audience was asked for",
                                "RFC 9068 §2")
                        .says(
                                110,
                                "jwt malformed",
                                "not a jwt",
                                "malformed jwt",
                                "opaque",
                                "invalid compact",
                                "jwt must have 3",
                                "wrong number of segments",
                                "not a well-formed jwt",
                                "idx12741",
                                "invalid jwt serialization",
                                "malformed token",
                                "missing dot")
                        .error(10, "invalid_token")
                        .means(
                                "Many servers give a JWT only to who names the API, and an opaque token of their own otherwise.")
                        .hint("the API wants a JWT: oat login --audience API-IDENTIFIER, or --resource URI")
                        .next(
                                "oat login --audience API-IDENTIFIER   (or --resource URI)",
                                "oat token -o json   (has the token three parts?)"),
                Cause.of("token-audience", "The token is for another API", "RFC 9068 §4")
                        .says(100, "audience", "aud claim", "'aud'", "idx10214")
                        .error(20, "invalid_token")
                        .only(c -> c.isFromApi() || c.isError("invalid_token"))
                        .hint("the token is for another API: oat login --audience API-IDENTIFIER, or --resource URI")
                        .next(
                                "oat login --audience API-IDENTIFIER   (or --resource URI)",
                                "oat jwt decode \"$(oat token)\"   (what is in aud?)"),
                Cause.of("token-issuer", "The API does not trust the server that made the token", "RFC 9068 §4")
                        .says(
                                100,
                                "issuer",
                                "idx10205",
                                "untrusted",
                                "iss claim",
                                "idx10501",
                                "unknown key",
                                "signature key",
                                "no suitable key",
                                "signature verification failed",
                                "invalid signature")
                        .error(20, "invalid_token")
                        .only(c -> c.isFromApi() || c.isError("invalid_token"))
                        .means("A token of staging at production, or an API with an outdated key set.")
                        .next("oat jwt decode \"$(oat token)\"   (iss: is that the API's server?)"),
                Cause.of("token-expired", "The access token has expired", "RFC 6750 §3.1")
                        .says(90, "expired", "idx10223", "lifetime validation failed")
                        .error(30, "invalid_token")
                        .only(c -> c.isFromApi() || c.isError("invalid_token"))
                        .means("oat call renews and repeats by itself; a token that was copied elsewhere does not.")
                        .hint("oat token --force-refresh")
                        .next("oat token --force-refresh", "oat call {api}"),
                Cause.of("token-revoked", "The access token was revoked, or never was one here", "RFC 6750 §3.1")
                        .error(45, "invalid_token")
                        .says(60, "revoked", "not active", "unknown token", "inactive", "no such token", "not known")
                        .hint("the token is not, or no longer, good there: sign in again: oat login")
                        .next("oat introspect", "oat login"),
                Cause.of("scope-insufficient", "The token is good but does not allow this", "RFC 6750 §3.1")
                        .error(110, "insufficient_scope")
                        .says(40, "insufficient scope", "missing scope", "requires scope", "insufficient privileges")
                        .next("oat login --scope {scope}"),
                Cause.of("token-missing", "No token came to the API", "RFC 6750 §3.1")
                        .sign(
                                60,
                                "it asks for a token and names no error",
                                c -> c.isFromApi() && c.error().isEmpty() && c.isChallengedBy("Bearer"))
                        .sign(
                                50,
                                "the status is 401, and no reason is given",
                                c -> c.isStatus(401)
                                        && c.error().isEmpty()
                                        && !c.isFromServer()
                                        && !c.isChallengedBy("Basic")
                                        && !c.isChallengedBy("DPoP"))
                        .says(
                                50,
                                "no token",
                                "missing token",
                                "authorization header",
                                "no bearer",
                                "full authentication is required",
                                "unauthenticated")
                        .only(c -> c.isFromApi() || c.isStatus(0, 401))
                        .means("A redirect or a proxy may have dropped the Authorization header.")
                        .hint(
                                "no token may have come to the API: a redirect or a proxy drops it; -v shows whether Authorization was sent")
                        .next("oat call {api}   (does the token go to this host?)", "oat call {api} --follow=false -v"),
                Cause.of("api-basic", "The API wants a name and a password, not a token", "RFC 7617 §2")
                        .sign(
                                70,
                                "the challenge is Basic",
                                c -> c.isChallengedBy("Basic")
                                        && !c.isChallengedBy("Bearer")
                                        && c.error().isEmpty())
                        .hint(
                                "the API wants a name and a password; is the address right? A proxy or another service may answer")
                        .next("is the address right? A proxy or another service may answer"),
                Cause.of("api-forbidden", "The user or client lacks a right at the API", "RFC 9110 §15.5.4")
                        .sign(
                                60,
                                "the API answered 403",
                                c -> c.isStatus(403) && c.error().isEmpty() && !c.isFromServer())
                        .says(40, "forbidden", "accessdenied", "access denied", "not authorized to perform")
                        .only(c -> !c.isError("access_denied", "insufficient_scope") && !c.isFromServer())
                        .means(
                                "The token is fine. Roles and groups are not scopes, and are given by the API's administrator.")
                        .hint(
                                "the user or the client lacks a right at the API, such as a role, which its administrator gives; or the token is for another audience or scope")
                        .next("oat jwt decode \"$(oat token)\"   (roles, groups)"),
                Cause.of("api-request-wrong", "The API does not understand the request", "RFC 9110 §15.5.1")
                        .sign(
                                50,
                                "the API answered 400, and no reason is given",
                                c -> c.isStatus(400) && c.error().isEmpty() && c.isFromApi())
                        .hint("-v shows what was sent: check the body, its Content-Type, and the query")
                        .next("the same command with -v", "the same command with --dry-run"),
                Cause.of("host-not-allowed", "The profile does not name this API", "RFC 9700 §4.9.1")
                        .says(
                                110,
                                "may not be sent the token",
                                "is not among the apis",
                                "no api of",
                                "not allowed to get the token",
                                "does not name this api",
                                "may get the token")
                        .next("oat profile set NAME api={api}", "oat call --allow-host ORIGIN {api}"));
    }

    private static List<Cause> ofTheAnswer() {
        return List.of(
                Cause.of("clock-off", "This machine's clock and the server's are apart", "RFC 7519 §4.1.4")
                        .sign(40, "the server's Date is far from this machine's time", c -> Math.abs(c.skew()) > 60)
                        .sign(
                                80,
                                "what failed depends on the time",
                                c -> Math.abs(c.skew()) > 60
                                        && (c.failed("id_token.exp")
                                                || c.failed("id_token.iat")
                                                || c.failed("id_token.nbf")
                                                || c.sent("client_assertion")
                                                || c.sent("dpop:")))
                        .sign(
                                90,
                                "the check of the ID token's time failed",
                                c -> c.failed("id_token.iat") || c.failed("id_token.nbf"))
                        .says(
                                70,
                                "clock skew",
                                "clock is off",
                                "in the future",
                                "not yet valid",
                                "issued in the past",
                                "token used before issued",
                                "used too early")
                        .only(c -> !c.says("certificate"))
                        .next(
                                "timedatectl status   (switch NTP on: timedatectl set-ntp true)",
                                "oat doctor   (measures the server's clock)"),
                Cause.of("id-token-expired", "The ID token had expired when it came", "OpenID Connect Core §3.1.3.7")
                        .sign(85, "the check of the ID token's exp failed", c -> c.failed("id_token.exp"))
                        .says(60, "id token has expired", "id_token has expired", "id token has not expired")
                        .means("A clock is off by more than the token lives, or the server answers from a cache.")
                        .next("timedatectl status", "oat doctor"),
                Cause.of(
                                "id-token-signature",
                                "The ID token's signature is not the server's",
                                "OpenID Connect Core §3.1.3.7")
                        .sign(
                                110,
                                "the check of the signature failed",
                                c -> c.failed("id_token.signature")
                                        || c.failed("signature")
                                        || c.failed("id_token.alg")
                                        || c.failed("jws")
                                        || c.failed("id_token.kid")
                                        || c.failed("id_token.key"))
                        .says(
                                70,
                                "signature is that of the issuer's key",
                                "key that the header names",
                                "signature algorithm is an expected one")
                        .means("The server signs with a key that it does not publish, or somebody changed the token.")
                        .hint("oat discover shows the keys of the server, and what is wrong with them")
                        .next("oat discover {issuer}   (the keys, and what is wrong with them)"),
                Cause.of("id-token-audience", "The ID token is for another client", "OpenID Connect Core §3.1.3.7")
                        .sign(
                                110,
                                "the check of the ID token's aud failed",
                                c -> c.failed("id_token.aud") || c.failed("id_token.azp"))
                        .says(80, "id token is for this client")
                        .next("oat profile show   (is the client id right?)"),
                Cause.of("id-token-issuer", "The ID token is of another issuer", "OpenID Connect Core §3.1.3.7")
                        .sign(110, "the check of the ID token's iss failed", c -> c.failed("id_token.iss"))
                        .says(80, "id token is from the issuer")
                        .next("oat discover {issuer}   (is the issuer the same to the letter?)"),
                Cause.of("id-token-missing", "No ID token came", "OpenID Connect Core §3.1.3.3")
                        .sign(
                                100,
                                "the check for an ID token failed",
                                c -> c.failed("id_token") && !c.failed("id_token."))
                        .says(80, "an id token came, as the scope openid asks")
                        .next("oat login --scope openid", "is the server an OpenID provider? oat discover {issuer}"),
                Cause.of("no-refresh-token", "No refresh token came", "OpenID Connect Core §11")
                        .says(110, "no refresh token")
                        .only(c -> !c.isError("invalid_grant"))
                        .next(
                                "oat login --scope \"openid offline_access\"",
                                "allow refresh tokens for client {client} at the server"),
                Cause.of("token-type", "The server gave a token of an unknown type", "RFC 6749 §7.1")
                        .sign(110, "the check of the token's type failed", c -> c.failed("token_type"))
                        .says(80, "token's type is one that can be used")
                        .next("oat token … -o json -vv   (token_type)"),
                Cause.of("no-access-token", "The answer has no access token", "RFC 6749 §5.1")
                        .sign(110, "the check for an access token failed", c -> c.failed("access_token"))
                        .says(80, "answer holds an access token")
                        .next("is the token endpoint right? oat discover {issuer}"),
                Cause.of(
                                "userinfo-other-person",
                                "The userinfo answer is about another user",
                                "OpenID Connect Core §5.3.2")
                        .sign(110, "the check of userinfo's sub failed", c -> c.failed("userinfo.sub"))
                        .says(90, "userinfo answer")
                        .next("do not use it, and tell the server's operator: oat userinfo --record flow.md"),
                Cause.of("login-needed", "There is no session, or it cannot be renewed", "RFC 6749 §6")
                        .error(100, "login_needed")
                        .next("oat login"));
    }

    private static List<Cause> ofTheMetadata() {
        return List.of(
                Cause.of("issuer-slash", "The issuer differs by a slash at its end", "RFC 8414 §3.3")
                        .sign(300, "the issuers differ by the last slash only", Causes::differsBySlash)
                        .says(40, "trailing slash")
                        .means("Issuers are compared letter by letter, the slash at the end too.")
                        .next(
                                "oat discover {issuer}   (copy the issuer that it shows)",
                                "oat profile set NAME issuer=ISSUER-AS-SHOWN"),
                Cause.of("issuer-mismatch", "The metadata is of another issuer", "RFC 8414 §3.3")
                        .sign(
                                110,
                                "the check of the metadata's issuer failed",
                                c -> c.failed("issuer") || c.failed("metadata.issuer"))
                        .says(
                                90,
                                "issuer is the one asked for",
                                "issuer mismatch",
                                "did not match the expected issuer",
                                "unexpected \"iss\"",
                                "issuer does not match",
                                "id token issued by a different provider")
                        .next("oat discover {issuer}   (copy the issuer that it shows)"),
                Cause.of("metadata-missing", "There is no metadata at this address", "RFC 8414 §3")
                        .says(90, "no metadata at", ".well-known", "openid-configuration")
                        .sign(20, "the status is 404", c -> c.isStatus(404))
                        .only(c -> !c.isFromApi() || c.isStatus(404))
                        .means("The issuer lacks a path (realm, tenant), or the server has none.")
                        .next(
                                "oat discover ISSUER-WITH-ITS-PATH   (/realms/NAME, /TENANT/v2.0, /oauth2/default)",
                                "--token-endpoint URL   (where the server has no metadata)"),
                Cause.of("page-instead", "A page answered where a message was expected", "RFC 6749 §5")
                        .says(
                                80,
                                "html page",
                                "<!doctype",
                                "<html",
                                "text/html",
                                "unexpected token <",
                                "is not valid json")
                        .means("A login page, an error page of a proxy, or the address of something else.")
                        .hint(
                                "check the address, and whether a proxy or a sign-in page stands before the server: oat doctor")
                        .next(
                                "oat discover {issuer}   (the endpoint's right address)",
                                "oat doctor   (proxy and certificate)"),
                Cause.of("endpoint-wrong", "The address is not that endpoint's", "RFC 6749 §3.2")
                        .sign(50, "the status is 404 or 405", c -> c.isStatus(404, 405))
                        .says(
                                40,
                                "method not allowed",
                                "not found",
                                "was answered with status 404",
                                "was answered with status 405")
                        .only(c -> !c.says("client not found", "well-known", "user not found"))
                        .hint("check the address; oat discover shows the endpoints of the server")
                        .next("oat discover {issuer}"),
                Cause.of("not-https", "The address is http beyond this machine", "RFC 6749 §3.1")
                        .says(100, "https required", "--allow-http", "must be https", "not https", "insecure transport")
                        .next("use the https address; --allow-http only for a test in a closed network"));
    }

    private static boolean differsBySlash(Clues clues) {
        return clues.says("trailing slash") || clues.issuersDifferBySlash();
    }

    private static List<Cause> ofTheNetwork() {
        return List.of(
                Cause.of("private-ca", "The certificate's issuer is none of Java's trust anchors", "RFC 8446 §4.4.2")
                        .says(
                                100,
                                "pkix path",
                                "unable to find valid certification path",
                                "is not trusted",
                                "self-signed certificate",
                                "self signed certificate",
                                "unable to get local issuer certificate",
                                "unknown ca",
                                "unable_to_verify",
                                "certificate signed by unknown authority",
                                "certificate verify failed")
                        .means("A company's own certificate authority, or a proxy that reads along.")
                        .next(
                                "--cacert FILE   (or SSL_CERT_FILE=FILE; the PEM is with your administrator)",
                                "oat doctor"),
                Cause.of("certificate-expired", "The server's certificate has expired", "RFC 5280 §4.1.2.5")
                        .says(
                                110,
                                "certificate has expired",
                                "certificateexpired",
                                "notafter",
                                "certificate expired",
                                "the certificate of",
                                "is not valid yet")
                        .only(c -> c.says("expired", "not valid yet", "notafter"))
                        .next("date -u   (is this machine's clock right?)", "have the server's certificate renewed"),
                Cause.of("certificate-name", "The certificate is for another name", "RFC 9525 §6")
                        .says(
                                110,
                                "no subject alternative",
                                "no name matching",
                                "is for another name",
                                "hostname mismatch",
                                "does not match the host",
                                "altnames")
                        .next("use the name that stands in the certificate: openssl s_client -connect HOST:443"),
                Cause.of("tls-none", "The server does not speak TLS there", "RFC 8446 §4")
                        .says(
                                100,
                                "unsupported or unrecognized ssl message",
                                "plaintext connection",
                                "wrong version number",
                                "does not speak tls",
                                "record_overflow")
                        .next("is the address http, or another port?"),
                Cause.of("tls-handshake", "TLS could not be agreed on", "RFC 8446 §6.2")
                        .says(
                                80,
                                "handshake_failure",
                                "protocol_version",
                                "no tls connection",
                                "handshake failure",
                                "ssl handshake")
                        .only(c -> !c.says("unsupported or unrecognized", "plaintext"))
                        .means("An old server, or one that asks for a client certificate.")
                        .next(
                                "--cert FILE --key FILE   (where the server asks for a certificate)",
                                "openssl s_client -connect HOST:443"),
                Cause.of("proxy", "A proxy stands in the way", "RFC 9110 §15.5.8")
                        .says(
                                100,
                                "unable to tunnel",
                                "status 407",
                                "error 407",
                                "code 407",
                                "http 407",
                                "407 proxy",
                                "proxy authentication",
                                "proxy refused",
                                "bad gateway from proxy",
                                "proxyconnect",
                                "the proxy")
                        .sign(60, "the status is 407", c -> c.isStatus(407))
                        .next(
                                "--proxy http://HOST:PORT   (or HTTPS_PROXY)",
                                "NO_PROXY=HOST   (where the server is inside)",
                                "oat doctor"),
                Cause.of("name-unknown", "The name cannot be resolved", "RFC 1035")
                        .says(
                                100,
                                "cannot be resolved",
                                "unknownhost",
                                "could not resolve",
                                "no such host",
                                "enotfound",
                                "name or service not known",
                                "getaddrinfo")
                        .next("is the address right, the VPN on, a proxy needed? oat doctor"),
                Cause.of("nothing-listens", "Nothing listens at this address", "RFC 9293 §3.5")
                        .says(
                                80,
                                "connection refused",
                                "econnrefused",
                                "nothing answers",
                                "connectexception",
                                "no route to host")
                        .next("is the server up, and host and port right? oat doctor"),
                Cause.of("timeout", "No answer came in time", "RFC 9110 §15.5.9")
                        .says(80, "timed out", "timeout", "not answered in time", "etimedout", "deadline exceeded")
                        .error(40, "timed_out")
                        .only(c -> !c.isStatus(429, 503))
                        .next("--timeout 120", "oat doctor   (a firewall that drops packets shows there)"),
                Cause.of("cut-short", "The connection broke before the answer was whole", "RFC 9112 §8")
                        .says(
                                90,
                                "cut short",
                                "connection was closed",
                                "connection reset",
                                "econnreset",
                                "premature",
                                "unexpected end",
                                "broken pipe")
                        .next("try again; behind a proxy: NO_PROXY=HOST"),
                Cause.of("rate-limited", "Too many requests", "RFC 6585 §4")
                        .sign(90, "the status is 429", c -> c.isStatus(429))
                        .says(60, "too many requests", "rate limit", "rate_limit", "status 429", "throttl")
                        .hint(
                                "wait for as long as Retry-After says; oat token uses the stored token in place of a new one each time")
                        .next(
                                "wait for as long as Retry-After says",
                                "oat token   (uses the stored token in place of a new one each time)"),
                Cause.of("server-busy", "The server is busy", "RFC 6749 §4.1.2.1")
                        .error(90, "temporarily_unavailable")
                        .sign(80, "the status is 503", c -> c.isStatus(503))
                        .says(40, "status 503", "service unavailable")
                        .hint("the fault is the server's: try again in a moment")
                        .next("try again in a moment"),
                Cause.of("server-failed", "The server failed", "RFC 6749 §4.1.2.1")
                        .error(80, "server_error")
                        .sign(70, "the status is 500 or above", c -> c.isStatus(500, 501, 502, 504))
                        .says(40, "internal server error", "bad gateway", "unexpected error")
                        .means("The reason stands in the server's own log; the time of the request helps to find it.")
                        .hint(
                                "the fault is the server's: try again in a moment, then show its operator the same command with --record flow.md")
                        .next(
                                "try again in a moment; then show the server's operator: the same command with --record flow.md"));
    }

    /** Returns what may be wrong with what the client held. */
    private static String proof(Clues clues) {
        return switch (clues.knownAs("method")) {
            case "private_key_jwt" ->
                "that the server knows the public key (oat jwk public), its kid, and the algorithm";
            case "tls_client_auth", "self_signed_tls_client_auth" -> "that the server knows the certificate";
            case "attest_jwt_client_auth" -> "that the server trusts the attester";
            case "none" -> "whether the client has a secret";
            default -> "the client secret";
        };
    }

    private static String used(Clues clues) {
        return used(clues, "the client used ", "; ");
    }

    private static String used(Clues clues, String before, String after) {
        String method = clues.knownAs("method");
        return method.isEmpty() ? "" : before + method + after;
    }

    /** Returns the grant of the refused request as people call it. */
    private static String grantName(Clues clues) {
        if (clues.isPhase("sign-in")) {
            return "the authorization code grant";
        }
        for (String grant : List.of(CODE, REFRESH, CLIENT, DEVICE, "password", "token-exchange", "ciba")) {
            if (clues.grant(grant)) {
                return grant.equals("ciba") ? "CIBA" : grant.replace('_', ' ').replace('-', ' ');
            }
        }
        return "it";
    }

    /** A loopback address that is registered once needs a port that stays; oat takes another each time otherwise. */
    private static String redirectAdvice(Clues clues) {
        String redirect = clues.knownAs("redirect");
        boolean plain = ShellWord.quoted(redirect).equals(redirect);
        String address = redirect.isEmpty() ? "http://127.0.0.1/callback" : redirect;
        return "register "
                + (plain || redirect.isEmpty() ? RedirectAddress.toRegister(address) : ShellWord.quoted(redirect))
                + " for the client at the server";
    }
}
