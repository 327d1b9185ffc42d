package dev.oat.cli;

import dev.oat.endpoint.IdTokenValidator;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.PasswordGrant;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.http.Form;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.session.Freshness;
import dev.oat.session.ProfileName;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenShape;
import dev.oat.session.TokenSource;
import dev.oat.session.WantedToken;
import dev.oat.trace.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session that the settings describe: what its token is asked by, how it is renewed, and where it is stored. */
final class SettingsSession {
    /** How long to wait for another process that holds the session. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    /** What shapes a token beside the block; with any of them overridden, a profile's own session does not fit. */
    private static final List<Setting> SHAPING = List.of(
            Settings.GRANT_TYPE,
            Settings.USERNAME,
            Settings.SCOPE,
            Settings.AUDIENCE,
            Settings.RESOURCE,
            Settings.PARAM);

    private final Invocation invocation;
    private final Resolution settings;
    private final ServerConnection connection;
    private @Nullable WantedToken wanted;

    SettingsSession(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.connection = connection;
    }

    /** The grant by which the settings get their token. */
    String grantType() {
        Optional<String> said = settings.text(Settings.GRANT_TYPE);
        if (said.isPresent()) {
            return said.orElseThrow();
        }
        boolean credentials = settings.value(Settings.CLIENT_SECRET).isPresent();
        return settings.profileName().isEmpty() && credentials ? ClientCredentialsGrant.TYPE : "authorization_code";
    }

