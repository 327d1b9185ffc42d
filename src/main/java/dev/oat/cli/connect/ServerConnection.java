package dev.oat.cli.connect;

import dev.oat.authorization.RequestHardening;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.SecretFreeLine;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.HeaderLine;
import dev.oat.cli.setting.JsonSetting;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.AuthMethodChoice;
import dev.oat.endpoint.BackChannel;
import dev.oat.endpoint.BackchannelAuthenticationEndpoint;
import dev.oat.endpoint.Client;
import dev.oat.endpoint.DeviceAuthorizationEndpoint;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.jwt.IdTokenValidator;
import dev.oat.endpoint.jwt.JwtAnswers;
import dev.oat.endpoint.jwt.ServerTokens;
import dev.oat.http.Form;
import dev.oat.http.Response;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.Transport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.RecordingStreamTransport;
import dev.oat.http.transport.StreamTransports;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.Relocation;
import dev.oat.metadata.SigningKeys;
import dev.oat.proof.Bearer;
import dev.oat.proof.CertificateBound;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.SpendingTransport;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenParameters;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the settings describe: a server, a client, and what the client holds; each part is made when it is first asked for. */
public final class ServerConnection {
    /** So much of a body is kept where somebody looks at it, in bytes. */
    private static final int SHOWN_BODY = 16 << 10;

    /** Parameters that carry the protocol: {@code --param} may not touch them. */
    private static final Set<String> PROTOCOL_PARAMETERS = Set.of(
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "redirect_uri",
            "response_type",
            "response_mode",
            "state",
            "nonce",
            "code",
            "code_verifier",
            "code_challenge",
            "code_challenge_method",
            "refresh_token",
            "username",
            "password",
            "assertion",
            "device_code",
            "auth_req_id",
            "client_notification_token",
            "subject_token",
            "subject_token_type",
            "actor_token",
            "actor_token_type",
            "requested_token_type",
            "request",
            "request_uri",
            "dpop_jkt");

    private final Environment environment;
    private final Resolution settings;
    private final Invocation invocation;
    private @Nullable Instant began;
    private @Nullable AssertionGrant presented;
    private @Nullable Binding binding;
    private final ServerAccess access;
    private final Secrets secrets;
    private final OwnCertificate certificate;
    private final ClientIdentity identity;

    public ServerConnection(Invocation invocation) {
        this.invocation = invocation;
        this.environment = invocation.environment();
        this.settings = invocation.settings();
        this.access = new ServerAccess(invocation);
        this.secrets = new Secrets(invocation, access);
        this.certificate = new OwnCertificate(invocation, access);
        this.identity = new ClientIdentity(invocation, access, secrets, certificate);
    }

    /** Returns how to reach servers, by options, environment and profile. */
    public TransportSettings transportSettings() {
        return access.transportSettings();
    }

    /** Sends protocol messages, and records them. */
    public Transport transport() {
        return access.transport();
    }

    /** Fetches metadata. */
    public Discovery discovery() {
        return access.discovery();
    }

    /** The keys with which the server signs. */
    public SigningKeys signingKeys() {
        return access.signingKeys();
    }

    /**
     * Returns the authorization server: by its metadata, with the endpoints that options name in place of the document's.
     *
     * @throws Failure.Usage if the settings name none
     */
    public AuthorizationServer server() {
        return access.server();
    }

    /** A secret by its reference; a literal in an option earns one warning line. */
    public Optional<Secret> secret(Setting setting) {
        return secrets.secret(setting);
    }

    /** Returns a secret that stands as an argument of its own, by its reference; a literal earns one warning line. */
    public Secret argument(String text, String label) {
        return secrets.argument(text, label);
    }

    /** An argument to be looked at, with all that came along when it was copied. */
    public Secret verbatim(String text, String label) {
        return secrets.verbatim(text, label);
    }

    /**
     * Streams to APIs as the run asks for it: what passes is recorded, and each request can be looked at before it leaves.
     *
     * @param hosts those that may be shown the client's certificate
     * @param limits how long it may take
     * @param way which version of HTTP, and for how long
     * @param bodies whether the beginnings of bodies are kept where somebody looks at them
     */
    public StreamTransport streams(Set<String> hosts, StreamLimits limits, StreamTransports.Way way, boolean bodies) {
        Arguments arguments = invocation.arguments();
        boolean kept = bodies && (arguments.count(Settings.VERBOSE) > 1 || arguments.has(Settings.RECORD));
        StreamTransport transport = new RecordingStreamTransport(
                new StreamTransports(certificate.transportSettingsFor(hosts), limits, way),
                invocation.trace(),
                kept ? SHOWN_BODY : 0);
        Optional<LoneCertificate> alone = hosts.isEmpty() ? Optional.empty() : certificate.lone();
        if (alone.isPresent()) {
            transport = alone.get().told(transport);
        }
        return invocation.checkpoint().isPresent()
                ? invocation.checkpoint().get().before(transport)
                : transport;
    }

