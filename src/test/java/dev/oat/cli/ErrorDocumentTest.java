package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.ExitCode;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.FailureText;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code -o json} an error is one JSON object on one line of standard error, whatever the command. */
class ErrorDocumentTest {
    @TempDir
    Path home;

    static List<String> commands() {
        List<String> paths = new ArrayList<>();
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            paths.add(entry.path());
        }
        return paths;
    }

    private static JsonObject onlyLine(TestWorld.Outcome outcome) {
        assertThat(outcome.err().strip().lines()).as(outcome.err()).hasSize(1);
        return JsonObject.parse(outcome.err());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void wrong_usage_of_any_command_is_one_line_of_json(String path) {
        List<String> words = new ArrayList<>(List.of(path.split(" ", -1)));
        words.addAll(List.of("-o", "json", "--no-such-option"));
        TestWorld.Outcome outcome = TestWorld.at(home).run(words.toArray(new String[0]));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        JsonObject error = onlyLine(outcome);
        allMembers(error);
        assertThat(error.text("error")).contains("usage");
        assertThat(error.text("error_description")).isPresent();
        assertThat(error.number("exit_code")).contains(2L);
    }

    /** One failure of each kind that there is. */
    private static Failure failure(Class<?> kind) {
        Check check = Check.of("a.check", "it fits", SpecRef.rfc(6749, "5.1"), false, "this", "that");
        for (Failure one : List.of(
                new Failure.Usage("w"),
                new Failure.Locked("w"),
                new Failure.Refused("odd_error", ""),
                new Failure.Declined("w"),
                new Failure.LoginNeeded("w"),
                new Failure.Unreachable("w"),
                new Failure.CheckFailed("answer", check),
                new Failure.TimedOut("w"))) {
            if (kind.isInstance(one)) {
                return one;
            }
        }
        throw new AssertionError("no example of " + kind);
    }

    @Test
    void each_kind_of_failure_has_all_members_and_a_code_of_its_own() {
        Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
        for (Class<?> kind : Failure.class.getPermittedSubclasses()) {
            Failure failure = failure(kind);
            ExitCode code = ExitCode.of(failure);
            codes.add(code);
            JsonObject error = JsonObject.parse(FailureText.forScripts(failure, code.code()));
            allMembers(error);
            assertThat(error.number("exit_code")).contains((long) code.code());
        }
        // the others are no failures: done, a fault of oat's own (below), what the API said, and signals
        assertThat(EnumSet.complementOf(EnumSet.copyOf(codes)))
                .containsExactly(
                        ExitCode.DONE, ExitCode.FAULT, ExitCode.API_ERROR, ExitCode.INTERRUPTED, ExitCode.TERMINATED);
    }

    private static void allMembers(JsonObject error) {
        assertThat(error.members().keySet())
                .contains("error", "error_description", "phase", "spec", "status", "endpoint", "hint", "exit_code");
        for (String name : List.of("error", "error_description", "phase", "hint")) {
            assertThat(error.text(name).orElse(""))
                    .as(name + " of " + error.toJson())
                    .isNotBlank();
        }
    }

    @Test
    void a_failure_on_the_way_tells_phase_endpoint_and_hint() {
        TestWorld.Outcome outcome = TestWorld.at(home)
                .run(
                        "token",
                        "client-credentials",
                        "--token-endpoint",
                        "http://127.0.0.1:1/token",
                        "--client-id",
                        "ci",
                        "--output=json");
        assertThat(outcome.code()).isEqualTo(5);
        JsonObject error = onlyLine(outcome);
        assertThat(error.text("error")).contains("unreachable");
        assertThat(error.text("phase")).contains("client credentials token request");
        assertThat(error.text("endpoint")).contains("http://127.0.0.1:1/token");
        assertThat(error.text("hint")).isPresent();
        assertThat(error.number("exit_code")).contains(5L);
    }

    @Test
    void a_fault_of_the_tool_itself_is_one_line_of_json_too() {
        TestWorld.Outcome outcome = TestWorld.at(home)
                .sending(settings -> request -> {
                    throw new IllegalStateException("made for this test");
                })
                .run(
                        "token",
                        "client-credentials",
                        "--token-endpoint",
                        "http://127.0.0.1:1/token",
                        "--client-id",
                        "ci",
                        "-ojson");
        assertThat(outcome.code()).isEqualTo(1);
        JsonObject error = onlyLine(outcome);
        allMembers(error);
        assertThat(error.text("error")).contains("fault");
        assertThat(error.number("exit_code")).contains(1L);
        assertThat(outcome.err()).doesNotContain("made for this test");
    }
}
