package dev.oat.session;

import dev.oat.endpoint.TokenError;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.endpoint.UnusableToken;
import dev.oat.http.Form;
import dev.oat.http.Request;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server that rotates refresh tokens and ends the session when it sees one twice. */
final class ScriptedSource implements TokenSource {
    final AtomicInteger refreshes = new AtomicInteger();
    final AtomicInteger grants = new AtomicInteger();
    final AtomicInteger preparations = new AtomicInteger();
    private final Set<String> spent = new HashSet<>();

    Optional<Failure> refreshFailure = Optional.empty();
    Optional<Failure> idTokenFailure = Optional.empty();
    String error = "";
    Optional<Failure.CheckFailed> unusable = Optional.empty();
    final List<String> scopes = new ArrayList<>();
    boolean rotates = true;
    boolean grantNeedsThePerson = true;
    long lifetime = 300;
    Map<String, Object> extra = Map.of();
    Runnable beforeAnswer = () -> {};
    Runnable afterAnswer = () -> {};
    Runnable whileVerifying = () -> {};

    @Override
    public void prepare(StoredSession session) {
        preparations.incrementAndGet();
    }

    @Override
    public synchronized TokenResult refresh(Secret refreshToken, String scope, Consumer<Secret> next) {
        int number = refreshes.incrementAndGet();
        scopes.add(scope);
        beforeAnswer.run();
        if (refreshFailure.isPresent()) {
            throw refreshFailure.get();
        }
        if (!error.isEmpty()) {
            return refused(error);
        }
        if (rotates && !spent.add(refreshToken.reveal())) {
            error = "invalid_grant";
            return refused(error);
        }
        if (rotates) {
            next.accept(Secret.of("refresh-" + number));
        }
        afterAnswer.run();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", "renewed-" + number);
        members.put("token_type", "Bearer");
        if (rotates) {
            members.put("refresh_token", "refresh-" + number);
        }
        if (lifetime > 0) {
            members.put("expires_in", lifetime);
        }
        members.putAll(extra);
        if (unusable.isPresent()) {
            return new UnusableToken(
                    rotates ? Optional.of(Secret.of("refresh-" + number)) : Optional.empty(), unusable.get());
        }
        return new TokenResponse(JsonObject.of(members));
    }

    private static TokenError refused(String error) {
        return new TokenError(
                error,
                "said the server",
                Request.post(
                        "refresh token request",
                        SpecRef.rfc(6749, "6"),
                        URI.create("https://as.example/token"),
                        Form.empty()),
                "none",
                400);
    }

    /** Forgets which refresh tokens were spent. */
    void forget() {
        spent.clear();
    }

    @Override
    public void verifyIdToken(StoredSession session, JsonObject answer) {
        whileVerifying.run();
        if (idTokenFailure.isPresent()) {
            throw idTokenFailure.get();
        }
    }

    @Override
    public Optional<TokenResponse> again() {
        if (grantNeedsThePerson) {
            return Optional.empty();
        }
        return Optional.of(new TokenResponse(JsonObject.of(Map.of(
                "access_token", "granted-" + grants.incrementAndGet(), "token_type", "Bearer", "expires_in", 300))));
    }
}
