package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenError;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.endpoint.jwt.IdJagChecks;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.TokenExchangeGrant;
import dev.oat.grant.TypedToken;
import dev.oat.http.Form;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.session.Freshness;
import dev.oat.session.KeptFor;
import dev.oat.session.Renewal;
import dev.oat.session.SessionKey;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenParameters;
import dev.oat.session.TokenSource;
import dev.oat.session.WantedToken;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import dev.oat.trace.TraceEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a sign-in at an identity provider to an access token in another domain: a token exchange there brings an ID-JAG,
 * which the other domain's authorization server takes as an assertion. Nobody is asked, and where one of the two refuses,
 * nobody is signed in at the other instead.
 */
final class IdJagChain {
    private final Invocation invocation;
    private final ServerConnection connection;
    private final AssertionGrant presented;
    private final String scope;
    private final String provider;
    private final Optional<Invocation.Other> profile;
    private final ServerConnection idp;

    /**
     * Creates a chain.
     *
     * @param invocation the run, whose settings describe the resource's authorization server and the client there
     * @param connection the way to that server
     * @param scope the scopes to ask for, separated by spaces, or empty
     * @throws Failure.Usage if nothing says who the identity provider is
     */
    IdJagChain(Invocation invocation, ServerConnection connection, String scope) {
        this.invocation = invocation;
        this.connection = connection;
        this.presented = connection.presented();
        this.scope = scope;
        this.provider = invocation
                .settings()
                .text(Settings.IDP)
                .orElseThrow(() -> new Failure.Usage("nothing says who the identity provider is")
                        .hint("--idp PROFILE: a profile that is signed in there (oat login PROFILE --issuer URL"
                                + " --client-id ID)"));
        this.profile = isAddress(provider)
                ? Optional.empty()
                : Optional.of(invocation.others().named(invocation, provider));
        this.idp = new ServerConnection(profile.isPresent() ? profile.get().run() : adHoc());
        invocation
                .trace()
                .add(new TraceEvent.Provider(
                        profile.isPresent() ? profile.get().issuer().orElse(provider) : provider));
    }

    private static boolean isAddress(String text) {
        return text.contains("://");
    }

    /** Returns the identity provider by its address alone, where the token to present is given. */
    private Invocation adHoc() {
        Resolution settings = invocation.settings();
        if (settings.value(Settings.SUBJECT_TOKEN).isEmpty()) {
            throw new Failure.Usage("--idp is an address, and no token says who signed in there")
                    .hint("--subject-token REF gives an ID token; or sign in, and name the profile: oat login NAME"
                            + " --issuer " + ShellWord.quoted(provider) + " --client-id ID");
        }
        Map<Setting, List<String>> options = new HashMap<>();
        options.put(Settings.ISSUER, List.of(provider));
        settings.text(Settings.IDP_CLIENT_ID)
                .or(() -> settings.text(Settings.CLIENT_ID))
                .ifPresent(id -> options.put(Settings.CLIENT_ID, List.of(id)));
        settings.text(Settings.IDP_CLIENT_SECRET)
                .ifPresent(secret -> options.put(Settings.CLIENT_SECRET, List.of(secret)));
        return invocation.apart(options, Optional.empty());
    }

    /** Returns the access token by a new ID-JAG, which is kept nowhere. */
    TokenResponse anew(Form extra) {
        return redeem(exchange(extra), extra).orThrow();
    }

    /**
     * The access token by the ID-JAG that is kept for a session, as long as that lives and is taken; else by a new one.
     *
     * @param owner the session that wants the access token, whose lock is held
     * @param extra further parameters
     */
    TokenResponse kept(SessionKey owner, Form extra) {
        Source source = new Source(extra);
        Renewal renewal = new Renewal(
                invocation.storage().sessions(),
                new WantedToken(Optional.empty(), shape(owner, extra), this::login),
                source,
                Freshness.DEFAULT,
                invocation.environment().clock(),
                invocation.trace());
        StoredSession kept = renewal.current();
        TokenResult result = redeem(kept.token(), extra);
        if (!source.ran
                && result instanceof TokenError refusal
                && refusal.error().equals("invalid_grant")) {
            // a server may take each ID-JAG once
            invocation.trace().note("the kept ID-JAG was refused (" + refusal.error() + "): asking for a new one");
            result = redeem(renewal.renew(kept.accessToken()).token(), extra);
        }
        return result.orThrow();
    }

    private String login() {
        return profile.isPresent() ? profile.get().login() : "oat login --issuer " + ShellWord.quoted(provider);
    }

    /** Returns what tells the ID-JAG of one session, one sign-in and one target from any other. */
    private TokenParameters shape(SessionKey owner, Form extra) {
        String who = profile.isPresent()
                        && invocation.settings().value(Settings.SUBJECT_TOKEN).isEmpty()
                ? profile.get().stored().flatMap(StoredSession::subject).orElse("")
                : subject().token().reveal();
        return new TokenParameters(
                Optional.of(provider),
                Optional.empty(),
                Optional.of(idp.client().id()),
                TokenExchangeGrant.TYPE,
                Optional.empty(),
                words(scope),
                List.of(audience()),
                values(extra, "resource"),
                Optional.empty(),
                List.of(
                        new KeptFor(owner).param(),
                        "client_id=" + connection.client().id()),
                Optional.of(TokenParameters.fingerprint(provider + "\n" + who)),
                TokenParameters.BEARER,
                List.of());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private static List<String> values(Form form, String name) {
        return form.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Form.Field::value)
                .toList();
    }

