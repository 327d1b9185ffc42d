package dev.oat.session;

import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.ShellWord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which token is wanted, and what the user can do when it cannot be had.
 *
 * @param profile the profile it belongs to, as it is now; or empty
 * @param shape what shapes the token
 * @param command makes the command that gets one with the user's help; only asked for when it is told
 */
public record WantedToken(Optional<ProfileStamp> profile, TokenParameters shape, UsersCommand command) {
    /** Makes the command by which the user gets the token. */
    public interface UsersCommand extends Supplier<String> {
        /** The same for these scopes too. */
        default String alsoFor(List<String> scopes) {
            return get() + " " + ShellWord.option("--scope", String.join(" ", scopes));
        }
    }

    public WantedToken {
        Objects.requireNonNull(profile, "profile is null");
        Objects.requireNonNull(shape, "shape is null");
        Objects.requireNonNull(command, "command is null");
    }

    /** Returns the command that gets one with the user's help. */
    public String login() {
        return command.get();
    }

    /** The same for a token of these scopes too. */
    String loginAlsoFor(List<String> scopes) {
        return command.alsoFor(scopes);
    }

    /** Returns what its session is filed under. */
    public SessionKey key() {
        return profile.isPresent() ? SessionKey.of(profile.get().name()) : SessionKey.of(shape);
    }

    /** How messages name the session. */
    String named() {
        return profile.isPresent() ? "profile " + profile.get().name() : "these settings";
    }

    /** Says that a session that lies there is not this one: what it was made for, and in what that differs. */
    public String cutOff(TokenParameters made) {
        String client =
                made.clientId().isPresent() ? ", client " + made.clientId().get() : "";
        return "the session of " + named() + " was made for " + made.server() + client
                + ", and the settings now differ in " + String.join(", ", made.differences(shape))
                + ": its tokens are not used";
    }

    /** Returns a session as this one's, with the profile as it is now. */
    public StoredSession owned(StoredSession session) {
        return profile.isPresent() ? session.of(profile.get()) : session;
    }
}
