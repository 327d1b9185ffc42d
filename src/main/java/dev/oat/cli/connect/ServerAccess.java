package dev.oat.cli.connect;

import dev.oat.authorization.Fapi2;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.DialSettings;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Version;
import dev.oat.http.ProxyRules;
import dev.oat.http.Transport;
import dev.oat.http.tls.TlsStart;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.RecordingTransport;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Addresses;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.DocumentCache;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.RefreshedMetadata;
import dev.oat.metadata.Relocation;
import dev.oat.metadata.SigningKeys;
import dev.oat.trace.Failure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reaches the server that the settings describe: transports, metadata and keys; each part is made when it is first asked for. */
final class ServerAccess implements Relocation {
    private final Environment environment;
    private final Resolution settings;
    private final Invocation invocation;
    private final DocumentCache cache;
    private @Nullable TransportSettings transportSettings;
    private @Nullable Transport transport;
    private @Nullable Transport wire;
    private @Nullable AuthorizationServer server;
    private @Nullable SigningKeys signingKeys;
    private @Nullable Relocation relocation;

    ServerAccess(Invocation invocation) {
        this.invocation = invocation;
        this.environment = invocation.environment();
        this.settings = invocation.settings();
        this.cache = invocation.storage().documents();
    }

    /** Returns how to reach servers, by options, environment and profile. */
    TransportSettings transportSettings() {
        TransportSettings made = transportSettings;
        if (made == null) {
            made = readTransportSettings();
            if (DialSettings.said(settings).isPresent()) {
                made = made.dialing(DialSettings.of(settings));
            }
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
                    .warnOnce("--insecure: any certificate is accepted, so anyone on the way can read and change"
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

    /** Returns the transport itself, of which nobody is told. */
    Transport wire() {
        Transport made = wire;
        if (made == null) {
            made = wire(transportSettings());
            wire = made;
        }
        return made;
    }

    Transport wire(TransportSettings how) {
        if (isSecure(Settings.TOKEN_ENDPOINT) || isSecure(Settings.ISSUER)) {
            TlsStart.begin();
        }
        return environment.transports().apply(how);
    }

    Transport recorded(Transport over) {
        Transport made = new RecordingTransport(over, invocation.trace());
        return invocation.checkpoint().isPresent()
                ? invocation.checkpoint().get().before(made)
                : made;
    }

    private boolean isSecure(Setting address) {
        return settings.text(address).orElse("").startsWith("https:");
    }

    /** Fetches metadata. */
    Discovery discovery() {
        return new Discovery(
                transport(), cache, environment.clock(), invocation.trace(), settings.flag(Settings.ALLOW_HTTP));
    }

    /** Returns the keys with which the server signs. */
    SigningKeys signingKeys() {
        SigningKeys made = signingKeys;
        if (made == null) {
            made = new SigningKeys(transport(), cache, this);
            signingKeys = made;
        }
        return made;
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
                            invocation.settings(),
                            invocation.storage(),
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
            Fapi2.verify(choices());
            return Fapi2.restricted(
                    found,
                    invocation.path().equals("login"),
                    !settings.bindsToKey(),
                    invocation.trace(),
                    invocation.output()::warn);
        }
        return found;
    }

    /** Returns the choices of this run that FAPI 2.0 has a say in. */
    private Fapi2.Choices choices() {
        return new Fapi2.Choices(
                invocation.path().equals("token password")
                        || settings.text(Settings.GRANT_TYPE).orElse("").equals("password"),
                settings.flag(Settings.INSECURE),
                settings.flag(Settings.ALLOW_HTTP),
                settings.text(Settings.PKCE).orElse("S256"),
                settings.text(Settings.RESPONSE_TYPE).orElse("code"),
                settings.flag(Settings.UNANNOUNCED_ISS),
                settings.text(Settings.AUTH_METHOD),
                settings.text(Settings.SIGNING_ALG),
                settings.text(Settings.ASSERTION_AUDIENCE));
    }

    private AuthorizationServer discovered(String issuer, boolean anew) {
        Resolution.Origin source = settings.value(Settings.ISSUER).orElseThrow().origin();
        if (issuer.contains("/.well-known/")) {
            IssuerSetting.refuseResource(invocation, this::transport, issuer, source);
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
        return switch (endpoint) {
            case AUTHORIZATION -> settings.text(Settings.AUTHORIZATION_ENDPOINT);
            case PUSHED_AUTHORIZATION -> settings.text(Settings.PAR_ENDPOINT);
            case DEVICE_AUTHORIZATION -> settings.text(Settings.DEVICE_AUTHORIZATION_ENDPOINT);
            case BACKCHANNEL_AUTHENTICATION -> settings.text(Settings.BACKCHANNEL_AUTHENTICATION_ENDPOINT);
            case TOKEN -> settings.text(Settings.TOKEN_ENDPOINT);
            case USERINFO -> settings.text(Settings.USERINFO_ENDPOINT);
            case JWKS -> settings.text(Settings.JWKS_URI);
            case REVOCATION -> settings.text(Settings.REVOCATION_ENDPOINT);
            case END_SESSION -> settings.text(Settings.END_SESSION_ENDPOINT);
            case INTROSPECTION -> settings.text(Settings.INTROSPECTION_ENDPOINT);
            default -> Optional.empty();
        };
    }

    /** Returns the audience of client assertions: the issuer, so that no other server can use them (RFC 9700 §4.4, RFC 7523 §3). */
    String assertionAudience(AuthorizationServer at) {
        String wanted = settings.text(Settings.ASSERTION_AUDIENCE).orElse("issuer");
        String tokenEndpoint = at.text(Endpoint.TOKEN.member()).orElse("");
        if (wanted.equals("issuer")) {
            return at.issuer().orElse(tokenEndpoint);
        }
        return wanted.equals("token-endpoint") ? tokenEndpoint : wanted;
    }
}
