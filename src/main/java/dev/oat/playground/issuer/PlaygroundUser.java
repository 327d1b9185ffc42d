package dev.oat.playground.issuer;

import dev.oat.trace.Secret;
import java.util.List;
import java.util.Objects;

/**
 * A user who can sign in.
 *
 * @param username what the user types, and what {@code preferred_username} says
 * @param password what the user types next
 * @param subject the {@code sub} claim
 * @param name the full name
 * @param email the e-mail address
 */
public record PlaygroundUser(String username, Secret password, String subject, String name, String email) {
    public PlaygroundUser {
        Objects.requireNonNull(username, "username is null");
        Objects.requireNonNull(password, "password is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(email, "email is null");
    }

    /** Returns the people that a playground has unless told otherwise, whose passwords its login page tells everyone. */
    public static List<PlaygroundUser> demo() {
        return List.of(of("alice", "wonderland"), of("bob", "builder"));
    }

    /** A user whose other data follow from the user name. */
    public static PlaygroundUser of(String username, String password) {
        String name = username.isEmpty() ? "" : Character.toUpperCase(username.charAt(0)) + username.substring(1);
        return new PlaygroundUser(username, Secret.of(password), "user-" + username, name, username + "@example.com");
    }
}
