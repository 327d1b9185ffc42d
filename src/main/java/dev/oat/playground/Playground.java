package dev.oat.playground;

import dev.oat.jose.Certificate;
import dev.oat.jose.Jwk;
import dev.oat.playground.gateway.Backend;
import dev.oat.playground.gateway.Gateway;
import dev.oat.playground.issuer.Disturbance;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.KeyRing;
import dev.oat.playground.issuer.Nonces;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.RegisteredClients;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Delay;
import dev.oat.playground.net.LoopbackServer;
import dev.oat.playground.net.OffsetClock;
import dev.oat.playground.net.PageGuard;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.playground.net.RequestLog;
import dev.oat.playground.net.TlsIdentity;
import dev.oat.playground.server.PlaygroundServer;
import dev.oat.playground.tokens.DpopProofs;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An authorization server, a gateway and a backend, each on a port of its own on 127.0.0.1; and an identity provider on
 * one more, where that was asked for.
 *
 * <p>Every method may be called from any thread while it runs.
 */
public final class Playground implements AutoCloseable {
    private static final String ENCRYPTION = "ECDH-ES+A256KW";

    private final LoopbackServer authorizationServer;
    private final LoopbackServer gateway;
    private final LoopbackServer backend;
    private final List<Issuer> issuers;
    private final Gateway door;
    private final OffsetClock clock;
    private final RequestLog log;
    private final Faults faults;
    private final Delay pause;
    private final KeyRing clientKey;
    private final Nonces nonces;
    private final KeyRing clientDecryptionKey;
    private final PlaygroundSettings settings;
    private final Optional<TlsIdentity> tls;
    private final Optional<LoopbackServer> secure;
    private final Optional<LoopbackServer> providerServer;
    private final Optional<Issuer> provider;
    private final PageGuard guard;
    private final Watched watched;
    private final LivePage page;

    private Playground(
            PlaygroundSettings settings,
            Optional<TlsIdentity> tls,
            Optional<LoopbackServer> secure,
            Optional<LoopbackServer> providerServer,
            LoopbackServer authorizationServer,
            LoopbackServer gateway,
            LoopbackServer backend,
            OffsetClock clock,
            RequestLog log) {
        this.clock = clock;
        this.settings = settings;
        this.tls = tls;
        this.secure = secure;
        this.providerServer = providerServer;
        this.authorizationServer = authorizationServer;
        this.gateway = gateway;
        this.backend = backend;
        this.log = log;
        this.faults = new Faults();
        this.pause = new Delay();
        this.clientKey = new KeyRing("ES256", settings.random());
        this.nonces = new Nonces(clientKey);
        this.clientDecryptionKey = new KeyRing(ENCRYPTION, settings.random());
        this.provider =
                providerServer.map(server -> issuer(server.origin(), server.origin(), "", Optional.empty(), true));
        List<String> paths = new ArrayList<>(List.of(""));
        paths.addAll(settings.tenants());
        this.issuers = paths.stream()
                .map(path -> issuer(
                        authorizationServer.origin(),
                        secure.orElse(authorizationServer).origin(),
                        path,
                        provider,
                        false))
                .toList();
        this.door = new Gateway(
                gateway.origin(),
                backend(),
                issuers,
                new Disturbance(faults, pause),
                DpopProofs.ofGateway(gateway.origin(), secure.orElse(gateway).origin(), clock, nonces, faults));
        this.guard = new PageGuard(settings.random());
        this.watched = new Watched(settings, issuer(), gateway(), backend(), issuers, clock, faults, door, log);
        this.page = new LivePage(watched, guard);
    }

