package dev.oat.session.profile;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The credentials of clients that oat registered, by the profile that uses them: the client secret in a file of its own,
 * to which the profile refers, and beside it what manages the registration.
 */
public final class ClientRegistrations {
    private static final int ROOM = 16 << 10;

    private final Path directory;
    private final PrivateFiles files;

    /**
     * The registrations; nothing is opened yet.
     *
     * @param directories where they lie
     * @param files reads and writes them
     */
    public ClientRegistrations(Directories directories, PrivateFiles files) {
        this.directory = directories.clients();
        this.files = Objects.requireNonNull(files, "files is null");
    }

    /** The file of a profile's client secret; a line end follows the secret. */
    public Path secretFile(ProfileName profile) {
        return directory.resolve(profile + ".client_secret");
    }

    private Path file(ProfileName profile) {
        return directory.resolve(profile + ".json");
    }

    /**
     * Makes sure that a registration could be kept.
     *
     * @throws Failure.Usage if the store cannot be written
     */
    public void prepare(ProfileName profile) {
        files.prepare(file(profile), ROOM).close();
    }

    /**
     * Keeps a registration.
     *
     * @param profile whose it is
     * @param registration what manages it
     * @param clientSecret the client's secret; without one, a former one is deleted
     */
    public void keep(ProfileName profile, KeptRegistration registration, Optional<Secret> clientSecret) {
        keepManagement(profile, registration);
        if (clientSecret.isPresent()) {
            byte[] secret = (clientSecret.orElseThrow().reveal() + "\n").getBytes(StandardCharsets.UTF_8);
            files.write(secretFile(profile), secret);
        } else {
            files.delete(secretFile(profile));
        }
    }

    /** Keeps what manages a registration; the client's secret stays as it is. */
    public void keepManagement(ProfileName profile, KeptRegistration registration) {
        files.write(file(profile), (registration.toJson().toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The registration of a profile's client, if oat made it.
     *
     * @throws Failure.Usage if its file cannot be read
     */
    public Optional<KeptRegistration> read(ProfileName profile) {
        Optional<byte[]> content = files.read(file(profile));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeptRegistration.of(JsonObject.parse(content.get())));
        } catch (JsonException e) {
            throw new Failure.Usage(file(profile) + " cannot be read: " + e.getMessage())
                    .hint("move it away; the registration can then be managed by --registration-client-uri only");
        }
    }

    /** The client secret that is kept for a profile. */
    public Optional<Secret> secret(ProfileName profile) {
        return files.read(secretFile(profile))
                .map(content -> Secret.of(new String(content, StandardCharsets.UTF_8).stripTrailing()));
    }

    /** Forgets a profile's registration; it stays at the server. */
    public boolean forget(ProfileName profile) {
        boolean secret = files.delete(secretFile(profile));
        return files.delete(file(profile)) || secret;
    }
}
