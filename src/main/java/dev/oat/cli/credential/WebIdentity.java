package dev.oat.cli.credential;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.token.CurrentToken;
import dev.oat.cli.token.TokenCurrent;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A token that tells another system who the user or the workload is.
 *
 * @param token the token
 * @param end when it ends, or empty when nobody knows
 */
record WebIdentity(Secret token, Optional<Instant> end) {
    /** For the systems that take an ID token unless they are told otherwise. */
    static final Setting ACCESS_TOKEN = Setting.flag(
                    "access-token",
                    Setting.Group.COMMAND,
                    "Give the access token, where that is a JWT which is checked there, in place of the ID token.")
            .onlyOption();

    WebIdentity {
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(end, "end is null");
    }

    /** Returns the session's ID token, or by {@code --access-token} its access token. */
    static WebIdentity of(Invocation holder) {
        return holder.arguments().has(ACCESS_TOKEN) ? accessToken(holder) : idToken(holder, "add --access-token");
    }

    private static WebIdentity accessToken(Invocation holder) {
        TokenDocument document = TokenHolder.token(holder);
        return new WebIdentity(Secret.of(document.token()), document.expiresAt());
    }

    /**
     * Returns the session's ID token, renewed with the session when it has ended before the access token.
     *
     * @param instead what to do where there is none, for the hint
     * @throws Failure.LoginNeeded if there is none that is good
     */
    static WebIdentity idToken(Invocation holder, String instead) {
        StoredSession session = TokenCurrent.attendedSession(holder);
        Optional<WebIdentity> stored = good(holder, session);
        if (stored.isPresent()) {
            return stored.orElseThrow();
        }
        return good(holder, CurrentToken.renewed(holder, session.accessToken()))
                .orElseThrow(() -> new Failure.LoginNeeded("the session has no ID token that is still good")
                        .hint(new SettingsSession(holder, new ServerConnection(holder)).loginAlsoFor("openid") + ", or "
                                + instead));
    }

    private static Optional<WebIdentity> good(Invocation holder, StoredSession session) {
        Optional<Secret> token = session.idToken();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Instant> end = Jwt.decode(token.orElseThrow().reveal())
                    .claims()
                    .number("exp")
                    .map(Instant::ofEpochSecond);
            Instant soon = holder.environment().clock().instant().plusSeconds(30);
            return end.isEmpty() || end.orElseThrow().isAfter(soon)
                    ? Optional.of(new WebIdentity(token.orElseThrow(), end))
                    : Optional.empty();
        } catch (JoseException | JsonException e) {
            return Optional.empty();
        }
    }
}