    /**
     * Starts the three servers, and the authorization server's TLS port and the identity provider if there are to be any.
     *
     * @throws java.io.UncheckedIOException if a port is taken, with a message that names it
     */
    public static Playground start(PlaygroundSettings settings) {
        RequestLog log = new RequestLog();
        OffsetClock clock = new OffsetClock(settings.clock());
        List<LoopbackServer> bound = new ArrayList<>();
        Optional<LoopbackServer> providerServer = Optional.empty();
        Optional<TlsIdentity> tls = settings.tlsPort().map(port -> new TlsIdentity(settings.random()));
        try {
            bound.add(new LoopbackServer(Part.AUTHORIZATION_SERVER, settings.authorizationPort(), clock, log));
            bound.add(new LoopbackServer(Part.GATEWAY, settings.gatewayPort(), clock, log));
            bound.add(new LoopbackServer(Part.BACKEND, settings.backendPort(), clock, log));
            if (tls.isPresent()) {
                int port = settings.tlsPort().orElseThrow();
                bound.add(new LoopbackServer(Part.AUTHORIZATION_SERVER, port, clock, log, tls));
            }
            if (settings.provider().isPresent()) {
                int port = settings.provider().orElseThrow().port();
                providerServer = Optional.of(new LoopbackServer(Part.IDENTITY_PROVIDER, port, clock, log));
                bound.add(providerServer.orElseThrow());
            }
        } catch (RuntimeException e) {
            bound.forEach(LoopbackServer::close);
            throw e;
        }
        Playground playground = new Playground(
                settings,
                tls,
                tls.isPresent() ? Optional.of(bound.get(3)) : Optional.empty(),
                providerServer,
                bound.get(0),
                bound.get(1),
                bound.get(2),
                clock,
                log);
        playground.serve();
        return playground;
    }

    private Issuer issuer(
            URI origin, URI secureOrigin, String path, Optional<Issuer> trusted, boolean identityProvider) {
        return new Issuer(
                origin,
                path,
                gateway.origin(),
                identityProvider ? Optional.empty() : tls,
                secureOrigin,
                settings,
                clock,
                new KeyRing(settings.signingAlg(), settings.random()),
                clientKey,
                clientDecryptionKey,
                new KeyRing(ENCRYPTION, settings.random()),
                new TokenStore(),
                new RegisteredClients(),
                faults,
                pause,
                nonces,
                trusted,
                identityProvider);
    }

