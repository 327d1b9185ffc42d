package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packed tool, run as a child process in a home of its own.
 *
 * <p>Every secret that goes in or comes out is remembered, and each later run's stderr is searched for all of them.
 */
final class Oat {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<Result> results = new ArrayList<>();

    private Oat(Path home) {
        this.home = home;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Nobody is to open a browser that a test did not name.
        environment.put("BROWSER", home.resolve("no-browser-was-to-open").toString());
    }

    static Oat in(Path home) {
        assertThat(Workplace.tool())
                .as("the packed tool: mvn -DskipTests package makes it")
                .isExecutable();
        return new Oat(home);
    }

    Oat with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path home() {
        return home;
    }

    /** A secret in a file of its own, as the reference that options take. */
    String secretFile(String secret) {
        secrets.add(secret);
        try {
            Path file = Files.createTempFile(home, "secret-", "");
            Files.writeString(file, secret + "\n");
            return "file:" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of one run. */
    record Result(String command, int exit, String stdout, String stderr) {
        Result exits(int code) {
            assertThat(exit)
                    .as("%s%n--- stdout%n%s--- stderr%n%s", command, stdout, stderr)
                    .isEqualTo(code);
            return this;
        }

        Result succeeds() {
            return exits(0);
        }

        /** The one document on stdout. */
        JsonNode json() {
            try {
                return JSON.reader()
                        .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readTree(stdout);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not one JSON document on stdout of " + command + ":\n" + stdout, e);
            }
        }

        String line() {
            assertThat(stdout.lines()).as(command).hasSize(1);
            return stdout.strip();
        }
    }

    Result run(String... arguments) {
        return start(arguments).result();
    }

    /** A run that goes on while the test does something else. */
    final class Running {
        private final String shown;
        private final Process process;
        private final Path stdout;
        private final Path stderr;
        private final Instant started = Instant.now();

        private Running(List<String> command, String shown) throws IOException {
            this.shown = shown;
            this.stdout = Files.createTempFile(home, "stdout-", "");
            this.stderr = Files.createTempFile(home, "stderr-", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            this.process = builder.start();
        }

        /** What it has said on stderr by now. */
        String saidSoFar() {
            try {
                return Files.readString(stderr, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until it has said a whole line with this on stderr. */
        Matcher says(Pattern awaited) {
            Instant tooLate = Instant.now().plus(PATIENCE);
            while (true) {
                boolean ended = !process.isAlive();
                String said = saidSoFar();
                Matcher found = awaited.matcher(said);
                if (found.find() && said.indexOf('\n', found.end()) >= 0) {
                    return found;
                }
                assertThat(ended).as("%s ended, and had said:%n%s", shown, said).isFalse();
                assertThat(Instant.now())
                        .as("%s says %s, not:%n%s", shown, awaited, said)
                        .isBefore(tooLate);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        Result result() {
            try {
                boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
                long took = Duration.between(started, Instant.now()).toMillis();
                Result result = new Result(
                        shown,
                        process.exitValue(),
                        Files.readString(stdout, StandardCharsets.UTF_8),
                        Files.readString(stderr, StandardCharsets.UTF_8));
                System.out.printf("  $ %s%n    exit %d in %d ms%n", shown, result.exit(), took);
                assertThat(ended)
                        .as("%s ends within %s; stderr so far:%n%s", shown, PATIENCE, result.stderr())
                        .isTrue();
                learnSecrets(result);
                results.add(result);
                searchEverythingSaid();
                return result;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    Running start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Workplace.tool().toString()));
        command.addAll(List.of(arguments));
        try {
            return new Running(command, "oat " + String.join(" ", arguments).replace(home.toString(), "~"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Searches for this, too, in all that was and will be said on stderr. */
    void remember(String secret) {
        secrets.add(secret);
    }

    /** No secret known by now was on stderr at any time. */
    void searchEverythingSaid() {
        for (Result result : results) {
            for (String secret : secrets) {
                assertThat(result.stderr()).as("stderr of " + result.command()).doesNotContain(secret);
            }
        }
    }

    private void learnSecrets(Result result) {
        if (!result.stdout().startsWith("{")) {
            return;
        }
        JsonNode document;
        try {
            document = JSON.readTree(result.stdout());
        } catch (JsonProcessingException notJson) {
            return;
        }
        for (String member : List.of("access_token", "refresh_token", "id_token")) {
            if (document.path(member).isTextual()) {
                secrets.add(document.path(member).textValue());
            }
        }
    }

    /** A program for {@code --browser} that behaves as this visitor does, and keeps a diary. */
    Browser browser(ScriptedBrowser.Visitor visitor) {
        try {
            Path diary = Files.createTempFile(home, "diary-", "");
            Path program = Files.createTempFile(home, "browser-", "");
            List<String> command = new ArrayList<>(Workplace.smallJvm());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), ScriptedBrowser.class.getName()));
            command.addAll(List.of(
                    diary.toString(),
                    visitor.user(),
                    visitor.password(),
                    Boolean.toString(visitor.agreeing()),
                    Boolean.toString(visitor.mistyping())));
            StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
            command.forEach(word -> script.append(" '").append(word).append('\''));
            Files.writeString(program, script.append(" \"$@\"\n"));
            assertThat(program.toFile().setExecutable(true)).isTrue();
            return new Browser(program, diary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program and what it has noted. */
    record Browser(Path program, Path diary) {
        /** Opens a URL as oat would, and returns when the browser has been through with it. */
        void open(String url) {
            try {
                Process browser = new ProcessBuilder(program.toString(), url)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                assertThat(browser.waitFor()).as("the browser's exit code").isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        String notes() {
            try {
                String notes = Files.readString(diary);
                notes.lines().forEach(line -> System.out.println("    browser: " + line));
                return notes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
