package dev.oat.cli;

import dev.oat.authorization.Alarm;
import dev.oat.authorization.SignInPlan;
import dev.oat.authorization.SignOut;
import dev.oat.endpoint.RevocationEndpoint;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.session.FiledSession;
import dev.oat.session.ProfileName;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat logout}: revokes a session's tokens and forgets them. */
final class Logout implements Command {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(90);

    private static final Setting END_SESSION = Setting.flag(
                    "end-session",
                    Setting.Group.SESSION,
                    "Sign out at the server too, in the browser (OpenID Connect RP-Initiated Logout).")
            .onlyOption();
    private static final Setting POST_LOGOUT_REDIRECT_URI = Setting.text(
                    "post-logout-redirect-uri",
                    Setting.Group.REQUEST,
                    "URI",
                    "Where the browser comes back to after --end-session; registered, on this machine's loopback.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.SERVER);
        settings.add(Settings.REVOCATION_ENDPOINT);
        settings.add(Settings.END_SESSION_ENDPOINT);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.GRANT_TYPE);
        settings.add(Settings.USERNAME);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(END_SESSION);
        settings.add(POST_LOGOUT_REDIRECT_URI);
        settings.add(Settings.PORT);
        settings.add(Settings.BROWSER);
        settings.add(Settings.NO_BROWSER);
        settings.add(Settings.DECRYPTION_KEY);
        settings.addAll(Settings.CONNECTION);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("PROFILE", "Whose session to end; the one in use unless given.", false, false));
    }

    @Override
    public String description() {
        return "Has the server revoke the session's refresh token and access token, where it can, and forgets them here. "
                + "They are forgotten here even if the server fails; then that is said, and the exit code tells why. "
                + "The person stays signed in in the browser, unless --end-session ends that too.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat logout",
                "oat logout work",
                "# at the server too; register http://127.0.0.1/callback for it there",
                "oat logout work --end-session");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<String> name = invocation.arguments().positional(0);
        Invocation named =
                name.isPresent() ? invocation.with(invocation.settings().withProfile(name.get())) : invocation;
        SessionKey key = key(named);
        SessionStore sessions = named.storage().sessions();
        String title = key.isProfile() ? "profile " + key : "these settings";
        Optional<FiledSession> last = sessions.look(key);
        if (last.isEmpty()) {
            if (key.isProfile() && !named.storage().profiles().exists(new ProfileName(key.text()))) {
                // a mistyped name is told as such
                named.storage().profiles().read(new ProfileName(key.text()));
            }
            named.output().say("there is no session for " + title);
            return ExitCode.DONE;
        }
        Optional<Runnable> atServer =
                named.arguments().has(END_SESSION) ? Optional.of(signOut(named, last.get())) : Optional.empty();
        Optional<Failure> failure = sessions.holding(key, LOCK_WAIT, held -> {
            Optional<FiledSession> session = held.look();
            try {
                return session.isPresent() ? revoke(named, session.get()) : Optional.<Failure>empty();
            } finally {
                held.remove();
            }
        });
        if (failure.isPresent()) {
            named.output().say("signed out of " + title + " here, but the server did not revoke the tokens:");
            throw failure.get();
        }
        if (atServer.isPresent()) {
            named.output().say("signed out of " + title + " here; now at the server");
            atServer.get().run();
        }
        named.output().say("signed out of " + title + (atServer.isPresent() ? " and at the server" : ""));
        return ExitCode.DONE;
    }

    /** A profile's session whatever its file says, else that of the settings. */
    private static SessionKey key(Invocation invocation) {
        Optional<String> profile = invocation.settings().profileName();
        boolean identityGiven = invocation.arguments().has(Settings.ISSUER)
                || invocation.arguments().has(Settings.TOKEN_ENDPOINT)
                || invocation.arguments().has(Settings.CLIENT_ID);
        if (profile.isPresent() && !identityGiven) {
            return SessionKey.of(new ProfileName(profile.get()));
        }
        return new SettingsSession(invocation, new ServerConnection(invocation))
                .wanted()
                .key();
    }

    /**
     * What is left to do in the browser, prepared while the session is still there.
     *
     * @throws Failure.Usage if the server offers no such thing, or is not the session's
     */
    private static Runnable signOut(Invocation invocation, FiledSession filed) {
        ServerConnection connection = new ServerConnection(invocation);
        StoredSession session = ours(invocation, connection, filed).orElseThrow(() -> {
            Failure failure = new Failure.Usage(
                    "--end-session: the settings name another server or client than the session's, which is "
                            + filed.shape().server());
            return failure.hint("oat logout without --end-session forgets the session");
        });
        AuthorizationServer server = connection.server();
        if (server.endpoint(Endpoint.END_SESSION).isEmpty()) {
            throw new Failure.Usage("--end-session: the server offers no sign-out: its metadata names no "
                            + Endpoint.END_SESSION.member())
                    .hint("leave it out, or give the endpoint with " + Endpoint.END_SESSION.option() + " URL");
        }
        Environment environment = invocation.environment();
        Duration patience = invocation
                .settings()
                .seconds(Settings.TIMEOUT)
                .map(seconds -> Duration.ofSeconds(Math.max(1, seconds)))
                .orElse(SignInPlan.DEFAULT_PATIENCE);
        SignOut.Plan plan = new SignOut.Plan(
                connection.client().id(),
                session.idToken().flatMap(new SettingsSession(invocation, connection).validator()::hint),
                RedirectSettings.address(
                        invocation.settings(), invocation.arguments().first(POST_LOGOUT_REDIRECT_URI)),
                patience,
                invocation.settings().flag(Settings.ALLOW_HTTP));
        SignOut way = new SignOut(server, environment.random().get(), Alarm.system(), invocation.trace());
        LoginGuide guide = LoginGuide.toSignOut(invocation, server, patience);
        return () -> {
            try {
                way.signOut(plan, guide);
            } finally {
                guide.done();
            }
        };
    }

    /** The session, where the settings still name its server and client. */
    private static Optional<StoredSession> ours(
            Invocation invocation, ServerConnection connection, FiledSession filed) {
        return filed.at(
                new SettingsSession(invocation, connection).shape(filed.shape().grantType()));
    }

    private static Optional<Failure> revoke(Invocation invocation, FiledSession filed) {
        try {
            ServerConnection connection = new ServerConnection(invocation);
            Optional<StoredSession> ours = ours(invocation, connection, filed);
            if (ours.isEmpty()) {
                invocation
                        .output()
                        .warn("the settings name another server or client than the session's, which is "
                                + filed.shape().server() + "; its tokens are not revoked");
                return Optional.empty();
            }
            StoredSession session = ours.orElseThrow();
            Optional<URI> address = connection.server().endpoint(Endpoint.REVOCATION);
            if (address.isEmpty()) {
                invocation
                        .output()
                        .warn("the server offers no revocation: the tokens stay good there until they end"
                                + (session.expiresAt().isPresent()
                                        ? ", the access token at "
                                                + session.expiresAt().get()
                                        : ""));
                return Optional.empty();
            }
            RevocationEndpoint endpoint = new RevocationEndpoint(connection.channel(), address.get());
            if (session.refreshToken().isPresent()) {
                endpoint.revoke(session.refreshToken().get(), "refresh_token");
            }
            revokeAccessToken(invocation, endpoint, session);
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(e);
        }
    }

    private static void revokeAccessToken(Invocation invocation, RevocationEndpoint endpoint, StoredSession session) {
        try {
            endpoint.revoke(session.accessToken(), "access_token");
        } catch (Failure.Refused e) {
            if (!e.error().equals("unsupported_token_type")) {
                throw e;
            }
            // RFC 7009 §2.2.1: such tokens are checked by the APIs themselves, and nobody can call them back
            invocation
                    .output()
                    .warn("the server cannot revoke access tokens; this one stays good until it ends"
                            + (session.expiresAt().isPresent()
                                    ? " at " + session.expiresAt().get()
                                    : ""));
        }
    }
}
