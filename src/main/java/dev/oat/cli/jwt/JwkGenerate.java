package dev.oat.cli.jwt;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code oat jwk generate}: a new key. */
public final class JwkGenerate implements Command {
    private static final Setting ALG = Setting.text(
                    "alg",
                    Setting.Group.COMMAND,
                    "ALG",
                    "What the key is for: RS256, PS256, ES256, EdDSA, HS256, RSA-OAEP-256, ECDH-ES or one of their"
                            + " siblings; ES256 unless given.")
            .onlyOption();
    private static final Setting KID = Setting.text(
                    "kid", Setting.Group.COMMAND, "KID", "The key's name; its thumbprint unless given.")
            .onlyOption();
    private static final Setting OUT = Setting.text(
                    "out",
                    Setting.Group.COMMAND,
                    "FILE",
                    "Write the private key to a new file that only you can read, and print the public one.")
            .path()
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(ALG, KID, OUT, Settings.JSON_OUTPUT);
    }

    @Override
    public String description() {
        return "Makes a key and prints it as a JWK. With --out the private key goes to a file (mode 0600), and the public "
                + "key, to be registered with the server, to standard output.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat jwk generate --alg ES256 --out client.jwk",
                "oat jwk generate --alg PS256 --kid 2026-11 > key.jwk");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String alg = invocation.arguments().first(ALG).orElse("ES256");
        Jwk key;
        try {
            key = Jwk.generate(alg, invocation.environment().random().get());
        } catch (JoseException e) {
            throw Failure.Usage.value(
                            ALG.option(),
                            alg,
                            "RS256, PS256, ES256, ES384, ES512, EdDSA, HS256, RSA-OAEP-256, ECDH-ES and their like")
                    .hint("leave it out for ES256");
        }
        Optional<String> kid = invocation.arguments().first(KID);
        if (kid.isPresent()) {
            key = key.withKeyId(kid.orElseThrow());
        }
        Optional<String> out = invocation.arguments().first(OUT);
        if (out.isEmpty()) {
            invocation.output().json(key.toPrivateJson());
            return ExitCode.DONE;
        }
        write(invocation, out.orElseThrow(), key.toPrivateJson());
        invocation.output().say("oat: the key is in " + out.orElseThrow());
        if (!key.keyType().equals("oct")) {
            invocation.output().json(key.toPublicJson());
        }
        return ExitCode.DONE;
    }

    private static void write(Invocation invocation, String name, JsonObject key) {
        try {
            Path path =
                    name.startsWith("~/") ? invocation.environment().home().resolve(name.substring(2)) : Path.of(name);
            boolean posix =
                    Files.getFileStore(path.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
            FileAttribute<?>[] attributes = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            try (OutputStream file = Channels.newOutputStream(Files.newByteChannel(
                    path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes))) {
                file.write((key.toPrettyJson() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (FileAlreadyExistsException e) {
            throw new Failure.Usage("--out: " + name + " is there already, and keys are not overwritten")
                    .hint("name another file, or remove that one");
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage("--out: " + name + " cannot be written").hint("check its directory");
        }
    }
}
