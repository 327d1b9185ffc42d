package dev.oat.cli;

import dev.oat.clientauth.PublicClient;
import dev.oat.endpoint.AuthMethodChoice;
import dev.oat.endpoint.BackChannel;
import dev.oat.endpoint.BackchannelAuthenticationEndpoint;
import dev.oat.endpoint.Client;
import dev.oat.endpoint.Decryption;
import dev.oat.endpoint.DeviceAuthorizationEndpoint;
import dev.oat.endpoint.JwtAnswers;
import dev.oat.endpoint.RegisteredAlgorithms;
import dev.oat.endpoint.ServerTokens;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.http.ClientCertificate;
import dev.oat.http.Form;
import dev.oat.http.ProxyRules;
import dev.oat.http.RecordingTransport;
import dev.oat.http.Response;
import dev.oat.http.TlsStart;
import dev.oat.http.Transport;
import dev.oat.http.TransportSettings;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Addresses;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.DocumentCache;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.RefreshedMetadata;
import dev.oat.metadata.Relocation;
import dev.oat.metadata.SigningKeys;
import dev.oat.proof.Bearer;
import dev.oat.proof.CertificateBound;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.SpendingTransport;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenShape;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server and the client that the settings describe; each part is made when it is first asked for. */
final class ServerConnection implements Relocation {
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
    private final DocumentCache cache;
    private @Nullable TransportSettings transportSettings;
    private @Nullable Transport transport;
    private @Nullable Transport clientTransport;
    private @Nullable Transport wire;
    private @Nullable Transport clientWire;
    private @Nullable ClientCertificate certificate;
    private @Nullable AuthorizationServer server;
    private @Nullable Client client;
    private @Nullable SigningKeys signingKeys;
    private @Nullable Relocation relocation;
    private @Nullable Instant began;
    private @Nullable PresentedGrant presented;
    private boolean mayBeUnnamed;
    private boolean keyIsGrants;
    private @Nullable Binding binding;
    private byte @Nullable [] certificateFile;

    ServerConnection(Invocation invocation) {
        this.invocation = invocation;
        this.environment = invocation.environment();
        this.settings = invocation.settings();
        this.cache = invocation.storage().documents();
    }

    /** How to reach servers, by options, environment and profile. */
    TransportSettings transportSettings() {
        TransportSettings made = transportSettings;
        if (made == null) {
            made = readTransportSettings();
            transportSettings = made;
        }
        return made;
    }

    private TransportSettings readTransportSettings() {
        String bundle =
                settings.text(Settings.CACERT).orElse(environment.variables().getOrDefault("SSL_CERT_FILE", ""));
        Optional<Path> trust = bundle.isEmpty() ? Optional.empty() : Optional.of(Path.of(bundle));
        boolean insecure = settings.flag(Settings.INSECURE);
        if (insecure) {
            invocation
                    .output()
                    .warn("--insecure: any certificate is accepted, so anyone on the way can read and change"
                            + " everything");
        }
        Optional<String> proxy = settings.text(Settings.PROXY);
        ProxyRules proxies = proxy.isPresent()
                ? ProxyRules.through(
                        settings.named(
                                Settings.PROXY,
                                settings.value(Settings.PROXY).orElseThrow().origin()),
                        proxy.orElseThrow(),
                        environment.variables())
                : ProxyRules.fromEnvironment(environment.variables());
        Optional<Long> timeout = settings.seconds(Settings.TIMEOUT);
        Duration limit = timeout.isPresent()
                ? Duration.ofSeconds(Math.max(1, timeout.orElseThrow()))
                : TransportSettings.DEFAULT_TIMEOUT;
        return new TransportSettings(trust, insecure, proxies, limit, Version.USER_AGENT);
    }

    /** Sends protocol messages, and records them. */
    Transport transport() {
        Transport made = transport;
        if (made == null) {
            made = recorded(wire());
            transport = made;
        }
        return made;
    }

    /** The transport itself, of which nobody is told. */
    private Transport wire() {
        Transport made = wire;
        if (made == null) {
            made = wire(transportSettings());
            wire = made;
        }
        return made;
    }