    /**
     * Sends protocol messages in the client's name: with its certificate, to servers that ask for one.
     *
     * @throws Failure.Usage if the certificate cannot be used
     */
    public Transport clientTransport() {
        return identity.clientTransport();
    }

    /**
     * The client, with its authentication chosen.
     *
     * @throws Failure.Usage if there is no client id, or its secret cannot be had
     */
    public Client client() {
        return identity.client();
    }

    /**
     * Returns how the client authenticates to a server.
     *
     * @throws Failure.Usage if that cannot be, or what it takes cannot be had
     */
    public AuthMethodChoice authentication(AuthorizationServer at) {
        return identity.authentication(at);
    }

    /** Opens the JWTs that the server sends. */
    public ServerTokens serverTokens() {
        return identity.serverTokens();
    }

    /** Opens answers that come as JWTs. */
    public JwtAnswers jwtAnswers() {
        return identity.jwtAnswers();
    }

    /** Tells where an endpoint lies that is gone from where cached metadata name it. */
    public Relocation relocation() {
        return access;
    }

    /** Returns what the client can prove itself with. */
    public ClientKeys keys() {
        return identity.keys();
    }

    /** For grants that say themselves who asks: a client need not be named. */
    public ServerConnection withoutClientIfUnnamed() {
        identity.withoutClientIfUnnamed();
        return this;
    }

    /** For grants that the signing key is for: on its own account it does not authenticate the client too. */
    ServerConnection withSigningKeyOfGrant() {
        identity.withSigningKeyOfGrant();
        return this;
    }

    /** Returns when the first request in the client's name was about to be sent; empty before that. */
    Optional<Instant> exchangeBegan() {
        return Optional.ofNullable(began);
    }

    /** What the settings present to the server in place of a user. */
    AssertionGrant presented() {
        AssertionGrant made = presented;
        if (made == null) {
            made = new AssertionGrant(invocation, access, secrets, identity);
            presented = made;
        }
        return made;
    }

    /** Returns what binds the tokens that are yet to come. */
    public SenderConstraint constraint() {
        return settings.bindsToKey() ? binding().ofNewToken() : unproven();
    }

    /** What binds a token that the user gives. */
    public SenderConstraint constraintOfGivenToken() {
        return settings.bindsToKey() ? binding().ofGivenToken() : unproven();
    }

    /** Returns what binds a session's token. */
    public SenderConstraint constraintOf(StoredSession session) {
        return session.shape().isProven() ? binding().of(session) : unproven();
    }

    /** What a session's shape says of what binds its tokens. */
    String bindingShape() {
        String bare = settings.bindsToKey() ? binding().shape() : TokenParameters.BEARER;
        if (settings.text(Settings.CERT).isEmpty()) {
            return bare;
        }
        return TokenParameters.withCertificate(bare, certificate.file());
    }

    /** Tokens without a proof of their own: bound to the client's certificate, if it has one and the server does that. */
    private SenderConstraint unproven() {
        return settings.value(Settings.CERT).isEmpty()
                ? new Bearer()
                : new CertificateBound(certificate.certificate().thumbprint());
    }

    /** Returns what a token is bound to, for the member {@code sender_constraint}. */
    String senderConstraint(Secret accessToken, boolean dpop) {
        if (dpop) {
            return "dpop";
        }
        return settings.value(Settings.CERT).isEmpty() ? "none" : CertificateBound.constraintOf(accessToken);
    }

    /** Returns the key that the settings bind tokens to. */
    Binding binding() {
        Binding known = binding;
        if (known == null) {
            known = new Binding(invocation, access);
            binding = known;
        }
        return known;
    }

    /** Returns the private key that must be kept with the token that has come; empty when it is not oat that keeps it. */
    Optional<Secret> keyToKeep() {
        return settings.bindsToKey() ? binding().keyToKeep() : Optional.empty();
    }

    /** Validates ID tokens of the server for the client. */
    IdTokenValidator idTokenValidator() {
        return new IdTokenValidator(server(), client().id(), serverTokens(), environment.clock());
    }

    /** Sends authenticated forms. */
    public BackChannel channel() {
        return channel(new Bearer());
    }

    /** Sends authenticated forms, with the proof of what binds the tokens. */
    BackChannel channel(SenderConstraint constraint) {
        BackChannel made = new BackChannel(identity.clientTransport(), client(), constraint, access);
        if (began == null) {
            began = environment.clock().instant();
        }
        return made;
    }

    /** Returns what is to be done to an authorization request. */
    public RequestHardening hardening() {
        SenderConstraint constraint = constraint();
        return new RequestHardening(
                server(),
                constraint,
                settings.text(Settings.REQUEST_OBJECT),
                settings.flag(Settings.PAR) || settings.flag(Settings.FAPI2),
                keys(),
                () -> client().id(),
                () -> channel(constraint),
                () -> signingKeys().of(server()),
                invocation.checkpoint(),
                invocation.environment().clock(),
                invocation.environment().random().get(),
                invocation.trace());
    }

