package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ClaimPairs;
import dev.oat.cli.setting.ProfileReference;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.Grant;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.JwtAssertion;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.Saml2BearerGrant;
import dev.oat.grant.SamlAssertion;
import dev.oat.grant.TokenExchangeGrant;
import dev.oat.grant.TypedToken;
import dev.oat.jose.Jwk;
import dev.oat.session.TokenParameters;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the settings present to the server in place of a user: an assertion, or other tokens. */
final class AssertionGrant {
    private final Invocation invocation;
    private final Resolution settings;
    private final ServerAccess access;
    private final Secrets secrets;
    private final ClientIdentity identity;
    private final Map<Setting, Secret> read = new HashMap<>();

    AssertionGrant(Invocation invocation, ServerAccess access, Secrets secrets, ClientIdentity identity) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.access = access;
        this.secrets = secrets;
        this.identity = identity;
    }

    /** Returns whether a grant type is one of those that present something. */
    static boolean isFor(String type) {
        return type.equals(JwtBearerGrant.TYPE)
                || type.equals(Saml2BearerGrant.TYPE)
                || type.equals(TokenExchangeGrant.TYPE)
                || type.equals(IdJagGrant.TYPE);
    }

    /** Returns whether an answer says that what it holds is no access token. */
    static boolean isNoAccessToken(TokenResponse response) {
        return response.document().text("token_type").orElse("").equalsIgnoreCase(TokenExchangeGrant.NOT_APPLICABLE);
    }

    /** That no session is made of such an answer. */
    static Failure noAccessToken() {
        return new Failure.Usage("what the token exchange gives is no access token (token_type N_A)")
                .hint("change requested_token_type, or get it by oat token token-exchange");
    }

    /**
     * Returns the grant.
     *
     * @param type its type
     * @param scope the scopes to ask for, separated by spaces, or empty
     * @throws Failure.Usage if something is missing, or cannot be read
     */
    Grant grant(String type, String scope) {
        return switch (type) {
            case JwtBearerGrant.TYPE -> new JwtBearerGrant(jwt(), scope);
            case Saml2BearerGrant.TYPE -> new Saml2BearerGrant(saml(), scope);
            default -> exchange(scope);
        };
    }

    /**
     * Returns whether everything that a grant takes is there, and can be read.
     *
     * @param readable tells of a secret whether it can
     */
    boolean isComplete(String type, Predicate<Setting> readable) {
        List<Setting> needed = switch (type) {
            case JwtBearerGrant.TYPE -> List.of(isMade() ? Settings.SIGNING_KEY : Settings.ASSERTION);
            case Saml2BearerGrant.TYPE -> List.of(Settings.ASSERTION);
            case IdJagGrant.TYPE -> List.of(Settings.IDP);
            default -> List.of(Settings.SUBJECT_TOKEN);
        };
        for (Setting setting : needed) {
            if (settings.value(setting).isEmpty()) {
                return false;
            }
        }
        for (Setting setting : Settings.PRESENTED) {
            if (setting.kind() == Setting.Kind.SECRET && !readable.test(setting)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns what tells a token got by this from others, where something was given beside the profile: another assertion is
     * another user's token. The profile's own settings need no telling, as the session is the profile's.
     */
    Optional<String> fingerprint() {
        StringBuilder said = new StringBuilder();
        for (Setting setting : Settings.PRESENTED) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isEmpty()
                    || value.orElseThrow().origin() == Resolution.Origin.PROFILE
                    || setting == Settings.IDP_CLIENT_SECRET) {
                continue;
            }
            // another profile's token changes with each renewal, and is the same user's all the time
            boolean secret = setting.kind() == Setting.Kind.SECRET
                    && !ProfileReference.isOne(value.orElseThrow().texts().get(0));
            String text = secret
                    ? TokenParameters.fingerprint(secret(setting).reveal())
                    : String.join("\n", value.orElseThrow().texts());
            said.append(setting.key()).append('=').append(text).append('\n');
        }
        return said.length() == 0 ? Optional.empty() : Optional.of(TokenParameters.fingerprint(said.toString()));
    }

    /** Returns whether the assertion is made here. */
    boolean isMade() {
        return settings.value(Settings.ASSERTION).isEmpty();
    }

    /** A secret, read once: standard input gives it only once. */
    private Secret secret(Setting setting) {
        Secret known = read.get(setting);
        if (known == null) {
            known = secrets.secret(setting)
                    .orElseThrow(() -> new Failure.Usage(setting.option() + " is missing")
                            .hint("give it by reference: " + setting.option() + " env:NAME, file:PATH or -"));
            read.put(setting, known);
        }
        return known;
    }

    private Secret jwt() {
        if (isMade()) {
            return made();
        }
        Secret given = secret(Settings.ASSERTION);
        long dots = given.reveal().chars().filter(c -> c == '.').count();
        if (dots != 2 && dots != 4) {
            invocation.output().warn("the assertion does not look like a JWT: it has not three parts, or five");
        }
        if (!settings.texts(Settings.CLAIM).isEmpty()) {
            throw new Failure.Usage("--claim changes nothing in an assertion that is given")
                    .hint("leave out --claim, or leave out --assertion to have one made");
        }
        return given;
    }

    private Secret made() {
        ClientKeys keys = identity.keys();
        if (!keys.hasSigningKey()) {
            throw new Failure.Usage("there is no assertion, and no key to make one with")
                    .hint("--assertion REF gives one; --signing-key FILE and --claim sub=NAME make one");
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        ClaimPairs.add(claims, Settings.CLAIM, settings.texts(Settings.CLAIM));
        String issuer = claims.get("iss") instanceof String text
                ? text
                : settings.text(Settings.CLIENT_ID).orElse("");
        if (issuer.isEmpty()) {
            throw new Failure.Usage("nothing says who signs the assertion")
                    .hint("--claim iss=NAME, or --client-id ID when it is the client");
        }
        Jwk key = keys.signingKey();
        return JwtAssertion.make(
                issuer,
                access.assertionAudience(access.server()),
                claims,
                key,
                keys.signingAlg(key, List.of()),
                invocation.environment().clock().instant(),
                invocation.environment().random().get());
    }

    private Secret saml() {
        try {
            return SamlAssertion.encoded(secret(Settings.ASSERTION));
        } catch (IllegalArgumentException e) {
            throw new Failure.Usage("--assertion cannot be used: " + e.getMessage())
                    .hint("give one SAML 2.0 Assertion as XML, base64 or base64url (RFC 7522 §2.1)");
        }
    }

    private Grant exchange(String scope) {
        return new TokenExchangeGrant(
                subject(TypedToken.ACCESS_TOKEN), actor(), type(Settings.REQUESTED_TOKEN_TYPE), scope);
    }

    /**
     * Returns the token of the party for whom the new one is to be.
     *
     * @param usual its type, where neither the settings nor its reference say another
     */
    TypedToken subject(String usual) {
        return new TypedToken(
                secret(Settings.SUBJECT_TOKEN),
                type(Settings.SUBJECT_TOKEN_TYPE)
                        .or(() -> referred(Settings.SUBJECT_TOKEN))
                        .orElse(usual));
    }

    /**
     * Returns the token of the party that acts for the subject, or empty.
     *
     * @throws Failure.Usage if there is its type alone
     */
    Optional<TypedToken> actor() {
        Optional<TypedToken> actor = settings.value(Settings.ACTOR_TOKEN).isEmpty()
                ? Optional.empty()
                : Optional.of(new TypedToken(
                        secret(Settings.ACTOR_TOKEN),
                        type(Settings.ACTOR_TOKEN_TYPE)
                                .or(() -> referred(Settings.ACTOR_TOKEN))
                                .orElse(TypedToken.ACCESS_TOKEN)));
        if (actor.isEmpty() && settings.text(Settings.ACTOR_TOKEN_TYPE).isPresent()) {
            throw new Failure.Usage("--actor-token-type is given, and no actor token (RFC 8693 §2.1)")
                    .hint("give --actor-token REF, or leave out the type");
        }
        return actor;
    }

    /** Returns the type that a reference to another profile's token names. */
    private Optional<String> referred(Setting setting) {
        return settings.text(setting).flatMap(ProfileReference::typeIn);
    }

    private Optional<String> type(Setting setting) {
        Optional<String> word = settings.text(setting);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> type = TypedToken.typeNamed(word.orElseThrow());
        if (type.isEmpty()) {
            throw Failure.Usage.value(
                            settings.named(
                                    setting,
                                    settings.value(setting).orElseThrow().origin()),
                            word.orElseThrow(),
                            "one of " + String.join(", ", TypedToken.SHORT_TYPES) + ", or a URI")
                    .hint("write " + TypedToken.SHORT_TYPES.get(0));
        }
        return type;
    }
}