    private Transport wire(TransportSettings how) {
        if (isSecure(Settings.TOKEN_ENDPOINT) || isSecure(Settings.ISSUER)) {
            TlsStart.begin();
        }
        return environment.transports().apply(how);
    }

    private Transport recorded(Transport over) {
        Transport made = new RecordingTransport(over, invocation.trace());
        return invocation.checkpoint().isPresent()
                ? invocation.checkpoint().get().before(made)
                : made;
    }

    private boolean isSecure(Setting address) {
        return settings.text(address).orElse("").startsWith("https:");
    }

    /**
     * Sends protocol messages in the client's name: with its certificate, to servers that ask for one.
     *
     * @throws Failure.Usage if the certificate cannot be used
     */
    Transport clientTransport() {
        if (settings.value(Settings.CERT).isEmpty()) {
            return transport();
        }
        Transport made = clientTransport;
        if (made == null) {
            made = recorded(clientWire());
            Optional<LoneCertificate> alone = loneCertificate();
            made = alone.isPresent() ? alone.orElseThrow().told(made) : made;
            clientTransport = made;
        }
        return made;
    }

    private Transport clientWire() {
        if (settings.value(Settings.CERT).isEmpty()) {
            return wire();
        }
        Transport made = clientWire;
        if (made == null) {
            made = wire(transportSettings().withCertificate(certificate()));
            clientWire = made;
        }
        return made;
    }

    /**
     * How to reach APIs: as {@link #transportSettings()}, with the client's certificate for some of them.
     *
     * @param hosts who may have it, as {@link dev.oat.http.Origins#peer} names them; nobody when there is none
     */
    TransportSettings transportSettingsFor(Set<String> hosts) {
        return hosts.isEmpty()
                ? transportSettings()
                : transportSettings().withCertificate(certificate().onlyFor(hosts));
    }

    /** The client's certificate, read once; with its chain, as far as that is in its file or among the authorities. */
    ClientCertificate certificate() {
        ClientCertificate read = certificate;
        if (read == null) {
            read = new ClientKeys(invocation, this).certificate();
            Optional<Path> authorities = transportSettings().trust();
            if (authorities.isPresent()) {
                try {
                    read = read.completedFrom(Files.readAllBytes(authorities.orElseThrow()));
                } catch (IOException e) {
                    invocation.trace().note("the chain of --cert is not looked for in " + authorities.orElseThrow());
                }
            }
            certificate = read;
        }
        return read;
    }

    /** The client's certificate, where it goes out without its chain. */
    Optional<LoneCertificate> loneCertificate() {
        return settings.value(Settings.CERT).isPresent() && certificate().isAlone()
                ? Optional.of(new LoneCertificate(
                        invocation.output(),
                        certificate(),
                        settings.text(Settings.CERT).orElse("")))
                : Optional.empty();
    }

    /** Fetches metadata. */
    Discovery discovery() {
        return new Discovery(
                transport(), cache, environment.clock(), invocation.trace(), settings.flag(Settings.ALLOW_HTTP));
    }

    /** The keys with which the server signs. */
    SigningKeys signingKeys() {
        SigningKeys made = signingKeys;
        if (made == null) {
            made = new SigningKeys(transport(), cache, this);
            signingKeys = made;
        }
        return made;
    }

    /** Opens the JWTs that the server sends. */
    ServerTokens serverTokens() {
        JwkSet[] read = new JwkSet[1];
        Decryption decryption = Decryption.by(() -> {
            if (read[0] == null) {
                read[0] = new ClientKeys(invocation, this).decryptionKeys();
            }
            return read[0];
        });
        Secret[] secret = new Secret[1];
        RegisteredAlgorithms registered =
                new RegisteredAlgorithms(name -> settings.text(Settings.registeredAs(name)), () -> {
                    if (secret[0] == null) {
                        secret[0] = secret(Settings.CLIENT_SECRET).orElse(null);
                    }
                    return Optional.ofNullable(secret[0]);
                });
        return new ServerTokens(server(), signingKeys(), decryption, registered, invocation.trace());
    }