    /** Redeems grants. */
    public TokenEndpoint tokenEndpoint() {
        return tokenEndpoint(constraint());
    }

    /** Redeems grants for tokens that are bound so. */
    TokenEndpoint tokenEndpoint(SenderConstraint constraint) {
        return tokenEndpoint(channel(constraint));
    }

    private TokenEndpoint tokenEndpoint(BackChannel channel) {
        BackChannel headed = settings.value(Settings.TOKEN_HEADER).isPresent()
                ? channel.with(HeaderLine.all(Settings.TOKEN_HEADER, settings))
                : channel;
        TokenEndpoint made = new TokenEndpoint(headed, server().require(Endpoint.TOKEN), invocation.trace());
        return settings.text(Settings.TOKEN_TYPE).isPresent() ? made.takingAnyTypeAsBearer() : made;
    }

    /**
     * Redeems what can be redeemed only once: its answer is kept before anybody is told of it.
     *
     * @param constraint what binds the tokens
     * @param keeper takes each answer at once
     */
    public TokenEndpoint tokenEndpoint(SenderConstraint constraint, Consumer<Response> keeper) {
        return tokenEndpoint(new BackChannel(
                access.recorded(new SpendingTransport(identity.clientWire(), keeper)), client(), constraint));
    }

    /** Begins sign-ins on other devices. */
    public DeviceAuthorizationEndpoint deviceAuthorizationEndpoint() {
        return new DeviceAuthorizationEndpoint(
                channel(),
                server().require(Endpoint.DEVICE_AUTHORIZATION),
                settings.flag(Settings.ALLOW_HTTP),
                invocation.trace());
    }

    /** Has people asked on their own device. */
    public BackchannelAuthenticationEndpoint backchannelAuthenticationEndpoint() {
        return new BackchannelAuthenticationEndpoint(
                channel(), server().require(Endpoint.BACKCHANNEL_AUTHENTICATION), invocation.trace());
    }

    /** Returns the scopes as one text. */
    public String scope() {
        return String.join(" ", settings.texts(Settings.SCOPE));
    }

    /**
     * What {@code --audience}, {@code --resource}, {@code --authorization-details} and {@code --param} add to the token request.
     *
     * @throws Failure.Usage if a parameter carries the protocol, or a resource is no absolute URI
     */
    public Form extraParameters() {
        Form form = targets();
        if (settings.value(Settings.AUTHORIZATION_DETAILS).isPresent()) {
            form = form.with(
                    "authorization_details",
                    new JsonSetting(settings, environment)
                            .authorizationDetails()
                            .orElseThrow());
        }
        return parameters(Settings.PARAM, form);
    }

    /** Returns what {@code --audience} and {@code --resource} add. */
    public Form targets() {
        Form form = Form.empty();
        for (String audience : settings.texts(Settings.AUDIENCE)) {
            form = form.with("audience", audience);
        }
        for (String resource : settings.texts(Settings.RESOURCE)) {
            boolean absolute = resource.indexOf(':') > 0 && resource.indexOf('#') < 0;
            if (!absolute) {
                throw Failure.Usage.value(Settings.RESOURCE.option(), resource, "an absolute URI without a fragment")
                        .hint("write https://HOST/PATH (RFC 8707 §2)");
            }
            form = form.with("resource", resource);
        }
        return form;
    }

    /**
     * Returns what goes with the token request after somebody agreed: the resource that they agreed to, named again, and {@code
     * --token-param}. Where there are several resources, the server takes its pick.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2.2">RFC 8707, section 2.2</a>
     */
    public Form tokenParameters() {
        List<String> resources = settings.texts(Settings.RESOURCE);
        Form form = resources.size() == 1 ? Form.empty().with("resource", resources.get(0)) : Form.empty();
        return parameters(Settings.TOKEN_PARAM, form);
    }

    /** Returns a form with the parameters of {@code --param} or {@code --token-param} behind its own. */
    public Form parameters(Setting setting, Form form) {
        Form all = form;
        List<String> pairs = settings.texts(setting);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                String shown = equals < 0 ? SecretFreeLine.shown(setting, pair) : "=" + SecretFreeLine.FILL_IN;
                throw Failure.Usage.value(setting.option(), shown, "NAME=VALUE")
                        .hint("write " + setting.option() + " name=value");
            }
            String name = pair.substring(0, equals);
            if (PROTOCOL_PARAMETERS.contains(name)) {
                throw new Failure.Usage(setting.option() + " may not set " + name + ": it carries the protocol")
                        .hint("an option of its own sets it; see --help");
            }
            String value = pair.substring(equals + 1);
            if (value.equals(SecretFreeLine.FILL_IN)) {
                throw new Failure.Usage(setting.option() + " " + name + " lacks its value")
                        .hint("write it in place of " + SecretFreeLine.FILL_IN);
            }
            all = all.with(name, value);
        }
        return all;
    }
}
