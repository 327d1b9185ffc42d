package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that does not fit is told alike, whoever gave it: its name, the value, and what is taken. */
class InvalidValueTest {
    private static final String WRONG = "x y";

    @TempDir
    Path home;

    /** A profile's values and a variable, read without a file. */
    private static Resolution said(Map<String, String> variables, Map<String, List<String>> profile) {
        return Resolution.of(new Arguments(Map.of(), List.of()), variables, new Resolution.ProfileSource() {
            @Override
            public Optional<String> fallback() {
                return profile.isEmpty() ? Optional.empty() : Optional.of("work");
            }

            @Override
            public Optional<String> only() {
                return Optional.empty();
            }

            @Override
            public void used(String name) {
                // nobody is told here
            }

            @Override
            public Map<String, List<String>> read(String name) {
                return profile;
            }
        });
    }

    private static boolean isSeconds(Setting setting) {
        return setting.label().equals("SECONDS") && !setting.name().equals("clock-offset");
    }

    private static void read(Resolution settings, Setting setting) {
        if (isSeconds(setting)) {
            settings.seconds(setting);
        } else if (setting.kind() == Setting.Kind.FLAG) {
            settings.flag(setting);
        } else {
            settings.text(setting);
        }
    }

    private static String expected(Setting setting) {
        return isSeconds(setting)
                ? "(a number of seconds)"
                : setting.kind() == Setting.Kind.FLAG ? "(true or false)" : String.join(", ", setting.choices()) + ")";
    }

    private static boolean hasForm(Setting setting) {
        return !setting.choices().isEmpty() || isSeconds(setting);
    }

    private static void told(String name, Setting setting, Failure failure) {
        assertThat(failure).as(name).isInstanceOf(Failure.Usage.class);
        assertThat(failure.what())
                .startsWith("invalid value for " + name + ": '" + WRONG + "' (")
                .endsWith(expected(setting));
        assertThat(failure.hint()).as(name).isPresent();
    }

    @Test
    void of_every_option_of_every_command() {
        int seen = 0;
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            CommandLineModel model = new CommandLineModel(entry.path(), entry.command());
            for (Setting setting : model.settings()) {
                if (!hasForm(setting)) {
                    continue;
                }
                List<String> words = new ArrayList<>(List.of(setting.option() + "=" + WRONG));
                for (Command.Positional positional : entry.command().positionals()) {
                    if (positional.required()) {
                        words.add("a");
                    }
                }
                told(setting.option(), setting, catchThrowableOfType(Failure.class, () -> model.parse(words)));
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(100);
    }

    @Test
    void of_every_variable_and_every_profile_key() {
        int seen = 0;
        for (Setting setting : Settings.all()) {
            boolean flag = setting.kind() == Setting.Kind.FLAG;
            if (setting == Settings.TOKEN_TYPE || !(hasForm(setting) || flag)) {
                // OAT_TOKEN_TYPE is also what oat exports
                continue;
            }
            if (setting.inEnvironment()) {
                Resolution settings = said(Map.of(setting.variable(), WRONG), Map.of());
                told(setting.variable(), setting, catchThrowableOfType(Failure.class, () -> read(settings, setting)));
                seen++;
            }
            if (setting.inProfile()) {
                Resolution settings = said(Map.of(), Map.of(setting.key(), List.of(WRONG)));
                told(
                        setting.key() + " in profile work",
                        setting,
                        catchThrowableOfType(Failure.class, () -> read(settings, setting)));
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(25);
    }

    @Test
    void of_every_key_that_profile_set_takes() {
        TestWorld world = TestWorld.at(home);
        world.run("profile", "add", "work", "--issuer", "https://as.example", "--client-id", "c");
        for (Setting setting : Settings.all()) {
            boolean flag = setting.kind() == Setting.Kind.FLAG;
            if (setting.inProfile() && (hasForm(setting) || flag)) {
                TestWorld.Outcome outcome = world.run("profile", "set", "work", setting.key() + "=" + WRONG);
                assertThat(outcome.code()).as(setting.key()).isEqualTo(2);
                assertThat(outcome.err())
                        .contains("invalid value for " + setting.key() + ": '" + WRONG + "' (", expected(setting));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login --issuer as.example --client-id c | --issuer: 'as.example' (an http or https address)",
                "call https://as.example/x --retry many --token env:T | --retry: 'many' (a number from 0 to 99)",
                "token client-credentials --token-endpoint as.example --client-id c | --token-endpoint: 'as.example' (an",
                "playground --clock-offset soon --port 0 | --clock-offset: 'soon' (a number of seconds)",
                "playground --fault none --port 0 | --fault: 'none' (one of",
                "playground --user carol --port 0 | --user (NAME=REF)",
                "completion tcsh | SHELL: 'tcsh' (one of bash, zsh, fish, powershell)",
                "login --provider githup --client-id c | --provider: 'githup' (one of",
                "jwk generate --alg none | --alg: 'none' (RS256",
                "login --record flow.txt --issuer http://127.0.0.1:1 --client-id c | --record: 'flow.txt' (FILE.html",
            })
    void of_what_has_another_form(String words, String told) {
        TestWorld.Outcome outcome = TestWorld.at(home).with("T", "a-token").run(words.split(" "));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("invalid value for " + told).contains("try: ");
    }

    @Test
    void a_long_value_is_not_repeated_since_it_may_be_a_secret_in_the_wrong_place() {
        String secret = "s3cret-".repeat(8);
        TestWorld.Outcome outcome = TestWorld.at(home).run("login", "--auth-method", secret);
        assertThat(outcome.err())
                .contains("invalid value for --auth-method: 56 characters (one of auto")
                .doesNotContain("s3cret");
    }

    @Test
    void a_flag_with_a_value_is_told_as_such() {
        TestWorld.Outcome outcome = TestWorld.at(home).run("login", "--dpop=maybe");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--dpop takes no value");
    }
}