    /** Metadata that come from the cache may be old: where an endpoint that they name lies by newer ones. */
    @Override
    public Optional<URI> insteadOf(URI gone) {
        Relocation made = relocation;
        if (made == null) {
            made = new RefreshedMetadata(server(), () -> describe(true), invocation.trace());
            relocation = made;
        }
        return made.insteadOf(gone);
    }

    /** When the first request in the client's name was about to be sent; empty before that. */
    Optional<Instant> exchangeBegan() {
        return Optional.ofNullable(began);
    }

    /** Opens answers that come as JWTs. */
    JwtAnswers jwtAnswers() {
        return new JwtAnswers(server(), settings.text(Settings.CLIENT_ID), serverTokens(), environment.clock());
    }

    /** What keeps metadata and key sets. */
    DocumentCache cache() {
        return cache;
    }

    /**
     * The authorization server: by its metadata, with the endpoints that options name in place of the document's.
     *
     * @throws Failure.Usage if the settings name none
     */
    AuthorizationServer server() {
        AuthorizationServer made = server;
        if (made == null) {
            made = describe(false);
            server = made;
        }
        return made;
    }

    private AuthorizationServer describe(boolean anew) {
        boolean allowHttp = settings.flag(Settings.ALLOW_HTTP);
        Optional<String> issuer = settings.text(Settings.ISSUER);
        Optional<String> metadata = settings.text(Settings.METADATA_URL);
        Map<Endpoint, String> given = new LinkedHashMap<>();
        for (Endpoint endpoint : Endpoint.values()) {
            Optional<String> address = endpointSetting(endpoint);
            if (address.isPresent()) {
                given.put(endpoint, address.orElseThrow());
            }
        }
        AuthorizationServer found;
        if (metadata.isPresent()) {
            found = discovery().fetchFrom(metadata.orElseThrow(), issuer);
        } else if (issuer.isPresent()) {
            found = discovered(issuer.orElseThrow(), anew);
        } else if (!given.isEmpty()) {
            found = AuthorizationServer.describedBy(JsonObject.EMPTY, allowHttp);
        } else {
            throw new Failure.Usage("no authorization server is named")
                    .hint(StoredProfiles.hint(
                            invocation,
                            "give --issuer URL or --token-endpoint URL, or sign in to a profile: oat login"
                                    + " NAME --issuer URL --client-id ID"));
        }
        if (settings.value(Settings.CERT).isPresent()) {
            found = found.withMutualTlsEndpoints();
        }
        for (Map.Entry<Endpoint, String> entry : given.entrySet()) {
            found = found.withEndpoint(
                    entry.getKey(), Addresses.given(entry.getKey().option(), entry.getValue(), allowHttp));
        }
        if (settings.flag(Settings.FAPI2)) {
            Fapi2.verify(settings, invocation.path());
            return Fapi2.restricted(found, invocation.path().equals("login"), invocation);
        }
        return found;
    }

    private AuthorizationServer discovered(String issuer, boolean anew) {
        Resolution.Origin source = settings.value(Settings.ISSUER).orElseThrow().origin();
        if (issuer.contains("/.well-known/")) {
            IssuerSetting.refuseResource(invocation, this, issuer, source);
        }
        Optional<Resolution.Value> document = settings.issuerDocument();
        if (document.isPresent()) {
            IssuerSetting.tell(invocation.output(), settings.named(Settings.ISSUER, source), issuer);
        }
        try {
            return anew ? discovery().discoverAnew(issuer) : discovery().discover(issuer);
        } catch (Failure.CheckFailed failure) {
            IssuerSetting.correct(invocation, failure, source);
            throw failure;
        }
    }

