package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.jose.PrivateKeys;
import dev.oat.jose.PublicKeys;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A file with keys that a setting names; opened with {@code --key-passphrase} where it is closed.
 *
 * <p>A private key that other users of the machine can read earns one warning line.
 */
public final class KeyFile {
    private static final int LONGEST = 1 << 20;

    private final Invocation invocation;
    private final String label;
    private final String name;

    /**
     * Creates a key file.
     *
     * @param label what named it, for messages: {@code --signing-key}
     * @param name its path; {@code ~/} stands for the home directory
     */
    public KeyFile(Invocation invocation, String label, String name) {
        this.invocation = invocation;
        this.label = label;
        this.name = name;
    }

    /**
     * Returns the private keys in it.
     *
     * @throws Failure.Usage if it cannot be read, or holds none
     */
    public PrivateKeys privateKeys() {
        byte[] bytes = bytes();
        warnIfOthersCanRead();
        try {
            return PrivateKeys.read(bytes, passphrase(bytes));
        } catch (JoseException e) {
            throw unusable(e);
        }
    }

    /**
     * Returns the keys in it that verify.
     *
     * @throws Failure.Usage if it cannot be read, or holds none
     */
    public JwkSet publicKeys() {
        byte[] bytes = bytes();
        try {
            return PublicKeys.read(bytes, passphrase(bytes));
        } catch (JoseException e) {
            throw unusable(e);
        }
    }

    /** Returns whether it takes a passphrase to read it. */
    public boolean isClosed() {
        return PrivateKeys.needsPassphrase(bytes());
    }

    /** The file's bytes. */
    public byte[] bytes() {
        if (name.equals("-")) {
            return SecretReference.of("-", label)
                    .resolve(invocation.environment(), !invocation.settings().flag(Settings.NO_INPUT))
                    .reveal()
                    .getBytes(StandardCharsets.UTF_8);
        }
        try {
            Path path = path();
            if (Files.size(path) > LONGEST) {
                throw new Failure.Usage(label + ": the file " + name + " is larger than 1 MiB")
                        .hint("name a file that holds the key and nothing else");
            }
            return Files.readAllBytes(path);
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage(label + ": the file " + name + " cannot be read")
                    .hint("check its path and permissions");
        }
    }

    /** Returns a failure to use the file. */
    Failure unusable(JoseException problem) {
        return new Failure.Usage(label + " " + name + ": " + problem.getMessage());
    }

    private Path path() {
        return name.startsWith("~/") ? invocation.environment().home().resolve(name.substring(2)) : Path.of(name);
    }

    private Optional<Secret> passphrase(byte[] bytes) {
        if (!PrivateKeys.needsPassphrase(bytes)) {
            return Optional.empty();
        }
        Resolution settings = invocation.settings();
        SecretReference reference = settings.reference(Settings.KEY_PASSPHRASE)
                .orElseGet(() -> SecretReference.of("prompt", "--key-passphrase for " + name));
        return Optional.of(invocation.resolve(reference));
    }

    private void warnIfOthersCanRead() {
        if (name.equals("-")) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path());
            if (permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ)) {
                invocation
                        .output()
                        .warn(label + ": other users of this machine can read " + name + "; chmod 600 "
                                + ShellWord.quoted(name));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // a file system without such permissions
        }
    }
}
