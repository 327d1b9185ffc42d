package dev.oat.playground.issuer;

import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.TlsPeer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The codes and tokens that one issuer has handed out, and what became of them. */
public final class TokenStore {
    /** An authorization code; {@code challenge} and {@code method} are those of RFC 7636. */
    public record Code(
            String code,
            Approval approval,
            String redirectUri,
            Optional<String> challenge,
            Optional<String> method,
            Instant expiresAt) {}

    public record AccessToken(
            String text, Approval approval, String id, Instant issuedAt, Instant expiresAt, long number) {}

    public record RefreshToken(String text, Approval approval, Instant issuedAt, Instant expiresAt) {}

    /** What stands in the way of a token. */
    public enum State {
        GOOD,
        EXPIRED,
        REVOKED,
        UNKNOWN
    }

    private Optional<String> lastUserCode = Optional.empty();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, AccessToken> accessTokens = new LinkedHashMap<>();
    private final Map<String, RefreshToken> refreshTokens = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> revokedFamilies = new HashSet<>();
    private final Set<String> revokedTokens = new HashSet<>();
    private final Map<String, String> bound = new HashMap<>();
    private final Map<String, String> certificates = new HashMap<>();
    private long issued;
    private long expiredUpTo;

    public synchronized void keepUserCode(String code) {
        lastUserCode = Optional.of(code);
    }

    public synchronized Optional<String> lastUserCode() {
        return lastUserCode;
    }

    public synchronized void keep(Code code) {
        codes.put(code.code(), code);
    }

    public synchronized AccessToken keep(
            String text, Approval approval, String id, Instant issuedAt, Instant expiresAt) {
        AccessToken token = new AccessToken(text, approval, id, issuedAt, expiresAt, ++issued);
        accessTokens.put(text, token);
        return token;
    }

    public synchronized void keep(RefreshToken token) {
        refreshTokens.put(token.text(), token);
    }

    /** Binds a token to the key of this thumbprint. */
    public synchronized void bind(String token, String thumbprint) {
        bound.put(token, thumbprint);
    }

    /** Binds a token to the certificate of this thumbprint. */
    public synchronized void bindToCertificate(String token, String thumbprint) {
        certificates.put(token, thumbprint);
    }

    /**
     * Refuses a token that is bound to a certificate which the request does not show.
     *
     * @throws OAuthError {@code invalid_token} if that is so
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 §3</a>
     */
    public synchronized void requireCertificate(String token, Incoming request) {
        String bound = certificates.get(token);
        if (bound != null
                && !request.peer()
                        .map(TlsPeer::thumbprint)
                        .filter(bound::equals)
                        .isPresent()) {
            throw new OAuthError(
                    401, "invalid_token", "the token is bound to a certificate that the request does not show");
        }
    }

    public synchronized Optional<String> certificateOf(String token) {
        return Optional.ofNullable(certificates.get(token));
    }

    /** Returns the thumbprint of the key that a token is bound to. */
    public synchronized Optional<String> boundTo(String token) {
        return Optional.ofNullable(bound.get(token));
    }

    public synchronized Optional<Code> code(String text) {
        return Optional.ofNullable(codes.get(text));
    }

    public synchronized Optional<AccessToken> accessToken(String text) {
        return Optional.ofNullable(accessTokens.get(text));
    }

    public synchronized Optional<RefreshToken> refreshToken(String text) {
        return Optional.ofNullable(refreshTokens.get(text));
    }

    /** Uses a code or refresh token up; false for all but the first who asks. */
    public synchronized boolean spend(String text) {
        return used.add(text);
    }

    public synchronized boolean isSpent(String text) {
        return used.contains(text);
    }

    /** Revokes all tokens that came of one sign-in. */
    public synchronized void revokeFamily(String family) {
        revokedFamilies.add(family);
    }

    /** Revokes one access token. */
    public synchronized void revoke(AccessToken token) {
        revokedTokens.add(token.text());
    }

    /** Revokes all access tokens handed out so far. */
    public synchronized void revokeAccessTokens() {
        revokedTokens.addAll(accessTokens.keySet());
    }

    /** Has all access tokens handed out so far count as expired, whatever their claims say. */
    public synchronized void expireAccessTokens() {
        expiredUpTo = issued;
    }

    synchronized boolean isRevoked(Approval approval) {
        return revokedFamilies.contains(approval.family());
    }

    public synchronized State state(AccessToken token, Instant now) {
        if (revokedTokens.contains(token.text()) || isRevoked(token.approval())) {
            return State.REVOKED;
        }
        return token.number() <= expiredUpTo || !now.isBefore(token.expiresAt()) ? State.EXPIRED : State.GOOD;
    }

    public synchronized State state(RefreshToken token, Instant now) {
        if (isRevoked(token.approval())) {
            return State.REVOKED;
        }
        return now.isBefore(token.expiresAt()) ? State.GOOD : State.EXPIRED;
    }

    public synchronized State stateOfAccessToken(String text, Instant now) {
        return accessToken(text).map(token -> state(token, now)).orElse(State.UNKNOWN);
    }

    /** Returns the newest access tokens, the newest first. */
    public synchronized List<AccessToken> newest(int most) {
        List<AccessToken> all = new ArrayList<>(accessTokens.values());
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    /** Returns the refresh tokens that still renew: what is left of each sign-in. */
    public synchronized List<RefreshToken> live(Instant now) {
        return refreshTokens.values().stream()
                .filter(token -> !used.contains(token.text()) && state(token, now) == State.GOOD)
                .sorted(Comparator.comparing(RefreshToken::issuedAt).reversed())
                .toList();
    }

    /** Revokes the access token of this identifier; false when there is none. */
    public synchronized boolean revokeById(String id) {
        for (AccessToken token : accessTokens.values()) {
            if (token.id().equals(id)) {
                revokedTokens.add(token.text());
                return true;
            }
        }
        return false;
    }
}