    private Optional<String> endpointSetting(Endpoint endpoint) {
        switch (endpoint) {
            case AUTHORIZATION:
                return settings.text(Settings.AUTHORIZATION_ENDPOINT);
            case PUSHED_AUTHORIZATION:
                return settings.text(Settings.PAR_ENDPOINT);
            case DEVICE_AUTHORIZATION:
                return settings.text(Settings.DEVICE_AUTHORIZATION_ENDPOINT);
            case BACKCHANNEL_AUTHENTICATION:
                return settings.text(Settings.BACKCHANNEL_AUTHENTICATION_ENDPOINT);
            case TOKEN:
                return settings.text(Settings.TOKEN_ENDPOINT);
            case USERINFO:
                return settings.text(Settings.USERINFO_ENDPOINT);
            case JWKS:
                return settings.text(Settings.JWKS_URI);
            case REVOCATION:
                return settings.text(Settings.REVOCATION_ENDPOINT);
            case END_SESSION:
                return settings.text(Settings.END_SESSION_ENDPOINT);
            case INTROSPECTION:
                return settings.text(Settings.INTROSPECTION_ENDPOINT);
            default:
                return Optional.empty();
        }
    }

    /**
     * The client, with its authentication chosen.
     *
     * @throws Failure.Usage if there is no client id, or its secret cannot be had
     */
    Client client() {
        Client made = client;
        if (made == null) {
            made = identify();
            client = made;
        }
        return made;
    }

    /** For grants that say themselves who asks: a client need not be named. */
    ServerConnection withoutClientIfUnnamed() {
        mayBeUnnamed = true;
        return this;
    }

    /** For grants that the signing key is for: on its own account it does not authenticate the client too. */
    ServerConnection withSigningKeyOfGrant() {
        keyIsGrants = true;
        return this;
    }

    /** What the settings present to the server in place of a person. */
    PresentedGrant presented() {
        PresentedGrant made = presented;
        if (made == null) {
            made = new PresentedGrant(invocation, this);
            presented = made;
        }
        return made;
    }

    private Client identify() {
        Optional<String> id = settings.text(Settings.CLIENT_ID);
        if (id.isEmpty() && mayBeUnnamed) {
            return new Client("", new PublicClient(), assertionAudience(server()));
        }
        if (id.isEmpty() || id.orElseThrow().isEmpty()) {
            throw new Failure.Usage("no client is named")
                    .hint(StoredProfiles.hint(invocation, "give --client-id ID; the server's operator knows it"));
        }
        for (Setting setting : Settings.CLIENT) {
            if (setting.block() == Setting.Block.CREDENTIAL && settings.leavesUnused(setting)) {
                invocation
                        .output()
                        .warn(setting.variable() + " is not used: the client comes from profile "
                                + settings.profileName().orElse("")
                                + (setting.kind() == Setting.Kind.SECRET
                                        ? "; write " + setting.key() + " = \"env:" + setting.variable() + "\" there"
                                        : "; write " + setting.key() + " there"));
            }
        }
        AuthorizationServer at = server();
        if (id.orElseThrow().startsWith("https://") && !at.flag("client_id_metadata_document_supported")) {
            invocation
                    .trace()
                    .note("the client id is a URL, and the server does not say that it reads client ID metadata"
                            + " documents: it must know the client otherwise");
        }
        AuthMethodChoice choice = authentication(at);
        if (settings.flag(Settings.FAPI2)) {
            Fapi2.verifyMethod(choice.authentication().method());
        }
        invocation
                .trace()
                .note("client authentication: " + choice.authentication().method() + ", as " + choice.reason());
        if (choice.authentication().method().endsWith("tls_client_auth")
                && at.text(Endpoint.TOKEN.member()).orElse("").startsWith("http:")) {
            invocation.trace().warn("the token endpoint is http, so no certificate is shown to it");
        }
        return new Client(id.orElseThrow(), choice.authentication(), assertionAudience(at));
    }

    /**
     * How the client authenticates to a server.
     *
     * @throws Failure.Usage if that cannot be, or what it takes cannot be had
     */
    AuthMethodChoice authentication(AuthorizationServer at) {
        String method = settings.text(Settings.AUTH_METHOD).orElse("auto");
        ClientKeys keys = new ClientKeys(invocation, this);
        return AuthMethodChoice.choose(
                method, keyIsGrants && method.equals("auto") ? keys.withoutSigningKey() : keys, at);
    }

