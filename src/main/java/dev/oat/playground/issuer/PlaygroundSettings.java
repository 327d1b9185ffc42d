package dev.oat.playground.issuer;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a playground is like when it starts.
 *
 * @param clock the time that tokens are made and judged by
 * @param random where keys, tokens and codes come from
 * @param authorizationPort the authorization server's port, 0 for a free one
 * @param gatewayPort the gateway's port, 0 for a free one
 * @param backendPort the backend's port, 0 for a free one
 * @param tenants the paths of the further issuers, such as {@code /tenant}; the one without a path is always there
 * @param clients the registered clients
 * @param users who can sign in
 * @param signingAlg the JWS algorithm of access and ID tokens
 * @param opaqueTokens whether access tokens are random texts in place of JWTs
 * @param accessTokenLifetime how long access tokens are good
 * @param refreshTokenLifetime how long refresh tokens are good
 * @param codeLifetime how long authorization codes are good
 * @param rotateRefreshTokens whether each refresh token is good once, and its second use revokes all that came of it
 * @param refreshDelay how long the token endpoint ponders over a refresh token before it spends it
 * @param metadataLifetime how long clients may keep metadata and key set; zero to have them ask each time
 * @param registration who may register clients
 * @param tlsPort the authorization server's second port, for clients with certificates; 0 for a free one, empty for none
 * @param plainPkce whether the server takes {@code code_challenge_method=plain} too
 * @param pollInterval how long devices must wait between two questions whether their user has agreed
 * @param front what the authorization endpoint demands
 * @param upstream the API behind the gateway, where it is not to be the playground's own
 * @param provider the identity provider beside the authorization server, if there is to be one
 */