    private void serve() {
        List<PlaygroundServer> servers =
                issuers.stream().map(PlaygroundServer::new).toList();
        Backend api = new Backend(pause);
        backend.start(api::answer);
        gateway.start(door::answer);
        log.onArrival(page::arrived);
        log.onRequest(page::answered);
        Control control = new Control(this, new Handouts(issuers.get(0)), guard, page);
        authorizationServer.start(request -> {
            Optional<Answer> shown = page.answer(request);
            Optional<Answer> switched = shown.isPresent() ? shown : control.answer(request);
            return switched.isPresent() ? switched.get() : PlaygroundServer.answer(servers, request);
        });
        if (provider.isPresent()) {
            List<PlaygroundServer> alone = List.of(new PlaygroundServer(provider.orElseThrow()));
            providerServer.orElseThrow().start(request -> PlaygroundServer.answer(alone, request));
        }
        secure.ifPresent(server -> server.start(request -> {
            for (PlaygroundServer one : servers) {
                Optional<Answer> answer = one.answer(request);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            // tokens that are bound to a certificate take an API that can see it
            return door.answer(request);
        }));
    }

    /** Returns the issuer without a path. */
    public URI issuer() {
        return URI.create(issuers.get(0).id());
    }

    /**
     * The identity provider.
     *
     * @throws IllegalStateException if there is none
     */
    public URI provider() {
        return URI.create(provider.orElseThrow(() -> new IllegalStateException("there is no identity provider"))
                .id());
    }

    /**
     * Returns a further issuer.
     *
     * @param path its path, such as {@code /tenant}
     */
    public URI tenant(String path) {
        return issuers.stream()
                .filter(issuer -> issuer.path().equals(path))
                .findFirst()
                .map(issuer -> URI.create(issuer.id()))
                .orElseThrow(() -> new IllegalArgumentException("no issuer has the path " + path));
    }

    /** Returns where the API is called: the gateway. */
    public URI gateway() {
        return gateway.origin();
    }

    /** Where the API is behind the gateway; whoever asks here is not asked for a token. */
    public URI backend() {
        return settings.upstream().orElse(backend.origin());
    }

    /**
     * Returns the code that the last device of the issuer without a path showed, as its user would type it.
     *
     * @throws IllegalStateException if no device has asked for one
     */
    public String lastUserCode() {
        return issuers.get(0)
                .store()
                .lastUserCode()
                .orElseThrow(() -> new IllegalStateException("no device has asked for a code"));
    }

    /** Returns what it was started with. */
    public PlaygroundSettings settings() {
        return settings;
    }

    /** The private key of the clients that sign and brought no keys of their own; everybody may have it. */
    public Jwk clientKey() {
        return clientKey.current();
    }

    /** Returns the private key to which what is for the demo clients is encrypted, which everybody may have. */
    public Jwk clientDecryptionKey() {
        return clientDecryptionKey.current();
    }

    /** Where clients show their certificates, if that was asked for. */
    public Optional<URI> secureOrigin() {
        return secure.map(LoopbackServer::origin);
    }

    /**
     * Returns the certificate of the authority that vouches for the TLS port and for clients, as PEM.
     *
     * @throws IllegalStateException if there is no TLS port
     */
    public String authorityPem() {
        return identity().authority().toPem();
    }

    /** A new key and certificate for a client, for which the authority vouches, as PEM. */
    public String clientPem(String clientId) {
        Certificate made = identity().issue(clientId);
        return made.key().toPem() + made.toPem();
    }

    /** Returns the client key, and a certificate in which it vouches for itself, as PEM. */
    public String selfSignedPem(String clientId) {
        Certificate made = identity().selfSigned(clientId, clientKey.current());
        return made.key().toPem() + made.toPem();
    }

    private TlsIdentity identity() {
        return tls.orElseThrow(() -> new IllegalStateException("the playground has no TLS port"));
    }

    /** Returns the faults, to be flipped. */
    public Faults faults() {
        return faults;
    }

    /** What the servers received. */
    public RequestLog requests() {
        return log;
    }

    /** Has every access token handed out so far count as expired, whatever its {@code exp} says. */
    public void expireAccessTokens() {
        issuers.forEach(issuer -> issuer.store().expireAccessTokens());
        provider.ifPresent(issuer -> issuer.store().expireAccessTokens());
    }

    /** Revokes every access token handed out so far; refresh tokens stay good. */
    public void revokeAccessTokens() {
        issuers.forEach(issuer -> issuer.store().revokeAccessTokens());
        provider.ifPresent(issuer -> issuer.store().revokeAccessTokens());
    }

    /** Revokes one access token by its identifier; false when there is none. */
    public boolean revokeAccessToken(String id) {
        return issuers.stream().anyMatch(issuer -> issuer.store().revokeById(id));
    }

    /**
     * Tells whoever watches the page what comes next.
     *
     * @param heading a heading, or empty
     * @param words a few words, or a command
     */
    public void tell(String heading, String words) {
        page.tell(heading, words);
    }

    /**
     * Waits until somebody at the page wants to go on.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitNext() throws InterruptedException {
        page.awaitNext();
    }

    /** Has every server want another nonce in DPoP proofs from now on. */
    public void rotateNonces() {
        nonces.rotate();
    }

    /** Has all issuers sign with new keys from now on; the old ones stay published. */
    public void rotateKeys() {
        issuers.forEach(issuer -> issuer.keys().rotate());
    }

    /** How many requests the gateway has answered itself, with 401 or 403. */
    public int refusedByGateway() {
        return watched.refusedByGateway();
    }

    /**
     * Has the authorization server's and the gateway's clock go wrong.
     *
     * @param ahead by how much; negative to be behind, zero to be right again
     */
    public void shiftClock(Duration ahead) {
        clock.setOffset(ahead);
    }

    /** The requests at the backend that the gateway had refused: none, ever. */
    public List<ReceivedRequest> refusedButSeenByBackend() {
        return watched.refusedButSeenByBackend();
    }

    /** Stops the servers and lets go of everyone who waits. */
    @Override
    public void close() {
        pause.end();
        page.close();
        authorizationServer.close();
        secure.ifPresent(LoopbackServer::close);
        providerServer.ifPresent(LoopbackServer::close);
        gateway.close();
        backend.close();
    }
}
