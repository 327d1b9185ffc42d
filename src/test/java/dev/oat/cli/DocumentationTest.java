package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README and the pages: short enough, no dead link, and their examples do what they say. */
@Timeout(300)
class DocumentationTest {
    private static final int README_BYTES = 9 * 1024;
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE = Pattern.compile("`oat ([^`]+)`");
    private static final Pattern PROMPT = Pattern.compile("(?:oat|\\S+ \\S+ \\d+m)> (.*)");
    private static final Pattern ISSUER = Pattern.compile("Issuer\\s+(http://127\\.0\\.0\\.1:\\d+)");
    private static final Pattern API = Pattern.compile("API\\s+(http://127\\.0\\.0\\.1:\\d+)");

    @TempDir
    Path home;

    /** A command of an example, and what it prints; three dots stand for anything. */
    private record Example(Path page, String command, String printed) {}

    private static Map<Path, String> pages() throws IOException {
        Map<Path, String> pages = new TreeMap<>();
        for (String name : List.of("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            pages.put(Path.of(name), Files.readString(Path.of(name)));
        }
        try (Stream<Path> files = Files.list(Path.of("src/site/markdown"))) {
            for (Path file : files.toList()) {
                pages.put(file, Files.readString(file));
            }
        }
        return pages;
    }

    private static List<String> blocks(String text, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }

    private static List<Example> examples(Path page, String text) {
        List<Example> examples = new ArrayList<>();
        for (String block : blocks(text, "console")) {
            StringBuilder command = new StringBuilder();
            StringBuilder printed = new StringBuilder();
            boolean goesOn = false;
            for (String line : block.split("\n")) {
                if (goesOn) {
                    command.append('\n').append(line);
                } else if (line.startsWith("$ ")) {
                    add(examples, page, command, printed);
                    command.append(line.substring(2));
                } else {
                    printed.append(line).append('\n');
                }
                goesOn = (goesOn || line.startsWith("$ ")) && line.endsWith("\\");
            }
            add(examples, page, command, printed);
        }
        return examples;
    }

    private static void add(List<Example> examples, Path page, StringBuilder command, StringBuilder printed) {
        if (command.length() > 0) {
            examples.add(new Example(page, command.toString(), printed.toString()));
        }
        command.setLength(0);
        printed.setLength(0);
    }

    @Test
    void the_readme_is_read_in_a_few_minutes() throws IOException {
        assertThat(Files.size(Path.of("README.md"))).isLessThanOrEqualTo(README_BYTES);
    }

    @Test
    void every_link_leads_to_a_file_and_a_heading_that_are_there() throws IOException {
        List<String> dead = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<Path, String> page : pages().entrySet()) {
            Matcher links = LINK.matcher(page.getValue());
            while (links.find()) {
                String link = links.group(1);
                if (link.startsWith("http")) {
                    continue;
                }
                seen++;
                int hash = link.indexOf('#');
                Path target = hash == 0
                        ? page.getKey()
                        : page.getKey()
                                .resolveSibling(hash < 0 ? link : link.substring(0, hash))
                                .normalize();
                if (!Files.exists(target) || (hash >= 0 && !headings(target).contains(link.substring(hash + 1)))) {
                    dead.add(page.getKey() + ": " + link);
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(seen).isGreaterThan(15);
    }

    private static List<String> headings(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void every_command_in_the_pages_is_one_that_oat_understands() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<Path, String> page : pages().entrySet()) {
            List<String> lines = new ArrayList<>(blocks(page.getValue(), "sh"));
            examples(page.getKey(), page.getValue()).forEach(example -> lines.add(example.command()));
            for (String line : lines) {
                for (List<String> words : ExampleCommands.of(line)) {
                    seen++;
                    String problem = HelpTest.problem(CommandTable.standard(), words);
                    if (!problem.isEmpty()) {
                        wrong.add(page.getKey() + ": " + problem + " in " + words);
                    }
                }
            }
            Matcher inline = INLINE.matcher(page.getValue());
            while (inline.find()) {
                seen++;
                unknown(inline.group(1)).ifPresent(what -> wrong.add(page.getKey() + ": " + what));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(100);
    }

    /** What an {@code oat …} in running text names that is not there. */
    private static Optional<String> unknown(String text) {
        CommandTable table = CommandTable.standard();
        String path = "";
        List<String> names = new ArrayList<>(List.of("--help", "--help-all", "--version"));
        // in a table of measurements what follows a comma tells how it ran
        for (String word : text.split(",")[0].split("[\\s|;]+")) {
            String longer = path.isEmpty() ? word : path + " " + word;
            if (table.find(longer).isPresent() || table.isGroup(longer)) {
                path = longer;
                table.find(longer)
                        .ifPresent(entry ->
                                entry.command().allSettings().forEach(setting -> names.addAll(setting.names())));
            } else if (word.startsWith("--") && word.length() > 2) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                if (!names.contains(name)) {
                    return Optional.of("oat " + path + " has no " + name);
                }
            } else if (path.isEmpty() && word.matches("[a-z-]+")) {
                return Optional.of("there is no oat " + word);
            }
        }
        return Optional.empty();
    }

    @Test
    void the_examples_print_what_they_say() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && isThere("curl"));
        program("oat", "dev.oat.Main", "\"$@\"");
        program("browser", PlaygroundSignIn.class.getName(), "\"$1\"");
        Process playground = start("oat playground --port 0");
        try {
            String opened = opening(playground);
            String issuer = group(ISSUER, opened);
            String api = group(API, opened);
            List<Example> examples = new ArrayList<>();
            for (Path page : List.of(Path.of("README.md"), Path.of("src/site/markdown/playground.md"))) {
                examples.addAll(examples(page, Files.readString(page)));
            }
            int run = 0;
            for (Example example : examples) {
                String printed = here(example.printed(), issuer, api);
                if (example.command().equals("oat playground")) {
                    matches(example, printed, opened);
                    continue;
                }
                String typed = example.command().equals("oat") ? shell(printed) : here(example.command(), issuer, api);
                Process process = start(typed);
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue())
                        .as(example.command() + "\n" + said)
                        .isZero();
                matches(example, example.command().equals("oat") ? answers(printed) : printed, said);
                run++;
            }
            assertThat(run).isGreaterThan(12);
            for (Path page : List.of(Path.of("README.md"), Path.of("src/site/markdown/scripts.md"))) {
                for (String block : blocks(Files.readString(page), "sh")) {
                    // what builds and installs is tried by the check of the distribution, ci: by a server of its own
                    if (block.contains("target/oat") || block.contains("ci:github")) {
                        continue;
                    }
                    Process process = start("set -e\n" + here(block, issuer, api));
                    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                    assertThat(process.exitValue()).as(block + "\n" + said).isZero();
                    run++;
                }
            }
            assertThat(run).isGreaterThan(14);
        } finally {
            playground.destroy();
        }
    }

