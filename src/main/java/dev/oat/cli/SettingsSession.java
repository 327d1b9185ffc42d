package dev.oat.cli;

import dev.oat.endpoint.IdTokenExpectations;
import dev.oat.endpoint.IdTokenValidator;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.PasswordGrant;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.http.Form;
import dev.oat.http.Origins;
import dev.oat.json.JsonObject;
import dev.oat.proof.Bearer;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.FiledSession;
import dev.oat.session.Freshness;
import dev.oat.session.ProfileName;
import dev.oat.session.ProfileStamp;
import dev.oat.session.Renewal;
import dev.oat.session.SessionKey;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenShape;
import dev.oat.session.TokenSource;
import dev.oat.session.WantedToken;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The session that the settings describe: what its token is asked by, how it is renewed, and where it is stored. */
final class SettingsSession {
    /** How long to wait for another process that holds the session. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    private final Invocation invocation;
    private Resolution settings;
    private final ServerConnection connection;
    private boolean mayAsk = true;
    private @Nullable WantedToken wanted;

    SettingsSession(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.connection = connection;
    }

    /**
     * The grant by which the settings get their token.
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
        boolean credentials = settings.value(Settings.CLIENT_SECRET).isPresent()
                || settings.value(Settings.SIGNING_KEY).isPresent()
                || settings.value(Settings.CLIENT_ASSERTION).isPresent()
                || settings.value(Settings.CERT).isPresent();
        return settings.profileName().isEmpty() && credentials ? ClientCredentialsGrant.TYPE : "authorization_code";
    }

    /** This session for a command that never asks the person for a secret. */
    SettingsSession neverAsking() {
        mayAsk = false;
        return this;
    }

    /** This session where {@code --scope} says what to ask of it, and not which session it is. */
    SettingsSession leavingScope() {
        settings = settings.without(Settings.SCOPE);
        return this;
    }

