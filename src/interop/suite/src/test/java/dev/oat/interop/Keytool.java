package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates by the JDK's own program, in files of one directory and under one passphrase. */
final class Keytool {
    static final String PASSPHRASE = "only for tests";

    private final Path directory;

    Keytool(Path directory) {
        this.directory = directory;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** A key with a certificate in which it vouches for itself, in NAME.p12 and, without the key, in NAME.pem. */
    void selfSigned(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name));
        arguments.addAll(List.of(more));
        run(name, arguments.toArray(String[]::new));
        run(
                name,
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                file(name + ".pem").toString());
    }

    /** A key with a certificate of an authority's that {@link #selfSigned} has made. */
    void issued(String name, String authority) {
        selfSigned(name);
        run(name, "-certreq", "-alias", name, "-file", file(name + ".csr").toString());
        run(
                authority,
                "-gencert",
                "-rfc",
                "-alias",
                authority,
                "-infile",
                file(name + ".csr").toString(),
                "-outfile",
                file(name + ".pem").toString());
        run(
                name,
                "-importcert",
                "-noprompt",
                "-alias",
                authority,
                "-file",
                file(authority + ".pem").toString());
        run(
                name,
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                file(name + ".pem").toString());
    }

    /** A store of whom to trust. */
    void trust(String store, String... names) {
        for (String name : names) {
            run(
                    store,
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    name,
                    "-file",
                    file(name + ".pem").toString());
        }
    }

    private void run(String store, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", file(store + ".p12").toString(), "-storepass", PASSPHRASE));
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(said).isZero();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
