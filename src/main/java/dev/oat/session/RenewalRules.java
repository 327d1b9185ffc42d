package dev.oat.session;

import dev.oat.endpoint.jwt.IdTokenExpectations;
import dev.oat.endpoint.jwt.IdTokenValidator;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.Grant;
import dev.oat.grant.PasswordGrant;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says by which grants a token can be had again without the user, and what a renewed answer must keep to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
 */
public final class RenewalRules {
    private RenewalRules() {}

    /** Tells what there is to renew with. */
    public interface Means {
        /** Returns whether the client can prove itself. */
        boolean isClientProven();

        /** Whether all that the client proves itself with can be read again. */
        boolean isClientRepeatable();

        /** Returns whether the password can be read again. */
        boolean isPasswordRepeatable();

        /** The password. */
        Secret password();

        /** Returns whether all is at hand that a grant of this type presents; no for those that present nothing. */
        boolean isPresentable(String grantType);

        /** The grant that presents it. */
        Grant presented(String grantType, String scope);
    }

    /**
     * What a stored token was asked for by.
     *
     * @param audiences the audiences
     * @param resources the resources (RFC 8707)
     * @param authorizationDetails the details (RFC 9396)
     * @param params further parameters, as {@code NAME=VALUE}
     */
    public record Parameters(
            List<String> audiences,
            List<String> resources,
            Optional<String> authorizationDetails,
            List<String> params) {}

    /** Returns the grant to make again, or empty when the user is needed: to sign in, or to type a secret. */
    public static Optional<Grant> grant(TokenParameters shape, String scope, Means means) {
        String type = shape.grantType();
        return switch (type) {
            case ClientCredentialsGrant.TYPE ->
                means.isClientProven() && means.isClientRepeatable()
                        ? Optional.of(new ClientCredentialsGrant(scope))
                        : Optional.empty();
            case PasswordGrant.TYPE ->
                shape.username().isPresent() && means.isPasswordRepeatable() && means.isClientRepeatable()
                        ? Optional.of(new PasswordGrant(shape.username().orElseThrow(), means.password(), scope))
                        : Optional.empty();
            default ->
                means.isPresentable(type) && means.isClientRepeatable()
                        ? Optional.of(means.presented(type, scope))
                        : Optional.empty();
        };
    }

    /** Returns a form with what the token was asked for by. */
    public static Form parameters(Form form, Parameters asked) {
        Form all = with(with(form, "audience", asked.audiences()), "resource", asked.resources());
        if (asked.authorizationDetails().isPresent()) {
            all = all.with("authorization_details", asked.authorizationDetails().orElseThrow());
        }
        for (String pair : asked.params()) {
            int equals = pair.indexOf('=');
            all = all.with(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return all;
    }

    private static Form with(Form form, String name, List<String> values) {
        Form all = form;
        for (String value : values) {
            all = all.with(name, value);
        }
        return all;
    }

    /**
     * Checks the ID token that came with a renewal, where one can be checked.
     *
     * @param session the session before the renewal
     * @param answer the answer
     * @param validator validates the server's ID tokens
     * @param asked when the answer was asked for
     * @throws dev.oat.trace.Failure.CheckFailed if it is not genuine, or about somebody else
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse">OpenID Connect Core §12.2</a>
     */
    public static void verifyIdToken(
            StoredSession session,
            JsonObject answer,
            IdTokenValidator validator,
            Optional<Instant> asked,
            Trace trace) {
        Optional<String> obstacle = validator.obstacle();
        Optional<String> idToken = answer.text("id_token");
        if (idToken.isEmpty()) {
            return;
        }
        if (obstacle.isPresent()) {
            trace.note("the new ID token was not validated: " + obstacle.orElseThrow());
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
}
