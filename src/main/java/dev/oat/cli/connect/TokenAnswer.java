package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.jwt.IdTokenExpectations;
import dev.oat.endpoint.jwt.IdTokenValidator;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.TypedToken;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.render.token.TokenDocument;
import dev.oat.trace.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a grant command does with its answer: checks it, stores it for a profile named by {@code -p}, and prints it. */
public final class TokenAnswer {
    private final Invocation invocation;
    private final ServerConnection connection;
    private List<String> acrValues = List.of();

    public TokenAnswer(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.connection = connection;
    }

    /** Returns this for a request that asked for sign-ins of these classes. */
    public TokenAnswer askedFor(String classes) {
        acrValues = classes.isBlank() ? List.of() : List.of(classes.trim().split(" +"));
        return this;
    }

    /**
     * Takes an answer to its end.
     *
     * @param response the answer
     * @param grantType the grant that got it
     * @param format what {@code -o} asks for
     * @throws dev.oat.trace.Failure.CheckFailed if it holds an ID token that is not genuine
     */
    public void deliver(TokenResponse response, String grantType, String format) {
        SettingsSession session = new SettingsSession(invocation, connection);
        Optional<JsonObject> claims = claims(session, response);
        if (invocation.settings().isProfileExplicit()) {
            store(session, response, grantType, claims);
        } else {
            warnOfEphemeralKey();
        }
        print(response, format);
    }

    /**
     * Takes an answer to the store alone, for a command that goes on with it.
     *
     * @param response the answer
     * @param grantType the grant that got it
     * @throws dev.oat.trace.Failure.CheckFailed if it holds an ID token that is not genuine
     */
    public ExitCode keep(TokenResponse response, String grantType) {
        SettingsSession session = new SettingsSession(invocation, connection);
        store(session, response, grantType, claims(session, response));
        return ExitCode.DONE;
    }

    /**
     * Returns what a command does whose grant presents something: asks, checks, stores for a profile named by {@code -p}, and prints.
     *
     * @param type the grant's type
     */
    public ExitCode redeem(String type) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("json");
        TokenResponse response = redeemed(type);
        if (!AssertionGrant.isNoAccessToken(response)) {
            deliver(response, type, format);
            return ExitCode.DONE;
        }
        String issued = TypedToken.shortName(
                response.document().text("issued_token_type").orElse(""));
        if (!format.equals("json") && !format.equals("token")) {
            throw new Failure.Usage("-o " + format + " is for access tokens, and this is not one but: " + issued)
                    .hint("-o json or -o token print it");
        }
        invocation
                .output()
                .say("oat: this is no access token but: " + issued
                        + (invocation.settings().isProfileExplicit() ? "; it is not stored" : ""));
        print(response, format);
        return ExitCode.DONE;
    }

    /** Returns the same for a command that goes on with what is stored. */
    public ExitCode redeemForStore(String type) {
        TokenResponse response = redeemed(type);
        if (AssertionGrant.isNoAccessToken(response)) {
            throw AssertionGrant.noAccessToken();
        }
        return keep(response, type);
    }

    private TokenResponse redeemed(String type) {
        AssertionGrant presented = connection.presented();
        if (type.equals(JwtBearerGrant.TYPE) && presented.isMade()) {
            connection.withSigningKeyOfGrant();
        }
        Form extra = connection.extraParameters();
        return type.equals(IdJagGrant.TYPE)
                ? new IdJagChain(invocation, connection, connection.scope()).anew(extra)
                : connection
                        .tokenEndpoint()
                        .redeem(presented.grant(type, connection.scope()), extra)
                        .orThrow();
    }

    /** An answer that can be had again at any time is of use without being kept; a refresh token is not. */
    private void store(SettingsSession session, TokenResponse response, String grantType, Optional<JsonObject> claims) {
        try {
            session.store(response, grantType, claims);
        } catch (Failure.Usage e) {
            if (!grantType.equals(ClientCredentialsGrant.TYPE)) {
                throw e;
            }
            invocation.output().warn("the token cannot be kept: " + e.what());
        }
    }

    /**
     * Returns the claims of the ID token in an answer, once it is validated; empty when there is none, or none can be validated.
     *
     * @throws dev.oat.trace.Failure.CheckFailed if it is not genuine
     */
    public Optional<JsonObject> claims(SettingsSession session, TokenResponse response) {
        if (response.idToken().isEmpty()) {
            return Optional.empty();
        }
        IdTokenValidator validator = session.validator();
        Optional<String> obstacle = validator.obstacle();
        if (obstacle.isPresent()) {
            invocation.trace().note("the ID token was not validated: " + obstacle.orElseThrow());
            return Optional.empty();
        }
        IdTokenExpectations expected =
                validator.expectations().withAccessToken(response.accessToken()).withAcrValues(acrValues);
        if (connection.exchangeBegan().isPresent()) {
            expected = expected.withSince(connection.exchangeBegan().orElseThrow());
        }
        return Optional.of(validator.validate(response.idToken().orElseThrow(), expected));
    }

    /** Warns when the answer's token is bound to a key that is kept nowhere. */
    public void warnOfEphemeralKey() {
        if (invocation.settings().bindsToKey()) {
            connection.binding().warnOfEphemeralKey();
        }
    }

    /** Prints an answer. */
    public void print(TokenResponse response, String format) {
        invocation.output().mindAnswer();
        Instant now = invocation.environment().clock().instant();
        TokenDocument document = new TokenDocument(
                response.document(),
                invocation.settings().profileName(),
                connection.server().issuer(),
                now,
                response.expiresIn().isPresent()
                        ? Optional.of(now.plusSeconds(response.expiresIn().orElseThrow()))
                        : Optional.empty(),
                connection.senderConstraint(
                        response.accessToken(), invocation.settings().bindsToKey()));
        TokenOutput.print(invocation, document, format);
    }
}
