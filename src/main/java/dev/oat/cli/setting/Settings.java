package dev.oat.cli.setting;

import dev.oat.cli.setting.Setting.Group;
import java.util.List;

/** Every setting that more than one command knows; one definition for option, variable, profile key and help. */
public final class Settings {
    private static final String[] ALGORITHMS = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "HS256",
        "HS384", "HS512"
    };

    private Settings() {}

    // Server
    public static final Setting ISSUER = Setting.text(
                    "issuer", Group.SERVER, "URL", "The authorization server; its metadata is discovered.")
            .identity()
            .usual();
    public static final Setting METADATA_URL = Setting.text(
                    "metadata-url", Group.SERVER, "URL", "A metadata document at another address than the issuer's.")
            .identity();
    public static final Setting AUTHORIZATION_ENDPOINT = endpoint("authorization-endpoint", "Where the user signs in.");
    public static final Setting PAR_ENDPOINT = endpoint(
                    "pushed-authorization-request-endpoint", "Where authorization requests are pushed (RFC 9126).")
            .or("--par-endpoint");
    public static final Setting DEVICE_AUTHORIZATION_ENDPOINT =
            endpoint("device-authorization-endpoint", "Where sign-ins on other devices begin (RFC 8628).");
    public static final Setting BACKCHANNEL_AUTHENTICATION_ENDPOINT =
            endpoint("backchannel-authentication-endpoint", "Where users are asked on their own device (OpenID CIBA).");
    public static final Setting TOKEN_ENDPOINT = endpoint("token-endpoint", "Where grants are redeemed.");
    public static final Setting REVOCATION_ENDPOINT = endpoint("revocation-endpoint", "Where tokens are revoked.");
    public static final Setting INTROSPECTION_ENDPOINT =
            endpoint("introspection-endpoint", "Where the server tells about tokens.");
    public static final Setting USERINFO_ENDPOINT =
            endpoint("userinfo-endpoint", "Where the server tells who signed in.");
    public static final Setting END_SESSION_ENDPOINT = endpoint("end-session-endpoint", "Where the user signs out.");
    public static final Setting JWKS_URI = endpoint("jwks-uri", "Where the server's signing keys lie.");
    public static final Setting REGISTRATION_ENDPOINT = Setting.text(
                    "registration-endpoint", Group.SERVER, "URL", "Where clients are registered.")
            .onlyOption();
    public static final Setting TRUST = Setting.texts(
                    "trust",
                    Group.SERVER,
                    "ISSUER",
                    "A server that an API may name as its own without your being asked; repeatable. On this machine"
                            + " the port does not count.")
            .onlyOption();
    public static final Setting LEGACY = Setting.text(
                    "legacy",
                    Group.SERVER,
                    "FORM",
                    "Where an API does not say who protects it: it is its own issuer, or has /authorize, /token and"
                            + " /register (MCP of 2025-03-26).")
            .oneOf("mcp-2025-03-26")
            .onlyOption();
    public static final Setting PROVIDER = Setting.text(
                    "provider",
                    Group.SERVER,
                    "NAME[=WHERE]",
                    "A preset for a well-known server; oat help providers lists them.")
            .onlyOption();
    public static final Setting ALLOW_HTTP = Setting.flag(
                    "allow-http", Group.SERVER, "Accept http beyond this machine; secrets travel in clear text.")
            .onlyOption();

    // Client
    public static final Setting CLIENT_ID = Setting.text("client-id", Group.CLIENT, "ID", "The client's identifier.")
            .identity()
            .usual();
    public static final Setting CLIENT_SECRET = Setting.secret(
                    "client-secret",
                    Group.CLIENT,
                    "The client's secret: env:NAME, file:PATH, cmd:'PROGRAM ARG', - (standard input) or prompt.")
            .credential()
            .usual();
    public static final Setting AUTH_METHOD = Setting.text(
                    "auth-method", Group.CLIENT, "METHOD", "How the client authenticates; auto goes by the metadata.")
            .oneOf(
                    "auto",
                    "client_secret_basic",
                    "client_secret_post",
                    "client_secret_jwt",
                    "private_key_jwt",
                    "tls_client_auth",
                    "self_signed_tls_client_auth",
                    "attest_jwt_client_auth",
                    "none");
    public static final Setting SIGNING_KEY = Setting.text(
                    "signing-key",
                    Group.CLIENT,
                    "FILE",
                    "The client's private key for private_key_jwt and request objects: JWK, JWKS, PEM or PKCS#12.")
            .path()
            .credential();
    public static final Setting SIGNING_ALG = Setting.text(
                    "signing-alg",
                    Group.CLIENT,
                    "ALG",
                    "The algorithm to sign with, such as PS256; else by key and metadata.")
            .oneOf(ALGORITHMS);
    public static final Setting KEY_ID = Setting.text(
            "key-id", Group.CLIENT, "KID", "Which key of the file to sign with, and the kid to send with it.");
    public static final Setting KEY_PASSPHRASE = Setting.secret(
                    "key-passphrase",
                    Group.CLIENT,
                    "What opens encrypted key files, as a reference like --client-secret; asked for when left out.")
            .credential();
    public static final Setting DECRYPTION_KEY = Setting.text(
                    "decryption-key",
                    Group.CLIENT,
                    "FILE",
                    "The client's private key for what the server encrypts: JWK, JWKS, PEM or PKCS#12.")
            .path()
            .credential();
    public static final Setting CLIENT_ASSERTION = Setting.secret(
                    "client-assertion",
                    Group.CLIENT,
                    "A ready assertion in place of a key, as a reference like --client-secret.")
            .credential();
    public static final Setting ATTESTATION = Setting.secret(
                    "attestation",
                    Group.CLIENT,
                    "What a client attester says of this instance of the client, as a reference like --client-secret.")
            .credential();
    public static final Setting ATTESTATION_KEY = Setting.text(
                    "attestation-key",
                    Group.CLIENT,
                    "FILE",
                    "The private key that the --attestation is for: JWK, JWKS, PEM or PKCS#12.")
            .path()
            .credential();
    public static final Setting CERT = Setting.text(
                    "cert",
                    Group.CLIENT,
                    "FILE",
                    "The client's certificate for mutual TLS: PEM with its chain, or PKCS#12 with its key.")
            .path()
            .credential();
    public static final Setting KEY = Setting.text(
                    "key", Group.CLIENT, "FILE", "The private key of --cert, where it is not in the same file.")
            .path()
            .credential();
    public static final Setting ASSERTION_AUDIENCE = Setting.text(
            "assertion-audience",
            Group.CLIENT,
            "AUD",
            "For whom client assertions are: issuer (the default), token-endpoint, or a value.");
    public static final Setting ASSERTION_TYP = Setting.text(
            "assertion-typ",
            Group.CLIENT,
            "TYP",
            "The typ of client assertions: JWT unless given; strict servers want client-authentication+jwt.");

    public static final Setting ID_TOKEN_SIGNING_ALG = signed("id-token", "ID tokens");
    public static final Setting USERINFO_SIGNING_ALG = signed("userinfo", "userinfo answers");
    public static final Setting INTROSPECTION_SIGNING_ALG = signed("introspection", "introspection answers");
    public static final Setting AUTHORIZATION_SIGNING_ALG = signed("authorization", "authorization responses");

    // Request
    public static final Setting TOKEN_TYPE = Setting.text(
                    "token-type",
                    Group.REQUEST,
                    "TYPE",
                    "Take a token whose type the server leaves out or misspells as a bearer token.")
            .oneOf("bearer");
    public static final Setting SCOPE = Setting.texts(
                    "scope", Group.REQUEST, "SCOPE", "A scope to ask for; repeat it, or separate by spaces or commas.")
            .or("-s", "--scopes")
            .usual();
    public static final Setting AUDIENCE =
            Setting.texts("audience", Group.REQUEST, "AUD", "The API that the token is for; repeatable.");
    public static final Setting RESOURCE = Setting.texts(
            "resource", Group.REQUEST, "URI", "The API that the token is for, as RFC 8707 asks; repeatable.");
    public static final Setting AUTHORIZATION_DETAILS = Setting.text(
                    "authorization-details",
                    Group.REQUEST,
                    "JSON",
                    "What exactly to ask for (RFC 9396): an array of objects with a type, as JSON, file:PATH or env:NAME.")
            .or("--rar");
    public static final Setting CLAIMS = Setting.text(
            "claims",
            Group.REQUEST,
            "JSON",
            "Which claims to ask for (OpenID Connect Core §5.5), as JSON, file:PATH or env:NAME.");
    public static final Setting ID_TOKEN_HINT = Setting.secret(
                    "id-token-hint",
                    Group.REQUEST,
                    "An ID token of the user who should sign in, as a reference like --client-secret.")
            .personal();
    public static final Setting FAPI2 = Setting.flag(
            "fapi2",
            Group.REQUEST,
            "Keep the FAPI 2.0 Security Profile: push requests, bind tokens, and refuse what it forbids.");
    public static final Setting DPOP = Setting.flag(
            "dpop",
            Group.CLIENT,
            "Bind the token to a key (RFC 9449): one made for it and kept with its session, or --dpop-key.");
    public static final Setting DPOP_KEY = Setting.text(
                    "dpop-key",
                    Group.CLIENT,
                    "FILE",
                    "The private key to bind the token to: JWK, JWKS, PEM or PKCS#12; implies --dpop.")
            .path()
            .personal();
    public static final Setting PARAM =
            Setting.texts("param", Group.REQUEST, "NAME=VALUE", "A further parameter of the request; repeatable.");
    public static final Setting TOKEN_PARAM = Setting.texts(
            "token-param", Group.REQUEST, "NAME=VALUE", "A further parameter of the code exchange; repeatable.");
    public static final Setting TOKEN_HEADER = Setting.texts(
            "token-header",
            Group.REQUEST,
            "NAME:VALUE",
            "A further header of token requests, such as the Origin that a single-page client shows; repeatable.");
    public static final Setting USERNAME = Setting.text(
                    "username", Group.REQUEST, "NAME", "The user's name at the server.")
            .or("-u");
    public static final Setting PASSWORD = Setting.secret(
                    "password",
                    Group.REQUEST,
                    "The user's password, as a reference like --client-secret; asked for when left out.")
            .personal();
    public static final Setting ASSERTION = Setting.secret(
                    "assertion",
                    Group.REQUEST,
                    "The signed assertion that says for whom the token is, as a reference like --client-secret.")
            .personal();
    public static final Setting CLAIM = Setting.texts(
            "claim",
            Group.REQUEST,
            "NAME=TEXT",
            "A claim of the assertion that is made; NAME:=JSON for one that is no text; repeatable.");
    public static final Setting SUBJECT_TOKEN = Setting.secret(
                    "subject-token",
                    Group.REQUEST,
                    "The token of the party for whom the new one is, as a reference like --client-secret.")
            .personal();
    public static final Setting SUBJECT_TOKEN_TYPE = Setting.text(
            "subject-token-type",
            Group.REQUEST,
            "TYPE",
            "What the subject token is: access_token (unless given), id_token, refresh_token, jwt, saml1, saml2, id-jag or a URI.");
    public static final Setting ACTOR_TOKEN = Setting.secret(
                    "actor-token",
                    Group.REQUEST,
                    "The token of the party that acts for the subject, as a reference like --client-secret.")
            .personal();
    public static final Setting ACTOR_TOKEN_TYPE = Setting.text(
            "actor-token-type", Group.REQUEST, "TYPE", "What the actor token is, as --subject-token-type.");
    public static final Setting REQUESTED_TOKEN_TYPE = Setting.text(
            "requested-token-type",
            Group.REQUEST,
            "TYPE",
            "What the new token is to be, as --subject-token-type; the server's choice unless given.");
    public static final Setting IDP = Setting.text(
                    "idp",
                    Group.REQUEST,
                    "PROFILE",
                    "The profile that is signed in at the identity provider, for id-jag; or its issuer, with"
                            + " --subject-token.")
            .personal();
    public static final Setting IDP_CLIENT_ID = Setting.text(
                    "idp-client-id",
                    Group.REQUEST,
                    "ID",
                    "The client's identifier at an --idp that is named by its issuer; --client-id unless given.")
            .personal();
    public static final Setting IDP_CLIENT_SECRET = Setting.secret(
                    "idp-client-secret",
                    Group.REQUEST,
                    "The client's secret there, as a reference like --client-secret.")
            .personal();
    public static final Setting PROMPT = Setting.text(
            "prompt", Group.REQUEST, "VALUE", "What the server must ask: none, login, consent or select_account.");
    public static final Setting MAX_AGE = Setting.text(
                    "max-age", Group.REQUEST, "SECONDS", "How old the sign-in may be before the server asks again.")
            .seconds();
    public static final Setting ACR_VALUES =
            Setting.text("acr-values", Group.REQUEST, "VALUES", "The kinds of sign-in to ask for, best first.");
    public static final Setting LOGIN_HINT =
            Setting.text("login-hint", Group.REQUEST, "TEXT", "Who is likely to sign in: a name or an address.");
    public static final Setting UI_LOCALES =
            Setting.text("ui-locales", Group.REQUEST, "TAGS", "Languages for the server's pages, best first.");

    public static final Setting PAR = Setting.flag(
            "par",
            Group.REQUEST,
            "Push the request to the server first (RFC 9126); done unasked where it is required.");
    public static final Setting REQUEST_OBJECT = Setting.text(
                    "request-object",
                    Group.REQUEST,
                    "FORM",
                    "Send the request as a JWT, signed with --signing-key, or encrypted to the server too (RFC 9101).")
            .oneOf("signed", "encrypted");
    public static final Setting RESPONSE_MODE = Setting.text(
                    "response-mode", Group.REQUEST, "MODE", "How the browser brings the answer back.")
            .oneOf("query", "form_post", "fragment", "query.jwt", "form_post.jwt", "fragment.jwt", "jwt");
    public static final Setting RESPONSE_TYPE = Setting.text(
                    "response-type",
                    Group.REQUEST,
                    "TYPE",
                    "What the browser brings back: a code, or, as legacy, tokens (RFC 9700 §2.1.2).")
            .oneOf("code", "code id_token", "code token", "code id_token token", "id_token", "id_token token", "token");
    public static final Setting UNANNOUNCED_ISS = Setting.flag(
            "accept-unannounced-iss",
            Group.REQUEST,
            "Compare an iss in the answer even though the server's metadata announces none (RFC 9207 §2.4).");
    public static final Setting REDIRECT_URI = Setting.text(
                    "redirect-uri",
                    Group.REQUEST,
                    "URI",
                    "The registered redirect URI: on this machine's loopback, or https with --listen-cert.")
            .or("--redirect-url");
    public static final Setting PORT = Setting.texts(
            "port",
            Group.REQUEST,
            "PORT",
            "A port to listen on, or any; several are tried in order. Any free port unless given.");
    public static final Setting LISTEN = Setting.text(
            "listen",
            Group.REQUEST,
            "ADDRESS[:PORT]",
            "Where to listen, when not where the redirect URI says: 0.0.0.0 behind a container's published port.");
    public static final Setting LISTEN_CERT = Setting.text(
                    "listen-cert",
                    Group.REQUEST,
                    "FILE",
                    "The certificate to listen with for an https redirect URI: PEM with its chain, or PKCS#12.")
            .path();
    public static final Setting LISTEN_KEY = Setting.text(
                    "listen-key", Group.REQUEST, "FILE", "The key of --listen-cert, where it is not in the same file.")
            .path();
    public static final Setting PKCE = Setting.text(
                    "pkce", Group.REQUEST, "METHOD", "S256, or for debugging plain or off, which protect nothing.")
            .oneOf("S256", "plain", "off")
            .onlyOption();
    public static final Setting BROWSER = Setting.text(
                    "browser",
                    Group.REQUEST,
                    "COMMAND",
                    "The program that opens the page; %s stands for the address. BROWSER does the same.")
            .notInProfile();
    public static final Setting NO_BROWSER = Setting.flag(
                    "no-browser", Group.REQUEST, "Print the address to open, and take what the browser ended on.")
            .notInProfile()
            .usual();

    // Session
    public static final Setting PROFILE = Setting.text("profile", Group.SESSION, "NAME", "The profile to use.")
            .or("-p")
            .notInProfile()
            .usual();
    public static final Setting GRANT_TYPE = Setting.text(
                    "grant-type", Group.SESSION, "TYPE", "How the profile gets its token.")
            .oneOf(
                    "authorization_code",
                    "client_credentials",
                    "password",
                    "device_code",
                    "jwt-bearer",
                    "saml2-bearer",
                    "token-exchange",
                    "id-jag",
                    "ciba");
    public static final Setting API = Setting.texts(
                    "api",
                    Group.SESSION,
                    "ORIGIN",
                    "An API that may be sent the token: https://HOST[/PATH]; repeatable.")
            .usual();
    public static final Setting ALLOW_HOST = Setting.texts(
                    "allow-host", Group.SESSION, "ORIGIN", "A further API that may be sent the token, this once.")
            .onlyOption();
    public static final Setting MIN_TTL = Setting.text(
                    "min-ttl", Group.SESSION, "SECONDS", "How long the token must still be good; 30 unless given.")
            .usual()
            .seconds();
    public static final Setting STORE_KEY = Setting.secret(
            "store-key",
            Group.SESSION,
            "What encrypts the stored session and client, as a reference like --client-secret; oat profile lock begins it.");
    /** For profiles, and {@code OAT_LOGIN}. */
    public static final Setting LOGIN = Setting.text(
                    "login",
                    Group.SESSION,
                    "WHEN",
                    "Whether commands sign in by themselves: auto, also oat token and proxy; never, none. Else all but these.")
            .oneOf("auto", "never");
    /** The same as an option of the commands that have to be told. */
    public static final Setting SIGN_IN = Setting.flag(
                    "login",
                    Group.SESSION,
                    "Sign in when nothing else gives a token; login = \"auto\" in the profile too.")
            .onlyOption()
            .usual();

    public static final Setting FORCE_REFRESH = Setting.flag(
                    "force-refresh", Group.SESSION, "Get a new token even if the one at hand is good.")
            .onlyOption();

    public static final Setting TOKEN = Setting.secret(
                    "token",
                    Group.SESSION,
                    "An access token to use as it is, as a reference like --client-secret; it is never renewed.")
            .onlyOption();
    public static final Setting TOKEN_TYPE_HINT = Setting.text(
                    "token-type-hint",
                    Group.REQUEST,
                    "TYPE",
                    "What the token is: access_token or refresh_token. Without a token, which one of the session.")
            .onlyOption();

    // Connection
    public static final Setting CACERT = Setting.text(
                    "cacert",
                    Group.CONNECTION,
                    "FILE",
                    "Trust anchors (certificate authorities) as PEM, in place of Java's; SSL_CERT_FILE does the same.")
            .or("--tls-root-ca")
            .path();
    public static final Setting INSECURE = Setting.flag(
                    "insecure", Group.CONNECTION, "Accept any certificate. Anyone on the way can read everything.")
            .or("-k")
            .onlyOption();
    public static final Setting PROXY =
            Setting.text("proxy", Group.CONNECTION, "URL", "An http proxy; HTTPS_PROXY and NO_PROXY are honoured too.");
    public static final Setting TIMEOUT = Setting.text(
                    "timeout",
                    Group.CONNECTION,
                    "SECONDS",
                    "The time for one whole exchange with a server; 30 unless given.")
            .seconds();

    static final Setting RESOLVE = Setting.texts(
                    "resolve",
                    Group.CONNECTION,
                    "HOST:PORT:ADDRESS",
                    "Connect to this address for that host and port, whatever its name server says; repeatable.")
            .notInProfile();
    static final Setting CONNECT_TIMEOUT = Setting.text(
                    "connect-timeout", Group.CONNECTION, "SECONDS", "The time for one connection to be made.")
            .notInProfile()
            .seconds();
    static final Setting TLS_MIN = Setting.text(
                    "tls-min",
                    Group.CONNECTION,
                    "VERSION",
                    "The least version of TLS to speak; Java's least unless given.")
            .oneOf("1.2", "1.3");
    static final Setting IPV4 = Setting.flag("ipv4", Group.CONNECTION, "Connect to IPv4 addresses only.")
            .or("-4")
            .notInProfile();
    static final Setting IPV6 = Setting.flag("ipv6", Group.CONNECTION, "Connect to IPv6 addresses only.")
            .or("-6")
            .notInProfile();

    // Output
    public static final Setting OUTPUT = Setting.text("output", Group.OUTPUT, "FORMAT", "The form of the answer.")
            .or("-o")
            .oneOf("json", "token", "header", "env", "env-fish", "env-powershell", "exec-credential")
            .onlyOption()
            .usual();
    public static final Setting TEXT_OR_JSON = Setting.text("output", Group.OUTPUT, "FORMAT", "The form of the answer.")
            .or("-o")
            .oneOf("text", "json")
            .onlyOption()
            .usual();
    public static final Setting JSON_OUTPUT = Setting.text(
                    "output", Group.OUTPUT, "FORMAT", "The form of the answer and of errors.")
            .or("-o")
            .oneOf("json")
            .onlyOption()
            .usual();
    /** Known by every command that prints JSON; {@link CommandLineModel} adds it to these. */
    public static final Setting JQ = Setting.text(
                    "jq", Group.OUTPUT, "EXPR", "Pick from the JSON with a jq expression; texts are printed bare.")
            .onlyOption()
            .usual();
    /** Known by every command that prints a token; {@link CommandLineModel} adds it to these. */
    public static final Setting GITHUB_OUTPUT = Setting.flag(
                    "github-output",
                    Group.OUTPUT,
                    "In a GitHub Actions step: mask the token, then set the outputs access_token, token_type and"
                            + " expires_at.")
            .onlyOption();

    public static final Setting NO_INPUT = Setting.flag(
                    "no-input", Group.OUTPUT, "Never ask on the terminal; fail instead.")
            .notInProfile();
    public static final Setting COLOR = Setting.text("color", Group.OUTPUT, "WHEN", "auto, always or never.")
            .oneOf("auto", "always", "never")
            .notInProfile();

    // Diagnostics
    public static final Setting VERBOSE = Setting.count(
                    "verbose", Group.DIAGNOSTICS, "Show every message, redacted; -vv shows their bodies too.")
            .or("-v")
            .onlyOption();
    public static final Setting EXPLAIN = Setting.flag(
                    "explain", Group.DIAGNOSTICS, "Tell each step in plain words: who says what to whom, and why.")
            .onlyOption();
    public static final Setting STEP = Setting.flag(
                    "step", Group.DIAGNOSTICS, "Stop before each request: look at it, change it, send it or end.")
            .onlyOption();
    public static final Setting RECORD = Setting.text(
                    "record",
                    Group.DIAGNOSTICS,
                    "FILE",
                    "Keep the flow in FILE.html (to look at), FILE.har (for a browser's developer tools), FILE.md (for"
                            + " a bug report) or FILE.json (for oat record).")
            .onlyOption();
    public static final Setting HTML = Setting.flag(
                    "html", Group.COMMAND, "Print a page for the browser, which needs nothing but itself.")
            .onlyOption();
    public static final Setting CURL = Setting.flag(
                    "curl", Group.DIAGNOSTICS, "Print each request as a line for curl, secrets as $VARIABLES.")
            .onlyOption();
    public static final Setting DRY_RUN = Setting.flag(
                    "dry-run", Group.DIAGNOSTICS, "Print the first request that would be sent, and send nothing.")
            .onlyOption();
    public static final Setting SHOW_SECRETS = Setting.flag(
                    "show-secrets", Group.DIAGNOSTICS, "Hide no secret in what these options show or keep.")
            .onlyOption();
    public static final Setting DEBUG = Setting.flag(
                    "debug", Group.DIAGNOSTICS, "Show the stack trace when something fails.")
            .onlyOption();
    public static final Setting HELP = Setting.flag("help", Group.DIAGNOSTICS, "Show the usual options, and examples.")
            .or("-h")
            .onlyOption();
    public static final Setting HELP_ALL = Setting.flag("help-all", Group.DIAGNOSTICS, "Show every option and example.")
            .onlyOption();

    /** Which server: for every command that talks to one. */
    public static final List<Setting> SERVER = List.of(ISSUER, PROVIDER, METADATA_URL, TOKEN_ENDPOINT, ALLOW_HTTP);

    /** What leads from an API's address to its server, beside what the API says. */
    public static final List<Setting> API_START = List.of(AUTHORIZATION_ENDPOINT, REGISTRATION_ENDPOINT, TRUST, LEGACY);

    /** Who the client is. */
    public static final List<Setting> CLIENT = List.of(
            CLIENT_ID,
            CLIENT_SECRET,
            AUTH_METHOD,
            SIGNING_KEY,
            SIGNING_ALG,
            KEY_ID,
            KEY_PASSPHRASE,
            CLIENT_ASSERTION,
            ATTESTATION,
            ATTESTATION_KEY,
            CERT,
            KEY,
            ASSERTION_AUDIENCE,
            ASSERTION_TYP);

    /** What a client proves itself by; one that does so acts for itself where no grant is named, whoever says it. */
    public static final List<Setting> PROOFS = List.of(CLIENT_SECRET, SIGNING_KEY, CLIENT_ASSERTION, ATTESTATION, CERT);

    /** How the client is registered to have signed what it is sent. */
    public static final List<Setting> REGISTERED_ALGORITHMS =
            List.of(ID_TOKEN_SIGNING_ALG, USERINFO_SIGNING_ALG, INTROSPECTION_SIGNING_ALG, AUTHORIZATION_SIGNING_ALG);

    /** What a token request may ask for. */
    public static final List<Setting> TOKEN_REQUEST = List.of(
            SCOPE, AUDIENCE, RESOURCE, AUTHORIZATION_DETAILS, PARAM, TOKEN_HEADER, TOKEN_TYPE, DPOP, DPOP_KEY, FAPI2);

    /** What shapes a token, beside which server and client it is from. */
    public static final List<Setting> SHAPING = List.of(
            GRANT_TYPE,
            USERNAME,
            SCOPE,
            AUDIENCE,
            RESOURCE,
            AUTHORIZATION_DETAILS,
            PARAM,
            DPOP,
            DPOP_KEY,
            FAPI2,
            ASSERTION,
            CLAIM,
            SUBJECT_TOKEN,
            SUBJECT_TOKEN_TYPE,
            ACTOR_TOKEN,
            ACTOR_TOKEN_TYPE,
            REQUESTED_TOKEN_TYPE,
            IDP,
            IDP_CLIENT_ID);

    /** What is presented to the server in place of a user, for grants that do so. */
    public static final List<Setting> PRESENTED = List.of(
            ASSERTION,
            CLAIM,
            SUBJECT_TOKEN,
            SUBJECT_TOKEN_TYPE,
            ACTOR_TOKEN,
            ACTOR_TOKEN_TYPE,
            REQUESTED_TOKEN_TYPE,
            IDP,
            IDP_CLIENT_ID,
            IDP_CLIENT_SECRET);

    /** How to reach servers. */
    public static final List<Setting> CONNECTION =
            List.of(CACERT, INSECURE, PROXY, TIMEOUT, RESOLVE, CONNECT_TIMEOUT, TLS_MIN, IPV4, IPV6, DRY_RUN);

    /** What every command knows. */
    public static final List<Setting> EVERYWHERE =
            List.of(NO_INPUT, COLOR, VERBOSE, EXPLAIN, STEP, RECORD, CURL, SHOW_SECRETS, DEBUG, HELP, HELP_ALL);

    /** What has a command looked into as it runs. */
    public static final List<Setting> DIAGNOSTICS = List.of(VERBOSE, EXPLAIN, STEP, RECORD, CURL, DRY_RUN);

    /** The algorithm by which the client is registered to be sent something. */
    private static Setting signed(String what, String words) {
        return Setting.text(
                        what + "-signing-alg",
                        Group.CLIENT,
                        "ALG",
                        "The algorithm that the client is registered with for " + words
                                + "; HS256 and its like are by the client's secret.")
                .oneOf(ALGORITHMS)
                .registeredAs(what.replace('-', '_') + "_signed_response_alg");
    }

    /**
     * Returns whether a setting may hold for every profile that says nothing else. What says which server, client, secret or API is
     * meant, and what shapes a token, is a profile's own: its stored token stays its own whatever the defaults say. Who
     * the identity provider is counts where no profile is used.
     */
    public static boolean mayBeDefault(Setting setting) {
        return setting == IDP
                || (setting.inProfile()
                        && setting.block() == Setting.Block.NONE
                        && setting != API
                        && setting != MIN_TTL
                        && !SHAPING.contains(setting));
    }

    /**
     * Returns the setting that a client's registration calls so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Setting registeredAs(String metadata) {
        for (Setting setting : REGISTERED_ALGORITHMS) {
            if (setting.key().equals(metadata)) {
                return setting;
            }
        }
        throw new IllegalArgumentException(metadata);
    }

    private static Setting endpoint(String name, String help) {
        return Setting.text(name, Group.SERVER, "URL", help).identity();
    }

    /** Returns every shared setting: what a profile or the environment may hold is among them. */
    public static List<Setting> all() {
        return List.of(
                ISSUER,
                PROVIDER,
                METADATA_URL,
                AUTHORIZATION_ENDPOINT,
                PAR_ENDPOINT,
                DEVICE_AUTHORIZATION_ENDPOINT,
                BACKCHANNEL_AUTHENTICATION_ENDPOINT,
                TOKEN_ENDPOINT,
                REVOCATION_ENDPOINT,
                INTROSPECTION_ENDPOINT,
                USERINFO_ENDPOINT,
                END_SESSION_ENDPOINT,
                JWKS_URI,
                ALLOW_HTTP,
                CLIENT_ID,
                CLIENT_SECRET,
                AUTH_METHOD,
                SIGNING_KEY,
                SIGNING_ALG,
                KEY_ID,
                KEY_PASSPHRASE,
                DECRYPTION_KEY,
                CLIENT_ASSERTION,
                ATTESTATION,
                ATTESTATION_KEY,
                CERT,
                KEY,
                ASSERTION_AUDIENCE,
                ASSERTION_TYP,
                ID_TOKEN_SIGNING_ALG,
                USERINFO_SIGNING_ALG,
                INTROSPECTION_SIGNING_ALG,
                AUTHORIZATION_SIGNING_ALG,
                TOKEN_TYPE,
                SCOPE,
                AUDIENCE,
                RESOURCE,
                AUTHORIZATION_DETAILS,
                PARAM,
                DPOP,
                DPOP_KEY,
                FAPI2,
                TOKEN_PARAM,
                TOKEN_HEADER,
                USERNAME,
                PASSWORD,
                ASSERTION,
                CLAIM,
                SUBJECT_TOKEN,
                SUBJECT_TOKEN_TYPE,
                ACTOR_TOKEN,
                ACTOR_TOKEN_TYPE,
                REQUESTED_TOKEN_TYPE,
                IDP,
                IDP_CLIENT_ID,
                IDP_CLIENT_SECRET,
                PROMPT,
                MAX_AGE,
                ACR_VALUES,
                LOGIN_HINT,
                ID_TOKEN_HINT,
                CLAIMS,
                UI_LOCALES,
                PAR,
                REQUEST_OBJECT,
                RESPONSE_TYPE,
                RESPONSE_MODE,
                UNANNOUNCED_ISS,
                REDIRECT_URI,
                PORT,
                LISTEN,
                LISTEN_CERT,
                LISTEN_KEY,
                PKCE,
                BROWSER,
                NO_BROWSER,
                PROFILE,
                GRANT_TYPE,
                API,
                ALLOW_HOST,
                MIN_TTL,
                STORE_KEY,
                LOGIN,
                FORCE_REFRESH,
                TOKEN,
                TOKEN_TYPE_HINT,
                CACERT,
                INSECURE,
                PROXY,
                TIMEOUT,
                RESOLVE,
                CONNECT_TIMEOUT,
                TLS_MIN,
                IPV4,
                IPV6,
                OUTPUT,
                NO_INPUT,
                COLOR,
                VERBOSE,
                EXPLAIN,
                STEP,
                RECORD,
                CURL,
                DRY_RUN,
                SHOW_SECRETS,
                DEBUG,
                HELP,
                HELP_ALL);
    }
}
