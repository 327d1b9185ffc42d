package dev.oat.cli.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher as it lies in the sources, under each {@code sh} of this machine, and in place of Java a script that tells
 * that it was started.
 */
final class LauncherUnderShells {
    static final Path LAUNCHER = Path.of("src/main/launcher/oat").toAbsolutePath();
    private static final String STARTED = "Java was started\n";
    private static final List<String> KNOWN =
            List.of("dash", "bash", "bash --posix", "busybox sh", "ksh93", "mksh", "zsh --emulate sh", "sh");

    private final Path tool;
    private final Path java;
    private final Path directory;

    /**
     * What the launcher did.
     *
     * @param passed whether it started Java
     */
    record Outcome(boolean passed, int code, String out, String err) {}

    LauncherUnderShells(Path directory) throws IOException {
        this.directory = directory;
        Path home = directory.resolve("o'a t \"$HOME\"");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.createFile(home.resolve("lib/oat.jar"));
        tool = Files.copy(LAUNCHER, home.resolve("bin/oat"));
        java = directory.resolve("java");
        Files.createDirectories(java.resolve("bin"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Path script = Files.writeString(java.resolve("bin/java"), "#!/bin/sh\necho 'Java was started'\n");
        script.toFile().setExecutable(true);
    }

    /** The shells that there are. */
    static List<String> shells() {
        List<String> found = new ArrayList<>();
        for (String shell : KNOWN) {
            String program = shell.split(" ", -1)[0];
            if (Files.isExecutable(Path.of("/usr/bin", program)) || Files.isExecutable(Path.of("/bin", program))) {
                found.add(shell);
            }
        }
        return found;
    }

    /** Runs it under a shell, whose own options may stand behind it. */
    Outcome run(String shell, Map<String, String> variables, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
        command.add(tool.toString());
        command.addAll(words);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(new LinkedHashMap<>(
                Map.of("PATH", "/usr/bin:/bin", "OAT_JAVA_HOME", java.toString(), "OAT_NO_CDS", "1")));
        environment.putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end: " + command);
        }
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        return new Outcome(
                printed.equals(STARTED), process.exitValue(), printed, Files.readString(err, StandardCharsets.UTF_8));
    }
}
