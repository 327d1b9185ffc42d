package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A token that is traded for another: for another audience, with fewer rights, or on somebody's behalf.
 *
 * @param subject the token of the party for whom the new token is to be
 * @param actor the token of the party that acts for it, or empty
 * @param requestedType the identifier of the wanted token's type, or empty to leave it to the server
 * @param scope the scopes to ask for, separated by spaces, or empty for the server's default
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-2.1">RFC 8693 §2.1</a>
 */
public record TokenExchangeGrant(
        TypedToken subject, Optional<TypedToken> actor, Optional<String> requestedType, String scope) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /** The {@code token_type} of what is no access token. */
    public static final String NOT_APPLICABLE = "N_A";

    private static final SpecRef ANSWER = SpecRef.rfc(8693, "2.2.1");

    public TokenExchangeGrant {
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(actor, "actor is null");
        Objects.requireNonNull(requestedType, "requestedType is null");
        Objects.requireNonNull(scope, "scope is null");
    }

    /**
     * Returns the exchange that brings an ID-JAG.
     *
     * @param subject who it is about: the ID token of a sign-in, or its refresh token
     * @param actor the token of the party that acts for it, or empty
     * @param scope the scopes to ask for at the other server, separated by spaces, or empty
     */
    public static TokenExchangeGrant forIdJag(TypedToken subject, Optional<TypedToken> actor, String scope) {
        return new TokenExchangeGrant(subject, actor, Optional.of(TypedToken.ID_JAG), scope);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        Form form = Form.empty().with("subject_token", subject.token()).with("subject_token_type", subject.type());
        if (actor.isPresent()) {
            form = form.with("actor_token", actor.orElseThrow().token())
                    .with("actor_token_type", actor.orElseThrow().type());
        }
        if (requestedType.isPresent()) {
            form = form.with("requested_token_type", requestedType.orElseThrow());
        }
        return scope.isEmpty() ? form : form.with("scope", scope);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(8693, "2.1");
    }

    @Override
    public List<String> furtherTokenTypes() {
        return List.of(NOT_APPLICABLE);
    }

    /** What was issued is said, is what was asked for, and does not contradict {@code token_type}. */
    @Override
    public List<Check> checks(JsonObject answer) {
        List<Check> checks = new ArrayList<>();
        Object member = answer.value("issued_token_type").orElse("");
        String issued = member instanceof String text ? text : "";
        checks.add(Check.of(
                "issued_token_type",
                "the answer says what kind of token it holds",
                ANSWER,
                !issued.isEmpty(),
                "a token type identifier",
                member instanceof String text ? text : "something that is no text"));
        if (requestedType.isPresent()) {
            checks.add(Check.same(
                    "requested_token_type",
                    "the token is of the kind that was asked for",
                    ANSWER,
                    requestedType.orElseThrow(),
                    issued));
        }
        boolean useless =
                answer.value("token_type").orElse("") instanceof String type && type.equalsIgnoreCase(NOT_APPLICABLE);
        checks.add(Check.of(
                "token_type_fits",
                "an access token says how it is used",
                ANSWER,
                !(useless && issued.equals(TypedToken.ACCESS_TOKEN)),
                "no N_A for an access token",
                useless ? NOT_APPLICABLE : "a type"));
        if (requestedType.equals(Optional.of(TypedToken.ID_JAG))) {
            checks.add(Check.of(
                    "id_jag.token_type",
                    "an ID-JAG is no access token, and says so",
                    IdJagGrant.section("4.3.3"),
                    useless,
                    NOT_APPLICABLE,
                    useless ? NOT_APPLICABLE : "another type"));
        }
        return checks;
    }
}
