package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandLineModelTest {
    private static final List<String> WORDS = List.of(
            "a", "https://as.example/x?y=z", "k=v", "-", "--", "-x", "", "\"q\"", "'q'", "@f", "json", "é", "a b");

    /** The quick reader is only a shorter way: what it reads, picocli reads in the same way, or refuses to the same end. */
    @Test
    void a_plain_command_line_means_what_picocli_takes_it_to_mean() {
        Random random = new Random(20261121);
        int plain = 0;
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            for (int i = 0; i < 300; i++) {
                List<String> words = words(entry.command(), random);
                CommandLineModel model = new CommandLineModel(entry.path(), entry.command());
                Object quick;
                try {
                    quick = model.plain(words);
                } catch (Failure.Usage refusal) {
                    quick = refusal.getMessage();
                }
                if (quick == null) {
                    continue;
                }
                Object full;
                try {
                    full = model.full(words);
                } catch (Failure.Usage refusal) {
                    full = refusal.getMessage();
                }
                assertThat(quick).as(entry.path() + " " + words).isEqualTo(full);
                plain++;
            }
        }
        assertThat(plain).isGreaterThan(500);
    }

    /** One of two profiles, issuers or secrets would be taken without a word, and nobody could say which. */
    @Test
    void no_option_of_one_value_is_given_twice() {
        int twice = 0;
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            CommandLineModel model = new CommandLineModel(entry.path(), entry.command());
            for (Setting setting : model.settings()) {
                boolean one = setting.kind() == Setting.Kind.TEXT || setting.kind() == Setting.Kind.SECRET;
                if (!one || !setting.choices().isEmpty()) {
                    continue;
                }
                String word = setting.option();
                List<String> words = new ArrayList<>(List.of(word, "a", word + "=b"));
                entry.command().positionals().stream()
                        .filter(Command.Positional::required)
                        .forEach(positional -> words.add("x"));
                assertThatThrownBy(() -> model.parse(words))
                        .as(entry.path() + " " + word)
                        .isInstanceOf(Failure.Usage.class)
                        .hasMessageContaining(word);
                twice++;
            }
        }
        assertThat(twice).isGreaterThan(100);
    }

    /** A command that is run without what it needs would end in a fault. */
    @Test
    void an_argument_that_a_command_needs_and_does_not_get_is_wrong_usage() {
        int needy = 0;
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            for (Command.Positional positional : entry.command().positionals()) {
                if (positional.required()) {
                    assertThatThrownBy(() -> new CommandLineModel(entry.path(), entry.command()).parse(List.of()))
                            .as(entry.path())
                            .isInstanceOf(Failure.Usage.class)
                            .hasMessageStartingWith("oat " + entry.path() + " lacks ");
                    needy++;
                }
            }
        }
        assertThat(needy).isGreaterThan(4);
    }

    private static List<String> words(Command command, Random random) {
        List<Setting> settings = new ArrayList<>(command.settings());
        settings.addAll(Settings.EVERYWHERE);
        List<String> words = new ArrayList<>();
        for (int n = random.nextInt(5); n > 0; n--) {
            Setting setting = settings.get(random.nextInt(settings.size()));
            List<String> names = setting.names();
            String name = names.get(random.nextInt(names.size()));
            boolean valueless = setting.kind() == Setting.Kind.FLAG || setting.kind() == Setting.Kind.COUNT;
            switch (random.nextInt(8)) {
                case 0 -> words.add(some(random));
                case 1 -> words.add(name + "=" + some(random));
                case 2 -> words.add(name);
                default -> {
                    words.add(name);
                    if (!valueless) {
                        words.add(
                                setting.choices().isEmpty() || random.nextInt(4) == 0
                                        ? some(random)
                                        : setting.choices().get(0));
                    }
                }
            }
        }
        for (Command.Positional positional : command.positionals()) {
            if (positional.required() || random.nextBoolean()) {
                words.add(WORDS.get(random.nextInt(3)));
            }
        }
        return words;
    }

    private static String some(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
