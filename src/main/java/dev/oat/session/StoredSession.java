package dev.oat.session;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.proof.CertificateBound;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One session as it lies in its file: a token answer, what it was asked by, and what is needed to renew it.
 *
 * @param profile the profile it belongs to, as it was when the token came; or empty
 * @param shape what the token was asked by
 * @param obtainedAt when the answer came, by this machine's clock
 * @param expiresAt when the access token ends, or empty when the server did not say
 * @param token the server's answer, unchanged
 * @param keptRefreshToken the refresh token of an earlier answer, when the latest brought none
 * @param keptIdToken the ID token of an earlier answer, when the latest brought none
 * @param subject who signed in, by the ID token's {@code sub}
 * @param name a name of theirs for people, or empty
 * @param key the private key, as a JWK, that the token is bound to
 * @param death why no further renewal is possible without the user, or empty
 */
public record StoredSession(
        Optional<ProfileStamp> profile,
        TokenParameters shape,
        Instant obtainedAt,
        Optional<Instant> expiresAt,
        JsonObject token,
        Optional<Secret> keptRefreshToken,
        Optional<Secret> keptIdToken,
        Optional<String> subject,
        Optional<String> name,
        Optional<Secret> key,
        Optional<Death> death) {
    /**
     * Why a session has ended.
     *
     * @param cause the server's error code
     * @param words what the server said beside it in one line, or empty
     */
    public record Death(String cause, String words) {
        public Death {
            Objects.requireNonNull(cause, "cause is null");
            Objects.requireNonNull(words, "words is null");
        }
    }

    /** The version of the file format that this class reads and writes. */
    static final long VERSION = 1;

    /**
     * Checks a session.
     *
     * @throws JsonException if the answer has no usable {@code access_token}
     */
    public StoredSession {
        Objects.requireNonNull(profile, "profile is null");
        Objects.requireNonNull(shape, "shape is null");
        Objects.requireNonNull(obtainedAt, "obtainedAt is null");
        Objects.requireNonNull(expiresAt, "expiresAt is null");
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(keptRefreshToken, "keptRefreshToken is null");
        Objects.requireNonNull(keptIdToken, "keptIdToken is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(death, "death is null");
        if (TokenParameters.required(token.text("access_token"), "access_token").isEmpty()) {
            throw new JsonException("\"access_token\" is empty");
        }
        TokenParameters.required(Optional.of(token.text("token_type").orElse("Bearer")), "token_type");
        token.text("refresh_token");
        token.text("id_token");
    }

    /** Returns a new session from an answer, belonging to no profile. */
    public static StoredSession of(
            TokenParameters shape, JsonObject token, Instant obtainedAt, Optional<Instant> expiresAt) {
        return new StoredSession(
                Optional.empty(),
                shape,
                // the file holds whole seconds, and a session must be equal to itself read again
                Instant.ofEpochSecond(obtainedAt.getEpochSecond()),
                expiresAt.isPresent()
                        ? Optional.of(Instant.ofEpochSecond(expiresAt.get().getEpochSecond()))
                        : Optional.empty(),
                token,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns this session as a profile's. */
    public StoredSession of(ProfileStamp owner) {
        return new StoredSession(
                Optional.of(owner),
                shape,
                obtainedAt,
                expiresAt,
                token,
                keptRefreshToken,
                keptIdToken,
                subject,
                name,
                key,
                death);
    }

    /** Returns this session with the user it belongs to. */
    public StoredSession withUser(Optional<String> sub, Optional<String> displayName) {
        return new StoredSession(
                profile,
                shape,
                obtainedAt,
                expiresAt,
                token,
                keptRefreshToken,
                keptIdToken,
                sub,
                displayName,
                key,
                death);
    }

    /** Returns this session with the private key that its token is bound to. */
    public StoredSession withKey(Secret jwk) {
        return new StoredSession(
                profile,
                shape,
                obtainedAt,
                expiresAt,
                token,
                keptRefreshToken,
                keptIdToken,
                subject,
                name,
                Optional.of(jwk),
                death);
    }

    /** Returns this session after the server refused its renewal for good. */
    public StoredSession dead(String errorCode) {
        return dead(errorCode, "");
    }

    /** The same, with what the server said beside its code. */
    StoredSession dead(String errorCode, String words) {
        return new StoredSession(
                profile,
                shape,
                obtainedAt,
                expiresAt,
                token,
                keptRefreshToken,
                keptIdToken,
                subject,
                name,
                key,
                Optional.of(new Death(errorCode, words)));
    }

    /** Returns this session where its next token is asked for by another shape. */
    StoredSession shapedAs(TokenParameters asked) {
        return new StoredSession(
                profile, asked, obtainedAt, expiresAt, token, keptRefreshToken, keptIdToken, subject, name, key, death);
    }

    /**
     * Returns this session with a newer answer; a refresh token or ID token that the answer lacks stays as it was.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
     */
    public StoredSession renewed(JsonObject answer, Instant at, Optional<Instant> expiry) {
        StoredSession next = StoredSession.of(shape, answer, at, expiry);
        return new StoredSession(
                profile,
                shape,
                next.obtainedAt,
                next.expiresAt,
                answer,
                next.refreshToken().isPresent() ? Optional.empty() : refreshToken(),
                next.idToken().isPresent() ? Optional.empty() : idToken(),
                subject,
                name,
                key,
                Optional.empty());
    }

    /** Returns this session with another refresh token to spend next, and everything else as it was. */
    public StoredSession withRefreshToken(Secret next) {
        return new StoredSession(
                profile,
                shape,
                obtainedAt,
                expiresAt,
                token.with("refresh_token", next.reveal()),
                Optional.empty(),
                keptIdToken,
                subject,
                name,
                key,
                death);
    }

    /** Returns this session where its access token is not to be used any more. */
    public StoredSession ended(Instant at) {
        Instant whole = Instant.ofEpochSecond(at.getEpochSecond());
        return new StoredSession(
                profile,
                shape,
                obtainedAt,
                expiresAt.isPresent() && expiresAt.get().isBefore(whole) ? expiresAt : Optional.of(whole),
                token,
                keptRefreshToken,
                keptIdToken,
                subject,
                name,
                key,
                death);
    }

    /** Returns the access token. */
    public Secret accessToken() {
        return Secret.of(TokenParameters.required(token.text("access_token"), "access_token"));
    }

    /** The {@code token_type} as the server wrote it; {@code Bearer} if it wrote none. */
    public String tokenType() {
        return token.text("token_type").orElse("Bearer");
    }

    /** Returns the refresh token to spend next. */
    public Optional<Secret> refreshToken() {
        Optional<Secret> latest = secret(token, "refresh_token");
        return latest.isPresent() ? latest : keptRefreshToken;
    }

    /** Returns the last ID token that came. */
    public Optional<Secret> idToken() {
        Optional<Secret> latest = secret(token, "id_token");
        return latest.isPresent() ? latest : keptIdToken;
    }

    private static Optional<Secret> secret(JsonObject json, String member) {
        Optional<String> text = json.text(member);
        return text.isPresent() && !text.get().isEmpty() ? Optional.of(Secret.of(text.get())) : Optional.empty();
    }

    /**
     * Returns what binds the access token to its sender: {@code none}, {@code dpop}, {@code certificate}, or {@code unknown} where the
     * server may have bound it to the certificate and the token cannot be read.
     */
    public String senderConstraint() {
        if (shape.isProven()) {
            return "dpop";
        }
        // that it is bound to ours, where it says so, was checked when it came
        return shape.isCertified() ? CertificateBound.constraintOf(accessToken()) : "none";
    }

    /** Returns whether the server has refused to renew this session. */
    public boolean isDead() {
        return death.isPresent();
    }

    /** Why no further renewal is possible without the user: the server's error code. */
    public Optional<String> deathCause() {
        return death.isPresent() ? Optional.of(death.get().cause()) : Optional.empty();
    }

    /** Returns whether there is something to renew it with, apart from running its grant again. */
    public boolean isRenewable() {
        return !isDead() && refreshToken().isPresent();
    }

    /** What the session is filed under. */
    public SessionKey filedUnder() {
        return profile.isPresent() ? SessionKey.of(profile.get().name()) : SessionKey.of(shape);
    }

    /** Returns the content of the session's file. */
    byte[] toBytes() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        if (profile.isPresent()) {
            members.put("profile", profile.get().name().text());
            members.put("profile_sha256", profile.get().hash());
            if (profile.get().minTtl().isPresent()) {
                members.put("min_ttl", profile.get().minTtl().get());
            }
        }
        members.put("obtained_at", obtainedAt.getEpochSecond());
        if (expiresAt.isPresent()) {
            members.put("expires_at", expiresAt.get().getEpochSecond());
        }
        members.put("shape", shape.toJsonObject());
        members.put("token", token);
        put(members, "kept_refresh_token", keptRefreshToken);
        put(members, "kept_id_token", keptIdToken);
        if (subject.isPresent()) {
            members.put("sub", subject.get());
        }
        if (name.isPresent()) {
            members.put("name", name.get());
        }
        put(members, "key", key);
        if (death.isPresent()) {
            members.put("dead", death.get().cause());
            if (!death.get().words().isEmpty()) {
                members.put("dead_words", death.get().words());
            }
        }
        return (JsonObject.of(members).toPrettyJson() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Map<String, Object> members, String name, Optional<Secret> secret) {
        if (secret.isPresent()) {
            members.put(name, secret.get().reveal());
        }
    }

    /**
     * Reads a session's file.
     *
     * @throws JsonException if it is not one
     * @throws NewerVersion if a newer oat wrote it
     */
    static StoredSession of(byte[] content) throws NewerVersion {
        JsonObject json = JsonObject.parse(PrivateFiles.written(content));
        long version = TokenParameters.required(json.number("version"), "version");
        if (version > VERSION) {
            throw new NewerVersion(version);
        }
        Optional<Long> expiry = json.number("expires_at");
        return new StoredSession(
                stamp(json),
                TokenParameters.of(TokenParameters.required(json.object("shape"), "shape")),
                instant(TokenParameters.required(json.number("obtained_at"), "obtained_at")),
                expiry.isPresent() ? Optional.of(instant(expiry.get())) : Optional.empty(),
                TokenParameters.required(json.object("token"), "token"),
                secret(json, "kept_refresh_token"),
                secret(json, "kept_id_token"),
                json.text("sub"),
                json.text("name"),
                secret(json, "key"),
                death(json));
    }

    private static Optional<Death> death(JsonObject json) {
        Optional<String> cause = json.text("dead");
        return cause.isPresent()
                ? Optional.of(new Death(cause.get(), json.text("dead_words").orElse("")))
                : Optional.empty();
    }

    private static Optional<ProfileStamp> stamp(JsonObject json) {
        Optional<String> profile = json.text("profile");
        if (profile.isEmpty()) {
            return Optional.empty();
        }
        if (!ProfileName.isValid(profile.get())) {
            throw new JsonException("\"profile\" is no profile's name");
        }
        return Optional.of(new ProfileStamp(
                new ProfileName(profile.get()),
                TokenParameters.required(json.text("profile_sha256"), "profile_sha256"),
                json.number("min_ttl")));
    }

    private static Instant instant(long seconds) {
        if (seconds < 0 || seconds > 253_402_300_799L) {
            throw new JsonException("a time lies outside the years 1970 to 9999");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** A session file of a format that this version does not know. */
    static final class NewerVersion extends Exception {
        private static final long serialVersionUID = 1L;

        NewerVersion(long version) {
            super("format " + version);
        }
    }
}
