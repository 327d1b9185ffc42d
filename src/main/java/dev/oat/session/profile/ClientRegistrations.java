package dev.oat.session.profile;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.SecretFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The credentials of clients that oat registered, by the profile that uses them: the client secret in a file of its own,
 * to which the profile refers, and beside it what manages the registration.
 */
public final class ClientRegistrations {
    private static final String ENDING = ".json";
    private static final String SECRET_ENDING = ".client_secret";
    private static final int ROOM = 16 << 10;

    private final Path directory;
    private final SecretFiles files;

    /**
     * Creates the registrations; nothing is opened yet.
     *
     * @param directories where they lie
     * @param files reads and writes them
     */
    public ClientRegistrations(Directories directories, SecretFiles files) {
        this.directory = directories.clients();
        this.files = Objects.requireNonNull(files, "files is null");
    }

    /** Returns the file of a profile's client secret; a line end follows the secret. */
    public Path secretFile(ProfileName profile) {
        return directory.resolve(profile + SECRET_ENDING);
    }

    private Path file(ProfileName profile) {
        return directory.resolve(profile + ENDING);
    }

    /**
     * Makes sure that a registration could be kept.
     *
     * @throws Failure.Usage if the store cannot be written
     */
    public void prepare(ProfileName profile) {
        Optional<KeptRegistration> unused = read(profile);
        files.prepare(file(profile), profile.text(), ROOM).close();
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
            files.write(secretFile(profile), profile.text(), secret);
        } else {
            files.files().delete(secretFile(profile));
        }
    }

    /** Keeps what manages a registration; the client's secret stays as it is. */
    public void keepManagement(ProfileName profile, KeptRegistration registration) {
        files.write(
                file(profile),
                profile.text(),
                (registration.toJson().toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the registration of a profile's client, if oat made it.
     *
     * @throws Failure.Usage if its file cannot be read
     */
    public Optional<KeptRegistration> read(ProfileName profile) {
        Optional<byte[]> content = files.read(file(profile), profile.text());
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

    /** Returns the client secret that is kept for a profile. */
    public Optional<Secret> secret(ProfileName profile) {
        return files.read(secretFile(profile), profile.text())
                .map(content -> Secret.of(new String(content, StandardCharsets.UTF_8).stripTrailing()));
    }

    /** Returns the client secret in a file, where that is one that is kept here. */
    public Optional<Secret> secretAt(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        if (!directory.equals(file.normalize().getParent()) || !name.endsWith(SECRET_ENDING)) {
            return Optional.empty();
        }
        String profile = name.substring(0, name.length() - SECRET_ENDING.length());
        return ProfileName.isValid(profile) ? secret(new ProfileName(profile)) : Optional.empty();
    }

    /** Forgets a profile's registration; it stays at the server. */
    public boolean forget(ProfileName profile) {
        boolean secret = files.files().delete(secretFile(profile));
        return files.files().delete(file(profile)) || secret;
    }

    /**
     * Brings a profile's files into the form that these registrations write.
     *
     * @return how many were in the other
     */
    public int convert(ProfileName profile) {
        return (files.convert(file(profile), profile.text()) ? 1 : 0)
                + (files.convert(secretFile(profile), profile.text()) ? 1 : 0);
    }

    /** Returns the profiles that files are kept for, whether they are still there or not. */
    public List<ProfileName> kept() {
        List<ProfileName> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                String stem = name.substring(0, name.length() - ENDING.length());
                if (ProfileName.isValid(stem)) {
                    names.add(new ProfileName(stem));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw files.files().unusable("cannot list " + directory, directory.resolve("."), e);
        }
        return names;
    }
}