    /** For whom client assertions are: the issuer, so that no other server can use them (RFC 9700 §4.4, RFC 7523 §3). */
    String assertionAudience(AuthorizationServer at) {
        String wanted = settings.text(Settings.ASSERTION_AUDIENCE).orElse("issuer");
        String tokenEndpoint = at.text(Endpoint.TOKEN.member()).orElse("");
        if (wanted.equals("issuer")) {
            return at.issuer().orElse(tokenEndpoint);
        }
        return wanted.equals("token-endpoint") ? tokenEndpoint : wanted;
    }

    /** A secret by its reference; a literal in an option earns one warning line. */
    Optional<Secret> secret(Setting setting) {
        Optional<SecretReference> reference = settings.reference(setting);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        boolean option = settings.value(setting).orElseThrow().origin() == Resolution.Origin.OPTION;
        return Optional.of(resolve(reference.orElseThrow(), setting.option(), option));
    }

    /** A secret that stands as an argument of its own, by its reference; a literal earns one warning line. */
    Secret argument(String text, String label) {
        return resolve(SecretReference.of(text, label), label, true);
    }

    /** An argument to be looked at, with all that came along when it was copied. */
    Secret verbatim(String text, String label) {
        return found(SecretReference.of(text, label), label, true);
    }

    private Secret resolve(SecretReference given, String label, boolean onCommandLine) {
        return given.judged(found(given, label, onCommandLine), label, invocation.output());
    }

    private Secret found(SecretReference given, String label, boolean onCommandLine) {
        if (onCommandLine) {
            given.refuseFileName(environment);
        }
        if (onCommandLine && given.isLiteral() && !given.isMarkedLiteral()) {
            invocation
                    .output()
                    .warn(label + " stands in the command line, where other users and the shell's history can read it;"
                            + " use env:NAME, file:PATH or prompt");
        }
        return given.resolve(environment, !settings.flag(Settings.NO_INPUT), new IdentityMeans());
    }

    /** Identity tokens of a CI job are for the server, unless their reference says otherwise. */
    private final class IdentityMeans implements CiIdentity.Means {
        @Override
        public Transport transport() {
            return environment.transports().apply(transportSettings());
        }

        @Override
        public Optional<String> audience() {
            String audience = assertionAudience(server());
            return audience.isEmpty() ? Optional.empty() : Optional.of(audience);
        }
    }

    /** What binds the tokens that are yet to come. */
    SenderConstraint constraint() {
        return Binding.isAsked(settings) ? binding().ofNewToken() : unproven();
    }

    /** What binds a token that the person gives. */
    SenderConstraint constraintOfGivenToken() {
        return Binding.isAsked(settings) ? binding().ofGivenToken() : unproven();
    }

    /** What binds a session's token. */
    SenderConstraint constraintOf(StoredSession session) {
        return session.shape().isProven() ? binding().of(session) : unproven();
    }

    /** What a session's shape says of what binds its tokens. */
    String bindingShape() {
        String bare = Binding.isAsked(settings) ? binding().shape() : TokenShape.BEARER;
        Optional<String> file = settings.text(Settings.CERT);
        if (file.isEmpty()) {
            return bare;
        }
        byte[] content = certificateFile;
        if (content == null) {
            content = new KeyFile(invocation, Settings.CERT.option(), file.orElseThrow()).bytes();
            certificateFile = content;
        }
        return TokenShape.withCertificate(bare, content);
    }

    /** Tokens without a proof of their own: bound to the client's certificate, if it has one and the server does that. */
    private SenderConstraint unproven() {
        return settings.value(Settings.CERT).isEmpty()
                ? new Bearer()
                : new CertificateBound(certificate().thumbprint());
    }

    /** What a token is bound to, for the member {@code sender_constraint}. */
    String senderConstraint(Secret accessToken, boolean dpop) {
        if (dpop) {
            return "dpop";
        }
        return settings.value(Settings.CERT).isEmpty() ? "none" : CertificateBound.constraintOf(accessToken);
    }

