package dev.oat.cli.token;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenInHand;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.RevocationEndpoint;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Endpoint;
import dev.oat.session.SessionKey;
import dev.oat.session.StoredSession;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat revoke}: tells the server that a token will not be used any more. */
public final class Revoke implements Command {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.REVOCATION_ENDPOINT);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.TOKEN_TYPE_HINT);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.JSON_OUTPUT);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(TokenInHand.ARGUMENT);
    }

    @Override
    public String description() {
        return "Tells the server that a token will not be used any more. A token that the server does not know counts as "
                + "revoked. Of a session it is the access token, which is renewed when it is next needed, or with "
                + "--token-type-hint refresh_token the refresh token, which ends the session; oat logout ends it as a "
                + "whole.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat revoke -p work",
                "oat revoke file:leaked.txt --token-type-hint refresh_token -p work",
                "oat revoke env:TOKEN --issuer https://as.example --client-id ci \\\n"
                        + "    --client-secret env:CI_SECRET");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        TokenInHand subject = TokenInHand.of(invocation, connection);
        URI address = connection.server().require(Endpoint.REVOCATION);
        subject.session().ifPresent(session -> invocation.storage().sessions().withdraw(session.filedUnder()));
        new RevocationEndpoint(connection.channel(), address).revoke(subject.token(), subject.type());
        subject.session().ifPresent(session -> forget(invocation, session, subject));
        if (invocation.settings().text(Settings.JSON_OUTPUT).isPresent()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("revoked", true);
            members.put("endpoint", address.toString());
            invocation.output().json(JsonObject.of(members));
        } else {
            invocation.output().say("revoked at " + address);
        }
        return ExitCode.DONE;
    }

    /** What the server has forgotten must not be handed out from the store. */
    private static void forget(Invocation invocation, StoredSession revoked, TokenInHand subject) {
        SessionKey key = revoked.filedUnder();
        boolean whole = subject.type().equals(TokenInHand.REFRESH);
        Instant now = invocation.environment().clock().instant();
        boolean done = invocation.storage().sessions().holding(key, LOCK_WAIT, held -> {
            Optional<StoredSession> stored = held.look().flatMap(filed -> filed.at(revoked.shape()));
            // another process may have renewed it meanwhile: what it stored is good
            boolean same = stored.isPresent()
                    && (whole
                            ? stored.get().refreshToken().equals(Optional.of(subject.token()))
                            : stored.get().accessToken().equals(subject.token()));
            if (!same) {
                return false;
            }
            if (whole) {
                return held.remove();
            }
            StoredSession session = stored.get();
            held.write(session.renewed(session.token(), session.obtainedAt(), Optional.of(now)));
            return true;
        });
        if (done && whole) {
            invocation.output().say("the session has ended with its refresh token; the local copy is removed");
        }
    }
}
