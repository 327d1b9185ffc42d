package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        for (CommandTable.Entry entry : CommandTable.standard().entries()) {
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
        assertThat(error.text("error")).contains("usage");
        assertThat(error.text("error_description")).isPresent();
        assertThat(error.number("exit_code")).contains(2L);
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
        assertThat(error.text("error")).contains("fault");
        assertThat(error.number("exit_code")).contains(1L);
        assertThat(outcome.err()).doesNotContain("made for this test");
    }
}