    /** The key that the settings bind tokens to. */
    Binding binding() {
        Binding known = binding;
        if (known == null) {
            known = new Binding(invocation, this);
            binding = known;
        }
        return known;
    }

    /** Sends authenticated forms. */
    BackChannel channel() {
        return channel(new Bearer());
    }

    /** Sends authenticated forms, with the proof of what binds the tokens. */
    BackChannel channel(SenderConstraint constraint) {
        BackChannel made = new BackChannel(clientTransport(), client(), constraint, this);
        if (began == null) {
            began = environment.clock().instant();
        }
        return made;
    }

    /** Redeems grants. */
    TokenEndpoint tokenEndpoint() {
        return tokenEndpoint(constraint());
    }

    /** Redeems grants for tokens that are bound so. */
    TokenEndpoint tokenEndpoint(SenderConstraint constraint) {
        return tokenEndpoint(channel(constraint));
    }

    private TokenEndpoint tokenEndpoint(BackChannel channel) {
        TokenEndpoint made = new TokenEndpoint(channel, server().require(Endpoint.TOKEN), invocation.trace());
        return settings.text(Settings.TOKEN_TYPE).isPresent() ? made.takingAnyTypeAsBearer() : made;
    }

    /**
     * Redeems what can be redeemed only once: its answer is kept before anybody is told of it.
     *
     * @param constraint what binds the tokens
     * @param keeper takes each answer at once
     */
    TokenEndpoint tokenEndpoint(SenderConstraint constraint, Consumer<Response> keeper) {
        return tokenEndpoint(
                new BackChannel(recorded(new SpendingTransport(clientWire(), keeper)), client(), constraint));
    }

    /** Begins sign-ins on other devices. */
    DeviceAuthorizationEndpoint deviceAuthorizationEndpoint() {
        return new DeviceAuthorizationEndpoint(
                channel(),
                server().require(Endpoint.DEVICE_AUTHORIZATION),
                settings.flag(Settings.ALLOW_HTTP),
                invocation.trace());
    }

    /** Has people asked on their own device. */
    BackchannelAuthenticationEndpoint backchannelAuthenticationEndpoint() {
        return new BackchannelAuthenticationEndpoint(
                channel(), server().require(Endpoint.BACKCHANNEL_AUTHENTICATION), invocation.trace());
    }

    /** The scopes as one text. */
    String scope() {
        return String.join(" ", settings.texts(Settings.SCOPE));
    }

    /**
     * What {@code --audience}, {@code --resource}, {@code --authorization-details} and {@code --param} add to the token request.
     *
     * @throws Failure.Usage if a parameter carries the protocol, or a resource is no absolute URI
     */
    Form extraParameters() {
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

    /** What {@code --audience} and {@code --resource} add. */
    Form targets() {
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
     * What goes with the token request after somebody agreed: the resource that they agreed to, named again, and {@code
     * --token-param}. Where there are several resources, the server takes its pick.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2.2">RFC 8707, section 2.2</a>
     */
    Form tokenParameters() {
        List<String> resources = settings.texts(Settings.RESOURCE);
        Form form = resources.size() == 1 ? Form.empty().with("resource", resources.get(0)) : Form.empty();
        return parameters(Settings.TOKEN_PARAM, form);
    }

    /** A form with the parameters of {@code --param} or {@code --token-param} behind its own. */
    Form parameters(Setting setting, Form form) {
        Form all = form;
        List<String> pairs = settings.texts(setting);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw Failure.Usage.value(setting.option(), pair, "NAME=VALUE")
                        .hint("write " + setting.option() + " name=value");
            }
            String name = pair.substring(0, equals);
            if (PROTOCOL_PARAMETERS.contains(name)) {
                throw new Failure.Usage(setting.option() + " may not set " + name + ": it carries the protocol")
                        .hint("an option of its own sets it; see --help");
            }
            all = all.with(name, pair.substring(equals + 1));
        }
        return all;
    }
}