public record PlaygroundSettings(
        Clock clock,
        SecureRandom random,
        int authorizationPort,
        int gatewayPort,
        int backendPort,
        List<String> tenants,
        List<PlaygroundClient> clients,
        List<PlaygroundUser> users,
        String signingAlg,
        boolean opaqueTokens,
        Duration accessTokenLifetime,
        Duration refreshTokenLifetime,
        Duration codeLifetime,
        boolean rotateRefreshTokens,
        Duration refreshDelay,
        Duration metadataLifetime,
        RegistrationPolicy registration,
        Optional<Integer> tlsPort,
        boolean plainPkce,
        Duration pollInterval,
        FrontSettings front,
        Optional<URI> upstream,
        Optional<ProviderSettings> provider) {

    public PlaygroundSettings {
        Objects.requireNonNull(clock, "clock is null");
        Objects.requireNonNull(random, "random is null");
        tenants = List.copyOf(tenants);
        clients = List.copyOf(clients);
        users = List.copyOf(users);
        Objects.requireNonNull(signingAlg, "signingAlg is null");
        Objects.requireNonNull(accessTokenLifetime, "accessTokenLifetime is null");
        Objects.requireNonNull(refreshTokenLifetime, "refreshTokenLifetime is null");
        Objects.requireNonNull(codeLifetime, "codeLifetime is null");
        Objects.requireNonNull(refreshDelay, "refreshDelay is null");
        Objects.requireNonNull(metadataLifetime, "metadataLifetime is null");
        Objects.requireNonNull(registration, "registration is null");
        Objects.requireNonNull(pollInterval, "pollInterval is null");
        Objects.requireNonNull(front, "front is null");
        Objects.requireNonNull(upstream, "upstream is null");
        Objects.requireNonNull(provider, "provider is null");
        for (String tenant : tenants) {
            if (!tenant.startsWith("/") || tenant.endsWith("/") || tenant.startsWith("/.")) {
                throw new IllegalArgumentException("a tenant's path begins with / and ends without: " + tenant);
            }
        }
    }

    /** Returns the usual settings: free ports, the demo clients, alice and bob, one more issuer at {@code /tenant}. */
    public static PlaygroundSettings usual(Clock clock, SecureRandom random) {
        return builder(clock, random).build();
    }

    /** The usual settings, to be changed. */
    public static Builder builder(Clock clock, SecureRandom random) {
        return new Builder(clock, random);
    }

    /** Collects settings; each method changes one and returns this builder. */
    public static final class Builder {
        private final Clock clock;
        private final SecureRandom random;
        private int authorizationPort;
        private int gatewayPort;
        private int backendPort;
        private List<PlaygroundClient> clients = PlaygroundClient.demo();
        private List<PlaygroundUser> users = PlaygroundUser.demo();
        private String signingAlg = "ES256";
        private boolean opaqueTokens;
        private Duration accessTokenLifetime = Duration.ofMinutes(10);
        private Duration refreshTokenLifetime = Duration.ofDays(1);
        private boolean rotateRefreshTokens = true;
        private Duration refreshDelay = Duration.ZERO;
        private Duration metadataLifetime = Duration.ZERO;
        private RegistrationPolicy registration = RegistrationPolicy.open();
        private Optional<Integer> tlsPort = Optional.empty();
        private boolean plainPkce;
        private Duration pollInterval = Duration.ofSeconds(5);
        private FrontSettings front = FrontSettings.usual();
        private Optional<URI> upstream = Optional.empty();
        private Optional<ProviderSettings> provider = Optional.empty();

        private Builder(Clock clock, SecureRandom random) {
            this.clock = clock;
            this.random = random;
        }

        /** Returns the three ports, 0 for a free one. */
        public Builder ports(int authorizationServer, int gateway, int backend) {
            authorizationPort = authorizationServer;
            gatewayPort = gateway;
            backendPort = backend;
            return this;
        }

        /** Returns one more client; it replaces the one with the same id. */
        public Builder client(PlaygroundClient client) {
            clients = with(
                    clients,
                    client,
                    clients.stream().filter(old -> old.id().equals(client.id())).toList());
            return this;
        }

        /** Returns one more user; it replaces the one with the same user name. */
        public Builder user(PlaygroundUser user) {
            users = with(
                    users,
                    user,
                    users.stream()
                            .filter(old -> old.username().equals(user.username()))
                            .toList());
            return this;
        }

        private static <T> List<T> with(List<T> all, T added, List<T> replaced) {
            List<T> changed = new ArrayList<>(all);
            changed.removeAll(replaced);
            changed.add(added);
            return changed;
        }

        /** Returns the JWS algorithm of tokens. */
        public Builder signingAlg(String alg) {
            signingAlg = alg;
            return this;
        }

        /** Returns whether access tokens are random texts. */
        public Builder opaqueTokens(boolean on) {
            opaqueTokens = on;
            return this;
        }

        /** Returns how long access tokens are good. */
        public Builder accessTokenLifetime(Duration lifetime) {
            accessTokenLifetime = lifetime;
            return this;
        }

        /** Returns how long refresh tokens are good. */
        public Builder refreshTokenLifetime(Duration lifetime) {
            refreshTokenLifetime = lifetime;
            return this;
        }

        /** Returns whether refresh tokens rotate. */
        public Builder rotateRefreshTokens(boolean on) {
            rotateRefreshTokens = on;
            return this;
        }

        /** Returns how long a refresh takes at the least. */
        public Builder refreshDelay(Duration delay) {
            refreshDelay = delay;
            return this;
        }

        /** Returns how long clients may keep metadata and key set. */
        public Builder metadataLifetime(Duration lifetime) {
            metadataLifetime = lifetime;
            return this;
        }

        /** Returns who may register clients; everybody unless told otherwise. */
        public Builder registration(RegistrationPolicy policy) {
            registration = policy;
            return this;
        }

        /** Returns a further port where clients show certificates; 0 for a free one. */
        public Builder tlsPort(int port) {
            tlsPort = Optional.of(port);
            return this;
        }

        /** Returns whether the server takes plain code challenges. */
        public Builder plainPkce(boolean on) {
            plainPkce = on;
            return this;
        }

        /** Returns how long devices must wait between two questions. */
        public Builder pollInterval(Duration interval) {
            pollInterval = interval;
            return this;
        }

        /** Returns what the authorization endpoint demands. */
        public Builder front(FrontSettings demands) {
            front = demands;
            return this;
        }

        /** Returns the API behind the gateway, without a slash at the end. */
        public Builder upstream(URI api) {
            upstream = Optional.of(api);
            return this;
        }

        /** Returns an identity provider beside the authorization server. */
        public Builder provider(ProviderSettings settings) {
            provider = Optional.of(settings);
            return this;
        }

        /** Returns the settings. */
        public PlaygroundSettings build() {
            return new PlaygroundSettings(
                    clock,
                    random,
                    authorizationPort,
                    gatewayPort,
                    backendPort,
                    List.of("/tenant"),
                    clients,
                    users,
                    signingAlg,
                    opaqueTokens,
                    accessTokenLifetime,
                    refreshTokenLifetime,
                    Duration.ofSeconds(60),
                    rotateRefreshTokens,
                    refreshDelay,
                    metadataLifetime,
                    registration,
                    tlsPort,
                    plainPkce,
                    pollInterval,
                    front,
                    upstream,
                    provider);
        }
    }
}