    /** Whom the ID-JAG is for: the issuer of the resource's authorization server. */
    private String audience() {
        List<String> said = invocation.settings().texts(Settings.AUDIENCE);
        if (!said.isEmpty()) {
            return said.get(0);
        }
        AuthorizationServer server = connection.server();
        return server.issuer()
                .orElseThrow(() -> new Failure.Usage("an ID-JAG is for a server by its issuer, which is not known")
                        .hint("give --issuer URL, or --audience URL"));
    }

    private TypedToken subject() {
        return invocation.settings().value(Settings.SUBJECT_TOKEN).isPresent()
                ? presented.subject(TypedToken.ID_TOKEN)
                : profile.orElseThrow().identity();
    }

    /** Returns the first leg: the answer of the identity provider, with a checked ID-JAG. */
    private JsonObject exchange(Form extra) {
        TypedToken subject = subject();
        Form form = Form.empty().with("audience", audience());
        for (String name : List.of("resource", "authorization_details")) {
            for (String value : values(extra, name)) {
                form = form.with(name, value);
            }
        }
        Optional<StoredSession> session = profile.flatMap(Invocation.Other::stored);
        TokenEndpoint endpoint =
                session.isPresent() ? idp.tokenEndpoint(idp.constraintOf(session.get())) : idp.tokenEndpoint();
        TokenResult result = endpoint.redeem(TokenExchangeGrant.forIdJag(subject, presented.actor(), scope), form);
        if (result instanceof TokenError refusal) {
            throw refused(refusal);
        }
        TokenResponse answer = result.orThrow();
        // a refresh token beside it would lead to nothing that is asked for here
        JsonObject document = answer.document().without("refresh_token");
        Jwt jwt = decoded(answer.accessToken());
        invocation
                .trace()
                .verify(
                        "ID-JAG",
                        new IdJagChecks(jwt, invocation.environment().clock().instant())
                                .all(
                                        idp.server(),
                                        audience(),
                                        connection.client().id(),
                                        values(form, "resource"),
                                        subject));
        return answer.expiresIn().isPresent() || jwt.claims().number("exp").isEmpty()
                ? document
                : document.with(
                        "expires_in",
                        Math.max(
                                0,
                                jwt.claims().number("exp").get()
                                        - invocation
                                                .environment()
                                                .clock()
                                                .instant()
                                                .getEpochSecond()));
    }

    private Jwt decoded(Secret token) {
        try {
            return Jwt.decode(token.reveal());
        } catch (JoseException e) {
            invocation.trace().verify("ID-JAG", List.of(IdJagChecks.unreadable()));
            throw new IllegalStateException(e);
        }
    }

    private Failure refused(TokenError refusal) {
        Failure failure = refusal.failure();
        String client = "client " + idp.client().id();
        String target = audience();
        return switch (refusal.error()) {
            case "invalid_target", "access_denied", "unauthorized_client" ->
                failure.hint("the identity provider decides this: ask its administrator to let " + client
                        + " act for you at " + target);
            case "invalid_scope" ->
                failure.hint("the identity provider's policy for " + target + " does not allow these scopes: ask for"
                        + " fewer, or its administrator for more");
            case "invalid_grant", "invalid_request" ->
                failure.hint(
                        profile.isPresent()
                                ? "if the sign-in has ended there: " + login()
                                : "--subject-token must be a good ID token that " + client + " got there");
            default -> failure;
        };
    }

    /** Returns the second leg. */
    private TokenResult redeem(JsonObject answer, Form extra) {
        // the identity provider may have granted fewer scopes than were asked for
        String granted = answer.text("scope").orElse(scope);
        Secret idJag = Secret.of(answer.text("access_token").orElseThrow());
        TokenResult result = connection
                .tokenEndpoint()
                .redeem(new IdJagGrant(idJag, scope.isEmpty() ? "" : granted), extra.without("audience"));
        if (result instanceof TokenResponse response) {
            invocation
                    .trace()
                    .verify("access token", IdJagChecks.audience(response.accessToken(), values(extra, "resource")));
        }
        return result;
    }

    /** Where the next ID-JAG comes from. */
    private final class Source implements TokenSource {
        private final Form extra;
        private boolean ran;

        Source(Form extra) {
            this.extra = extra;
        }

        @Override
        public void prepare(StoredSession session) {
            // there is no refresh token that could be spent
        }

        @Override
        public TokenResult refresh(Secret refreshToken, String more, Consumer<Secret> next) {
            throw new IllegalStateException("an ID-JAG has no refresh token");
        }

        @Override
        public void verifyIdToken(StoredSession session, JsonObject answer) {
            // an ID-JAG comes without one
        }

        @Override
        public Optional<TokenResponse> again() {
            ran = true;
            return Optional.of(new TokenResponse(exchange(extra)));
        }
    }
}
