package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.JsonSetting;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.jwt.IdTokenValidator;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.grant.PasswordGrant;
import dev.oat.http.Origins;
import dev.oat.json.JsonObject;
import dev.oat.session.FiledSession;
import dev.oat.session.Freshness;
import dev.oat.session.Renewal;
import dev.oat.session.SessionKey;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenParameters;
import dev.oat.session.WantedToken;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session that the settings describe: what its token is asked by, how it is renewed, and where it is stored. */
public final class SettingsSession {
    /** How long to wait for another process that holds the session. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    private final Invocation invocation;
    private Resolution settings;
    private final ServerConnection connection;
    private boolean mayAsk = true;
    private @Nullable WantedToken wanted;

    public SettingsSession(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.connection = connection;
    }

    /**
     * Returns the grant by which the settings get their token.
     *
     * @param stored the profile's session, whose grant counts when the settings name none
     */
    private String grantType(Optional<FiledSession> stored) {
        Optional<String> said = settings.text(Settings.GRANT_TYPE);
        if (said.isPresent()) {
            return GrantWords.type(said.orElseThrow());
        }
        if (stored.isPresent()) {
            return stored.orElseThrow().shape().grantType();
        }
        if (invocation.arguments().has(Settings.SIGN_IN)) {
            return AuthorizationCodeGrant.TYPE;
        }
        return settings.isAnyGiven(Settings.PROOFS) ? ClientCredentialsGrant.TYPE : AuthorizationCodeGrant.TYPE;
    }

    /** Returns this session for a command that never asks the user for a secret. */
    public SettingsSession neverAsking() {
        mayAsk = false;
        return this;
    }

    /** Returns this session where {@code --scope} says what to ask of it, and not which session it is. */
    public SettingsSession leavingScope() {
        settings = settings.without(Settings.SCOPE);
        return this;
    }

