package dev.oat.cli.login;

import dev.oat.authorization.SignInPlan;
import dev.oat.authorization.SignOut;
import dev.oat.authorization.redirect.Alarm;
import dev.oat.cli.connect.RedirectSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.RevocationEndpoint;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.render.failure.FailureText;
import dev.oat.session.FiledSession;
import dev.oat.session.KeptFor;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat logout}: revokes a session's tokens and forgets them. */
public final class Logout implements Command {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(90);

    private static final Setting END_SESSION = Setting.flag(
                    "end-session",
                    Setting.Group.SESSION,
                    "Sign out at the server too, in the browser (OpenID Connect RP-Initiated Logout).")
            .onlyOption()
            .usual();
    private static final Setting POST_LOGOUT_REDIRECT_URI = Setting.text(
                    "post-logout-redirect-uri",
                    Setting.Group.REQUEST,
                    "URI",
                    "Where the browser comes back to after --end-session; registered, on this machine's loopback.")
            .onlyOption();

    private static final Setting FORGET = Setting.flag(
                    "forget",
                    Setting.Group.SESSION,
                    "Forget a session that cannot be opened: its key is lost, or it is damaged. Nothing is revoked.")
            .onlyOption()
            .rare();

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
        settings.add(FORGET);
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
    public boolean isUsual(Setting setting) {
        return setting.isUsual() && setting != Settings.SCOPE;
    }

    @Override
    public String description() {
        return "Has the server revoke the session's refresh token and access token, where it can, and forgets them"
                + " here. Each of these is done even if another fails; then that is said, and the exit code tells why. The"
                + " user stays signed in in the browser, unless --end-session ends that too.";
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
        Optional<FiledSession> last;
        try {
            last = sessions.look(key);
        } catch (Failure.Locked e) {
            if (!invocation.arguments().has(FORGET)) {
                throw e;
            }
            sessions.forget(key, LOCK_WAIT);
            named.output()
                    .say("the session of " + title
                            + " is forgotten; its tokens stay good at the server until they end");
            return ExitCode.DONE;
        }
        if (last.isEmpty()) {
            if (key.isProfile() && !named.storage().profiles().exists(new ProfileName(key.text()))) {
                // a mistyped name is told as such
                named.storage().profiles().read(new ProfileName(key.text()));
            }
            named.output().say("there is no session for " + title);
            return ExitCode.DONE;
        }
        return new Steps(named, title).all(sessions, key, last.get());
    }

    /** What there is to do, each step whatever became of those before it; what failed is told at the end. */
    private static final class Steps {
        private final Invocation invocation;
        private final String title;
        private final List<Failure> notRevoked = new ArrayList<>();
        private Optional<Failure> notForgotten = Optional.empty();
        private Optional<Failure> notSignedOut = Optional.empty();

        Steps(Invocation invocation, String title) {
            this.invocation = invocation;
            this.title = title;
        }

        ExitCode all(SessionStore sessions, SessionKey key, FiledSession last) {
            boolean atServer = invocation.arguments().has(END_SESSION);
            boolean[] seen = new boolean[1];
            try {
                sessions.withdraw(key);
                sessions.holding(key, LOCK_WAIT, held -> {
                    // whoever held it may have renewed it
                    held.withdraw();
                    Optional<FiledSession> session = held.look();
                    seen[0] = true;
                    if (session.isPresent()) {
                        revoke(session.get());
                    }
                    held.remove();
                    return key;
                });
                if (key.isProfile()) {
                    new KeptFor(key).forget(invocation.storage().sessions());
                }
            } catch (Failure e) {
                notForgotten = Optional.of(e);
                if (!seen[0]) {
                    // the store cannot be used, but what it held may be called back all the same
                    revoke(last);
                }
            }
            if (atServer) {
                if (notForgotten.isEmpty() && notRevoked.isEmpty()) {
                    invocation.output().say("signed out of " + title + " here; now at the server");
                }
                try {
                    signOut(invocation, last).run();
                } catch (Failure e) {
                    notSignedOut = Optional.of(e);
                }
            }
            return conclusion(atServer);
        }

        private void revoke(FiledSession session) {
            for (Failure failure : Logout.revoke(invocation, session)) {
                if (notRevoked.isEmpty() || !notRevoked.get(0).what().equals(failure.what())) {
                    notRevoked.add(failure);
                }
            }
        }

