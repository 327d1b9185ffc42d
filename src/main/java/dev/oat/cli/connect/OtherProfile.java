package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ProfileReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.TokenExchangeGrant;
import dev.oat.grant.TypedToken;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.session.StoredSession;
import dev.oat.session.WantedToken;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another profile's session, whose tokens this run presents: {@code profile:NAME#id_token} and its siblings.
 *
 * <p>Each session of such a chain renews itself under its own lock, which is taken while the lock of the session that
 * wants its token is held. That no chain is a circle gives all processes one order, so none waits for another that waits
 * for it.
 */
public final class OtherProfile implements Invocation.Other {
    /** How long an ID token must still be good to be worth presenting. */
    private static final long SECONDS_LEFT = 30;

    /** Finds other profiles' sessions. */
    public static final class Sessions implements Invocation.Others {
        @Override
        public Invocation.Other named(Invocation from, String name) {
            return OtherProfile.named(from, name);
        }

        @Override
        public Secret token(Invocation from, String reference, String source) {
            ProfileReference wanted = ProfileReference.of(reference);
            wanted.verify(source);
            OtherProfile other = OtherProfile.named(from, wanted.profile());
            return switch (wanted.token()) {
                case ProfileReference.ID_TOKEN -> other.idToken();
                case ProfileReference.REFRESH_TOKEN -> other.refreshToken();
                default -> other.session.renewal().current().accessToken();
            };
        }
    }

    private final String name;
    private final Invocation invocation;
    private final ServerConnection connection;
    private final SettingsSession session;

    private OtherProfile(String name, Invocation invocation) {
        this.name = name;
        this.invocation = invocation;
        this.connection = new ServerConnection(invocation);
        this.session = new SettingsSession(invocation, connection).neverAsking();
    }

    /**
     * Returns a profile that another run presents tokens of.
     *
     * @param from the run at hand
     * @param name the profile's name
     * @throws Failure.Usage if there is no such profile, or it leads back to the run's own
     */
    public static OtherProfile named(Invocation from, String name) {
        ProfileName profile = new ProfileName(name);
        from.storage().profiles().read(profile);
        List<String> way = new ArrayList<>();
        from.settings().profileName().ifPresent(way::add);
        refuseCircle(from, way, name);
        return new OtherProfile(name, from.apart(Map.of(), Optional.of(name)));
    }

    private static void refuseCircle(Invocation from, List<String> way, String next) {
        boolean closed = way.contains(next);
        List<String> longer = new ArrayList<>(way);
        longer.add(next);
        if (closed) {
            throw new Failure.Usage("profiles present each other's tokens in a circle: " + String.join(" → ", longer))
                    .hint("let one of them get its token in another way: oat profile show " + ShellWord.argument(next));
        }
        ProfileName name = new ProfileName(next);
        if (!from.storage().profiles().exists(name)) {
            return;
        }
        for (String further : named(from.storage().profiles().read(name))) {
            refuseCircle(from, longer, further);
        }
    }

    /** Returns the profiles of which a profile presents tokens. */
    private static List<String> named(dev.oat.session.profile.Profile profile) {
        List<String> names = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            boolean refers = setting.kind() == Setting.Kind.SECRET || setting == Settings.IDP;
            if (!refers || !profile.has(setting.key())) {
                continue;
            }
            for (String text : profile.texts(setting.key())) {
                String name = setting == Settings.IDP
                        ? text
                        : ProfileReference.isOne(text)
                                ? ProfileReference.of(text).profile()
                                : "";
                if (ProfileName.isValid(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public Invocation run() {
        return invocation;
    }

    /** Returns the profile's server and client. */
    public ServerConnection connection() {
        return connection;
    }

    @Override
    public Optional<String> issuer() {
        return invocation.settings().text(Settings.ISSUER);
    }

    /** Returns whether its server says that it makes ID-JAGs, or at least has token exchange. */
    public boolean makesIdJags() {
        AuthorizationServer server = connection.server();
        return server.texts("identity_chaining_requested_token_types_supported").contains(TypedToken.ID_JAG)
                || server.texts("grant_types_supported").contains(TokenExchangeGrant.TYPE);
    }

    @Override
    public String login() {
        return session.wanted().login();
    }

    @Override
    public Optional<StoredSession> stored() {
        WantedToken wanted = session.wanted();
        return invocation
                .storage()
                .sessions()
                .seen(wanted.key())
                .flatMap(filed -> filed.at(wanted.shape()))
                .filter(known -> !known.isDead());
    }

    @Override
    public TypedToken identity() {
        StoredSession now = withIdToken();
        if (hasGoodIdToken(now)) {
            return new TypedToken(now.idToken().orElseThrow(), TypedToken.ID_TOKEN);
        }
        if (now.refreshToken().isPresent()) {
            return new TypedToken(now.refreshToken().orElseThrow(), TypedToken.REFRESH_TOKEN);
        }
        throw noIdToken(now);
    }

    private Secret idToken() {
        StoredSession now = withIdToken();
        if (!hasGoodIdToken(now)) {
            throw noIdToken(now);
        }
        return now.idToken().orElseThrow();
    }

    private Secret refreshToken() {
        return session()
                .refreshToken()
                .orElseThrow(() -> new Failure.LoginNeeded("the session of profile " + name + " has no refresh token")
                        .hint(login() + " --scope openid,offline_access"));
    }

    /** Returns the session, renewed if its ID token has ended and it can be. */
    private StoredSession withIdToken() {
        StoredSession now = session();
        return hasGoodIdToken(now) || !now.isRenewable()
                ? now
                : session.renewal().renew();
    }

    private StoredSession session() {
        Optional<StoredSession> stored = stored();
        return stored.isPresent() ? stored.get() : session.renewal().current();
    }

    private boolean hasGoodIdToken(StoredSession known) {
        if (known.idToken().isEmpty()) {
            return false;
        }
        Instant now = invocation.environment().clock().instant();
        try {
            long exp = Jwt.decode(known.idToken().get().reveal())
                    .claims()
                    .number("exp")
                    .orElse(Long.MAX_VALUE);
            return exp > now.getEpochSecond() + SECONDS_LEFT;
        } catch (JoseException | JsonException e) {
            // one that is encrypted to this client does not show when it ends: its server will say
            return true;
        }
    }

    private Failure noIdToken(StoredSession known) {
        return new Failure.LoginNeeded(
                        known.idToken().isPresent()
                                ? "the ID token of profile " + name + " has ended, and none came in its place"
                                : "the session of profile " + name + " holds no ID token")
                .hint(login() + " --scope openid,offline_access");
    }
}