    /**
     * Returns whether the settings are the profile's: its block is whole, and nothing that shapes the token is other than the
     * profile says. What the profile leaves open may have been given on the way.
     */
    private boolean fitsProfile() {
        if (!settings.isBlockWhole()) {
            return false;
        }
        for (Setting setting : Settings.SHAPING) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isPresent()
                    && value.orElseThrow().origin() != Resolution.Origin.PROFILE
                    && settings.profileValues().containsKey(setting.key())) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether every setting that shapes the token comes from the profile. */
    private boolean isAllFromProfile() {
        for (Setting setting : Settings.SHAPING) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isPresent() && value.orElseThrow().origin() != Resolution.Origin.PROFILE) {
                return false;
            }
        }
        return fitsProfile();
    }

    /** Returns what shapes the token, when it is got by this grant. */
    public TokenParameters shape(String grantType) {
        Optional<String> issuer = settings.text(Settings.ISSUER);
        return new TokenParameters(
                issuer.isPresent() ? issuer : settings.text(Settings.METADATA_URL),
                settings.text(Settings.TOKEN_ENDPOINT),
                settings.text(Settings.CLIENT_ID),
                grantType,
                grantType.equals(PasswordGrant.TYPE) ? settings.text(Settings.USERNAME) : Optional.empty(),
                settings.texts(Settings.SCOPE),
                settings.texts(Settings.AUDIENCE),
                settings.texts(Settings.RESOURCE),
                settings.value(Settings.AUTHORIZATION_DETAILS).isPresent()
                        ? new JsonSetting(settings, invocation.environment()).authorizationDetails()
                        : Optional.empty(),
                settings.texts(Settings.PARAM),
                AssertionGrant.isFor(grantType) ? connection.presented().fingerprint() : Optional.empty(),
                connection.bindingShape(),
                addresses());
    }

    /** Returns what the profile names at other origins than its issuer and token endpoint. */
    private List<String> addresses() {
        Map<String, List<String>> profile = settings.isBlockWhole() ? settings.profileValues() : Map.of();
        List<String> known = new ArrayList<>();
        for (Setting setting : List.of(Settings.ISSUER, Settings.METADATA_URL, Settings.TOKEN_ENDPOINT)) {
            List<String> said = profile.getOrDefault(setting.key(), List.of());
            // without an issuer the address of the metadata stands for it
            if (!said.isEmpty() && (setting != Settings.METADATA_URL || known.isEmpty())) {
                known.add(origin(said.get(0)));
            }
        }
        List<String> elsewhere = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            List<String> said = profile.getOrDefault(setting.key(), List.of());
            boolean address = setting.block() == Setting.Block.IDENTITY && setting != Settings.CLIENT_ID;
            if (address && !said.isEmpty() && !known.contains(origin(said.get(0)))) {
                elsewhere.add(setting.key() + "=" + said.get(0));
            }
        }
        return elsewhere;
    }

    private static String origin(String address) {
        try {
            return Origins.of(new URI(address));
        } catch (URISyntaxException e) {
            return address;
        }
    }

    /** Returns what shapes the token, where what the settings leave open is as it was for the stored one. */
    private TokenParameters shape(Optional<FiledSession> stored) {
        TokenParameters said = shape(grantType(stored));
        if (stored.isEmpty()) {
            return said;
        }
        TokenParameters before = stored.orElseThrow().shape();
        return new TokenParameters(
                said.issuer(),
                said.tokenEndpoint(),
                said.clientId(),
                said.grantType(),
                either(said.username(), before.username()),
                said.scopes().isEmpty() ? before.scopes() : said.scopes(),
                said.audiences().isEmpty() ? before.audiences() : said.audiences(),
                said.resources().isEmpty() ? before.resources() : said.resources(),
                either(said.authorizationDetails(), before.authorizationDetails()),
                said.params().isEmpty() ? before.params() : said.params(),
                either(said.presented(), before.presented()),
                said.binding(),
                said.addresses());
    }

    private static Optional<String> either(Optional<String> first, Optional<String> second) {
        return first.isPresent() ? first : second;
    }

    /** Returns the token that the settings ask for. */
    public WantedToken wanted() {
        WantedToken made = wanted;
        if (made == null) {
            made = find();
            wanted = made;
        }
        return made;
    }

    private WantedToken find() {
        if (settings.isBlockWhole()) {
            ProfileName name = new ProfileName(settings.profileName().orElseThrow());
            Optional<FiledSession> stored = invocation.storage().sessions().seen(SessionKey.of(name));
            TokenParameters shape = shape(stored);
            boolean same = stored.isPresent() && stored.orElseThrow().shape().equals(shape);
            if (same || isAllFromProfile() || (stored.isEmpty() && fitsProfile())) {
                return new WantedToken(Optional.of(stamp(name)), shape, command(shape));
            }
        }
        if (settings.profileName().isEmpty() && !settings.isComplete()) {
            throw new Failure.Usage("nothing says which token is wanted: no profile, no server and client")
                    .hint(StoredProfiles.hint(
                            invocation.settings(),
                            invocation.storage(),
                            "oat login NAME --issuer URL --client-id ID, or give --issuer and --client-id"));
        }
        String grantType = storedOr(grantType(Optional.empty()));
        TokenParameters shape = shape(grantType);
        return new WantedToken(Optional.empty(), shape, command(shape));
    }

    /**
     * Returns the grant by which a session came that is stored for these very settings. Without a profile nothing says how the
     * token was got; credentials alone would mean client credentials, though a user may have signed in with them. In
     * whichever way a user signed in, that is one kind.
     */
    private String storedOr(String usual) {
        boolean signIn = usual.equals(AuthorizationCodeGrant.TYPE) || usual.equals(DeviceCodeGrant.TYPE);
        boolean open = usual.equals(ClientCredentialsGrant.TYPE)
                && settings.value(Settings.GRANT_TYPE).isEmpty();
        if (settings.profileName().isPresent() || !(signIn || open) || isStored(usual)) {
            return usual;
        }
        for (String grantType : List.of(AuthorizationCodeGrant.TYPE, DeviceCodeGrant.TYPE)) {
            if (isStored(grantType)) {
                return grantType;
            }
        }
        return usual;
    }

    private boolean isStored(String grantType) {
        return invocation
                .storage()
                .sessions()
                .seen(SessionKey.of(shape(grantType)))
                .isPresent();
    }

    /** Returns the token that the settings ask for, when it is got by this grant; a profile says by which way a user signs in. */
    public WantedToken wanted(String grantUsed) {
        Optional<String> said = settings.text(Settings.GRANT_TYPE).map(GrantWords::type);
        boolean alike = GrantWords.isSignIn(grantUsed) && said.isPresent() && GrantWords.isSignIn(said.orElseThrow());
        String grantType = alike ? said.orElseThrow() : grantUsed;
        Optional<ProfileStamp> stamp = fitsProfile()
                ? Optional.of(stamp(new ProfileName(settings.profileName().orElseThrow())))
                : Optional.empty();
        TokenParameters shape = shape(grantType);
        return new WantedToken(stamp, shape, command(shape));
    }

    private ProfileStamp stamp(ProfileName name) {
        return new ProfileStamp(
                name, invocation.storage().profiles().hash(name), settings.profileSeconds(Settings.MIN_TTL));
    }

    /** Returns the command by which the user gets a token that oat cannot get alone; made when it is told. */
    private SignIn command(TokenParameters shape) {
        return new SignIn(shape);
    }

    /** The command by which the user gets the token with a further scope. */
    public String loginAlsoFor(String scope) {
        return command(wanted().shape()).alsoFor(List.of(scope));
    }

    private final class SignIn implements WantedToken.UsersCommand {
        private final TokenParameters shape;

        SignIn(TokenParameters shape) {
            this.shape = shape;
        }

        @Override
        public String get() {
            return new SignInCommand(invocation, settings, shape).line();
        }

        @Override
        public String alsoFor(List<String> scopes) {
            return new SignInCommand(invocation, settings, shape).alsoFor(scopes);
        }
    }

    /** Returns when a token is good enough, by {@code --min-ttl}. */
    Freshness freshness() {
        return Freshness.of(settings.seconds(Settings.MIN_TTL));
    }

    /** Gets a good token: the stored one, else by refresh token, else by the grant again, never from the user. */
    public Renewal renewal() {
        return new Renewal(
                invocation.storage().sessions(),
                wanted(),
                new SettingsRenewal(invocation, settings, connection, wanted(), mayAsk),
                freshness(),
                invocation.environment().clock(),
                invocation.trace());
    }

    /** Returns the access token that is stored for the settings, however good it is. */
    public Optional<Secret> stored() {
        return invocation
                .storage()
                .sessions()
                .seen(wanted().key())
                .flatMap(filed -> filed.at(wanted().shape()))
                .map(StoredSession::accessToken);
    }

    /** Validates ID tokens of the server for the client. */
    public IdTokenValidator validator() {
        return connection.idTokenValidator();
    }

    /** Has the keys ready by which an ID token is checked, as far as they can be had before there is one. */
    public void fetchKeys() {
        if (validator().obstacle().isPresent()) {
            return;
        }
        try {
            connection.signingKeys().of(connection.server());
        } catch (Failure.Unreachable | Failure.TimedOut e) {
            invocation.trace().note("the server's keys cannot be had yet: " + e.what());
        }
    }

    /**
     * Stores an answer as the session of the settings.
     *
     * @param response the answer
     * @param grantType the grant that got it
     * @param claims the validated ID token's claims, or empty
     */
    public StoredSession store(TokenResponse response, String grantType, Optional<JsonObject> claims) {
        StoredSession owned = made(response, grantType, claims);
        return invocation.storage().sessions().holding(wanted(grantType).key(), LOCK_WAIT, held -> {
            held.write(owned);
            return owned;
        });
    }

    /** Returns the session of the settings that an answer makes, as {@link #store} stores it. */
    public StoredSession made(TokenResponse response, String grantType, Optional<JsonObject> claims) {
        WantedToken token = wanted(grantType);
        Instant now = invocation.environment().clock().instant();
        StoredSession session = StoredSession.of(
                        token.shape(),
                        response.document(),
                        now,
                        response.expiresIn().map(now::plusSeconds))
                .withUser(claims.flatMap(all -> all.text("sub")), claims.flatMap(SettingsSession::displayName));
        Optional<Secret> key = connection.keyToKeep();
        return token.owned(key.isPresent() ? session.withKey(key.get()) : session);
    }

    /** Returns a name for people, by the claims that servers give; first those that tell one account from another. */
    static Optional<String> displayName(JsonObject claims) {
        for (String claim : List.of("preferred_username", "email", "name")) {
            if (claims.value(claim).orElse("") instanceof String text && !text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }
}