        private ExitCode conclusion(boolean atServer) {
            List<Failure> failures = new ArrayList<>();
            List<String> undone = new ArrayList<>();
            if (notForgotten.isPresent()) {
                failures.add(notForgotten.get());
                undone.add("the session is still stored here");
            }
            if (!notRevoked.isEmpty()) {
                failures.addAll(notRevoked);
                undone.add("the server did not revoke the tokens");
            }
            if (notSignedOut.isPresent()) {
                failures.add(notSignedOut.get());
                undone.add("the user is still signed in at the server, as far as oat knows");
            }
            Output output = invocation.output();
            if (failures.isEmpty()) {
                output.say("signed out of " + title + (atServer ? " and at the server" : ""));
                return ExitCode.DONE;
            }
            String done = notForgotten.isPresent()
                    ? "not all of the sign-out of " + title + " is done: "
                    : "signed out of " + title + " here, but ";
            output.say(done + String.join(", and ", undone) + ":");
            for (Failure other : failures.subList(1, failures.size())) {
                output.say(FailureText.forPeople(other));
            }
            // the first of them says how the command ends
            throw failures.get(0);
        }
    }

    /** Returns a profile's session whatever its file says, else that of the settings. */
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
     * Returns what is left to do in the browser, prepared while the session is still there.
     *
     * @throws Failure.Usage if the server offers no such thing, or is not the session's
     */
    private static Runnable signOut(Invocation invocation, FiledSession filed) {
        ServerConnection connection = new ServerConnection(invocation);
        StoredSession session = ours(invocation, connection, filed).orElseThrow(() -> {
            Failure failure = new Failure.Usage(
                    "--end-session: the settings name another server or client than the session's, which is "
                            + filed.shape().server());
            return failure.hint("sign out in the browser, at the server's own page");
        });
        AuthorizationServer server = connection.server();
        if (server.endpoint(Endpoint.END_SESSION).isEmpty()) {
            throw new Failure.Usage("--end-session: the server offers no sign-out: its metadata names no "
                            + Endpoint.END_SESSION.member())
                    .hint("sign out in the browser, at the server's own page");
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
                        invocation,
                        invocation
                                .arguments()
                                .first(POST_LOGOUT_REDIRECT_URI)
                                .or(() -> invocation.settings().text(Settings.REDIRECT_URI))),
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

    /** Returns the session, where the settings still name its server and client. */
    private static Optional<StoredSession> ours(
            Invocation invocation, ServerConnection connection, FiledSession filed) {
        return filed.at(
                new SettingsSession(invocation, connection).shape(filed.shape().grantType()));
    }

    /** Has the server revoke each token of a session, whatever became of the other; gives what failed. */
    private static List<Failure> revoke(Invocation invocation, FiledSession filed) {
        List<Failure> failures = new ArrayList<>();
        RevocationEndpoint endpoint;
        StoredSession session;
        try {
            ServerConnection connection = new ServerConnection(invocation);
            Optional<StoredSession> ours = ours(invocation, connection, filed);
            if (ours.isEmpty()) {
                invocation
                        .output()
                        .warn("the settings name another server or client than the session's, which is "
                                + filed.shape().server() + "; its tokens are not revoked");
                return failures;
            }
            session = ours.orElseThrow();
            Optional<URI> address = connection.server().endpoint(Endpoint.REVOCATION);
            if (address.isEmpty()) {
                invocation
                        .output()
                        .warn("the server offers no revocation: the tokens stay good there until they end"
                                + (session.expiresAt().isPresent()
                                        ? ", the access token at "
                                                + session.expiresAt().get()
                                        : ""));
                return failures;
            }
            endpoint = new RevocationEndpoint(connection.channel(), address.get());
        } catch (Failure e) {
            failures.add(e);
            return failures;
        }
        try {
            if (session.refreshToken().isPresent()) {
                endpoint.revoke(session.refreshToken().get(), "refresh_token");
            }
        } catch (Failure e) {
            failures.add(e);
        }
        try {
            revokeAccessToken(invocation, endpoint, session);
        } catch (Failure e) {
            failures.add(e);
        }
        return failures;
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
