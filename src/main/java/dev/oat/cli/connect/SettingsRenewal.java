package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.grant.Grant;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.proof.Bearer;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.RenewalRules;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenParameters;
import dev.oat.session.TokenSource;
import dev.oat.session.WantedToken;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Renews the session that the settings describe, with what they say and where it can be had without the user. */
final class SettingsRenewal implements TokenSource, RenewalRules.Means {
    private final Invocation invocation;
    private final Resolution settings;
    private final ServerConnection connection;
    private final WantedToken wanted;
    private final boolean mayAsk;
    private SenderConstraint constraint = new Bearer();
    private Optional<Instant> asked = Optional.empty();

    SettingsRenewal(
            Invocation invocation,
            Resolution settings,
            ServerConnection connection,
            WantedToken wanted,
            boolean mayAsk) {
        this.invocation = invocation;
        this.settings = settings;
        this.connection = connection;
        this.wanted = wanted;
        this.mayAsk = mayAsk;
    }

    @Override
    public void prepare(StoredSession session) {
        // a public client's refresh token is bound to the session's key (RFC 9449 §5)
        constraint = connection.constraintOf(session);
        mustNotAsk(Settings.CLIENT_SECRET);
        mustNotAsk(Settings.CLIENT_ASSERTION);
        mustNotAsk(Settings.ATTESTATION);
        mustNotAskForKey();
        connection.tokenEndpoint();
        if (session.idToken().isPresent()
                && connection.idTokenValidator().obstacle().isEmpty()) {
            connection.idTokenValidator().prepare();
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

    /** A refresh asks for the same target again (RFC 8707 §2.2). */
    private Form resources() {
        return connection.targets();
    }

    @Override
    public Optional<Secret> key() {
        return connection.keyToKeep();
    }

    @Override
    public void verifyIdToken(StoredSession session, JsonObject answer) {
        RenewalRules.verifyIdToken(session, answer, connection.idTokenValidator(), asked, invocation.trace());
    }

    @Override
    public Optional<TokenResponse> again() {
        if (settings.bindsToKey()) {
            connection.binding().renew();
        }
        if (wanted.shape().grantType().equals(IdJagGrant.TYPE)) {
            return chained();
        }
        Optional<Grant> grant = RenewalRules.grant(wanted.shape(), scope(), this);
        if (grant.isEmpty()) {
            return Optional.empty();
        }
        TokenEndpoint endpoint = connection.tokenEndpoint();
        TokenResponse response =
                endpoint.redeem(grant.orElseThrow(), parameters()).orThrow();
        if (AssertionGrant.isFor(wanted.shape().grantType()) && AssertionGrant.isNoAccessToken(response)) {
            throw AssertionGrant.noAccessToken();
        }
        return Optional.of(response);
    }

    /** Returns the same by way of an identity provider. */
    private Optional<TokenResponse> chained() {
        if (!isPresentable(IdJagGrant.TYPE) || !isClientRepeatable()) {
            return Optional.empty();
        }
        connection.withoutClientIfUnnamed();
        return Optional.of(new IdJagChain(invocation, connection, scope()).kept(wanted.key(), parameters()));
    }

    private Form parameters() {
        return RenewalRules.parameters(connection.extraParameters(), openIn(wanted.shape()));
    }

    /** Returns what the stored token was asked for by, as far as the settings leave it open. */
    private RenewalRules.Parameters openIn(TokenParameters shape) {
        return new RenewalRules.Parameters(
                settings.texts(Settings.AUDIENCE).isEmpty() ? shape.audiences() : List.of(),
                settings.texts(Settings.RESOURCE).isEmpty() ? shape.resources() : List.of(),
                settings.text(Settings.AUTHORIZATION_DETAILS).isEmpty()
                        ? shape.authorizationDetails()
                        : Optional.empty(),
                settings.texts(Settings.PARAM).isEmpty() ? shape.params() : List.of());
    }

    @Override
    public boolean isClientProven() {
        return settings.isAnyGiven(Settings.PROOFS);
    }

    @Override
    public boolean isClientRepeatable() {
        return repeatable(Settings.CLIENT_SECRET)
                && repeatable(Settings.CLIENT_ASSERTION)
                && repeatable(Settings.ATTESTATION)
                && repeatable(Settings.KEY_PASSPHRASE)
                && hasRepeatableKey();
    }

    @Override
    public boolean isPasswordRepeatable() {
        return settings.reference(Settings.PASSWORD).isPresent() && repeatable(Settings.PASSWORD);
    }

    @Override
    public Secret password() {
        return connection.secret(Settings.PASSWORD).orElseThrow();
    }

    @Override
    public boolean isPresentable(String grantType) {
        return AssertionGrant.isFor(grantType) && connection.presented().isComplete(grantType, this::repeatable);
    }

    @Override
    public Grant presented(String grantType, String scope) {
        connection.withoutClientIfUnnamed();
        if (grantType.equals(JwtBearerGrant.TYPE) && connection.presented().isMade()) {
            connection.withSigningKeyOfGrant();
        }
        return connection.presented().grant(grantType, scope);
    }

    private String scope() {
        return settings.texts(Settings.SCOPE).isEmpty()
                ? String.join(" ", wanted.shape().scopes())
                : connection.scope();
    }

    /** A secret that must be typed cannot be had by a command that never asks. */
    private void mustNotAsk(Setting setting) {
        Optional<SecretReference> reference = settings.reference(setting);
        if (!mayAsk && reference.isPresent() && reference.orElseThrow().isAsked()) {
            throw new Failure.LoginNeeded(setting.key() + " must be typed in to renew the session").hint(renewing());
        }
    }

    /** The same for a closed key file whose passphrase must be typed. */
    private void mustNotAskForKey() {
        mustNotAsk(Settings.KEY_PASSPHRASE);
        if (!mayAsk && !hasRepeatableKey()) {
            throw new Failure.LoginNeeded("the passphrase of a key file must be typed in")
                    .hint(
                            renewing()
                                    + " asks for it; key_passphrase in the profile says where it is: env:NAME, file:PATH or cmd:'PROGRAM ARG'");
        }
    }

    private String renewing() {
        return new SignInCommand(invocation, settings, wanted.shape()).renewal();
    }

    private boolean hasRepeatableKey() {
        if (settings.reference(Settings.KEY_PASSPHRASE).isPresent()) {
            return true;
        }
        for (Setting setting : List.of(Settings.SIGNING_KEY, Settings.ATTESTATION_KEY, Settings.CERT, Settings.KEY)) {
            Optional<String> file = settings.text(setting);
            if (file.isPresent() && new KeyFile(invocation, setting.option(), file.orElseThrow()).isClosed()) {
                return false;
            }
        }
        return true;
    }

    private boolean repeatable(Setting setting) {
        Optional<SecretReference> reference = settings.reference(setting);
        return reference.isEmpty()
                || reference.orElseThrow().isRepeatable()
                || reference.orElseThrow().isLiteral();
    }
}