    /** An example's text, at this playground. */
    private static String here(String text, String issuer, String api) {
        return text.replace("http://127.0.0.1:8400", issuer)
                .replace("http://127.0.0.1:8401", api)
                .replace("https://as.example", issuer)
                .replace("https://api.example/orders", api + "/hello")
                .replace("https://api.example", api)
                .replace("OAT_CLIENT_ID=ci", "OAT_CLIENT_ID=demo-service")
                .replace("--client-id my-app", "--client-id demo-web");
    }

    /** The lines that are typed at prompts, as a script. */
    private static String shell(String block) {
        StringBuilder lines = new StringBuilder("oat shell <<'END'\n");
        block.lines()
                .map(PROMPT::matcher)
                .filter(Matcher::matches)
                .forEach(typed -> lines.append(typed.group(1)).append('\n'));
        return lines.append("END").toString();
    }

    private static String answers(String block) {
        StringBuilder lines = new StringBuilder();
        block.lines()
                .filter(line -> !PROMPT.matcher(line).matches())
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    /** Line breaks, spaces and bars are a terminal's; times and lifetimes are those of the run. */
    private static void matches(Example example, String printed, String said) {
        if (printed.isBlank()) {
            return;
        }
        StringBuilder pattern = new StringBuilder();
        for (String part : plain(printed).split("\\.\\.\\.", -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        assertThat(plain(said))
                .as(example.page() + ": " + example.command())
                .matches(Pattern.compile(pattern.toString(), Pattern.DOTALL));
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", "")
                .replaceAll("\\[[█░]+]|,(?=renews)", "")
                .replaceAll("\\d\\d:\\d\\dUTC", "HH:MMUTC")
                .replaceAll("goodfor\\d+min", "goodforNmin");
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static String opening(Process playground) throws IOException {
        StringBuilder text = new StringBuilder();
        BufferedReader lines = playground.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith("Ctrl-C")) {
            text.append(line).append('\n');
            line = lines.readLine();
        }
        // what it prints from now on is read away, so that it never waits for a reader
        Thread rest = new Thread(
                () -> {
                    try {
                        lines.transferTo(java.io.Writer.nullWriter());
                    } catch (IOException e) {
                        // it has ended
                    }
                },
                "playground's requests");
        rest.setDaemon(true);
        rest.start();
        return text.toString();
    }

    private void program(String name, String type, String arguments) throws IOException {
        String path = Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(java.util.stream.Collectors.joining(java.io.File.pathSeparator));
        Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
        Files.writeString(
                file,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -cp '" + path + "' " + type + " " + arguments + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean isThere(String program) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private Process start(String script) throws IOException {
        Path away = Files.createDirectories(home.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(away.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_") || name.equals("CI"));
        environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", home.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("BROWSER", home.resolve("bin/browser") + " %s");
        environment.put("DISPLAY", ":0");
        environment.put("CI_SECRET", "service-secret");
        return builder.start();
    }
}
