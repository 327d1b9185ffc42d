package dev.oat.authorization.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.authorization.response.RecordedTrace;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts real programs: small scripts that write down how they were called. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class SystemBrowserTest {
    private static final BrowserAddress ADDRESS = BrowserAddress.of("https://as.example/a?x=1&y=%24(id);touch", false);

    @TempDir
    Path home;

    private Path bin;
    private Path calls;
    private final RecordedTrace trace = new RecordedTrace();

    @BeforeEach
    void directories() throws IOException {
        bin = Files.createDirectory(home.resolve("bin"));
        calls = home.resolve("calls");
    }

    /** A program that writes its arguments and its environment into a pipe, which is there before it is started. */
    private Path program(String name, String more) throws Exception {
        Path program = bin.resolve(name);
        Files.writeString(
                program,
                "#!/bin/sh\n{ for a in \"$@\"; do printf 'arg:%s\\n' \"$a\"; done; /usr/bin/env; } > '" + calls + "'\n"
                        + more + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (!Files.exists(calls)) {
            assertThat(new ProcessBuilder("mkfifo", calls.toString()).start().waitFor())
                    .isZero();
        }
        return program;
    }

    private List<String> called() throws IOException {
        return Files.readAllLines(calls);
    }

    private List<String> arguments() throws IOException {
        return called().stream()
                .filter(line -> line.startsWith("arg:"))
                .map(line -> line.substring(4))
                .toList();
    }

    private Surroundings linux(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.putIfAbsent("PATH", bin.toString());
        return new Surroundings("Linux", variables, false, false);
    }

    private SystemBrowser found(Surroundings surroundings) {
        return SystemBrowser.find(surroundings, Set.of(), trace).orElseThrow();
    }

    @Test
    void the_address_is_one_argument_and_no_shell_reads_it() throws Exception {
        program("xdg-open", "");
        assertThat(found(linux(Map.of())).tryToOpen(ADDRESS, why -> {})).isEmpty();
        assertThat(arguments()).containsExactly("https://as.example/a?x=1&y=%24(id);touch");
    }

    @Test
    void browser_variable_beats_the_platform_and_its_arguments_are_split_without_a_shell() throws Exception {
        program("mine", "");
        program("xdg-open", "exit 9");
        SystemBrowser browser = found(linux(Map.of("BROWSER", "nowhere:mine --new \"two words\" $HOME *")));
        browser.tryToOpen(ADDRESS, why -> {});
        assertThat(browser.source()).isEqualTo("$BROWSER");
        assertThat(arguments()).containsExactly("--new", "two words", "$HOME", "*", ADDRESS.text());
    }

    @Test
    void percent_s_stands_for_the_address() throws Exception {
        program("mine", "");
        found(linux(Map.of("BROWSER", "mine --url=%s --last"))).tryToOpen(ADDRESS, why -> {});
        assertThat(arguments()).containsExactly("--url=" + ADDRESS.text(), "--last");
    }

    @Test
    void a_browser_that_is_not_found_gives_way_to_the_platforms_opener() throws Exception {
        program("xdg-open", "");
        assertThat(found(linux(Map.of("BROWSER", "nowhere"))).source()).isEqualTo("xdg-open");
    }

    @Test
    void the_browser_option_is_taken_by_name_or_absolute_path() throws Exception {
        Path mine = program("mine", "");
        for (String option : List.of("mine -x", "'" + mine + "' -x")) {
            SystemBrowser.named(option, linux(Map.of("BROWSER", "other")), Set.of(), trace)
                    .tryToOpen(ADDRESS, why -> {});
            assertThat(arguments()).containsExactly("-x", ADDRESS.text());
        }
    }

    @Test
    void a_browser_option_that_names_nothing_is_refused() {
        for (String option :
                List.of("nowhere", "", "./mine", "bin/mine", "/nowhere/mine", "'unclosed", home.toString())) {
            assertThatThrownBy(() -> SystemBrowser.named(option, linux(Map.of()), Set.of(), trace))
                    .as(option)
                    .isInstanceOf(Failure.Usage.class)
                    .hasMessageContaining("--browser");
        }
    }

    @Test
    void relative_entries_of_path_are_not_searched() throws Exception {
        program("xdg-open", "");
        Path here = Path.of("").toAbsolutePath();
        String relative = here.relativize(bin).toString();
        assertThat(SystemBrowser.find(linux(Map.of("PATH", relative + "::.")), Set.of(), trace))
                .isEmpty();
    }

    @Test
    void the_browser_sees_no_secret_of_ours() throws Exception {
        program("xdg-open", "");
        Surroundings surroundings = linux(Map.of(
                "OAT_CLIENT_SECRET", "canary-1",
                "OAT_PASSWORD", "canary-2",
                "OAT_REFRESH_TOKEN", "canary-3",
                "MY_SECRET", "canary-4",
                "LANG", "C.UTF-8"));
        SystemBrowser.find(surroundings, Set.of("MY_SECRET"), trace)
                .orElseThrow()
                .tryToOpen(ADDRESS, why -> {});
        String seen = String.join("\n", called());
        assertThat(seen).contains("LANG=C.UTF-8").doesNotContain("canary", "OAT_");
    }

    @Test
    void a_failing_opener_is_noted_and_not_believed() throws Exception {
        program("xdg-open", "exit 3");
        assertThat(found(linux(Map.of())).tryToOpen(ADDRESS, why -> {})).isEmpty();
        called();
        trace.awaitNote("xdg-open ended with status 3; a page may have opened all the same");
    }

    @Test
    void a_program_that_cannot_be_started_says_so() throws Exception {
        Path program = program("xdg-open", "");
        SystemBrowser browser = found(linux(Map.of("PATH", bin.toString())));
        Files.delete(program);
        assertThat(browser.tryToOpen(ADDRESS, why -> {})).isPresent();
    }

    @Test
    void windows_gets_no_command_interpreter_and_no_batch_files() throws Exception {
        program("rundll32.exe", "");
        program("chrome.bat", "");
        Surroundings windows = new Surroundings("Windows 11", Map.of("PATH", bin.toString()), false, false);
        SystemBrowser browser = SystemBrowser.find(windows, Set.of(), trace).orElseThrow();
        browser.tryToOpen(ADDRESS, why -> {});
        assertThat(arguments()).containsExactly("url.dll,FileProtocolHandler", ADDRESS.text());
        assertThatThrownBy(() -> SystemBrowser.named("chrome.bat", windows, Set.of(), trace))
                .isInstanceOf(Failure.Usage.class);
    }
}
