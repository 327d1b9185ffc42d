package dev.oat.cli.frame;

import dev.oat.cli.setting.Environment;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A server's answer in a file of its own, for the user alone: it may hold tokens. */
final class KeptAnswer {
    private KeptAnswer() {}

    /**
     * Writes an answer into the cache.
     *
     * @param beginning what is at hand of it
     * @param rest what comes behind that
     * @return the file
     * @throws Failure.Usage if it cannot be written
     */
    static Path write(Environment environment, byte[] beginning, InputStream rest) {
        Path directory = Directories.from(
                        environment.variables(),
                        environment.system(),
                        environment.home().toString())
                .cache()
                .resolve("answers");
        PrivateFiles files = PrivateFiles.onDisk(Trace.none(), "OAT_CACHE_DIR");
        files.makeDirectory(directory);
        String name = Long.toString(environment.clock().instant().getEpochSecond());
        Path file = directory.resolve(name + ".json");
        for (int number = 2; Files.exists(file, LinkOption.NOFOLLOW_LINKS); number++) {
            file = directory.resolve(name + "-" + number + ".json");
        }
        files.write(file, beginning);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            rest.transferTo(out);
        } catch (IOException e) {
            throw new Failure.Usage("cannot write " + file);
        }
        return file;
    }
}
