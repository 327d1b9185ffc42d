package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * oat in a process of its own, which nobody types to.
 *
 * @param process the process
 * @param results where its output lies
 */
record OatProcess(Process process, Path results) {
    /** How it ended, and what it wrote. */
    record Outcome(int status, String out, String err) {}

    /** The command that starts it. */
    static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.oat.Main"));
        command.addAll(List.of(words));
        return command;
    }

    /** Begins a command with these variables, and none of oat's beside them. */
    static OatProcess begin(List<String> command, Map<String, String> variables) throws IOException {
        Path results = Files.createTempDirectory("oat-results");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(results.resolve("out").toFile())
                .redirectError(results.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        return new OatProcess(process, results);
    }

    Outcome end() throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Outcome outcome = new Outcome(
                process.exitValue(),
                Files.readString(results.resolve("out")),
                Files.readString(results.resolve("err")));
        Files.delete(results.resolve("out"));
        Files.delete(results.resolve("err"));
        Files.delete(results);
        return outcome;
    }
}
