package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Environment;
import dev.oat.render.token.TokenDocument;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;

/**
 * A step of a GitHub Actions job: masks secrets in its log, and sets its outputs.
 *
 * <p>The runner reads the masks from standard output, which carries nothing else then.
 *
 * @see <a href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">Workflow commands</a>
 */
final class GitHubStep {
    private final Path file;
    private final PrintStream commands;
    private final SecureRandom random;

    private GitHubStep(Path file, PrintStream commands, SecureRandom random) {
        this.file = Objects.requireNonNull(file, "file is null");
        this.commands = commands;
        this.random = random;
    }

    /**
     * Returns the step that this process is part of.
     *
     * @throws Failure.Usage if it is part of none
     */
    static GitHubStep of(Invocation invocation) {
        Environment environment = invocation.environment();
        String name = environment.variables().getOrDefault("GITHUB_OUTPUT", "");
        if (name.isEmpty()) {
            throw new Failure.Usage("--github-output works in a step of a GitHub Actions job: GITHUB_OUTPUT is not set")
                    .hint("-o env or -o json give the token elsewhere");
        }
        try {
            return new GitHubStep(
                    Path.of(name),
                    environment.streams().out(),
                    environment.random().get());
        } catch (InvalidPathException e) {
            throw new Failure.Usage("GITHUB_OUTPUT is not a path");
        }
    }

    /** Masks the token, then sets the outputs. */
    void put(TokenDocument document) {
        for (String line : document.token().lines().toList()) {
            if (!line.isBlank()) {
                commands.print("::add-mask::" + escaped(line) + "\n");
            }
        }
        // the mask must hold before anything else can print the token
        commands.flush();
        if (commands.checkError()) {
            throw new Failure.Usage("standard output cannot be written, so the token could not be masked")
                    .hint("nothing was set");
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> variable : document.variables().entrySet()) {
            String name = variable.getKey().substring("OAT_".length()).toLowerCase(java.util.Locale.ROOT);
            // random, so that no value can end its own text and set another output
            String end = "oat_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
            text.append(name).append("<<").append(end).append('\n');
            text.append(variable.getValue()).append('\n').append(end).append('\n');
        }
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new Failure.Usage("the file of GITHUB_OUTPUT cannot be written").hint("check " + file);
        }
    }

    private static String escaped(String value) {
        return value.replace("%", "%25").replace("\r", "%0D");
    }
}
