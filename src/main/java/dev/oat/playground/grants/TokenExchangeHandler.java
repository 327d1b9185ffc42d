package dev.oat.playground.grants;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Audience;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.GrantTypes;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import dev.oat.trace.Check;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client trades a token of this server for another one: narrower, for other resources, or on somebody's behalf.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-2">RFC 8693 §2</a>
 */
public final class TokenExchangeHandler implements GrantHandler {
    private static final String TYPES = "urn:ietf:params:oauth:token-type:";
    private static final String ACCESS_TOKEN = TYPES + "access_token";
    private static final String JWT = TYPES + "jwt";
    private static final String ID_TOKEN = TYPES + "id_token";
    private static final String REFRESH_TOKEN = TYPES + "refresh_token";

    /** Whom a token speaks for. */
    private record Party(Optional<PlaygroundUser> user, String subject, List<String> scopes) {}

    private final Issuer issuer;
    private final Mint mint;
    private final IdJag idJag;

    public TokenExchangeHandler(Issuer issuer, Mint mint) {
        this.idJag = new IdJag(issuer);
        this.issuer = issuer;
        this.mint = mint;
    }

    @Override
    public String type() {
        return GrantTypes.TOKEN_EXCHANGE;
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        Party subject = party(form.required("subject_token"), form.required("subject_token_type"), "subject_token");
        Optional<Party> actor = Optional.empty();
        if (form.has("actor_token")) {
            actor = Optional.of(party(form.required("actor_token"), form.required("actor_token_type"), "actor_token"));
        } else if (form.has("actor_token_type")) {
            throw OAuthError.invalidRequest("actor_token_type came without actor_token");
        }
        String wanted = form.first("requested_token_type").orElse(ACCESS_TOKEN);
        if (wanted.equals(IdJag.TOKEN_TYPE) && issuer.isProvider()) {
            boolean wrong = issuer.faults().isOn(Fault.WRONG_ISSUED_TOKEN_TYPE);
            requireOwn(client, form.required("subject_token"), form.required("subject_token_type"));
            return idJag.issue(client, subject.user(), actor.map(Party::subject), form)
                    .with("issued_token_type", wrong ? TYPES + "saml2" : wanted);
        }
        if (!List.of(ACCESS_TOKEN, JWT, ID_TOKEN).contains(wanted)) {
            throw OAuthError.invalidRequest("the server issues no " + wanted);
        }
        if (wanted.equals(ID_TOKEN) && subject.user().isEmpty()) {
            throw OAuthError.invalidRequest("there is no user whom an ID token could be about");
        }
        Extras extras = Extras.ofToken(form);
        Approval approval = new Approval(
                client,
                subject.user(),
                scopes(client, subject, form),
                Audience.of(form, issuer.resource()),
                Optional.empty(),
                Optional.empty(),
                actor.map(Party::subject).map(extras::withActor).orElse(extras),
                issuer.keys().randomText());
        JsonObject answer = mint.tokens(approval, false, approval).without("id_token");
        if (wanted.equals(ID_TOKEN)) {
            String idToken = mint.idToken(approval, Optional.empty(), Optional.empty(), Optional.empty());
            answer = answer.with("access_token", idToken).with("token_type", "N_A");
        }
        boolean wrong = issuer.faults().isOn(Fault.WRONG_ISSUED_TOKEN_TYPE);
        return answer.with("issued_token_type", wrong ? TYPES + "saml2" : wanted);
    }

    /** Returns what the client asks for, of what the subject's token may do and the client may have. */
    private static List<String> scopes(PlaygroundClient client, Party subject, PlaygroundForm form) {
        List<String> most =
                subject.scopes().stream().filter(client.scopes()::contains).toList();
        List<String> asked = form.words("scope");
        if (!most.containsAll(asked)) {
            throw OAuthError.invalidScope("an exchange may ask for less than the subject's token has, not for more");
        }
        return asked.isEmpty() ? most : asked;
    }

    private Party party(String token, String type, String parameter) {
        return switch (type) {
            case ACCESS_TOKEN, JWT ->
                issuer.store()
                        .accessToken(token)
                        .filter(known -> issuer.store().state(known, issuer.now()) == TokenStore.State.GOOD)
                        .map(known -> party(known.approval()))
                        .orElseThrow(() -> bad(parameter));
            case REFRESH_TOKEN ->
                issuer.store()
                        .refreshToken(token)
                        .filter(known -> issuer.store().state(known, issuer.now()) == TokenStore.State.GOOD)
                        .filter(known -> !issuer.store().isSpent(token))
                        .map(known -> party(known.approval()))
                        .orElseThrow(() -> bad(parameter));
            case ID_TOKEN -> idToken(token, parameter);
            default -> throw OAuthError.invalidRequest("the server understands no " + type + " as " + parameter);
        };
    }

    /** What a client presents for an ID-JAG must be of a sign-in to itself. */
    private void requireOwn(PlaygroundClient client, String token, String type) {
        boolean own = switch (type) {
            case ID_TOKEN -> Jwt.decode(token).claims().textOrTexts("aud").contains(client.id());
            case REFRESH_TOKEN ->
                issuer.store()
                        .refreshToken(token)
                        .filter(known -> known.approval().client().id().equals(client.id()))
                        .isPresent();
            default -> false;
        };
        if (!own) {
            throw OAuthError.invalidGrant("subject_token is no ID token or refresh token of a sign-in to the client");
        }
    }

    private static Party party(Approval approval) {
        return new Party(approval.user(), approval.subject(), approval.scopes());
    }

    private Party idToken(String token, String parameter) {
        try {
            Jwt jwt = Jwt.decode(token);
            Set<String> algorithms = Set.of(issuer.keys().alg());
            boolean genuine = Check.firstFailed(
                            SignatureChecks.verify(jwt, issuer.keys().published(), algorithms))
                    .isEmpty();
            boolean good = genuine
                    && jwt.claims().number("exp").orElse(0L) > issuer.now().getEpochSecond();
            String subject = jwt.claims().text("sub").orElse("");
            Optional<PlaygroundUser> user = issuer.settings().users().stream()
                    .filter(known -> known.subject().equals(subject))
                    .findFirst();
            if (!good || user.isEmpty()) {
                throw bad(parameter);
            }
            return new Party(user, subject, List.of("openid", "profile", "email", "read"));
        } catch (JoseException | JsonException e) {
            throw bad(parameter);
        }
    }

    /** RFC 8693 §2.2.2: a token that is no good makes the request a bad one. */
    private static OAuthError bad(String parameter) {
        return OAuthError.invalidRequest(parameter + " is no token of this server, or is no longer good");
    }
}