    /**
     * Whether the settings are the profile's: its block is whole, and nothing that shapes the token is other than the
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

    /** Whether every setting that shapes the token comes from the profile. */
    private boolean isAllFromProfile() {
        for (Setting setting : Settings.SHAPING) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isPresent() && value.orElseThrow().origin() != Resolution.Origin.PROFILE) {
                return false;
            }
        }
        return fitsProfile();
    }

    /** What shapes the token, when it is got by this grant. */
    TokenShape shape(String grantType) {
        Optional<String> issuer = settings.text(Settings.ISSUER);
        return new TokenShape(
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
                PresentedGrant.isFor(grantType) ? connection.presented().fingerprint() : Optional.empty(),
                connection.bindingShape(),
                addresses());
    }

    /** What the profile names at other origins than its issuer and token endpoint. */
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

    /** What shapes the token, where what the settings leave open is as it was for the stored one. */
    private TokenShape shape(Optional<FiledSession> stored) {
        TokenShape said = shape(grantType(stored));
        if (stored.isEmpty()) {
            return said;
        }
        TokenShape before = stored.orElseThrow().shape();
        return new TokenShape(
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

    /** The token that the settings ask for. */
    WantedToken wanted() {
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
            TokenShape shape = shape(stored);
            boolean same = stored.isPresent() && stored.orElseThrow().shape().equals(shape);
            if (same || isAllFromProfile() || (stored.isEmpty() && fitsProfile())) {
                return new WantedToken(Optional.of(stamp(name)), shape, command(shape.grantType()));
            }
        }
        if (settings.profileName().isEmpty() && !settings.isComplete()) {
            throw new Failure.Usage("nothing says which token is wanted: no profile, no server and client")
                    .hint(StoredProfiles.hint(
                            invocation,
                            "oat login NAME --issuer URL --client-id ID, or give --issuer and --client-id"));
        }
        String grantType = storedOr(grantType(Optional.empty()));
        return new WantedToken(Optional.empty(), shape(grantType), command(grantType));
    }

    /**
     * The grant by which a session came that is stored for these very settings. Without a profile nothing says how the
     * token was got; credentials alone would mean client credentials, though a person may have signed in with them.
     */
    private String storedOr(String usual) {
        if (settings.value(Settings.GRANT_TYPE).isPresent()
                || settings.profileName().isPresent()
                || !usual.equals(ClientCredentialsGrant.TYPE)
                || isStored(usual)) {
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

    /** The token that the settings ask for, when it is got by this grant; a profile says by which way a person signs in. */
    WantedToken wanted(String grantUsed) {
        Optional<String> said = settings.text(Settings.GRANT_TYPE).map(GrantWords::type);
        boolean alike = GrantWords.isSignIn(grantUsed) && said.isPresent() && GrantWords.isSignIn(said.orElseThrow());
        String grantType = alike ? said.orElseThrow() : grantUsed;
        Optional<ProfileStamp> stamp = fitsProfile()
                ? Optional.of(stamp(new ProfileName(settings.profileName().orElseThrow())))
                : Optional.empty();
        return new WantedToken(stamp, shape(grantType), command(grantType));
    }

    private ProfileStamp stamp(ProfileName name) {
        return new ProfileStamp(
                name, invocation.storage().profiles().hash(name), settings.profileSeconds(Settings.MIN_TTL));
    }

    /** The command by which a person gets a token that oat cannot get alone. */
    private String command(String grantType) {
        String name = settings.profileName().orElse("");
        String profile = name.isEmpty() ? "" : " " + ShellWord.option("-p", name);
        String command = GrantWords.command(grantType);
        if (!command.equals("oat login") && !(grantType.equals(DeviceCodeGrant.TYPE) && !name.isEmpty())) {
            return command + profile;
        }
        return name.isEmpty() ? "oat login --issuer URL --client-id ID" : "oat login " + ShellWord.argument(name);
    }

    /** When a token is good enough, by {@code --min-ttl}. */
    Freshness freshness() {
        return CachedSession.freshness(settings.seconds(Settings.MIN_TTL));
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
                connection.serverTokens(),
                invocation.environment().clock());
    }

    /** Has the keys ready by which an ID token is checked, as far as they can be had before there is one. */
    void fetchKeys() {
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
    StoredSession store(TokenResponse response, String grantType, Optional<JsonObject> claims) {
        WantedToken token = wanted(grantType);
        Instant now = invocation.environment().clock().instant();
        StoredSession session = StoredSession.of(
                        token.shape(),
                        response.document(),
                        now,
                        response.expiresIn().map(now::plusSeconds))
                .withPerson(claims.flatMap(all -> all.text("sub")), claims.flatMap(SettingsSession::displayName));
        Optional<Secret> key = keyToKeep();
        StoredSession owned = token.owned(key.isPresent() ? session.withKey(key.get()) : session);
        return invocation.storage().sessions().holding(token.key(), LOCK_WAIT, held -> {
            held.write(owned);
            return owned;
        });
    }

    private Optional<Secret> keyToKeep() {
        return Binding.isAsked(settings) ? connection.binding().keyToKeep() : Optional.empty();
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
        private SenderConstraint constraint = new Bearer();
        private Optional<Instant> asked = Optional.empty();

        @Override
        public void prepare(StoredSession session) {
            // a public client's refresh token is bound to the session's key (RFC 9449 §5)
            constraint = connection.constraintOf(session);
            mustNotAsk(Settings.CLIENT_SECRET);
            mustNotAsk(Settings.CLIENT_ASSERTION);
            mustNotAskForKey();
            connection.tokenEndpoint();
            if (session.idToken().isPresent() && validator().obstacle().isEmpty()) {
                validator().prepare();
            }
        }

        @Override
        public TokenResult refresh(Secret refreshToken, String scope, Consumer<Secret> next) {
            asked = Optional.of(invocation.environment().clock().instant());
            RefreshTokenGrant grant = new RefreshTokenGrant(refreshToken, scope);
            return connection
                    .tokenEndpoint(
                            constraint,
                            response -> TokenResponse.refreshTokenIn(response).ifPresent(next))
                    .redeem(grant, connection.parameters(Settings.TOKEN_PARAM, resources()));
        }

        /** The parameters of the stored token, where the settings leave them open. */
        private Form parameters() {
            Form form = connection.extraParameters();
            TokenShape shape = wanted().shape();
            if (settings.texts(Settings.AUDIENCE).isEmpty()) {
                form = with(form, "audience", shape.audiences());
            }
            if (settings.texts(Settings.RESOURCE).isEmpty()) {
                form = with(form, "resource", shape.resources());
            }
            if (settings.text(Settings.AUTHORIZATION_DETAILS).isEmpty()
                    && shape.authorizationDetails().isPresent()) {
                form = form.with(
                        "authorization_details", shape.authorizationDetails().orElseThrow());
            }
            if (settings.texts(Settings.PARAM).isEmpty()) {
                for (String pair : shape.params()) {
                    int equals = pair.indexOf('=');
                    form = form.with(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            return form;
        }

        private static Form with(Form form, String name, List<String> values) {
            Form all = form;
            for (String value : values) {
                all = all.with(name, value);
            }
            return all;
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
            Optional<JsonObject> original = session.idToken()
                    .flatMap(validator::validatedBefore)
                    .or(() -> session.subject().map(sub -> JsonObject.of(Map.of("sub", sub))));
            IdTokenExpectations expected = validator.expectations().withAccessToken(access);
            if (asked.isPresent()) {
                expected = expected.withSince(asked.get());
            }
            if (original.isPresent()) {
                validator.validateRefreshed(token, expected, original.orElseThrow());
            } else {
                validator.validate(token, expected);
            }
        }

        @Override
        public Optional<Secret> key() {
            return keyToKeep();
        }

        @Override
        public Optional<TokenResponse> again() {
            if (Binding.isAsked(settings)) {
                connection.binding().renew();
            }
            switch (wanted().shape().grantType()) {
                case ClientCredentialsGrant.TYPE:
                    return hasRepeatableProof()
                            ? Optional.of(redeem(new ClientCredentialsGrant(scope())))
                            : Optional.empty();
                case PasswordGrant.TYPE:
                    return password();
                default:
                    return presented();
            }
        }

        /** The grant again for those that present something in place of a person, when all of it is at hand. */
        private Optional<TokenResponse> presented() {
            String type = wanted().shape().grantType();
            boolean possible = PresentedGrant.isFor(type)
                    && connection.presented().isComplete(type, this::repeatable)
                    && isRepeatableClient();
            if (!possible) {
                return Optional.empty();
            }
            connection.withoutClientIfUnnamed();
            if (type.equals(JwtBearerGrant.TYPE) && connection.presented().isMade()) {
                connection.withSigningKeyOfGrant();
            }
            TokenResponse response = redeem(connection.presented().grant(type, scope()));
            if (PresentedGrant.isNoAccessToken(response)) {
                throw new Failure.Usage("what the token exchange gives is no access token (token_type N_A)")
                        .hint("change requested_token_type, or get it by oat token token-exchange");
            }
            return Optional.of(response);
        }

        private Optional<TokenResponse> password() {
            Optional<String> username = wanted().shape().username();
            boolean possible = username.isPresent()
                    && settings.reference(Settings.PASSWORD).isPresent()
                    && repeatable(Settings.PASSWORD)
                    && isRepeatableClient();
            if (!possible) {
                return Optional.empty();
            }
            Secret password = connection.secret(Settings.PASSWORD).orElseThrow();
            return Optional.of(redeem(new PasswordGrant(username.orElseThrow(), password, scope())));
        }

        private String scope() {
            return settings.texts(Settings.SCOPE).isEmpty()
                    ? String.join(" ", wanted().shape().scopes())
                    : connection.scope();
        }

        /** A secret that must be typed cannot be had by a command that never asks. */
        private void mustNotAsk(Setting setting) {
            Optional<SecretReference> reference = settings.reference(setting);
            if (!mayAsk && reference.isPresent() && reference.orElseThrow().isAsked()) {
                throw new Failure.LoginNeeded(setting.key() + " must be typed in to renew the session")
                        .hint("oat token refresh"
                                + settings.profileName()
                                        .map(name -> " " + ShellWord.option("-p", name))
                                        .orElse(""));
            }
        }

        /** The same for a closed key file whose passphrase must be typed. */
        private void mustNotAskForKey() {
            mustNotAsk(Settings.KEY_PASSPHRASE);
            if (!mayAsk && !hasRepeatableKey()) {
                throw new Failure.LoginNeeded("the passphrase of a key file must be typed in")
                        .hint(
                                "key_passphrase in the profile says where it is: env:NAME, file:PATH or cmd:'PROGRAM ARG'");
            }
        }

        private boolean hasRepeatableKey() {
            if (settings.reference(Settings.KEY_PASSPHRASE).isPresent()) {
                return true;
            }
            for (Setting setting : List.of(Settings.SIGNING_KEY, Settings.CERT, Settings.KEY)) {
                Optional<String> file = settings.text(setting);
                if (file.isPresent() && new KeyFile(invocation, setting.option(), file.orElseThrow()).isClosed()) {
                    return false;
                }
            }
            return true;
        }

        private boolean isRepeatableClient() {
            return repeatable(Settings.CLIENT_SECRET)
                    && repeatable(Settings.CLIENT_ASSERTION)
                    && repeatable(Settings.KEY_PASSPHRASE)
                    && hasRepeatableKey();
        }

        private boolean hasRepeatableProof() {
            boolean proof = settings.reference(Settings.CLIENT_SECRET).isPresent()
                    || settings.value(Settings.SIGNING_KEY).isPresent()
                    || settings.value(Settings.CLIENT_ASSERTION).isPresent()
                    || settings.value(Settings.CERT).isPresent();
            return proof && isRepeatableClient();
        }

        private TokenResponse redeem(dev.oat.grant.Grant grant) {
            return connection.tokenEndpoint().redeem(grant, parameters()).orThrow();
        }

        private boolean repeatable(Setting setting) {
            Optional<SecretReference> reference = settings.reference(setting);
            return reference.isEmpty()
                    || reference.orElseThrow().isRepeatable()
                    || reference.orElseThrow().isLiteral();
        }
    }
}
