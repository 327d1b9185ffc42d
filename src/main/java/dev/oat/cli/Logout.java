package dev.oat.cli;

import dev.oat.endpoint.RevocationEndpoint;
import dev.oat.metadata.Endpoint;
import dev.oat.session.ProfileName;
import dev.oat.session.SessionKey;
import dev.oat.session.SessionStore;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenShape;
import dev.oat.trace.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat logout}: revokes a session's tokens and forgets them. */
final class Logout implements Command {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(90);

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.SERVER);
        settings.add(Settings.REVOCATION_ENDPOINT);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.GRANT_TYPE);
        settings.add(Settings.USERNAME);
        settings.addAll(Settings.TOKEN_REQUEST);
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
                + "They are forgotten here even if the server fails; then that is said, and the exit code tells why.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat logout", "oat logout work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<String> name = invocation.arguments().positional(0);
        Invocation named =
                name.isPresent() ? invocation.with(invocation.settings().withProfile(name.get())) : invocation;
        SessionKey key = key(named);
        SessionStore sessions = named.storage().sessions();
        String title = key.isProfile() ? "profile " + key : "these settings";
        if (sessions.read(key).isEmpty()) {
            if (key.isProfile() && !named.storage().profiles().exists(new ProfileName(key.text()))) {
                // a mistyped name is told as such
                named.storage().profiles().read(new ProfileName(key.text()));
            }
            named.output().say("there is no session for " + title);
            return ExitCode.DONE;
        }
        Optional<Failure> failure = sessions.holding(key, LOCK_WAIT, held -> {
            Optional<StoredSession> session = held.read();
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
        named.output().say("signed out of " + title);
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

    private static Optional<Failure> revoke(Invocation invocation, StoredSession session) {
        try {
            ServerConnection connection = new ServerConnection(invocation);
            TokenShape now = new SettingsSession(invocation, connection)
                    .shape(session.shape().grantType());
            boolean sameServer = now.issuer().equals(session.shape().issuer())
                    && now.tokenEndpoint().equals(session.shape().tokenEndpoint())
                    && now.clientId().equals(session.shape().clientId());
            if (!sameServer) {
                invocation
                        .output()
                        .warn("the settings name another server or client than the session's, which is "
                                + session.shape().server() + "; its tokens are not revoked");
                return Optional.empty();
            }
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
