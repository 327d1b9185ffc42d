package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The page about CI: what its snippets have a job run does run, in a shell that the service has prepared. And the scripts by
 * which other programs find their helper.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class CiPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/ci.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\\n]+)\\n(.*?)(?=^## |\\z)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|groovy)\\n(.*?)^```$");
    private static final Pattern GROOVY_VARIABLE = Pattern.compile("(?m)^ +([A-Z_]+) = '([^']*)'$");
    private static final Pattern GROOVY_SHELL = Pattern.compile("(?m)^ +sh '([^']*)'$");
    private static final Pattern OUTPUT = Pattern.compile("\\$\\{\\{ steps\\.oat\\.outputs\\.(\\w+) }}");

    /** What a service has a shell run. */
    private record Step(Map<String, String> variables, String script) {}

    @TempDir
    Path home;

    private final Jwk key = Jwk.generate("ES256", new SecureRandom());
    private Playground playground;
    private OddServer github;

    @BeforeEach
    void start() throws IOException {
        playground = Playground.start(PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom())
                .client(PlaygroundClient.withKeys(
                        "ci", "CI", JwkSet.of(List.of(key)), Set.of("client_credentials"), List.of("read")))
                .client(PlaygroundClient.confidential(
                        "ci-secret", "CI", "service-secret", Set.of("client_credentials"), List.of("read")))
                .build());
        github = new OddServer(Clock.systemUTC())
                .page("/idtoken", hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("value", identity()))));
        program(
                "oat",
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -cp '"
                        + classPath() + "' dev.oat.Main \"$@\"");
    }

    @AfterEach
    void stop() {
        playground.close();
        github.close();
    }

    private static String classPath() {
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(java.util.stream.Collectors.joining(File.pathSeparator));
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** A token as a service makes it for a job, which the server trusts for the client. */
    private String identity() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "ci");
        claims.put("sub", "ci");
        claims.put("aud", playground.issuer().toString());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now);
        claims.put("exp", now + 300);
        return Jwt.sign(
                JsonObject.of(Map.of("alg", "ES256", "kid", key.keyId().orElseThrow())), JsonObject.of(claims), key);
    }

    private static Map<String, List<String>> snippets() throws IOException {
        Map<String, List<String>> snippets = new LinkedHashMap<>();
        Matcher sections = SECTION.matcher(Files.readString(PAGE));
        while (sections.find()) {
            List<String> blocks = new ArrayList<>();
            Matcher block = BLOCK.matcher(sections.group(2));
            while (block.find()) {
                blocks.add(block.group(1) + "\n" + block.group(2));
            }
            snippets.put(sections.group(1), blocks);
        }
        return snippets;
    }

    @Test
    void there_is_one_snippet_for_each_service() throws IOException {
        assertThat(snippets().keySet())
                .containsExactly(
                        "GitHub Actions",
                        "GitLab CI",
                        "CircleCI",
                        "Buildkite",
                        "Bitbucket Pipelines",
                        "Azure Pipelines",
                        "Jenkins",
                        "Tokens for what else runs in the job");
        assertThat(snippets().values()).allMatch(blocks -> blocks.size() == 1);
    }

    @TestFactory
    Stream<DynamicTest> what_a_snippet_has_a_job_run_does_run() throws IOException {
        return snippets().entrySet().stream()
                .map(snippet -> DynamicTest.dynamicTest(
                        snippet.getKey(),
                        () -> run(snippet.getKey(), snippet.getValue().get(0))));
    }

    @Test
    void the_lines_that_make_a_helper_of_oat_make_one() throws Exception {
        Path work = Files.createDirectories(home.resolve("work/.local/bin"))
                .resolve("../..")
                .normalize();
        Matcher line = Pattern.compile("(?m)^printf .*chmod \\+x ~/\\.local/bin/(\\S+)$")
                .matcher(Files.readString(PAGE.resolveSibling("programs.md")));
        List<String> made = new ArrayList<>();
        while (line.find()) {
            made.add(line.group(1));
            shell(line.group(), Map.of(), work);
        }
        assertThat(made).containsExactly("docker-credential-oat", "keyring");
        String first = "profile add ci --issuer " + playground.issuer() + " --client-id ci-secret --client-secret env:S"
                + " --grant-type client_credentials --api http://127.0.0.1:1";
        String script = "export PATH=~/.local/bin:$PATH\noat " + first + "\n"
                + "echo 127.0.0.1:1 | docker-credential-oat get | grep -q '\"Username\":\"<token>\",\"Secret\":\"eyJ'\n"
                + "keyring get http://127.0.0.1:1/simple/ oauth2 | grep -q ^eyJ\n"
                + "! keyring get https://pypi.org/simple/ oauth2\n"
                + "! echo registry.example | docker-credential-oat get";
        shell(script, Map.of("S", "service-secret"), work);
    }

    private void run(String service, String snippet) throws Exception {
        String text = snippet.replace("https://as.example", playground.issuer().toString())
                .replace("https://api.example/orders", playground.gateway() + "/hello")
                .replace("https://api.example", playground.gateway().toString());
        String body = text.substring(text.indexOf('\n') + 1);
        Map<String, String> given = given(service);
        List<Step> steps = new ArrayList<>();
        if (text.startsWith("groovy")) {
            groovy(body, steps);
        } else {
            yaml(new Yaml(new SafeConstructor(new LoaderOptions())).load(body), new LinkedHashMap<>(given), steps);
        }
        assertThat(steps).isNotEmpty();
        Path work = Files.createDirectories(home.resolve("work-" + service.replace(' ', '-')));
        for (Step step : steps) {
            Map<String, String> variables = new LinkedHashMap<>(given);
            for (Map.Entry<String, String> variable : step.variables().entrySet()) {
                variables.put(variable.getKey(), resolved(variable.getValue(), given));
            }
            shell(step.script(), variables, work);
        }
    }

    /** What the service sets, or has on its machines. */
    private Map<String, String> given(String service) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("CI", "true");
        // the service's own store
        given.put("CI_SECRET", "service-secret");
        switch (service) {
            case "GitHub Actions" -> {
                given.put("GITHUB_ACTIONS", "true");
                given.put(
                        "GITHUB_OUTPUT",
                        Files.createFile(home.resolve("outputs")).toString());
                given.put("ACTIONS_ID_TOKEN_REQUEST_URL", github.issuer() + "/idtoken?api-version=2.0");
                given.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
            }
            case "CircleCI" ->
                program("circleci", "[ \"$1 $2 $3 $4\" = 'run oidc get --claims' ] && echo '" + identity() + "'");
            case "Buildkite" ->
                program(
                        "buildkite-agent",
                        "[ \"$1 $2 $3\" = 'oidc request-token --audience' ] && echo '" + identity() + "'");
            case "Bitbucket Pipelines" -> given.put("BITBUCKET_STEP_OIDC_TOKEN", identity());
            default -> {
                // nothing more
            }
        }
        return given;
    }

    private void yaml(Object node, Map<String, String> variables, List<Step> steps) {
        if (node instanceof List<?> list) {
            list.forEach(element -> yaml(element, variables, steps));
        }
        if (!(node instanceof Map<?, ?> map)) {
            return;
        }
        Map<String, String> here = new LinkedHashMap<>(variables);
        for (String name : List.of("env", "variables", "environment")) {
            if (map.get(name) instanceof Map<?, ?> set) {
                set.forEach((key, value) -> here.put(key.toString(), value.toString()));
            }
        }
        if (map.get("id_tokens") instanceof Map<?, ?> tokens) {
            assertThat(tokens.toString()).contains("aud=" + playground.issuer());
            tokens.keySet().forEach(name -> here.put(name.toString(), identity()));
        }
        map.forEach((key, value) -> {
            boolean command = List.of("run", "script", "command").contains(key);
            if (command && value instanceof String line) {
                steps.add(new Step(here, line));
            } else if (command && value instanceof List<?> lines) {
                steps.add(new Step(
                        here,
                        String.join("\n", lines.stream().map(Object::toString).toList())));
            } else {
                yaml(value, here, steps);
            }
        });
    }

    private static void groovy(String body, List<Step> steps) {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher variable = GROOVY_VARIABLE.matcher(body);
        while (variable.find()) {
            variables.put(variable.group(1), variable.group(2));
        }
        assertThat(body).contains("variable: 'CI_SECRET'");
        Matcher line = GROOVY_SHELL.matcher(body);
        while (line.find()) {
            steps.add(new Step(variables, line.group(1)));
        }
    }

    /** What the service puts in the place of its own words. */
    private static String resolved(String value, Map<String, String> given) throws IOException {
        Matcher output = OUTPUT.matcher(value);
        if (output.matches()) {
            String outputs = Files.readString(Path.of(given.get("GITHUB_OUTPUT")));
            Matcher found =
                    Pattern.compile("(?m)^" + output.group(1) + "<<.*\n(.*)\n").matcher(outputs);
            assertThat(found.find()).as(outputs).isTrue();
            return found.group(1);
        }
        return value.equals("$(CI_SECRET)") ? "service-secret" : value;
    }

    private void shell(String script, Map<String, String> variables, Path work) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script)
                .directory(work.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_"));
        environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", work.toString());
        environment.putAll(variables);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(script + "\n" + said).isZero();
    }
}