    /** Whether the profile's own session is meant: its block is whole, and nothing that shapes the token is overridden. */
    boolean isProfiles() {
        if (!settings.isBlockWhole()) {
            return false;
        }
        for (Setting setting : SHAPING) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isPresent() && value.orElseThrow().origin() != Resolution.Origin.PROFILE) {
                return false;
            }
        }
        return true;
    }

    /** What shapes the token, when it is got by this grant. */
    TokenShape shape(String grantType) {
        return new TokenShape(
                settings.text(Settings.ISSUER),
                // a metadata document names the server where no issuer does
                settings.text(Settings.TOKEN_ENDPOINT).or(() -> settings.text(Settings.METADATA_URL)),
                settings.text(Settings.CLIENT_ID),
                grantType,
                grantType.equals(PasswordGrant.TYPE) ? settings.text(Settings.USERNAME) : Optional.empty(),
                settings.texts(Settings.SCOPE),
                settings.texts(Settings.AUDIENCE),
                settings.texts(Settings.RESOURCE),
                Optional.empty(),
                settings.texts(Settings.PARAM),
                "bearer");
    }

    /** The token that the settings ask for. */
    WantedToken wanted() {
        WantedToken made = wanted;
        if (made == null) {
            made = wanted(grantType());
            wanted = made;
        }
        return made;
    }

    /** The token that the settings ask for, when it is got by this grant. */
    WantedToken wanted(String grantType) {
        if (!isProfiles()) {
            return new WantedToken(Optional.empty(), Optional.empty(), shape(grantType), command(grantType));
        }
        ProfileName name = new ProfileName(settings.profileName().orElseThrow());
        return new WantedToken(
                Optional.of(name),
                Optional.of(invocation.storage().profiles().hash(name)),
                shape(grantType),
                command(grantType));
    }

    /** The command by which a person gets a token that oat cannot get alone. */
    private String command(String grantType) {
        String profile = settings.profileName().map(name -> " -p " + name).orElse("");
        if (grantType.equals(PasswordGrant.TYPE)) {
            return "oat token password" + profile;
        }
        if (grantType.equals(ClientCredentialsGrant.TYPE)) {
            return "oat token client-credentials" + profile;
        }
        return settings.profileName().map(name -> "oat login " + name).orElse("oat login --issuer URL --client-id ID");
    }

    /** When a token is good enough, by {@code --min-ttl}. */
    Freshness freshness() {
        Optional<Long> seconds = settings.seconds(Settings.MIN_TTL);
        return seconds.isPresent() ? new Freshness(Duration.ofSeconds(seconds.orElseThrow())) : Freshness.DEFAULT;
    }

    /** Gets a good token: the stored one, else by refresh token, else by the grant again, never from the person. */
    Renewal renewal() {
        return new Renewal(
                invocation.storage().sessions(),
                wanted(),
                new Source(),
                freshness(),
                invocation.environment().clock(),
                invocation.trace());
    }

    /** Validates ID tokens of the server for the client. */
    IdTokenValidator validator() {
        return new IdTokenValidator(
                connection.server(),
                connection.client().id(),
                connection.signingKeys(),
                invocation.environment().clock(),
                invocation.trace());
    }

    /**
     * Stores an answer as the session of the settings.
     *
     * @param response the answer
     * @param grantType the grant that got it
     * @param claims the validated ID token's claims, or empty
     */
    StoredSession store(TokenResponse response, String grantType, Optional<JsonObject> claims) {
        WantedToken token = wanted(grantType);
        Instant now = invocation.environment().clock().instant();
        StoredSession session = StoredSession.of(
                        token.shape(),
                        response.document(),
                        now,
                        response.expiresIn().map(now::plusSeconds))
                .withPerson(claims.flatMap(all -> all.text("sub")), claims.flatMap(SettingsSession::displayName));
        StoredSession owned = token.profile().isPresent()
                ? session.of(token.profile().orElseThrow(), token.profileHash().orElseThrow())
                : session;
        return invocation.storage().sessions().holding(token.key(), LOCK_WAIT, held -> {
            held.write(owned);
            return owned;
        });
    }

    /** A name for people, by the claims that servers give; first those that tell one account from another. */
    static Optional<String> displayName(JsonObject claims) {
        for (String claim : List.of("preferred_username", "email", "name")) {
            if (claims.value(claim).orElse("") instanceof String text && !text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private final class Source implements TokenSource {
        @Override
        public void prepare(StoredSession session) {
            connection.tokenEndpoint();
            if (session.idToken().isPresent() && validator().obstacle().isEmpty()) {
                connection.signingKeys().of(connection.server());
            }
        }

        @Override
        public TokenResult refresh(Secret refreshToken) {
            return connection
                    .tokenEndpoint()
                    .redeem(
                            new RefreshTokenGrant(refreshToken, ""),
                            connection.parameters(Settings.TOKEN_PARAM, resources()));
        }

        /** A refresh asks for the same target again (RFC 8707 §2.2). */
        private Form resources() {
            return connection.targets();
        }

        @Override
        public void verifyIdToken(StoredSession session, JsonObject answer) {
            IdTokenValidator validator = validator();
            Optional<String> obstacle = validator.obstacle();
            Optional<String> idToken = answer.text("id_token");
            if (idToken.isEmpty()) {
                return;
            }
            if (obstacle.isPresent()) {
                invocation.trace().note("the new ID token was not validated: " + obstacle.orElseThrow());
                return;
            }
            Secret token = Secret.of(idToken.orElseThrow());
            Secret access = Secret.of(answer.text("access_token").orElse(""));
            if (session.idToken().isPresent()) {
                JsonObject original =
                        Jwt.decode(session.idToken().orElseThrow().reveal()).claims();
                validator.validateRefreshed(token, validator.expectations().withAccessToken(access), original);
            } else {
                validator.validate(token, validator.expectations().withAccessToken(access));
            }
        }

        @Override
        public Optional<TokenResponse> again() {
            switch (wanted().shape().grantType()) {
                case ClientCredentialsGrant.TYPE:
                    return repeatable(Settings.CLIENT_SECRET)
                            ? Optional.of(redeem(new ClientCredentialsGrant(connection.scope())))
                            : Optional.empty();
                case PasswordGrant.TYPE:
                    return password();
                default:
                    return Optional.empty();
            }
        }

        private Optional<TokenResponse> password() {
            Optional<String> username = settings.text(Settings.USERNAME);
            boolean possible = username.isPresent()
                    && settings.reference(Settings.PASSWORD).isPresent()
                    && repeatable(Settings.PASSWORD)
                    && repeatable(Settings.CLIENT_SECRET);
            if (!possible) {
                return Optional.empty();
            }
            Secret password = connection.secret(Settings.PASSWORD).orElseThrow();
            return Optional.of(redeem(new PasswordGrant(username.orElseThrow(), password, connection.scope())));
        }

        private TokenResponse redeem(dev.oat.grant.Grant grant) {
            return connection
                    .tokenEndpoint()
                    .redeem(grant, connection.extraParameters())
                    .orThrow();
        }

        private boolean repeatable(Setting setting) {
            Optional<SecretReference> reference = settings.reference(setting);
            return reference.isEmpty() || reference.orElseThrow().isRepeatable();
        }
    }
}
