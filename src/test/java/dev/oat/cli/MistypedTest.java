package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user in a hurry gets wrong, and that the answer is what to type instead. */
class MistypedTest {
    @TempDir
    Path home;

    private TestWorld world() {
        return TestWorld.at(home);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokn | did you mean oat token?",
                "token client-credential | did you mean oat token client-credentials?",
                "jwt decod | did you mean oat jwt decode?",
                "jwt | oat jwt decode",
                "login --isuer x | did you mean --issuer?",
                "--issuer https://as.example login | oat login --issuer …",
                "-v token client-credentials | oat token client-credentials -v …",
                "--nonsense | oat --help",
                "--quiet | 2>/dev/null hides these; oat --help",
                "-q | 2>/dev/null hides these; oat --help",
                "-q status | 2>/dev/null hides these; oat status --help",
                "--verison | did you mean --version?",
                "-version | did you mean --version?",
                "-p work | oat COMMAND -p …; oat --help lists the commands",
                "--step status | oat status --step …",
                "--fapi2 jwk generate | oat jwk generate --help",
                "token -q | 2>/dev/null hides these; oat token --help",
                "token --quiet | 2>/dev/null hides these; oat token --help",
                "login --nope | oat login --help",
                "token --nope=x | oat token --help",
                "token -z | oat token --help",
                "shell -c foo | oat shell --help",
                "login -issuer https://as.example | did you mean --issuer?",
                "login -issuer=https://as.example | did you mean --issuer?",
                "login -verbose | did you mean --verbose?",
                "token -o yaml | write json, or another of them",
                "token -oyaml | write json, or another of them",
                "status nobody | oat status --help",
                "completion | oat completion bash",
                "login -- --issuer x | oat login --help",
                "explain | oat explain invalid_grant",
                "help tokn | did you mean oat help token?",
                "token --timeout soon --token-endpoint https://as.example/t --client-id c | write 30, 30s, 5m or 1h",
            })
    void each_is_exit_2_and_says_what_to_type(String words, String hint) {

        TestWorld.Outcome outcome = world().run(words.split(" "));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("\n     try: ").contains(hint);
    }

    @Test
    void a_profile_where_none_is_taken_is_named_by_its_option() {
        TestWorld world = world();
        world.run("profile", "add", "work", "--issuer", "https://as.example", "--client-id", "c");
        for (String command : List.of("status", "token", "profile list", "credential kubernetes", "client read")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.add("work");
            TestWorld.Outcome told = world.run(words.toArray(new String[0]));
            assertThat(told.code()).isEqualTo(2);
            boolean takes = CommandTable.standard()
                    .find(command)
                    .orElseThrow()
                    .command()
                    .allSettings()
                    .contains(Settings.PROFILE);
            if (takes
                    && CommandTable.standard()
                            .find(command)
                            .orElseThrow()
                            .command()
                            .positionals()
                            .isEmpty()) {
                assertThat(told.err()).as(command).contains("try: oat " + command + " -p work\n");
            }
        }
        assertThat(world.run("status", "-p", "work").code()).isZero();
    }

    @Test
    void a_file_behind_an_at_sign_is_named_as_a_reference() throws Exception {
        Path file = Files.writeString(home.resolve("secret file"), "s3cret\n");
        TestWorld.Outcome told = world().run(
                        "token",
                        "client-credentials",
                        "--token-endpoint",
                        "https://127.0.0.1:1/t",
                        "--client-id",
                        "c",
                        "--client-secret",
                        "@" + file);
        assertThat(told.code()).isEqualTo(2);
        assertThat(told.err())
                .contains("--client-secret: @ names no file here")
                .contains("try: 'file:" + file + "' reads it, and literal:@… is the text itself");
        // without such a file it is the secret itself, as ever
        assertThat(world().run(
                                "token",
                                "client-credentials",
                                "--token-endpoint",
                                "https://127.0.0.1:1/t",
                                "--client-id",
                                "c",
                                "--client-secret",
                                "@" + file + "-not")
                        .code())
                .isEqualTo(5);
    }

    /** Each command with an option that it lacks: what is advised is taken by that command. */
    @Test
    void advice_on_options_works_for_every_command() {
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            Set<String> names = new HashSet<>();
            entry.command().allSettings().forEach(setting -> names.addAll(setting.names()));
            for (String wrong :
                    List.of("--nope", "--quiet", "-q", "--profil", "--verbos", "-Z", "-explain", "--colour")) {
                if (names.contains(wrong)) {
                    continue;
                }
                List<String> words = new ArrayList<>(List.of(entry.path().split(" ")));
                words.add(wrong);
                TestWorld.Outcome told = world().run(words.toArray(new String[0]));
                assertThat(told.code()).as(words + told.err()).isEqualTo(2);
                Matcher meant =
                        Pattern.compile("did you mean (--[a-z0-9-]+)\\?").matcher(told.err());
                if (meant.find()) {
                    assertThat(names).as(words.toString()).contains(meant.group(1));
                } else {
                    assertThat(told.err())
                            .as(words.toString())
                            .containsPattern("oat " + entry.path() + " --help(-all)?\n");
                }
            }
        }
    }

    /** Each setting with a fixed choice, given something else: every choice that is advised is taken. */
    @Test
    void advice_on_values_works_for_every_setting() {
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            CommandLineModel model = new CommandLineModel(entry.path(), entry.command());
            for (Setting setting : model.settings()) {
                if (setting.choices().isEmpty()) {
                    continue;
                }
                Failure told = org.assertj.core.api.Assertions.catchThrowableOfType(
                        Failure.class, () -> model.parse(List.of(setting.option(), "yaml-like")));
                if (told.what().contains("lacks")) {
                    // an argument is missed first
                    continue;
                }
                String hint = told.hint().orElseThrow();
                assertThat(hint)
                        .as(entry.path() + setting.option())
                        .matches("write \\S+|write .+, or another of them|did you mean .+\\?");
                assertThat(told.what())
                        .startsWith("invalid value for " + setting.option() + ": 'yaml-like' (")
                        .contains(String.join(", ", setting.choices()));
                for (String choice : setting.choices()) {
                    assertThat(model.parse(List.of(setting.option(), choice)).first(setting))
                            .contains(choice);
                }
            }
        }
    }

    /** Options and commands that hints speak of, in the sources: there are such. */
    @Test
    void hints_name_only_what_is_there() throws Exception {
        Set<String> options = new HashSet<>(Set.of("--version", "--all", "--user"));
        Set<String> commands = new HashSet<>(Set.of("help", "COMMAND"));
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            entry.command().allSettings().forEach(setting -> options.addAll(setting.names()));
            commands.add(entry.path().split(" ")[0]);
            commands.add(entry.path());
        }
        Pattern hints = Pattern.compile("\\.hint\\(((?:[^;\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+);", Pattern.DOTALL);
        Pattern literal = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (java.util.stream.Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher hint = hints.matcher(Files.readString(file));
                while (hint.find()) {
                    Matcher text = literal.matcher(hint.group(1));
                    while (text.find()) {
                        seen++;
                        Matcher option =
                                Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+").matcher(text.group(1));
                        while (option.find()) {
                            if (!options.contains(option.group())) {
                                wrong.add(file.getFileName() + ": " + option.group());
                            }
                        }
                        Matcher command = Pattern.compile("(?<![\\w-])oat ([a-z]+)(?= |$)")
                                .matcher(text.group(1));
                        while (command.find()) {
                            boolean word = List.of("to", "is", "that", "for", "itself", "sends", "does", "has", "sign")
                                    .contains(command.group(1));
                            if (!word && !commands.contains(command.group(1))) {
                                boolean group = CommandTable.standard().isGroup(command.group(1));
                                if (!group) {
                                    wrong.add(file.getFileName() + ": oat " + command.group(1));
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(300);
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_path_alone_is_completed_from_the_profiles_api() {
        TestWorld world = world().with("OAT_API", "https://api.example/v1,https://b.example");
        assertThat(world.run("call", "/orders").err())
                .contains("the address is a path alone", "https://api.example/v1/orders, https://b.example/orders");
    }

    @Test
    void who_has_profiles_is_told_to_name_one() {
        TestWorld world = world();
        world.run("profile", "add", "work", "--issuer", "https://as.example", "--client-id", "c");
        // the only one needs no name
        assertThat(world.run("token").err())
                .contains("using profile work, as there is no other")
                .doesNotContain("try: -p");
        world.run("profile", "add", "home", "--issuer", "https://as.example", "--client-id", "c");
        assertThat(world.run("userinfo").err())
                .contains("try: -p home (or work); to make it the usual one: oat profile use home");
        assertThat(world.run("introspect", "literal:x").err()).contains("try: -p home (or work); ");
    }

    @Test
    void a_slash_at_the_issuers_end_is_named() {
        try (Playground playground =
                Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()))) {
            TestWorld.Outcome outcome = world().with("CS", "service-secret")
                    .run(
                            "token",
                            "client-credentials",
                            "--issuer",
                            playground.issuer() + "/",
                            "--client-id",
                            "demo-service",
                            "--client-secret",
                            "env:CS");
            assertThat(outcome.code()).isEqualTo(6);
            assertThat(outcome.err())
                    .contains("see OpenID Connect Discovery §4.3\n     try: --issuer " + playground.issuer()
                            + ": the slash at the end counts");
        }
    }

    @Test
    void standard_input_without_anything_is_nothing_to_explain() {
        TestWorld.Outcome outcome = world().reading(" \n").run("explain", "-");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is nothing to look at", "oat explain invalid_grant");
    }
}
